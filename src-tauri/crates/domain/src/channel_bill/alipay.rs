//! Alipay's 业务明细: comment lines that begin with `#` before and behind, the period among them, the sums at the end.

use chrono::NaiveDate;

use super::cells::{amount, bad, bare, moment, of, unreadable};
use super::{ChannelLine, Columns, Read, line_no};
use crate::money::Fen;
use crate::payment::PayChannel;
use crate::reconcile::MoneyWay;

/// Sums of one kind of line.
#[derive(Default)]
struct Sums {
    count: i64,
    amount: Fen,
}

pub(super) fn read(rows: &[Vec<String>], heading: usize, columns: &Columns) -> Read {
    let trade = columns.find(&["支付宝交易号"]);
    let ours = columns.find(&["商户订单号"]);
    let kind = columns.find(&["业务类型"]);
    let time = columns.find(&["完成时间", "创建时间"]);
    let total = columns.find(&["订单金额（元）", "订单金额(元)"]);
    let received = columns.find(&["商家实收（元）", "商家实收(元)"]);
    let mut read = Read { days: rows[..heading].iter().find_map(|row| period(row.first()?)), ..Read::default() };
    let (mut paid, mut back) = (Sums::default(), Sums::default());
    let mut summed = false;
    for (at, row) in rows.iter().enumerate().skip(heading + 1) {
        let first = row.first().map_or("", |cell| bare(cell));
        if first.is_empty() && row.iter().all(|cell| bare(cell).is_empty()) {
            continue;
        }
        if let Some(comment) = first.strip_prefix('#') {
            for (word, sums) in [("交易合计", &paid), ("退款合计", &back)] {
                if comment.contains(word) {
                    summed = true;
                    agree(&mut read, at, comment, word, sums);
                }
            }
            continue;
        }
        let word = of(row, kind);
        let refund = match word {
            "交易" => false,
            "退款" => true,
            _ => {
                read.bad.push(bad(at, "业务类型", "不是“交易”或“退款”", "is neither 交易 nor 退款"));
                continue;
            }
        };
        let sums = if refund { &mut back } else { &mut paid };
        sums.count += 1;
        sums.amount += amount(of(row, received)).unwrap_or(Fen::ZERO);
        let Some(paid_at) = moment(of(row, time)) else {
            read.bad.push(unreadable(at, "完成时间"));
            continue;
        };
        let trade_no = of(row, trade);
        if trade_no.is_empty() {
            read.bad.push(unreadable(at, "支付宝交易号"));
            continue;
        }
        let amount = amount(of(row, total)).map(|amount| Fen(amount.0.saturating_abs()));
        let Some(amount_fen) = amount.filter(|amount| amount.is_positive()) else {
            read.bad.push(unreadable(at, "订单金额（元）"));
            continue;
        };
        read.lines.push(ChannelLine {
            line: line_no(at),
            channel: PayChannel::Alipay,
            trade_no: trade_no.to_owned(),
            our_no: Some(of(row, ours).to_owned()).filter(|no| !no.is_empty()),
            at: paid_at,
            amount_fen,
            way: if refund { MoneyWay::Refunded } else { MoneyWay::Paid },
            done: true,
            words: word.to_owned(),
        });
    }
    if !summed {
        let last = rows.len().saturating_sub(1);
        read.bad.push(bad(last, "", "没有合计行，文件可能不完整", "the sums are missing: the file may be cut off"));
    }
    read
}

/// `#起始日期：[2026年11月24日 00:00:00]   终止日期：[2026年11月25日 00:00:00]`; an end at midnight is not in it.
fn period(comment: &str) -> Option<(NaiveDate, NaiveDate)> {
    if !comment.contains("起始日期") {
        return None;
    }
    let mut inside = comment.split('[').skip(1).filter_map(|rest| moment(rest.split(']').next()?));
    let (first, end) = (inside.next()?, inside.next()?);
    let last = if end > first { end.plus_ms(-1) } else { end };
    Some((first.to_china().date(), last.to_china().date()))
}

/// Holds `交易合计：2笔，商家实收共18.00元，…` against the lines.
fn agree(read: &mut Read, at: usize, comment: &str, word: &str, sums: &Sums) {
    let between = |before: &str, after: char| -> Option<&str> {
        let rest = &comment[comment.find(before)? + before.len()..];
        Some(rest[..rest.find(after)?].trim_matches(['：', ':', ' ', '共']))
    };
    let told: Option<i64> = between(word, '笔').and_then(|text| text.parse().ok());
    if told != Some(sums.count) {
        let told = told.map_or_else(String::new, |told| told.to_string());
        read.bad.push(bad(
            at,
            word,
            &format!("合计为 {told} 笔，明细有 {} 笔", sums.count),
            &format!("the sum says {told} lines, there are {}", sums.count),
        ));
    }
    let before = if word == "退款合计" { "商家实收退款" } else { "商家实收" };
    if let Some(told) = between(before, '元').and_then(amount)
        && told != sums.amount
    {
        read.bad.push(bad(
            at,
            word,
            &format!("合计为 {told} 元，明细合计 {} 元", sums.amount),
            &format!("the sum says {told} yuan, the lines add up to {}", sums.amount),
        ));
    }
}
