//! Reads and writes the messages of the six platforms. Opens no socket.
