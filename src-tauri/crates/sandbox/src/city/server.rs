//! One call: envelope, signature, token, fault, reply (6.1.1, 6.1.2, tables 31 and 32).

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, State};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, body};
use lotdesk_domain::moment::Moment;
use lotdesk_protocols::json::Node;
use lotdesk_protocols::sign::{md5_hex, sha1_hex};
use sha2::{Digest, Sha256};

use super::a2::{self, Refusal};
use super::faults::Fault;
use super::platform::{ItemReply, Shared, refused};
use super::tables::{self, ENVELOPE, Interface};
use super::{RefusalStyle, SignDigest, SignedPart, check, control, listener, payer};

/// Path before the interface's number.
pub const BASE_PATH: &str = "/api/1.0";
/// Path before an invoice's PDF.
pub const PAPERS_PATH: &str = "/papers";
/// 6.1.1 i: what one call may carry.
const MAX_BODY: usize = 10 * 1024 * 1024;

/// The platform's router.
pub fn router(platform: Shared) -> Router {
    Router::new()
        .route(&format!("{BASE_PATH}/{{code}}"), post(call))
        .route(&format!("{PAPERS_PATH}/{{name}}"), get(paper))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(platform.clone())
        .merge(control::router(platform))
}

/// What lies at an invoice's `pdfurl` (table 111).
async fn paper(State(platform): State<Shared>, Path(name): Path<String>) -> Response {
    let paper = platform.core().state.billing.paper(&name);
    match paper {
        Some(bytes) => ([(header::CONTENT_TYPE, "application/pdf")], bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn call(State(platform): State<Shared>, Path(code): Path<String>, request: Request<Body>) -> Response {
    let Some(interface) = tables::interface(&code) else { return StatusCode::NOT_FOUND.into_response() };
    let headers = request.headers().clone();
    let message = match read(interface, request).await {
        Ok(message) => message,
        Err(Unread::Gone) => return listener::cut(),
        Err(Unread::Refused(body, refusal)) => Message { body, outcome: Err(refusal) },
    };
    let fault = platform.core().script.strike(&code);
    // Before anybody can see the arrival: a release that follows it must not be missed.
    let mut released = platform.released.subscribe();
    if fault == Some(Fault::CutBefore) {
        let items = message.items(interface);
        if let Err(why) = platform.note(interface, &items, message.body, "cut before it took effect".into()) {
            tracing::error!(%why, "the sandbox could not log an arrival");
        }
        return listener::cut();
    }
    let shared = platform.clone();
    let struck = fault.clone();
    // The journal waits for the disk. A client that goes away meanwhile does not undo what has begun.
    let decided = tokio::task::spawn_blocking(move || decide(&shared, interface, &headers, message, struck.as_ref()));
    let reply = match decided.await {
        Ok(Ok(reply)) => reply,
        Ok(Err(why)) => {
            tracing::error!(%why, "the sandbox could not log an arrival");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    match fault {
        Some(Fault::Delay { delay_ms }) => tokio::time::sleep(Duration::from_millis(delay_ms)).await,
        Some(Fault::Withhold) => {
            // The platform holds the sender, so this ends by a release or by the client going away.
            let _ = released.changed().await;
        }
        Some(Fault::LoseReply) => return listener::cut(),
        Some(Fault::Garbage) => return json("<html><body>502 Bad Gateway</body></html>".into()),
        Some(Fault::Refuse { .. } | Fault::CutBefore) | None => {}
    }
    json(reply)
}

/// A request as far as it was understood, or why it is refused as a whole.
struct Message {
    body: String,
    outcome: Result<Node, Refusal>,
}

impl Message {
    /// The items, whatever else may be wrong.
    fn items(&self, interface: &Interface) -> Vec<Node> {
        match &self.outcome {
            Ok(node) if interface.code == "2001" => vec![node.clone()],
            Ok(node) => node.get("data").and_then(Node::as_list).unwrap_or_default().to_vec(),
            Err(_) => Vec::new(),
        }
    }
}

enum Unread {
    /// The client went away before the end.
    Gone,
    /// It came, and is not a request.
    Refused(String, Refusal),
}

fn bad(what: impl AsRef<str>) -> Refusal {
    Refusal::new(a2::NAMING, what)
}

async fn read(interface: &Interface, request: Request<Body>) -> Result<Message, Unread> {
    let content_type = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let wanted = if interface.code == "2001" { "multipart/form-data" } else { "application/json" };
    if !content_type.starts_with(wanted) {
        return Err(Unread::Refused(
            String::new(),
            bad(format!("Content-Type {wanted} is wanted, not {content_type}")),
        ));
    }
    if interface.code == "2001" {
        return read_picture(request).await;
    }
    let bytes = body::to_bytes(request.into_body(), MAX_BODY).await.map_err(|_| Unread::Gone)?;
    let body = match String::from_utf8(bytes.to_vec()) {
        Ok(body) => body,
        Err(_) => return Err(Unread::Refused(String::new(), bad("the body is not UTF-8"))),
    };
    let outcome = Node::parse(&body).map_err(|why| bad(why.to_string())).and_then(|node| match node.get("data") {
        Some(Node::List(_)) => Ok(node),
        Some(other) => Err(Refusal::new(a2::WRONG_TYPE, format!("data must be an array, is {}", other.kind()))),
        None => Err(bad("data is missing (table 31)")),
    });
    Ok(Message { body, outcome })
}

/// Takes the form apart (table 42); the file is kept as size and hash only.
async fn read_picture(request: Request<Body>) -> Result<Message, Unread> {
    let refuse = |what: String| Unread::Refused(String::new(), bad(what));
    let mut form = Multipart::from_request(request, &()).await.map_err(|why| refuse(why.body_text()))?;
    let mut members: Vec<(String, Node)> = Vec::new();
    let mut file: Option<Bytes> = None;
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(why) => return Err(refuse(why.body_text())),
        };
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(|_| Unread::Gone)?;
        if name == "file" {
            if file.replace(bytes).is_some() {
                return Err(refuse("file is given twice".into()));
            }
            continue;
        }
        if name == "bytes" || name == "sha256" {
            return Err(refuse(format!("{name} is not in table 42")));
        }
        let Ok(text) = String::from_utf8(bytes.to_vec()) else { return Err(refuse(format!("{name} is not UTF-8"))) };
        if members.iter().any(|(before, _)| *before == name) {
            return Err(refuse(format!("{name} is given twice")));
        }
        // A form knows texts only; a number is one that reads as one.
        let number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) && name != "fileName";
        members.push((name, if number { Node::Number(text) } else { Node::Text(text) }));
    }
    let Some(file) = file.filter(|file| !file.is_empty()) else {
        return Err(refuse("file is missing (table 42)".into()));
    };
    members.push(("bytes".into(), Node::Number(file.len().to_string())));
    members.push(("sha256".into(), Node::Text(hex::encode(Sha256::digest(&file)))));
    let whole = Node::Object(members);
    Ok(Message { body: whole.compact(), outcome: Ok(whole) })
}

fn decide(
    platform: &Shared,
    interface: &'static Interface,
    headers: &HeaderMap,
    message: Message,
    fault: Option<&Fault>,
) -> Result<String, super::JournalError> {
    let items = message.items(interface);
    let Message { body, outcome } = message;
    let checked = outcome.and_then(|request| {
        if let Some(Fault::Refuse { code, words }) = fault {
            return Err(Refusal { code: *code, words: words.clone() });
        }
        if interface.code != "1001" {
            platform.check_token(bearer(headers))?;
        }
        if interface.code == "2001" { Ok(()) } else { verify(platform, request) }
    });
    match checked {
        Ok(()) => {
            let replies = platform.take(interface, &items, body)?;
            if interface.code == "5007" {
                payer::pay_by_contract(platform, &items);
            }
            Ok(envelope(platform, &replies))
        }
        Err(refusal) => {
            platform.note(interface, &items, body, refusal.words.clone())?;
            Ok(envelope(platform, &[refused(interface, "", &refusal)]))
        }
    }
}

/// Checks the envelope and its signature, and that there is something in it.
fn verify(platform: &Shared, request: Node) -> Result<(), Refusal> {
    if whole(platform, request)?.is_empty() {
        return Err(bad("data is empty"));
    }
    Ok(())
}

/// The items of a request that came as text, once the envelope and its signature were checked.
pub(super) fn verified(platform: &Shared, body: &str) -> Result<Vec<Node>, Refusal> {
    whole(platform, Node::parse(body).map_err(|why| bad(why.to_string()))?)
}

fn whole(platform: &Shared, mut request: Node) -> Result<Vec<Node>, Refusal> {
    let data = request.take("data").unwrap_or(Node::Null);
    if let Some(first) = check::item(&ENVELOPE, &request, "request").into_iter().next() {
        return Err(first);
    }
    let given = request.get("sign").and_then(Node::as_text).unwrap_or_default();
    let computed = signed(platform, &data);
    if given != computed {
        return Err(bad(format!("sign is {given}, the data gives {computed}")));
    }
    match data {
        Node::List(items) => Ok(items),
        other => Err(Refusal::new(a2::WRONG_TYPE, format!("data must be an array, is {}", other.kind()))),
    }
}

/// The signature over `data`.
pub(super) fn signed(platform: &Shared, data: &Node) -> String {
    let items = data.as_list().unwrap_or_default();
    let text = match (platform.config.signed_part, items) {
        (SignedPart::Object, [only]) => only.canonical(),
        _ => data.canonical(),
    };
    match platform.config.sign_digest {
        SignDigest::Sha1 => sha1_hex(text.as_bytes()),
        SignDigest::Md5 => md5_hex(text.as_bytes()),
    }
}

/// The reply to a request without items, or to one that is refused as a whole (table 32).
pub(super) fn answer(platform: &Shared, refusal: Option<&Refusal>) -> String {
    let refused = |refusal: &Refusal| ItemReply {
        members: vec![
            ("code", Node::Number(refusal.code.to_string())),
            ("message", Node::Text(refusal.words.chars().take(255).collect())),
        ],
        fate: super::journal::ItemFate::Refused(refusal.code),
    };
    envelope(platform, &refusal.map(refused).into_iter().collect::<Vec<_>>())
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}

/// Table 32.
fn envelope(platform: &Shared, replies: &[ItemReply]) -> String {
    let now: Moment = platform.now();
    let failed = !replies.is_empty() && replies.iter().all(|r| !r.fate.accepted());
    let by_envelope = failed && platform.config.refusal_style == RefusalStyle::Envelope;
    let data = replies
        .iter()
        .filter(|r| !r.members.is_empty())
        .map(|r| Node::Object(r.members.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect()))
        .collect();
    let words = if by_envelope { "失败" } else { "成功" };
    Node::Object(vec![
        ("resultCode".into(), Node::Number(u8::from(by_envelope).to_string())),
        ("resultMsg".into(), Node::Text(words.into())),
        ("timestamp".into(), Node::Number(now.seconds().to_string())),
        ("data".into(), Node::List(data)),
    ])
    .compact()
}

fn json(body: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json;charset=UTF-8")], body).into_response()
}
