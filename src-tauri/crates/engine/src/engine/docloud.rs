//! docloud as a part that is begun anew when its settings or its secret change: the link, the door for what it pushes, and who
//! follows orders and inspections.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Clock;
use lotdesk_gateway::callback::Refusals;
use lotdesk_gateway::dispatcher::LinkWatch;
use lotdesk_gateway::docloud::{DocloudLink, DocloudProfile, DocloudReceiver, DocloudReceiverParts};
use lotdesk_ledger::Ledger;
use lotdesk_operations::api::board::LinkState;
use lotdesk_operations::{Desk, Docloud as _, NoDocloud};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use super::doors::DocloudDoor;
use super::error::StartError;
use super::keeper::{MadeOf, Part, Plan};
use super::platforms::Presence;
use super::shop::wanted;
use crate::config::Config;
use crate::home::Home;
use crate::secrets::{Secret, SecretName, SecretStore};

/// Where docloud calls us, on the callback listener; `/order` and `/monitor` below it.
pub(super) const PATH: &str = "docloud";

/// Whether there is docloud by these settings.
pub(super) fn is_set_up(settings: &Config) -> bool {
    settings.platforms.docloud.is_some() || settings.demo
}

struct Board(Desk);

impl LinkWatch for Board {
    fn link_changed(&self, platform: Platform, state: LinkState, error: Option<String>) {
        self.0.link_changed(platform, state, error);
    }
}

/// The part.
pub(super) struct DocloudPart {
    pub(super) home: Home,
    pub(super) secrets: Arc<SecretStore>,
    /// The demo's own docloud.
    pub(super) sandbox: Option<(DocloudProfile, Secret)>,
    pub(super) presence: Presence,
    pub(super) door: DocloudDoor,
    pub(super) desk: Desk,
    pub(super) ledger: Ledger,
    pub(super) clock: Arc<dyn Clock>,
    /// Counts what is turned away; none where one command is run and nothing listens.
    pub(super) refusals: Option<Arc<Refusals>>,
}

struct Ready {
    profile: DocloudProfile,
    link: Arc<DocloudLink>,
    receiver: Option<DocloudReceiver>,
}

#[async_trait]
impl Part for DocloudPart {
    fn name(&self) -> &'static str {
        "platforms.docloud"
    }

    fn secrets(&self, settings: &Config) -> Vec<SecretName> {
        settings.platforms.docloud.iter().map(|_| SecretName::docloud_app_secret()).collect()
    }

    fn plan(&self, settings: &Config) -> Result<Option<Plan>, StartError> {
        let (profile, secret) = match (&settings.platforms.docloud, &self.sandbox) {
            (Some(named), _) => {
                let mut profile = named.clone();
                profile.ca_file = profile.ca_file.take().map(|file| self.home.file(&file));
                (profile, wanted(&self.secrets, &SecretName::docloud_app_secret(), "懂云", "docloud")?)
            }
            (None, Some((profile, secret))) => (profile.clone(), secret.clone()),
            (None, None) => return Ok(None),
        };
        let watch = Arc::new(Board(self.desk.clone()));
        let link = DocloudLink::new(&profile, secret.expose(), self.clock.clone(), self.ledger.clone(), watch)
            .map_err(|bad| StartError::Part { part: "platforms.docloud", why: bad.to_string() })?;
        let receiver = self.refusals.as_ref().map(|refusals| {
            DocloudReceiver::new(DocloudReceiverParts {
                desk: self.desk.clone(),
                ledger: self.ledger.clone(),
                clock: self.clock.clone(),
                app_key: profile.app_key.clone(),
                app_secret: Zeroizing::new(secret.expose().to_owned()),
                push_window_s: profile.push_window_s,
                refusals: refusals.clone(),
            })
        });
        let mut made_of = MadeOf::default();
        // Texts, numbers and truths only: this cannot fail.
        made_of.text(&serde_json::to_string(&profile).unwrap_or_default());
        made_of.text(secret.expose());
        made_of.file(profile.ca_file.as_ref());
        Ok(Some(made_of.plan(Box::new(Ready { profile, link: Arc::new(link), receiver }))))
    }

    async fn begin(&self, plan: Plan, stop: CancellationToken) -> Result<Vec<JoinHandle<()>>, StartError> {
        let Ok(ready) = plan.with.downcast::<Ready>() else { return Ok(Vec::new()) };
        let Ready { profile, link, receiver } = *ready;
        self.presence.set(true);
        self.desk.link_changed(Platform::Docloud, LinkState::Idle, None);
        self.desk.docloud_by(link.clone());
        self.door.lead_to(receiver);
        let every = Duration::from_secs(profile.follow_every_s);
        Ok(vec![tokio::spawn(follow(self.desk.clone(), link, every, stop))])
    }

    fn gone(&self) {
        self.presence.set(false);
        self.door.lead_to(None);
        self.desk.docloud_by(Arc::new(NoDocloud));
    }
}

/// Has the signature checked once, and asks for open orders and inspections, until `stop`.
async fn follow(desk: Desk, link: Arc<DocloudLink>, every: Duration, stop: CancellationToken) {
    tokio::select! {
        biased;
        () = stop.cancelled() => return,
        tested = link.test_signature() => {
            if let Err(failure) = tested {
                tracing::warn!(%failure, "docloud does not take our signature, or was not reached");
            }
        }
    }
    let mut ticks = tokio::time::interval(every);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        let asked = tokio::select! {
            biased;
            () = stop.cancelled() => return,
            asked = async { (desk.follow_violation_orders().await, desk.follow_inspections().await) } => asked,
        };
        for refusal in [asked.0.err(), asked.1.err()].into_iter().flatten() {
            tracing::warn!(why = refusal.en, "orders at docloud could not be followed");
        }
    }
}
