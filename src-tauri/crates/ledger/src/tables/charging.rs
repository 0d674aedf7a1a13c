//! Charging: stations, connectors, orders, reconciliations. How events change them; the questions stand in
//! [`super::charging_questions`].

use lotdesk_domain::charging::{ChargeState, Confirmation, Totals};
use lotdesk_domain::money::Fen;
use rusqlite::{Connection, params};

use crate::codes::Stored;
use crate::error::LedgerError;
use crate::event::{
    ChargeAsked, ChargeBegun, ChargeCarNamed, ChargeCheckAnswered, ChargeEnded, ChargeMetered, ChargeOrderConfirmed,
    ChargeOrdersChecked, ChargeOrdersPaid, ChargePricesSet, ChargeStopAsked, ConnectorChanged, StationSaved,
    StoredMeter,
};
use crate::journal::Recorded;

fn json<T: serde::Serialize>(what: &str, value: &T) -> Result<String, LedgerError> {
    serde_json::to_string(value).map_err(|why| LedgerError::stored(what, why))
}

pub(super) fn station_saved(
    connection: &Connection,
    recorded: &Recorded,
    event: &StationSaved,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO charge_stations (station_id, station, changed_at_ms) VALUES (?1, ?2, ?3)
             ON CONFLICT (station_id) DO UPDATE SET station = excluded.station, changed_at_ms = excluded.changed_at_ms",
        )?
        .execute(params![event.station_id, event.station, recorded.at.0])?;
    Ok(())
}

pub(super) fn prices_set(
    connection: &Connection,
    recorded: &Recorded,
    event: &ChargePricesSet,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE charge_stations SET prices = ?2, changed_at_ms = ?3 WHERE station_id = ?1")?
        .execute(params![event.station_id, json("prices", &event.periods)?, recorded.at.0])?;
    Ok(())
}

pub(super) fn connector_changed(
    connection: &Connection,
    recorded: &Recorded,
    event: &ConnectorChanged,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO connectors (connector_id, state, park_state, lock_state, since_ms, remark)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (connector_id) DO UPDATE SET state = excluded.state, park_state = excluded.park_state,
                 lock_state = excluded.lock_state, since_ms = excluded.since_ms, remark = excluded.remark",
        )?
        .execute(params![
            event.connector_id,
            event.state.word(),
            event.park_state.word(),
            event.lock_state.word(),
            recorded.at.0,
            event.remark,
        ])?;
    Ok(())
}

pub(super) fn asked(connection: &Connection, recorded: &Recorded, event: &ChargeAsked) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO charge_orders (seq, station_id, connector_id, plate, record_id, settled_by, state, prices,
                 asked_at_ms, meter)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            event.seq.as_str(),
            event.station_id,
            event.connector_id,
            event.plate.as_ref().map(lotdesk_domain::plate::Plate::as_str),
            event.record_id.map(|id| id.to_string()),
            event.settled_by.word(),
            ChargeState::Starting.word(),
            json("prices", &event.periods)?,
            recorded.at.0,
            json("meter", &StoredMeter::default())?,
        ])?;
    Ok(())
}

pub(super) fn begun(connection: &Connection, event: &ChargeBegun) -> Result<(), LedgerError> {
    let meter = StoredMeter { read_at: Some(event.at), ..StoredMeter::default() };
    connection
        .prepare_cached(
            "UPDATE charge_orders SET started_at_ms = ?2, meter = ?3,
                 state = CASE state WHEN 'starting' THEN 'charging' ELSE state END
             WHERE seq = ?1",
        )?
        .execute(params![event.seq.as_str(), event.at.0, json("meter", &meter)?])?;
    Ok(())
}

pub(super) fn metered(connection: &Connection, event: &ChargeMetered) -> Result<(), LedgerError> {
    write_meter(connection, event.seq.as_str(), &event.meter)
}

fn write_meter(connection: &Connection, seq: &str, meter: &StoredMeter) -> Result<(), LedgerError> {
    let totals = Totals::of(&lotdesk_domain::charging::Meter::from(meter.clone()).details);
    connection
        .prepare_cached("UPDATE charge_orders SET meter = ?2, electricity_fen = ?3, service_fen = ?4 WHERE seq = ?1")?
        .execute(params![seq, json("meter", meter)?, totals.electricity_fen.0, totals.service_fen.0])?;
    Ok(())
}

