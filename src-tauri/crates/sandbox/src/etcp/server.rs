//! Its ten calls, and the simulator's own endpoints.

use std::sync::{Arc, PoisonError};

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use lotdesk_protocols::json::Node;
use serde::Deserialize;

use super::check::{self, CALLS, No, no, text};
use super::money::pay_in_cash;
use super::push::{Pushed, What};
use super::{Came, Etcp, Fault};

type Shared = Arc<Etcp>;
type Texts = Vec<(String, String)>;

pub(super) fn router(etcp: Shared) -> Router {
    Router::new()
        .route("/merchant/open/1.0.0/openapi/{call}", get(asked).post(told))
        .route("/_sandbox/came", get(came))
        .route("/_sandbox/faults", post(faults))
        .route("/_sandbox/park", post(park))
        .route("/_sandbox/leave", post(leave))
        .route("/_sandbox/push", post(push))
        .route("/_sandbox/pushed", get(pushed))
        .route("/_sandbox/code/{phone}", get(code))
        .with_state(etcp)
}

async fn asked(State(etcp): State<Shared>, Path(call): Path<String>, Query(given): Query<Texts>) -> Response {
    answered(&etcp, &call, true, given)
}

async fn told(
    State(etcp): State<Shared>,
    Path(call): Path<String>,
    headers: HeaderMap,
    Form(given): Form<Texts>,
) -> Response {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !kind.to_lowercase().replace(' ', "").starts_with("application/x-www-form-urlencoded;charset=utf-8") {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    }
    answered(&etcp, &call, false, given)
}

fn answered(etcp: &Etcp, call: &str, get: bool, given: Texts) -> Response {
    match CALLS.iter().find(|(name, ..)| *name == call) {
        None => return StatusCode::NOT_FOUND.into_response(),
        Some((_, wants_get, _)) if *wants_get != get => return StatusCode::METHOD_NOT_ALLOWED.into_response(),
        Some(_) => {}
    }
    let now = etcp.now();
    let mut data_text = String::new();
    let mut state = etcp.state();
    let fault = state.faults.iter().position(|(name, _)| name == call).map(|at| state.faults.remove(at).1);
    let judged = check::parameters(&etcp.config, &given, now).and_then(|(raw, data)| {
        data_text = raw;
        check::members(call, &data)?;
        match &fault {
            Some(Fault::Refuse(code, words)) => return Err(no(*code, words.clone())),
            Some(Fault::LoseRequest) => return Err(no(2, "服务器异常")),
            Some(Fault::RaiseFee(fen)) => state.raised_fen += fen,
            Some(Fault::CashAtExit) => {
                let raised = state.raised_fen;
                let order_id = text(&data, "orderId").to_owned();
                if let Some(car) = state.cars.iter_mut().find(|car| car.order_id == order_id) {
                    pay_in_cash(car, now, raised);
                }
                return Err(no(2, "服务器异常"));
            }
            Some(Fault::LoseReply | Fault::Garbage) | None => {}
        }
        match call {
            "uservalidatecode" => etcp.send_code(&mut state, &data, now),
            "userlogin" => etcp.log_in(&mut state, &data, now),
            "usersignin" => etcp.sign_in(&mut state, &data, now),
            "bindcar" => etcp.bind(&mut state, &data, now),
            "unbindcar" => etcp.unbind(&mut state, &data, now),
            "orderhistory" => etcp.history(&mut state, &data, now),
            "orderunpay" => etcp.unpaid(&mut state, &data, now),
            "orderpaid" => etcp.paid(&mut state, &data, now),
            "surroundingparking" => etcp.around(&data),
            _ => etcp.lot_state(&state, &data, now),
        }
    });
    let (code, reply) = reply(judged);
    let lost = matches!(fault, Some(Fault::LoseReply | Fault::LoseRequest | Fault::Garbage | Fault::CashAtExit));
    state.came.push(Came { interface: call.to_owned(), code, data: data_text, reply: reply.clone(), lost });
    drop(state);
    etcp.arrived.send_modify(|count| *count += 1);
    match fault {
        Some(Fault::LoseReply | Fault::LoseRequest | Fault::CashAtExit) => StatusCode::GATEWAY_TIMEOUT.into_response(),
        Some(Fault::Garbage) => "<html>502</html>".into_response(),
        _ => ([(header::CONTENT_TYPE, "application/json; charset=UTF-8")], reply).into_response(),
    }
}

