//! The city platform's TCP connection beside the dispatcher.

use std::sync::Arc;

use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use lotdesk_gateway::city::tcp::{TcpWatch, Way};
use lotdesk_ledger::Ledger;
use lotdesk_operations::api::board::LinkState;
use tokio::sync::mpsc;

/// An interface that was used over TCP.
pub(super) struct Exchange {
    command: u16,
    way: Way,
    at: Moment,
    ok: bool,
}

/// What was exchanged, on its way to the ledger.
pub(super) type Exchanges = mpsc::UnboundedReceiver<Exchange>;

/// Writes to the log how the connection stands, and hands on what was exchanged.
struct Watch {
    exchanges: mpsc::UnboundedSender<Exchange>,
}

impl TcpWatch for Watch {
    fn link_changed(&self, state: LinkState, error: Option<String>) {
        match error {
            Some(error) => tracing::warn!(?state, %error, "the city platform over TCP"),
            None => tracing::info!(?state, "the city platform over TCP"),
        }
    }

    fn exchanged(&self, command: u16, way: Way, at: Moment, ok: bool) {
        // The other end lives as long as this one.
        let _ = self.exchanges.send(Exchange { command, way, at, ok });
    }
}

/// Who is told how the connection goes, and what is to be stored of it.
pub(super) fn watch() -> (Arc<dyn TcpWatch>, Exchanges) {
    let (exchanges, to_store) = mpsc::unbounded_channel();
    (Arc::new(Watch { exchanges }), to_store)
}

/// Keeps what was exchanged, one after the other, until the connection is taken down.
pub(super) async fn store(ledger: Ledger, mut exchanges: Exchanges) {
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
