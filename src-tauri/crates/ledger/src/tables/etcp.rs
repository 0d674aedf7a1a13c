//! ETCP: drivers who are served, their cars, and money taken for its lots.

use lotdesk_domain::etcp::Proof;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::plate::{Plate, PlateColor};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::money::post;
use crate::codes::{self, Stored};
use crate::error::LedgerError;
use crate::event::{
    EtcpAccountOpened, EtcpCarBound, EtcpCarReleased, EtcpCodeAsked, EtcpGivenBack, EtcpPaid, EtcpPaymentKnown,
    EtcpPaymentMissed, EtcpSignedIn,
};
use crate::journal::Recorded;
use crate::reader::ReadTx;

/// Where the money of a payment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EtcpMoney {
    /// With us, and ETCP does not know of it yet.
    Held,
    /// With us, and we owe it ETCP.
    Known,
    /// With us, and the driver is to have it back.
    Missed,
    /// The driver has it back.
    GivenBack,
}

impl Stored for EtcpMoney {
    const WHAT: &'static str = "state of an ETCP payment";
    fn word(self) -> &'static str {
        match self {
            EtcpMoney::Held => "held",
            EtcpMoney::Known => "known",
            EtcpMoney::Missed => "missed",
            EtcpMoney::GivenBack => "given_back",
        }
    }
    fn from_word(word: &str) -> Option<Self> {
        [EtcpMoney::Held, EtcpMoney::Known, EtcpMoney::Missed, EtcpMoney::GivenBack]
            .into_iter()
            .find(|state| state.word() == word)
    }
}

pub(super) fn account_opened(
    connection: &Connection,
    recorded: &Recorded,
    event: &EtcpAccountOpened,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached("INSERT INTO etcp_accounts (id, person_id, changed_at_ms) VALUES (?1, ?2, ?3)")?
        .execute(params![event.account_id.to_string(), event.person_id.to_string(), recorded.at.0])?;
    Ok(())
}

pub(super) fn code_asked(
    connection: &Connection,
    recorded: &Recorded,
    event: &EtcpCodeAsked,
) -> Result<(), LedgerError> {
    let at = (!event.undone).then_some(recorded.at.0);
    connection
        .prepare_cached("UPDATE etcp_accounts SET code_at_ms = ?2, changed_at_ms = ?3 WHERE id = ?1")?
        .execute(params![event.account_id.to_string(), at, recorded.at.0])?;
    Ok(())
}

pub(super) fn signed_in(connection: &Connection, recorded: &Recorded, event: &EtcpSignedIn) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "UPDATE etcp_accounts SET signed_way = ?2, signed_at_ms = ?3, changed_at_ms = ?3 WHERE id = ?1",
        )?
        .execute(params![event.account_id.to_string(), event.way, recorded.at.0])?;
    Ok(())
}

pub(super) fn car_bound(connection: &Connection, recorded: &Recorded, event: &EtcpCarBound) -> Result<(), LedgerError> {
    connection
        .prepare_cached("INSERT INTO etcp_cars (account_id, plate, color, bound_at_ms) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            event.account_id.to_string(),
            event.plate.as_str(),
            event.color.map(Stored::word),
            recorded.at.0
        ])?;
    Ok(())
}

pub(super) fn car_released(
    connection: &Connection,
    recorded: &Recorded,
    event: &EtcpCarReleased,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "UPDATE etcp_cars SET released_at_ms = ?3 WHERE account_id = ?1 AND plate = ?2 AND released_at_ms IS NULL",
        )?
        .execute(params![event.account_id.to_string(), event.plate.as_str(), recorded.at.0])?;
    Ok(())
}

pub(super) fn paid(connection: &Connection, recorded: &Recorded, event: &EtcpPaid) -> Result<(), LedgerError> {
    post(connection, recorded.seq, &format!("ETCP payment {}", event.id), &event.postings)?;
    // The account that the money went into is the drawer that gives it back.
    let drawer = event.postings.iter().find(|(_, amount)| amount.is_positive()).map_or("", |(account, _)| account);
    connection
        .prepare_cached(
            "INSERT INTO etcp_payments (id, account_id, order_id, plate, parking_id, parking_name, entered_at_ms, fee_fen,
                 amount_fen, tendered_fen, drawer, paid_at_ms, state, instead_of)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )?
        .execute(params![
            event.id.to_string(),
            event.account_id.to_string(),
            event.order_id,
            event.plate.as_str(),
            event.parking_id,
            event.parking_name,
            event.entered_at.map(|at| at.0),
            event.fee_fen.0,
            event.amount_fen.0,
            event.tendered_fen.0,
            drawer,
            recorded.at.0,
            EtcpMoney::Held.word(),
            event.instead_of.map(|id| id.to_string()),
        ])?;
    Ok(())
}

