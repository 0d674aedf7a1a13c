-- Charging: stations and their connectors, prices, orders, reconciliations. All of it comes from the journal.
CREATE TABLE charge_stations (
    station_id    TEXT PRIMARY KEY,
    station       TEXT NOT NULL,
    prices        TEXT,
    changed_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE connectors (
    connector_id TEXT PRIMARY KEY,
    state        TEXT NOT NULL,
    park_state   TEXT NOT NULL,
    lock_state   TEXT NOT NULL,
    since_ms     INTEGER NOT NULL,
    remark       TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE charge_orders (
    no              INTEGER PRIMARY KEY,
    seq             TEXT NOT NULL UNIQUE,
    station_id      TEXT NOT NULL,
    connector_id    TEXT NOT NULL,
    plate           TEXT,
    record_id       TEXT,
    settled_by      TEXT NOT NULL,
    state           TEXT NOT NULL,
    prices          TEXT NOT NULL,
    asked_at_ms     INTEGER NOT NULL,
    started_at_ms   INTEGER,
    ended_at_ms     INTEGER,
    meter           TEXT NOT NULL,
    electricity_fen INTEGER NOT NULL DEFAULT 0,
    service_fen     INTEGER NOT NULL DEFAULT 0,
    stop_wanted     TEXT,
    stop_reason     TEXT,
    confirmed       TEXT,
    dispute         TEXT,
    charge_id       TEXT
) STRICT;
-- One car at one connector: those that run are few and looked up with every report.
CREATE INDEX charge_orders_running ON charge_orders(connector_id) WHERE state <> 'ended';
CREATE INDEX charge_orders_record ON charge_orders(record_id) WHERE record_id IS NOT NULL;
CREATE INDEX charge_orders_plate ON charge_orders(plate, asked_at_ms) WHERE plate IS NOT NULL;
CREATE INDEX charge_orders_ended ON charge_orders(ended_at_ms) WHERE ended_at_ms IS NOT NULL;

CREATE TABLE charge_checks (
    no             INTEGER PRIMARY KEY,
    seq            TEXT NOT NULL UNIQUE,
    from_ms        INTEGER NOT NULL,
    until_ms       INTEGER NOT NULL,
    orders         INTEGER NOT NULL,
    energy         INTEGER NOT NULL,
    total_fen      INTEGER NOT NULL,
    made_at_ms     INTEGER NOT NULL,
    answered_at_ms INTEGER,
    disputes       TEXT NOT NULL DEFAULT '[]'
) STRICT;
