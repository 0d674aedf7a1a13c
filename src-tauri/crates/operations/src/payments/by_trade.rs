//! `payment.by_trade`: the driver paid on the lot's own QR board and shows the trade number. Nobody can ask the channel about
//! it here; the form is checked, one number pays once, and it stands in a list of its own until the channel's file has it.

use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::LaneKind;
use lotdesk_domain::payment::TradeNo;

use super::book::{Came, book};
use super::may_take_otherwise;
use super::owed::shown;
use crate::act::Act;
use crate::api::exit::Paid;
use crate::api::payment::PayByTrade;
use crate::api::refusal::Refusal;
use crate::caller::Who;
use crate::desk::Desk;
use crate::lanes::must_not_be_held;
use crate::{exits, orders, words};

/// Through what such a payment came (table 15 `payFrom`).
const PAY_FROM: &str = "车场收款码";

pub(crate) async fn by_trade(desk: &Desk, who: Who, request: PayByTrade) -> Result<Paid, Refusal> {
    let trade_no = TradeNo::parse(request.channel, &request.trade_no)
        .map_err(|bad| Refusal::field("trade_no", bad.rule_zh, format!("What fits: {}.", bad.rule)))?;
    desk.act(&who, move |act| {
        if let Some(done) = act.tx.charge(request.request_id)? {
            return exits::answer_again(&done, request.record_id);
        }
        if let Some(other) = act.tx.charge_of_trade(request.channel, trade_no.as_str())? {
            let plate = crate::refunds::plate(act.tx, other.charge.record_id)?;
            return Err(Refusal::field(
                "trade_no",
                format!("该交易号已用于 {plate} 的缴费，一个交易号只能使用一次"),
                format!("This number paid for {plate} already; one number pays once."),
            ));
        }
        orders::may_take_cash(act, request.record_id)?;
        may_take_otherwise(act, request.record_id)?;
        let shown = shown(act, request.record_id, request.due_fen)?;
        if let Some(lane_id) = request.lane_id {
            stands_there(act, lane_id, request.record_id)?;
        }
        let came = Came {
            id: request.request_id,
            order_no: orders::number_for_payment(act, request.record_id, shown.due_fen, request.request_id)?,
            record_id: request.record_id,
            paid_at: act.now,
            received_fen: shown.due_fen,
            tendered_fen: shown.due_fen,
            pay_type: request.channel.pay_type(),
            pay_from: PAY_FROM.to_owned(),
            trade: Some((request.channel, trade_no.as_str().to_owned())),
            by_hand: true,
            shown,
            shown_at: act.now,
        };
        book(act, came)
    })
    .await
}

/// The car waits at this lane and nothing but its payment holds it.
fn stands_there(act: &Act<'_, '_>, lane_id: Guid, record_id: Guid) -> Result<(), Refusal> {
    let lane = act.lane(lane_id, LaneKind::Exit)?;
    let record = act.tx.record(record_id)?.ok_or_else(words::no_such_record)?;
    must_not_be_held(act, &record)?;
    let waits = act.tx.waiting_at(lane.id)?.filter(|waiting| waiting.record_id == Some(record_id));
    waits.map(|_| ()).ok_or_else(|| words::not_waiting_any_more().at("lane_id"))
}
