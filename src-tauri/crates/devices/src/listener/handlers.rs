//! One handler per path. All go the same way: the token, then the body within its limits, then the parser, then
//! operations, then the answer; and all of it within the time that a camera waits.

use std::future::Future;

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use lotdesk_domain::id::Guid;
use lotdesk_operations::api::lane::LaneReport;
use lotdesk_operations::api::refusal::{Code, Refusal};
use serde_json::{Value, json};

use super::acknowledged::{Taken, not_acknowledged};
use super::{Listener, parse_signal};
use crate::camera::{
    CameraSignal, OfflineRecord, Push, ReadProblem, Rule, VzenithAnswer, parse_hikvision, parse_own, parse_vzenith,
};

/// Why a push is not taken.
pub(super) enum Refused {
    /// Unknown lane or wrong token: not told which.
    Token,
    /// The push breaks a rule.
    Push(ReadProblem),
    /// The camera read a plate that cannot be one. The car was taken as one without a legible plate.
    Misread(ReadProblem),
    /// Operations refused.
    Operation(Box<Refusal>),
    /// The answer took too long.
    TooSlow,
    /// The read was taken, and its picture is not on the disk yet.
    PictureNotKept,
}

impl From<ReadProblem> for Refused {
    fn from(problem: ReadProblem) -> Self {
        Refused::Push(problem)
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Refused::Operation(Box::new(refusal))
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let words = |field: &str, zh: &str, en: &str| json!({"field": field, "rule_zh": zh, "rule_en": en});
        match self {
            Refused::Token => {
                let body = words("token", "车道或令牌不对", "no such lane with this token");
                let challenge = [(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))];
                (StatusCode::UNAUTHORIZED, challenge, Json(body)).into_response()
            }
            Refused::Push(problem) => {
                let too_large = problem.field == "body" && matches!(problem.rule, Rule::TooLarge(_));
                let status = if too_large { StatusCode::PAYLOAD_TOO_LARGE } else { StatusCode::BAD_REQUEST };
                (status, Json(problem)).into_response()
            }
            Refused::Misread(problem) => (StatusCode::UNPROCESSABLE_ENTITY, Json(problem)).into_response(),
            Refused::Operation(refusal) => {
                let status = match refusal.code {
                    Code::Internal | Code::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
                    Code::NotFound | Code::NoSuchLane => StatusCode::NOT_FOUND,
                    _ => StatusCode::CONFLICT,
                };
                (status, Json(*refusal)).into_response()
            }
            Refused::TooSlow => {
                let body = words("body", "处理超时，请稍后重发", "it took too long; send it again later");
                (StatusCode::SERVICE_UNAVAILABLE, Json(body)).into_response()
            }
            Refused::PictureNotKept => not_acknowledged(json!({})),
        }
    }
}

/// `POST /lanes/{code}/reads`.
pub(super) async fn own(State(listener): State<Listener>, Path(code): Path<String>, request: Request) -> Response {
    listener
        .clone()
        .within_time(async move {
            let (lane_id, body) = listener.admit(&code, request).await?;
            let push = listener.checked(lane_id, parse_own(&body))?;
            let Push::Read(read) = push else { return Ok(Json(json!({})).into_response()) };
            listener.host.camera_heard(lane_id, false);
            let Taken { mut reply, kept } = listener.read(lane_id, read).await?;
            let camera = listener.host.answer(lane_id, &reply);
            // What waited for this lane's sender goes along; what its bridge has fetched already, or what a relay opens, does
            // not open a second time.
            reply.open_gate = camera.open.is_some();
            reply.gate_command_id = camera.open.map(|command| command.command_id).or(reply.gate_command_id);
            if kept { Ok(Json(reply).into_response()) } else { Ok(not_acknowledged(json!(reply))) }
        })
        .await
}

