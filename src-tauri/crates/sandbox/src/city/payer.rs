//! The platform takes money: an order that it was asked to take (5007) is paid, and the lot is told (6007). Only once the
//! lot has taken the news does it count: then it stands in the bill, and the exit may name it.

use lotdesk_domain::moment::Moment;
use lotdesk_protocols::json::Node;

use super::JournalError;
use super::downlink::{self, DownlinkOrder, NotAsked};
use super::journal::{Arrival, ItemFate};
use super::money::{due, fen, yuan};
use super::platform::Shared;
use super::state::Incoming;

/// Why an order was not paid.
#[derive(Debug, thiserror::Error)]
pub enum PayError {
    /// The platform was not asked to take it.
    #[error("no order {0} was asked for")]
    NoOrder(String),
    /// The lot could not be told.
    #[error(transparent)]
    Ask(#[from] NotAsked),
    /// The lot did not answer.
    #[error("{0}")]
    Silent(String),
    /// The lot did not take the news.
    #[error("the lot refuses: {0}")]
    Refused(String),
}

/// The item of 6007 for an order: paid now, by WeChat, in full or as much as is said.
fn told(order: &Node, id: &str, received: Option<i64>, now: Moment) -> Node {
    let copy = |name: &'static str| order.get(name).cloned().map(|value| (name.to_owned(), value));
    let text = |name: &str, value: &str| (name.to_owned(), Node::Text(value.to_owned()));
    let received = received.unwrap_or_else(|| due(order));
    let discount = fen(order, "discount");
    let mut charge = vec![text("id", id)];
    charge.extend(copy("orderNo"));
    charge.extend(copy("recordId"));
    if let Some((_, plate)) = copy("plateNo") {
        let car = vec![("plateNo".to_owned(), plate), ("eidEquiped".to_owned(), Node::Bool(false))];
        charge.push(("parkCarInfo".to_owned(), Node::Object(car)));
    }
    charge.push(text("payTime", &now.to_datetime_text()));
    charge.push(("receivables".to_owned(), yuan(received + discount)));
    charge.push(("discount".to_owned(), yuan(discount)));
    charge.push(("received".to_owned(), yuan(received)));
    charge.push(("payType".to_owned(), Node::Number("2".to_owned())));
    charge.push(text("payFrom", "微信公众号"));
    let mut item = vec![("chargeInfo".to_owned(), Node::Object(charge))];
    item.extend(copy("parkCode"));
    Node::Object(item)
}

/// Pays an order and tells the lot. Gives the payment's identifier.
///
/// # Errors
/// When the order is not known, or the lot does not take the news.
pub async fn pay(platform: &Shared, order_no: &str, received: Option<i64>) -> Result<String, PayError> {
    let order = platform.core().state.money.order_of(order_no).cloned();
    let order = order.ok_or_else(|| PayError::NoOrder(order_no.to_owned()))?;
    let now = platform.now();
    let id = platform.config.guids.next_guid().to_string();
    let item = told(&order.item, &id, received, now);
    let news = DownlinkOrder::by_the_best_way(platform, "6007", item.clone());
    let told = downlink::carry_out(platform, news).await?;
    let Some(answer) = told.answer else { return Err(PayError::Silent(told.why.unwrap_or_default())) };
    if !yes(&answer) {
        return Err(PayError::Refused(answer));
    }
    Ok(id)
}

fn yes(answer: &str) -> bool {
    Node::parse(answer).ok().and_then(|node| node.get("resultCode").and_then(Node::to_integer)) == Some(0)
}

/// The lot has answered a 6007: where it took the news, the payments count from now on.
///
/// # Errors
/// When the news cannot be logged.
pub(super) fn told_of(platform: &Shared, items: &[Node], body: &str, answer: &str) -> Result<(), JournalError> {
    let id_of = |item: &Node| {
        item.get("chargeInfo").and_then(|charge| charge.get("id")).and_then(Node::as_text).map(str::to_uppercase)
    };
    let ids: Vec<String> = items.iter().filter_map(id_of).collect();
    if !yes(answer) || ids.len() != items.len() {
        return Ok(());
    }
    let at_ms = platform.now().0;
    let mut core = platform.core();
    core.log(Arrival {
        no: 0,
        at_ms,
        interface: "6007".into(),
        ids: ids.clone(),
        items: vec![ItemFate::Taken; items.len()],
        remark: None,
        body: body.to_owned(),
    })?;
    for (item, id) in items.iter().zip(&ids) {
        core.state.apply(Incoming { interface: "6007", id, item, at_ms });
    }
    drop(core);
    platform.announce();
    Ok(())
}

/// Pays those of these orders whose plates have a contract, as the platform does by itself.
pub fn pay_by_contract(platform: &Shared, items: &[Node]) {
    for item in items {
        let text = |name: &str| item.get(name).and_then(Node::as_text).unwrap_or_default().to_owned();
        let (order_no, plate) = (text("orderNo"), text("plateNo"));
        let wanted = {
            let core = platform.core();
            let order = core.state.money.order_of(&order_no);
            core.state.money.has_contract(&plate) && order.is_some_and(|order| !order.paid)
        };
        if !wanted {
            continue;
        }
        let platform = platform.clone();
        tokio::spawn(async move {
            if let Err(why) = pay(&platform, &order_no, None).await {
                tracing::warn!(%why, order_no, "the sandbox could not tell of a payment");
            }
        });
    }
}
