//! The bills that merchants download: WeChat's with its backticks and its summary, Alipay's in GBK between its comments.

use std::fmt::Write as _;

use chrono::DateTime;

use super::{Stands, Trade, Whose};

/// A bill as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    /// Its name.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A line: money that came, or went.
struct Line<'a> {
    trade: &'a Trade,
    at_ms: i64,
    /// What went back, with its number; none for what came.
    back: Option<(i64, &'a str)>,
    revoked: bool,
}

/// China's clock.
fn at(ms: i64) -> String {
    let china = DateTime::from_timestamp_millis(ms + 8 * 3_600_000).unwrap_or_default();
    china.format("%Y-%m-%d %H:%M:%S").to_string()
}

fn yuan(fen: i64) -> String {
    format!("{}{}.{:02}", if fen < 0 { "-" } else { "" }, fen.abs() / 100, fen.abs() % 100)
}

/// The bill of a day, such as `2026-11-25`.
pub fn bill(trades: &[Trade], whose: Whose, day: &str, merchant: &str) -> Bill {
    let mut lines = Vec::new();
    for trade in trades.iter().filter(|trade| trade.whose == whose) {
        let Some(paid_at) = trade.paid_at_ms else { continue };
        let revoked = trade.stands == Stands::Closed;
        lines.push(Line { trade, at_ms: paid_at, back: None, revoked });
        if !revoked {
            let backs = trade.back.iter();
            lines.extend(backs.map(|back| Line {
                trade,
                at_ms: back.at_ms,
                back: Some((back.amount_fen, back.out_refund_no.as_str())),
                revoked: false,
            }));
        }
    }
    lines.retain(|line| at(line.at_ms).starts_with(day));
    lines.sort_by_key(|line| line.at_ms);
    match whose {
        Whose::Wechat => Bill { name: format!("{merchant}All{day}.csv"), bytes: wechat(&lines, merchant).into_bytes() },
        Whose::Alipay => {
            let text = alipay(&lines, day, merchant);
            Bill {
                name: format!("{merchant}_{day}_业务明细.csv"),
                bytes: encoding_rs::GBK.encode(&text).0.into_owned(),
            }
        }
    }
}

fn wechat(lines: &[Line<'_>], merchant: &str) -> String {
    let mut out = String::from(
        "\u{feff}交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注\r\n",
    );
    let (mut paid, mut back) = (0, 0);
    for line in lines {
        let (trade, state) = (
            line.trade,
            match (line.back, line.revoked) {
                (Some(_), _) => "REFUND",
                (None, true) => "REVOKED",
                (None, false) => "SUCCESS",
            },
        );
        let (went, refund_no) = line.back.unwrap_or((0, ""));
        let came = if line.back.is_some() { 0 } else { trade.amount_fen };
        paid += came;
        back += went;
        let _ = write!(
            out,
            "`{},`wxdemo,`{merchant},`0,`,`{},`{},`oDemo,`MICROPAY,`{state},`OTHERS,`CNY,`{},`0.00,`{},`{},`{},`0.00,`{},`{},`停车费,`,`0.00000,`0.60%,`{},`{},`\r\n",
            at(line.at_ms),
            trade.trade_no,
            trade.out_trade_no,
            yuan(came),
            if line.back.is_some() { format!("50300{}", &trade.trade_no[10..]) } else { "0".to_owned() },
            refund_no,
            yuan(went),
            if line.back.is_some() { "ORIGINAL" } else { "" },
            if line.back.is_some() { "SUCCESS" } else { "" },
            yuan(came),
            yuan(went),
        );
    }
    let _ = write!(
        out,
        "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\r\n`{},`{},`{},`0.00,`0.00,`{},`{}\r\n",
        lines.len(),
        yuan(paid),
        yuan(back),
        yuan(paid),
        yuan(back),
    );
    out
}

fn alipay(lines: &[Line<'_>], day: &str, merchant: &str) -> String {
    let zh = |day: &str| format!("{}年{}月{}日 00:00:00", &day[..4], &day[5..7], &day[8..10]);
    let first = chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").unwrap_or_default();
    let end = first.succ_opt().unwrap_or(first).to_string();
    let mut out = format!(
        "#支付宝业务明细查询\r\n#账号：[{merchant}]\r\n#起始日期：[{}]   终止日期：[{}]\r\n#-----------------------------------------业务明细列表----------------------------------------\r\n支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,退款批次号/请求号,服务费（元）,备注\r\n",
        zh(&first.to_string()),
        zh(&end)
    );
    let (mut paid, mut back, mut paid_count, mut back_count) = (0, 0, 0, 0);
    for line in lines.iter().filter(|line| !line.revoked) {
        let trade = line.trade;
        let (word, amount, refund_no) = match line.back {
            None => ("交易", trade.amount_fen, ""),
            Some((went, number)) => ("退款", -went, number),
        };
        if line.back.is_some() {
            (back, back_count) = (back + amount, back_count + 1);
        } else {
            (paid, paid_count) = (paid + amount, paid_count + 1);
        }
        let when = at(line.at_ms);
        let _ = write!(
            out,
            "{}\t,{}\t,{word},停车费,{when},{when},,,,,*演示(138***),{},{},{refund_no},0.00,\r\n",
            trade.trade_no,
            trade.out_trade_no,
            yuan(amount),
            yuan(amount),
        );
    }
    let _ = write!(
        out,
        "#-----------------------------------------业务明细列表结束------------------------------------\r\n#交易合计：{paid_count}笔，商家实收共{}元，商家优惠共0.00元\r\n#退款合计：{back_count}笔，商家实收退款共{}元，商家优惠退款共0.00元\r\n#导出时间：[{}]\r\n",
        yuan(paid),
        yuan(back),
        zh(&end),
    );
    out
}
