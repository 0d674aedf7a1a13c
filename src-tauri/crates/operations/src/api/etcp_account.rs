//! ETCP's accounts in the ledger: money held for it, money owed to it, and what was paid to it.

use lotdesk_domain::etcp::SettledFrom;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One of the two accounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum EtcpAccountKind {
    /// `etcp:payable`: what we owe ETCP.
    #[default]
    Payable,
    /// `etcp:held`: what was taken from drivers and ETCP does not know of yet.
    Held,
}

/// `etcp.ledger`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct EtcpLedgerRequest {
    /// Which account.
    pub account: EtcpAccountKind,
    /// At most this many, 200 at most; 50 when 0.
    pub limit: u32,
    /// Go on before this line of the journal (from the last page).
    pub before: Option<u32>,
}

/// Reply of `etcp.ledger`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct EtcpLedger {
    /// What stands on the account now: what is held, or owed.
    pub balance_fen: Fen,
    /// Its lines, the newest first.
    pub rows: Vec<EtcpLedgerRow>,
    /// True when there are more.
    pub more: bool,
}

/// What changed an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum EtcpLedgerWhat {
    /// A driver paid for a stay.
    Taken,
    /// ETCP counts a payment: from held to owed.
    Known,
    /// A driver got the money back.
    GivenBack,
    /// It was paid to ETCP.
    Settled,
    /// A settlement was none.
    TakenBack,
    /// Something else put it right.
    Other,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct EtcpLedgerRow {
    /// Its line of the journal, for paging.
    pub seq: u32,
    /// When.
    pub at: Moment,
    /// What happened.
    pub what: EtcpLedgerWhat,
    /// By how much the account grew; below zero, by how much it shrank.
    pub amount_fen: Fen,
    /// What stood on it then.
    pub after_fen: Fen,
    /// The payment or the settlement.
    pub id: Option<Guid>,
    /// The car, of a payment.
    pub plate: Option<String>,
    /// The lot's name, of a payment.
    pub parking_name: String,
    /// Where the money came from, of a settlement.
    pub paid_from: Option<SettledFrom>,
    /// Under what it can be found, of a settlement; why, of one that was taken back and of money given back.
    pub note: String,
    /// Who did it; none for what ETCP told.
    pub operator: Option<String>,
    /// True for a settlement that can be taken back.
    pub may_be_taken_back: bool,
}

/// `etcp.settle`: what we owe ETCP was paid to it, outside. Its document has no call for that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct EtcpSettle {
    /// Drawn by the asker: a repeat gets the first answer.
    pub request_id: Guid,
    /// How much was paid; no more than is owed.
    pub amount_fen: Fen,
    /// Where it came from.
    pub paid_from: SettledFrom,
    /// Under what it can be found, 2 to 100 characters: the bank's number, the receipt.
    pub reference: String,
}

/// `etcp.settle_back`: a settlement was none, and is owed again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct EtcpSettleBack {
    /// Which.
    pub settlement_id: Guid,
    /// Why, 2 to 100 characters.
    pub reason: String,
}
