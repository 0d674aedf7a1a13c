//! Orders that have violations handled: what they cost, and how they come along.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Processing, Violation};
use crate::money::Fen;

/// How an order stands at docloud (dictionary 订单状态).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum PlatformStatus {
    /// 1 订单已创建
    Created,
    /// 2 订单已支付
    Paid,
    /// 3 订单已完成
    Done,
    /// 4 订单已关闭
    Closed,
}

/// How an order of ours stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "ViolationOrderState")]
#[schemars(rename = "ViolationOrderState")]
pub enum OrderState {
    /// It is on its way.
    Sending,
    /// It never left: docloud could not be reached.
    NotSent,
    /// docloud refused it.
    Refused,
    /// The answer was lost. It may be there: only docloud can tell.
    Unknown,
    /// It is there for certain; its number is not known yet.
    Arrived,
    /// It waits to be paid.
    Created,
    /// It is paid and being handled.
    Paid,
    /// It is done, perhaps in part.
    Done,
    /// It was closed without being done.
    Closed,
}

impl OrderState {
    /// How an order stands after docloud said this of it; none when it is news of the past.
    pub fn after(self, told: PlatformStatus) -> Option<OrderState> {
        use OrderState as S;
        let next = match told {
            PlatformStatus::Created => S::Created,
            PlatformStatus::Paid => S::Paid,
            PlatformStatus::Done => S::Done,
            PlatformStatus::Closed => S::Closed,
        };
        let rank = |state: S| match state {
            S::Sending | S::NotSent | S::Refused | S::Unknown | S::Arrived => 0,
            S::Created => 1,
            S::Paid => 2,
            S::Done | S::Closed => 3,
        };
        (rank(next) > rank(self)).then_some(next)
    }

    /// True while docloud can still say something new of it.
    pub const fn is_open(self) -> bool {
        !matches!(self, OrderState::NotSent | OrderState::Refused | OrderState::Done | OrderState::Closed)
    }

    /// True when it may be sent (again) under its own number: either it is not there, or docloud says so (1117).
    pub const fn may_be_sent_again(self) -> bool {
        matches!(self, OrderState::NotSent | OrderState::Refused | OrderState::Unknown)
    }

    /// True when docloud has taken the order's money.
    pub const fn is_paid(self) -> bool {
        matches!(self, OrderState::Paid | OrderState::Done)
    }
}

/// A violation that news of an order speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// Its code.
    pub code: String,
    /// How far it is handled; none where docloud does not say.
    pub processing: Option<Processing>,
}

/// What docloud says of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderNews {
    /// docloud's number of it.
    pub order_id: i64,
    /// How it stands.
    pub status: PlatformStatus,
    /// Since when, as docloud writes it.
    pub status_time: String,
    /// What was given back; none where docloud does not say.
    pub refund_fen: Option<Fen>,
    /// Why it was closed.
    pub cancel_reason: String,
    /// Its violations.
    pub violations: Vec<Touched>,
}

/// An order with its price and how it is paid for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderDetail {
    /// How it stands.
    pub news: OrderNews,
    /// What it costs.
    pub price_fen: Fen,
    /// Where it is paid for; empty for an account that is settled later (挂账).
    pub pay_url: String,
}

/// Whose licence the points go off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelfDeduction {
    /// 驾驶证号
    pub licence_no: String,
    /// 档案编号
    pub file_no: String,
}

/// An order on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOrder {
    /// Our number of it: docloud takes each but once.
    pub out_order_no: String,
    /// The violations.
    pub codes: Vec<String>,
    /// Fines and fees.
    pub total_fen: Fen,
    /// Whose licence the points go off, for an order of that kind (自扣分).
    pub self_deduction: Option<SelfDeduction>,
}

/// Why an order of these violations cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSelection {
    /// None was chosen.
    #[error("no violation is chosen")]
    Nothing,
    /// One is not there (any more).
    #[error("violation {0} is not there any more")]
    Gone(String),
    /// docloud cannot handle one.
    #[error("violation {0} cannot be handled")]
    NotSelectable(String),
    /// One has no fee: the query was made without.
    #[error("violation {0} has no service fee")]
    NoFee(String),
    /// One is under way, or done.
    #[error("violation {0} is being handled, or is done")]
    UnderWay(String),
}

/// 代办总金额: fines and service fees of the chosen ones.
///
/// # Errors
/// The first violation that cannot be in an order.
pub fn order_total(there: &[Violation], codes: &[String]) -> Result<Fen, BadSelection> {
    if codes.is_empty() {
        return Err(BadSelection::Nothing);
    }
    let mut total = Fen::ZERO;
    for (at, code) in codes.iter().enumerate() {
        let violation = there.iter().find(|v| v.code == *code).filter(|_| !codes[..at].contains(code));
        let violation = violation.ok_or_else(|| BadSelection::Gone(code.clone()))?;
        if violation.processing != Processing::Untreated {
            return Err(BadSelection::UnderWay(code.clone()));
        }
        if !violation.can_select {
            return Err(BadSelection::NotSelectable(code.clone()));
        }
        let fee = violation.service_fee_fen.ok_or_else(|| BadSelection::NoFee(code.clone()))?;
        total += violation.fine_fen + fee;
    }
    Ok(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violation(code: &str) -> Violation {
        Violation {
            code: code.into(),
            time: "2016-06-06 12:32:38".into(),
            fine_fen: Fen(20_000),
            address: "文二西路口".into(),
            reason: String::new(),
            points: 0,
            violation_city: String::new(),
            rate_of: "浙江省杭州市".into(),
            service_fee_fen: Some(Fen(2_300)),
            mark_fee_fen: None,
            can_select: true,
            processing: Processing::Untreated,
            fine_paid: None,
            needs_licence: false,
            organ: String::new(),
            official_no: String::new(),
        }
    }

    #[test]
    fn a_total_is_fines_and_fees_of_what_can_be_chosen() {
        let there = [
            violation("1"),
            violation("2"),
            Violation { can_select: false, ..violation("3") },
            Violation { service_fee_fen: None, ..violation("4") },
            Violation { processing: Processing::UnderWay, ..violation("5") },
        ];
        let total = |codes: &[&str]| order_total(&there, &codes.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>());
        assert_eq!(total(&["1", "2"]), Ok(Fen(44_600)));
        assert_eq!(total(&[]), Err(BadSelection::Nothing));
        assert_eq!(total(&["1", "1"]), Err(BadSelection::Gone("1".into())), "one violation is handled once");
        assert_eq!(total(&["1", "9"]), Err(BadSelection::Gone("9".into())));
        assert_eq!(total(&["3"]), Err(BadSelection::NotSelectable("3".into())));
        assert_eq!(total(&["4"]), Err(BadSelection::NoFee("4".into())));
        assert_eq!(total(&["5"]), Err(BadSelection::UnderWay("5".into())));
    }

    #[test]
    fn news_of_the_past_changes_nothing() {
        use OrderState as S;
        use PlatformStatus as P;
        assert_eq!(S::Unknown.after(P::Created), Some(S::Created));
        assert_eq!(S::Unknown.after(P::Done), Some(S::Done));
        assert_eq!(S::Created.after(P::Paid), Some(S::Paid));
        assert_eq!(S::Paid.after(P::Created), None);
        assert_eq!(S::Paid.after(P::Closed), Some(S::Closed));
        assert_eq!(S::Done.after(P::Paid), None);
        assert_eq!(S::Closed.after(P::Done), None);
        assert_eq!(S::Paid.after(P::Paid), None);
    }
}
