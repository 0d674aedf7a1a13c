//! One connection, and a listener of plain ones.

use std::convert::Infallible;
use std::net::IpAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::service::Service;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::rate::Connections;

/// What is under way when a connection is asked to end gets this long: as long as an answer may take.
const LAST_ANSWER: Duration = Duration::from_secs(20);
/// What is under way when the listener stops gets this long; the engine waits a little longer for it.
const LAST_ANSWER_AT_THE_END: Duration = Duration::from_secs(6);
/// The head of a request is never larger.
const HEAD_BYTES: usize = 64 * 1024;
/// A request has never more headers.
const HEADERS: usize = 64;

/// Serves one connection until its end: the caller's, when it was open for `lives`, when no head of a request came within
/// `head_within`, or `stop`.
pub(super) async fn converse<S, H>(
    stream: S,
    from: IpAddr,
    service: H,
    head_within: Duration,
    lives: Duration,
    stop: CancellationToken,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    H: Service<Request<Incoming>, Response = Response<Body>, Error = Infallible>,
{
    let mut connection = pin!(
        hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(head_within)
            .max_buf_size(HEAD_BYTES)
            .max_headers(HEADERS)
            .serve_connection(TokioIo::new(stream), service)
    );
    let ended = tokio::select! {
        ended = connection.as_mut() => Ok(ended),
        () = stop.cancelled() => Err(LAST_ANSWER_AT_THE_END),
        () = tokio::time::sleep(lives) => Err(LAST_ANSWER),
    };
    let ended = match ended {
        Ok(ended) => ended,
        Err(last_answer) => {
            connection.as_mut().graceful_shutdown();
            tokio::time::timeout(last_answer, connection).await.unwrap_or(Ok(()))
        }
    };
    if let Err(why) = ended {
        tracing::debug!(%from, %why, "a connection ended");
    }
}

/// The next connection and where it comes from; none once `stop` says so.
pub(super) async fn next(socket: &TcpListener, stop: &CancellationToken) -> Option<(TcpStream, IpAddr)> {
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => return None,
            accepted = socket.accept() => accepted,
        };
        match accepted {
            Ok((stream, from)) => return Some((stream, from.ip().to_canonical())),
            Err(why) => {
                // Out of file handles, mostly: it gets better when somebody leaves.
                tracing::warn!(%why, "a listener could not accept a connection");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

/// What a plain listener bears.
#[derive(Clone, Copy, Debug)]
pub struct PlainLimits {
    /// Connections at once.
    pub connections: u32,
    /// Connections of one address at once.
    pub connections_per_address: u32,
    /// The head of a request comes within this time, the next one's too: who is silent for longer has gone, and a device
    /// that lost its power says no goodbye.
    pub head_within: Duration,
}

/// Serves a router over plain HTTP until `stop`; then nobody new is let in, and what is under way is answered first.
pub async fn serve_plain(socket: TcpListener, router: Router, limits: PlainLimits, stop: CancellationToken) {
    let connections = Connections::new(limits.connections, limits.connections_per_address);
    let open = TaskTracker::new();
    while let Some((stream, from)) = next(&socket, &stop).await {
        let Some(seat) = connections.enter(from) else {
            tracing::warn!(%from, "a listener has too many connections: one more was turned away");
            continue;
        };
        let (service, stop) = (TowerToHyperService::new(router.clone()), stop.clone());
        open.spawn(async move {
            converse(stream, from, service, limits.head_within, Duration::MAX, stop).await;
            drop(seat);
        });
    }
    drop(socket);
    open.close();
    open.wait().await;
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpStream;

    use super::*;

    const ASKS: &[u8] = b"GET / HTTP/1.1\r\nHost: lane\r\n\r\n";

    async fn listens(limits: PlainLimits) -> (std::net::SocketAddr, CancellationToken, tokio::task::JoinHandle<()>) {
        let router = Router::new().route("/", get(|| async { "here" }));
        let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, stop) = (socket.local_addr().unwrap(), CancellationToken::new());
        let served = tokio::spawn(serve_plain(socket, router, limits, stop.clone()));
        (address, stop, served)
    }

    /// Asks once over a connection that stays open.
    async fn asks(connection: &mut TcpStream) -> String {
        connection.write_all(ASKS).await.unwrap();
        let mut said = Vec::new();
        while !said.ends_with(b"here") {
            let mut some = [0; 512];
            let count = connection.read(&mut some).await.unwrap();
            assert!(count > 0, "it hung up");
            said.extend_from_slice(&some[..count]);
        }
        String::from_utf8(said).unwrap()
    }

    #[tokio::test]
    async fn a_connection_that_says_nothing_any_more_is_closed() {
        let head_within = Duration::from_millis(100);
        let (address, stop, served) =
            listens(PlainLimits { connections: 8, connections_per_address: 8, head_within }).await;
        let mut connection = TcpStream::connect(address).await.unwrap();
        assert!(asks(&mut connection).await.starts_with("HTTP/1.1 200"));
        let mut rest = Vec::new();
        let closed = tokio::time::timeout(Duration::from_secs(20), connection.read_to_end(&mut rest)).await;
        assert!(closed.is_ok(), "it is kept for ever");
        stop.cancel();
        served.await.unwrap();
    }

    #[tokio::test]
    async fn of_more_connections_than_it_bears_the_last_is_turned_away_and_a_place_comes_back() {
        let head_within = Duration::from_secs(60);
        let (address, stop, served) =
            listens(PlainLimits { connections: 8, connections_per_address: 1, head_within }).await;
        let mut first = TcpStream::connect(address).await.unwrap();
        asks(&mut first).await;
        let mut second = TcpStream::connect(address).await.unwrap();
        let mut nothing = Vec::new();
        // Hung up on, with or without a word.
        let _ = second.read_to_end(&mut nothing).await;
        assert!(nothing.is_empty());
        // Who stops is answered first, and nobody is left.
        asks(&mut first).await;
        stop.cancel();
        served.await.unwrap();
    }
}
