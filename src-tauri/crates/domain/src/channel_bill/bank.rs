//! A bank's statement: one column for the amount with its sign, or one each way. Headings differ from bank to bank; these
//! are known.

use super::cells::{amount, bad, bare, moment, of, unreadable};
use super::{ChannelLine, Columns, Read, line_no};
use crate::money::Fen;
use crate::payment::PayChannel;
use crate::reconcile::MoneyWay;

const TIME: &[&str] = &["交易时间", "记账时间", "入账时间", "交易日期时间", "交易日期", "记账日期"];
const DAY: &[&str] = &["交易日期", "记账日期", "入账日期"];
const NUMBER: &[&str] = &["交易流水号", "流水号", "交易参考号", "凭证号", "业务流水号"];
const OURS: &[&str] = &["商户订单号", "订单号", "附言"];
const AMOUNT: &[&str] = &["交易金额", "金额", "发生额"];
const IN: &[&str] = &["收入金额", "贷方金额", "贷方发生额", "收入"];
const OUT: &[&str] = &["支出金额", "借方金额", "借方发生额", "支出"];
const WORDS: &[&str] = &["摘要", "用途", "备注", "交易类型"];

pub(super) fn is_heading(columns: &Columns) -> bool {
    let amounts = columns.find(AMOUNT).is_some() || columns.find(IN).is_some();
    columns.find(TIME).is_some() && columns.find(NUMBER).is_some() && amounts
}

pub(super) fn read(rows: &[Vec<String>], heading: usize, columns: &Columns) -> Read {
    let (time, day) = (columns.find(TIME), columns.find(DAY));
    let (number, ours, words) = (columns.find(NUMBER), columns.find(OURS), columns.find(WORDS));
    let (signed, into, out) = (columns.find(AMOUNT), columns.find(IN), columns.find(OUT));
    let mut read = Read::default();
    for (at, row) in rows.iter().enumerate().skip(heading + 1) {
        let first = row.first().map_or("", |cell| bare(cell));
        if row.iter().all(|cell| bare(cell).is_empty())
            || ["合计", "总计", "#"].iter().any(|word| first.starts_with(word))
        {
            continue;
        }
        // Some have the day in one column and the hour in another.
        let alone = of(row, time);
        let text = if day.is_some() && day != time && !alone.contains(['-', '/']) && alone.contains(':') {
            format!("{} {alone}", of(row, day))
        } else {
            alone.to_owned()
        };
        let Some(moved_at) = moment(&text) else {
            read.bad.push(unreadable(at, "交易时间"));
            continue;
        };
        let trade_no = of(row, number);
        if trade_no.is_empty() {
            read.bad.push(unreadable(at, "流水号"));
            continue;
        }
        let told = |column: Option<usize>| amount(of(row, column)).filter(|amount| *amount != Fen::ZERO);
        let moved =
            told(signed).or_else(|| told(into)).or_else(|| told(out).map(|amount| Fen(-amount.0.saturating_abs())));
        let Some(moved) = moved else {
            read.bad.push(bad(at, "金额", "没有金额", "there is no amount"));
            continue;
        };
        read.lines.push(ChannelLine {
            line: line_no(at),
            channel: PayChannel::Bank,
            trade_no: trade_no.to_ascii_uppercase(),
            our_no: Some(of(row, ours).to_owned()).filter(|no| !no.is_empty()),
            at: moved_at,
            amount_fen: Fen(moved.0.saturating_abs()),
            way: if moved < Fen::ZERO { MoneyWay::Refunded } else { MoneyWay::Paid },
            done: true,
            words: of(row, words).to_owned(),
        });
    }
    read
}
