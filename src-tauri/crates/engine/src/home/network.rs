//! The owner's door for other PCs: the line protocol over TLS, for those that were admitted.
//!
//! Everything before the key is known is bounded: how many connections wait, how many one address has, how long the
//! handshake and the first line may take, and how long that line is. A connection ends at once when its PC is revoked.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Clock;
use lotdesk_operations::KnownPc;
use lotdesk_operations::api::attach::{AttachDoor, TurnedAway};
use lotdesk_operations::api::refusal::{Code, Refusal};
use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_rustls::TlsAcceptor;
use tokio_util::codec::{FramedRead, FramedWrite, LinesCodec};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::heard::Listening;
use super::identity::Identity;
use super::lockout::{Lockouts, whose};
use super::server::Answers;
use super::session::{self, HELLO_WITHIN, Rules};
use super::wire::{MOST_CALL_BYTES, MOST_HELLO_BYTES};

/// What both sides speak below TLS.
pub(super) const ALPN: &[u8] = b"lotdesk/1";
/// Connections that are not known yet.
const MOST_UNKNOWN: usize = 16;
/// PCs' windows and terminals at once.
const MOST_ATTACHED: usize = 32;
/// Connections of one address, known or not.
const MOST_OF_ONE_ADDRESS: usize = 12;
/// Calls of one connection under way at once.
const MOST_CALLS: usize = 12;
/// Lines waiting for a slow reader.
const MOST_WAITING: usize = 64;
/// A PC says something now and then; one that is silent for so long is gone.
const SILENT_FOR: Duration = Duration::from_secs(60);
/// What is under way when the door closes gets this long.
const END_WITHIN: Duration = Duration::from_secs(3);

/// Who decides about PCs, and answers them.
#[async_trait]
pub trait Admits: Send + Sync + 'static {
    /// The PC that has this key; noted as seen from this address.
    ///
    /// # Errors
    /// When it cannot be looked up.
    async fn comes(&self, key: &str, from: &str) -> Result<Option<KnownPc>, Refusal>;

    /// Whether a PC that was let in may still be here.
    ///
    /// # Errors
    /// When it cannot be looked up.
    async fn may_stay(&self, pc: Guid) -> Result<bool, Refusal>;

    /// What answers this PC.
    fn answers(&self, pc: KnownPc) -> Arc<dyn Answers>;
}

/// The door as commands see it, open or closed.
pub struct NetworkDoor {
    clock: Arc<dyn Clock>,
    now: Mutex<State>,
}

#[derive(Default)]
struct State {
    door: Option<(String, String, String)>,
    last_no: u64,
    /// Connections of PCs that were let in.
    open: HashMap<u64, (Guid, CancellationToken)>,
    /// Every connection, by address.
    by_address: HashMap<IpAddr, usize>,
    lockouts: Lockouts,
    turned_away: TurnedAway,
}

/// Why somebody was turned away.
#[derive(Clone, Copy)]
enum Away {
    WrongKey,
    LockedOut,
    TooMany,
    NotOurs,
}

