//! Orders that have violations handled, and customers' money for them.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::violation::OrderState;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{money, violations};
use crate::codes::{self, Stored, bad_column};
use crate::error::LedgerError;
use crate::event::{
    ViolationMoneyMoved, ViolationOrderAnswered, ViolationOrderDrawn, ViolationOrderMoved, ViolationOrderPriced,
    ViolationOrderSentAgain,
};
use crate::journal::Recorded;
use crate::reader::ReadTx;

pub(super) fn drawn(
    connection: &Connection,
    recorded: &Recorded,
    event: &ViolationOrderDrawn,
) -> Result<(), LedgerError> {
    let text = serde_json::to_string(event).map_err(|why| LedgerError::stored("violation order", why))?;
    connection
        .prepare_cached(
            "INSERT INTO violation_orders (id, out_order_no, plate, state, person_id, price_fen, drawn, drawn_at_ms,
                 changed_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)",
        )?
        .execute(params![
            event.id.to_string(),
            event.out_order_no,
            event.plate,
            OrderState::Sending.word(),
            event.person_id.to_string(),
            event.price_fen.0,
            text,
            recorded.at.0,
        ])?;
    violations::ordered(connection, event)
}

pub(super) fn sent_again(
    connection: &Connection,
    recorded: &Recorded,
    event: &ViolationOrderSentAgain,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "UPDATE violation_orders SET state = ?2, code = NULL, words = '', tries = tries + 1, changed_at_ms = ?3
             WHERE id = ?1",
        )?
        .execute(params![event.id.to_string(), OrderState::Sending.word(), recorded.at.0])?;
    let mut again = connection.prepare_cached("SELECT drawn FROM violation_orders WHERE id = ?1")?;
    let text: Option<String> = again.query_row([event.id.to_string()], |row| row.get(0)).optional()?;
    let Some(text) = text else { return Ok(()) };
    let drawn = serde_json::from_str(&text).map_err(|why| LedgerError::stored("violation order", why))?;
    violations::ordered(connection, &drawn)
}

pub(super) fn answered(
    connection: &Connection,
    recorded: &Recorded,
    event: &ViolationOrderAnswered,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "UPDATE violation_orders SET state = ?2, platform_order_id = coalesce(?3, platform_order_id), code = ?4,
                 words = ?5, changed_at_ms = ?6 WHERE id = ?1",
        )?
        .execute(params![
            event.id.to_string(),
            event.state.word(),
            event.platform_order_id,
            event.code,
            event.words,
            recorded.at.0
        ])?;
    if matches!(event.state, OrderState::Refused | OrderState::NotSent) {
        violations::set_free(connection, event.id)?;
    }
    Ok(())
}

pub(super) fn priced(
    connection: &Connection,
    recorded: &Recorded,
    event: &ViolationOrderPriced,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE violation_orders SET price_fen = ?2, pay_url = ?3, changed_at_ms = ?4 WHERE id = ?1")?
        .execute(params![event.id.to_string(), event.price_fen.0, event.pay_url, recorded.at.0])?;
    Ok(())
}

pub(super) fn moved(
    connection: &Connection,
    recorded: &Recorded,
    event: &ViolationOrderMoved,
) -> Result<(), LedgerError> {
    money::post(connection, recorded.seq, &format!("violation order {}", event.id), &event.postings)?;
    connection
        .prepare_cached(
            "UPDATE violation_orders SET state = ?2, platform_order_id = ?3, status_time = ?4, cancel_reason = ?5,
                 refunded_fen = ?6, handed_on_fen = ?7, code = NULL, words = '', changed_at_ms = ?8 WHERE id = ?1",
        )?
        .execute(params![
            event.id.to_string(),
            event.state.word(),
            event.platform_order_id,
            event.status_time,
            event.cancel_reason,
            event.refunded_fen.0,
            event.handed_on_fen.0,
            recorded.at.0,
        ])?;
    violations::moved(connection, recorded.at, event)?;
    if event.state == OrderState::Closed {
        violations::set_free(connection, event.id)?;
    }
    Ok(())
}

pub(super) fn money_moved(
    connection: &Connection,
    recorded: &Recorded,
    event: &ViolationMoneyMoved,
) -> Result<(), LedgerError> {
    money::post(connection, recorded.seq, &format!("money for order {}", event.id), &event.postings)?;
    connection
        .prepare_cached(
            "INSERT INTO violation_money (request_id, order_id, amount_fen, reason, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            event.request_id.to_string(),
            event.id.to_string(),
            event.amount_fen.0,
            event.reason,
            recorded.at.0
        ])?;
    connection
        .prepare_cached(
            "UPDATE violation_orders SET taken_fen = taken_fen + max(?2, 0), returned_fen = returned_fen + max(-?2, 0)
             WHERE id = ?1",
        )?
        .execute(params![event.id.to_string(), event.amount_fen.0])?;
    Ok(())
}

