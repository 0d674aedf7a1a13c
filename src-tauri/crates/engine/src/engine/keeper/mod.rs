//! What is made of settings and secrets, and made anew while the engine runs when they change.
//!
//! A [`Part`] reads what it needs of the settings into a [`Plan`]; a plan that cannot be made refuses the whole change,
//! before anything that runs is touched. A plan that is made of the same things as what runs is dropped. For each other
//! one what runs is told to stop, has settled what it had under way, and only then the new one begins: a platform never
//! has two dispatchers, and nothing that was claimed is lost. To let another platform or listener join, write a `Part`
//! and hand it to [`Keeper::new`].

mod stamps;
mod state;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_operations::api::refusal::Refusal;
use lotdesk_operations::api::settings::{RefusedSettings, Reloaded, SettingsState};
use sha2::{Digest, Sha256};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::error::StartError;
use crate::config::{self, Config, Effective, Layers};
use crate::home::Home;
use crate::secrets::{SecretName, SecretStore};
use stamps::Stamps;

/// What runs is given this long to settle what it has under way.
const END_WITHIN: Duration = Duration::from_secs(7);
/// How often the files are looked at. A look costs a few microseconds, needs nothing of the system, and sees changes on
/// network folders and by editors that put a new file in place of the old one.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Something that is made of settings.
#[async_trait]
pub(super) trait Part: Send + Sync {
    /// The settings that it is made of, all below this name: `platforms.city`.
    fn name(&self) -> &'static str;

    /// Reads what it needs and checks it, without touching what runs. None where the settings ask for nothing.
    ///
    /// # Errors
    /// The setting, the secret or the file that is wrong.
    fn plan(&self, settings: &Config) -> Result<Option<Plan>, StartError>;

    /// Begins what was planned; told to stop by `stop`, the tasks settle what they have under way and end.
    ///
    /// # Errors
    /// When something that only shows now, such as a port in use, is in the way.
    async fn begin(&self, plan: Plan, stop: CancellationToken) -> Result<Vec<JoinHandle<()>>, StartError>;

    /// What it stood for is not there any more.
    fn gone(&self) {}

    /// The secrets that these settings ask for.
    fn secrets(&self, _settings: &Config) -> Vec<SecretName> {
        Vec::new()
    }
}

/// What a part is about to begin.
pub(super) struct Plan {
    /// Digest of everything that it is made of: settings, secrets, the content of files.
    pub(super) made_of: [u8; 32],
    /// The files among that.
    pub(super) files: Vec<PathBuf>,
    /// What [`Part::begin`] needs.
    pub(super) with: Box<dyn std::any::Any + Send>,
}

/// Collects what a plan is made of. Only the digest stays.
#[derive(Default)]
pub(super) struct MadeOf {
    hash: Sha256,
    pub(super) files: Vec<PathBuf>,
}

impl MadeOf {
    /// A value, such as a settings' table or a secret.
    pub(super) fn text(&mut self, text: &str) {
        self.hash.update((text.len() as u64).to_be_bytes());
        self.hash.update(text.as_bytes());
    }

    /// A file. One that cannot be read is told by whoever uses it.
    pub(super) fn file(&mut self, path: Option<&PathBuf>) {
        let content = path.and_then(|path| std::fs::read(path).ok()).unwrap_or_default();
        self.hash.update((content.len() as u64).to_be_bytes());
        self.hash.update(&content);
        self.files.extend(path.cloned());
    }

    /// The plan.
    pub(super) fn plan(self, with: Box<dyn std::any::Any + Send>) -> Plan {
        Plan { made_of: self.hash.finalize().into(), files: self.files, with }
    }
}

/// A part that runs.
struct Runs {
    made_of: [u8; 32],
    stop: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
}

impl Runs {
    async fn take_down(self) {
        self.stop.cancel();
        for mut task in self.tasks {
            if tokio::time::timeout(END_WITHIN, &mut task).await.is_err() {
                task.abort();
            }
        }
    }
}

/// What is known of the settings.
struct Known {
    /// What the engine was started with: the rest of it does not change until the next start.
    started_with: BTreeMap<String, serde_json::Value>,
    effective: Arc<Effective>,
    since: Moment,
    refused: Option<RefusedSettings>,
    files: Vec<PathBuf>,
    /// Files that the settings name, as they stand in the file now: those of an edit that was refused too, whose coming
    /// may be what it lacks.
    named: Vec<PathBuf>,
}

