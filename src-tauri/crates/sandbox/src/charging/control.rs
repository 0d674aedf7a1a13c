//! The simulator's own endpoints, for drivers in other processes: what came, what goes wrong next, and a console for what the
//! platform asks of the lot.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use lotdesk_protocols::json::Node;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::ask;
use super::platform::{Fault, Judged, Platform};

/// What is asked by `POST /_sandbox/ask`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    /// The lot's address with everything before the interface's name, such as `https://127.0.0.1:9000/evcs/v1.0`.
    served_at: String,
    /// Interface by its name, or a number.
    interface: String,
    /// The content, as it is to be enciphered.
    content: Box<RawValue>,
}

/// What goes wrong next, by `POST /_sandbox/faults`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    /// Only with this interface.
    #[serde(default)]
    interface: Option<String>,
    /// What; without one the tokens that were given are forgotten.
    #[serde(default)]
    fault: Option<Fault>,
}

pub fn router(platform: Arc<Platform>) -> Router {
    Router::new()
        .route("/_sandbox/pushed", get(pushed))
        .route("/_sandbox/faults", post(faults))
        .route("/_sandbox/ask", post(asked))
        .with_state(platform)
}

async fn pushed(State(platform): State<Arc<Platform>>) -> Json<Value> {
    let all = platform.state().pushed.clone();
    let row = |p: super::Pushed| {
        let (judged, why) = match p.judged {
            Judged::Taken => ("taken", Value::Null),
            Judged::Repeated => ("repeated", Value::Null),
            Judged::Refused(ret, why) => ("refused", json!(format!("{ret} {why}"))),
        };
        json!({ "interface": p.interface, "judged": judged, "why": why, "content": p.content.compact() })
    };
    Json(all.into_iter().map(row).collect())
}

async fn faults(State(platform): State<Arc<Platform>>, Json(order): Json<Order>) -> StatusCode {
    let mut state = platform.state();
    match order.fault {
        Some(fault) => state.faults.push((order.interface, fault)),
        None => state.tokens.clear(),
    }
    StatusCode::NO_CONTENT
}

async fn asked(State(platform): State<Arc<Platform>>, Json(question): Json<Question>) -> (StatusCode, Json<Value>) {
    let content = match Node::parse(question.content.get()) {
        Ok(content) => content.compact(),
        Err(error) => return (StatusCode::BAD_REQUEST, Json(json!({ "error": error.to_string() }))),
    };
    match platform.ask(&ask::client(), &question.served_at, &question.interface, &content).await {
        Ok(answer) => {
            let content: Value = serde_json::from_str(&answer.content.compact()).unwrap_or(Value::Null);
            (StatusCode::OK, Json(json!({ "ret": answer.ret, "msg": answer.msg, "content": content })))
        }
        Err(error) => (StatusCode::BAD_GATEWAY, Json(json!({ "error": error.to_string() }))),
    }
}
