//! The charging platform's link as a part that is begun anew when its settings or secrets change.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use lotdesk_domain::fact::{Fact, FactMapper};
use lotdesk_domain::lot::Lot;
use lotdesk_domain::message::{Draft, Platform};
use lotdesk_domain::moment::Clock;
use lotdesk_gateway::charging::{ChargingLink, ChargingProfile, ChargingSecrets};
use lotdesk_ledger::Ledger;
use lotdesk_operations::Desk;
use lotdesk_operations::api::board::LinkState;
use lotdesk_protocols::charging::ChargingMapper;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::charging::{self, PlatformSide};
use super::error::StartError;
use super::keeper::{MadeOf, Part, Plan};
use super::platforms::Presence;
use crate::config::Config;
use crate::home::Home;
use crate::secrets::{Secret, SecretError, SecretName, SecretStore};

/// In the order in which they are asked for; the last one need not be there.
const SECRETS: [&str; 5] = ["data_secret", "data_secret_iv", "sig_secret", "operator_secret", "platform_secret"];

/// The charging platform's side as it is just now: a callback that comes in asks here who serves it.
#[derive(Clone, Default)]
pub(super) struct ChargingNow(Arc<RwLock<Option<Arc<PlatformSide>>>>);

impl ChargingNow {
    /// The side in force; none where no platform is set up.
    pub(super) fn side(&self) -> Option<Arc<PlatformSide>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The link that carries the city platform's numbers; none where those go in its own envelope.
    pub(super) fn numbers(&self) -> Option<Arc<ChargingLink>> {
        self.side().and_then(|side| side.numbers())
    }

    fn set(&self, side: Option<Arc<PlatformSide>>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = side;
    }
}

/// Turns facts into the charging platform's messages while there is one.
pub(super) struct WhilePresent(pub(super) Presence);

impl FactMapper for WhilePresent {
    fn map(&self, fact: &Fact, lot: &Lot) -> Vec<Draft> {
        if self.0.is_there() { ChargingMapper.map(fact, lot) } else { Vec::new() }
    }
}

/// What the charging side is made of, as text that only a digest is taken of.
pub(super) fn made_of(settings: &Config, secrets: &SecretStore) -> Result<String, SecretError> {
    let Some(profile) = &settings.platforms.charging else { return Ok(String::new()) };
    // Texts, numbers and truths only: this cannot fail.
    let mut text = serde_json::to_string(profile).unwrap_or_default();
    for name in SECRETS {
        let secret = secrets.get(&SecretName::charging(name))?;
        text.push('\n');
        text.push_str(secret.as_ref().map(Secret::expose).unwrap_or_default());
    }
    Ok(text)
}

/// The part.
pub(super) struct ChargingPart {
    pub(super) home: Home,
    pub(super) secrets: Arc<SecretStore>,
    /// The demo's own platform.
    pub(super) sandbox: Option<(ChargingProfile, ChargingSecrets)>,
    pub(super) presence: Presence,
    pub(super) now: ChargingNow,
    pub(super) desk: Desk,
    pub(super) ledger: Ledger,
    pub(super) clock: Arc<dyn Clock>,
}

#[async_trait]
impl Part for ChargingPart {
    fn name(&self) -> &'static str {
        "platforms.charging"
    }

    fn secrets(&self, settings: &Config) -> Vec<SecretName> {
        match settings.platforms.charging {
            Some(_) => SECRETS[..4].iter().map(|name| SecretName::charging(name)).collect(),
            None => Vec::new(),
        }
    }

    fn plan(&self, settings: &Config) -> Result<Option<Plan>, StartError> {
        let platform = charging::platform(&self.home, settings, &self.secrets, self.sandbox.as_ref())?;
        let Some((profile, secrets)) = platform else { return Ok(None) };
        let city_base_url = settings.platforms.city.as_ref().map(|city| city.base_url.as_str());
        let side = PlatformSide::build(&profile, &secrets, city_base_url, &self.desk, &self.clock)?;
        let mut made_of = MadeOf::default();
        made_of.text(&self::made_of(settings, &self.secrets)?);
        made_of.text(city_base_url.unwrap_or_default());
        let files: [&Option<PathBuf>; 3] = [&profile.ca_file, &profile.client_cert_file, &profile.client_key_file];
        for file in files {
            made_of.file(file.as_ref());
        }
        Ok(Some(made_of.plan(Box::new(Arc::new(side)))))
    }

    async fn begin(&self, plan: Plan, stop: CancellationToken) -> Result<Vec<JoinHandle<()>>, StartError> {
        let Ok(side) = plan.with.downcast::<Arc<PlatformSide>>() else { return Ok(Vec::new()) };
        self.presence.set(true);
        self.desk.link_changed(Platform::Charging, LinkState::Idle, None);
        let task = side.start(&self.desk, &self.ledger, &self.clock, &stop);
        self.now.set(Some(*side));
        Ok(vec![task])
    }

    fn gone(&self) {
        self.presence.set(false);
        self.now.set(None);
    }
}