pub(super) fn known(connection: &Connection, recorded: &Recorded, event: &EtcpPaymentKnown) -> Result<(), LedgerError> {
    post(connection, recorded.seq, &format!("ETCP payment {}", event.id), &event.postings)?;
    connection
        .prepare_cached(
            "UPDATE etcp_payments SET state = ?2, proof = ?3, pay_order_id = ?4, ended_at_ms = ?5, reason = ?6 WHERE id = ?1",
        )?
        .execute(params![
            event.id.to_string(),
            EtcpMoney::Known.word(),
            event.proof.word(),
            event.pay_order_id,
            recorded.at.0,
            event.reason,
        ])?;
    Ok(())
}

pub(super) fn missed(connection: &Connection, event: &EtcpPaymentMissed) -> Result<(), LedgerError> {
    connection.prepare_cached("UPDATE etcp_payments SET state = ?2, reason = ?3 WHERE id = ?1")?.execute(params![
        event.id.to_string(),
        EtcpMoney::Missed.word(),
        event.reason
    ])?;
    Ok(())
}

pub(super) fn given_back(
    connection: &Connection,
    recorded: &Recorded,
    event: &EtcpGivenBack,
) -> Result<(), LedgerError> {
    post(connection, recorded.seq, &format!("ETCP payment {} given back", event.id), &event.postings)?;
    connection
        .prepare_cached("UPDATE etcp_payments SET state = ?2, reason = ?3, ended_at_ms = ?4 WHERE id = ?1")?
        .execute(params![event.id.to_string(), EtcpMoney::GivenBack.word(), event.reason, recorded.at.0])?;
    Ok(())
}

/// A driver who is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EtcpAccount {
    /// Its place.
    pub no: i64,
    /// Identifier.
    pub id: Guid,
    /// Who it is.
    pub person_id: Guid,
    /// When a code was asked for last.
    pub code_at: Option<Moment>,
    /// `code` or `joint`, once signed in.
    pub signed_way: Option<String>,
    /// When that was.
    pub signed_at: Option<Moment>,
}

/// A car that is bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EtcpCar {
    /// Plate.
    pub plate: Plate,
    /// Its colour.
    pub color: Option<PlateColor>,
    /// Since when.
    pub bound_at: Moment,
}

/// A payment as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct EtcpPayment {
    /// Its place.
    pub no: i64,
    /// Identifier, and ETCP's `externalOrderId`.
    pub id: Guid,
    /// Whose sign-in carries the notice.
    pub account_id: Guid,
    /// 停车记录订单号
    pub order_id: String,
    /// The car.
    pub plate: Plate,
    /// 车场 ID
    pub parking_id: String,
    /// The lot's name.
    pub parking_name: String,
    /// 入场时间
    pub entered_at: Option<Moment>,
    /// 总停车费 at that time.
    pub fee_fen: Fen,
    /// What was paid.
    pub amount_fen: Fen,
    /// What the driver handed over.
    pub tendered_fen: Fen,
    /// When.
    pub paid_at: Moment,
    /// Where the money is.
    pub money: EtcpMoney,
    /// How it is known that ETCP has it.
    pub proof: Option<Proof>,
    /// 支付订单号
    pub pay_order_id: Option<String>,
    /// When it ended, be it known or given back.
    pub ended_at: Option<Moment>,
    /// Why it was given back.
    pub reason: Option<String>,
    /// The payment whose place it took.
    pub instead_of: Option<Guid>,
}

fn account(row: &Row<'_>) -> rusqlite::Result<EtcpAccount> {
    Ok(EtcpAccount {
        no: row.get("no")?,
        id: codes::parsed(row, "id")?,
        person_id: codes::parsed(row, "person_id")?,
        code_at: row.get::<_, Option<i64>>("code_at_ms")?.map(Moment),
        signed_way: row.get("signed_way")?,
        signed_at: row.get::<_, Option<i64>>("signed_at_ms")?.map(Moment),
    })
}

fn payment(row: &Row<'_>) -> rusqlite::Result<EtcpPayment> {
    Ok(EtcpPayment {
        no: row.get("no")?,
        id: codes::parsed(row, "id")?,
        account_id: codes::parsed(row, "account_id")?,
        order_id: row.get("order_id")?,
        plate: codes::parsed(row, "plate")?,
        parking_id: row.get("parking_id")?,
        parking_name: row.get("parking_name")?,
        entered_at: row.get::<_, Option<i64>>("entered_at_ms")?.map(Moment),
        fee_fen: Fen(row.get("fee_fen")?),
        amount_fen: Fen(row.get("amount_fen")?),
        tendered_fen: Fen(row.get("tendered_fen")?),
        paid_at: Moment(row.get("paid_at_ms")?),
        money: codes::column(row, "state")?,
        proof: codes::column_optional(row, "proof")?,
        pay_order_id: row.get("pay_order_id")?,
        ended_at: row.get::<_, Option<i64>>("ended_at_ms")?.map(Moment),
        reason: row.get("reason")?,
        instead_of: codes::parsed_optional(row, "instead_of")?,
    })
}

