-- A stay may owe more than once: a car whose gate stayed shut goes back and leaves again, and charging ends after it left.
CREATE TABLE debts_each (
    no         INTEGER PRIMARY KEY,
    record_id  TEXT NOT NULL,
    order_no   TEXT NOT NULL,
    amount_fen INTEGER NOT NULL,
    paid_fen   INTEGER NOT NULL,
    at_ms      INTEGER NOT NULL,
    by_driver  INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO debts_each (record_id, order_no, amount_fen, paid_fen, at_ms, by_driver)
    SELECT record_id, order_no, amount_fen, paid_fen, at_ms, by_driver FROM debts ORDER BY at_ms, record_id;
DROP TABLE debts;
ALTER TABLE debts_each RENAME TO debts;
CREATE INDEX debts_record ON debts(record_id, no);
CREATE INDEX debts_open ON debts(at_ms) WHERE paid_fen < amount_fen;
