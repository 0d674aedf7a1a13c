//! Charging: what can be asked.

use std::collections::BTreeMap;

use lotdesk_domain::charging::{
    ChargeCheck, ChargeOrder, ChargeState, ConnectorState, Dispute, Energy, LockState, ParkState, Prices, Station,
    StopReason,
};
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::plate::Plate;
use rusqlite::{OptionalExtension, Row, params};

use crate::codes::{self, Stored, bad_column};
use crate::error::LedgerError;
use crate::event::{StoredDispute, StoredMeter, prices_of};
use crate::reader::ReadTx;

/// A station with its prices.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredStation {
    /// The station.
    pub station: Station,
    /// Its prices; none before they are set.
    pub prices: Option<Prices>,
    /// When either changed last.
    pub changed_at: Moment,
}

/// A connector as it is now.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredConnector {
    /// Its state.
    pub state: ConnectorState,
    /// What stands at it.
    pub park_state: ParkState,
    /// Its bay's lock.
    pub lock_state: LockState,
    /// Since when.
    pub since: Option<Moment>,
    /// For faults.
    pub remark: Option<String>,
}

impl Default for StoredConnector {
    /// One that has not said anything yet is offline.
    fn default() -> Self {
        Self {
            state: ConnectorState::Offline,
            park_state: ParkState::Unknown,
            lock_state: LockState::Unknown,
            since: None,
            remark: None,
        }
    }
}

/// An order with the stop that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredOrder {
    /// The order.
    pub order: ChargeOrder,
    /// On whose wish it was to stop; none where nobody asked.
    pub stop_wanted: Option<StopReason>,
}

/// What to look for among all orders.
#[derive(Clone, Debug, Default)]
pub struct OrderSearch {
    /// Any part of a plate; empty for all.
    pub plate_part: String,
    /// Only in this state.
    pub state: Option<ChargeState>,
    /// Only those that a person must look at: disputed ones.
    pub disputed: bool,
    /// At most this many.
    pub limit: u32,
    /// Only orders that came before this one.
    pub after: Option<String>,
}

fn parse_json<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|why| bad_column(format!("{column}: {why}")))
}

fn prices(periods: &[(u16, i64, i64)]) -> rusqlite::Result<Prices> {
    prices_of(periods).map_err(|why| bad_column(why.to_string()))
}

