-- The journal: append-only, hash-chained. Everything under "business tables" can be rebuilt from it.
CREATE TABLE journal (
    seq         INTEGER PRIMARY KEY,
    at_ms       INTEGER NOT NULL,
    origin      TEXT NOT NULL,
    operator_id TEXT,
    cause       TEXT,
    kind        TEXT NOT NULL,
    version     INTEGER NOT NULL,
    body        TEXT NOT NULL,
    subject     TEXT,
    hash        BLOB NOT NULL
) STRICT;
CREATE INDEX journal_subject ON journal(subject) WHERE subject IS NOT NULL;
CREATE TRIGGER journal_is_never_edited BEFORE UPDATE ON journal BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER journal_is_never_shortened BEFORE DELETE ON journal BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

-- Business tables.
CREATE TABLE lot (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    lot      TEXT NOT NULL,
    seq      INTEGER NOT NULL
) STRICT;

CREATE TABLE operators (
    id   TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL
) STRICT;

CREATE TABLE tariffs (
    seq     INTEGER PRIMARY KEY,
    since_ms INTEGER NOT NULL,
    name    TEXT NOT NULL,
    toml    TEXT NOT NULL
) STRICT;

CREATE TABLE leases (
    id        TEXT PRIMARY KEY,
    spaces    INTEGER NOT NULL,
    first_day TEXT NOT NULL,
    last_day  TEXT NOT NULL
) STRICT;
CREATE TABLE lease_plates (
    plate    TEXT NOT NULL,
    lease_id TEXT NOT NULL,
    PRIMARY KEY (plate, lease_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE records (
    no             INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    plate          TEXT NOT NULL,
    vehicle        TEXT NOT NULL,
    standing       TEXT NOT NULL,
    area           TEXT NOT NULL,
    entered_at_ms  INTEGER NOT NULL,
    entry_lane     TEXT,
    entry_picture  TEXT,
    left_at_ms     INTEGER,
    exit_lane      TEXT,
    exit_picture   TEXT,
    state          TEXT NOT NULL,
    record_type    TEXT NOT NULL,
    receivable_fen INTEGER NOT NULL DEFAULT 0,
    discount_fen   INTEGER NOT NULL DEFAULT 0,
    received_fen   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX records_inside ON records(plate) WHERE state = 'inside';
CREATE INDEX records_plate ON records(plate, no);

CREATE TABLE area_counts (
    area        TEXT PRIMARY KEY,
    used        INTEGER NOT NULL
) STRICT;

CREATE TABLE reads (
    no          INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    lane_id     TEXT NOT NULL,
    plate       TEXT,
    vehicle     TEXT,
    taken_at_ms INTEGER NOT NULL,
    confidence  INTEGER,
    picture_id  TEXT,
    fate        TEXT NOT NULL,
    standing    TEXT,
    record_id   TEXT
) STRICT;
CREATE INDEX reads_lane ON reads(lane_id, no);

CREATE TABLE lane_waiting (
    lane_id     TEXT PRIMARY KEY,
    read_id     TEXT NOT NULL,
    since_ms    INTEGER NOT NULL,
    fate        TEXT NOT NULL,
    record_id   TEXT
) STRICT;

CREATE TABLE lane_states (
    lane_id    TEXT PRIMARY KEY,
    fault      INTEGER NOT NULL,
    remark     TEXT
) STRICT;

CREATE TABLE charges (
    no             INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    order_no       TEXT NOT NULL UNIQUE,
    record_id      TEXT NOT NULL,
    paid_at_ms     INTEGER NOT NULL,
    receivable_fen INTEGER NOT NULL,
    discount_fen   INTEGER NOT NULL,
    received_fen   INTEGER NOT NULL,
    tendered_fen   INTEGER NOT NULL,
    pay_type       TEXT NOT NULL,
    pay_from       TEXT NOT NULL,
    lane_id        TEXT,
    gate_command_id TEXT,
    seq            INTEGER NOT NULL
) STRICT;
CREATE INDEX charges_record ON charges(record_id);

CREATE TABLE postings (
    seq        INTEGER NOT NULL,
    line       INTEGER NOT NULL,
    account    TEXT NOT NULL,
    amount_fen INTEGER NOT NULL,
    PRIMARY KEY (seq, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE spaces (
    space_no TEXT PRIMARY KEY,
    state    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Not part of the journal: secrets, and what passes between us and the platforms.
CREATE TABLE credentials (
    operator_id     TEXT PRIMARY KEY,
    pin_hash        TEXT NOT NULL,
    wrong_in_a_row  INTEGER NOT NULL DEFAULT 0,
    locked_until_ms INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE outbox (
    no              INTEGER PRIMARY KEY AUTOINCREMENT,
    platform        TEXT NOT NULL,
    interface       TEXT NOT NULL,
    own_id          TEXT NOT NULL,
    rank            TEXT NOT NULL,
    order_key       TEXT,
    holds_back      INTEGER NOT NULL,
    coalesce_key    TEXT,
    body            TEXT NOT NULL,
    mapping_version INTEGER NOT NULL,
    state           TEXT NOT NULL,
    problem         TEXT,
    queued_at_ms    INTEGER NOT NULL,
    attempts        INTEGER NOT NULL DEFAULT 0,
    next_at_ms      INTEGER NOT NULL DEFAULT 0,
    lease_until_ms  INTEGER NOT NULL DEFAULT 0,
    last_at_ms      INTEGER,
    last_outcome    TEXT
) STRICT;
CREATE UNIQUE INDEX outbox_once ON outbox(platform, interface, own_id) WHERE rank = 'record';
CREATE INDEX outbox_open ON outbox(platform, no) WHERE state IN ('waiting', 'sending', 'refused', 'unknown', 'held');
CREATE INDEX outbox_basic ON outbox(platform, no) WHERE rank = 'basic' AND state IN ('waiting', 'sending');
CREATE INDEX outbox_order ON outbox(order_key, no)
    WHERE order_key IS NOT NULL AND holds_back = 1 AND state IN ('waiting', 'sending', 'refused', 'unknown', 'held');
CREATE INDEX outbox_coalesce ON outbox(coalesce_key) WHERE coalesce_key IS NOT NULL;

CREATE TABLE attempts (
    id      INTEGER PRIMARY KEY,
    no      INTEGER NOT NULL,
    at_ms   INTEGER NOT NULL,
    took_ms INTEGER,
    outcome TEXT
) STRICT;
CREATE INDEX attempts_no ON attempts(no);

CREATE TABLE exchanges (
    platform  TEXT NOT NULL,
    interface TEXT NOT NULL,
    direction TEXT NOT NULL,
    at_ms     INTEGER NOT NULL,
    ok        INTEGER NOT NULL,
    PRIMARY KEY (platform, interface, direction)
) STRICT, WITHOUT ROWID;
