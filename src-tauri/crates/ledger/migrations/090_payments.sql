-- Payments through a channel (pay codes, the lot's own QR board): the channel's number stands with the payment, once.
ALTER TABLE charges ADD COLUMN channel TEXT;
ALTER TABLE charges ADD COLUMN trade_no TEXT;
ALTER TABLE charges ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX charges_trade ON charges(channel, trade_no) WHERE trade_no IS NOT NULL;

-- Debts of drivers who were let go, beside those that the platform is to take.
ALTER TABLE debts ADD COLUMN by_driver INTEGER NOT NULL DEFAULT 0;
CREATE INDEX debts_open ON debts(at_ms) WHERE paid_fen < amount_fen;

-- Attempts: written down before the request goes out.
CREATE TABLE pay_attempts (
    no           INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    order_no     TEXT NOT NULL,
    record_id    TEXT NOT NULL,
    lane_id      TEXT,
    channel      TEXT NOT NULL,
    code_tail    TEXT NOT NULL,
    due_fen      INTEGER NOT NULL,
    charging_fen INTEGER NOT NULL,
    priced_at_ms INTEGER NOT NULL,
    coupons      TEXT NOT NULL,
    discounts    TEXT NOT NULL,
    operator_id  TEXT,
    at_ms        INTEGER NOT NULL,
    state        TEXT NOT NULL,
    why          TEXT,
    moved_at_ms  INTEGER NOT NULL
) STRICT;
CREATE INDEX pay_attempts_record ON pay_attempts(record_id, no);
CREATE INDEX pay_attempts_open ON pay_attempts(no) WHERE state IN ('sent', 'waiting', 'unknown', 'cancelling');

CREATE TABLE channel_refunds (
    no          INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    charge_id   TEXT NOT NULL,
    record_id   TEXT NOT NULL,
    amount_fen  INTEGER NOT NULL,
    reason      TEXT NOT NULL,
    approver    TEXT,
    operator_id TEXT,
    at_ms       INTEGER NOT NULL,
    state       TEXT NOT NULL,
    why         TEXT
) STRICT;
CREATE INDEX channel_refunds_charge ON channel_refunds(charge_id);
CREATE INDEX channel_refunds_open ON channel_refunds(no) WHERE state IN ('sent', 'unknown');
