-- Bays along a street: stays without a gate.
CREATE TABLE street_stays (
    no             INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    space_no       TEXT NOT NULL,
    area           TEXT NOT NULL,
    detector_id    TEXT,
    plate          TEXT,
    vehicle        TEXT,
    entered_at_ms  INTEGER NOT NULL,
    left_at_ms     INTEGER,
    changed_at_ms  INTEGER NOT NULL,
    state          TEXT NOT NULL,
    record_type    TEXT NOT NULL,
    entry_picture  TEXT,
    exit_picture   TEXT,
    fee_fen        INTEGER,
    receivable_fen INTEGER NOT NULL DEFAULT 0,
    discount_fen   INTEGER NOT NULL DEFAULT 0,
    received_fen   INTEGER NOT NULL DEFAULT 0,
    owed_fen       INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX street_stays_bay ON street_stays(space_no, no);
CREATE INDEX street_stays_leaving ON street_stays(left_at_ms) WHERE state = 'leaving';
CREATE INDEX street_stays_owing ON street_stays(left_at_ms) WHERE owed_fen > 0;

-- Invoices: as asked for, and what the platform answered.
CREATE TABLE invoices (
    no          INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    serial      TEXT NOT NULL UNIQUE,
    color       TEXT NOT NULL,
    state       TEXT NOT NULL,
    original_id TEXT,
    buyer_id    TEXT NOT NULL,
    gross_fen   INTEGER NOT NULL,
    net_fen     INTEGER NOT NULL,
    tax_fen     INTEGER NOT NULL,
    asked_at_ms INTEGER NOT NULL,
    asked       TEXT NOT NULL,
    answer      TEXT
) STRICT;
CREATE INDEX invoices_original ON invoices(original_id) WHERE original_id IS NOT NULL;
CREATE TABLE invoice_orders (
    order_no   TEXT NOT NULL,
    invoice_id TEXT NOT NULL,
    PRIMARY KEY (order_no, invoice_id)
) STRICT, WITHOUT ROWID;

-- Debts that are reported to the credit register.
CREATE TABLE credit_reports (
    no             INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    record_id      TEXT NOT NULL,
    person_id      TEXT NOT NULL,
    state          TEXT NOT NULL,
    provider_code  TEXT NOT NULL,
    information    TEXT NOT NULL,
    owed_fen       INTEGER NOT NULL,
    proposed_at_ms INTEGER NOT NULL,
    proposer       TEXT,
    approver       TEXT
) STRICT;
CREATE INDEX credit_reports_record ON credit_reports(record_id);

-- Who sells, who reports, how detectors are read.
CREATE TABLE billing_settings (
    what TEXT PRIMARY KEY,
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Not part of the journal. Personal data: the journal has its identifier and a hash over salt and data. Erasing takes data
-- and salt, so that nobody can find out by trying whom the hash was of.
CREATE TABLE persons (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL,
    data         TEXT,
    salt         BLOB,
    kept_at_ms   INTEGER NOT NULL,
    erased_at_ms INTEGER
) STRICT, WITHOUT ROWID;

-- Replies that an operation waits for, kept with the settling of their message and taken once.
CREATE TABLE outbox_replies (
    no        INTEGER PRIMARY KEY,
    platform  TEXT NOT NULL,
    interface TEXT NOT NULL,
    own_id    TEXT NOT NULL,
    at_ms     INTEGER NOT NULL,
    body      TEXT NOT NULL,
    taken     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX outbox_replies_open ON outbox_replies(no) WHERE taken = 0;
