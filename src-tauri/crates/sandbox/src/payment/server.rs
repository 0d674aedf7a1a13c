//! Its five calls, and the simulator's own endpoints.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::{Back, Channel, Ending, PASSWORD_TAKES_MS, Stands, State as Kept, Trade, Whose, bill};

#[derive(Clone)]
struct Shared {
    channel: Arc<Channel>,
    stop: CancellationToken,
}

pub(super) fn router(channel: Arc<Channel>, stop: CancellationToken) -> Router {
    Router::new()
        .route("/v1/pay", post(pay))
        .route("/v1/query", post(query))
        .route("/v1/reverse", post(reverse))
        .route("/v1/refund", post(refund))
        .route("/v1/refund_query", post(refund_query))
        .route("/_sandbox/trades", get(trades))
        .route("/_sandbox/calls", get(calls))
        .route("/_sandbox/ending", post(ending))
        .route("/_sandbox/set", post(set))
        .route("/_sandbox/bill", get(download))
        .with_state(Shared { channel, stop })
}

/// Whether whoever calls is the merchant; and what it asks.
fn asked(shared: &Shared, headers: &HeaderMap, path: &str, body: &str) -> Result<Value, StatusCode> {
    let config = &shared.channel.config;
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let asked: Value = serde_json::from_str(body).map_err(|_| StatusCode::BAD_REQUEST)?;
    if shown != format!("Bearer {}", config.key) || asked["merchant"] != json!(config.merchant) {
        return Err(StatusCode::UNAUTHORIZED);
    }
    let mut state = shared.channel.state();
    let number = asked["out_trade_no"].as_str().unwrap_or_default().to_owned();
    state.calls.push((path.to_owned(), number));
    let count = state.calls.len();
    let down = state.down;
    drop(state);
    shared.channel.came.send_replace(count);
    if down { Err(StatusCode::SERVICE_UNAVAILABLE) } else { Ok(asked) }
}

fn answer(body: Value) -> Response {
    Json(body).into_response()
}

fn refused(code: &str, message: &str) -> Value {
    json!({ "state": "refused", "code": code, "message": message })
}

fn text<'a>(asked: &'a Value, name: &str) -> &'a str {
    asked[name].as_str().unwrap_or_default()
}

/// A trade as it stands now: a driver may have entered the password meanwhile.
fn stands(trade: &mut Trade, now_ms: i64) -> Value {
    if trade.stands == Stands::Paying
        && let Some(at) = trade.password_at_ms.filter(|at| *at <= now_ms)
    {
        charge(trade, at);
    }
    match trade.stands {
        Stands::Paying => json!({ "state": "paying", "code": "USERPAYING", "message": "等待用户输入密码" }),
        Stands::Paid => json!({
            "state": "paid", "trade_no": trade.trade_no, "paid_at": trade.paid_at_ms, "amount_fen": trade.amount_fen,
        }),
        Stands::Refused => refused("NOTENOUGH", "余额不足"),
        Stands::Closed => json!({ "state": "closed" }),
    }
}

fn charge(trade: &mut Trade, at_ms: i64) {
    trade.stands = Stands::Paid;
    trade.paid_at_ms = Some(at_ms);
    trade.charged += 1;
}

/// What the code's last digits say where nothing was ordered.
fn by_digits(code: &str) -> Ending {
    match &code[code.len().saturating_sub(4)..] {
        "0001" => Ending::Password,
        "0002" => Ending::Insufficient,
        "0003" => Ending::LoseReply,
        "0004" => Ending::NoPassword,
        _ => Ending::Paid,
    }
}

fn whose(code: &str) -> Option<Whose> {
    if !code.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    match (code.get(..2)?.parse::<u32>().ok()?, code.len()) {
        (10..=15, 18) => Some(Whose::Wechat),
        (25..=30, 16..=24) => Some(Whose::Alipay),
        _ => None,
    }
}

fn number(state: &mut Kept, whose: Whose, day: &str) -> String {
    state.numbers += 1;
    match whose {
        Whose::Wechat => format!("4200002712{day}{:010}", state.numbers),
        Whose::Alipay => format!("{day}22001400{:012}", state.numbers),
    }
}

