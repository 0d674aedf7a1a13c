//! All lanes of a lot: orders go to their drivers, news come back, answers to cameras are put together.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::{EquipmentKind, Lane as LotLane};
use lotdesk_domain::moment::Clock;
use lotdesk_domain::trouble::Trouble;
use lotdesk_operations::Effect;
use lotdesk_operations::api::lane::{LaneReport, ReadFate, ReadReply};
use tokio::sync::mpsc;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::Instant;

use super::config::{LaneConfig, RelayConfigError};
use super::mailbox::{PendingAnswer, ReplyLane};
use super::once::GateOnce;
use super::relay::RelayLane;
use super::simulated::SimulatedLane;
use super::{Fault, GATE_COMMAND_LIFE_MS, GateCommand, Lane, LaneError, LaneEvents, ReplyRole};

/// Orders that may wait for one lane.
const WAITING_ORDERS: usize = 64;
/// A camera that gives signs of life (every 30 s at most, by the Vzenith document) and then none for this long is
/// offline, in milliseconds.
const CAMERA_SILENT_AFTER_MS: u64 = 90_000;
const SILENCE_CHECK_EVERY_MS: u64 = 5_000;

/// All lanes. Lives in a tokio runtime; when it is dropped, what waits is dropped with it.
pub struct LaneSet {
    lanes: HashMap<Guid, Entry>,
    clock: Arc<dyn Clock>,
    events: Arc<dyn LaneEvents>,
    cameras: Arc<Mutex<HashMap<Guid, CameraHealth>>>,
    tasks: Vec<JoinHandle<()>>,
}

struct Entry {
    guard: Arc<GateOnce>,
    orders: mpsc::Sender<Order>,
    /// What waits for the camera's next call; none where there is no camera.
    mailbox: Option<Arc<ReplyLane>>,
    simulated: Option<Arc<SimulatedLane>>,
}

impl Entry {
    /// What waits for the camera, each gate command at most once and in time.
    fn take(&self, mailbox: &ReplyLane) -> PendingAnswer {
        mailbox.take(|command| self.guard.admit(command).is_ok())
    }
}

enum Order {
    Open(GateCommand),
    Show(Vec<String>, String),
}

struct CameraHealth {
    online: bool,
    regular: bool,
    heard: Instant,
}

impl LaneSet {
    /// Builds the drivers and starts a task for each lane, so that a slow one does not hold up the others.
    ///
    /// # Errors
    /// When a relay's settings are of no use.
    pub fn new(
        lanes: impl IntoIterator<Item = (LotLane, LaneConfig)>,
        clock: Arc<dyn Clock>,
        events: Arc<dyn LaneEvents>,
    ) -> Result<Self, RelayConfigError> {
        let mut set = Self {
            lanes: HashMap::new(),
            clock: clock.clone(),
            events: events.clone(),
            cameras: Arc::default(),
            tasks: Vec::new(),
        };
        for (lane, config) in lanes {
            let id = lane.id;
            let (driver, mailbox, simulated): (Arc<dyn Lane>, _, _) = match config {
                LaneConfig::Simulated(config) => {
                    let driver = Arc::new(SimulatedLane::new(id, config, clock.clone(), events.clone()));
                    events.health_changed(id, EquipmentKind::Gate, true, None);
                    (driver.clone(), None, Some(driver))
                }
                LaneConfig::HttpRelay(config) => {
                    let driver = Arc::new(RelayLane::new(lane, config, clock.clone(), events.clone())?);
                    let mailbox = driver.screen();
                    (driver, Some(mailbox), None)
                }
                LaneConfig::Camera(_) => {
                    let driver = Arc::new(ReplyLane::new(clock.clone()));
                    (driver.clone(), Some(driver), None)
                }
            };
            let guard = Arc::new(GateOnce::new(driver, clock.clone()));
            let (orders, waiting) = mpsc::channel(WAITING_ORDERS);
            set.tasks.push(tokio::spawn(work(guard.clone(), waiting, events.clone())));
            set.lanes.insert(id, Entry { guard, orders, mailbox, simulated });
        }
        set.tasks.push(tokio::spawn(watch_silence(set.cameras.clone(), events)));
        Ok(set)
    }

