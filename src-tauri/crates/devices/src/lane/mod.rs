//! Drivers of gates and screens, and the set of all of a lot's lanes.
//!
//! Every driver stands behind [`GateOnce`]: a command runs at most once, a command past its time does not run, and as
//! nothing is kept on disk, none runs after a restart. Drivers never try twice by themselves: a gate that did not open
//! is told to a person, who opens it again by a new command.

mod config;
mod mailbox;
mod once;
mod relay;
mod set;
mod simulated;

pub use config::{CameraReplyConfig, LaneConfig, RelayConfig, RelayConfigError, RelayMethod, SimulatedConfig};
pub use mailbox::{PendingAnswer, ReplyLane};
pub use once::GateOnce;
pub use relay::RelayLane;
pub use set::LaneSet;
pub use simulated::SimulatedLane;

use async_trait::async_trait;
use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::EquipmentKind;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::trouble::Trouble;
use lotdesk_operations::api::lane::{LaneReport, LaneSignal};

/// A gate command is carried out within this time of being given, or not at all, in milliseconds.
pub const GATE_COMMAND_LIFE_MS: i64 = 10_000;

/// Open the gate of a lane, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GateCommand {
    /// The lane.
    pub lane_id: Guid,
    /// The command; its lane answers with it.
    pub command_id: Guid,
    /// After this moment it is not carried out any more.
    pub expires_at: Moment,
}

/// Why a lane did not do what it was told.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum LaneError {
    /// No lane has this identifier.
    #[error("there is no lane {0}")]
    UnknownLane(Guid),
    /// The command came too late.
    #[error("the gate command ran out before it could be carried out")]
    Expired,
    /// The command was carried out before.
    #[error("the gate command was carried out before")]
    AlreadyRan,
    /// Too many orders wait for this lane.
    #[error("the lane does not keep up with its orders")]
    Busy,
    /// The lane is out of order; the text says why, in its own words.
    #[error("the lane is out of order: {0}")]
    OutOfOrder(String),
    /// The relay's address is none.
    #[error("the relay's address is no HTTP or HTTPS address")]
    RelayAddress,
    /// The relay did not answer in time.
    #[error("the relay did not answer within {0} ms")]
    RelayTimeOut(u64),
    /// The relay answered with another status than success.
    #[error("the relay answered with status {0}")]
    RelayStatus(u16),
    /// The relay could not be reached; the text says why in the system's words.
    #[error("the relay cannot be reached: {1}")]
    RelayUnreachable(Trouble, String),
}

impl LaneError {
    /// True when the device is at fault, not the command.
    pub const fn is_device_fault(&self) -> bool {
        matches!(
            self,
            LaneError::OutOfOrder(_)
                | LaneError::RelayAddress
                | LaneError::RelayTimeOut(_)
                | LaneError::RelayStatus(_)
                | LaneError::RelayUnreachable(..)
        )
    }

    /// What is told of it.
    pub fn fault(&self) -> Fault {
        Fault::Found(match self {
            LaneError::OutOfOrder(said) => return Fault::Said(said.clone()),
            LaneError::UnknownLane(_) => Trouble::NoDriver,
            LaneError::Expired | LaneError::AlreadyRan => Trouble::Expired,
            LaneError::Busy => Trouble::Busy,
            LaneError::RelayAddress => Trouble::BadAddress,
            LaneError::RelayTimeOut(within_ms) => Trouble::TimedOut { within_ms: *within_ms },
            LaneError::RelayStatus(status) => Trouble::Answered { status: *status },
            LaneError::RelayUnreachable(how, _) => *how,
        })
    }
}

/// What is wrong with a device, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Its driver found it.
    Found(Trouble),
    /// It says so itself.
    Said(String),
}

impl Fault {
    /// The device's own words.
    pub fn words(&self) -> Option<String> {
        match self {
            Fault::Found(_) => None,
            Fault::Said(words) => Some(words.clone()),
        }
    }