async fn pay(State(shared): State<Shared>, headers: HeaderMap, body: String) -> Response {
    let asked = match asked(&shared, &headers, "pay", &body) {
        Ok(asked) => asked,
        Err(refused) => return refused.into_response(),
    };
    let (ending, said) = judge(&shared, &asked);
    match ending {
        Ending::LoseReply | Ending::LoseRequest => StatusCode::GATEWAY_TIMEOUT.into_response(),
        Ending::Hang | Ending::HangBefore => {
            // Until the channel goes: whoever waits gives up long before.
            shared.stop.cancelled().await;
            StatusCode::GATEWAY_TIMEOUT.into_response()
        }
        _ => answer(said),
    }
}

fn judge(shared: &Shared, asked: &Value) -> (Ending, Value) {
    let now = shared.channel.now();
    let (number_of, code) = (text(asked, "out_trade_no"), text(asked, "auth_code"));
    let amount_fen = asked["amount_fen"].as_i64().unwrap_or(0);
    let mut state = shared.channel.state();
    if let Some(trade) = state.trades.get_mut(number_of) {
        return (Ending::Paid, stands(trade, now.0));
    }
    let Some(whose) = whose(code) else { return (Ending::Paid, refused("AUTH_CODE_INVALID", "付款码无效")) };
    let subject = text(asked, "subject").chars().count();
    if number_of.len() != 32 || amount_fen <= 0 || !(1..=32).contains(&subject) {
        return (Ending::Paid, refused("PARAM_ERROR", "参数错误"));
    }
    if state.codes.contains_key(code) {
        return (Ending::Paid, refused("AUTH_CODE_EXPIRE", "付款码已被使用，请刷新后重试"));
    }
    let ending = if state.endings.is_empty() { by_digits(code) } else { state.endings.remove(0) };
    if matches!(ending, Ending::LoseRequest | Ending::HangBefore) {
        return (ending, Value::Null);
    }
    state.codes.insert(code.to_owned(), number_of.to_owned());
    let day = now.to_china().format("%Y%m%d").to_string();
    let mut trade = Trade {
        out_trade_no: number_of.to_owned(),
        trade_no: number(&mut state, whose, &day),
        whose,
        amount_fen,
        stands: Stands::Paying,
        paid_at_ms: None,
        password_at_ms: None,
        charged: 0,
        back: Vec::new(),
    };
    match ending {
        Ending::Password => trade.password_at_ms = Some(now.0 + PASSWORD_TAKES_MS),
        Ending::NoPassword => {}
        Ending::Insufficient => trade.stands = Stands::Refused,
        _ => charge(&mut trade, now.0),
    }
    let said = stands(&mut trade, now.0);
    state.trades.insert(number_of.to_owned(), trade);
    (ending, said)
}

async fn query(State(shared): State<Shared>, headers: HeaderMap, body: String) -> Response {
    let asked = match asked(&shared, &headers, "query", &body) {
        Ok(asked) => asked,
        Err(refused) => return refused.into_response(),
    };
    let now = shared.channel.now();
    let mut state = shared.channel.state();
    let said = state.trades.get_mut(text(&asked, "out_trade_no")).map(|trade| stands(trade, now.0));
    answer(said.unwrap_or_else(|| json!({ "state": "unknown" })))
}

async fn reverse(State(shared): State<Shared>, headers: HeaderMap, body: String) -> Response {
    let asked = match asked(&shared, &headers, "reverse", &body) {
        Ok(asked) => asked,
        Err(refused) => return refused.into_response(),
    };
    let now = shared.channel.now();
    let number_of = text(&asked, "out_trade_no");
    let mut state = shared.channel.state();
    match state.trades.get_mut(number_of) {
        Some(trade) => {
            let _ = stands(trade, now.0);
            if trade.stands == Stands::Paid {
                let left = trade.amount_fen - trade.back.iter().map(|back| back.amount_fen).sum::<i64>();
                trade.back.push(Back { out_refund_no: String::new(), amount_fen: left, at_ms: now.0 });
            }
            trade.stands = Stands::Closed;
        }
        None => {
            // What may still come finds its number taken.
            let trade = Trade {
                out_trade_no: number_of.to_owned(),
                trade_no: String::new(),
                whose: Whose::Wechat,
                amount_fen: 0,
                stands: Stands::Closed,
                paid_at_ms: None,
                password_at_ms: None,
                charged: 0,
                back: Vec::new(),
            };
            state.trades.insert(number_of.to_owned(), trade);
        }
    }
    answer(json!({ "state": "closed" }))
}