impl NetworkDoor {
    /// A door that is closed.
    pub fn closed(clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self { clock, now: Mutex::default() })
    }

    /// The door; none while it is closed.
    pub fn view(&self) -> Option<AttachDoor> {
        let state = self.state();
        let (address, host, sha256) = state.door.clone()?;
        Some(AttachDoor { address, host, sha256, turned_away: state.turned_away.clone() })
    }

    /// The PC of every open connection.
    pub fn attached(&self) -> Vec<Guid> {
        self.state().open.values().map(|(pc, _)| *pc).collect()
    }

    /// Ends every connection of a PC.
    pub fn cut_off(&self, pc: Guid) {
        for (_, cut) in self.state().open.values().filter(|(of, _)| *of == pc) {
            cut.cancel();
        }
    }

    /// Opens it on a socket that is bound, until `stop`. `host` is what pairing lines call this machine.
    ///
    /// # Errors
    /// When TLS does not take the certificate.
    pub fn open(
        self: &Arc<Self>,
        socket: TcpListener,
        host: &str,
        identity: &Identity,
        admits: Arc<dyn Admits>,
        stop: CancellationToken,
    ) -> Result<impl Future<Output = ()> + Send + use<>, rustls::Error> {
        let tls = acceptor(identity)?;
        let address = socket.local_addr().map(|address| address.to_string()).unwrap_or_default();
        tracing::info!(address, fingerprint = identity.fingerprint(), "other PCs may attach");
        self.state().door = Some((address, host.to_owned(), identity.fingerprint()));
        Ok(self.clone().accept(socket, tls, admits, stop))
    }

    async fn accept(
        self: Arc<Self>,
        socket: TcpListener,
        tls: TlsAcceptor,
        admits: Arc<dyn Admits>,
        stop: CancellationToken,
    ) {
        let (unknown, known) = (Arc::new(Semaphore::new(MOST_UNKNOWN)), Arc::new(Semaphore::new(MOST_ATTACHED)));
        let guests = TaskTracker::new();
        loop {
            let accepted = tokio::select! {
                () = stop.cancelled() => break,
                accepted = socket.accept() => accepted,
            };
            let (stream, from) = match accepted {
                Ok((stream, from)) => (stream, from),
                Err(error) => {
                    // Out of file handles, mostly: it gets better when somebody leaves.
                    tracing::warn!(%error, "a PC could not connect");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            };
            let (Ok(waiting), Some(seat)) = (unknown.clone().try_acquire_owned(), self.seat(from.ip())) else {
                self.turn_away(Away::TooMany, from);
                continue;
            };
            let guest = Guest {
                door: self.clone(),
                from,
                admits: admits.clone(),
                known: known.clone(),
                cut: stop.child_token(),
                _seat: seat,
            };
            let tls = tls.clone();
            guests.spawn(async move {
                let _ = stream.set_nodelay(true);
                guest.serve(stream, tls, waiting).await;
            });
        }
        self.state().door = None;
        drop(socket);
        guests.close();
        let _ = tokio::time::timeout(END_WITHIN, guests.wait()).await;
    }

    fn seat(self: &Arc<Self>, from: IpAddr) -> Option<Seat> {
        let from = whose(from);
        let mut state = self.state();
        let count = state.by_address.entry(from).or_default();
        if *count >= MOST_OF_ONE_ADDRESS {
            return None;
        }
        *count += 1;
        Some(Seat { door: self.clone(), from })
    }

    /// Notes a connection of a PC; it is off the list when what is returned goes.
    fn enter(self: &Arc<Self>, pc: Guid, cut: CancellationToken) -> Entered {
        let mut state = self.state();
        state.last_no += 1;
        let no = state.last_no;
        state.open.insert(no, (pc, cut));
        Entered { door: self.clone(), no }
    }

    fn turn_away(&self, why: Away, from: SocketAddr) {
        let now = self.clock.now();
        let mut state = self.state();
        let away = &mut state.turned_away;
        let count = match why {
            Away::WrongKey => &mut away.wrong_keys,
            Away::LockedOut => &mut away.locked_out,
            Away::TooMany => &mut away.too_many,
            Away::NotOurs => &mut away.not_ours,
        };
        *count = count.saturating_add(1);
        (away.last_at, away.last_from) = (Some(now), Some(from.ip().to_canonical().to_string()));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection's place among those of its address.
struct Seat {
    door: Arc<NetworkDoor>,
    from: IpAddr,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut state = self.door.state();
        if let Some(count) = state.by_address.get_mut(&self.from) {
            *count -= 1;
            if *count == 0 {
                state.by_address.remove(&self.from);
            }
        }
    }
}

/// A connection's place on the list of those that were let in.
struct Entered {
    door: Arc<NetworkDoor>,
    no: u64,
}

impl Drop for Entered {
    fn drop(&mut self) {
        self.door.state().open.remove(&self.no);
    }
}

/// A connection.
struct Guest {
    door: Arc<NetworkDoor>,
    from: SocketAddr,
    admits: Arc<dyn Admits>,
    known: Arc<Semaphore>,
    cut: CancellationToken,
    _seat: Seat,
}

impl Guest {
    async fn serve(self, stream: TcpStream, tls: TlsAcceptor, waiting: OwnedSemaphorePermit) {
        let shaken = tokio::select! {
            shaken = tokio::time::timeout(HELLO_WITHIN, tls.accept(stream)) => shaken,
            () = self.cut.cancelled() => return,
        };
        let Ok(Ok(stream)) = shaken else { return self.door.turn_away(Away::NotOurs, self.from) };
        let (read, write) = tokio::io::split(stream);
        let (read, heard) = Listening::to(read);
        let mut lines = FramedRead::new(read, LinesCodec::new_with_max_length(MOST_HELLO_BYTES));
        let mut out = FramedWrite::new(write, LinesCodec::new());
        let hello = tokio::select! {
            hello = session::hello(&mut lines) => hello,
            () = self.cut.cancelled() => return,
        };
        let hello = match hello {
            Ok(hello) => hello,
            Err(refusal) => {
                self.door.turn_away(Away::NotOurs, self.from);
                if let Some(refusal) = refusal {
                    session::refuse(&mut out, refusal).await;
                }
                return;
            }
        };
        let let_in = match self.let_in(&hello.key.0).await {
            Ok(pc) => session::same_protocol(&hello).map(|who| (pc, who)),
            Err(refusal) => Err(refusal),
        };
        let (pc, who) = match let_in {
            Ok(known) => known,
            Err(refusal) => return session::refuse(&mut out, refusal).await,
        };
        let Ok(_place) = self.known.clone().try_acquire_owned() else {
            self.door.turn_away(Away::TooMany, self.from);
            return session::refuse(&mut out, too_many()).await;
        };
        drop(waiting);
        let _entered = self.door.enter(pc.id, self.cut.clone());
        // One that was revoked between the key and the list is not on the list that was cut.
        if !matches!(self.admits.may_stay(pc.id).await, Ok(true)) {
            return session::refuse(&mut out, not_admitted()).await;
        }
        tracing::info!(pc = pc.name, from = %self.from, "a PC attached");
        *lines.decoder_mut() = LinesCodec::new_with_max_length(MOST_CALL_BYTES);
        let rules = Rules { may_end: false, most_calls: MOST_CALLS, most_waiting: MOST_WAITING, cut: self.cut.clone() };
        let name = pc.name.clone();
        let conversation = session::converse(lines, out, who, self.admits.answers(pc), rules);
        tokio::pin!(conversation);
        tokio::select! {
            () = &mut conversation => {}
            () = heard.silent_for(SILENT_FOR) => {
                self.cut.cancel();
                conversation.await;
            }
        }
        tracing::info!(pc = name, from = %self.from, "a PC detached");
    }

    /// The PC that this key is of.
    async fn let_in(&self, key: &str) -> Result<KnownPc, Refusal> {
        let address = self.from.ip();
        let waits = self.door.state().lockouts.wait_ms(address, self.door.clock.now());
        if let Some(left_ms) = waits {
            self.door.turn_away(Away::LockedOut, self.from);
            return Err(locked_out(left_ms));
        }
        match self.admits.comes(key, &address.to_canonical().to_string()).await? {
            Some(pc) => {
                self.door.state().lockouts.right(address);
                Ok(pc)
            }
            None => {
                let now = self.door.clock.now();
                let wait_ms = self.door.state().lockouts.wrong(address, now);
                self.door.turn_away(Away::WrongKey, self.from);
                tracing::warn!(from = %self.from, wait_ms, "a PC with an unknown key tried to attach");
                Err(not_admitted())
            }
        }
    }
}

fn acceptor(identity: &Identity) -> Result<TlsAcceptor, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_no_client_auth()
        .with_single_cert(vec![identity.certificate.clone()], identity.key.clone_key())?;
    config.alpn_protocols = vec![ALPN.to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn not_admitted() -> Refusal {
    Refusal::new(
        Code::NotPermitted,
        "这台电脑未获准入，或准入已撤销：请经理在岗亭的“设置 → 远程电脑”中重新准入",
        "This PC is not admitted, or not any more: a manager admits it at the booth, under Settings, Remote PCs.",
    )
    .at("attach")
}

fn locked_out(left_ms: i64) -> Refusal {
    let seconds = (left_ms + 999) / 1000;
    Refusal::new(
        Code::LockedOut,
        format!("此地址多次使用无效密钥，请 {seconds} 秒后再试"),
        format!("Too many unknown keys came from this address; try again in {seconds} seconds."),
    )
    .at("attach")
}

fn too_many() -> Refusal {
    Refusal::new(
        Code::NotPossibleNow,
        "远程连接已满，请关闭不用的窗口后再试",
        "Too many PCs are attached; close a window that nobody needs.",
    )
    .at("attach")
}
