-- Drivers who are served at the desk for ETCP's lots; the telephone stands in the table of persons, a token nowhere.
CREATE TABLE etcp_accounts (
    no            INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    person_id     TEXT NOT NULL,
    code_at_ms    INTEGER,
    signed_way    TEXT,
    signed_at_ms  INTEGER,
    changed_at_ms INTEGER NOT NULL
) STRICT;

-- Plates bound to them, and those that were.
CREATE TABLE etcp_cars (
    no            INTEGER PRIMARY KEY,
    account_id    TEXT NOT NULL,
    plate         TEXT NOT NULL,
    color         TEXT,
    bound_at_ms   INTEGER NOT NULL,
    released_at_ms INTEGER
) STRICT;
CREATE INDEX etcp_cars_account ON etcp_cars(account_id, bound_at_ms);

-- Money taken here for stays in ETCP's lots.
CREATE TABLE etcp_payments (
    no            INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    account_id    TEXT NOT NULL,
    order_id      TEXT NOT NULL,
    plate         TEXT NOT NULL,
    parking_id    TEXT NOT NULL,
    parking_name  TEXT NOT NULL,
    entered_at_ms INTEGER,
    fee_fen       INTEGER NOT NULL,
    amount_fen    INTEGER NOT NULL,
    tendered_fen  INTEGER NOT NULL,
    drawer        TEXT NOT NULL,
    paid_at_ms    INTEGER NOT NULL,
    state         TEXT NOT NULL,
    proof         TEXT,
    pay_order_id  TEXT,
    ended_at_ms   INTEGER,
    reason        TEXT,
    instead_of    TEXT
) STRICT;
CREATE INDEX etcp_payments_order ON etcp_payments(order_id);
CREATE INDEX etcp_payments_open ON etcp_payments(no) WHERE state IN ('held', 'missed');

-- Cars that ETCP's lots told of.
CREATE TABLE etcp_stays (
    no             INTEGER PRIMARY KEY,
    syn_id         TEXT NOT NULL UNIQUE,
    plate          TEXT NOT NULL,
    park_id        TEXT NOT NULL,
    park_name      TEXT NOT NULL,
    entered_at_ms  INTEGER NOT NULL,
    user           TEXT,
    fixed_space    TEXT NOT NULL,
    remaining_days INTEGER,
    pushed_at_ms   INTEGER,
    left_at_ms     INTEGER,
    stayed_s       INTEGER,
    receivable_fen INTEGER,
    inbox_no       INTEGER NOT NULL
) STRICT;
CREATE INDEX etcp_stays_inside ON etcp_stays(park_id, no) WHERE left_at_ms IS NULL;
CREATE INDEX etcp_stays_left ON etcp_stays(left_at_ms) WHERE left_at_ms IS NOT NULL;
CREATE INDEX etcp_stays_entered ON etcp_stays(entered_at_ms);

-- Answers to questions for a fee, held for the payment: what ETCP gave to be handed back with it is none of the journal's.
CREATE TABLE etcp_quotes (
    no            INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    account_id    TEXT NOT NULL,
    plate         TEXT NOT NULL,
    order_id      TEXT NOT NULL,
    parking_id    TEXT NOT NULL,
    parking_name  TEXT NOT NULL,
    entered_at_ms INTEGER,
    fee_fen       INTEGER NOT NULL,
    remaining_fen INTEGER NOT NULL,
    verification  TEXT NOT NULL,
    at_ms         INTEGER NOT NULL
) STRICT;
CREATE INDEX etcp_quotes_order ON etcp_quotes(order_id, no);
