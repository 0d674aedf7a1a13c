//! The repair shop's platforms as parts that are begun anew when their settings or secrets change: the archive's link, and the
//! door for AutoX3's orders. And the look at the deadlines.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Clock;
use lotdesk_gateway::autox3::{AddressPictures, Autox3Profile, Autox3Receiver, ReceiverParts};
use lotdesk_gateway::callback::Refusals;
use lotdesk_gateway::dispatcher::{Dispatcher, LinkWatch};
use lotdesk_gateway::repair::{RepairLink, RepairProfile};
use lotdesk_ledger::Ledger;
use lotdesk_operations::api::board::LinkState;
use lotdesk_operations::{Desk, NoPictures};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use super::error::StartError;
use super::keeper::{MadeOf, Part, Plan};
use super::platforms::Presence;
use crate::config::{Config, Problem};
use crate::home::Home;
use crate::secrets::{Secret, SecretName, SecretStore};

/// Where AutoX3 calls us, on the callback listener.
pub(super) const PATH: &str = "autox3";
/// How often deadlines are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// Whether AutoX3's orders are taken by these settings.
pub(super) fn orders_are_taken(settings: &Config) -> bool {
    settings.platforms.autox3.is_some() || settings.demo
}

/// Whether there is an archive by these settings.
pub(super) fn archive_is_set_up(settings: &Config) -> bool {
    settings.platforms.repair.is_some() || settings.demo
}

/// The demo's own platforms, as profiles would describe them.
#[derive(Default)]
pub(super) struct ShopAccess {
    pub(super) repair: Option<(RepairProfile, Secret)>,
    pub(super) autox3: Option<(Autox3Profile, Secret)>,
}

/// A secret that a platform cannot do without.
pub(super) fn wanted(secrets: &SecretStore, name: &SecretName, zh: &str, en: &str) -> Result<Secret, StartError> {
    secrets.get(name)?.ok_or_else(|| {
        StartError::problem(Problem::new(
            name.to_string(),
            format!("{zh}需要此密钥：lotdeskctl secret set {name}"),
            format!("{en} needs this secret: lotdeskctl secret set {name}"),
        ))
    })
}

pub(super) struct Board(pub(super) Desk);

impl LinkWatch for Board {
    fn link_changed(&self, platform: Platform, state: LinkState, error: Option<String>) {
        self.0.link_changed(platform, state, error);
    }
}

/// The archive's link.
pub(super) struct RepairPart {
    pub(super) home: Home,
    pub(super) secrets: Arc<SecretStore>,
    /// The demo's own archive.
    pub(super) sandbox: Option<(RepairProfile, Secret)>,
    pub(super) presence: Presence,
    pub(super) desk: Desk,
    pub(super) ledger: Ledger,
    pub(super) clock: Arc<dyn Clock>,
}

#[async_trait]
impl Part for RepairPart {
    fn name(&self) -> &'static str {
        "platforms.repair"
    }

    fn secrets(&self, settings: &Config) -> Vec<SecretName> {
        settings.platforms.repair.iter().map(|_| SecretName::repair_password()).collect()
    }

    fn plan(&self, settings: &Config) -> Result<Option<Plan>, StartError> {
        let (profile, password) = match (&settings.platforms.repair, &self.sandbox) {
            (Some(named), _) => {
                let mut profile = named.clone();
                profile.ca_file = profile.ca_file.take().map(|file| self.home.file(&file));
                (
                    profile,
                    wanted(&self.secrets, &SecretName::repair_password(), "维修电子档案平台", "the repair archive")?,
                )
            }
            (None, Some((profile, password))) => (profile.clone(), password.clone()),
            (None, None) => return Ok(None),
        };
        let link = RepairLink::new(&profile, password.expose(), self.clock.clone())
            .map_err(|bad| StartError::Part { part: "platforms.repair", why: bad.to_string() })?;
        let mut made_of = MadeOf::default();
        // Texts, numbers and truths only: this cannot fail.
        made_of.text(&serde_json::to_string(&profile).unwrap_or_default());
        made_of.text(password.expose());
        made_of.file(profile.ca_file.as_ref());
        Ok(Some(made_of.plan(Box::new((profile, Arc::new(link))))))
    }

    async fn begin(&self, plan: Plan, stop: CancellationToken) -> Result<Vec<JoinHandle<()>>, StartError> {
        let Ok(ready) = plan.with.downcast::<(RepairProfile, Arc<RepairLink>)>() else { return Ok(Vec::new()) };
        let (profile, link) = *ready;
        self.presence.set(true);
        self.desk.link_changed(Platform::Repair, LinkState::Idle, None);
        let mut seed = [0; 8];
        // The seed only spreads the waiting times; a fixed one would do.
        let _ = getrandom::fill(&mut seed);
        let dispatcher = Dispatcher::new(
            Platform::Repair,
            link,
            Arc::new(self.ledger.clone()),
            Arc::new(Board(self.desk.clone())),
            self.clock.clone(),
            profile.dispatcher_settings(),
            u64::from_le_bytes(seed),
        );
        Ok(vec![tokio::spawn(dispatcher.run(stop))])
    }

    fn gone(&self) {
        self.presence.set(false);
    }
}

