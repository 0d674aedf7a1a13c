//! The platform's TCP side (6.1.3, 6.2.4 to 6.2.6): TLS, login first, gone after 9 s without a heartbeat, and requests of
//! the platform's own. It fails on demand.

mod connection;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lotdesk_protocols::city::frame::PacketNumbers;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot, watch};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::platform::Shared;

/// 6.1.3: without a heartbeat for so long the platform ends the connection.
const SILENCE: Duration = Duration::from_secs(9);
/// 6.1.1 e: how long an answer is waited for.
const ANSWER: Duration = Duration::from_secs(20);
/// How long a TLS handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(9);

/// What is to happen on a connection.
pub(super) enum Order {
    /// It is cut.
    Cut,
    /// Bytes that are no frame are sent.
    Garbage,
    /// The platform asks, and waits.
    Ask { packet_no: u32, command: u16, data: String, answer: oneshot::Sender<String> },
}

/// Why a request of the platform got no answer.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// Nobody is logged in over TCP.
    #[error("nobody is logged in over TCP")]
    Nobody,
    /// The connection ended first.
    #[error("the connection ended before the answer came")]
    Cut,
    /// It took longer than 20 s.
    #[error("no answer within 20 s")]
    Late,
}

/// What all connections share.
pub struct TcpSide {
    /// Those that are logged in.
    connections: Mutex<BTreeMap<u64, mpsc::UnboundedSender<Order>>>,
    numbers: Mutex<PacketNumbers>,
    next_id: AtomicU64,
    /// Heartbeats are taken and not answered.
    pub(super) withhold_heartbeats: AtomicBool,
    /// How many connections are logged in.
    pub(super) logged_in: watch::Sender<usize>,
    /// How many heartbeats came.
    pub(super) heartbeats: watch::Sender<u64>,
}

impl Default for TcpSide {
    fn default() -> Self {
        Self {
            connections: Mutex::default(),
            numbers: Mutex::default(),
            next_id: AtomicU64::new(1),
            withhold_heartbeats: AtomicBool::new(false),
            logged_in: watch::Sender::new(0),
            heartbeats: watch::Sender::new(0),
        }
    }
}

impl TcpSide {
    fn connections(&self) -> MutexGuard<'_, BTreeMap<u64, mpsc::UnboundedSender<Order>>> {
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn logged_in(&self, orders: mpsc::UnboundedSender<Order>) -> u64 {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let count = {
            let mut all = self.connections();
            all.insert(id, orders);
            all.len()
        };
        self.logged_in.send_replace(count);
        id
    }

    fn gone(&self, id: u64) {
        let count = {
            let mut all = self.connections();
            all.remove(&id);
            all.len()
        };
        self.logged_in.send_replace(count);
    }

    /// Every connection is cut, or sent garbage.
    pub(super) fn order_all(&self, order: impl Fn() -> Order) {
        for connection in self.connections().values() {
            // A connection that is just ending needs no order.
            let _ = connection.send(order());
        }
    }

    /// Asks over the newest connection; gives where the answer will come, and the connection.
    fn put(
        &self,
        command: u16,
        data: String,
    ) -> Result<(oneshot::Receiver<String>, mpsc::UnboundedSender<Order>), AskError> {
        let (answer, answered) = oneshot::channel();
        let packet_no = self.numbers.lock().unwrap_or_else(PoisonError::into_inner).take();
        let newest = self.connections().values().next_back().cloned().ok_or(AskError::Nobody)?;
        newest.send(Order::Ask { packet_no, command, data, answer }).map_err(|_| AskError::Cut)?;
        Ok((answered, newest))
    }

    /// Asks over the newest connection, and cuts it before the answer can come.
    pub(super) fn ask_and_cut(&self, command: u16, data: String) -> Result<String, AskError> {
        let (_, connection) = self.put(command, data)?;
        // A connection that is just ending needs no order.
        let _ = connection.send(Order::Cut);
        Err(AskError::Cut)
    }

    /// Asks over the newest connection, and waits for the answer.
    pub(super) async fn ask(&self, command: u16, data: String) -> Result<String, AskError> {
        let (answered, _) = self.put(command, data)?;
        match tokio::time::timeout(ANSWER, answered).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(_)) => Err(AskError::Cut),
            Err(_) => Err(AskError::Late),
        }
    }
}

/// Accepts until told to stop; then connections are cut.
pub(super) async fn run(listener: TcpListener, tls: TlsAcceptor, platform: Shared, stop: CancellationToken) {
    let connections = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(why) => {
                tracing::warn!(%why, "the sandbox could not accept a TCP connection");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let (tls, platform, stop) = (tls.clone(), platform.clone(), stop.clone());
        connections.spawn(async move {
            let serve = async {
                match tokio::time::timeout(HANDSHAKE, tls.accept(stream)).await {
                    Ok(Ok(stream)) => connection::serve(stream, platform).await,
                    Ok(Err(why)) => tracing::debug!(%why, "no TLS with this TCP client"),
                    Err(_) => tracing::debug!("a TLS handshake took too long"),
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
