//! The callback listener of this engine: bound before the platforms are told of it, opened once their receivers are there.

use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Clock;
use lotdesk_gateway::callback::{
    CallbackError, CallbackListener, CallbackSettings, Mounted, Receiver, Refusals, Traffic, host_of, is_this_machine,
    path_of,
};
use lotdesk_ledger::Ledger;
use lotdesk_operations::Desk;
use lotdesk_operations::api::listener::{CertificateView, ListenerPath, ListenerView};
use serde::Serialize;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::error::StartError;
use crate::home::Home;

/// Old bodies are looked for this often.
const LOOK_FOR_OLD: Duration = Duration::from_secs(6 * 3600);
const DAY_MS: i64 = 24 * 3600 * 1000;

/// What the ready line says of the listener.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CallbackReady {
    /// Scheme, address and port; the city platform's path is `/city`.
    pub base_url: String,
    /// SHA-256 of the certificate; none over plain http.
    pub certificate_sha256: Option<String>,
    /// The certificate's PEM file.
    pub certificate_file: Option<String>,
}

/// A listener that is bound, and what will be served there.
pub(super) struct Callback {
    listener: CallbackListener,
    refusals: Arc<Refusals>,
    mounted: Vec<Mounted>,
    paths: Vec<ListenerPath>,
}

impl Callback {
    /// Binds it. `told` are the addresses that platforms are told; `ask_for_certificates` when one of them shows its own.
    pub(super) async fn bind(
        home: &Home,
        settings: &CallbackSettings,
        told: &[String],
        ask_for_certificates: bool,
        clock: &Arc<dyn Clock>,
    ) -> Result<Self, StartError> {
        let mut settings = settings.clone();
        for file in [&mut settings.cert_file, &mut settings.key_file] {
            *file = file.take().map(|named| home.file(&named));
        }
        let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
        let listen = settings.listen.ip();
        let own = (!listen.is_unspecified()).then(|| listen.to_string());
        for name in told.iter().filter_map(|url| host_of(url)).chain(own) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let folder = home.file(Path::new("callback"));
        let bound = CallbackListener::bind(&settings, &folder, &names, ask_for_certificates).await;
        let listener = bound.map_err(|error| match error {
            CallbackError::Listen { address, cause } => {
                StartError::Listen { setting: "callback.listen", address: address.to_string(), cause }
            }
            other => StartError::Part { part: "callback", why: other.to_string() },
        })?;
        let refusals = Refusals::new(clock.clone());
        Ok(Self { listener, refusals, mounted: Vec::new(), paths: Vec::new() })
    }

    /// The counters of what is refused.
    pub(super) fn refusals(&self) -> Arc<Refusals> {
        self.refusals.clone()
    }

    /// What the platforms' parts need of it, whenever they are begun anew.
    pub(super) fn reach(&self, settings: &CallbackSettings) -> Reach {
        Reach {
            base_url: self.listener.base_url(),
            has_an_address: settings.has_an_address(),
            loopback_only: settings.listen.ip().is_loopback(),
            refusals: self.refusals.clone(),
        }
    }

    /// SHA-256 of the certificate.
    pub(super) fn fingerprint(&self) -> Option<&str> {
        self.listener.certificate().map(|certificate| certificate.sha256.as_str())
    }

    /// Serves a platform below a path, and below the path of the address that it was told. One that is not set up (yet) is
    /// not listed, and its path answers as soon as it is.
    pub(super) fn mount(
        &mut self,
        (platform, is_set_up): (Platform, bool),
        path: &str,
        told: Option<&str>,
        receiver: Arc<dyn Receiver>,
    ) {
        let own = Mounted::at(path, receiver.clone());
        let url = format!("{}{}", self.listener.base_url(), own.prefix);
        if let Some(other) = told.map(path_of).filter(|other| *other != path.trim_matches('/')) {
            self.mounted.push(Mounted::at(&other, receiver));
        }
        self.mounted.push(own);
        if is_set_up {
            let told = told.filter(|told| *told != url).map(str::to_owned);
            self.paths.push(ListenerPath { platform, url, told });
        }
    }

    pub(super) fn ready(&self) -> CallbackReady {
        let certificate = self.listener.certificate();
        CallbackReady {
            base_url: self.listener.base_url(),
            certificate_sha256: certificate.map(|certificate| certificate.sha256.clone()),
            certificate_file: certificate.map(|certificate| certificate.file.clone()),
        }
    }

    /// Accepts until `stop`, and lets everybody see that in the window.
    pub(super) fn open(self, window: &Listening, stop: &CancellationToken) -> JoinHandle<()> {
        let Self { listener, refusals, mounted, paths } = self;
        let certificate = listener.certificate().cloned();
        let base_url = listener.base_url();
        let fingerprint = certificate.as_ref().map(|certificate| certificate.sha256.as_str());
        tracing::info!(base_url, fingerprint, "platforms are listened to");
        let traffic = listener.traffic();
        let shown = Shown { base_url, certificate, paths, traffic, refusals: refusals.clone() };
        // An engine opens it once.
        let _ = window.0.set(shown);
        tokio::spawn(listener.serve(mounted, refusals, stop.clone()))
    }
}

/// Where the listener can be reached, and who counts what it turns away.
#[derive(Clone)]
pub(super) struct Reach {
    base_url: String,
    has_an_address: bool,
    loopback_only: bool,
    pub(super) refusals: Arc<Refusals>,
}

impl Reach {
    /// The listener's own address of a path, where it is one that this platform can reach: it listens on one address, and
    /// on the loopback only for a platform that is there too.
    pub(super) fn of(&self, path: &str, platform_url: &str) -> Option<String> {
        let here = host_of(platform_url).is_some_and(|host| is_this_machine(&host));
        let reachable = self.has_an_address && (here || !self.loopback_only);
        reachable.then(|| format!("{}/{path}", self.base_url))
    }
}

struct Shown {
    base_url: String,
    certificate: Option<CertificateView>,
    paths: Vec<ListenerPath>,
    traffic: Arc<Traffic>,
    refusals: Arc<Refusals>,
}

/// The listener as commands see it: there once it is open.
#[derive(Clone, Default)]
pub(super) struct Listening(Arc<OnceLock<Shown>>);

impl Listening {
    pub(super) fn view(&self) -> Option<ListenerView> {
        let shown = self.0.get()?;
        Some(ListenerView {
            base_url: shown.base_url.clone(),
            certificate: shown.certificate.clone(),
            paths: shown.paths.clone(),
            connections: shown.traffic.connections(),
            requests: shown.traffic.requests(),
            refusals: shown.refusals.all(),
        })
    }
}

/// Drops old bodies of what came, until `stop`.
pub(super) async fn drop_old_arrivals(
    ledger: Ledger,
    desk: Desk,
    keep_days: u32,
    clock: Arc<dyn Clock>,
    stop: CancellationToken,
) {
    let mut every = tokio::time::interval(LOOK_FOR_OLD);
    loop {
        tokio::select! {
            _ = every.tick() => {}
            () = stop.cancelled() => return,
        }
        if super::pc_clock::is_doubted(&desk).await {
            continue;
        }
        let before = clock.now().plus_ms(-i64::from(keep_days) * DAY_MS);
        match ledger.drop_old_arrivals(before).await {
            Ok(0) => {}
            Ok(bodies) => tracing::info!(bodies, "old bodies of the inbox went"),
            Err(error) => tracing::warn!(%error, "old bodies of the inbox could not be dropped"),
        }
    }
}
