//! One request: its share, its path, its body within the limits, its answer in time.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::header::{ALLOW, CONNECTION, CONTENT_LENGTH, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use futures::StreamExt;
use lotdesk_operations::api::listener::PushRefusal;
use tokio::time::Instant;

use super::listener::Traffic;
use super::rate::RequestRate;
use super::receiver::{Head, Mounted, Peer, Unread};
use super::refusals::Refusals;

/// 6.1.1 e of DB4403/T 313 owes an answer within 20 s; a receiver gets this long from the head of the request on.
const ANSWER_WITHIN: Duration = Duration::from_secs(18);
/// What comes after that is thrown away by us, before the platform does.
const GRACE: Duration = Duration::from_secs(1);
/// So much of a body that is too large is read and thrown away, so that the caller sees the answer and not a broken
/// connection.
const THROWN_AWAY_BYTES: usize = 1024 * 1024;

pub(super) struct Door {
    /// The longest prefix first.
    mounted: Vec<Mounted>,
    rate: RequestRate,
    refusals: Arc<Refusals>,
    traffic: Arc<Traffic>,
    body_within: Duration,
}

impl Door {
    pub(super) fn new(
        mut mounted: Vec<Mounted>,
        rate: RequestRate,
        refusals: Arc<Refusals>,
        traffic: Arc<Traffic>,
        body_within: Duration,
    ) -> Self {
        mounted.sort_by_key(|mounted| std::cmp::Reverse(mounted.prefix.len()));
        Self { mounted, rate, refusals, traffic, body_within }
    }

    pub(super) async fn answer(&self, from: Peer, request: Request<Body>) -> Response {
        self.traffic.requests.fetch_add(1, Ordering::Relaxed);
        let address = from.address;
        let (parts, body) = request.into_parts();
        let share = self.rate.take(address);
        let path = parts.uri.path();
        let Some((mounted, rest)) = self.mounted.iter().find_map(|mounted| Some((mounted, mounted.rest(path)?))) else {
            let (reason, status) = match share {
                Ok(()) => (PushRefusal::UnknownPath, StatusCode::NOT_FOUND),
                Err(_) => (PushRefusal::OverLimit, StatusCode::TOO_MANY_REQUESTS),
            };
            self.refusals.count(None, reason, Some(address), path);
            return status.into_response();
        };
        let head = Head {
            path: rest.to_owned(),
            query: parts.uri.query().map(str::to_owned),
            headers: parts.headers,
            from,
            answer_by: Instant::now() + ANSWER_WITHIN,
        };
        let read = match (share, parts.method) {
            (Err(wait), _) => Err(Unread::OverLimit { wait }),
            (Ok(()), Method::POST) => self.read(body, &head.headers, mounted.receiver.body_limit(&head)).await,
            (Ok(()), _) => Err(Unread::NotPosted),
        };
        match read {
            Ok(body) => {
                let (receiver, told) = (mounted.receiver.clone(), head.clone());
                // Not tied to the connection: what has begun is finished.
                let answering = tokio::spawn(async move { receiver.receive(told, body).await });
                match tokio::time::timeout_at(head.answer_by + GRACE, answering).await {
                    Ok(Ok(answer)) => answer,
                    Ok(Err(_)) | Err(_) => self.turned_away(mounted, &head, Unread::Failed),
                }
            }
            Err(why) => self.turned_away(mounted, &head, why),
        }
    }

    fn turned_away(&self, mounted: &Mounted, head: &Head, why: Unread) -> Response {
        let reason = match why {
            Unread::NotPosted => PushRefusal::UnknownPath,
            Unread::TooLarge { .. } => PushRefusal::TooLarge,
            Unread::TooSlow => PushRefusal::TooSlow,
            Unread::OverLimit { .. } => PushRefusal::OverLimit,
            Unread::Failed => PushRefusal::Failed,
        };
        let platform = mounted.receiver.platform();
        self.refusals.count(Some(platform), reason, Some(head.from.address), &head.path);
        let mut answer = mounted.receiver.turn_away(head, why);
        let headers = answer.headers_mut();
        match why {
            Unread::NotPosted => {
                headers.insert(ALLOW, HeaderValue::from_static("POST"));
            }
            Unread::OverLimit { wait } => {
                headers.insert(RETRY_AFTER, HeaderValue::from(wait.as_secs() + 1));
            }
            Unread::TooLarge { .. } | Unread::TooSlow | Unread::Failed => {}
        }
        // What was not read of the body is not read any more.
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
        answer
    }

    async fn read(&self, body: Body, headers: &HeaderMap, limit_bytes: usize) -> Result<Bytes, Unread> {
        let mut pieces = body.into_data_stream();
        let reading = async {
            let declared = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
            let mut whole = BytesMut::new();
            if declared.is_some_and(|bytes| bytes > limit_bytes as u64) {
                throw_away(&mut pieces).await;
                return Err(Unread::TooLarge { limit_bytes });
            }
            while let Some(piece) = pieces.next().await {
                // The caller went away in the middle: nobody reads what is answered.
                let piece = piece.map_err(|_| Unread::TooSlow)?;
                if whole.len() + piece.len() > limit_bytes {
                    throw_away(&mut pieces).await;
                    return Err(Unread::TooLarge { limit_bytes });
                }
                whole.extend_from_slice(&piece);
            }
            Ok(whole.freeze())
        };
        tokio::time::timeout(self.body_within, reading).await.unwrap_or(Err(Unread::TooSlow))
    }
}

async fn throw_away(pieces: &mut BodyDataStream) {
    let mut bytes = 0;
    while bytes < THROWN_AWAY_BYTES
        && let Some(Ok(piece)) = pieces.next().await
    {
        bytes += piece.len();
    }
}
