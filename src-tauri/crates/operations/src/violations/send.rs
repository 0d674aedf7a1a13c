//! An order on its way: sent with no transaction open, and what came of it written down.

use lotdesk_domain::violation::{CarIdentity, NewOrder, OrderState};
use lotdesk_ledger::event::{ViolationOrderAnswered, ViolationOrderDrawn, ViolationOrderPriced};

use super::papers::{identity, papers};
use super::{no_such_car, views};
use crate::api::refusal::Refusal;
use crate::api::violation::ViolationOrderDetail;
use crate::caller::Who;
use crate::desk::Desk;
use crate::docloud::DocloudFailure;

/// docloud has an order under this number already: it arrived.
const ARRIVED: &str = "1117";

/// Its violations are being handled already, or have been. Where this order was sent before, that may be this very order.
const UNDER_WAY: [&str; 3] = ["1104", "1008", "1108"];

/// What sending an order came to; `again` where it had been sent before.
fn answer_of(drawn: &ViolationOrderDrawn, again: bool, sent: Result<i64, DocloudFailure>) -> ViolationOrderAnswered {
    let id = drawn.id;
    let answered = |state, code: Option<String>, words: String| ViolationOrderAnswered {
        id,
        state,
        platform_order_id: None,
        code,
        words,
    };
    match sent {
        Ok(number) => ViolationOrderAnswered {
            platform_order_id: Some(number),
            ..answered(OrderState::Created, None, String::new())
        },
        Err(DocloudFailure::Refused { code, words }) if code == ARRIVED => {
            answered(OrderState::Arrived, Some(code), words)
        }
        Err(DocloudFailure::Refused { code, words }) if again && UNDER_WAY.contains(&code.as_str()) => {
            answered(OrderState::Unknown, Some(code), words)
        }
        Err(DocloudFailure::Refused { code, words }) => answered(OrderState::Refused, Some(code), words),
        Err(DocloudFailure::Lost(why)) => answered(OrderState::Unknown, None, why),
        Err(failure) => answered(OrderState::NotSent, None, failure.zh()),
    }
}

/// The car of an order, with the papers that it was drawn by.
pub(super) async fn car_of(desk: &Desk, drawn: &ViolationOrderDrawn) -> Result<CarIdentity, Refusal> {
    let (plate, car_type, person_id) = (drawn.plate.clone(), drawn.car_type, drawn.person_id);
    desk.look(move |tx| {
        let papers = papers(tx, Some(person_id))?.ok_or_else(no_such_car)?;
        Ok(identity(&plate, car_type, papers))
    })
    .await
}

/// Sends an order that is written down, to the end even when the asker goes away: what was sent must not stay without its
/// answer.
pub(super) async fn send(
    desk: &Desk,
    who: &Who,
    drawn: ViolationOrderDrawn,
    order: NewOrder,
    again: bool,
) -> Result<ViolationOrderDetail, Refusal> {
    let (desk, who) = (desk.clone(), who.clone());
    let running = tokio::spawn(async move {
        let car = car_of(&desk, &drawn).await?;
        let docloud = desk.docloud();
        let answered = answer_of(&drawn, again, docloud.create_order(&car, &order).await);
        let (id, number) = (drawn.id, answered.platform_order_id);
        desk.act(&who, move |act| {
            // A callback may have been faster: it knows more than this answer.
            let still = act.tx.violation_order(id)?.is_some_and(|order| order.state == OrderState::Sending);
            if still {
                act.record(answered, Some(id), Some(id))?;
            }
            Ok::<_, Refusal>(())
        })
        .await?;
        if let Some(number) = number
            && let Err(why) = priced(&desk, &who, &car, id, number).await
        {
            tracing::warn!(why = why.en, "an order's price and pay link could not be asked for yet");
        }
        desk.look(move |tx| views::detail(tx, id)).await
    });
    running.await.unwrap_or_else(|why| Err(Refusal::internal(why)))
}

/// Asks what an order costs and where it is paid for.
pub(super) async fn priced(
    desk: &Desk,
    who: &Who,
    car: &CarIdentity,
    id: lotdesk_domain::id::Guid,
    number: i64,
) -> Result<(), Refusal> {
    let detail = desk.docloud().order_detail(car, number).await?;
    desk.act(who, move |act| {
        let Some(order) = act.tx.violation_order(id)? else { return Ok(()) };
        if order.price_fen != detail.price_fen || order.pay_url != detail.pay_url {
            let priced = ViolationOrderPriced { id, price_fen: detail.price_fen, pay_url: detail.pay_url };
            act.record(priced, Some(id), None)?;
        }
        super::news::take(act, id, &detail.news, "asked")?;
        Ok(())
    })
    .await
}
