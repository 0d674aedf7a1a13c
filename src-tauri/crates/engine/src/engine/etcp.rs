//! ETCP as a part that is begun anew when its settings or secrets change: the link, the door for what its lots push, and the
//! look after payments; and the demo's own ETCP.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Clock;
use lotdesk_gateway::callback::Refusals;
use lotdesk_gateway::dispatcher::Dispatcher;
use lotdesk_gateway::etcp::{EtcpLink, EtcpProfile, EtcpReceiver, EtcpReceiverParts};
use lotdesk_ledger::Ledger;
use lotdesk_operations::api::board::LinkState;
use lotdesk_operations::{Desk, EtcpCare, NoEtcp, SystemGuids};
use lotdesk_sandbox::etcp::{EtcpConfig, EtcpHandle};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use super::doors::EtcpDoor;
use super::error::StartError;
use super::keeper::{MadeOf, Part, Plan};
use super::platforms::Presence;
use super::shop::{Board, wanted};
use crate::config::Config;
use crate::home::Home;
use crate::secrets::{Secret, SecretName, SecretStore};

/// Where ETCP pushes to, on the callback listener.
pub(super) const PATH: &str = "etcp";
/// How often payments are looked after without anything having changed.
const LOOK_EVERY: Duration = Duration::from_secs(15);
/// Between two looks, however fast messages are settled.
const AT_MOST_EVERY: Duration = Duration::from_millis(250);

/// Whether ETCP is there by these settings.
pub(super) fn is_set_up(settings: &Config) -> bool {
    settings.platforms.etcp.is_some() || settings.demo
}

/// The demo's own ETCP, as a profile would describe it.
pub(super) type Played = (EtcpProfile, Secret);

/// Starts the demo's own ETCP.
pub(super) async fn start_played(clock: &Arc<dyn Clock>) -> Result<EtcpHandle, StartError> {
    let part = |why: String| StartError::Part { part: "demo", why };
    let mut seed = [0; 8];
    getrandom::fill(&mut seed).map_err(|error| part(error.to_string()))?;
    let config = EtcpConfig::demo(clock.clone(), Arc::new(SystemGuids), u64::from_le_bytes(seed));
    EtcpHandle::start(config).await.map_err(|error| part(error.to_string()))
}

/// How it is reached.
pub(super) fn played(handle: &EtcpHandle) -> Played {
    let (merchant_no, merchant_key, app_id) = handle.merchant();
    let profile = EtcpProfile {
        base_url: handle.base_url.clone(),
        merchant_no: merchant_no.to_owned(),
        app_id: app_id.to_owned(),
        ..EtcpProfile::default()
    };
    (profile, Secret::new(merchant_key.to_owned()))
}

/// The link, the door, and the look after payments.
pub(super) struct EtcpPart {
    pub(super) home: Home,
    pub(super) secrets: Arc<SecretStore>,
    /// The demo's own ETCP.
    pub(super) sandbox: Option<Played>,
    pub(super) presence: Presence,
    pub(super) door: EtcpDoor,
    pub(super) desk: Desk,
    pub(super) ledger: Ledger,
    pub(super) clock: Arc<dyn Clock>,
    /// Counts what is turned away; none where one command is run and nothing listens.
    pub(super) refusals: Option<Arc<Refusals>>,
}

type Ready = (EtcpProfile, Arc<EtcpLink>, Option<EtcpReceiver>);

#[async_trait]
impl Part for EtcpPart {
    fn name(&self) -> &'static str {
        "platforms.etcp"
    }

    fn secrets(&self, settings: &Config) -> Vec<SecretName> {
        settings.platforms.etcp.iter().map(|_| SecretName::etcp_merchant_key()).collect()
    }

    fn plan(&self, settings: &Config) -> Result<Option<Plan>, StartError> {
        let (profile, key) = match (&settings.platforms.etcp, &self.sandbox) {
            (Some(named), _) => {
                let mut profile = named.clone();
                profile.ca_file = profile.ca_file.take().map(|file| self.home.file(&file));
                (profile, wanted(&self.secrets, &SecretName::etcp_merchant_key(), "ETCP", "ETCP")?)
            }
            (None, Some((profile, key))) => (profile.clone(), key.clone()),
            (None, None) => return Ok(None),
        };
        let users = Arc::new(self.ledger.clone());
        let link = EtcpLink::new(&profile, key.expose(), users, self.clock.clone())
            .map_err(|bad| StartError::Part { part: "platforms.etcp", why: bad.to_string() })?;
        let receiver = self.refusals.as_ref().map(|refusals| {
            EtcpReceiver::new(EtcpReceiverParts {
                desk: self.desk.clone(),
                ledger: self.ledger.clone(),
                clock: self.clock.clone(),
                profile: profile.clone(),
                merchant_key: Zeroizing::new(key.expose().to_owned()),
                refusals: refusals.clone(),
            })
        });
        let mut made_of = MadeOf::default();
        // Texts, numbers and truths only: this cannot fail.
        made_of.text(&serde_json::to_string(&profile).unwrap_or_default());
        made_of.text(key.expose());
        made_of.file(profile.ca_file.as_ref());
        let ready: Ready = (profile, Arc::new(link), receiver);
        Ok(Some(made_of.plan(Box::new(ready))))
    }

    async fn begin(&self, plan: Plan, stop: CancellationToken) -> Result<Vec<JoinHandle<()>>, StartError> {
        let Ok(ready) = plan.with.downcast::<Ready>() else { return Ok(Vec::new()) };
        let (profile, link, receiver) = *ready;
        self.presence.set(true);
        self.desk.link_changed(Platform::Etcp, LinkState::Idle, None);
        self.desk.etcp_by(link.clone());
        self.door.lead_to(receiver);
        let mut seed = [0; 8];
        // The seed only spreads the waiting times; a fixed one would do.
        let _ = getrandom::fill(&mut seed);
        let dispatcher = Dispatcher::new(
            Platform::Etcp,
            link,
            Arc::new(self.ledger.clone()),
            Arc::new(Board(self.desk.clone())),
            self.clock.clone(),
            profile.dispatcher_settings(),
            u64::from_le_bytes(seed),
        );
        let care = look_after_payments(EtcpCare::new(self.desk.clone()), self.ledger.clone(), stop.clone());
        Ok(vec![tokio::spawn(dispatcher.run(stop)), tokio::spawn(care)])
    }

    fn gone(&self) {
        self.door.lead_to(None);
        self.desk.etcp_by(Arc::new(NoEtcp));
        self.presence.set(false);
    }
}

/// Looks after payments whenever something of the outbox changed, and every few seconds, until `stop`.
async fn look_after_payments(mut care: EtcpCare, ledger: Ledger, stop: CancellationToken) {
    let mut settled = ledger.outbox_grew();
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            grew = settled.changed() => if grew.is_err() { return },
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
        // A question under way may be dropped: nothing is decided before its answer.
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            looked = care.look() => if let Err(refusal) = looked {
                tracing::warn!(why = refusal.en, "payments for ETCP could not be looked after");
            }
        }
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            () = tokio::time::sleep(AT_MOST_EVERY) => {}
        }
    }
}
