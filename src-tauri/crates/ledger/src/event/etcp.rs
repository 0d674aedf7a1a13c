//! The forms about ETCP: drivers served for its lots, their cars, money taken for it, cars that its lots tell of. No form
//! holds a telephone or a token.

use lotdesk_domain::etcp::{CarEntered, ParkUser, Proof, SettledFrom};
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::plate::{Plate, PlateColor};
use serde::{Deserialize, Serialize};

/// A driver is served for the first time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EtcpAccountOpened {
    /// Identifier.
    pub account_id: Guid,
    /// Who it is, in the table of persons.
    pub person_id: Guid,
}

/// A code by text message was asked for; the minute to the next one runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EtcpCodeAsked {
    /// For whom.
    pub account_id: Guid,
    /// True where none was sent after all: the minute is over.
    pub undone: bool,
}

/// A driver is signed in at ETCP.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EtcpSignedIn {
    /// Who.
    pub account_id: Guid,
    /// `code` or `joint`.
    pub way: String,
}

/// A plate is bound.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EtcpCarBound {
    /// To whom.
    pub account_id: Guid,
    /// Which.
    pub plate: Plate,
    /// Its colour, where one was said.
    #[serde(with = "crate::codes::optional_word")]
    pub color: Option<PlateColor>,
}

/// A plate is released.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EtcpCarReleased {
    /// From whom.
    pub account_id: Guid,
    /// Which.
    pub plate: Plate,
}

/// Money was taken for a stay in one of ETCP's lots.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EtcpPaid {
    /// Identifier, and ETCP's `externalOrderId`.
    pub id: Guid,
    /// Whose sign-in carries the notice.
    pub account_id: Guid,
    /// 停车记录订单号
    pub order_id: String,
    /// The car.
    pub plate: Plate,
    /// 车场 ID, as it came.
    pub parking_id: String,
    /// The lot's name.
    pub parking_name: String,
    /// 入场时间
    pub entered_at: Option<Moment>,
    /// 总停车费 at that time.
    pub fee_fen: Fen,
    /// What was paid: all that was left of it.
    pub amount_fen: Fen,
    /// What the driver handed over.
    pub tendered_fen: Fen,
    /// The payment whose place it takes.
    pub instead_of: Option<Guid>,
    /// The balanced postings: account and amount.
    pub postings: Vec<(String, Fen)>,
}

/// ETCP has a payment: we owe it the money.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EtcpPaymentKnown {
    /// Which.
    pub id: Guid,
    /// How that is known.
    #[serde(with = "crate::codes::word")]
    pub proof: Proof,
    /// 支付订单号, where it gave one.
    pub pay_order_id: Option<String>,
    /// From whom a person knows it.
    pub reason: Option<String>,
    /// The balanced postings: account and amount.
    pub postings: Vec<(String, Fen)>,
}

/// A payment did not arrive and cannot any more. The money is to be given back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EtcpPaymentMissed {
    /// Which.
    pub id: Guid,
    /// From whom a person knows it; none where ETCP's history says that the driver paid in cash at the exit.
    pub reason: Option<String>,
}

/// A driver has the money of a payment back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EtcpGivenBack {
    /// Which.
    pub id: Guid,
    /// Why.
    pub reason: String,
    /// The balanced postings: account and amount.
    pub postings: Vec<(String, Fen)>,
}

/// What we owe ETCP was paid to it, in whole or in part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EtcpSettled {
    /// Identifier, drawn by the asker.
    pub id: Guid,
    /// How much.
    pub amount_fen: Fen,
    /// Where it came from.
    #[serde(with = "crate::codes::word")]
    pub paid_from: SettledFrom,
    /// Under what it can be found: a bank's number, a receipt.
    pub reference: String,
    /// The balanced postings: account and amount.
    pub postings: Vec<(String, Fen)>,
}

/// A settlement was none: it is owed again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EtcpSettlementTakenBack {
    /// Which.
    pub id: Guid,
    /// Why.
    pub reason: String,
    /// The balanced postings: account and amount.
    pub postings: Vec<(String, Fen)>,
}

/// A car came into one of ETCP's lots.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EtcpCarEntered {
    /// 停车记录 ID
    pub syn_id: String,
    /// Plate.
    pub plate: String,
    /// 车场 ID
    pub park_id: String,
    /// The lot's name.
    pub park_name: String,
    /// 入场时间
    pub entered_at: Moment,
    /// Long-term or temporary.
    #[serde(with = "crate::codes::optional_word")]
    pub user: Option<ParkUser>,
    /// 长租车位 ID
    pub fixed_space: String,
    /// 长租剩余天数
    pub remaining_days: Option<i64>,
    /// 推送时间
    pub pushed_at: Option<Moment>,
    /// Its number in the inbox.
    pub inbox_no: i64,
}

impl EtcpCarEntered {
    /// As it was pushed.
    pub fn of(entered: CarEntered, inbox_no: i64) -> Self {
        let CarEntered { syn_id, plate, park_id, park_name, entered_at, user, fixed_space, remaining_days, pushed_at } =
            entered;
        Self { syn_id, plate, park_id, park_name, entered_at, user, fixed_space, remaining_days, pushed_at, inbox_no }
    }
}

/// A car left one of ETCP's lots, be it that its entry was told of or not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EtcpCarLeft {
    /// The stay as it began.
    pub entered: EtcpCarEntered,
    /// 出场时间
    pub left_at: Moment,
    /// 停留时间, in seconds.
    pub stayed_s: i64,
    /// 应收金额
    pub receivable_fen: Fen,
}
