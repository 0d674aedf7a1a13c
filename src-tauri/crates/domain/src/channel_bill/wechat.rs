//! WeChat's 交易账单: `SUCCESS`, `REFUND` and `REVOKED` lines, then a heading and a line of sums.

use super::cells::{amount, bad, bare, moment, of, unreadable};
use super::{ChannelLine, Columns, Read, line_no};
use crate::money::Fen;
use crate::payment::PayChannel;
use crate::reconcile::MoneyWay;

pub(super) fn read(rows: &[Vec<String>], heading: usize, columns: &Columns) -> Read {
    let time = columns.find(&["交易时间"]);
    let trade = columns.find(&["微信订单号"]);
    let ours = columns.find(&["商户订单号"]);
    let state = columns.find(&["交易状态"]);
    let total = columns.find(&["订单金额", "总金额", "应结订单金额"]);
    let back = columns.find(&["申请退款金额", "退款金额"]);
    let back_state = columns.find(&["退款状态"]);
    let mut read = Read::default();
    let (mut count, mut sum) = (0_i64, Fen::ZERO);
    let mut summed = false;
    for (at, row) in rows.iter().enumerate().skip(heading + 1) {
        if row.iter().all(|cell| bare(cell).is_empty()) {
            continue;
        }
        if bare(&row[0]) == "总交易单数" {
            summed = true;
            let sums = Columns::of(row);
            if let Some(values) = rows.get(at + 1) {
                agree(&mut read, at + 1, values, &sums, count, sum);
            }
            break;
        }
        count += 1;
        let word = of(row, state);
        if !matches!(word, "SUCCESS" | "REFUND" | "REVOKED") {
            read.bad.push(bad(
                at,
                "交易状态",
                "不是 SUCCESS、REFUND 或 REVOKED",
                "is none of SUCCESS, REFUND, REVOKED",
            ));
            continue;
        }
        let refund = word == "REFUND";
        if !refund {
            sum += amount(of(row, total)).unwrap_or(Fen::ZERO);
        }
        let Some(paid_at) = moment(of(row, time)) else {
            read.bad.push(unreadable(at, "交易时间"));
            continue;
        };
        let trade_no = of(row, trade);
        if trade_no.is_empty() {
            read.bad.push(unreadable(at, "微信订单号"));
            continue;
        }
        let column = if refund { back } else { total };
        let Some(amount_fen) = amount(of(row, column)).filter(|amount| amount.is_positive()) else {
            read.bad.push(unreadable(at, if refund { "申请退款金额" } else { "订单金额" }));
            continue;
        };
        let back_word = of(row, back_state);
        read.lines.push(ChannelLine {
            line: line_no(at),
            channel: PayChannel::WeChat,
            trade_no: trade_no.to_owned(),
            our_no: Some(of(row, ours).to_owned()).filter(|no| !no.is_empty() && no != "0"),
            at: paid_at,
            amount_fen,
            way: if refund { MoneyWay::Refunded } else { MoneyWay::Paid },
            done: match word {
                "REVOKED" => false,
                "REFUND" => back_word.is_empty() || back_word == "SUCCESS",
                _ => true,
            },
            words: if refund && !back_word.is_empty() { format!("{word} {back_word}") } else { word.to_owned() },
        });
    }
    if !summed {
        let last = rows.len().saturating_sub(1);
        read.bad.push(bad(last, "", "没有汇总行，文件可能不完整", "the summary is missing: the file may be cut off"));
    }
    read
}

/// Holds the summary against the lines.
fn agree(read: &mut Read, at: usize, values: &[String], sums: &Columns, count: i64, sum: Fen) {
    let told: Option<i64> = of(values, sums.find(&["总交易单数"])).parse().ok();
    if told != Some(count) {
        let told = told.map_or_else(String::new, |told| told.to_string());
        read.bad.push(bad(
            at,
            "总交易单数",
            &format!("汇总为 {told} 笔，明细有 {count} 笔"),
            &format!("the summary says {told} lines, there are {count}"),
        ));
    }
    let column = sums.find(&["订单总金额", "总交易额"]);
    if let Some(told) = column.and_then(|_| amount(of(values, column)))
        && told != sum
    {
        read.bad.push(bad(
            at,
            "订单总金额",
            &format!("汇总为 {told} 元，明细合计 {sum} 元"),
            &format!("the summary says {told} yuan, the lines add up to {sum}"),
        ));
    }
}
