//! What must happen outside once an operation is durable. Effects live in memory only: nothing fires after a restart.

use lotdesk_domain::charging::OrderSeq;
use lotdesk_domain::garage::GarageWork;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;

/// Something for the lanes to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Open the gate, once, and not after `expires_at`.
    OpenGate {
        /// The lane.
        lane_id: Guid,
        /// The command: a lane carries out each one at most once.
        command_id: Guid,
        /// After this moment it is not carried out.
        expires_at: Moment,
    },
    /// Let a garage's controller carry a command out, once, and begin it not after `expires_at`.
    RunGarage {
        /// The garage's number.
        garage: String,
        /// The command: a controller carries out each one at most once.
        command_id: Guid,
        /// What.
        work: GarageWork,
        /// The space.
        space_no: String,
        /// The pass.
        pass: Option<u32>,
        /// How long it usually takes, in seconds.
        takes_s: u32,
        /// After this moment it is not begun.
        expires_at: Moment,
    },
    /// Stop a garage: what runs ends as it can, and its controller tells how.
    StopGarage {
        /// The garage's number.
        garage: String,
        /// Why.
        why: String,
    },
    /// Bring a garage back into use: clear its fault, look at its sensors.
    MendGarage {
        /// The garage's number.
        garage: String,
    },
    /// Show lines on the lane's screen and say something.
    Show {
        /// The lane.
        lane_id: Guid,
        /// Lines, in Chinese.
        screen: Vec<String>,
        /// What is said, in Chinese; empty for nothing.
        voice: String,
    },
    /// Let current flow.
    StartCharge {
        /// The connector.
        connector_id: String,
        /// The order: a charger carries out each one at most once.
        seq: OrderSeq,
        /// After this moment it is not begun.
        expires_at: Moment,
    },
    /// Stop the current.
    StopCharge {
        /// The connector.
        connector_id: String,
        /// The order.
        seq: OrderSeq,
    },
}
