//! The simulator's own endpoints, for drivers in other processes.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::faults::FaultOrder;
use super::platform::Platform;
use super::{payer, tcp};

/// `POST /_sandbox/faults` takes a [`FaultOrder`]; `POST /_sandbox/downlink` asks over TCP and gives the answer; `POST /_sandbox/contracts` and `/_sandbox/pay` sign a driver up and pay an order; `GET /_sandbox/{effects,arrivals,disorder,faults}` show what there is.
pub fn router(platform: Arc<Platform>) -> Router {
    Router::new()
        .route("/_sandbox/faults", post(order).get(rules))
        .route("/_sandbox/effects", get(|State(p): State<Arc<Platform>>| async move { Json(p.core().state.effects()) }))
        .route(
            "/_sandbox/arrivals",
            get(|State(p): State<Arc<Platform>>| async move { Json(json!(p.core().arrivals)) }),
        )
        .route(
            "/_sandbox/disorder",
            get(|State(p): State<Arc<Platform>>| async move { Json(p.core().state.disorder().to_vec()) }),
        )
        .route("/_sandbox/downlink", post(downlink))
        .route("/_sandbox/contracts", post(contract))
        .route("/_sandbox/pay", post(pay))
        .with_state(platform)
}

/// A request of the platform, to be sent over TCP.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Downlink {
    /// The interface, such as 4001.
    command: u16,
    /// What stands in `data`.
    #[serde(default)]
    items: Vec<Value>,
}

async fn downlink(State(platform): State<Arc<Platform>>, Json(downlink): Json<Downlink>) -> (StatusCode, Json<Value>) {
    let items: Vec<String> = downlink.items.iter().map(Value::to_string).collect();
    let answered = match tcp::envelope(&platform, &items) {
        Ok(data) => platform.tcp.ask(downlink.command, data).await,
        Err(error) => Err(error.into()),
    };
    match answered {
        Ok(answer) => (StatusCode::OK, Json(json!({ "answer": answer }))),
        Err(why) => (StatusCode::BAD_GATEWAY, Json(json!({ "why": why.to_string() }))),
    }
}

/// A contract begins or ends.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contract {
    plate: String,
    open: bool,
}

async fn contract(State(platform): State<Arc<Platform>>, Json(contract): Json<Contract>) -> StatusCode {
    platform.core().state.money.contract(&contract.plate, contract.open);
    StatusCode::NO_CONTENT
}

/// An order to be paid.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pay {
    order_no: String,
    /// In fen; in full where it is not said.
    #[serde(default)]
    received_fen: Option<i64>,
}

async fn pay(State(platform): State<Arc<Platform>>, Json(pay): Json<Pay>) -> (StatusCode, Json<Value>) {
    match payer::pay(&platform, &pay.order_no, pay.received_fen).await {
        Ok(id) => (StatusCode::OK, Json(json!({ "id": id }))),
        Err(why) => (StatusCode::BAD_GATEWAY, Json(json!({ "why": why.to_string() }))),
    }
}

async fn order(State(platform): State<Arc<Platform>>, Json(order): Json<FaultOrder>) -> Json<Value> {
    platform.order_faults(order);
    rules(State(platform)).await
}

async fn rules(State(platform): State<Arc<Platform>>) -> Json<Value> {
    let core = platform.core();
    Json(json!({ "rules": core.script.rules(), "clock_skew_s": core.skew_s }))
}
