//! Assembly: configuration, secrets, the data directory's one owner, and how others attach to it.
