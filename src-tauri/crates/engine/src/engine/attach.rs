//! The door for other PCs as a part that is opened, closed and moved while the engine runs.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::pin::Pin;
use std::sync::Arc;

use async_trait::async_trait;
use lotdesk_domain::id::Guid;
use lotdesk_operations::api::notice::Notice;
use lotdesk_operations::api::refusal::Refusal;
use lotdesk_operations::{Caller, Desk, KnownPc, Remote};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::broadcast;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::error::StartError;
use super::keeper::{MadeOf, Part, Plan};
use super::options::AttachReady;
use crate::config::{AttachSettings, Config, Problem};
use crate::home::{Admits, Answers, Identity, IdentityError, NetworkDoor, Who};
use crate::secrets::SecretStore;

/// The door.
pub(super) struct AttachPart {
    pub(super) secrets: Arc<SecretStore>,
    pub(super) door: Arc<NetworkDoor>,
    pub(super) desk: Desk,
    pub(super) demo: bool,
}

/// What is about to be opened.
struct Opening {
    listen: SocketAddr,
    host: String,
    identity: Identity,
}

#[async_trait]
impl Part for AttachPart {
    fn name(&self) -> &'static str {
        "attach"
    }

    fn plan(&self, settings: &Config) -> Result<Option<Plan>, StartError> {
        let Some(listen) = settings.attach.listen else { return Ok(None) };
        let identity = Identity::kept_in(&self.secrets).map_err(|error| match error {
            IdentityError::Secret(error) => StartError::Secret(error),
            other => StartError::Part { part: "attach", why: other.to_string() },
        })?;
        let mut made_of = MadeOf::default();
        // Texts and numbers only: this cannot fail.
        made_of.text(&serde_json::to_string(&settings.attach).unwrap_or_default());
        made_of.text(&identity.fingerprint());
        let host = host_of(&settings.attach, listen);
        Ok(Some(made_of.plan(Box::new(Opening { listen, host, identity }))))
    }

    async fn begin(&self, plan: Plan, stop: CancellationToken) -> Result<Vec<JoinHandle<()>>, StartError> {
        let Ok(opening) = plan.with.downcast::<Opening>() else { return Ok(Vec::new()) };
        let Opening { listen, host, identity } = *opening;
        let socket = TcpListener::bind(listen).await.map_err(|cause| {
            StartError::problem(Problem::new(
                "attach.listen",
                format!("无法监听 {listen}：端口被占用或没有权限"),
                format!("cannot listen on {listen}: {cause}"),
            ))
        })?;
        let admits = Arc::new(OfDesk { desk: self.desk.clone(), demo: self.demo });
        let open = self.door.open(socket, &host, &identity, admits, stop);
        let open = open.map_err(|why| StartError::Part { part: "attach", why: why.to_string() })?;
        Ok(vec![tokio::spawn(open)])
    }
}

/// What the ready line says of it.
pub(super) fn ready(door: &NetworkDoor) -> Option<AttachReady> {
    door.view().map(|door| AttachReady { address: door.address, certificate_sha256: door.sha256 })
}

/// The name or address that pairing lines give other PCs.
fn host_of(settings: &AttachSettings, listen: SocketAddr) -> String {
    match &settings.host {
        Some(host) => host.clone(),
        None if listen.ip().is_unspecified() => own_address().unwrap_or(listen.ip()).to_string(),
        None => listen.ip().to_string(),
    }
}

/// This machine's address in the network that leads outside. Nothing is sent: a datagram socket that is given a peer only
/// looks up the way there. The peer is an address that belongs to nobody.
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    socket.local_addr().ok().map(|address| address.ip())
}

/// The desk decides about PCs.
struct OfDesk {
    desk: Desk,
    demo: bool,
}

#[async_trait]
impl Admits for OfDesk {
    async fn comes(&self, key: &str, from: &str) -> Result<Option<KnownPc>, Refusal> {
        self.desk.pc_comes(key, from).await
    }

    async fn may_stay(&self, pc: Guid) -> Result<bool, Refusal> {
        self.desk.pc_may_stay(pc).await
    }

    fn answers(&self, pc: KnownPc) -> Arc<dyn Answers> {
        Arc::new(ForPc { desk: self.desk.clone(), demo: self.demo, pc })
    }
}

/// The desk answers a PC: the typed commands, with who is signed in there, and nothing of what a terminal at the owner may
/// ask besides.
struct ForPc {
    desk: Desk,
    demo: bool,
    pc: KnownPc,
}

impl Answers for ForPc {
    fn call<'a>(
        &'a self,
        who: Who,
        token: Option<String>,
        name: &'a str,
        request: Value,
    ) -> Pin<Box<dyn Future<Output = Result<Value, Refusal>> + Send + 'a>> {
        let caller = Caller::Remote(Remote { pc: self.pc.clone(), window: who == Who::Window, token });
        Box::pin(async move { self.desk.call(&caller, name, request).await })
    }

    fn notices(&self) -> broadcast::Receiver<Arc<Notice>> {
        self.desk.notices()
    }

    fn demo(&self) -> bool {
        self.demo
    }

    /// The session refuses it already.
    fn end(&self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pairing_line_names_what_was_set_or_an_address_that_others_can_reach() {
        let of = |host: Option<&str>, listen: &str| {
            let listen = listen.parse().unwrap();
            let settings = AttachSettings { listen: Some(listen), host: host.map(str::to_owned) };
            host_of(&settings, listen)
        };
        assert_eq!(of(Some("booth.lan"), "0.0.0.0:5290"), "booth.lan");
        assert_eq!(of(None, "192.168.1.20:5290"), "192.168.1.20");
        let guessed = of(None, "0.0.0.0:5290").parse::<IpAddr>().unwrap();
        assert!(guessed.is_ipv4(), "{guessed}");
    }
}
