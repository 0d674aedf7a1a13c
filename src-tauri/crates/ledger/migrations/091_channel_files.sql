-- Bills of payment channels as they were taken in, each file once by its digest.
CREATE TABLE channel_files (
    no         INTEGER PRIMARY KEY,
    digest     TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    channel    TEXT NOT NULL,
    first_day  TEXT NOT NULL,
    last_day   TEXT NOT NULL,
    lines      INTEGER NOT NULL,
    taken_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX channel_files_days ON channel_files(channel, first_day, last_day);
CREATE TABLE channel_lines (
    digest     TEXT NOT NULL,
    line       INTEGER NOT NULL,
    channel    TEXT NOT NULL,
    trade_no   TEXT NOT NULL,
    our_no     TEXT,
    at_ms      INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL,
    way        TEXT NOT NULL,
    done       INTEGER NOT NULL,
    words      TEXT NOT NULL,
    PRIMARY KEY (digest, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX channel_lines_at ON channel_lines(at_ms);
CREATE INDEX channel_lines_trade ON channel_lines(channel, trade_no);

-- What a person did about a difference that reconciling found.
CREATE TABLE settled_differences (
    no          INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    how         TEXT NOT NULL,
    reason      TEXT NOT NULL,
    approver    TEXT,
    operator_id TEXT,
    at_ms       INTEGER NOT NULL,
    moved_fen   INTEGER NOT NULL
) STRICT;
