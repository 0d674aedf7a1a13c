-- Reservations of spaces (6001, 6002). What was asked for stays beside what paying and prolonging made of it: the same
-- booking code with another content is another booking.
CREATE TABLE reservations (
    no               INTEGER PRIMARY KEY,
    book_code        TEXT NOT NULL UNIQUE,
    plate            TEXT NOT NULL,
    asked_from_ms    INTEGER NOT NULL,
    asked_over_ms    INTEGER NOT NULL,
    from_ms          INTEGER NOT NULL,
    over_ms          INTEGER NOT NULL,
    grace_minutes    INTEGER NOT NULL,
    deposit_fen      INTEGER NOT NULL,
    paid             INTEGER NOT NULL DEFAULT 0,
    -- What of the deposit was paid in and is not settled yet.
    deposit_open_fen INTEGER NOT NULL DEFAULT 0,
    area             TEXT NOT NULL,
    space_no         TEXT,
    state            TEXT NOT NULL,
    record_id        TEXT,
    ended_at_ms      INTEGER
) STRICT;
CREATE INDEX reservations_open ON reservations(plate) WHERE state IN ('ahead', 'holding');
CREATE INDEX reservations_record ON reservations(record_id) WHERE record_id IS NOT NULL;

-- Shared hours (6004).
CREATE TABLE shares (
    id              TEXT PRIMARY KEY,
    plate           TEXT NOT NULL,
    first_day       TEXT NOT NULL,
    last_day        TEXT NOT NULL,
    from_time       TEXT NOT NULL,
    to_time         TEXT NOT NULL,
    buffer_minutes  INTEGER NOT NULL,
    weekdays        TEXT NOT NULL,
    publisher       TEXT,
    cancelled_at_ms INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX shares_plate ON shares(plate);
ALTER TABLE records ADD COLUMN share_id TEXT;

-- The lots around (9001).
CREATE TABLE neighbours (
    park_code    TEXT PRIMARY KEY,
    name         TEXT NOT NULL,
    address      TEXT,
    total_spaces INTEGER NOT NULL,
    free_spaces  INTEGER NOT NULL,
    longitude    REAL,
    latitude     REAL,
    entrances    TEXT NOT NULL,
    public_info  TEXT,
    told_at_ms   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
