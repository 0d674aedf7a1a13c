//! The door itself: bound, guarded, opened, closed.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use lotdesk_operations::api::listener::{CertificateView, PushRefusal};
use rustls::ServerConfig;
use rustls::pki_types::CertificateDer;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::certificate::{BadCertificate, Certificate};
use super::client_certificate::ShownCertificate;
use super::connection::{self, converse};
use super::rate::{Connections, RequestRate, Seat};
use super::receiver::{Mounted, Peer};
use super::refusals::Refusals;
use super::serve::Door;
use super::settings::{BadCallback, CallbackSettings};

/// A connection is asked to end after this time; a caller that means well opens another one.
const CONNECTION_LIVES: Duration = Duration::from_secs(600);

/// Why there is no listener.
#[derive(Debug, thiserror::Error)]
pub enum CallbackError {
    /// Settings.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Settings(Vec<BadCallback>),
    /// The certificate.
    #[error(transparent)]
    Certificate(#[from] BadCertificate),
    /// The certificate or its key is not taken.
    #[error("TLS cannot be set up: {0}")]
    Tls(#[from] rustls::Error),
    /// The address.
    #[error("{address}: {cause}")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// What was met.
        cause: std::io::Error,
    },
}

/// What goes on at the door, for a command.
pub struct Traffic {
    connections: Arc<Connections>,
    pub(super) requests: AtomicU32,
}

impl Traffic {
    /// Connections that are open now.
    pub fn connections(&self) -> u32 {
        u32::try_from(self.connections.count()).unwrap_or(u32::MAX)
    }

    /// Requests that came since the start.
    pub fn requests(&self) -> u32 {
        self.requests.load(Ordering::Relaxed)
    }
}

/// A listener that is bound and does not accept yet.
pub struct CallbackListener {
    socket: TcpListener,
    address: SocketAddr,
    tls: Option<(TlsAcceptor, CertificateView)>,
    settings: CallbackSettings,
    traffic: Arc<Traffic>,
}

impl CallbackListener {
    /// Binds the address and reads or makes the certificate. `folder` keeps one of our own making, `names` are the hosts
    /// that it is made for. With `ask_for_certificates` callers are asked for theirs.
    ///
    /// # Errors
    /// Settings that break a rule, a certificate that is not to be had, an address that cannot be bound.
    pub async fn bind(
        settings: &CallbackSettings,
        folder: &Path,
        names: &[String],
        ask_for_certificates: bool,
    ) -> Result<Self, CallbackError> {
        settings.check().map_err(CallbackError::Settings)?;
        let tls = if settings.plain_http {
            None
        } else {
            let certificate = match (&settings.cert_file, &settings.key_file) {
                (Some(certificate), Some(key)) => Certificate::from_files(certificate, key)?,
                _ => Certificate::kept_in(folder, names)?,
            };
            let view = certificate.view();
            Some((acceptor(certificate, ask_for_certificates)?, view))
        };
        let listen = |cause| CallbackError::Listen { address: settings.listen, cause };
        let socket = TcpListener::bind(settings.listen).await.map_err(listen)?;
        let address = socket.local_addr().map_err(listen)?;
        let connections = Connections::new(settings.max_connections, settings.max_connections_per_address);
        let traffic = Arc::new(Traffic { connections, requests: AtomicU32::new(0) });
        Ok(Self { socket, address, tls, settings: settings.clone(), traffic })
    }

    /// Scheme, address and port, without a path.
    pub fn base_url(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// The certificate; none over plain http.
    pub fn certificate(&self) -> Option<&CertificateView> {
        self.tls.as_ref().map(|(_, view)| view)
    }

    /// What goes on at the door.
    pub fn traffic(&self) -> Arc<Traffic> {
        self.traffic.clone()
    }

    /// Accepts until `stop`; then nobody new is let in, and what is under way is answered first.
    pub async fn serve(self, mounted: Vec<Mounted>, refusals: Arc<Refusals>, stop: CancellationToken) {
        let Self { socket, tls, settings, traffic, .. } = self;
        let rate = RequestRate::new(settings.requests_per_minute, settings.request_burst);
        let body_within = Duration::from_millis(settings.body_timeout_ms);
        let door = Arc::new(Door::new(mounted, rate, refusals.clone(), traffic.clone(), body_within));
        let head_within = Duration::from_millis(settings.head_timeout_ms);
        let open = TaskTracker::new();
        while let Some((stream, from)) = connection::next(&socket, &stop).await {
            let Some(seat) = traffic.connections.enter(from) else {
                refusals.count(None, PushRefusal::TooManyConnections, Some(from), "");
                continue;
            };
            let guest = Guest { from, seat, head_within, stop: stop.clone(), door: door.clone() };
            let (tls, refusals) = (tls.as_ref().map(|(tls, _)| tls.clone()), refusals.clone());
            open.spawn(async move {
                let Some(tls) = tls else { return guest.served(stream, Vec::new()).await };
                let shaking_hands = tokio::select! {
                    shaken = tokio::time::timeout(head_within, tls.accept(stream)) => shaken,
                    () = guest.stop.cancelled() => return,
                };
                match shaking_hands {
                    Ok(Ok(stream)) => {
                        let shown = certificates(&stream);
                        guest.served(stream, shown).await;
                    }
                    Ok(Err(why)) => refusals.count(None, PushRefusal::NoTls, Some(from), &why.to_string()),
                    Err(_) => refusals.count(None, PushRefusal::NoTls, Some(from), "the handshake took too long"),
                }
            });
        }
        drop(socket);
        open.close();
        open.wait().await;
    }
}

fn certificates(stream: &tokio_rustls::server::TlsStream<TcpStream>) -> Vec<CertificateDer<'static>> {
    let shown = stream.get_ref().1.peer_certificates().unwrap_or_default();
    shown.iter().map(|certificate| certificate.clone().into_owned()).collect()
}

/// A connection that was let in.
struct Guest {
    from: IpAddr,
    seat: Seat,
    head_within: Duration,
    stop: CancellationToken,
    door: Arc<Door>,
}

impl Guest {
    async fn served<S>(self, stream: S, shown: Vec<CertificateDer<'static>>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let Self { from, seat, head_within, stop, door } = self;
        let peer = Peer { address: from, certificates: shown.into() };
        let service = hyper::service::service_fn(move |request: Request<Incoming>| {
            let (door, peer) = (door.clone(), peer.clone());
            async move { Ok::<_, std::convert::Infallible>(door.answer(peer, request.map(Body::new)).await) }
        });
        converse(stream, from, service, head_within, CONNECTION_LIVES, stop).await;
        drop(seat);
    }
}

fn acceptor(certificate: Certificate, ask_for_certificates: bool) -> Result<TlsAcceptor, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions()?;
    let builder = if ask_for_certificates {
        builder.with_client_cert_verifier(Arc::new(ShownCertificate(provider)))
    } else {
        builder.with_no_client_auth()
    };
    let mut config = builder.with_single_cert(certificate.chain, certificate.key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}
