-- Gates that were told to open for a car that leaves, until the lane says that they did or a person says what became of it.
CREATE TABLE gate_openings (
    no              INTEGER PRIMARY KEY,
    command_id      TEXT NOT NULL UNIQUE,
    lane_id         TEXT NOT NULL,
    record_id       TEXT NOT NULL,
    commanded_at_ms INTEGER NOT NULL,
    again_of        TEXT,
    tries           INTEGER NOT NULL DEFAULT 1,
    missed_at_ms    INTEGER,
    why             TEXT
) STRICT;
CREATE INDEX gate_openings_lane ON gate_openings(lane_id, no);

-- How many cars may still pass by what the lane was told: what passes beyond them nobody has read.
CREATE TABLE lane_passing (
    lane_id    TEXT PRIMARY KEY,
    allowed    INTEGER NOT NULL,
    last_at_ms INTEGER NOT NULL
) STRICT;

-- Cars that passed without a read or an order of their own.
CREATE TABLE unread_passages (
    no          INTEGER PRIMARY KEY,
    event_id    TEXT NOT NULL UNIQUE,
    lane_id     TEXT NOT NULL,
    entering    INTEGER NOT NULL,
    at_ms       INTEGER NOT NULL,
    settled     TEXT,
    settled_seq INTEGER,
    record_id   TEXT
) STRICT;
CREATE INDEX unread_passages_open ON unread_passages(no) WHERE settled IS NULL;

-- Whether a lane's gate has ever said that it opened, or that a car passed: only from one that does is silence news.
ALTER TABLE lane_states ADD COLUMN tells INTEGER NOT NULL DEFAULT 0;
INSERT INTO lane_states (lane_id, fault, remark, tells)
    SELECT DISTINCT json_extract(body, '$.lane_id'), 0, NULL, 1 FROM journal
    WHERE kind = 'lane_signalled' AND json_extract(body, '$.signal') IN ('opened', 'passed')
    ON CONFLICT (lane_id) DO UPDATE SET tells = 1;
INSERT INTO lane_passing (lane_id, allowed, last_at_ms)
    SELECT json_extract(body, '$.lane_id'), 0, max(at_ms) FROM journal WHERE kind = 'gate_commanded' GROUP BY 1;
