-- Turns at the booth. One at a time is open; its drawer is the account `drawer:<id>`.
CREATE TABLE shifts (
    no            INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    operator_id   TEXT NOT NULL,
    opened_at_ms  INTEGER NOT NULL,
    opened_seq    INTEGER NOT NULL,
    float_fen     INTEGER NOT NULL,
    counts        INTEGER NOT NULL DEFAULT 0,
    pieces        TEXT,
    counted_at_ms INTEGER,
    counted_seq   INTEGER,
    counted_fen   INTEGER,
    expected_fen  INTEGER,
    closed_at_ms  INTEGER,
    closed_seq    INTEGER,
    closed_by     TEXT,
    reason        TEXT,
    left_open     TEXT,
    head_seq      INTEGER,
    head_hash     TEXT
) STRICT;
CREATE UNIQUE INDEX shifts_open ON shifts(closed_seq IS NULL) WHERE closed_seq IS NULL;
CREATE INDEX postings_account ON postings(account, seq);
