//! Reconciliation with the platform (B.2.5), and what it said to single orders (B.2.4).

use lotdesk_domain::charging::{ChargeCheck, Confirmation, Dispute, Energy, OrderSeq, Totals};
use lotdesk_domain::fact::Fact;
use lotdesk_domain::message::Platform;
use lotdesk_domain::money::Fen;
use lotdesk_ledger::event::{ChargeCheckAnswered, ChargeOrderConfirmed, ChargeOrdersChecked, StoredDispute};

use crate::api::Nothing;
use crate::api::charger::{CheckList, CheckOrders};
use crate::api::refusal::{Code, Refusal};
use crate::caller::{Caller, Who};
use crate::desk::Desk;

/// A reconciliation covers this long at the most, in milliseconds: a month and a day.
const LONGEST_MS: i64 = 32 * 86_400_000;
/// More orders would not fit into one message's 10 MB with room to spare.
const MOST_ORDERS: usize = 20_000;
const CHECKS_SHOWN: u32 = 100;

/// `charger.check`
pub(crate) async fn check(desk: &Desk, who: Who, request: CheckOrders) -> Result<ChargeCheck, Refusal> {
    let CheckOrders { from, until } = request;
    desk.act(&who, move |act| {
        if !(1..=LONGEST_MS).contains(&until.ms_since(from)) || until > act.now {
            let (zh, en) = (
                "起止时间不能颠倒或晚于现在，最长 32 天",
                "The span ends after it begins, not after now, within 32 days.",
            );
            return Err(Refusal::field("until", zh, en));
        }
        let orders = act.tx.charge_orders_ended(from, until)?;
        if orders.is_empty() {
            let (zh, en) = ("该时段没有由平台结算的充电订单", "No order that the platform settles ended in this span.");
            return Err(Refusal::new(Code::NotFound, zh, en).at("from"));
        }
        if orders.len() > MOST_ORDERS {
            let (zh, en) = ("订单超过 20000 笔，请缩短时段", "More than 20,000 orders; take a shorter span.");
            return Err(Refusal::field("until", zh, en));
        }
        // The number begins with the operator's, as an order's does.
        let operator_id = match act.tx.charge_stations()?.first() {
            Some(stored) => stored.station.operator_id.clone(),
            None => return Err(super::stations::no_such_station()),
        };
        let seq = OrderSeq::draw(&operator_id, act.ids.next_guid()).map_err(Refusal::internal)?;
        let totals: Vec<Totals> = orders.iter().map(lotdesk_domain::charging::ChargeOrder::totals).collect();
        let check = ChargeCheck {
            seq: seq.clone(),
            from,
            until,
            orders: u32::try_from(orders.len()).unwrap_or(u32::MAX),
            energy: totals.iter().map(|t| t.energy).sum::<Energy>(),
            total_fen: totals.iter().map(Totals::total_fen).sum::<Fen>(),
            made_at: act.now,
            answered_at: None,
            disputes: Vec::new(),
        };
        let event = ChargeOrdersChecked {
            seq,
            from,
            until,
            orders: check.orders,
            energy: check.energy,
            total_fen: check.total_fen,
        };
        act.record(event, None, None)?;
        act.state(&Fact::ChargeOrdersChecked { check: check.clone(), orders })?;
        Ok(check)
    })
    .await
}

/// `charger.checks`
pub(crate) async fn list(desk: &Desk, _who: Who, _request: Nothing) -> Result<CheckList, Refusal> {
    Ok(CheckList { checks: desk.look(|tx| Ok(tx.charge_checks(CHECKS_SHOWN)?)).await? })
}

impl Desk {
    /// The platform's answer to a pushed order. The same one again changes nothing.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn charge_order_confirmed(&self, seq: OrderSeq, confirmed: Confirmation) -> Result<(), Refusal> {
        let who = self.who(&Caller::Platform(Platform::Charging));
        self.act(&who, move |act| {
            let Some(stored) = act.tx.charge_order(seq.as_str())? else { return Ok(()) };
            if stored.order.confirmed != Some(confirmed) {
                act.record(ChargeOrderConfirmed { seq, confirmed }, stored.order.record_id, None)?;
            }
            Ok(())
        })
        .await
    }

    /// The platform's answer to a reconciliation. The same one again changes nothing.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn charge_orders_checked(&self, seq: OrderSeq, disputes: Vec<Dispute>) -> Result<(), Refusal> {
        let who = self.who(&Caller::Platform(Platform::Charging));
        self.act(&who, move |act| {
            let Some(check) = act.tx.charge_check(seq.as_str())? else { return Ok(()) };
            if check.answered_at.is_none() || check.disputes != disputes {
                let disputes = disputes.into_iter().map(StoredDispute::from).collect();
                act.record(ChargeCheckAnswered { seq, disputes }, None, None)?;
            }
            Ok(())
        })
        .await
    }
}
