//! All garages of a lot: orders go to their controllers, one at a time, and what becomes of them is told.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use lotdesk_domain::garage::Garage;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Clock;
use lotdesk_operations::Effect;
use lotdesk_operations::api::garage::{GarageReport, GarageSignal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::once::GarageOnce;
use super::simulated::{SimulatedGarage, SimulatedGarageConfig};
use super::{GarageController, GarageError, GarageEvents, GarageOrder};

/// Orders that may wait for one garage. Operations hand out one at a time; a few more is a fault of theirs.
const WAITING_ORDERS: usize = 8;
/// A controller that has not ended a command after this many times its usual time does not answer.
const GIVEN_UP_AFTER_TIMES: u32 = 4;
/// The same, for short commands, in seconds.
const GIVEN_UP_AFTER_AT_LEAST_S: u32 = 120;

/// What moves a garage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum GarageConfig {
    /// No hardware: a garage that is played.
    Simulated(SimulatedGarageConfig),
}

/// All garages. Lives in a tokio runtime; when it is dropped, what waits is dropped with it.
pub struct GarageSet {
    garages: HashMap<String, Entry>,
    events: Arc<dyn GarageEvents>,
    tasks: Vec<JoinHandle<()>>,
}

struct Entry {
    guard: Arc<GarageOnce>,
    orders: mpsc::Sender<GarageOrder>,
    simulated: Option<Arc<SimulatedGarage>>,
}

/// A garage, what moves it, and what stands in its spaces, as far as that is known.
pub struct GarageParts {
    /// The garage.
    pub garage: Garage,
    /// What moves it.
    pub config: GarageConfig,
    /// Its spaces, and whether something stands in each.
    pub spaces: Vec<(String, bool)>,
}

impl GarageSet {
    /// Builds the controllers, starts a task for each garage, and has each tell what its sensors see.
    pub fn new(
        garages: impl IntoIterator<Item = GarageParts>,
        clock: &Arc<dyn Clock>,
        events: Arc<dyn GarageEvents>,
    ) -> Self {
        let mut set = Self { garages: HashMap::new(), events: events.clone(), tasks: Vec::new() };
        for GarageParts { garage, config, spaces } in garages {
            let code = garage.code.clone();
            let (controller, simulated): (Arc<dyn GarageController>, _) = match config {
                GarageConfig::Simulated(config) => {
                    let controller = Arc::new(SimulatedGarage::new(garage, spaces, config, events.clone()));
                    (controller.clone(), Some(controller))
                }
            };
            let guard = Arc::new(GarageOnce::new(controller, clock.clone()));
            let (orders, waiting) = mpsc::channel(WAITING_ORDERS);
            set.tasks.push(tokio::spawn(work(code.clone(), guard.clone(), waiting, events.clone())));
            events.reported(GarageReport { garage: code.clone(), what: GarageSignal::Online { online: true } });
            if let Some(simulated) = &simulated {
                simulated.look();
            }
            set.garages.insert(code, Entry { guard, orders, simulated });
        }
        set
    }

    /// Hands an effect of an operation to its garage. One for a garage that nothing moves is told as failed, so that
    /// nobody waits for it. Effects that are not a garage's are left alone.
    pub async fn apply(&self, effect: Effect) {
        match effect {
            Effect::RunGarage { garage, command_id, work, space_no, pass, takes_s, expires_at } => {
                let order = GarageOrder { command_id, work, space_no, pass, takes_s, expires_at };
                let sent = match self.garages.get(&garage) {
                    Some(entry) => entry.orders.try_send(order).map_err(|_| GarageError::Busy),
                    None => Err(GarageError::OutOfOrder("未设置控制系统，车库不能动作".to_owned())),
                };
                if let Err(error) = sent {
                    failed(self.events.as_ref(), &garage, command_id, &error);
                }
            }
            Effect::StopGarage { garage, why } => {
                if let Some(entry) = self.garages.get(&garage) {
                    entry.guard.controller().stop(&why).await;
                }
            }
            Effect::MendGarage { garage } => {
                let Some(entry) = self.garages.get(&garage) else { return };
                if let Err(error) = entry.guard.controller().mend().await {
                    tracing::warn!(garage, %error, "a garage's fault is still there");
                }
            }
            Effect::OpenGate { .. } | Effect::Show { .. } | Effect::StartCharge { .. } | Effect::StopCharge { .. } => {}
        }
    }

    /// The simulated garage with this number, for the sandbox and for tests.
    pub fn simulated(&self, code: &str) -> Option<Arc<SimulatedGarage>> {
        self.garages.get(code).and_then(|entry| entry.simulated.clone())
    }
}

impl Drop for GarageSet {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

fn failed(events: &dyn GarageEvents, garage: &str, command_id: Guid, error: &GarageError) {
    let space_as_before = error.space_as_before();
    let what = GarageSignal::Failed { command_id, why: error.to_string(), space_as_before };
    events.reported(GarageReport { garage: garage.to_owned(), what });
}

/// Carries one garage's orders out, one after the other.
async fn work(
    garage: String,
    guard: Arc<GarageOnce>,
    mut orders: mpsc::Receiver<GarageOrder>,
    events: Arc<dyn GarageEvents>,
) {
    while let Some(order) = orders.recv().await {
        let limit_s = order.takes_s.saturating_mul(GIVEN_UP_AFTER_TIMES).max(GIVEN_UP_AFTER_AT_LEAST_S);
        let limit = Duration::from_secs(u64::from(limit_s));
        let command_id = order.command_id;
        match tokio::time::timeout(limit, guard.run(&order)).await {
            Ok(Ok(())) => {
                events.reported(GarageReport { garage: garage.clone(), what: GarageSignal::Done { command_id } });
            }
            // It has its answer already.
            Ok(Err(GarageError::AlreadyRan)) => tracing::debug!(command = %command_id, "carried out before"),
            Ok(Err(error)) => failed(events.as_ref(), &garage, command_id, &error),
            Err(_) => {
                failed(events.as_ref(), &garage, command_id, &GarageError::Silent);
                events.reported(GarageReport { garage: garage.clone(), what: GarageSignal::Online { online: false } });
            }
        }
    }
}
