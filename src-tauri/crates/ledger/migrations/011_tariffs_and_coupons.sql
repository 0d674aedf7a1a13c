-- A tariff takes effect from a date, and one that is planned may be withdrawn before it.
ALTER TABLE tariffs ADD COLUMN from_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tariffs ADD COLUMN withdrawn_seq INTEGER;
ALTER TABLE tariffs ADD COLUMN took_effect_seq INTEGER;
UPDATE tariffs SET from_ms = since_ms, took_effect_seq = seq;

-- Merchants who give coupons, and up to what sum.
CREATE TABLE merchants (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    org_code   TEXT,
    budget_fen INTEGER,
    open       INTEGER NOT NULL,
    saved_at_ms INTEGER NOT NULL
) STRICT;

-- Coupons (DB4403/T 313, table 16), each good once. `worth_fen`: the most that it may let off, where that is known.
CREATE TABLE coupons (
    no             INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    coupon_no      TEXT NOT NULL UNIQUE,
    coupon         TEXT NOT NULL,
    most_fen       INTEGER,
    worth_fen      INTEGER,
    merchant_id    TEXT,
    channel        TEXT,
    org_code       TEXT,
    plate          TEXT,
    record_id      TEXT,
    issued_at_ms   INTEGER NOT NULL,
    expires_at_ms  INTEGER NOT NULL,
    reason         TEXT,
    approver       TEXT,
    state          TEXT NOT NULL,
    charge_id      TEXT,
    used_fen       INTEGER NOT NULL,
    used_at_ms     INTEGER,
    void_reason    TEXT
) STRICT;
CREATE INDEX coupons_record ON coupons(record_id) WHERE record_id IS NOT NULL;
CREATE INDEX coupons_plate ON coupons(plate) WHERE plate IS NOT NULL AND state = 'open';
CREATE INDEX coupons_merchant ON coupons(merchant_id, state) WHERE merchant_id IS NOT NULL;

-- The lot's own coupons that an order was priced with.
ALTER TABLE orders ADD COLUMN coupons TEXT;