pub(super) fn stop_asked(connection: &Connection, event: &ChargeStopAsked) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "UPDATE charge_orders SET state = 'stopping', stop_wanted = ?2 WHERE seq = ?1 AND state <> 'ended'",
        )?
        .execute(params![event.seq.as_str(), event.reason.word()])?;
    Ok(())
}

pub(super) fn ended(connection: &Connection, seq: i64, event: &ChargeEnded) -> Result<(), LedgerError> {
    let off: Fen = event.postings.iter().map(|(_, amount)| *amount).sum();
    if off != Fen::ZERO {
        return Err(LedgerError::stored(format!("order {}", event.seq), format!("its postings are off by {off} yuan")));
    }
    write_meter(connection, event.seq.as_str(), &event.meter)?;
    connection
        .prepare_cached("UPDATE charge_orders SET state = 'ended', ended_at_ms = ?2, stop_reason = ?3 WHERE seq = ?1")?
        .execute(params![event.seq.as_str(), event.at.0, event.reason.word()])?;
    let mut statement =
        connection.prepare_cached("INSERT INTO postings (seq, line, account, amount_fen) VALUES (?1, ?2, ?3, ?4)")?;
    for (line, (account, amount)) in (0_i64..).zip(&event.postings) {
        statement.execute(params![seq, line, account, amount.0])?;
    }
    Ok(())
}

pub(super) fn car_named(connection: &Connection, event: &ChargeCarNamed) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE charge_orders SET plate = ?2, record_id = ?3 WHERE seq = ?1")?
        .execute(params![event.seq.as_str(), event.plate.as_str(), event.record_id.map(|id| id.to_string())])?;
    Ok(())
}

pub(super) fn confirmed(connection: &Connection, event: &ChargeOrderConfirmed) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE charge_orders SET confirmed = ?2 WHERE seq = ?1")?
        .execute(params![event.seq.as_str(), event.confirmed.word()])?;
    Ok(())
}

pub(super) fn paid(connection: &Connection, event: &ChargeOrdersPaid) -> Result<(), LedgerError> {
    let mut statement = connection.prepare_cached("UPDATE charge_orders SET charge_id = ?2 WHERE seq = ?1")?;
    for seq in &event.seqs {
        statement.execute(params![seq.as_str(), event.charge_id.to_string()])?;
    }
    Ok(())
}

pub(super) fn checked(
    connection: &Connection,
    recorded: &Recorded,
    event: &ChargeOrdersChecked,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO charge_checks (seq, from_ms, until_ms, orders, energy, total_fen, made_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            event.seq.as_str(),
            event.from.0,
            event.until.0,
            event.orders,
            event.energy.0,
            event.total_fen.0,
            recorded.at.0,
        ])?;
    Ok(())
}

pub(super) fn check_answered(
    connection: &Connection,
    recorded: &Recorded,
    event: &ChargeCheckAnswered,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE charge_checks SET answered_at_ms = ?2, disputes = ?3 WHERE seq = ?1")?
        .execute(params![event.seq.as_str(), recorded.at.0, json("disputes", &event.disputes)?])?;
    // What is not disputed any more is settled between the two sides.
    connection
        .prepare_cached(
            "UPDATE charge_orders SET dispute = NULL, confirmed = ?2
             WHERE ended_at_ms >= (SELECT from_ms FROM charge_checks WHERE seq = ?1)
                 AND ended_at_ms < (SELECT until_ms FROM charge_checks WHERE seq = ?1)
                 AND settled_by = 'platform'",
        )?
        .execute(params![event.seq.as_str(), Confirmation::Confirmed.word()])?;
    let mut statement =
        connection.prepare_cached("UPDATE charge_orders SET dispute = ?2, confirmed = ?3 WHERE seq = ?1")?;
    for dispute in &event.disputes {
        statement.execute(params![dispute.seq.as_str(), dispute.reason.word(), Confirmation::Disputed.word()])?;
    }
    Ok(())
}
