//! Pictures of flaws, and the simulator's own endpoints: have an order sent, by this callback, changed or broken.

use std::sync::{Arc, PoisonError};

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use lotdesk_domain::parking::VehicleClass;
use lotdesk_domain::plate::PlateColor;
use serde::Deserialize;

use super::order::MadeUpOrder;
use super::{App, ORDER_TYPE, RETRIES_S, Sent};
use crate::picture::{Shot, take};

pub(super) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/pictures/{name}", get(picture))
        .route("/_sandbox/send", post(send))
        .route("/_sandbox/sent", get(sent))
        .with_state(app)
}

async fn picture(State(app): State<Arc<App>>, Path(name): Path<String>) -> Response {
    let now = app.config.clock.now();
    let drawn = tokio::task::spawn_blocking(move || {
        take(&Shot {
            car: &name,
            plate: Some(("粤B12345", PlateColor::Blue)),
            class: VehicleClass::Small,
            lane_code: "autox3",
            indoor: true,
            taken_at: now,
        })
    })
    .await;
    match drawn {
        Ok(Ok(jpeg)) => ([(header::CONTENT_TYPE, "image/jpeg")], jpeg).into_response(),
        _ => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// What is sent by `POST /_sandbox/send`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    /// The shop's callback.
    callback_url: String,
    /// The order; a made-up one where it is absent.
    #[serde(default)]
    order: Option<MadeUpOrder>,
    /// Another type than an order's.
    #[serde(default)]
    msg_type: Option<String>,
    /// True to send the last message once more, as it was.
    #[serde(default)]
    again: bool,
    /// True to break the signature.
    #[serde(default)]
    forged: bool,
    /// True to send it again where it is not taken, as the page has it.
    #[serde(default)]
    retry: bool,
}

async fn send(State(app): State<Arc<App>>, Json(order): Json<Order>) -> Response {
    let retries: &[u64] = if order.retry { &RETRIES_S } else { &[] };
    let msg_type = order.msg_type.as_deref().unwrap_or(ORDER_TYPE);
    let last = app.sent.lock().unwrap_or_else(PoisonError::into_inner).last().cloned();
    let sent = match (order.again, last) {
        (true, Some(Sent { msg_id, msg_type, body, .. })) => {
            app.send_body(&order.callback_url, msg_id, &msg_type, body, retries).await
        }
        (true, None) => return (StatusCode::CONFLICT, "nothing was sent yet").into_response(),
        (false, _) => {
            let content = order.order.unwrap_or_else(|| app.make_up()).content();
            let msg_id = app.config.guids.next_guid().to_string();
            let mut body = app.message(&msg_id, msg_type, &content);
            if order.forged {
                body = body.replacen("\"odograph\":", "\"odograph\": ", 1);
            }
            app.send_body(&order.callback_url, msg_id, msg_type, body, retries).await
        }
    };
    Json(sent).into_response()
}

async fn sent(State(app): State<Arc<App>>) -> Json<Vec<Sent>> {
    Json(app.sent.lock().unwrap_or_else(PoisonError::into_inner).clone())
}
