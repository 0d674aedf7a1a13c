//! Payments, and the postings of all movements of money.

use lotdesk_domain::id::Guid;
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::{Discount, Ending};
use lotdesk_domain::parking::Charge;
use lotdesk_domain::payment::PayChannel;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes::{self, Stored, bad_column};
use crate::error::LedgerError;
use crate::event::{Charged, Collected, DeductionBooked, LetGoOwing, OrderPaid, Refunded, StoredDiscount};
use crate::reader::ReadTx;

pub(super) fn charged(connection: &Connection, seq: i64, event: &Charged) -> Result<(), LedgerError> {
    post(connection, seq, &format!("charge {}", event.id), &event.postings)?;
    let discounts = (!event.discounts.is_empty()).then(|| serde_json::to_string(&event.discounts)).transpose();
    let row = NewCharge {
        charge: &event.to_charge(),
        revenue: event.receivable_fen - event.charging_fen,
        charging: event.charging_fen,
        tendered: event.tendered_fen,
        left_by: (event.lane_id, event.gate_command_id),
        platform: None,
        ending: Ending::Settled,
        settled_at: Some(event.paid_at),
        extra: Fen::ZERO,
        discounts: discounts.map_err(|why| LedgerError::stored("coupons", why))?,
        trade: Trade::default(),
    };
    row.insert(connection, seq)
}

/// A payment that a platform took. What it pays of a debt was revenue when the car left.
pub(super) fn paid_by_platform(connection: &Connection, seq: i64, event: &OrderPaid) -> Result<(), LedgerError> {
    post(connection, seq, &format!("payment {}", event.id), &event.postings)?;
    let discounts = (!event.discounts.is_empty()).then(|| serde_json::to_string(&event.discounts)).transpose();
    let row = NewCharge {
        charge: &event.to_charge(),
        revenue: event.receivable_fen,
        charging: event.charging_fen,
        tendered: event.received_fen,
        left_by: (event.lane_id, event.gate_command_id),
        platform: Some(event.platform),
        ending: event.ending,
        settled_at: event.settled_at,
        extra: event.extra_fen,
        discounts: discounts.map_err(|why| LedgerError::stored("coupons", why))?,
        trade: Trade::default(),
    };
    row.insert(connection, seq)
}

/// Money that came here outside the drawer, or for a debt: what it pays of a debt was revenue when the car left.
pub(super) fn collected(connection: &Connection, seq: i64, event: &Collected) -> Result<(), LedgerError> {
    post(connection, seq, &format!("payment {}", event.id), &event.postings)?;
    let discounts = (!event.discounts.is_empty()).then(|| serde_json::to_string(&event.discounts)).transpose();
    let row = NewCharge {
        charge: &event.to_charge(),
        revenue: event.receivable_fen,
        charging: event.charging_fen,
        tendered: event.tendered_fen,
        left_by: (event.lane_id, event.gate_command_id),
        platform: None,
        ending: event.ending,
        settled_at: event.settled_at,
        extra: event.extra_fen,
        discounts: discounts.map_err(|why| LedgerError::stored("coupons", why))?,
        trade: Trade { channel: event.channel, number: event.trade_no.clone(), by_hand: event.by_hand },
    };
    row.insert(connection, seq)
}

/// The fee of a car that was let go: revenue now, its driver's debt.
pub(super) fn let_go(connection: &Connection, seq: i64, event: &LetGoOwing) -> Result<(), LedgerError> {
    post(connection, seq, &format!("debt of {}", event.record_id), &event.postings)?;
    connection
        .prepare_cached("UPDATE records SET receivable_fen = receivable_fen + ?2 WHERE id = ?1")?
        .execute(params![event.record_id.to_string(), (event.amount_fen - event.charging_fen).0])?;
    Ok(())
}

/// A fee that the platform is to take: revenue now, money later.
pub(super) fn booked(connection: &Connection, seq: i64, event: &DeductionBooked) -> Result<(), LedgerError> {
    post(connection, seq, &format!("deduction of {}", event.record_id), &event.postings)?;
    connection
        .prepare_cached("UPDATE records SET receivable_fen = receivable_fen + ?2 WHERE id = ?1")?
        .execute(params![event.record_id.to_string(), (event.amount_fen - event.charging_fen).0])?;
    Ok(())
}

/// Sums of records do not count what was given back (table 13); the payment does.
pub(super) fn refunded(connection: &Connection, seq: i64, event: &Refunded) -> Result<(), LedgerError> {
    post(connection, seq, &format!("refund {}", event.id), &event.postings)?;
    let changed = connection
        .prepare_cached(
            "UPDATE charges SET refunded_fen = refunded_fen + ?2
             WHERE id = ?1 AND refunded_fen + ?2 <= received_fen",
        )?
        .execute(params![event.charge_id.to_string(), event.amount_fen.0])?;
    if changed == 1 {
        return Ok(());
    }
    Err(LedgerError::stored(format!("refund {}", event.id), "its payment is not there, or did not bring that much"))
}

