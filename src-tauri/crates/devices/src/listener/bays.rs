//! What the detectors of bays along a street say. One token for all of them: a gateway in the field collects their words
//! (DB4403/T 313, C.2.2.1) and pushes them one by one.

use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use lotdesk_operations::api::street::BayReportRequest;

use super::Listener;
use super::handlers::{Refused, finished, token_of};
use crate::camera::{ReadProblem, Rule};

/// The name in [`super::LaneTokens`] under which the detectors' token stands. No lane has it: codes have no slash.
pub const BAYS: &str = "/bays";

/// A report is a few words.
const MAX_REPORT_BYTES: usize = 64 * 1024;

/// `POST /bays/reports`.
pub(super) async fn report(State(listener): State<Listener>, request: Request) -> Response {
    listener
        .clone()
        .within_time(async move {
            if !listener.settings.tokens.fits(BAYS, &token_of(&request)) {
                return Err(Refused::Token);
            }
            let bad = |rule| Refused::Push(ReadProblem::body(rule));
            let body = axum::body::to_bytes(request.into_body(), MAX_REPORT_BYTES)
                .await
                .map_err(|_| bad(Rule::TooLarge(MAX_REPORT_BYTES)))?;
            let report: BayReportRequest =
                serde_json::from_slice(&body).map_err(|error| bad(Rule::Json(error.to_string())))?;
            // As a task of its own: a gateway that hangs up does not cut it off half-way.
            let host = listener.host.clone();
            let reply = finished(tokio::spawn(async move { host.bay_report(report).await }).await)?;
            Ok(Json(reply).into_response())
        })
        .await
}
