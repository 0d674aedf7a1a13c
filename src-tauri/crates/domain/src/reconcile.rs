//! Comparing our payments with the city platform's (DB4403/T 313, 1401; C.5).
//!
//! Payments and refunds are compared under their order numbers, each way by itself: several payments of one order are
//! one sum. An amount below zero in a refund's line is read as its amount.

mod compare;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::moment::Moment;
use crate::money::Fen;
use crate::parking::PayType;
pub use compare::{Class, Difference, Line, Rules, Side, compare};

/// What of a day is asked for (table 115 `billType`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum BillKind {
    /// ALL: every order of the day.
    #[default]
    All,
    /// SUCCESS: those that were paid.
    Paid,
    /// REFUND: those that were given back.
    Refunded,
    /// REVOKED: those that were withdrawn.
    Revoked,
}

/// What a person did about a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Settlement {
    /// Our report of it was sent again.
    Resent,
    /// The ledger was put right by postings; a second person agreed.
    PutRight,
    /// It stays as it is, for a reason.
    Accepted,
}

/// Which way the money went (table 116 `actionType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum MoneyWay {
    /// 0: paid.
    Paid,
    /// 1: given back.
    Refunded,
}

/// A line of the platform's bill (table 116).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CityOrder {
    /// `orderNo`
    pub order_no: String,
    /// `parkCode`
    pub park_code: Option<String>,
    /// `plateNo`, as the platform writes it.
    pub plate: Option<String>,
    /// `spaceNo`
    pub space_no: Option<String>,
    /// `payTime`
    pub paid_at: Moment,
    /// `receivables`
    pub receivable_fen: Fen,
    /// `discount`
    pub discount_fen: Fen,
    /// `received`
    pub received_fen: Fen,
    /// `payType`
    pub pay_type: PayType,
    /// `payFrom`
    pub pay_from: String,
    /// `actionType`; what was withdrawn has none, and no part in a comparison.
    pub way: Option<MoneyWay>,
}

/// A payment or refund of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OurOrder {
    /// Order number.
    pub order_no: String,
    /// Which way the money went.
    pub way: MoneyWay,
    /// How much.
    pub amount_fen: Fen,
    /// When.
    pub at: Moment,
}

/// What does not agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Disagreement {
    /// The platform has it, we do not.
    MissingHere,
    /// We have it, the platform does not.
    MissingThere,
    /// The amounts differ.
    AmountDiffers,
}

/// One order that does not agree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OrderDifference {
    /// Order number.
    pub order_no: String,
    /// Which way the money went.
    pub way: MoneyWay,
    /// What does not agree.
    pub what: Disagreement,
    /// Ours; nothing where we do not have it.
    pub ours_fen: Fen,
    /// The platform's; nothing where it does not have it.
    pub theirs_fen: Fen,
    /// When the first of its payments was made, by whoever has it.
    pub at: Moment,
}

/// One side's sum of an order, and when its first payment was.
type Sum = Option<(Fen, Moment)>;

/// Compares, in the order of the numbers. Lines of other lots are left out: the bill is the account's, not the lot's.
pub fn differences(ours: &[OurOrder], theirs: &[CityOrder], park_code: &str) -> Vec<OrderDifference> {
    let mut orders: BTreeMap<(&str, MoneyWay), (Sum, Sum)> = BTreeMap::new();
    for order in ours {
        let sums = orders.entry((&order.order_no, order.way)).or_default();
        add(&mut sums.0, order.amount_fen, order.at);
    }
    for order in theirs.iter().filter(|order| order.park_code.as_deref().is_none_or(|code| code == park_code)) {
        let Some(way) = order.way else { continue };
        let sums = orders.entry((&order.order_no, way)).or_default();
        let refund = Fen(order.received_fen.0.saturating_abs());
        let amount = if way == MoneyWay::Refunded { refund } else { order.received_fen };
        add(&mut sums.1, amount, order.paid_at);
    }
    let difference = |((order_no, way), sums): ((&str, MoneyWay), (Sum, Sum))| {
        let (what, at) = match sums {
            (Some((ours, at)), Some((theirs, _))) if ours != theirs => (Disagreement::AmountDiffers, at),
            (Some((ours, at)), None) if ours != Fen::ZERO => (Disagreement::MissingThere, at),
            (None, Some((_, at))) => (Disagreement::MissingHere, at),
            _ => return None,
        };
        let amount = |sum: Sum| sum.map_or(Fen::ZERO, |(amount, _)| amount);
        let (ours_fen, theirs_fen) = (amount(sums.0), amount(sums.1));
        Some(OrderDifference { order_no: order_no.to_owned(), way, what, ours_fen, theirs_fen, at })
    };
    orders.into_iter().filter_map(difference).collect()
}

fn add(sum: &mut Sum, amount: Fen, at: Moment) {
    *sum = Some(sum.map_or((amount, at), |(before, first)| (before + amount, first.min(at))));
}

/// The days from the first to the last, both included.
pub fn days(first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    first.iter_days().take_while(move |day| *day <= last)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOT: &str = "44030400100101000010";

    fn ours(order_no: &str, way: MoneyWay, amount: i64) -> OurOrder {
        OurOrder { order_no: order_no.into(), way, amount_fen: Fen(amount), at: Moment(7) }
    }

    fn theirs(order_no: &str, way: MoneyWay, amount: i64) -> CityOrder {
        CityOrder {
            order_no: order_no.into(),
            park_code: Some(LOT.into()),
            plate: None,
            space_no: None,
            paid_at: Moment(9),
            receivable_fen: Fen(amount),
            discount_fen: Fen::ZERO,
            received_fen: Fen(amount),
            pay_type: PayType::WeChat,
            pay_from: "微信公众号".into(),
            way: Some(way),
        }
    }

    #[test]
    fn what_one_side_lacks_and_what_differs() {
        use MoneyWay::{Paid, Refunded};
        let ours = [
            ours("A", Paid, 500),
            ours("B", Paid, 300),
            ours("B", Paid, 200),
            ours("C", Paid, 700),
            ours("A", Refunded, 100),
        ];
        let elsewhere = CityOrder { park_code: Some("44030400100101000099".into()), ..theirs("X", Paid, 1) };
        let city = [
            theirs("A", Paid, 500),
            theirs("B", Paid, 400),
            theirs("D", Paid, 900),
            theirs("A", Refunded, -100),
            elsewhere,
        ];
        let found = differences(&ours, &city, LOT);
        let found: Vec<_> = found.iter().map(|d| (d.order_no.as_str(), d.what, d.ours_fen.0, d.theirs_fen.0)).collect();
        assert_eq!(
            found,
            [
                ("B", Disagreement::AmountDiffers, 500, 400),
                ("C", Disagreement::MissingThere, 700, 0),
                ("D", Disagreement::MissingHere, 0, 900),
            ]
        );
    }

    #[test]
    fn a_stay_let_off_whole_is_no_payment_to_miss() {
        assert_eq!(differences(&[ours("A", MoneyWay::Paid, 0)], &[], LOT), []);
    }
}