/// Writes a movement's postings; one that does not balance stops the event.
pub(super) fn post(
    connection: &Connection,
    seq: i64,
    what: &str,
    postings: &[(String, Fen)],
) -> Result<(), LedgerError> {
    let off: Fen = postings.iter().map(|(_, amount)| *amount).sum();
    if off != Fen::ZERO {
        return Err(LedgerError::stored(what, format!("its postings are off by {off} yuan")));
    }
    let mut statement =
        connection.prepare_cached("INSERT INTO postings (seq, line, account, amount_fen) VALUES (?1, ?2, ?3, ?4)")?;
    for (line, (account, amount)) in (0_i64..).zip(postings) {
        statement.execute(params![seq, line, account, amount.0])?;
    }
    Ok(())
}

/// A payment on its way into the table.
struct NewCharge<'a> {
    charge: &'a Charge,
    /// What it adds to the record's sum of what was due.
    revenue: Fen,
    /// What of it was for charging: the record's sums are the parking fee's alone (table 13).
    charging: Fen,
    tendered: Fen,
    left_by: (Option<Guid>, Option<Guid>),
    platform: Option<Platform>,
    ending: Ending,
    settled_at: Option<Moment>,
    extra: Fen,
    discounts: Option<String>,
    trade: Trade,
}

/// Under what a channel has a payment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trade {
    /// The channel; none for cash and for what a platform took.
    pub channel: Option<PayChannel>,
    /// Its number.
    pub number: Option<String>,
    /// True where a person typed the number in.
    pub by_hand: bool,
}

impl NewCharge<'_> {
    fn insert(&self, connection: &Connection, seq: i64) -> Result<(), LedgerError> {
        let charge = self.charge;
        let (lane_id, gate_command_id) = self.left_by;
        connection
            .prepare_cached(
                "INSERT INTO charges (id, order_no, record_id, paid_at_ms, receivable_fen, discount_fen, received_fen,
                     tendered_fen, pay_type, pay_from, lane_id, gate_command_id, seq, platform, ending, settled_at_ms,
                     extra_fen, refunded_fen, discounts, channel, trade_no, by_hand)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, 0, ?18, ?19, ?20, ?21)",
            )?
            .execute(params![
                charge.id.to_string(),
                charge.order_no,
                charge.record_id.to_string(),
                charge.paid_at.0,
                charge.receivable_fen.0,
                charge.discount_fen.0,
                charge.received_fen.0,
                self.tendered.0,
                charge.pay_type.word(),
                charge.pay_from,
                lane_id.map(|id| id.to_string()),
                gate_command_id.map(|id| id.to_string()),
                seq,
                self.platform.map(Stored::word),
                self.ending.word(),
                self.settled_at.map(|at| at.0),
                self.extra.0,
                self.discounts,
                self.trade.channel.map(Stored::word),
                self.trade.number,
                self.trade.by_hand,
            ])?;
        // Charging was paid out of the money; where a car was let off, it was let off with the rest.
        let (discount, received) = if charge.received_fen >= self.charging {
            (charge.discount_fen, charge.received_fen - self.charging)
        } else {
            (charge.discount_fen - self.charging, charge.received_fen)
        };
        connection
            .prepare_cached(
                "UPDATE records SET receivable_fen = receivable_fen + ?2, discount_fen = discount_fen + ?3,
                     received_fen = received_fen + ?4 WHERE id = ?1",
            )?
            .execute(params![charge.record_id.to_string(), self.revenue.0, discount.0, received.0])?;
        Ok(())
    }
}

/// A payment with what the desk needs to answer a repeated request.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredCharge {
    /// The payment.
    pub charge: Charge,
    /// What the driver handed over.
    pub tendered_fen: Fen,
    /// The exit lane, when the car left with it.
    pub lane_id: Option<Guid>,
    /// The gate command that it caused.
    pub gate_command_id: Option<Guid>,
    /// The platform that took it; none for money taken here.
    pub platform: Option<Platform>,
    /// How it ended.
    pub ending: Ending,
    /// Since when nothing was due with it; none when something still was.
    pub settled_at: Option<Moment>,
    /// What of it was paid too much.
    pub extra_fen: Fen,
    /// What of it was given back.
    pub refunded_fen: Fen,
    /// Under what a channel has it.
    pub trade: Trade,
}

impl StoredCharge {
    /// What is still to be given back.
    pub fn to_give_back(&self) -> Fen {
        (self.extra_fen - self.refunded_fen).at_least_zero()
    }
}

