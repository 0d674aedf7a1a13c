//! One call of a lot's: envelope, signature, token, content, reply.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use lotdesk_domain::moment::Moment;
use lotdesk_protocols::json::Node;

use super::check;
use super::control;
use super::envelope::{opened, reply, request_is_signed};
use super::platform::{Fault, Judged, Platform};
use super::tables;

/// Path before the city platform's numbers.
pub const NUMBERS_PATH: &str = "/api/1.0";
/// A lot's clock may be off by this much, in milliseconds.
const CLOCK_TOLERANCE_MS: i64 = 600_000;

type Shared = Arc<Platform>;

pub fn router(platform: Shared) -> Router {
    let named = format!("/evcs/v{}/{{name}}", platform.config.version);
    Router::new()
        .route(&named, post(call))
        .route(&format!("{NUMBERS_PATH}/{{name}}"), post(call))
        .with_state(platform.clone())
        .merge(control::router(platform))
}

async fn call(State(platform): State<Shared>, Path(name): Path<String>, headers: HeaderMap, body: String) -> Response {
    // Of two spellings of a name a platform has one.
    let ours = if platform.config.tcec102 { "notification_stationStatus" } else { "notification_stationstate" };
    let interface = if name == ours { "notification_stationstate" } else { name.as_str() };
    let misspelt = name.starts_with("notification_station") && name != ours;
    if misspelt || (interface != "query_token" && tables::pushed(interface).is_none()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let fault = platform.state().strike(interface);
    let (text, status) = match judge(&platform, interface, &headers, &body, fault.as_ref()) {
        Ok(content) => (reply(&platform.config, 0, "请求成功", &content), StatusCode::OK),
        Err((ret, why)) => (reply(&platform.config, ret, &why, "{}"), StatusCode::OK),
    };
    match fault {
        Some(Fault::LoseReply) => StatusCode::GATEWAY_TIMEOUT.into_response(),
        Some(Fault::Garbage) => json("<html>502</html>".to_owned(), status),
        Some(Fault::WrongSignature) => json(text.replace("\"Msg\":\"", "\"Msg\":\"x"), status),
        Some(Fault::Refuse(_) | Fault::Dispute) | None => json(text, status),
    }
}

fn json(body: String, status: StatusCode) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json; charset=UTF-8")], body).into_response()
}

/// The reply's content, or the `Ret` and why. Everything but a token's call is written down.
fn judge(
    platform: &Shared,
    interface: &str,
    headers: &HeaderMap,
    body: &str,
    fault: Option<&Fault>,
) -> Result<String, (i64, String)> {
    let now = platform.config.clock.now();
    let verified = verified(platform, interface, headers, body, now);
    if interface == "query_token" {
        return token(platform, &verified?, now);
    }
    let refuse = |ret: i64, why: String, content: Node| {
        platform.note(interface, Judged::Refused(ret, why.clone()), content);
        Err((ret, why))
    };
    let content = match verified {
        Ok(content) => content,
        Err((ret, why)) => return refuse(ret, why, Node::Null),
    };
    if let Some(Fault::Refuse(ret)) = fault {
        return refuse(*ret, "on purpose".to_owned(), content);
    }
    let tcec102 = platform.config.tcec102;
    if let Some(table) = tables::pushed(interface) {
        let found = check::content(table, &content, tcec102);
        if !found.is_empty() {
            return refuse(4004, found.join("; "), content);
        }
    }
    let (judged, answer) = platform.state().take(interface, &content, fault == Some(&Fault::Dispute), tcec102);
    platform.note(interface, judged, content);
    Ok(answer)
}

/// The content of a call that is what it says it is.
fn verified(
    platform: &Shared,
    interface: &str,
    headers: &HeaderMap,
    body: &str,
    now: Moment,
) -> Result<Node, (i64, String)> {
    let config = &platform.config;
    let node = Node::parse(body).map_err(|error| (4003, error.to_string()))?;
    let Node::Object(members) = &node else { return Err((4003, "not an object".to_owned())) };
    if members.len() != 5 {
        return Err((4003, "five members are wanted: OperatorID, Data, TimeStamp, Seq, Sig".to_owned()));
    }
    let text = |name: &str| {
        node.get(name).and_then(Node::as_text).ok_or_else(|| (4003, format!("{name} is missing or no string")))
    };
    let (operator, data, time, seq, sig) =
        (text("OperatorID")?, text("Data")?, text("TimeStamp")?, text("Seq")?, text("Sig")?);
    if operator != config.operator_id {
        return Err((4003, format!("no operator {operator} is known")));
    }
    if !request_is_signed(config, [operator, data, time, seq], sig) || sig.to_uppercase() != sig {
        return Err((4001, "the signature does not fit, or is not in capitals".to_owned()));
    }
    let at = chrono::NaiveDateTime::parse_from_str(time, "%Y%m%d%H%M%S").map(Moment::from_china);
    let fresh = at.is_ok_and(|at| now.ms_since(at).abs() <= CLOCK_TOLERANCE_MS);
    if time.len() != 14 || !fresh {
        return Err((4003, format!("TimeStamp {time} is not yyyyMMddHHmmss of about now")));
    }
    if seq.len() != 4 || !seq.bytes().all(|b| b.is_ascii_digit()) || seq == "0000" {
        return Err((4003, format!("Seq {seq} is not four digits from 0001 on")));
    }
    if interface != "query_token" {
        let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = bearer.and_then(|text| text.strip_prefix("Bearer ")).unwrap_or_default();
        if platform.state().tokens.get(token).is_none_or(|until| *until <= now) {
            return Err((4002, "the token is not known, or not any more".to_owned()));
        }
    }
    if !platform.state().seen.insert((time.to_owned(), seq.to_owned())) {
        return Err((4003, format!("Seq {seq} was used in that second already")));
    }
    let content = opened(config, data).ok_or((4004, "Data does not open".to_owned()))?;
    Node::parse(&content).map_err(|error| (4004, error.to_string()))
}

/// Tables B.23 and B.24.
fn token(platform: &Shared, content: &Node, now: Moment) -> Result<String, (i64, String)> {
    let config = &platform.config;
    let text = |name: &str| content.get(name).and_then(Node::as_text).unwrap_or_default();
    let fail = match (text("OperatorID") == config.operator_id, text("OperatorSecret") == config.operator_secret) {
        (false, _) => 1,
        (true, false) => 2,
        (true, true) => 0,
    };
    let (token, life_s) = if fail == 0 {
        let token = config.guids.next_guid().to_string();
        let life_s = config.token_life_s;
        platform.state().tokens.insert(token.clone(), now.plus_ms(i64::from(life_s) * 1000));
        (token, life_s)
    } else {
        (String::new(), 0)
    };
    Ok(format!(
        r#"{{"OperatorID":"{}","SuccStat":{},"AccessToken":"{token}","TokenAvailableTime":{life_s},"FailReason":{fail}}}"#,
        config.operator_id,
        i64::from(fail != 0)
    ))
}
