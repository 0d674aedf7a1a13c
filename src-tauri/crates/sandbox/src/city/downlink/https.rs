//! One call of the callback server, by hand: the platform must be able to hang up in the middle.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use axum::http::{Request, Uri};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::trust::Trust;

/// More is no answer.
const MOST_BYTES: usize = 10 * 1024 * 1024;

/// When to hang up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HangUp {
    No,
    /// Once the first byte of the answer is there: what was asked is done, and its answer gets lost.
    AfterTheRequest,
    /// In the middle of the body.
    InTheMiddle,
}

pub(super) struct Call<'a> {
    pub url: &'a str,
    pub authorization: Option<String>,
    pub body: String,
    pub hang_up: HangUp,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unanswered {
    #[error("{0:?} is no address of a callback server")]
    Address(String),
    #[error("nobody answers there: {0}")]
    Io(#[from] std::io::Error),
    #[error("TLS: {0}")]
    Tls(#[from] rustls::Error),
    #[error("the answer did not come: {0}")]
    Http(#[from] hyper::Error),
    #[error("the answer cannot be read: {0}")]
    Body(#[from] axum::Error),
    #[error("the request cannot be built: {0}")]
    Request(#[from] axum::http::Error),
    #[error("the answer is no UTF-8")]
    Text,
}

/// Status and body of the answer; none after hanging up.
pub(super) async fn call(call: Call<'_>, trust: &Arc<Trust>) -> Result<Option<(u16, String)>, Unanswered> {
    let bad = || Unanswered::Address(call.url.to_owned());
    let uri: Uri = call.url.parse().map_err(|_| bad())?;
    let host = uri.host().ok_or_else(bad)?.trim_matches(['[', ']']).to_owned();
    let tls = match uri.scheme_str() {
        Some("https") => true,
        Some("http") => false,
        _ => return Err(bad()),
    };
    let port = uri.port_u16().unwrap_or(if tls { 443 } else { 80 });
    let stream = TcpStream::connect((host.as_str(), port)).await?;
    if !tls {
        return talk(stream, &uri, call).await;
    }
    let name = ServerName::try_from(host).map_err(|_| bad())?;
    let stream = TlsConnector::from(Arc::new(trust.client()?)).connect(name, stream).await?;
    talk(stream, &uri, call).await
}

async fn talk<S>(mut stream: S, uri: &Uri, call: Call<'_>) -> Result<Option<(u16, String)>, Unanswered>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let host = uri.authority().map_or("", |authority| authority.as_str());
    let json = "application/json;charset=UTF-8";
    if call.hang_up != HangUp::No {
        let authorization = call.authorization.map(|text| format!("authorization: {text}\r\n")).unwrap_or_default();
        let length = call.body.len();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: {json}\r\n{authorization}content-length: {length}\r\n\r\n"
        );
        let sent = if call.hang_up == HangUp::InTheMiddle { length / 2 } else { length };
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(&call.body.as_bytes()[..sent]).await?;
        stream.flush().await?;
        if call.hang_up == HangUp::AfterTheRequest {
            // An end that came earlier could overtake the request: the other side may give up before it reads it.
            stream.read_u8().await?;
        } else {
            // A tidy end, seen by the other side: closing with its bytes unread would reset the connection and take
            // the half request back. How it takes the end is its own business.
            let _ = stream.shutdown().await;
            let _ = stream.read_to_end(&mut Vec::new()).await;
        }
        return Ok(None);
    }
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let driving = tokio::spawn(connection);
    let mut request = Request::post(path).header(HOST, host).header(CONTENT_TYPE, json);
    if let Some(authorization) = &call.authorization {
        request = request.header(AUTHORIZATION, authorization);
    }
    let response = sender.send_request(request.body(Body::from(call.body))?).await?;
    let status = response.status().as_u16();
    let body = to_bytes(Body::new(response.into_body()), MOST_BYTES).await?;
    driving.abort();
    Ok(Some((status, String::from_utf8(body.to_vec()).map_err(|_| Unanswered::Text)?)))
}
