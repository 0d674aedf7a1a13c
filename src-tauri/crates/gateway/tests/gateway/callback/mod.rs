//! The callback listener with a receiver of the tests' own.

mod door;
mod limits;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_gateway::callback::{
    CallbackListener, CallbackSettings, ClientCertificates, Head, Mounted, Receiver, Refusals, Traffic, Unread,
};
use lotdesk_operations::api::listener::{CertificateView, PushRefusal};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub const LIMIT: usize = 1000;

struct Standing;

impl Clock for Standing {
    fn now(&self) -> Moment {
        Moment(1_790_000_000_000)
    }
}

/// Answers with its name, the path and the body; a body `wait` is answered when the test says so.
pub struct Echo {
    name: &'static str,
    known: Option<ClientCertificates>,
    pub begun: Notify,
    pub go_on: Notify,
    pub finished: Notify,
    pub turned_away: Mutex<Vec<Unread>>,
}

impl Echo {
    pub fn new(name: &'static str) -> Arc<Self> {
        Arc::new(Self::knowing(name, None))
    }

    fn knowing(name: &'static str, known: Option<ClientCertificates>) -> Self {
        let (begun, go_on, finished) = (Notify::new(), Notify::new(), Notify::new());
        Self { name, known, begun, go_on, finished, turned_away: Mutex::default() }
    }
}

#[async_trait]
impl Receiver for Echo {
    fn platform(&self) -> Platform {
        Platform::City
    }

    fn body_limit(&self, _head: &Head) -> usize {
        LIMIT
    }

    async fn receive(&self, head: Head, body: Bytes) -> Response {
        if body == "wait" {
            self.begun.notify_one();
            self.go_on.notified().await;
            self.finished.notify_one();
        }
        assert_ne!(body, "break", "as the test wants");
        let shown = head.from.certificates.len();
        let known = self.known.as_ref().is_some_and(|known| known.know(&head.from.certificates, Standing.now()));
        let body = String::from_utf8_lossy(&body).into_owned();
        format!("{} {} {} {shown} {known}", self.name, head.path, body).into_response()
    }

    fn turn_away(&self, _head: &Head, why: Unread) -> Response {
        self.turned_away.lock().unwrap().push(why);
        let status = match why {
            Unread::NotPosted => StatusCode::METHOD_NOT_ALLOWED,
            Unread::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Unread::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Unread::OverLimit { .. } => StatusCode::TOO_MANY_REQUESTS,
            Unread::Failed => StatusCode::INTERNAL_SERVER_ERROR,
        };
        status.into_response()
    }
}

/// A listener that runs.
pub struct Running {
    pub base_url: String,
    pub certificate: Option<CertificateView>,
    pub refusals: Arc<Refusals>,
    pub traffic: Arc<Traffic>,
    pub stop: CancellationToken,
    pub served: JoinHandle<()>,
    _folder: tempfile::TempDir,
}

pub async fn start(settings: CallbackSettings, mounted: Vec<Mounted>, ask_for_certificates: bool) -> Running {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().unwrap();
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let bound = CallbackListener::bind(&settings, folder.path(), &names, ask_for_certificates).await.unwrap();
    let refusals = Refusals::new(Arc::new(Standing));
    let stop = CancellationToken::new();
    Running {
        base_url: bound.base_url(),
        certificate: bound.certificate().cloned(),
        refusals: refusals.clone(),
        traffic: bound.traffic(),
        served: tokio::spawn(bound.serve(mounted, refusals, stop.clone())),
        stop,
        _folder: folder,
    }
}

/// Plain http with one receiver at `/city`.
pub async fn plain(settings: CallbackSettings, echo: Arc<Echo>) -> Running {
    start(CallbackSettings { plain_http: true, ..settings }, vec![Mounted::at("city", echo)], false).await
}

impl Running {
    /// How often this was counted.
    pub fn count(&self, reason: PushRefusal) -> u32 {
        self.refusals.all().iter().filter(|row| row.reason == reason).map(|row| row.count).sum()
    }

    pub fn client(&self, with: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder) -> reqwest::Client {
        let mut builder = reqwest::Client::builder().no_proxy();
        if let Some(certificate) = &self.certificate {
            let pem = std::fs::read(PathBuf::from(&certificate.file)).unwrap();
            builder = builder.tls_certs_only([reqwest::Certificate::from_pem(&pem).unwrap()]);
        }
        with(builder).build().unwrap()
    }

    /// Status and text of what is answered to this.
    pub async fn post(&self, path: &str, body: impl Into<reqwest::Body>) -> (u16, String) {
        let sent = self.client(|builder| builder).post(format!("{}{path}", self.base_url)).body(body).send();
        let answer = sent.await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.base_url.split("://").nth(1).unwrap()).await.unwrap()
    }
}

/// Everything that comes until the other side is through.
pub async fn rest_of(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    // A connection that is reset has ended too.
    let _ = stream.read_to_end(&mut all).await;
    String::from_utf8_lossy(&all).into_owned()
}

pub async fn say(stream: &mut TcpStream, text: &str) {
    stream.write_all(text.as_bytes()).await.unwrap();
}