/// Settings of platforms that the listener for their calls is made with: its paths, the names in its certificate, whether it
/// asks for theirs. It is opened once.
const OF_THE_LISTENER: [&str; 7] = [
    "platforms.autox3.callback_url",
    "platforms.charging.path_template",
    "platforms.charging.version",
    "platforms.city.callback_server",
    "platforms.city.downlink_client_ca_file",
    "platforms.docloud.callback_url",
    "platforms.etcp.push_url",
];

/// Keeps the parts.
pub(super) struct Keeper {
    home: Home,
    layers: Layers,
    secrets: Arc<SecretStore>,
    clock: Arc<dyn Clock>,
    known: Mutex<Known>,
    parts: Vec<Box<dyn Part>>,
    /// By the parts' order. Held while they change: one change at a time.
    running: tokio::sync::Mutex<Vec<Option<Runs>>>,
}

impl Keeper {
    /// Keeps these parts; none of them begins yet. `layers` is what stands above the file, as at the start.
    pub(super) fn new(
        home: &Home,
        layers: Layers,
        effective: &Effective,
        secrets: Arc<SecretStore>,
        clock: Arc<dyn Clock>,
        parts: Vec<Box<dyn Part>>,
    ) -> Self {
        let known = Known {
            started_with: values(effective),
            effective: Arc::new(effective.clone()),
            since: clock.now(),
            refused: None,
            files: Vec::new(),
            named: Vec::new(),
        };
        let running = parts.iter().map(|_| None).collect();
        Self {
            home: home.clone(),
            layers,
            secrets,
            clock,
            known: Mutex::new(known),
            parts,
            running: tokio::sync::Mutex::new(running),
        }
    }

    /// Begins every part that the settings ask for.
    ///
    /// # Errors
    /// The first that cannot be begun; those before it run and are taken down by [`Keeper::run`].
    pub(super) async fn begin(&self) -> Result<(), StartError> {
        let settings = self.effective().config.clone();
        self.change(&settings).await.map(|_| ())
    }

