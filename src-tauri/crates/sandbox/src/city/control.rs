//! The simulator's own endpoints, for drivers in other processes.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::downlink::{self, DownlinkOrder};
use super::faults::FaultOrder;
use super::payer;
use super::platform::Platform;

/// Path before the endpoints' names.
pub const BASE_PATH: &str = "/_sandbox";

/// `POST /_sandbox/faults` takes a [`FaultOrder`]. `POST /_sandbox/downlink` takes a [`DownlinkOrder`], asks, and gives what
/// was sent, the answer, and what is wrong with it. `POST /_sandbox/contracts` and `/_sandbox/pay` sign a driver up and pay an
/// order. `GET /_sandbox/{effects,arrivals,disorder,faults,downlinks}` show what there is.
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
        .route("/_sandbox/downlinks", get(|State(p): State<Arc<Platform>>| async move { Json(p.downlinks.done()) }))
        .with_state(platform)
}

/// The body is read by hand: axum's JSON would lose the text of numbers.
async fn downlink(State(platform): State<Arc<Platform>>, body: String) -> Response {
    let no = |why: String| (StatusCode::BAD_REQUEST, Json(json!({ "why": why }))).into_response();
    let order: DownlinkOrder = match serde_json::from_str(&body) {
        Ok(order) => order,
        Err(why) => return no(why.to_string()),
    };
    match downlink::carry_out(&platform, order).await {
        Ok(done) => Json(done).into_response(),
        Err(why) => no(why.to_string()),
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