fn word<T: Stored>(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<T>> {
    let word: Option<String> = row.get(column)?;
    word.map(|word| T::from_word(&word).ok_or_else(|| bad_column(format!("{word:?} is no {}", T::WHAT)))).transpose()
}

fn station(row: &Row<'_>) -> rusqlite::Result<StoredStation> {
    let periods: Option<String> = row.get("prices")?;
    let periods: Option<Vec<(u16, i64, i64)>> =
        periods.map(|text| serde_json::from_str(&text).map_err(|why| bad_column(why.to_string()))).transpose()?;
    Ok(StoredStation {
        station: parse_json(row, "station")?,
        prices: periods.map(|periods| prices(&periods)).transpose()?,
        changed_at: Moment(row.get("changed_at_ms")?),
    })
}

fn order(row: &Row<'_>) -> rusqlite::Result<StoredOrder> {
    let moment =
        |column: &str| -> rusqlite::Result<Option<Moment>> { Ok(row.get::<_, Option<i64>>(column)?.map(Moment)) };
    let periods: Vec<(u16, i64, i64)> = parse_json(row, "prices")?;
    let order = ChargeOrder {
        seq: codes::parsed(row, "seq")?,
        station_id: row.get("station_id")?,
        connector_id: row.get("connector_id")?,
        plate: codes::parsed_optional(row, "plate")?,
        record_id: codes::parsed_optional(row, "record_id")?,
        settled_by: codes::column(row, "settled_by")?,
        state: codes::column(row, "state")?,
        prices: prices(&periods)?,
        asked_at: Moment(row.get("asked_at_ms")?),
        started_at: moment("started_at_ms")?,
        ended_at: moment("ended_at_ms")?,
        meter: parse_json::<StoredMeter>(row, "meter")?.into(),
        stop_reason: word(row, "stop_reason")?,
        confirmed: word(row, "confirmed")?,
        dispute: word(row, "dispute")?,
        charge_id: codes::parsed_optional(row, "charge_id")?,
    };
    Ok(StoredOrder { order, stop_wanted: word(row, "stop_wanted")? })
}

fn check(row: &Row<'_>) -> rusqlite::Result<ChargeCheck> {
    let disputes: Vec<StoredDispute> = parse_json(row, "disputes")?;
    Ok(ChargeCheck {
        seq: codes::parsed(row, "seq")?,
        from: Moment(row.get("from_ms")?),
        until: Moment(row.get("until_ms")?),
        orders: row.get("orders")?,
        energy: Energy(row.get("energy")?),
        total_fen: Fen(row.get("total_fen")?),
        made_at: Moment(row.get("made_at_ms")?),
        answered_at: row.get::<_, Option<i64>>("answered_at_ms")?.map(Moment),
        disputes: disputes.into_iter().map(Dispute::from).collect(),
    })
}

impl ReadTx<'_> {
    /// All stations, by their identifiers.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn charge_stations(&self) -> Result<Vec<StoredStation>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM charge_stations ORDER BY station_id")?;
        Ok(statement.query_map([], station)?.collect::<Result<_, _>>()?)
    }

    /// The station with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn charge_station(&self, station_id: &str) -> Result<Option<StoredStation>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM charge_stations WHERE station_id = ?1")?;
        Ok(statement.query_row([station_id], station).optional()?)
    }

    /// What each connector that has ever said something is now.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn connectors(&self) -> Result<BTreeMap<String, StoredConnector>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM connectors")?;
        let connector = |row: &Row<'_>| -> rusqlite::Result<(String, StoredConnector)> {
            let stored = StoredConnector {
                state: codes::column(row, "state")?,
                park_state: codes::column(row, "park_state")?,
                lock_state: codes::column(row, "lock_state")?,
                since: Some(Moment(row.get("since_ms")?)),
                remark: row.get("remark")?,
            };
            Ok((row.get("connector_id")?, stored))
        };
        Ok(statement.query_map([], connector)?.collect::<Result<_, _>>()?)
    }

    /// The order with this number.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn charge_order(&self, seq: &str) -> Result<Option<StoredOrder>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM charge_orders WHERE seq = ?1")?;
        Ok(statement.query_row([seq], order).optional()?)
    }

    /// The order that runs at a connector.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn running_order(&self, connector_id: &str) -> Result<Option<StoredOrder>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM charge_orders WHERE connector_id = ?1 AND state <> 'ended' ORDER BY no DESC LIMIT 1",
        )?;
        Ok(statement.query_row([connector_id], order).optional()?)
    }

    /// All orders that run.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn running_orders(&self) -> Result<Vec<StoredOrder>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT * FROM charge_orders WHERE state <> 'ended' ORDER BY no")?;
        Ok(statement.query_map([], order)?.collect::<Result<_, _>>()?)
    }

    /// The orders of a stay, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn charge_orders_of(&self, record_id: Guid) -> Result<Vec<ChargeOrder>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT * FROM charge_orders WHERE record_id = ?1 ORDER BY no")?;
        let rows = statement.query_map([record_id.to_string()], order)?;
        Ok(rows.map(|row| row.map(|stored| stored.order)).collect::<Result<_, _>>()?)
    }

    /// A car's ended orders that began within a span, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn charge_orders_of_car(
        &self,
        plate: &Plate,
        from: Moment,
        until: Moment,
    ) -> Result<Vec<ChargeOrder>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM charge_orders WHERE plate = ?1 AND state = 'ended'
                 AND coalesce(started_at_ms, asked_at_ms) BETWEEN ?2 AND ?3 ORDER BY no LIMIT 500",
        )?;
        let rows = statement.query_map(params![plate.as_str(), from.0, until.0], order)?;
        Ok(rows.map(|row| row.map(|stored| stored.order)).collect::<Result<_, _>>()?)
    }

    /// A plate's orders, the newest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn charge_orders_of_plate(&self, plate: &Plate, limit: u32) -> Result<Vec<ChargeOrder>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM charge_orders WHERE plate = ?1 ORDER BY asked_at_ms DESC, no DESC LIMIT ?2",
        )?;
        let rows = statement.query_map(params![plate.as_str(), limit], order)?;
        Ok(rows.map(|row| row.map(|stored| stored.order)).collect::<Result<_, _>>()?)
    }

    /// The orders that a platform settles and that ended within a span, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn charge_orders_ended(&self, from: Moment, until: Moment) -> Result<Vec<ChargeOrder>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM charge_orders WHERE ended_at_ms >= ?1 AND ended_at_ms < ?2 AND settled_by = 'platform'
             ORDER BY no",
        )?;
        let rows = statement.query_map(params![from.0, until.0], order)?;
        Ok(rows.map(|row| row.map(|stored| stored.order)).collect::<Result<_, _>>()?)
    }

    /// Orders, the newest first; one more than the limit when there are more.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn search_charge_orders(&self, search: &OrderSearch) -> Result<Vec<ChargeOrder>, LedgerError> {
        let pattern = format!("%{}%", search.plate_part.replace(['%', '_'], ""));
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM charge_orders
             WHERE (?1 = '%%' OR plate LIKE ?1) AND (?2 IS NULL OR state = ?2) AND (?3 = 0 OR confirmed = 'disputed')
                 AND (?4 IS NULL OR no < (SELECT no FROM charge_orders WHERE seq = ?4))
             ORDER BY no DESC LIMIT ?5",
        )?;
        let state = search.state.map(Stored::word);
        let rows =
            statement.query_map(params![pattern, state, search.disputed, search.after, search.limit + 1], order)?;
        Ok(rows.map(|row| row.map(|stored| stored.order)).collect::<Result<_, _>>()?)
    }

    /// What a stay still owes for charging: the sum over its ended orders that the lot settles and that are not paid.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn unpaid_charging_fee(&self, record_id: Guid) -> Result<Fen, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT coalesce(sum(electricity_fen + service_fen), 0) FROM charge_orders
             WHERE record_id = ?1 AND state = 'ended' AND settled_by = 'lot' AND charge_id IS NULL",
        )?;
        Ok(Fen(statement.query_row([record_id.to_string()], |row| row.get(0))?))
    }

    /// The reconciliation with this number.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn charge_check(&self, seq: &str) -> Result<Option<ChargeCheck>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM charge_checks WHERE seq = ?1")?;
        Ok(statement.query_row([seq], check).optional()?)
    }

    /// The newest reconciliations, the newest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn charge_checks(&self, limit: u32) -> Result<Vec<ChargeCheck>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM charge_checks ORDER BY no DESC LIMIT ?1")?;
        Ok(statement.query_map([limit], check)?.collect::<Result<_, _>>()?)
    }
}
