//! The forms of channels' files, and of what people did about differences.

use chrono::NaiveDate;
use lotdesk_domain::channel_bill::ChannelLine;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::payment::PayChannel;
use lotdesk_domain::reconcile::{MoneyWay, Settlement};
use serde::{Deserialize, Serialize};

/// A channel's file was taken in, or a part of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChannelFileTaken {
    /// SHA-256 of the file, 64 hexadecimal digits.
    pub digest: String,
    /// Its name.
    pub name: String,
    /// Whose.
    #[serde(with = "crate::codes::word")]
    pub channel: PayChannel,
    /// The first day that it is about.
    pub first_day: NaiveDate,
    /// The last one.
    pub last_day: NaiveDate,
    /// True for the first part.
    pub begins: bool,
    /// The lines of this part.
    pub lines: Vec<StoredChannelLine>,
}

/// A line of a channel's file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredChannelLine {
    /// Its number in the file.
    pub line: u32,
    /// The channel's number of the payment.
    pub trade_no: String,
    /// Ours.
    pub our_no: Option<String>,
    /// When.
    pub at: Moment,
    /// How much.
    pub amount_fen: Fen,
    /// Which way.
    #[serde(with = "crate::codes::word")]
    pub way: MoneyWay,
    /// False where nothing moved in the end.
    pub done: bool,
    /// What the channel calls it.
    pub words: String,
}

impl From<ChannelLine> for StoredChannelLine {
    fn from(line: ChannelLine) -> Self {
        let ChannelLine { line, channel: _, trade_no, our_no, at, amount_fen, way, done, words } = line;
        Self { line, trade_no, our_no, at, amount_fen, way, done, words }
    }
}

/// A person did something about a difference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DifferenceSettled {
    /// The difference, by its name.
    pub id: String,
    /// What was done.
    #[serde(with = "crate::codes::word")]
    pub how: Settlement,
    /// Why.
    pub reason: String,
    /// The second person, where one was needed.
    pub approver: Option<Guid>,
    /// What was put right in the ledger, as money that came in.
    #[serde(default, skip_serializing_if = "super::stored::is_zero")]
    pub moved_fen: Fen,
    /// The balanced postings of that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub postings: Vec<(String, Fen)>,
}
