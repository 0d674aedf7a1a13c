-- What wants a person. A row points at the journal's line that raised it last; the words come from there. One that lasts is
-- over when its cause is; any other when somebody has seen it.
CREATE TABLE alarms (
    no           INTEGER PRIMARY KEY,
    about        TEXT NOT NULL,
    lasts        INTEGER NOT NULL,
    first_seq    INTEGER NOT NULL,
    first_at_ms  INTEGER NOT NULL,
    last_seq     INTEGER NOT NULL,
    times        INTEGER NOT NULL,
    seen_at_ms   INTEGER,
    seen_by      TEXT,
    note         TEXT,
    handed_on    INTEGER NOT NULL DEFAULT 0,
    over_at_ms   INTEGER
) STRICT;
CREATE UNIQUE INDEX alarms_open ON alarms(about) WHERE over_at_ms IS NULL;