    /// Looks after the files until `stop`; then takes every part down.
    pub(super) async fn run(self: Arc<Self>, stop: CancellationToken) {
        let mut stamps = Stamps::of(&self.watched());
        let mut every = tokio::time::interval(LOOK_EVERY);
        every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                biased;
                () = stop.cancelled() => break,
                _ = every.tick() => {}
            }
            if !stamps.settled_elsewhere(&self.watched()) {
                continue;
            }
            match self.reload().await {
                Ok(done) => {
                    tracing::info!(changed = ?done.changed, begun_anew = ?done.begun_anew, "settings read again")
                }
                Err(refusal) => tracing::error!(field = refusal.field, why = refusal.en, "changed settings refused"),
            }
            // Another file may be named now.
            stamps.also(&self.watched());
        }
        self.take_down().await;
    }

    /// Takes every part down, the last one first.
    pub(super) async fn take_down(&self) {
        let mut running = self.running.lock().await;
        for runs in running.iter_mut().rev() {
            if let Some(runs) = runs.take() {
                runs.take_down().await;
            }
        }
    }

    /// Reads settings and secrets again; see [`lotdesk_operations::Upkeep::reload`].
    ///
    /// # Errors
    /// The first rule that is broken.
    pub(super) async fn reload(&self) -> Result<Reloaded, Refusal> {
        match self.read_again().await {
            Ok(reloaded) => {
                self.known().refused = None;
                Ok(reloaded)
            }
            Err(error) => {
                let refusal = error.to_refusal();
                self.known().refused = Some(RefusedSettings { at: self.clock.now(), refusal: refusal.clone() });
                Err(refusal)
            }
        }
    }

    async fn read_again(&self) -> Result<Reloaded, StartError> {
        let effective = config::load(&self.home, &self.layers)?;
        self.known().named = self.named(&effective);
        let begun_anew = self.change(&effective.config).await?;
        let (before, after) = (values(&self.effective()), values(&effective));
        let changed = differing(&before, &after);
        let mut known = self.known();
        if !changed.is_empty() || !begun_anew.is_empty() {
            known.since = self.clock.now();
        }
        known.effective = Arc::new(effective);
        let at_next_start = self.at_next_start(&known);
        Ok(Reloaded { changed, begun_anew, at_next_start })
    }

    /// Plans all parts, then exchanges those that are made of something else now. Gives their names.
    async fn change(&self, settings: &Config) -> Result<Vec<String>, StartError> {
        let mut running = self.running.lock().await;
        let mut plans = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            plans.push(part.plan(settings)?);
        }
        self.known().files = plans.iter().flatten().flat_map(|plan| plan.files.clone()).collect();
        let mut names = Vec::new();
        for ((part, runs), plan) in self.parts.iter().zip(running.iter_mut()).zip(plans) {
            if runs.as_ref().map(|runs| runs.made_of) == plan.as_ref().map(|plan| plan.made_of) {
                continue;
            }
            names.push(part.name().to_owned());
            if let Some(runs) = runs.take() {
                runs.take_down().await;
            }
            let Some(plan) = plan else {
                part.gone();
                continue;
            };
            match begin(part.as_ref(), plan).await {
                Ok(begun) => *runs = Some(begun),
                Err(error) => {
                    *runs = self.go_back(part.as_ref()).await;
                    return Err(error);
                }
            }
        }
        Ok(names)
    }

    /// Begins a part by the settings in force once more, after those that were to follow could not be begun.
    async fn go_back(&self, part: &dyn Part) -> Option<Runs> {
        let settings = self.effective();
        let plan = part.plan(&settings.config).ok().flatten()?;
        match begin(part, plan).await {
            Ok(runs) => Some(runs),
            Err(error) => {
                tracing::error!(%error, part = part.name(), "what ran before does not begin again");
                part.gone();
                None
            }
        }
    }

    /// The settings in force.
    pub(super) fn effective(&self) -> Arc<Effective> {
        self.known().effective.clone()
    }

    /// The settings in force, for people.
    ///
    /// # Errors
    /// When the secrets cannot be opened.
    pub(super) fn state(&self) -> Result<SettingsState, Refusal> {
        let effective = self.effective();
        let wanted = self.parts.iter().flat_map(|part| part.secrets(&effective.config));
        let secrets = state::secrets(&self.secrets, wanted).map_err(|error| error.to_refusal())?;
        let known = self.known();
        Ok(SettingsState {
            file: self.home.config_file().display().to_string(),
            since: known.since,
            rows: state::rows(&effective),
            secrets,
            refused: known.refused.clone(),
            at_next_start: self.at_next_start(&known),
        })
    }

    fn at_next_start(&self, known: &Known) -> Vec<String> {
        let mut keys = differing(&known.started_with, &values(&known.effective));
        keys.retain(|key| !self.is_of_a_part(key) || OF_THE_LISTENER.contains(&key.as_str()));
        keys
    }

    fn is_of_a_part(&self, key: &str) -> bool {
        self.parts.iter().any(|part| {
            let rest = key.strip_prefix(part.name());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }

    fn watched(&self) -> Vec<PathBuf> {
        let mut files = vec![self.home.config_file(), self.home.secrets_file()];
        let known = self.known();
        files.extend(known.files.iter().cloned());
        files.extend(known.named.iter().filter(|named| !known.files.contains(named)).cloned());
        files
    }

    /// Files that belong to parts: a name in any other setting is read at the start alone.
    fn named(&self, effective: &Effective) -> Vec<PathBuf> {
        let rows = effective.sources().iter().filter(|row| row.key.ends_with("_file") && self.is_of_a_part(&row.key));
        rows.filter_map(|row| row.value.as_str()).map(|named| self.home.file(Path::new(named))).collect()
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn begin(part: &dyn Part, plan: Plan) -> Result<Runs, StartError> {
    let (made_of, stop) = (plan.made_of, CancellationToken::new());
    let tasks = part.begin(plan, stop.clone()).await?;
    Ok(Runs { made_of, stop, tasks })
}

fn values(effective: &Effective) -> BTreeMap<String, serde_json::Value> {
    effective.sources().iter().map(|row| (row.key.clone(), row.value.clone())).collect()
}

/// The keys whose values differ, also where one side has none.
fn differing(before: &BTreeMap<String, serde_json::Value>, after: &BTreeMap<String, serde_json::Value>) -> Vec<String> {
    let mut keys: Vec<String> =
        before.keys().chain(after.keys()).filter(|key| before.get(*key) != after.get(*key)).cloned().collect();
    keys.sort();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests;
