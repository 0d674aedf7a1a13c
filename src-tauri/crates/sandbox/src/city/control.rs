//! The simulator's own endpoints, for drivers in other processes.

use std::sync::Arc;

use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::faults::FaultOrder;
use super::platform::Platform;

/// `POST /_sandbox/faults` takes a [`FaultOrder`]; `GET /_sandbox/{effects,arrivals,disorder,faults}` show what there is.
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
        .with_state(platform)
}

async fn order(State(platform): State<Arc<Platform>>, Json(order): Json<FaultOrder>) -> Json<Value> {
    platform.order_faults(order);
    rules(State(platform)).await
}

async fn rules(State(platform): State<Arc<Platform>>) -> Json<Value> {
    let core = platform.core();
    Json(json!({ "rules": core.script.rules(), "clock_skew_s": core.skew_s }))
}
