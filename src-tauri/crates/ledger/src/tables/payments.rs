//! Attempts to take money through a channel, and money that a channel is asked to give back.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::payment::{AttemptState, PayChannel, RefundStand};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes::{self, Stored, bad_column};
use crate::error::LedgerError;
use crate::event::{ChannelRefundAsked, ChannelRefundMoved, CouponUse, PayAttemptMoved, PayAttempted, StoredDiscount};
use crate::journal::Recorded;
use crate::reader::ReadTx;

/// An attempt as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredAttempt {
    /// What was sent.
    pub attempted: PayAttempted,
    /// Who scanned.
    pub operator: Option<Guid>,
    /// When.
    pub at: Moment,
    /// How it stands.
    pub state: AttemptState,
    /// Why.
    pub why: Option<String>,
    /// Since when it stands so.
    pub moved_at: Moment,
}

/// A refund through a channel as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredChannelRefund {
    /// What was asked.
    pub asked: ChannelRefundAsked,
    /// Who asked.
    pub operator: Option<Guid>,
    /// When.
    pub at: Moment,
    /// How it stands.
    pub state: RefundStand,
    /// Why.
    pub why: Option<String>,
}

pub(super) fn attempted(connection: &Connection, recorded: &Recorded, event: &PayAttempted) -> Result<(), LedgerError> {
    let json = |what: serde_json::Result<String>| what.map_err(|why| LedgerError::stored("coupons", why));
    connection
        .prepare_cached(
            "INSERT INTO pay_attempts (id, order_no, record_id, lane_id, channel, code_tail, due_fen, charging_fen,
                 priced_at_ms, coupons, discounts, operator_id, at_ms, state, why, moved_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, NULL, ?13)",
        )?
        .execute(params![
            event.id.to_string(),
            event.order_no,
            event.record_id.to_string(),
            event.lane_id.map(|id| id.to_string()),
            event.channel.word(),
            event.code_tail,
            event.due_fen.0,
            event.charging_fen.0,
            event.priced_at.0,
            json(serde_json::to_string(&event.coupons))?,
            json(serde_json::to_string(&event.discounts))?,
            recorded.actor.operator.map(|id| id.to_string()),
            recorded.at.0,
            AttemptState::Sent.word(),
        ])?;
    Ok(())
}

pub(super) fn attempt_moved(
    connection: &Connection,
    recorded: &Recorded,
    event: &PayAttemptMoved,
) -> Result<(), LedgerError> {
    move_to(connection, recorded, event.id, event.state, event.why.as_deref())
}

/// An attempt's money came.
pub(super) fn attempt_paid(connection: &Connection, recorded: &Recorded, id: Guid) -> Result<(), LedgerError> {
    move_to(connection, recorded, id, AttemptState::Paid, None)
}

fn move_to(
    connection: &Connection,
    recorded: &Recorded,
    id: Guid,
    state: AttemptState,
    why: Option<&str>,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE pay_attempts SET state = ?2, why = ?3, moved_at_ms = ?4 WHERE id = ?1")?
        .execute(params![id.to_string(), state.word(), why, recorded.at.0])?;
    Ok(())
}

pub(super) fn refund_asked(
    connection: &Connection,
    recorded: &Recorded,
    event: &ChannelRefundAsked,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO channel_refunds (id, charge_id, record_id, amount_fen, reason, approver, operator_id, at_ms, state, why)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, NULL)",
        )?
        .execute(params![
            event.id.to_string(),
            event.charge_id.to_string(),
            event.record_id.to_string(),
            event.amount_fen.0,
            event.reason,
            event.approver.map(|id| id.to_string()),
            recorded.actor.operator.map(|id| id.to_string()),
            recorded.at.0,
            RefundStand::Sent.word(),
        ])?;
    Ok(())
}

pub(super) fn refund_moved(connection: &Connection, event: &ChannelRefundMoved) -> Result<(), LedgerError> {
    connection.prepare_cached("UPDATE channel_refunds SET state = ?2, why = ?3 WHERE id = ?1")?.execute(params![
        event.id.to_string(),
        event.state.word(),
        event.why
    ])?;
    Ok(())
}

/// The money of a refund is back.
pub(super) fn refund_done(connection: &Connection, id: Guid) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE channel_refunds SET state = ?2, why = NULL WHERE id = ?1")?
        .execute(params![id.to_string(), RefundStand::Done.word()])?;
    Ok(())
}

