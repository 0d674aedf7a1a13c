-- Payments that a platform took: several may name one order, and each has an end and what is to be given back of it.
-- `settled_at_ms`: since when nothing was due, which begins the free minutes to leave in; none where something stayed due.
CREATE TABLE charges_told (
    no             INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    order_no       TEXT NOT NULL,
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
    seq            INTEGER NOT NULL,
    platform       TEXT,
    ending         TEXT NOT NULL,
    settled_at_ms  INTEGER,
    extra_fen      INTEGER NOT NULL,
    refunded_fen   INTEGER NOT NULL,
    discounts      TEXT
) STRICT;
INSERT INTO charges_told
    SELECT no, id, order_no, record_id, paid_at_ms, receivable_fen, discount_fen, received_fen, tendered_fen, pay_type,
        pay_from, lane_id, gate_command_id, seq, NULL, 'settled', paid_at_ms, 0, 0, NULL
    FROM charges;
DROP TABLE charges;
ALTER TABLE charges_told RENAME TO charges;
CREATE INDEX charges_record ON charges(record_id);
CREATE INDEX charges_order ON charges(order_no);
CREATE INDEX charges_to_give_back ON charges(no) WHERE extra_fen > refunded_fen;

-- Orders given out (DB4403/T 313, table 14).
CREATE TABLE orders (
    no              INTEGER PRIMARY KEY,
    order_no        TEXT NOT NULL UNIQUE,
    record_id       TEXT NOT NULL,
    content         TEXT NOT NULL,
    coupon          TEXT,
    gross_fen       INTEGER NOT NULL,
    priced_at_ms    INTEGER NOT NULL,
    given_at_ms     INTEGER NOT NULL,
    holds_until_ms  INTEGER NOT NULL,
    state           TEXT NOT NULL,
    requested_at_ms INTEGER,
    cash_from_ms    INTEGER
) STRICT;
CREATE INDEX orders_record ON orders(record_id, no);

-- Fees of cars that have left, which the city platform is to take.
CREATE TABLE debts (
    record_id  TEXT PRIMARY KEY,
    order_no   TEXT NOT NULL,
    amount_fen INTEGER NOT NULL,
    paid_fen   INTEGER NOT NULL,
    at_ms      INTEGER NOT NULL
) STRICT;

-- Whether a stay's fee can be taken by contract.
CREATE TABLE deductions (
    record_id TEXT PRIMARY KEY,
    plate     TEXT NOT NULL,
    state     TEXT NOT NULL,
    source    TEXT NOT NULL,
    at_ms     INTEGER NOT NULL
) STRICT;

CREATE TABLE refunds (
    no           INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    charge_id    TEXT NOT NULL,
    order_no     TEXT NOT NULL,
    record_id    TEXT NOT NULL,
    at_ms        INTEGER NOT NULL,
    amount_fen   INTEGER NOT NULL,
    of_extra_fen INTEGER NOT NULL,
    pay_type     TEXT NOT NULL,
    refund_from  TEXT NOT NULL,
    reason       TEXT NOT NULL,
    approver     TEXT
) STRICT;
CREATE INDEX refunds_charge ON refunds(charge_id);

-- The city platform's orders as 1401 gave them, a day at a time.
CREATE TABLE city_bills (
    day         TEXT PRIMARY KEY,
    kind        TEXT NOT NULL,
    asked_at_ms INTEGER NOT NULL,
    lines       INTEGER NOT NULL
) STRICT;
CREATE TABLE city_orders (
    day            TEXT NOT NULL,
    line           INTEGER NOT NULL,
    order_no       TEXT NOT NULL,
    park_code      TEXT,
    plate          TEXT,
    space_no       TEXT,
    paid_at_ms     INTEGER NOT NULL,
    receivable_fen INTEGER NOT NULL,
    discount_fen   INTEGER NOT NULL,
    received_fen   INTEGER NOT NULL,
    pay_type       TEXT NOT NULL,
    pay_from       TEXT NOT NULL,
    way            TEXT,
    PRIMARY KEY (day, line)
) STRICT, WITHOUT ROWID;
