-- Leases: what the city platform wants to know of them beside plates and days (table 28), and the spans before a gap.
ALTER TABLE leases ADD COLUMN fixed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE leases ADD COLUMN space_nos TEXT NOT NULL DEFAULT '[]';
ALTER TABLE leases ADD COLUMN prices TEXT NOT NULL DEFAULT '[]';
ALTER TABLE leases ADD COLUMN earlier TEXT NOT NULL DEFAULT '[]';
ALTER TABLE leases ADD COLUMN changed_at_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE leases ADD COLUMN ended_at_ms INTEGER;
UPDATE leases SET changed_at_ms = (
    SELECT at_ms FROM journal
    WHERE kind = 'lease_saved' AND json_extract(body, '$.id') = leases.id ORDER BY seq DESC LIMIT 1
);

-- Control lists: the city's (4001) and the lot's own. A line that was taken off is kept: it was free until then.
CREATE TABLE control_entries (
    id            TEXT PRIMARY KEY,
    plate         TEXT NOT NULL,
    strategy      TEXT NOT NULL,
    begins_at_ms  INTEGER,
    ends_at_ms    INTEGER NOT NULL,
    placed_by     TEXT NOT NULL,
    from_city     INTEGER NOT NULL,
    placed_at_ms  INTEGER NOT NULL,
    removed_at_ms INTEGER
) STRICT;
CREATE INDEX control_plate ON control_entries(plate);

-- Locks on stays (6003). A stay that was never locked has no row.
CREATE TABLE record_locks (
    record_id TEXT PRIMARY KEY,
    state     TEXT NOT NULL,
    since_ms  INTEGER NOT NULL,
    reason    TEXT
) STRICT, WITHOUT ROWID;

-- How lanes are used (5011); a lane that was never touched is normal and has no row.
CREATE TABLE lane_service (
    lane_id  TEXT PRIMARY KEY,
    state    TEXT NOT NULL,
    comment  TEXT NOT NULL,
    since_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Devices that went away or came back (5002); one that never did has no row.
CREATE TABLE device_states (
    device_id TEXT PRIMARY KEY,
    online    INTEGER NOT NULL,
    since_ms  INTEGER NOT NULL,
    why       TEXT
) STRICT, WITHOUT ROWID;
