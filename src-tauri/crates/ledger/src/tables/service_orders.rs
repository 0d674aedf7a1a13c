//! Service orders: what came, and what became of it.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::service_order::ServiceOrderState;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes::{self, Stored, bad_column};
use crate::error::LedgerError;
use crate::event::{RepairDrafted, RepairDropped, ServiceOrderCame, ServiceOrderSetAside};
use crate::journal::Recorded;
use crate::reader::ReadTx;

/// An order that comes anew keeps its place, and what became of it.
pub(super) fn came(connection: &Connection, recorded: &Recorded, event: &ServiceOrderCame) -> Result<(), LedgerError> {
    let text = serde_json::to_string(event).map_err(|why| LedgerError::stored("service order", why))?;
    connection
        .prepare_cached(
            "INSERT INTO service_orders (id, order_no, state, plate, vin, person_id, inbox_no, came_at_ms, changed_at_ms,
                 came)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9)
             ON CONFLICT (id) DO UPDATE SET plate = excluded.plate, vin = excluded.vin, person_id = excluded.person_id,
                 inbox_no = excluded.inbox_no, changed_at_ms = excluded.changed_at_ms, came = excluded.came",
        )?
        .execute(params![
            event.id.to_string(),
            event.order_no,
            ServiceOrderState::New.word(),
            event.plate,
            event.vin,
            event.person_id.map(|id| id.to_string()),
            event.inbox_no,
            recorded.at.0,
            text,
        ])?;
    Ok(())
}

pub(super) fn set_aside(
    connection: &Connection,
    recorded: &Recorded,
    event: &ServiceOrderSetAside,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE service_orders SET state = ?2, reason = ?3, changed_at_ms = ?4 WHERE id = ?1")?
        .execute(params![event.id.to_string(), ServiceOrderState::SetAside.word(), event.reason, recorded.at.0])?;
    Ok(())
}

/// The first draft of an order takes it off the inbox.
pub(super) fn drafted(connection: &Connection, recorded: &Recorded, event: &RepairDrafted) -> Result<(), LedgerError> {
    let Some(order_id) = event.order_id else { return Ok(()) };
    connection
        .prepare_cached(
            "UPDATE service_orders SET state = ?2, record_id = ?3, reason = NULL, changed_at_ms = ?4
             WHERE id = ?1 AND record_id IS NOT ?3",
        )?
        .execute(params![
            order_id.to_string(),
            ServiceOrderState::Drafted.word(),
            event.id.to_string(),
            recorded.at.0
        ])?;
    Ok(())
}

/// A draft that is thrown away gives its order back.
pub(super) fn open_again(
    connection: &Connection,
    recorded: &Recorded,
    event: &RepairDropped,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "UPDATE service_orders SET state = ?2, record_id = NULL, changed_at_ms = ?3 WHERE record_id = ?1",
        )?
        .execute(params![event.id.to_string(), ServiceOrderState::New.word(), recorded.at.0])?;
    Ok(())
}

/// An order as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredOrder {
    /// Its place.
    pub no: i64,
    /// What came last.
    pub came: ServiceOrderCame,
    /// What became of it.
    pub state: ServiceOrderState,
    /// The record that it became.
    pub record_id: Option<Guid>,
    /// Why nothing comes of it.
    pub reason: Option<String>,
    /// When it came first.
    pub came_at: Moment,
    /// When it changed last.
    pub changed_at: Moment,
}

fn order(row: &Row<'_>) -> rusqlite::Result<StoredOrder> {
    let text: String = row.get("came")?;
    Ok(StoredOrder {
        no: row.get("no")?,
        came: serde_json::from_str(&text).map_err(|why| bad_column(why.to_string()))?,
        state: codes::column(row, "state")?,
        record_id: codes::parsed_optional(row, "record_id")?,
        reason: row.get("reason")?,
        came_at: Moment(row.get("came_at_ms")?),
        changed_at: Moment(row.get("changed_at_ms")?),
    })
}

impl ReadTx<'_> {
    /// The order with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn service_order(&self, id: Guid) -> Result<Option<StoredOrder>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM service_orders WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], order).optional()?)
    }

    /// The order with this number in the app.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn service_order_numbered(&self, order_no: i64) -> Result<Option<StoredOrder>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT * FROM service_orders WHERE order_no = ?1 ORDER BY no LIMIT 1")?;
        Ok(statement.query_row([order_no], order).optional()?)
    }

    /// Orders, the newest first, from before the place `before` on.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn service_orders(
        &self,
        state: Option<ServiceOrderState>,
        before: i64,
        limit: u32,
    ) -> Result<Vec<StoredOrder>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM service_orders WHERE (?1 IS NULL OR state = ?1) AND no < ?2 ORDER BY no DESC LIMIT ?3",
        )?;
        Ok(statement.query_map(params![state.map(Stored::word), before, limit], order)?.collect::<Result<_, _>>()?)
    }

    /// How many orders wait for somebody.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn new_service_orders(&self) -> Result<u32, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT count(*) FROM service_orders WHERE state = 'new'")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }
}
