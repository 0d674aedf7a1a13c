-- What we owe ETCP, paid to it outside and written down by hand; one that was none is taken back whole.
CREATE TABLE etcp_settlements (
    no            INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    amount_fen    INTEGER NOT NULL,
    paid_from     TEXT NOT NULL,
    reference     TEXT NOT NULL,
    seq           INTEGER NOT NULL,
    taken_back_seq INTEGER
) STRICT;
