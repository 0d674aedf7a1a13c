//! What a car in an ETCP lot owes, what ETCP is told once it is paid, and whether it knows of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::Guid;
use crate::moment::Moment;
use crate::money::Fen;

/// 在场车停车费 (8.7). The plate in it is masked by ETCP, and it may name an exit for a car that still stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    /// 停车记录订单号.
    pub order_id: String,
    /// 车场 ID, as it came.
    pub parking_id: String,
    /// The lot's name; empty where it says none.
    pub parking_name: String,
    /// 入场时间.
    pub entered_at: Option<Moment>,
    /// 总停车费.
    pub fee_fen: Fen,
    /// 剩余代缴停车费: what is paid is exactly this.
    pub remaining_fen: Fen,
    /// 验证信息, to be handed back with the payment.
    pub verification: String,
}

/// 历史停车记录 (8.6): a stay that is over, within seven days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PastStay {
    /// 停车记录订单号.
    pub order_id: String,
    /// 车场 ID, as it came.
    pub parking_id: String,
    /// The lot's name.
    pub parking_name: String,
    /// 车牌号, as it came.
    pub plate: String,
    /// 入场时间.
    pub entered_at: Option<Moment>,
    /// 出场时间.
    pub left_at: Option<Moment>,
    /// 停车费.
    pub fee_fen: Fen,
    /// What of it was paid in cash at the exit.
    pub cash_fen: Fen,
}

/// 用户支付完成通知 (8.8): what ETCP is told of money that was taken for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaidNotice {
    /// 外部停车支付单 ID, the same for every try.
    pub external_order_id: String,
    /// Whose sign-in carries it.
    pub account_id: Guid,
    /// 停车记录订单号.
    pub order_id: String,
    /// 支付金额.
    pub amount_fen: Fen,
    /// 支付时间.
    pub paid_at: Moment,
    /// 验证信息 of the bill.
    pub verification: String,
}

/// How it is known that ETCP has a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// It answered the notice itself.
    Reply,
    /// The stay is over and was paid electronically (8.6).
    History,
    /// The fee of the car has gone down by it (8.7).
    Fee,
    /// A person found out and said so.
    Person,
}

/// Whether a payment arrived whose answer was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrived {
    /// It did.
    Yes(Proof),
    /// It did not: the very same notice may go again.
    No,
    /// It did not, and cannot any more: the driver paid in cash at the exit.
    PaidInCash,
    /// Nothing says so or otherwise yet.
    Unclear,
}

/// What ETCP's own lists say of a payment of `amount` for an order whose whole fee was `fee` then.
///
/// A car that stays on after paying owes again, so what counts is how much of the fee is paid, not what is still due.
pub fn arrived(order_id: &str, fee: Fen, amount: Fen, history: &[PastStay], bills: &[Bill]) -> Arrived {
    let paid_before = fee - amount;
    let by_what_is_paid = |paid: Fen, proof| {
        if paid >= paid_before + amount {
            Some(Arrived::Yes(proof))
        } else if paid <= paid_before {
            Some(Arrived::No)
        } else {
            None
        }
    };
    if let Some(past) = history.iter().find(|past| past.order_id == order_id) {
        return match by_what_is_paid(past.fee_fen - past.cash_fen, Proof::History) {
            Some(Arrived::No) => Arrived::PaidInCash,
            Some(said) => said,
            None => Arrived::Unclear,
        };
    }
    let bill = bills.iter().find(|bill| bill.order_id == order_id);
    let said = bill.and_then(|bill| by_what_is_paid(bill.fee_fen - bill.remaining_fen, Proof::Fee));
    said.unwrap_or(Arrived::Unclear)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bill(fee: i64, remaining: i64) -> Bill {
        Bill {
            order_id: "A".into(),
            parking_id: "3126".into(),
            parking_name: "ETCP 停车场".into(),
            entered_at: None,
            fee_fen: Fen(fee),
            remaining_fen: Fen(remaining),
            verification: "v".into(),
        }
    }

    fn past(fee: i64, cash: i64) -> PastStay {
        PastStay {
            order_id: "A".into(),
            parking_id: "3126".into(),
            parking_name: String::new(),
            plate: "京MZ1173".into(),
            entered_at: None,
            left_at: None,
            fee_fen: Fen(fee),
            cash_fen: Fen(cash),
        }
    }

    fn asked(history: &[PastStay], bills: &[Bill]) -> Arrived {
        arrived("A", Fen(800), Fen(800), history, bills)
    }

    #[test]
    fn the_history_decides_where_it_knows_the_stay() {
        assert_eq!(asked(&[past(800, 0)], &[bill(800, 800)]), Arrived::Yes(Proof::History));
        assert_eq!(asked(&[past(800, 800)], &[]), Arrived::PaidInCash);
        assert_eq!(asked(&[past(800, 300)], &[]), Arrived::Unclear, "part in cash fits neither");
        let other = PastStay { order_id: "B".into(), ..past(800, 0) };
        assert_eq!(asked(&[other], &[]), Arrived::Unclear);
    }

    #[test]
    fn a_car_that_stays_on_owes_again_and_has_paid_all_the_same() {
        assert_eq!(asked(&[], &[bill(800, 0)]), Arrived::Yes(Proof::Fee));
        assert_eq!(asked(&[], &[bill(1300, 500)]), Arrived::Yes(Proof::Fee));
        assert_eq!(asked(&[], &[bill(800, 800)]), Arrived::No);
        assert_eq!(asked(&[], &[bill(1300, 1300)]), Arrived::No);
        assert_eq!(asked(&[], &[bill(1300, 900)]), Arrived::Unclear);
        assert_eq!(asked(&[], &[]), Arrived::Unclear, "a car that is gone has no bill");
    }

    #[test]
    fn what_was_paid_before_does_not_count() {
        // 5.00 had been paid of 8.00 when the other 3.00 were taken.
        let said = |bills: &[Bill]| arrived("A", Fen(800), Fen(300), &[], bills);
        assert_eq!(said(&[bill(800, 300)]), Arrived::No);
        assert_eq!(said(&[bill(800, 0)]), Arrived::Yes(Proof::Fee));
        assert_eq!(arrived("A", Fen(800), Fen(300), &[past(800, 300)], &[]), Arrived::PaidInCash);
    }
}