/// `POST /lanes/{code}/vzenith`.
pub(super) async fn vzenith(State(listener): State<Listener>, Path(code): Path<String>, request: Request) -> Response {
    listener
        .clone()
        .within_time(async move {
            let (lane_id, body) = listener.admit(&code, request).await?;
            let push = listener.checked(lane_id, parse_vzenith(&body))?;
            let (mut misread, mut kept) = (None, true);
            let (camera, record) = match push {
                Push::Read(read) => {
                    listener.host.camera_heard(lane_id, false);
                    let record = read.record_no.map(|no| OfflineRecord { no, buffered: read.buffered });
                    misread.clone_from(&read.plate_problem);
                    let taken = listener.read(lane_id, read).await?;
                    kept = taken.kept;
                    (listener.host.answer(lane_id, &taken.reply), record)
                }
                Push::Signal(signal) => {
                    let record = signal.record_no.map(|no| OfflineRecord { no, buffered: signal.buffered });
                    listener.camera_signal(lane_id, signal).await?;
                    (listener.host.orders(lane_id), record)
                }
                Push::Alive => {
                    listener.host.camera_heard(lane_id, true);
                    (listener.host.orders(lane_id), None)
                }
            };
            let answer = VzenithAnswer {
                open_gate: camera.open.is_some(),
                screen: camera.screen,
                voice: camera.voice,
                serial_channel: listener.settings.serial_channel,
                record,
                // These go by the answer's own words, and open the gate by no other status than success.
                again: !kept,
            };
            let mut body = answer.to_json();
            // A gate opens by no other status than success.
            let Some(problem) = misread.filter(|_| camera.open.is_none()) else {
                return Ok(Json(body).into_response());
            };
            // The error beside the answer: the camera still shows the words and goes on to its next record.
            body["field"] = json!(problem.field);
            body["rule_zh"] = json!(problem.rule.zh());
            body["rule_en"] = json!(problem.rule.en());
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Json(body)).into_response())
        })
        .await
}

/// `POST /lanes/{code}/hikvision`.
pub(super) async fn hikvision(
    State(listener): State<Listener>,
    Path(code): Path<String>,
    request: Request,
) -> Response {
    listener
        .clone()
        .within_time(async move {
            let content_type = request
                .headers()
                .get(CONTENT_TYPE)
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default()
                .to_owned();
            let (lane_id, body) = listener.admit(&code, request).await?;
            match listener.checked(lane_id, parse_hikvision(&content_type, body).await)? {
                Push::Read(read) => {
                    listener.host.camera_heard(lane_id, false);
                    let misread = read.plate_problem.clone();
                    // This make's answer opens no gate: a command waits for the bridge that asks for orders.
                    if !listener.read(lane_id, read).await?.kept {
                        return Err(Refused::PictureNotKept);
                    }
                    if let Some(problem) = misread {
                        return Err(Refused::Misread(problem));
                    }
                }
                Push::Signal(signal) => listener.camera_signal(lane_id, signal).await?,
                Push::Alive => listener.host.camera_heard(lane_id, true),
            }
            Ok(StatusCode::OK.into_response())
        })
        .await
}

/// `POST /lanes/{code}/signals`.
pub(super) async fn signals(State(listener): State<Listener>, Path(code): Path<String>, request: Request) -> Response {
    listener
        .clone()
        .within_time(async move {
            let (lane_id, body) = listener.admit(&code, request).await?;
            let now = listener.clock.now();
            let report = listener.checked(lane_id, parse_signal(&body, lane_id, now))?;
            listener.signal(report).await?;
            Ok(Json(json!({})).into_response())
        })
        .await
}

/// `GET /lanes/{code}/orders`.
pub(super) async fn orders(State(listener): State<Listener>, Path(code): Path<String>, request: Request) -> Response {
    listener
        .clone()
        .within_time(async move {
            let (lane_id, _) = listener.admit(&code, request).await?;
            listener.host.camera_heard(lane_id, true);
            let orders = listener.host.orders(lane_id);
            let body: Value = json!({
                "open_gate": orders.open.is_some(),
                "gate_command_id": orders.open.map(|command| command.command_id),
                "screen": orders.screen,
                "voice": orders.voice,
            });
            Ok(Json(body).into_response())
        })
        .await
}