/// The door for AutoX3's orders, and who fetches their pictures.
pub(super) struct Autox3Part {
    pub(super) secrets: Arc<SecretStore>,
    /// The demo's own AutoX3.
    pub(super) sandbox: Option<(Autox3Profile, Secret)>,
    pub(super) presence: Presence,
    pub(super) door: super::doors::Autox3Door,
    pub(super) desk: Desk,
    pub(super) ledger: Ledger,
    pub(super) clock: Arc<dyn Clock>,
    /// Counts what is turned away; none where one command is run and nothing listens.
    pub(super) refusals: Option<Arc<Refusals>>,
}

#[async_trait]
impl Part for Autox3Part {
    fn name(&self) -> &'static str {
        "platforms.autox3"
    }

    fn secrets(&self, settings: &Config) -> Vec<SecretName> {
        settings.platforms.autox3.iter().map(|_| SecretName::autox3_app_secret()).collect()
    }

    fn plan(&self, settings: &Config) -> Result<Option<Plan>, StartError> {
        let (profile, secret) = match (&settings.platforms.autox3, &self.sandbox) {
            (Some(named), _) => {
                (named.clone(), wanted(&self.secrets, &SecretName::autox3_app_secret(), "AutoX3", "AutoX3")?)
            }
            (None, Some((profile, secret))) => (profile.clone(), secret.clone()),
            (None, None) => return Ok(None),
        };
        let pictures = AddressPictures::new(&profile.picture_hosts)
            .map_err(|bad| StartError::Part { part: "platforms.autox3", why: bad.to_string() })?;
        let receiver = self.refusals.as_ref().map(|refusals| {
            Autox3Receiver::new(ReceiverParts {
                desk: self.desk.clone(),
                ledger: self.ledger.clone(),
                clock: self.clock.clone(),
                app_secret: Zeroizing::new(secret.expose().to_owned()),
                refusals: refusals.clone(),
            })
        });
        let mut made_of = MadeOf::default();
        // Texts only: this cannot fail.
        made_of.text(&serde_json::to_string(&profile).unwrap_or_default());
        made_of.text(secret.expose());
        Ok(Some(made_of.plan(Box::new((Arc::new(pictures), receiver)))))
    }

    async fn begin(&self, plan: Plan, _stop: CancellationToken) -> Result<Vec<JoinHandle<()>>, StartError> {
        let ready = plan.with.downcast::<(Arc<AddressPictures>, Option<Autox3Receiver>)>();
        let Ok(ready) = ready else { return Ok(Vec::new()) };
        let (pictures, receiver) = *ready;
        self.presence.set(true);
        // It only calls: the link is up from its first order on.
        self.desk.link_changed(Platform::Autox3, LinkState::Idle, None);
        self.desk.fetch_by(pictures);
        self.door.lead_to(receiver);
        Ok(Vec::new())
    }

    fn gone(&self) {
        self.door.lead_to(None);
        self.desk.fetch_by(Arc::new(NoPictures));
        self.presence.set(false);
    }
}

/// Tells of records whose deadline is near or over, until `stop`.
pub(super) async fn watch_deadlines(desk: Desk, stop: CancellationToken) {
    let mut every = tokio::time::interval(LOOK_EVERY);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            _ = every.tick() => {}
        }
        match desk.warn_of_repair_deadlines().await {
            Ok(0) => {}
            Ok(count) => tracing::warn!(count, "repair records must be uploaded soon, or should have been"),
            Err(refusal) => tracing::warn!(why = refusal.en, "the deadlines of repair records could not be looked at"),
        }
    }
}
