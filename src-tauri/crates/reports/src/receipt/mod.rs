//! The parking receipt (停车收费小票) as text in columns, the same for the printer and for the preview.

pub(crate) mod columns;
pub mod escpos;
pub mod picture;

use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::{Charge, ParkingRecord, PayType};
use lotdesk_domain::tariff::{Fee, FeeLine};

use columns::{centred, pair, rule};

/// Columns of paper 58 mm wide.
pub const COLUMNS_58_MM: usize = 32;
/// Columns of paper 80 mm wide.
pub const COLUMNS_80_MM: usize = 48;

/// Narrower paper than this cannot hold a moment in one line; nothing is laid out below it.
const NARROWEST: usize = 20;

/// What stands on a receipt.
#[derive(Clone, Copy, Debug)]
pub struct Receipt<'a> {
    /// The lot's name.
    pub lot_name: &'a str,
    /// The stay.
    pub record: &'a ParkingRecord,
    /// The payment; its order number is the receipt's number.
    pub charge: &'a Charge,
    /// What of the payment is for charging the battery.
    pub charging_fen: Fen,
    /// What the driver handed over; printed for cash only.
    pub tendered_fen: Fen,
    /// The channel's number of it, where it came through one.
    pub trade_no: Option<&'a str>,
    /// The stay's fee, line by line.
    pub fee: &'a Fee,
    /// Who took the money.
    pub cashier: &'a str,
    /// When the receipt is made.
    pub printed_at: Moment,
    /// True for every receipt after the first: it carries 补打.
    pub copy: bool,
}

/// Lays a receipt out in lines of at most `columns` columns (a Chinese character takes two), without spaces at their
/// ends. Names that are too long go on in the next line.
pub fn lay_out(receipt: &Receipt<'_>, columns: usize) -> Vec<String> {
    let columns = columns.max(NARROWEST);
    let mut lines = Vec::new();
    head(receipt, columns, &mut lines);
    lines.push(rule(columns));
    stay(receipt, columns, &mut lines);
    lines.push(rule(columns));
    for line in &receipt.fee.lines {
        lines.extend(pair(&fee_words(line), &line.amount_fen.to_string(), columns));
    }
    lines.push(rule(columns));
    amounts(receipt, columns, &mut lines);
    lines.push(rule(columns));
    lines.extend(pair("单号", &receipt.charge.order_no, columns));
    if let Some(trade_no) = receipt.trade_no {
        lines.extend(pair("交易号", trade_no, columns));
    }
    lines.extend(pair("收款员", receipt.cashier, columns));
    lines.extend(pair("打印时间", &receipt.printed_at.to_datetime_text(), columns));
    lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
}

/// A length of time in words: `3 小时 12 分`, `2 天 5 分`, `0 分`.
pub fn stay_zh(minutes: u32) -> String {
    let parts = [(minutes / 1440, "天"), (minutes / 60 % 24, "小时"), (minutes % 60, "分")];
    let words: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count} {unit}")).collect();
    if words.is_empty() { "0 分".to_owned() } else { words.join(" ") }
}

/// A way to pay in words.
pub const fn pay_type_zh(pay_type: PayType) -> &'static str {
    match pay_type {
        PayType::Cash => "现金",
        PayType::WeChat => "微信",
        PayType::Alipay => "支付宝",
        PayType::UnionPay => "银联",
        PayType::Etc => "ETC",
        PayType::Other => "其他",
    }
}

fn head(receipt: &Receipt<'_>, columns: usize, lines: &mut Vec<String>) {
    lines.extend(centred(receipt.lot_name, columns));
    lines.extend(centred("停车收费小票", columns));
    if receipt.copy {
        lines.extend(centred("【补打】", columns));
    }
}

fn stay(receipt: &Receipt<'_>, columns: usize, lines: &mut Vec<String>) {
    let record = receipt.record;
    lines.extend(pair("车牌", record.vehicle.plate.as_str(), columns));
    lines.extend(pair("入场时间", &record.entered_at.to_datetime_text(), columns));
    lines.extend(pair("缴费时间", &receipt.charge.paid_at.to_datetime_text(), columns));
    if let Some(left_at) = record.left_at {
        lines.extend(pair("离场时间", &left_at.to_datetime_text(), columns));
    }
    lines.extend(pair("停车时长", &stay_zh(receipt.fee.minutes), columns));
}

fn amounts(receipt: &Receipt<'_>, columns: usize, lines: &mut Vec<String>) {
    let charge = receipt.charge;
    let mut amount = |label: &str, fen: Fen| lines.extend(pair(label, &fen.to_string(), columns));
    // Part of the stay was paid before: say the whole and what is off it, so that the lines above add up.
    let parking = charge.receivable_fen - receipt.charging_fen;
    let before = receipt.fee.fee_fen - parking;
    if before.is_positive() {
        amount("停车费合计", receipt.fee.fee_fen);
        amount("此前已缴", -before);
    }
    if receipt.charging_fen.is_positive() {
        amount("停车费", parking);
        amount("充电费", receipt.charging_fen);
    }
    amount("应收", charge.receivable_fen);
    amount("优惠", -charge.discount_fen);
    amount("实收", charge.received_fen);
    match charge.pay_type {
        PayType::Cash => {
            amount("收现金", receipt.tendered_fen);
            amount("找零", receipt.tendered_fen - charge.received_fen);
        }
        other => lines.extend(pair("支付方式", pay_type_zh(other), columns)),
    }
    lines.extend(pair("实收大写", &charge.received_fen.to_capital_zh(), columns));
}

/// `首时段`, or with a count `后续时段 3 x 2.00`.
fn fee_words(line: &FeeLine) -> String {
    let what = match &line.name {
        Some(name) => format!("{name} {}", line.what.zh()),
        None => line.what.zh().to_owned(),
    };
    if line.times == 1 { what } else { format!("{what} {} x {}", line.times, line.each_fen) }
}
