//! Bills of payment channels as merchants download them, read from a table of texts: WeChat's 交易账单 (fields with a
//! backtick before them, a summary at the end), Alipay's 业务明细 (comment lines around, tabs behind fields), and a bank's
//! statement with headings in Chinese.
//!
//! A line that cannot be read is told with its number and its field, and a summary that does not agree with its lines is
//! told too: a bill that was cut off must not pass for a whole one. Columns are found by their headings, so that an older or
//! a newer edition with more of them is read as well.

mod alipay;
mod bank;
mod cells;
mod wechat;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::moment::Moment;
use crate::money::Fen;
use crate::payment::PayChannel;
use crate::reconcile::MoneyWay;

/// A movement of money as the channel has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelLine {
    /// The line of the file, from 1.
    pub line: u32,
    /// Whose.
    pub channel: PayChannel,
    /// The channel's number of the payment, of which this may be a refund.
    pub trade_no: String,
    /// Our number of it, where it has one.
    pub our_no: Option<String>,
    /// When.
    pub at: Moment,
    /// How much, above zero whichever way it went.
    pub amount_fen: Fen,
    /// Which way it went.
    pub way: MoneyWay,
    /// False where nothing moved in the end: withdrawn, or a refund that failed.
    pub done: bool,
    /// What the channel calls it.
    pub words: String,
}

/// A line that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BadBillLine {
    /// The line of the file, from 1.
    pub line: u32,
    /// Its column; empty where the whole line is meant.
    pub field: String,
    /// What is wrong, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelBill {
    /// Whose.
    pub channel: PayChannel,
    /// The first day that it is about.
    pub first_day: NaiveDate,
    /// The last one.
    pub last_day: NaiveDate,
    /// The movements, in the order of the file.
    pub lines: Vec<ChannelLine>,
    /// What is not as it must be.
    pub bad: Vec<BadBillLine>,
}

/// Why a table is no bill.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoBill {
    /// No line of it is the heading of one that is known.
    #[error("no heading of a WeChat, Alipay or bank bill was found")]
    NoHeading,
    /// It has a heading and no line that could be read.
    #[error("there is no movement in it")]
    Empty,
}

/// What the readers fill.
#[derive(Default)]
struct Read {
    lines: Vec<ChannelLine>,
    bad: Vec<BadBillLine>,
    days: Option<(NaiveDate, NaiveDate)>,
}

/// The columns of a heading, by name.
struct Columns(BTreeMap<String, usize>);

impl Columns {
    fn of(row: &[String]) -> Self {
        Self(row.iter().enumerate().map(|(at, name)| (cells::bare(name).to_owned(), at)).collect())
    }

    /// The first of these columns that is there.
    fn find(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.0.get(*name).copied())
    }
}

/// Reads a bill. The rows are those of the file, in order, cell by cell.
///
/// # Errors
/// When it is no bill, or one without a movement.
pub fn read(rows: &[Vec<String>]) -> Result<ChannelBill, NoBill> {
    let found = rows.iter().take(40).enumerate().find_map(|(at, row)| {
        let columns = Columns::of(row);
        let has = |name: &str| columns.0.contains_key(name);
        if has("微信订单号") && has("交易状态") {
            Some((PayChannel::WeChat, at, columns))
        } else if has("支付宝交易号") && has("业务类型") {
            Some((PayChannel::Alipay, at, columns))
        } else {
            bank::is_heading(&columns).then_some((PayChannel::Bank, at, columns))
        }
    });
    let (channel, heading, columns) = found.ok_or(NoBill::NoHeading)?;
    let read = match channel {
        PayChannel::WeChat => wechat::read(rows, heading, &columns),
        PayChannel::Alipay => alipay::read(rows, heading, &columns),
        PayChannel::Bank => bank::read(rows, heading, &columns),
    };
    let days = read.lines.iter().map(|line| line.at.to_china().date());
    let told = read.days.or_else(|| Some((days.clone().min()?, days.max()?)));
    let Some((first_day, last_day)) = told else {
        // Lines that cannot be read are told; a bill without any is none.
        if read.bad.is_empty() {
            return Err(NoBill::Empty);
        }
        let day = Moment(0).to_china().date();
        return Ok(ChannelBill { channel, first_day: day, last_day: day, lines: read.lines, bad: read.bad });
    };
    Ok(ChannelBill { channel, first_day, last_day, lines: read.lines, bad: read.bad })
}

fn line_no(at: usize) -> u32 {
    u32::try_from(at + 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
