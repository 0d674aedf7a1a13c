//! The rows of the comparison, made by the same rule in `peer.py`.

use std::fmt::Write as _;

use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::table::{Cell, CellKind, Column, Heading, Language, SinkError};

/// 2026-01-01 00:00:00 in China.
const BEGIN_MS: i64 = 1_767_196_800_000;
pub const PAY_TYPES: [&str; 4] = ["现金", "微信", "支付宝", "银联"];
pub const LANES: [&str; 3] = ["出口1", "出口2", "地下二层出口"];
pub const OPERATORS: [&str; 3] = ["陈晓", "王建国", "城市平台"];

/// A row's values.
pub struct Row {
    pub paid_at: Moment,
    pub order_no: String,
    pub plate: String,
    pub entered_at: Moment,
    pub receivable: Fen,
    pub discount: Fen,
    pub received: Fen,
    pub pay_type: &'static str,
    pub lane: &'static str,
    pub operator: &'static str,
}

impl Row {
    pub fn of(n: u64) -> Self {
        let mut row = Self {
            paid_at: Moment(0),
            order_no: String::with_capacity(32),
            plate: String::with_capacity(16),
            entered_at: Moment(0),
            receivable: Fen::ZERO,
            discount: Fen::ZERO,
            received: Fen::ZERO,
            pay_type: "",
            lane: "",
            operator: "",
        };
        row.become_no(n);
        row
    }

    /// The next row in the place of this one.
    fn become_no(&mut self, n: u64) {
        let whole = i64::try_from(n).unwrap_or(0);
        let place = usize::try_from(n).unwrap_or(0);
        self.paid_at = Moment(BEGIN_MS + whole * 31_000);
        self.order_no.clear();
        let _ = write!(self.order_no, "44030400100101{n:010}");
        self.plate.clear();
        let _ = write!(self.plate, "粤B{:05}", n * 7919 % 100_000);
        self.entered_at = Moment(self.paid_at.0 - (whole % 600 + 5) * 60_000);
        self.receivable = Fen(500 + whole % 40 * 50);
        self.discount = Fen(if n.is_multiple_of(10) { 150 } else { 0 });
        self.received = self.receivable - self.discount;
        self.pay_type = PAY_TYPES[place % PAY_TYPES.len()];
        self.lane = LANES[place % LANES.len()];
        self.operator = OPERATORS[place / 7 % OPERATORS.len()];
    }

    pub fn cells(&self) -> [Cell<'_>; 10] {
        [
            Cell::Moment(self.paid_at),
            Cell::Text(&self.order_no),
            Cell::Text(&self.plate),
            Cell::Moment(self.entered_at),
            Cell::Money(self.receivable),
            Cell::Money(self.discount),
            Cell::Money(self.received),
            Cell::Text(self.pay_type),
            Cell::Text(self.lane),
            Cell::Text(self.operator),
        ]
    }
}

/// Hands on so many rows.
pub fn each(count: u64, mut take: impl FnMut(&[Cell<'_>]) -> Result<(), SinkError>) -> Result<(), SinkError> {
    let mut row = Row::of(0);
    for n in 0..count {
        row.become_no(n);
        take(&row.cells())?;
    }
    Ok(())
}

pub fn heading() -> Heading {
    let column = |key: &str, zh: &str, kind, width, total| Column {
        key: key.to_owned(),
        zh: zh.to_owned(),
        en: key.to_owned(),
        kind,
        width,
        total,
    };
    Heading {
        title: "收费明细表".to_owned(),
        lines: vec!["停车场：演示停车场    期间：2026 年".to_owned()],
        columns: vec![
            column("paid_at", "缴费时间", CellKind::Moment, 19, false),
            column("order_no", "订单编号", CellKind::Text, 26, false),
            column("plate", "车牌", CellKind::Text, 11, false),
            column("entered_at", "入场时间", CellKind::Moment, 19, false),
            column("receivable", "应收", CellKind::Money, 10, true),
            column("discount", "优惠", CellKind::Money, 10, true),
            column("received", "实收", CellKind::Money, 10, true),
            column("pay_type", "支付方式", CellKind::Text, 9, false),
            column("lane", "车道", CellKind::Text, 13, false),
            column("operator", "收款员", CellKind::Text, 10, false),
        ],
        language: Language::Zh,
    }
}
