-- Cars whose violations were asked for, as they were asked for last. Who owns them stands in the table of persons.
CREATE TABLE violation_cars (
    plate          TEXT PRIMARY KEY,
    car_type       TEXT NOT NULL,
    person_id      TEXT,
    city           TEXT,
    total_fine_fen INTEGER NOT NULL,
    total_points   INTEGER NOT NULL,
    untreated      INTEGER NOT NULL,
    queried_at_ms  INTEGER NOT NULL,
    licence_sent_at_ms INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX violation_cars_queried ON violation_cars(queried_at_ms);

CREATE TABLE violations (
    plate         TEXT NOT NULL,
    code          TEXT NOT NULL,
    processing    TEXT NOT NULL,
    violation     TEXT NOT NULL,
    watched       INTEGER NOT NULL,
    order_id      TEXT,
    changed_at_ms INTEGER NOT NULL,
    PRIMARY KEY (plate, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX violations_code ON violations(code);

-- Orders that have violations handled. `platform_order_id` is docloud's number, `out_order_no` ours.
CREATE TABLE violation_orders (
    no                INTEGER PRIMARY KEY,
    id                TEXT NOT NULL UNIQUE,
    out_order_no      TEXT NOT NULL UNIQUE,
    plate             TEXT NOT NULL,
    state             TEXT NOT NULL,
    platform_order_id INTEGER,
    person_id         TEXT,
    price_fen         INTEGER NOT NULL,
    drawn             TEXT NOT NULL,
    code              TEXT,
    words             TEXT NOT NULL DEFAULT '',
    pay_url           TEXT NOT NULL DEFAULT '',
    status_time       TEXT NOT NULL DEFAULT '',
    cancel_reason     TEXT NOT NULL DEFAULT '',
    tries             INTEGER NOT NULL DEFAULT 1,
    taken_fen         INTEGER NOT NULL DEFAULT 0,
    returned_fen      INTEGER NOT NULL DEFAULT 0,
    handed_on_fen     INTEGER NOT NULL DEFAULT 0,
    refunded_fen      INTEGER NOT NULL DEFAULT 0,
    drawn_at_ms       INTEGER NOT NULL,
    changed_at_ms     INTEGER NOT NULL
) STRICT;
CREATE INDEX violation_orders_plate ON violation_orders(plate, no);
CREATE INDEX violation_orders_platform ON violation_orders(platform_order_id) WHERE platform_order_id IS NOT NULL;
CREATE INDEX violation_orders_open ON violation_orders(no)
    WHERE state IN ('sending', 'unknown', 'arrived', 'created', 'paid');

-- Money taken from customers and given back, by its request: a repeat has no second effect.
CREATE TABLE violation_money (
    request_id TEXT PRIMARY KEY,
    order_id   TEXT NOT NULL,
    amount_fen INTEGER NOT NULL,
    reason     TEXT,
    at_ms      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX violation_money_order ON violation_money(order_id, at_ms);

-- Cars of fleets that docloud watches.
CREATE TABLE watched_cars (
    plate         TEXT PRIMARY KEY,
    car_type      TEXT NOT NULL,
    person_id     TEXT,
    fleet         TEXT NOT NULL,
    state         TEXT NOT NULL,
    code          TEXT,
    words         TEXT NOT NULL,
    added_at_ms   INTEGER NOT NULL,
    changed_at_ms INTEGER NOT NULL,
    news_at_ms    INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX watched_cars_fleet ON watched_cars(fleet, plate);

-- What docloud told of them that somebody should see.
CREATE TABLE watch_alarms (
    no         INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    plate      TEXT NOT NULL,
    codes      TEXT NOT NULL,
    code       TEXT,
    words      TEXT NOT NULL,
    inbox_no   INTEGER NOT NULL,
    at_ms      INTEGER NOT NULL,
    seen_at_ms INTEGER
) STRICT;
CREATE INDEX watch_alarms_unseen ON watch_alarms(no) WHERE seen_at_ms IS NULL;

-- Inspections.
CREATE TABLE inspections (
    no                INTEGER PRIMARY KEY,
    id                TEXT NOT NULL UNIQUE,
    plate             TEXT NOT NULL,
    state             TEXT NOT NULL,
    status            TEXT,
    car_id            INTEGER NOT NULL,
    platform_order_id INTEGER,
    person_id         TEXT,
    bound             TEXT NOT NULL,
    asked             TEXT,
    news              TEXT,
    code              TEXT,
    words             TEXT NOT NULL DEFAULT '',
    created_at_ms     INTEGER NOT NULL,
    changed_at_ms     INTEGER NOT NULL
) STRICT;
CREATE INDEX inspections_plate ON inspections(plate, no);
