//! The ledger held against everybody else: gates, city platform, payment channels, drawers.

use chrono::NaiveDate;
use lotdesk_domain::channel_bill::BadBillLine;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::payment::PayChannel;
use lotdesk_domain::reconcile::{Difference, MoneyWay, Settlement, Side};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::operator::NamePin;

/// `reconcile.all`: a day, or some days up to 31.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ReconcileDays {
    /// The first day.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub first_day: NaiveDate,
    /// The last day; the first where none is given.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    #[ts(type = "string | null")]
    pub last_day: Option<NaiveDate>,
}

/// What the ledger was held against.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ComparedSide {
    /// What.
    pub side: Side,
    /// Which channel, where it is one.
    pub channel: Option<PayChannel>,
    /// Which shift's drawer, where it is one: the ledger's sum against what was counted at its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub shift: Option<ComparedShift>,
    /// Days of the period that it says nothing of: they are not compared.
    #[schemars(with = "Vec<String>")]
    #[ts(type = "Array<string>")]
    pub missing_days: Vec<NaiveDate>,
    /// How many movements of the ledger were held against it.
    pub ours: u32,
    /// Their sum, money that went back taken off.
    pub ours_fen: Fen,
    /// How many of its own.
    pub theirs: u32,
    /// Their sum.
    pub theirs_fen: Fen,
    /// How many differences nobody has done anything about.
    pub open: u32,
}

/// A shift whose drawer was counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ComparedShift {
    /// The shift.
    pub shift_id: Guid,
    /// Its number.
    pub no: u32,
    /// Who had it.
    pub operator: String,
    /// When it was handed over.
    pub closed_at: Moment,
}

/// What was done about a difference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SettledView {
    /// What.
    pub how: Settlement,
    /// Why.
    pub reason: String,
    /// Who.
    pub operator: Option<String>,
    /// The second person.
    pub approver: Option<String>,
    /// When.
    pub at: Moment,
    /// What was put right in the ledger.
    pub moved_fen: Fen,
}

/// A difference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FoundDifference {
    /// Its name, the same however often it is found.
    pub id: String,
    /// What differs.
    pub difference: Difference,
    /// Which channel, where it is one.
    pub channel: Option<PayChannel>,
    /// The stay, where it is known.
    pub record_id: Option<Guid>,
    /// Its plate.
    pub plate: Option<String>,
    /// True while our own report of it has not reached the platform yet.
    pub report_waits: bool,
    /// What can be done about it.
    pub may: Vec<Settlement>,
    /// What putting it right would move: money that the ledger gets, or gives where it is below zero.
    pub would_move_fen: Fen,
    /// What was done about it.
    pub settled: Option<SettledView>,
}

/// Reply of `reconcile.all`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ReconciledAll {
    /// The sides, whether something was found or not.
    pub sides: Vec<ComparedSide>,
    /// What does not agree, settled or not.
    pub differences: Vec<FoundDifference>,
    /// How many of them nobody has done anything about.
    pub open: u32,
}

/// `reconcile.settle`: a person does something about a difference.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SettleDifference {
    /// The difference.
    pub id: String,
    /// The days in which it was found.
    pub days: ReconcileDays,
    /// What is done: our report sent again, the ledger put right, or accepted as it is.
    pub how: Settlement,
    /// Why, 2 to 100 characters.
    pub reason: String,
    /// The second person, for putting the ledger right.
    #[serde(default)]
    pub approver: Option<NamePin>,
}

/// `channel_file.preview` and `channel_file.import`: a bill as WeChat, Alipay or a bank lets it be downloaded, 8 MB at most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ChannelFileRequest {
    /// The file's name; its ending says what it is.
    pub file_name: String,
    /// Its content.
    pub base64: String,
    /// Lines that cannot be read are left out; refused where absent and there are any.
    #[serde(default)]
    #[ts(optional)]
    pub accept_bad: Option<bool>,
}

/// A movement in a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ChannelFileLine {
    /// The line, from 1.
    pub line: u32,
    /// The channel's number.
    pub trade_no: String,
    /// When.
    pub at: Moment,
    /// How much.
    pub amount_fen: Fen,
    /// Which way.
    pub way: MoneyWay,
    /// False where nothing moved in the end.
    pub done: bool,
    /// What the channel calls it.
    pub words: String,
    /// Whether the ledger has a payment of this number.
    pub known: bool,
}

/// What is in a file, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ChannelFileView {
    /// SHA-256 of the file.
    pub digest: String,
    /// Whose.
    pub channel: PayChannel,
    /// The first day that it is about.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub first_day: NaiveDate,
    /// The last one.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub last_day: NaiveDate,
    /// How many movements.
    pub lines: u32,
    /// What came in.
    pub paid_fen: Fen,
    /// What went back.
    pub refunded_fen: Fen,
    /// The first of them.
    pub rows: Vec<ChannelFileLine>,
    /// What cannot be read.
    pub bad: Vec<BadBillLine>,
    /// When this very file was taken in; none where it was not.
    pub taken_at: Option<Moment>,
}

/// A file that was taken in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ChannelFileRow {
    /// Its name.
    pub name: String,
    /// Whose.
    pub channel: PayChannel,
    /// The first day that it is about.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub first_day: NaiveDate,
    /// The last one.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub last_day: NaiveDate,
    /// How many movements.
    pub lines: u32,
    /// When.
    pub taken_at: Moment,
}

/// Reply of `channel_file.list`, the newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ChannelFileList {
    /// The files.
    pub rows: Vec<ChannelFileRow>,
}