async fn refund(State(shared): State<Shared>, headers: HeaderMap, body: String) -> Response {
    let asked = match asked(&shared, &headers, "refund", &body) {
        Ok(asked) => asked,
        Err(refused) => return refused.into_response(),
    };
    let now = shared.channel.now();
    let mut state = shared.channel.state();
    if state.refuse_refunds {
        return answer(refused("NOTENOUGH", "商户余额不足"));
    }
    let (number_of, refund_no) = (text(&asked, "out_trade_no"), text(&asked, "out_refund_no"));
    let amount_fen = asked["amount_fen"].as_i64().unwrap_or(0);
    let Some(trade) = state.trades.get_mut(number_of).filter(|trade| trade.stands == Stands::Paid) else {
        return answer(refused("TRADE_NOT_EXIST", "没有这笔交易"));
    };
    if trade.back.iter().any(|back| back.out_refund_no == refund_no) {
        return answer(json!({ "state": "done" }));
    }
    let left = trade.amount_fen - trade.back.iter().map(|back| back.amount_fen).sum::<i64>();
    if amount_fen <= 0 || amount_fen > left || asked["total_fen"].as_i64() != Some(trade.amount_fen) {
        return answer(refused("PARAM_ERROR", "退款金额不正确"));
    }
    trade.back.push(Back { out_refund_no: refund_no.to_owned(), amount_fen, at_ms: now.0 });
    let lost = state.endings.first().copied() == Some(Ending::LoseReply);
    if lost {
        state.endings.remove(0);
        return StatusCode::GATEWAY_TIMEOUT.into_response();
    }
    answer(json!({ "state": "done" }))
}

async fn refund_query(State(shared): State<Shared>, headers: HeaderMap, body: String) -> Response {
    let asked = match asked(&shared, &headers, "refund_query", &body) {
        Ok(asked) => asked,
        Err(refused) => return refused.into_response(),
    };
    let state = shared.channel.state();
    let refund_no = text(&asked, "out_refund_no");
    let trade = state.trades.get(text(&asked, "out_trade_no"));
    let there = trade.is_some_and(|trade| trade.back.iter().any(|back| back.out_refund_no == refund_no));
    answer(json!({ "state": if there { "done" } else { "unknown" } }))
}

async fn trades(State(shared): State<Shared>) -> Json<Vec<Trade>> {
    Json(shared.channel.state().trades.values().cloned().collect())
}

async fn calls(State(shared): State<Shared>) -> Json<Vec<(String, String)>> {
    Json(shared.channel.state().calls.clone())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EndingOrder {
    ending: Ending,
}

async fn ending(State(shared): State<Shared>, Json(order): Json<EndingOrder>) -> StatusCode {
    shared.channel.state().endings.push(order.ending);
    StatusCode::NO_CONTENT
}

/// What goes on until it is set otherwise.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct Settings {
    down: Option<bool>,
    refuse_refunds: Option<bool>,
}

async fn set(State(shared): State<Shared>, Json(order): Json<Settings>) -> StatusCode {
    let mut state = shared.channel.state();
    state.down = order.down.unwrap_or(state.down);
    state.refuse_refunds = order.refuse_refunds.unwrap_or(state.refuse_refunds);
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
struct BillAsked {
    whose: Whose,
    day: String,
}

async fn download(State(shared): State<Shared>, Query(asked): Query<BillAsked>) -> Response {
    let trades: Vec<Trade> = shared.channel.state().trades.values().cloned().collect();
    let bill = bill::bill(&trades, asked.whose, &asked.day, &shared.channel.config.merchant);
    ([(header::CONTENT_TYPE, "application/octet-stream")], bill.bytes).into_response()
}
