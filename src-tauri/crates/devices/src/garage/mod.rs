//! Controllers of mechanical garages, and the set of all of a lot's garages.
//!
//! A controller carries one command at a time and tells how it comes on. It stands behind [`GarageOnce`]: a command runs at
//! most once, one past its time does not begin, and as nothing is kept on disk, none runs after a restart. A controller never
//! tries twice by itself: what failed is told, and a person or the platform asks again.

mod once;
mod plan;
mod set;
mod simulated;

use async_trait::async_trait;
use lotdesk_domain::garage::{GarageState, GarageWork};
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_operations::api::garage::GarageReport;

pub use once::GarageOnce;
pub use plan::{Phase, Plan};
pub use set::{GarageConfig, GarageParts, GarageSet};
pub use simulated::{SimulatedGarage, SimulatedGarageConfig};

/// A command is begun within this time of being given, or not at all, in milliseconds.
pub const GARAGE_COMMAND_LIFE_MS: i64 = 10_000;

/// Store a car or retrieve one, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GarageOrder {
    /// The command; the garage answers with it.
    pub command_id: Guid,
    /// What.
    pub work: GarageWork,
    /// The space that the car goes to or comes from.
    pub space_no: String,
    /// The pass that it comes from or goes to.
    pub pass: Option<u32>,
    /// How long it usually takes, in seconds.
    pub takes_s: u32,
    /// After this moment it is not begun any more.
    pub expires_at: Moment,
}

/// How far the command that runs has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GarageProgress {
    /// The command.
    pub command_id: Guid,
    /// Seconds that remain.
    pub remain_s: u32,
    /// What the machine does, in Chinese.
    pub stage: &'static str,
}

/// Why a garage did not do what it was told. The words are for people who stand before it.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum GarageError {
    /// No garage has this number.
    #[error("没有编号为 {0} 的车库")]
    UnknownGarage(String),
    /// The command came too late.
    #[error("指令已过期，未执行")]
    Expired,
    /// The command was carried out before.
    #[error("指令已执行过")]
    AlreadyRan,
    /// Another command is under way.
    #[error("车库正在执行另一条指令")]
    Busy,
    /// No controller is set up for it, or it does not answer.
    #[error("控制系统不应答")]
    Silent,
    /// The garage is out of order; the text says why. Nothing has moved.
    #[error("{0}")]
    OutOfOrder(String),
    /// It broke, or was stopped, on the way; the text says why. Where the car is the sensors must tell.
    #[error("{0}")]
    OnTheWay(String),
}

impl GarageError {
    /// True when the space is as it was before the command.
    pub const fn space_as_before(&self) -> bool {
        !matches!(self, GarageError::OnTheWay(_) | GarageError::Silent)
    }
}

/// A garage's machine.
#[async_trait]
pub trait GarageController: Send + Sync {
    /// How the machine stands.
    fn state(&self) -> GarageState;

    /// The command that runs and how far it has come.
    fn progress(&self) -> Option<GarageProgress>;

    /// Puts a car into a space. Returns when the car is there.
    ///
    /// # Errors
    /// When it did not come to that.
    async fn store(&self, order: &GarageOrder) -> Result<(), GarageError>;

    /// Takes a car out of a space. Returns when the space is empty.
    ///
    /// # Errors
    /// When it did not come to that.
    async fn retrieve(&self, order: &GarageOrder) -> Result<(), GarageError>;

    /// Stops the machine where it is; the command that runs ends with an error.
    async fn stop(&self, why: &str);

    /// Clears a fault and tells what the sensors see.
    ///
    /// # Errors
    /// When the fault is still there.
    async fn mend(&self) -> Result<(), GarageError>;
}

/// Who hears from the garages. Called from the controllers' tasks: hand over and return, do not wait.
pub trait GarageEvents: Send + Sync {
    /// A controller said something.
    fn reported(&self, report: GarageReport);
}
