//! Its calls, judged in the order in which the page would: signature first, then what was asked. And the simulator's own
//! endpoints.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State as Shared};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use axum::{Json, Router};
use lotdesk_protocols::sign::md5_hex_upper;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::calls::{Judged, Refused, refuse};
use super::{Came, Docloud, Fault, calls, inspections, made_up, push};

/// Calls by GET.
const GETS: [&str; 12] = [
    "sign/test",
    "violation/condition/all/1.0",
    "violation/order/status",
    "violation/order/detail",
    "violation/amount/cities",
    "basedata/brand/list",
    "basedata/model/list",
    "area/province/list",
    "area/city/list",
    "area/district/list",
    "inspection/v2/order/pre",
    "inspection/v2/order/detail",
];

/// Lists that come without the wrapper.
const BARE: [&str; 2] = ["basedata/brand/list", "basedata/model/list"];

/// How far a caller's clock may be off.
const CLOCK_OFF_MS: i64 = 10 * 60 * 1000;

pub(super) fn router(docloud: Arc<Docloud>) -> Router {
    Router::new()
        .route("/_sandbox/came", get(came))
        .route("/_sandbox/faults", post(faults))
        .route("/_sandbox/push", post(pushed))
        .route("/_sandbox/release", post(release))
        .route("/alipay", get(|| async { "demo: nothing is paid here" }))
        .route("/{*interface}", any(call))
        .with_state(docloud)
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let pair = [rest.next().unwrap_or(b'0'), rest.next().unwrap_or(b'0')];
                let digits = std::str::from_utf8(&pair).unwrap_or("00");
                bytes.push(u8::from_str_radix(digits, 16).unwrap_or(b'?'));
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The query's own parameters, once key, time and signature are as they should be.
fn signed(docloud: &Docloud, query: &str, body: &str) -> Result<Map<String, Value>, Refused> {
    let mut parameters: Vec<(&str, &str)> =
        query.split('&').filter(|part| !part.is_empty()).map(|p| p.split_once('=').unwrap_or((p, ""))).collect();
    let value = |name: &str| parameters.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
    let config = &docloud.config;
    match value("app_key") {
        None => return refuse(1009, "app_key为空"),
        Some(key) if key != config.app_key => return refuse(1004, "APPID 不存在"),
        Some(_) => {}
    }
    // Milliseconds: a time in seconds is half a century off.
    let off = value("timestamp").and_then(|at| at.parse::<i64>().ok()).map(|at| (config.clock.now().0 - at).abs());
    if off.is_none_or(|off| off > CLOCK_OFF_MS) {
        return refuse(1005, "签名无效：timestamp 应为毫秒时间戳");
    }
    let given = value("sign").unwrap_or_default();
    parameters.retain(|(name, _)| *name != "sign");
    parameters.sort_by(|a, b| a.0.cmp(b.0));
    let sorted = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
    let text = [config.app_key.as_str(), &config.app_secret, &sorted, body].concat();
    if given != md5_hex_upper(text.chars().rev().collect::<String>().as_bytes()) {
        return refuse(1005, "签名无效");
    }
    parameters.retain(|(name, _)| !matches!(*name, "app_key" | "timestamp"));
    Ok(parameters.into_iter().map(|(name, value)| (name.to_owned(), json!(decoded(value)))).collect())
}

fn judged(
    docloud: &Docloud,
    interface: &str,
    method: &Method,
    headers: &HeaderMap,
    query: &Map<String, Value>,
    body: &str,
) -> Judged {
    let wanted = if GETS.contains(&interface) { Method::GET } else { Method::POST };
    if *method != wanted {
        return refuse(1001, "请求方式错误");
    }
    let body: Value = match wanted {
        Method::GET => Value::Null,
        _ => match serde_json::from_str(body) {
            Ok(body) => body,
            Err(_) => return refuse(1001, "请求体不是 JSON"),
        },
    };
    let number = |name: &str| -> Result<Option<i64>, Refused> {
        match query.get(name).and_then(Value::as_str) {
            None => Ok(None),
            Some(text) => match text.parse() {
                Ok(number) => Ok(Some(number)),
                Err(_) => refuse(1001, "参数应为整数"),
            },
        }
    };
    let must = |name: &str| -> Result<i64, Refused> {
        match number(name)? {
            Some(number) => Ok(number),
            None => refuse(1001, &format!("缺少参数 {name}")),
        }
    };
    let mut guard = docloud.state();
    let state = &mut *guard;
    if let Some(judged) = violations(docloud, state, interface, query, &body) {
        return judged;
    }
    // 年检接口通用请求头，在POST和GET请求头里必须携带
    let shown = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if shown("app_key") != docloud.config.app_key {
        return refuse(1009, "请求头 app_key 为空或不符");
    }
    if interface == "user/assign/token" {
        return inspections::assign_token(docloud, state, &body);
    }
    let owner = inspections::customer(state, shown("token"))?;
    match interface {
        "basedata/brand/list" => Ok(number("brandId")?.map_or_else(made_up::brands, made_up::series)),
        "basedata/model/list" => Ok(made_up::models(must("seriesId")?)),
        "area/province/list" => Ok(made_up::provinces()),
        "area/city/list" => Ok(made_up::cities(must("provinceId")?)),
        "area/district/list" => Ok(made_up::districts(must("cityId")?)),
        "inspection/v2/vehicle/replace" => inspections::bind(state, &owner, &body),
        "inspection/v2/order/pre" => inspections::pre(state, &owner, query),
        "inspection/v2/order/create" => inspections::create(state, &owner, &body),
        "inspection/v2/order/detail" => inspections::detail(state, &owner, query),
        _ => refuse(1010, "无权访问此接口"),
    }
}

/// The calls without a customer; none for the others.
fn violations(
    docloud: &Docloud,
    state: &mut super::state::State,
    interface: &str,
    query: &Map<String, Value>,
    body: &Value,
) -> Option<Judged> {
    Some(match interface {
        "violation/assign/token" => calls::assign_token(docloud, state, body),
        "violation/condition/all/1.0" => Ok(made_up::conditions()),
        "violation/query/1.0" => calls::query(docloud, state, body),
        "violation/price/query" => calls::price(docloud, state, body),
        "violation/create/order" => calls::create_order(docloud, state, body, false),
        "violation/deduct/self/create/order" => calls::create_order(docloud, state, body, true),
        "violation/deduct/self/valid" => calls::can_deduct(state, body),
        "violation/order/status" => calls::order_status(state, query),
        "violation/order/detail" => calls::order_detail(docloud, state, query),
        "violation/upload/material" => calls::material(state, body),
        "violation/amount/cities" => Ok(calls::amount_cities()),
        "violation/amount/query" => calls::amount(state, body),
        "monitor/car/add" => calls::watch(state, body, false, true),
        "monitor/car/batchAdd" => calls::watch(state, body, true, true),
        "monitor/car/remove" => calls::watch(state, body, false, false),
        "monitor/car/batchRemove" => calls::watch(state, body, true, false),
        _ => return None,
    })
}

async fn call(
    Shared(docloud): Shared<Arc<Docloud>>,
    Path(interface): Path<String>,
    RawQuery(query): RawQuery,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (query, body) = (query.unwrap_or_default(), String::from_utf8_lossy(&body).into_owned());
    let fault = {
        let mut state = docloud.state();
        let at = state.faults.iter().position(|(of, _)| *of == interface);
        at.map(|at| state.faults.remove(at).1)
    };
    let plate = serde_json::from_str::<Value>(&body)
        .ok()
        .filter(|_| interface == "violation/query/1.0")
        .and_then(|body| body["plateNumber"].as_str().map(str::to_owned));
    let judged = match (signed(&docloud, &query, &body), &fault) {
        (Err(refused), _) => Err(refused),
        (Ok(_), Some(Fault::Refuse(code))) => refuse(*code, ""),
        (Ok(parameters), _) if interface == "sign/test" => {
            Ok(json!({ "requestBody": body, "urlParam": Value::Object(parameters).to_string() }))
        }
        (Ok(parameters), fault) => {
            // 同一辆车同一时刻只能允许一次查询
            let busy = plate.as_ref().is_some_and(|plate| !docloud.state().asked.insert(plate.clone()));
            if busy {
                refuse(1014, "查询中,请稍后再试")
            } else {
                match fault {
                    Some(Fault::Slow(ms)) => tokio::time::sleep(Duration::from_millis(*ms)).await,
                    // Nobody closes it.
                    Some(Fault::Hold) => docloud.held.acquire().await.into_iter().for_each(|permit| permit.forget()),
                    _ => {}
                }
                let judged = judged(&docloud, &interface, &method, &headers, &parameters, &body);
                if let Some(plate) = &plate {
                    docloud.state().asked.remove(plate);
                }
                judged
            }
        }
    };
    let (reply, refused) = match judged {
        Ok(data) if BARE.contains(&interface.as_str()) => (data.to_string(), None),
        Ok(data) => (json!({ "success": true, "data": data }).to_string(), None),
        Err(Refused(code, words)) => {
            let known = lotdesk_domain::violation::advice(&code.to_string()).map_or("", |advice| advice.words);
            let words = if words.is_empty() { known.to_owned() } else { words };
            (json!({ "success": false, "errCode": code, "message": words }).to_string(), Some(code))
        }
    };
    docloud.state().came.push(Came {
        interface: interface.clone(),
        pushed: false,
        query,
        body,
        reply: reply.clone(),
        refused,
    });
    match fault {
        Some(Fault::LoseReply) => StatusCode::GATEWAY_TIMEOUT.into_response(),
        Some(Fault::Garbage) => json_of("<html>502</html>".to_owned()),
        _ => json_of(reply),
    }
}

fn json_of(body: String) -> Response {
    (StatusCode::OK, [(header::CONTENT_TYPE, "application/json;charset=utf-8")], body).into_response()
}

async fn came(Shared(docloud): Shared<Arc<Docloud>>) -> Json<Vec<Came>> {
    Json(docloud.state().came.clone())
}

/// What goes wrong next; without one the tokens that were given are forgotten.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FaultOrder {
    #[serde(default)]
    interface: String,
    #[serde(default)]
    fault: Option<Fault>,
}