    fn entry(&self, lane_id: Guid) -> Result<&Entry, LaneError> {
        self.lanes.get(&lane_id).ok_or(LaneError::UnknownLane(lane_id))
    }

    /// Hands an effect of an operation to its lane.
    ///
    /// # Errors
    /// When there is no such lane, or it does not keep up.
    pub fn apply(&self, effect: Effect) -> Result<(), LaneError> {
        match effect {
            Effect::OpenGate { lane_id, command_id, expires_at } => {
                self.open(GateCommand { lane_id, command_id, expires_at })
            }
            Effect::Show { lane_id, screen, voice } => self.show(lane_id, screen, voice),
            // A charger's, not a lane's.
            Effect::StartCharge { .. } | Effect::StopCharge { .. } => Ok(()),
            // A garage is no lane.
            Effect::RunGarage { .. } | Effect::StopGarage { .. } | Effect::MendGarage { .. } => Ok(()),
        }
    }

    /// Hands a gate command to its lane (`Effect::OpenGate`). How it ended comes by [`LaneEvents`].
    ///
    /// # Errors
    /// When there is no such lane, or it does not keep up.
    pub fn open(&self, command: GateCommand) -> Result<(), LaneError> {
        let orders = &self.entry(command.lane_id)?.orders;
        orders.try_send(Order::Open(command)).map_err(|_| LaneError::Busy)
    }

    /// Hands words to a lane's screen and voice (`Effect::Show`).
    ///
    /// # Errors
    /// When there is no such lane, or it does not keep up.
    pub fn show(&self, lane_id: Guid, screen: Vec<String>, voice: String) -> Result<(), LaneError> {
        self.entry(lane_id)?.orders.try_send(Order::Show(screen, voice)).map_err(|_| LaneError::Busy)
    }

    /// What the answer to a camera's push carries, when operations have decided on the read. Where the gate opens by the
    /// answer, the command is spent here, so this is asked for at the last moment, by whoever sends the answer: one that is
    /// never sent leaves the command, which comes as an order too, to the camera's next call.
    pub fn answer_push(&self, lane_id: Guid, reply: &ReadReply) -> PendingAnswer {
        let words = |open| PendingAnswer { open, screen: reply.screen.clone(), voice: reply.voice.clone() };
        let Ok(entry) = self.entry(lane_id) else { return words(None) };
        let command = reply.gate_command_id.filter(|_| reply.open_gate).map(|command_id| GateCommand {
            lane_id,
            command_id,
            expires_at: self.clock.now().plus_ms(GATE_COMMAND_LIFE_MS),
        });
        if entry.guard.reply_role() == ReplyRole::Tells {
            return words(command);
        }
        let Some(mailbox) = &entry.mailbox else { return words(None) };
        if !reply.screen.is_empty() || !reply.voice.is_empty() {
            mailbox.tell(&reply.screen, &reply.voice);
        }
        // A gate command that waits is for the car that was decided on before. A camera that has meanwhile seen one that
        // may not pass gets it by its next sign of life.
        let waiting = if may_pass(reply.fate) { entry.take(mailbox) } else { mailbox.take_words() };
        let open = match entry.guard.reply_role() {
            ReplyRole::Opens => {
                // The answer may be quicker than the order of the same command, which then finds it spent.
                let admitted = command.filter(|command| entry.guard.admit(command).is_ok());
                waiting.open.or(admitted)
            }
            ReplyRole::Tells | ReplyRole::Silent => None,
        };
        if reply.screen.is_empty() && reply.voice.is_empty() { PendingAnswer { open, ..waiting } } else { words(open) }
    }

    /// What the answer to a camera's sign of life carries.
    pub fn answer_poll(&self, lane_id: Guid) -> PendingAnswer {
        let Ok(entry) = self.entry(lane_id) else { return PendingAnswer::default() };
        entry.mailbox.as_ref().map(|mailbox| entry.take(mailbox)).unwrap_or_default()
    }

    /// The listener heard a lane's sensors: a simulated gate follows the traffic.
    pub fn heard(&self, report: &LaneReport) {
        if let Ok(entry) = self.entry(report.lane_id) {
            entry.guard.heard(report.what);
        }
    }