fn reply(judged: Result<Option<Node>, No>) -> (i64, String) {
    let (code, message, data) = match judged {
        Ok(data) => (0, "ok".to_owned(), data),
        Err((code, words)) => (code, words, None),
    };
    let mut members =
        vec![("code".to_owned(), Node::Number(code.to_string())), ("message".to_owned(), Node::Text(message))];
    members.extend(data.map(|data| ("data".to_owned(), data)));
    (code, Node::Object(members).compact())
}

async fn came(State(etcp): State<Shared>) -> Json<Vec<Came>> {
    Json(etcp.state().came.clone())
}

/// What goes wrong next with a call; without a fault every token is forgotten.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    #[serde(default)]
    interface: String,
    #[serde(default)]
    fault: Option<Fault>,
}

async fn faults(State(etcp): State<Shared>, Json(order): Json<Order>) -> StatusCode {
    let mut state = etcp.state();
    match order.fault {
        Some(fault) => state.faults.push((order.interface, fault)),
        None => state.expire_tokens(),
    }
    StatusCode::NO_CONTENT
}

/// A car in the first lot.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Car {
    plate: String,
    #[serde(default)]
    minutes_ago: i64,
}

async fn park(State(etcp): State<Shared>, Json(car): Json<Car>) -> Json<serde_json::Value> {
    Json(serde_json::json!({ "order_id": etcp.park(&car.plate, car.minutes_ago) }))
}

async fn leave(State(etcp): State<Shared>, Json(car): Json<Car>) -> StatusCode {
    let found =
        etcp.state().cars.iter().find(|c| c.plate == car.plate && c.left_at.is_none()).map(|c| c.syn_id.clone());
    match found.and_then(|syn_id| etcp.leave(&syn_id, etcp.now())) {
        Some(_) => StatusCode::NO_CONTENT,
        None => StatusCode::NOT_FOUND,
    }
}

/// A push to be sent: of the car with this plate that came last.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PushOrder {
    callback_url: String,
    what: What,
    #[serde(default)]
    plate: String,
    /// True to send the last push once more, as it was.
    #[serde(default)]
    again: bool,
    /// True to break the signature.
    #[serde(default)]
    forged: bool,
    /// Pushed so many seconds ago by its own account.
    #[serde(default)]
    seconds_ago: i64,
}

async fn push(State(etcp): State<Shared>, Json(order): Json<PushOrder>) -> Response {
    let body = if order.again {
        let sent = etcp.pushed.lock().unwrap_or_else(PoisonError::into_inner);
        sent.iter().rfind(|pushed| pushed.what == order.what).map(|pushed| pushed.body.clone())
    } else {
        let car = etcp.state().cars.iter().rfind(|car| car.plate == order.plate).cloned();
        car.map(|car| etcp.push_text(order.what, &car, etcp.now().plus_ms(-order.seconds_ago * 1000)))
    };
    let Some(mut body) = body else { return (StatusCode::CONFLICT, "there is no such car or push").into_response() };
    if order.forged {
        body = body.replacen("\"parkId\":", "\"parkId\":9", 1);
    }
    Json(etcp.send(&order.callback_url, order.what, body).await).into_response()
}

async fn pushed(State(etcp): State<Shared>) -> Json<Vec<Pushed>> {
    Json(etcp.pushed.lock().unwrap_or_else(PoisonError::into_inner).clone())
}

async fn code(State(etcp): State<Shared>, Path(phone): Path<String>) -> Response {
    let code = etcp.state().code_of(&phone);
    code.map_or_else(|| StatusCode::NOT_FOUND.into_response(), IntoResponse::into_response)
}