    /// What its driver found.
    pub const fn trouble(&self) -> Option<Trouble> {
        match self {
            Fault::Found(trouble) => Some(*trouble),
            Fault::Said(_) => None,
        }
    }
}

/// What the answer to a camera's push does at a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyRole {
    /// The answer opens the gate, and nothing else does.
    Opens,
    /// The answer says what was decided; there is no real gate behind it.
    Tells,
    /// The gate is opened by other means: the answer must not open it a second time.
    Silent,
}

/// A lane's gate and screen.
#[async_trait]
pub trait Lane: Send + Sync {
    /// Opens the gate. Returns when the device took the command; that the gate has opened comes as a signal from
    /// devices that tell it.
    ///
    /// # Errors
    /// When the device refused or did not answer.
    async fn open(&self, command: GateCommand) -> Result<(), LaneError>;

    /// Shows lines on the screen and speaks; an empty voice says nothing.
    ///
    /// # Errors
    /// When the device refused or did not answer.
    async fn show(&self, screen: &[String], voice: &str) -> Result<(), LaneError>;

    /// What the answer to a camera's push does here.
    fn reply_role(&self) -> ReplyRole;

    /// The lane's sensors told something by way of the listener.
    fn heard(&self, _signal: LaneSignal) {}
}

/// Who hears from the lanes. Called from the drivers' tasks: hand over and return, do not wait.
pub trait LaneEvents: Send + Sync {
    /// A lane's sensors saw something, or its device is out of order or works again.
    fn reported(&self, report: LaneReport);

    /// A device came or went. Told once for each change.
    fn health_changed(&self, lane_id: Guid, device: EquipmentKind, online: bool, why: Option<Fault>);

    /// A gate command was not carried out.
    fn command_failed(&self, command: GateCommand, error: &LaneError);
}

#[cfg(test)]
pub(crate) mod test_support {
    //! A clock that follows tokio's, and ears that remember.

    use std::sync::Mutex;

    use lotdesk_domain::moment::Clock;
    use tokio::time::Instant;

    use super::*;

    /// Follows tokio's clock, which tests pause and move.
    pub struct TokioClock(Instant);

    pub const START: Moment = Moment(1_795_000_000_000);

    impl TokioClock {
        pub fn new() -> Self {
            Self(Instant::now())
        }
    }

    impl Clock for TokioClock {
        fn now(&self) -> Moment {
            START.plus_ms(i64::try_from(self.0.elapsed().as_millis()).unwrap())
        }
    }

    pub fn guid(no: u64) -> Guid {
        let mut bytes = [0; 16];
        bytes[8..].copy_from_slice(&no.to_be_bytes());
        Guid::from_bytes(bytes)
    }

    /// What was heard, each with the milliseconds since the start.
    #[derive(Default)]
    pub struct Ears {
        pub reports: Mutex<Vec<LaneReport>>,
        pub health: Mutex<Vec<(EquipmentKind, bool, Option<Fault>)>>,
        pub failures: Mutex<Vec<(Guid, LaneError)>>,
        pub news: tokio::sync::Notify,
    }

    impl Ears {
        pub fn signals(&self) -> Vec<(LaneSignal, i64)> {
            self.reports.lock().unwrap().iter().map(|report| (report.what, report.at.ms_since(START))).collect()
        }

        /// Waits until `enough` holds.
        pub async fn until(&self, enough: impl Fn(&Self) -> bool) {
            loop {
                let news = self.news.notified();
                if enough(self) {
                    return;
                }
                news.await;
            }
        }
    }

    impl LaneEvents for Ears {
        fn reported(&self, report: LaneReport) {
            self.reports.lock().unwrap().push(report);
            self.news.notify_one();
        }

        fn health_changed(&self, _lane_id: Guid, device: EquipmentKind, online: bool, why: Option<Fault>) {
            self.health.lock().unwrap().push((device, online, why));
            self.news.notify_one();
        }

        fn command_failed(&self, command: GateCommand, error: &LaneError) {
            self.failures.lock().unwrap().push((command.command_id, error.clone()));
            self.news.notify_one();
        }
    }
}