async fn faults(Shared(docloud): Shared<Arc<Docloud>>, Json(order): Json<FaultOrder>) -> StatusCode {
    let mut state = docloud.state();
    match order.fault {
        Some(fault) => state.faults.push((order.interface, fault)),
        None => {
            // Their orders stay with whoever asks for a token anew.
            state.tokens.clear();
            state.customers.clear();
        }
    }
    StatusCode::NO_CONTENT
}

/// One call that is held goes on.
async fn release(Shared(docloud): Shared<Arc<Docloud>>) -> StatusCode {
    docloud.held.add_permits(1);
    StatusCode::NO_CONTENT
}

/// What is pushed, by `POST /_sandbox/push`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PushOrder {
    /// Where to, before `/order` and `/monitor`; as before where it is absent.
    #[serde(default)]
    callback_url: Option<String>,
    /// The newest order becomes paid (2), done (3) or closed (4).
    #[serde(default)]
    order_status: Option<u8>,
    /// So many of its violations are not handled, and come back.
    #[serde(default)]
    undone: usize,
    /// This watched car gets a violation.
    #[serde(default)]
    plate: Option<String>,
    /// Its data is found to be wrong instead.
    #[serde(default)]
    wrong_data: bool,
    /// The newest inspection comes to this state, which nobody is told of.
    #[serde(default)]
    inspection_status: Option<u8>,
    /// True to send the last push once more, as it was but for the time.
    #[serde(default)]
    again: bool,
    /// The push so many before the last one goes once more, to the byte; 0 is the last.
    #[serde(default)]
    replay: Option<usize>,
    /// True to break the signature.
    #[serde(default)]
    forged: bool,
    /// Signed so many seconds ago.
    #[serde(default)]
    seconds_ago: i64,
}