fn discounts(row: &Row<'_>) -> rusqlite::Result<Vec<Discount>> {
    let Some(text) = row.get::<_, Option<String>>("discounts")? else { return Ok(Vec::new()) };
    let stored: Vec<StoredDiscount> = serde_json::from_str(&text).map_err(|why| bad_column(why.to_string()))?;
    Ok(stored.iter().filter_map(StoredDiscount::discount).collect())
}

fn charge(row: &Row<'_>) -> rusqlite::Result<StoredCharge> {
    Ok(StoredCharge {
        charge: Charge {
            id: codes::parsed(row, "id")?,
            order_no: row.get("order_no")?,
            record_id: codes::parsed(row, "record_id")?,
            paid_at: Moment(row.get("paid_at_ms")?),
            receivable_fen: Fen(row.get("receivable_fen")?),
            discount_fen: Fen(row.get("discount_fen")?),
            received_fen: Fen(row.get("received_fen")?),
            pay_type: codes::column(row, "pay_type")?,
            pay_from: row.get("pay_from")?,
            discounts: discounts(row)?,
        },
        tendered_fen: Fen(row.get("tendered_fen")?),
        lane_id: codes::parsed_optional(row, "lane_id")?,
        gate_command_id: codes::parsed_optional(row, "gate_command_id")?,
        platform: codes::column_optional(row, "platform")?,
        ending: codes::column(row, "ending")?,
        settled_at: row.get::<_, Option<i64>>("settled_at_ms")?.map(Moment),
        extra_fen: Fen(row.get("extra_fen")?),
        refunded_fen: Fen(row.get("refunded_fen")?),
        trade: Trade {
            channel: codes::column_optional(row, "channel")?,
            number: row.get("trade_no")?,
            by_hand: row.get("by_hand")?,
        },
    })
}

impl ReadTx<'_> {
    /// The payment with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn charge(&self, id: Guid) -> Result<Option<StoredCharge>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM charges WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], charge).optional()?)
    }

    /// The payment with this number of a channel.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn charge_of_trade(&self, channel: PayChannel, trade_no: &str) -> Result<Option<StoredCharge>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT * FROM charges WHERE channel = ?1 AND trade_no = ?2")?;
        Ok(statement.query_row(params![channel.word(), trade_no], charge).optional()?)
    }

    /// The newest payments whose trade number a person typed in.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn charges_by_hand(&self, limit: u32) -> Result<Vec<StoredCharge>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT * FROM charges WHERE by_hand = 1 ORDER BY no DESC LIMIT ?1")?;
        Ok(statement.query_map([limit], charge)?.collect::<Result<_, _>>()?)
    }

    /// The payments of a record, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn charges_of(&self, record_id: Guid) -> Result<Vec<StoredCharge>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM charges WHERE record_id = ?1 ORDER BY no")?;
        Ok(statement.query_map([record_id.to_string()], charge)?.collect::<Result<_, _>>()?)
    }

    /// Whether a payment of a record was booked at this moment or later, whenever whoever took it says that it was paid.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn paid_since(&self, record_id: Guid, at: Moment) -> Result<bool, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT 1 FROM charges c JOIN journal j ON j.seq = c.seq WHERE c.record_id = ?1 AND j.at_ms >= ?2 LIMIT 1",
        )?;
        Ok(statement.exists(params![record_id.to_string(), at.0])?)
    }

    /// The payments that name an order, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn charges_of_order(&self, order_no: &str) -> Result<Vec<StoredCharge>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM charges WHERE order_no = ?1 ORDER BY no")?;
        Ok(statement.query_map([order_no], charge)?.collect::<Result<_, _>>()?)
    }

    /// Payments of which something is still to be given back, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn charges_to_give_back(&self, limit: u32) -> Result<Vec<StoredCharge>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT * FROM charges WHERE extra_fen > refunded_fen ORDER BY no LIMIT ?1")?;
        Ok(statement.query_map([limit], charge)?.collect::<Result<_, _>>()?)
    }

    /// Payments that were made from one moment to before another, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn charges_between(&self, from: Moment, before: Moment) -> Result<Vec<StoredCharge>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT * FROM charges WHERE paid_at_ms >= ?1 AND paid_at_ms < ?2 ORDER BY no")?;
        Ok(statement.query_map([from.0, before.0], charge)?.collect::<Result<_, _>>()?)
    }

    /// Every account's balance, by account.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn balances(&self) -> Result<Vec<(String, Fen)>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT account, sum(amount_fen) FROM postings GROUP BY account ORDER BY account")?;
        Ok(statement.query_map([], |row| Ok((row.get(0)?, Fen(row.get(1)?))))?.collect::<Result<_, _>>()?)
    }
}
