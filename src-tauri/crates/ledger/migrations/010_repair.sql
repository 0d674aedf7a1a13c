-- Service orders, as AutoX3 handed them over.
CREATE TABLE service_orders (
    no            INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    order_no      INTEGER,
    state         TEXT NOT NULL,
    plate         TEXT NOT NULL,
    vin           TEXT NOT NULL,
    person_id     TEXT,
    inbox_no      INTEGER NOT NULL,
    record_id     TEXT,
    reason        TEXT,
    came_at_ms    INTEGER NOT NULL,
    changed_at_ms INTEGER NOT NULL,
    came          TEXT NOT NULL
) STRICT;
CREATE INDEX service_orders_number ON service_orders(order_no) WHERE order_no IS NOT NULL;
CREATE INDEX service_orders_new ON service_orders(no) WHERE state = 'new';
CREATE INDEX service_orders_person ON service_orders(person_id) WHERE person_id IS NOT NULL;

-- Repair records: drafts, and what was settled and goes up to the archive.
CREATE TABLE repairs (
    no                INTEGER PRIMARY KEY,
    id                TEXT NOT NULL UNIQUE,
    state             TEXT NOT NULL,
    order_id          TEXT,
    cost_list_code    TEXT NOT NULL,
    company_name      TEXT NOT NULL DEFAULT '',
    plate             TEXT NOT NULL,
    vin               TEXT NOT NULL,
    brought_on        TEXT,
    mileage_km        INTEGER,
    form              TEXT NOT NULL,
    revision          INTEGER NOT NULL DEFAULT 0,
    created_at_ms     INTEGER NOT NULL,
    changed_at_ms     INTEGER NOT NULL,
    settled_at_ms     INTEGER,
    deadline_ms       INTEGER,
    uploaded_at_ms    INTEGER,
    uploaded_revision INTEGER,
    uploaded_last_ms  INTEGER,
    warned            INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX repairs_code ON repairs(cost_list_code) WHERE state != 'dropped';
CREATE INDEX repairs_plate ON repairs(plate, no);
CREATE INDEX repairs_vin ON repairs(vin, no);
CREATE INDEX repairs_waiting ON repairs(deadline_ms) WHERE state = 'settled' AND uploaded_at_ms IS NULL;
CREATE INDEX repairs_settled ON repairs(settled_at_ms) WHERE state = 'settled';

-- Items and parts of the records, for learning what a shop uses.
CREATE TABLE repair_lines (
    record_id TEXT NOT NULL,
    kind      TEXT NOT NULL,
    line      INTEGER NOT NULL,
    name      TEXT NOT NULL,
    code      TEXT NOT NULL,
    number    TEXT NOT NULL,
    PRIMARY KEY (record_id, kind, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX repair_lines_name ON repair_lines(kind, name);

CREATE TABLE repair_templates (
    id            TEXT PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE,
    changed_at_ms INTEGER NOT NULL,
    template      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