async fn pushed(Shared(docloud): Shared<Arc<Docloud>>, Json(order): Json<PushOrder>) -> Response {
    let now = docloud.config.clock.now().to_datetime_text();
    let push = {
        let mut state = docloud.state();
        if let Some(url) = &order.callback_url {
            state.callback_url = Some(url.trim_end_matches('/').to_owned());
        }
        if let Some(status) = order.inspection_status {
            if let Some(mut last) = state.inspections.last_entry() {
                last.get_mut().status = status;
            }
            return Json(json!({ "taken": true })).into_response();
        }
        let newest = state.orders.keys().next_back().copied();
        match (order.order_status, &order.plate, newest) {
            (Some(status), _, Some(id)) => push::order_moves(&mut state, id, status, order.undone, &now),
            (_, Some(plate), _) if order.wrong_data => Some(push::wrong_data(plate)),
            (_, Some(plate), _) => Some(push::one_more(&mut state, plate, now)),
            _ => None,
        }
    };
    let how = push::Signing { forged: order.forged, seconds_ago: order.seconds_ago };
    let nothing = |why: &'static str| (StatusCode::CONFLICT, why).into_response();
    let taken = match (push, order.replay) {
        (Some(push), _) => push::send(&docloud, push, how).await,
        (None, Some(before_the_last)) => match push::replay(&docloud, before_the_last).await {
            Some(taken) => taken,
            None => return nothing("so much was not pushed yet"),
        },
        (None, None) if order.again => {
            let last = docloud.state().came.iter().rev().find(|came| came.pushed).cloned();
            let Some(last) = last else { return nothing("nothing was pushed yet") };
            let interface = if last.interface == "callback-order" { "callback-order" } else { "callback-monitor" };
            push::send_text(&docloud, interface, last.body, how).await
        }
        (None, None) => return nothing("there is nothing to push"),
    };
    let last = docloud.state().came.iter().rev().find(|came| came.pushed).cloned();
    Json(json!({ "taken": taken, "push": last })).into_response()
}
