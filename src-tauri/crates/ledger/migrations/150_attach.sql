-- PCs that may attach over the network: admitted and revoked by events.
CREATE TABLE attached_pcs (
    no             INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    name           TEXT NOT NULL,
    admitted_at_ms INTEGER NOT NULL,
    admitted_by    TEXT,
    revoked_at_ms  INTEGER,
    revoked_by     TEXT
) STRICT;

-- The SHA-256 of each one's key, and when and from where it was here last; no part of the journal.
CREATE TABLE pc_keys (
    pc_id      TEXT PRIMARY KEY NOT NULL,
    key_hash   TEXT NOT NULL UNIQUE,
    seen_at_ms INTEGER,
    seen_from  TEXT
) STRICT;