    /// The listener heard a lane's camera; `sign_of_life` when it calls regularly, and its silence means something.
    pub fn camera_heard(&self, lane_id: Guid, sign_of_life: bool) {
        if !self.lanes.contains_key(&lane_id) {
            return;
        }
        let was_online = {
            let mut cameras = self.cameras.lock().unwrap_or_else(PoisonError::into_inner);
            let health =
                cameras.entry(lane_id).or_insert(CameraHealth { online: false, regular: false, heard: Instant::now() });
            health.heard = Instant::now();
            health.regular |= sign_of_life;
            std::mem::replace(&mut health.online, true)
        };
        if !was_online {
            self.events.health_changed(lane_id, EquipmentKind::Camera, true, None);
        }
    }

    /// The simulated lane with this identifier, for the sandbox and for tests.
    pub fn simulated(&self, lane_id: Guid) -> Option<Arc<SimulatedLane>> {
        self.lanes.get(&lane_id).and_then(|entry| entry.simulated.clone())
    }
}

/// Whether the car that was read may be the one that the gate opens for.
fn may_pass(fate: ReadFate) -> bool {
    match fate {
        ReadFate::Entered | ReadFate::Left | ReadFate::Repeat | ReadFate::Late => true,
        ReadFate::MustPay
        | ReadFate::RefusedFull
        | ReadFate::AlreadyInside
        | ReadFate::NoEntry
        | ReadFate::NoPlate
        | ReadFate::Barred
        | ReadFate::Locked
        | ReadFate::LaneClosed => false,
    }
}

impl Drop for LaneSet {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// Carries out one lane's orders, one after the other. Their time is looked at when their turn comes.
async fn work(guard: Arc<GateOnce>, mut orders: mpsc::Receiver<Order>, events: Arc<dyn LaneEvents>) {
    // End with this task.
    let mut waiting = JoinSet::new();
    loop {
        let order = tokio::select! {
            order = orders.recv() => order,
            Some(_) = waiting.join_next() => continue,
        };
        let Some(order) = order else { return };
        match order {
            Order::Open(command) => match guard.open(command).await {
                Ok(()) if guard.reply_role() == ReplyRole::Opens => {
                    waiting.spawn(waits(command, guard.clone(), events.clone()));
                }
                Ok(()) => {}
                // The answer to the camera's push was quicker, or the order came twice: the gate opens once.
                Err(LaneError::AlreadyRan) => tracing::debug!(command = %command.command_id, "carried out before"),
                Err(error) => {
                    tracing::warn!(lane = %command.lane_id, command = %command.command_id, %error, "gate not opened");
                    events.command_failed(command, &error);
                }
            },
            Order::Show(screen, voice) => {
                if let Err(error) = guard.show(&screen, &voice).await {
                    tracing::warn!(%error, "words not shown");
                }
            }
        }
    }
}

/// A command waits for the camera's next call. Where none comes in its time, that is told: the gate has not opened.
async fn waits(command: GateCommand, guard: Arc<GateOnce>, events: Arc<dyn LaneEvents>) {
    tokio::time::sleep(Duration::from_millis(GATE_COMMAND_LIFE_MS.unsigned_abs())).await;
    if guard.give_up(&command) {
        tracing::warn!(lane = %command.lane_id, command = %command.command_id, "the camera did not come for its gate");
        events.command_failed(command, &LaneError::Expired);
    }
}

async fn watch_silence(cameras: Arc<Mutex<HashMap<Guid, CameraHealth>>>, events: Arc<dyn LaneEvents>) {
    let mut every = tokio::time::interval(Duration::from_millis(SILENCE_CHECK_EVERY_MS));
    loop {
        every.tick().await;
        let silent: Vec<Guid> = cameras
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter_mut()
            .filter(|(_, health)| {
                health.online
                    && health.regular
                    && health.heard.elapsed() > Duration::from_millis(CAMERA_SILENT_AFTER_MS)
            })
            .map(|(lane_id, health)| {
                health.online = false;
                *lane_id
            })
            .collect();
        for lane_id in silent {
            let why = Fault::Found(Trouble::Silent { for_s: CAMERA_SILENT_AFTER_MS / 1_000 });
            events.health_changed(lane_id, EquipmentKind::Camera, false, Some(why));
        }
    }
}

#[cfg(test)]
mod tests;
