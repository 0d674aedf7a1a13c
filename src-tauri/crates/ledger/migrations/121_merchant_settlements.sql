-- What merchants paid of what their coupons let off, and what was waived. `billed_fen`: what was let off since the one before.
CREATE TABLE merchant_settlements (
    no           INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    merchant_id  TEXT NOT NULL,
    at_ms        INTEGER NOT NULL,
    billed_fen   INTEGER NOT NULL,
    received_fen INTEGER NOT NULL,
    waived_fen   INTEGER NOT NULL,
    way          TEXT NOT NULL,
    note         TEXT,
    operator_id  TEXT,
    approver_id  TEXT
) STRICT;
CREATE INDEX merchant_settlements_merchant ON merchant_settlements(merchant_id);
