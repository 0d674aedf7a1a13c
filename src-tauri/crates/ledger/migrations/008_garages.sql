-- Mechanical garages: their commands, their states, the cars in their spaces.
CREATE TABLE garage_commands (
    no          INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    garage      TEXT NOT NULL,
    work        TEXT NOT NULL,
    plate       TEXT,
    record_id   TEXT,
    space_no    TEXT NOT NULL,
    pass        INTEGER,
    asked_at_ms INTEGER NOT NULL,
    due_at_ms   INTEGER NOT NULL,
    book_at_ms  INTEGER,
    takes_s     INTEGER NOT NULL,
    state       TEXT NOT NULL,
    began_at_ms INTEGER,
    ended_at_ms INTEGER,
    why         TEXT
) STRICT;
CREATE INDEX garage_commands_open ON garage_commands(garage, no) WHERE state IN ('waiting', 'running');
CREATE INDEX garage_commands_garage ON garage_commands(garage, no);
CREATE INDEX garage_commands_space ON garage_commands(space_no, no);

CREATE TABLE garage_states (
    garage   TEXT PRIMARY KEY,
    state    TEXT NOT NULL,
    comment  TEXT,
    since_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE garage_cars (
    space_no  TEXT PRIMARY KEY,
    garage    TEXT NOT NULL,
    plate     TEXT,
    record_id TEXT,
    since_ms  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX garage_cars_plate ON garage_cars(plate) WHERE plate IS NOT NULL;

-- The garage that the car of a record stood in last.
ALTER TABLE records ADD COLUMN garage TEXT;
