//! What the listener hands to a platform's side, and what it wants of it.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use lotdesk_domain::message::Platform;
use rustls::pki_types::CertificateDer;
use tokio::time::Instant;

/// Who called.
#[derive(Clone, Debug)]
pub struct Peer {
    /// From where. Behind a proxy that is the proxy's address.
    pub address: IpAddr,
    /// The certificate chain that the caller showed, its own first. TLS has proven that the caller holds the key to it,
    /// and nothing more: see [`super::ClientCertificates`].
    pub certificates: Arc<[CertificateDer<'static>]>,
}

/// A request before its body.
#[derive(Clone, Debug)]
pub struct Head {
    /// The path below the mount, beginning with `/`.
    pub path: String,
    /// The query string, without the question mark.
    pub query: Option<String>,
    /// The headers.
    pub headers: HeaderMap,
    /// Who called.
    pub from: Peer,
    /// The answer is owed by then.
    pub answer_by: Instant,
}

/// Why a request was turned away at the door, its body unread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// Not a POST.
    NotPosted,
    /// More than so many bytes.
    TooLarge {
        /// The limit.
        limit_bytes: usize,
    },
    /// It did not arrive whole in time.
    TooSlow,
    /// The address has had its share of requests.
    OverLimit {
        /// How long it should wait.
        wait: Duration,
    },
    /// Something on our side broke.
    Failed,
}

impl Unread {
    /// What it is in HTTP: the answer of a platform whose document has no form of its own for it.
    pub fn status(self) -> StatusCode {
        match self {
            Unread::NotPosted => StatusCode::METHOD_NOT_ALLOWED,
            Unread::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Unread::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Unread::OverLimit { .. } => StatusCode::TOO_MANY_REQUESTS,
            Unread::Failed => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// One platform's side of the listener.
#[async_trait]
pub trait Receiver: Send + Sync + 'static {
    /// Whose.
    fn platform(&self) -> Platform;

    /// How large the body may be, in bytes. Whoever has not proven who he is should get little.
    fn body_limit(&self, head: &Head) -> usize;

    /// Takes a whole request and answers it by [`Head::answer_by`]. Once begun it is not broken off, not even when the
    /// caller hangs up.
    async fn receive(&self, head: Head, body: Bytes) -> Response;

    /// The answer to a request that was turned away, in the platform's form. Must return at once.
    fn turn_away(&self, head: &Head, why: Unread) -> Response;
}

/// A receiver and the path below which it is called.
#[derive(Clone)]
pub struct Mounted {
    /// Begins with `/` and does not end with one; empty for the root.
    pub prefix: String,
    /// The platform's side.
    pub receiver: Arc<dyn Receiver>,
}

impl Mounted {
    /// Mounts a receiver below a path, whatever slashes it was written with.
    pub fn at(path: &str, receiver: Arc<dyn Receiver>) -> Self {
        let path = path.trim_matches('/');
        let prefix = if path.is_empty() { String::new() } else { format!("/{path}") };
        Self { prefix, receiver }
    }

    /// The rest of a path below this mount; `/` for the mount itself, which some platforms call.
    pub(super) fn rest<'a>(&self, path: &'a str) -> Option<&'a str> {
        match path.strip_prefix(self.prefix.as_str())? {
            "" => Some("/"),
            rest => rest.starts_with('/').then_some(rest),
        }
    }
}
