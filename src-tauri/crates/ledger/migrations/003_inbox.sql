-- What platforms sent us, as it came, and what they were answered. Not part of the journal.
CREATE TABLE inbox (
    no             INTEGER PRIMARY KEY AUTOINCREMENT,
    platform       TEXT NOT NULL,
    interface      TEXT NOT NULL,
    transport      TEXT NOT NULL,
    peer           TEXT NOT NULL,
    at_ms          INTEGER NOT NULL,
    body           BLOB NOT NULL,
    refused        TEXT,
    reply          TEXT,
    answered_at_ms INTEGER
) STRICT;
CREATE INDEX inbox_at ON inbox(at_ms);

-- What was carried out under a key of the platform's: a repeat gets the first answer and has no second effect.
CREATE TABLE inbox_once (
    platform  TEXT NOT NULL,
    interface TEXT NOT NULL,
    key       TEXT NOT NULL,
    reply     TEXT NOT NULL,
    at_ms     INTEGER NOT NULL,
    PRIMARY KEY (platform, interface, key)
) STRICT, WITHOUT ROWID;