/// An order as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredViolationOrder {
    /// Its place.
    pub no: i64,
    /// As it was drawn.
    pub drawn: ViolationOrderDrawn,
    /// How it stands.
    pub state: OrderState,
    /// docloud's number of it.
    pub platform_order_id: Option<i64>,
    /// docloud's price, or ours until it named one.
    pub price_fen: Fen,
    /// The code of a refusal.
    pub code: Option<String>,
    /// What was answered, in words.
    pub words: String,
    /// Where it is paid for.
    pub pay_url: String,
    /// Since when it stands so, as docloud writes it.
    pub status_time: String,
    /// Why it was closed.
    pub cancel_reason: String,
    /// How often it was sent.
    pub tries: u32,
    /// What customers gave for it.
    pub taken_fen: Fen,
    /// What they got back.
    pub returned_fen: Fen,
    /// What docloud took for it.
    pub handed_on_fen: Fen,
    /// What docloud gave back.
    pub refunded_fen: Fen,
    /// When it was drawn.
    pub drawn_at: Moment,
    /// When it changed last.
    pub changed_at: Moment,
}

impl StoredViolationOrder {
    /// What is held of customers' money; below zero what they still owe.
    pub fn held_fen(&self) -> Fen {
        self.taken_fen - self.returned_fen - self.handed_on_fen + self.refunded_fen
    }
}

fn order(row: &Row<'_>) -> rusqlite::Result<StoredViolationOrder> {
    let text: String = row.get("drawn")?;
    Ok(StoredViolationOrder {
        no: row.get("no")?,
        drawn: serde_json::from_str(&text).map_err(|why| bad_column(why.to_string()))?,
        state: codes::column(row, "state")?,
        platform_order_id: row.get("platform_order_id")?,
        price_fen: Fen(row.get("price_fen")?),
        code: row.get("code")?,
        words: row.get("words")?,
        pay_url: row.get("pay_url")?,
        status_time: row.get("status_time")?,
        cancel_reason: row.get("cancel_reason")?,
        tries: row.get("tries")?,
        taken_fen: Fen(row.get("taken_fen")?),
        returned_fen: Fen(row.get("returned_fen")?),
        handed_on_fen: Fen(row.get("handed_on_fen")?),
        refunded_fen: Fen(row.get("refunded_fen")?),
        drawn_at: Moment(row.get("drawn_at_ms")?),
        changed_at: Moment(row.get("changed_at_ms")?),
    })
}

/// A customer's money for an order.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredViolationMoney {
    /// The asker's identifier.
    pub request_id: Guid,
    /// The order.
    pub order_id: Guid,
    /// How much; below zero when it was given back.
    pub amount_fen: Fen,
    /// Why, where it was given back.
    pub reason: Option<String>,
    /// When.
    pub at: Moment,
}

fn movement(row: &Row<'_>) -> rusqlite::Result<StoredViolationMoney> {
    Ok(StoredViolationMoney {
        request_id: codes::parsed(row, "request_id")?,
        order_id: codes::parsed(row, "order_id")?,
        amount_fen: Fen(row.get("amount_fen")?),
        reason: row.get("reason")?,
        at: Moment(row.get("at_ms")?),
    })
}

impl ReadTx<'_> {
    /// The order with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn violation_order(&self, id: Guid) -> Result<Option<StoredViolationOrder>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM violation_orders WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], order).optional()?)
    }

    /// The order that docloud knows by this number.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn violation_order_numbered(&self, platform_no: i64) -> Result<Option<StoredViolationOrder>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT * FROM violation_orders WHERE platform_order_id = ?1 ORDER BY no DESC LIMIT 1")?;
        Ok(statement.query_row([platform_no], order).optional()?)
    }

    /// Orders, the newest first, from before the place `before` on; of one plate where one is given.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn violation_orders(
        &self,
        plate: Option<&str>,
        open_only: bool,
        before: i64,
        limit: u32,
    ) -> Result<Vec<StoredViolationOrder>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM violation_orders WHERE (?1 IS NULL OR plate = ?1) AND no < ?3
                 AND (?2 = 0 OR state IN ('sending', 'unknown', 'arrived', 'created', 'paid'))
             ORDER BY no DESC LIMIT ?4",
        )?;
        Ok(statement.query_map(params![plate, open_only, before, limit], order)?.collect::<Result<_, _>>()?)
    }

    /// What customers gave for an order and got back, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn violation_money_of(&self, order_id: Guid) -> Result<Vec<StoredViolationMoney>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT * FROM violation_money WHERE order_id = ?1 ORDER BY at_ms")?;
        Ok(statement.query_map([order_id.to_string()], movement)?.collect::<Result<_, _>>()?)
    }

    /// A movement of customers' money by the asker's identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn violation_money(&self, request_id: Guid) -> Result<Option<StoredViolationMoney>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM violation_money WHERE request_id = ?1")?;
        Ok(statement.query_row([request_id.to_string()], movement).optional()?)
    }
}
