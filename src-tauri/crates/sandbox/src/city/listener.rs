//! The accept loop. Our own, because a reply that must get lost is a cut connection, which a web framework never makes.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::response::{IntoResponse, Response};
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::Service;

/// Marks a response that is not to be sent: the connection is cut instead.
#[derive(Clone, Copy, Debug)]
struct Cut;

#[derive(Debug, thiserror::Error)]
#[error("the connection is cut on purpose")]
struct CutOnPurpose;

/// A response that cuts the connection.
pub fn cut() -> Response {
    let mut response = ().into_response();
    response.extensions_mut().insert(Cut);
    response
}

/// How long a TLS handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// Serves until told to stop; then open connections are cut.
pub async fn run(listener: TcpListener, tls: Option<TlsAcceptor>, router: Router, stop: CancellationToken) {
    let connections = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(why) => {
                tracing::warn!(%why, "the sandbox could not accept a connection");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let (tls, router, stop) = (tls.clone(), router.clone(), stop.clone());
        connections.spawn(async move {
            let serve = async {
                match tls {
                    None => connection(stream, router).await,
                    Some(tls) => match tokio::time::timeout(HANDSHAKE, tls.accept(stream)).await {
                        Ok(Ok(stream)) => connection(stream, router).await,
                        Ok(Err(why)) => tracing::debug!(%why, "no TLS with this client"),
                        Err(_) => tracing::debug!("a TLS handshake took too long"),
                    },
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = serve => {}
            }
        });
    }
    connections.close();
    connections.wait().await;
}

async fn connection<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(stream: S, router: Router) {
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let mut router = router.clone();
        async move {
            let Ok(response) = router.call(request.map(Body::new)).await;
            if response.extensions().get::<Cut>().is_some() { Err(CutOnPurpose) } else { Ok(response) }
        }
    });
    if let Err(why) = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await {
        tracing::debug!(%why, "a connection to the sandbox ended");
    }
}