impl ReadTx<'_> {
    /// The account with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn etcp_account(&self, id: Guid) -> Result<Option<EtcpAccount>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM etcp_accounts WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], account).optional()?)
    }

    /// Accounts, those that changed last first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn etcp_accounts(&self, limit: u32) -> Result<Vec<EtcpAccount>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT * FROM etcp_accounts ORDER BY changed_at_ms DESC, no DESC LIMIT ?1")?;
        Ok(statement.query_map([limit], account)?.collect::<Result<_, _>>()?)
    }

    /// The account of a telephone, in whose digits nothing needs to be escaped.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn etcp_account_of(&self, phone: &str) -> Result<Option<EtcpAccount>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT a.* FROM etcp_accounts a JOIN persons p ON p.id = a.person_id
             WHERE instr(p.data, ?1) > 0 ORDER BY a.no LIMIT 1",
        )?;
        Ok(statement.query_row([format!("\"owner_phone\":\"{phone}\"")], account).optional()?)
    }

    /// Sums of payments: money that ETCP does not know of, and money that we owe it and have not paid it; and how many of the
    /// former there are.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn etcp_sums(&self) -> Result<(Fen, Fen, u32), LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT coalesce(sum(CASE WHEN state IN ('held', 'missed') THEN amount_fen END), 0),
                 coalesce(sum(CASE WHEN state = 'known' THEN amount_fen END), 0) - (
                     SELECT coalesce(sum(amount_fen), 0) FROM etcp_settlements WHERE taken_back_seq IS NULL
                 ),
                 coalesce(sum(state IN ('held', 'missed')), 0) FROM etcp_payments",
        )?;
        Ok(statement.query_row([], |row| Ok((Fen(row.get(0)?), Fen(row.get(1)?), row.get(2)?)))?)
    }

    /// The cars that are bound to an account, in the order in which they were.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn etcp_cars(&self, account_id: Guid) -> Result<Vec<EtcpCar>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT * FROM etcp_cars WHERE account_id = ?1 AND released_at_ms IS NULL ORDER BY no")?;
        let car = |row: &Row<'_>| {
            Ok(EtcpCar {
                plate: codes::parsed(row, "plate")?,
                color: codes::column_optional(row, "color")?,
                bound_at: Moment(row.get("bound_at_ms")?),
            })
        };
        Ok(statement.query_map([account_id.to_string()], car)?.collect::<Result<_, _>>()?)
    }

    /// The plates that were bound to an account since a moment, each once.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn etcp_bound_since(&self, account_id: Guid, since: Moment) -> Result<Vec<Plate>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT plate FROM etcp_cars WHERE account_id = ?1 AND bound_at_ms >= ?2 ORDER BY plate",
        )?;
        let plate = |row: &Row<'_>| codes::parsed(row, "plate");
        Ok(statement.query_map(params![account_id.to_string(), since.0], plate)?.collect::<Result<_, _>>()?)
    }

    /// The payment with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn etcp_payment(&self, id: Guid) -> Result<Option<EtcpPayment>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM etcp_payments WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], payment).optional()?)
    }

    /// The payments of an order, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn etcp_payments_of(&self, order_id: &str) -> Result<Vec<EtcpPayment>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT * FROM etcp_payments WHERE order_id = ?1 ORDER BY no")?;
        Ok(statement.query_map([order_id], payment)?.collect::<Result<_, _>>()?)
    }

    /// Payments, the newest first, from before `before` on.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn etcp_payments(&self, before: i64, limit: u32) -> Result<Vec<EtcpPayment>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT * FROM etcp_payments WHERE no < ?1 ORDER BY no DESC LIMIT ?2")?;
        Ok(statement.query_map([before, i64::from(limit)], payment)?.collect::<Result<_, _>>()?)
    }

    /// Payments whose money is neither ETCP's nor given back, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn etcp_payments_open(&self, limit: u32) -> Result<Vec<EtcpPayment>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT * FROM etcp_payments WHERE state IN ('held', 'missed') ORDER BY no LIMIT ?1")?;
        Ok(statement.query_map([limit], payment)?.collect::<Result<_, _>>()?)
    }
}