impl Listener {
    pub(super) async fn within_time(self, work: impl Future<Output = Result<Response, Refused>>) -> Response {
        let turns = self.turns.clone();
        let in_turn = async move {
            let _turn = turns.acquire().await;
            work.await
        };
        match tokio::time::timeout(self.answer_within(), in_turn).await {
            Ok(Ok(response)) => response,
            Ok(Err(refused)) => refused.into_response(),
            Err(_) => Refused::TooSlow.into_response(),
        }
    }

    /// Checks the token before a byte of the body is read, then reads the body within its limit.
    async fn admit(&self, code: &str, request: Request<Body>) -> Result<(Guid, Bytes), Refused> {
        let fits = self.settings.tokens.fits(code, &token_of(&request));
        let lane_id = self.host.lane_id(code).filter(|_| fits).ok_or(Refused::Token)?;
        let body = to_bytes(request.into_body(), self.settings.max_body_bytes).await.map_err(|error| {
            let too_long = std::error::Error::source(&error)
                .is_some_and(|cause| cause.to_string().contains("length limit exceeded"));
            let rule =
                if too_long { Rule::TooLarge(self.settings.max_body_bytes) } else { Rule::Json(error.to_string()) };
            let problem = ReadProblem::body(rule);
            self.host.push_refused(lane_id, &problem);
            Refused::Push(problem)
        })?;
        Ok((lane_id, body))
    }

    /// Tells the host of a push that breaks a rule.
    fn checked<T>(&self, lane_id: Guid, parsed: Result<T, ReadProblem>) -> Result<T, Refused> {
        parsed.map_err(|problem| {
            self.host.push_refused(lane_id, &problem);
            Refused::Push(problem)
        })
    }

    /// Hands what a camera saw to operations. An event that is pushed again, because its answer was lost, was taken.
    async fn camera_signal(&self, lane_id: Guid, signal: CameraSignal) -> Result<(), Refused> {
        let id = signal.id(lane_id);
        if id.is_some_and(|id| self.signals.knows(id)) {
            return Ok(());
        }
        self.signal(signal.into_report(lane_id, self.clock.now())).await?;
        if let Some(id) = id {
            self.signals.took(id);
        }
        Ok(())
    }

    async fn signal(&self, report: LaneReport) -> Result<(), Refused> {
        let host = self.host.clone();
        finished(tokio::spawn(async move { host.signal(report).await }).await)
    }
}

/// A task that broke is an internal error, not a silent lane.
pub(super) fn finished<T>(ended: Result<Result<T, Refusal>, tokio::task::JoinError>) -> Result<T, Refused> {
    match ended {
        Ok(result) => result.map_err(Refused::from),
        Err(error) => Err(Refusal::internal(error).into()),
    }
}

/// The token of a push: in its header, or in its address for those that can only be given an address.
pub(super) fn token_of(request: &Request) -> String {
    let header = request
        .headers()
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer ").or_else(|| value.strip_prefix("bearer ")))
        .map(|token| token.trim().to_owned());
    header.or_else(|| query_token(request.uri())).unwrap_or_default()
}

/// `?token=…`, with `%` escapes.
fn query_token(uri: &Uri) -> Option<String> {
    let value = uri.query()?.split('&').find_map(|pair| pair.strip_prefix("token="))?;
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            bytes.push(digit(digits[0])? * 16 + digit(digits[1])?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_in_addresses() {
        let token = |uri: &str| query_token(&uri.parse().unwrap());
        assert_eq!(token("/lanes/in-1/reads?token=abc%2Bd&x=1").as_deref(), Some("abc+d"));
        assert_eq!(token("/lanes/in-1/reads?x=1&token=abc").as_deref(), Some("abc"));
        assert_eq!(token("/lanes/in-1/reads?token=%2"), None);
        assert_eq!(token("/lanes/in-1/reads?token=%+1"), None);
        assert_eq!(token("/lanes/in-1/reads"), None);
    }
}