fn list<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<Vec<T>> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|why| bad_column(why.to_string()))
}

fn attempt(row: &Row<'_>) -> rusqlite::Result<StoredAttempt> {
    let channel: PayChannel = codes::column(row, "channel")?;
    Ok(StoredAttempt {
        attempted: PayAttempted {
            id: codes::parsed(row, "id")?,
            order_no: row.get("order_no")?,
            record_id: codes::parsed(row, "record_id")?,
            lane_id: codes::parsed_optional(row, "lane_id")?,
            channel,
            code_tail: row.get("code_tail")?,
            due_fen: Fen(row.get("due_fen")?),
            charging_fen: Fen(row.get("charging_fen")?),
            priced_at: Moment(row.get("priced_at_ms")?),
            coupons: list::<CouponUse>(row, "coupons")?,
            discounts: list::<StoredDiscount>(row, "discounts")?,
        },
        operator: codes::parsed_optional(row, "operator_id")?,
        at: Moment(row.get("at_ms")?),
        state: codes::column(row, "state")?,
        why: row.get("why")?,
        moved_at: Moment(row.get("moved_at_ms")?),
    })
}

fn refund(row: &Row<'_>) -> rusqlite::Result<StoredChannelRefund> {
    Ok(StoredChannelRefund {
        asked: ChannelRefundAsked {
            id: codes::parsed(row, "id")?,
            charge_id: codes::parsed(row, "charge_id")?,
            record_id: codes::parsed(row, "record_id")?,
            amount_fen: Fen(row.get("amount_fen")?),
            reason: row.get("reason")?,
            approver: codes::parsed_optional(row, "approver")?,
        },
        operator: codes::parsed_optional(row, "operator_id")?,
        at: Moment(row.get("at_ms")?),
        state: codes::column(row, "state")?,
        why: row.get("why")?,
    })
}

impl ReadTx<'_> {
    /// An attempt.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn pay_attempt(&self, id: Guid) -> Result<Option<StoredAttempt>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM pay_attempts WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], attempt).optional()?)
    }

    /// The newest attempt for a stay.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn latest_attempt(&self, record_id: Guid) -> Result<Option<StoredAttempt>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT * FROM pay_attempts WHERE record_id = ?1 ORDER BY no DESC LIMIT 1")?;
        Ok(statement.query_row([record_id.to_string()], attempt).optional()?)
    }

    /// The attempts of a stay whose end is not known, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn open_attempts_of(&self, record_id: Guid) -> Result<Vec<StoredAttempt>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM pay_attempts WHERE record_id = ?1 AND state IN ('sent', 'waiting', 'unknown', 'cancelling')
             ORDER BY no",
        )?;
        Ok(statement.query_map([record_id.to_string()], attempt)?.collect::<Result<_, _>>()?)
    }

    /// All attempts whose end is not known, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn open_attempts(&self) -> Result<Vec<StoredAttempt>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM pay_attempts WHERE state IN ('sent', 'waiting', 'unknown', 'cancelling') ORDER BY no LIMIT 500",
        )?;
        Ok(statement.query_map([], attempt)?.collect::<Result<_, _>>()?)
    }

    /// The newest attempts.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn attempts_lately(&self, limit: u32) -> Result<Vec<StoredAttempt>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM pay_attempts ORDER BY no DESC LIMIT ?1")?;
        Ok(statement.query_map([limit], attempt)?.collect::<Result<_, _>>()?)
    }

    /// A refund through a channel.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn channel_refund(&self, id: Guid) -> Result<Option<StoredChannelRefund>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM channel_refunds WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], refund).optional()?)
    }

    /// The refunds through a channel whose end is not known, the oldest first; of one payment or of all.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn open_channel_refunds(&self, charge_id: Option<Guid>) -> Result<Vec<StoredChannelRefund>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM channel_refunds WHERE state IN ('sent', 'unknown') AND (?1 IS NULL OR charge_id = ?1)
             ORDER BY no LIMIT 500",
        )?;
        Ok(statement.query_map([charge_id.map(|id| id.to_string())], refund)?.collect::<Result<_, _>>()?)
    }

    /// Refunds through a channel that the channel refused, the newest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn refused_channel_refunds(&self, limit: u32) -> Result<Vec<StoredChannelRefund>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT * FROM channel_refunds WHERE state = 'refused' ORDER BY no DESC LIMIT ?1")?;
        Ok(statement.query_map([limit], refund)?.collect::<Result<_, _>>()?)
    }
}
