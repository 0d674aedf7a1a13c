//! The city platform's TCP connection beside the dispatcher.

use std::sync::Arc;

use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_gateway::city::tcp::{DownlinkHandler, TcpWatch, Way, tcp_link};
use lotdesk_gateway::city::{BadLink, CityProfile, CitySecrets};
use lotdesk_ledger::Ledger;
use lotdesk_operations::api::board::LinkState;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// An interface that was used over TCP.
struct Exchange {
    command: u16,
    way: Way,
    at: Moment,
    ok: bool,
}

/// Writes to the log how the connection stands, and hands on what was exchanged.
struct Watch(mpsc::UnboundedSender<Exchange>);

impl TcpWatch for Watch {
    fn link_changed(&self, state: LinkState, error: Option<String>) {
        match error {
            Some(error) => tracing::warn!(?state, %error, "the city platform over TCP"),
            None => tracing::info!(?state, "the city platform over TCP"),
        }
    }

    fn exchanged(&self, command: u16, way: Way, at: Moment, ok: bool) {
        // The other end lives as long as this one.
        let _ = self.0.send(Exchange { command, way, at, ok });
    }
}

/// Keeps the connection until `stop`, where the profile names a TCP side.
pub(super) fn start(
    profile: &CityProfile,
    secrets: &CitySecrets,
    handler: Arc<dyn DownlinkHandler>,
    ledger: &Ledger,
    clock: &Arc<dyn Clock>,
    seed: u64,
    stop: &CancellationToken,
) -> Result<Vec<JoinHandle<()>>, BadLink> {
    let (exchanges, to_store) = mpsc::unbounded_channel();
    let linked = tcp_link(profile, secrets, clock.clone(), handler, Arc::new(Watch(exchanges)), seed)?;
    // Nothing goes up over TCP but login, heartbeat and logout (table 1), so nobody needs the link itself.
    let Some((_link, runner)) = linked else { return Ok(Vec::new()) };
    let runs = tokio::spawn(runner.run(stop.clone()));
    let stores = tokio::spawn(store(ledger.clone(), to_store));
    Ok(vec![runs, stores])
}

/// Keeps what was exchanged, one after the other, until the connection is taken down.
async fn store(ledger: Ledger, mut exchanges: mpsc::UnboundedReceiver<Exchange>) {
    while let Some(Exchange { command, way, at, ok }) = exchanges.recv().await {
        // What the platform makes up is no interface: the list would grow without end.
        let interface = command.to_string();
        if lotdesk_protocols::interface(Platform::City, &interface).is_none() {
            continue;
        }
        let direction = match way {
            Way::Up => "up",
            Way::Down => "down",
        };
        if let Err(error) = ledger.store_exchange(Platform::City, &interface, direction, at, ok).await {
            tracing::error!(%error, interface, "what was exchanged over TCP could not be kept");
        }
    }
}
