//! Orders given out: which one is open for a stay, until when its price holds, whether the platform was asked to take it.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::{Coupon, ParkOrder};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes::{self, Stored, bad_column};
use crate::error::LedgerError;
use crate::event::{CouponUse, OrderDrawn, OrderGivenAgain, OrderRequested, StoredCoupon, StoredOrder};
use crate::reader::ReadTx;

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderState {
    /// The stay's order now.
    Open,
    /// Its stay was settled by it.
    Paid,
    /// Another took its place, or its stay was settled otherwise.
    Replaced,
}

impl Stored for OrderState {
    const WHAT: &'static str = "order state";
    fn word(self) -> &'static str {
        match self {
            OrderState::Open => "open",
            OrderState::Paid => "paid",
            OrderState::Replaced => "replaced",
        }
    }
    fn from_word(word: &str) -> Option<Self> {
        [OrderState::Open, OrderState::Paid, OrderState::Replaced].into_iter().find(|state| state.word() == word)
    }
}

/// An order as it was given out.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenOrder {
    /// Its content.
    pub order: ParkOrder,
    /// The coupon it was priced with.
    pub coupon: Option<Coupon>,
    /// The lot's own coupons that it was priced with, and what each lets off.
    pub coupons: Vec<CouponUse>,
    /// What was due before any coupon.
    pub gross_fen: Fen,
    /// Until when the stay was priced.
    pub priced_at: Moment,
    /// When it was last given out.
    pub given_at: Moment,
    /// Until when it may be paid at its price.
    pub holds_until: Moment,
    /// Where it stands.
    pub state: OrderState,
    /// When the platform was asked to take its money.
    pub requested_at: Option<Moment>,
    /// From when on cash may be taken instead.
    pub cash_from: Option<Moment>,
}

/// The stay's open order gives way.
pub(super) fn drawn(connection: &Connection, event: &OrderDrawn) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE orders SET state = 'replaced' WHERE record_id = ?1 AND state = 'open'")?
        .execute([event.order.record_id.to_string()])?;
    let text = |what, text: serde_json::Result<String>| text.map_err(|why| LedgerError::stored(what, why));
    connection
        .prepare_cached(
            "INSERT INTO orders (order_no, record_id, content, coupon, gross_fen, priced_at_ms, given_at_ms,
                 holds_until_ms, state, coupons)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'open', ?9)",
        )?
        .execute(params![
            event.order.order_no,
            event.order.record_id.to_string(),
            text("order", serde_json::to_string(&event.order))?,
            event.coupon.as_ref().map(|coupon| text("coupon", serde_json::to_string(coupon))).transpose()?,
            event.gross_fen.0,
            event.priced_at.0,
            event.given_at.0,
            event.holds_until.0,
            if event.coupons.is_empty() { None } else { Some(text("coupons", serde_json::to_string(&event.coupons))?) },
        ])?;
    Ok(())
}

pub(super) fn given_again(connection: &Connection, event: &OrderGivenAgain) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE orders SET given_at_ms = ?2, holds_until_ms = ?3 WHERE order_no = ?1")?
        .execute(params![event.order_no, event.given_at.0, event.holds_until.0])?;
    Ok(())
}

pub(super) fn requested(connection: &Connection, event: &OrderRequested) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE orders SET requested_at_ms = ?2, cash_from_ms = ?3 WHERE order_no = ?1")?
        .execute(params![event.order_no, event.requested_at.0, event.cash_from.0])?;
    Ok(())
}

/// The stay was settled by a payment of this order, or of none that was given out.
pub(super) fn stay_paid(connection: &Connection, record_id: Guid, order_no: &str) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "UPDATE orders SET state = CASE WHEN order_no = ?2 THEN 'paid' ELSE 'replaced' END
             WHERE record_id = ?1 AND (state = 'open' OR order_no = ?2)",
        )?
        .execute(params![record_id.to_string(), order_no])?;
    Ok(())
}

fn given(row: &Row<'_>) -> rusqlite::Result<GivenOrder> {
    let bad = |why: serde_json::Error| bad_column(why.to_string());
    let content: StoredOrder = serde_json::from_str(&row.get::<_, String>("content")?).map_err(bad)?;
    let coupon: Option<StoredCoupon> = match row.get::<_, Option<String>>("coupon")? {
        Some(text) => serde_json::from_str(&text).map_err(bad)?,
        None => None,
    };
    let coupons: Vec<CouponUse> = match row.get::<_, Option<String>>("coupons")? {
        Some(text) => serde_json::from_str(&text).map_err(bad)?,
        None => Vec::new(),
    };
    let moment = |index: &str| row.get::<_, Option<i64>>(index).map(|at| at.map(Moment));
    Ok(GivenOrder {
        order: content.into(),
        coupon: coupon.and_then(|coupon| coupon.coupon()),
        coupons,
        gross_fen: Fen(row.get("gross_fen")?),
        priced_at: Moment(row.get("priced_at_ms")?),
        given_at: Moment(row.get("given_at_ms")?),
        holds_until: Moment(row.get("holds_until_ms")?),
        state: codes::column(row, "state")?,
        requested_at: moment("requested_at_ms")?,
        cash_from: moment("cash_from_ms")?,
    })
}

impl ReadTx<'_> {
    /// The order with this number.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn order(&self, order_no: &str) -> Result<Option<GivenOrder>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM orders WHERE order_no = ?1")?;
        Ok(statement.query_row([order_no], given).optional()?)
    }

    /// The open order of a stay.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn open_order(&self, record_id: Guid) -> Result<Option<GivenOrder>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT * FROM orders WHERE record_id = ?1 AND state = 'open' ORDER BY no DESC LIMIT 1")?;
        Ok(statement.query_row([record_id.to_string()], given).optional()?)
    }

    /// The newest order of a stay whose money the platform was asked to take.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn requested_order(&self, record_id: Guid) -> Result<Option<GivenOrder>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM orders WHERE record_id = ?1 AND requested_at_ms IS NOT NULL ORDER BY no DESC LIMIT 1",
        )?;
        Ok(statement.query_row([record_id.to_string()], given).optional()?)
    }

    /// Every order of a stay, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn orders_of(&self, record_id: Guid) -> Result<Vec<GivenOrder>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM orders WHERE record_id = ?1 ORDER BY no")?;
        Ok(statement.query_map([record_id.to_string()], given)?.collect::<Result<_, _>>()?)
    }
}
