//! What docloud pushes: changes of orders, and news of watched cars. And what happens by itself in the demo.

use lotdesk_protocols::sign::md5_hex_upper;
use serde_json::{Value, json};

use super::state::State;
use super::{Came, Docloud, made_up};

/// An inspection's way.
const WAY: [u8; 7] = [10, 15, 20, 25, 30, 35, 50];

/// A push that is ready to be sent: interface and body.
type Push = (&'static str, Value);

/// How a push is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Signing {
    /// The signature is broken.
    pub forged: bool,
    /// Signed so many seconds ago.
    pub seconds_ago: i64,
}

/// A push as it went out: `callback-order` or `callback-monitor`, its signed query, its body.
#[derive(Clone, Debug)]
pub(super) struct Went {
    interface: &'static str,
    query: String,
    body: String,
}

fn path_of(interface: &str) -> &'static str {
    if interface == "callback-order" { "/order" } else { "/monitor" }
}

/// Sends a push, signed over its query and body, and keeps what came of it. True when it was taken.
pub(super) async fn send(docloud: &Docloud, push: Push, how: Signing) -> bool {
    let (interface, body) = push;
    send_text(docloud, interface, body.to_string(), how).await
}

/// The same of a text.
pub(super) async fn send_text(docloud: &Docloud, interface: &'static str, body: String, how: Signing) -> bool {
    let config = &docloud.config;
    let query = format!("app_key={}&timestamp={}", config.app_key, config.clock.now().0 - how.seconds_ago * 1000);
    let text: String = [&config.app_key, &config.app_secret, &query, &body].map(String::as_str).concat();
    let mut sign = md5_hex_upper(text.chars().rev().collect::<String>().as_bytes());
    if how.forged {
        sign = md5_hex_upper(sign.as_bytes());
    }
    let went = Went { interface, query: format!("{query}&sign={sign}"), body };
    docloud.state().went.push(went.clone());
    once(docloud, went).await
}

/// Sends what went out before once more, to the byte: whoever overheard it could do that too. None where there was no such one.
pub(super) async fn replay(docloud: &Docloud, before_the_last: usize) -> Option<bool> {
    let went = docloud.state().went.iter().rev().nth(before_the_last).cloned()?;
    Some(once(docloud, went).await)
}

async fn once(docloud: &Docloud, went: Went) -> bool {
    let Went { interface, query, body } = went;
    let Some(base) = docloud.state().callback_url.clone() else { return false };
    let url = format!("{base}{}?{query}", path_of(interface));
    let request = docloud.client.post(&url).header("Content-Type", "application/json;charset=utf-8");
    let reply = match request.body(body.clone()).send().await {
        Ok(answer) => answer.text().await.unwrap_or_default(),
        Err(_) => String::new(),
    };
    // Strictly the page's: 若接收方处理成功则返回(必须返回).
    let taken = serde_json::from_str::<Value>(&reply).is_ok_and(|said| said == json!({ "success": true }));
    docloud.state().came.push(Came {
        interface: interface.to_owned(),
        pushed: true,
        query: String::new(),
        body,
        reply,
        refused: (!taken).then_some(0),
    });
    taken
}

/// An order becomes paid, done (some of it perhaps not), or closed; what is to be pushed of that.
pub(super) fn order_moves(state: &mut State, id: i64, status: u8, undone: usize, now: &str) -> Option<Push> {
    let order = state.orders.get_mut(&id)?;
    order.status = status;
    now.clone_into(&mut order.changed_at);
    order.cancel_reason = (status == 4).then(|| "用户取消".to_owned());
    let order = order.clone();
    let (mut refund, mut left) = (0, undone);
    let mut touched = Vec::new();
    for violation in state.violations(&order.plate).iter_mut().filter(|v| order.codes.contains(&v.code)) {
        violation.status = match status {
            3 if left > 0 => {
                left -= 1;
                refund += violation.price_yuan();
                4
            }
            3 => 3,
            4 => 1,
            _ => 2,
        };
        touched.push(json!({ "code": violation.code, "processStatus": violation.status }));
    }
    let mut data = json!({
        "orderId": id, "orderStatus": status, "orderStatusTime": now, "violations": touched,
    });
    if refund > 0 {
        data["refundMoney"] = json!(refund);
    }
    if let Some(reason) = &order.cancel_reason {
        data["cancelReason"] = json!(reason);
    }
    Some(("callback-order", json!({ "success": true, "data": data })))
}

/// A watched car gets one more violation; what is to be pushed of that.
pub(super) fn one_more(state: &mut State, plate: &str, now: String) -> Push {
    let all = state.violations(plate);
    let at = all.len();
    all.push(made_up::violation(plate, at, now));
    let items: Vec<Value> = all.iter().map(super::state::Violation::pushed).collect();
    ("callback-monitor", json!({ "success": true, "data": { "plateNumber": plate, "items": items } }))
}

/// A watched car's data is found to be wrong.
pub(super) fn wrong_data(plate: &str) -> Push {
    let data = json!({ "plateNumber": format!(" {plate}"), "code": "1032", "message": "车架号或发动机号位数错误" });
    ("callback-monitor", json!({ "success": false, "data": data }))
}

/// The next step of whatever waits.
pub(super) async fn something(docloud: &Docloud, round: u64) {
    let now = docloud.config.clock.now().to_datetime_text();
    let push = {
        let mut state = docloud.state();
        for inspection in state.inspections.values_mut() {
            if let Some(at) = WAY.iter().position(|step| *step == inspection.status) {
                inspection.status = WAY.get(at + 1).copied().unwrap_or(50);
            }
        }
        // Customers pay before anything else goes on, whoever ordered last first.
        let open = state.orders.values().filter(|order| order.status < 3);
        let order =
            open.min_by_key(|order| (order.status, std::cmp::Reverse(order.id))).map(|order| (order.id, order.status));
        match order {
            // Every fourth order comes back in part.
            Some((id, 1)) if round.is_multiple_of(3) => order_moves(&mut state, id, 2, 0, &now),
            Some((id, 2)) if round.is_multiple_of(2) => order_moves(&mut state, id, 3, usize::from(id % 4 == 0), &now),
            _ => {
                let nth = usize::try_from(round / 8).unwrap_or(0) % state.watched.len().max(1);
                let plate = state.watched.keys().nth(nth).cloned();
                plate.filter(|_| round % 8 == 1).map(|plate| one_more(&mut state, &plate, now))
            }
        }
    };
    if let Some(push) = push
        && !send(docloud, push, Signing::default()).await
    {
        tracing::warn!("the shop does not take docloud's news");
    }
}
