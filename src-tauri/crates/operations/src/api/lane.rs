//! Lanes: what the booth sees of them and does with them.

use lotdesk_domain::control::ControlEntry;
use lotdesk_domain::id::Guid;
use lotdesk_domain::lock::Lock;
use lotdesk_domain::lot::LaneKind;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::{PlateRead, Standing, Vehicle};
use lotdesk_domain::plate::Plate;
use lotdesk_domain::trouble::Trouble;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::exit::Quote;
use super::order::PaymentRequestView;
use super::passage::InsideCar;
use super::service::{DeviceView, ServiceView};
use super::stuck::StuckCar;

/// `lane.read`: a camera's read, as the lane listener hands it over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ReadRequest {
    /// The read.
    pub read: PlateRead,
}

/// What became of a read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReadFate {
    /// The car came in: record opened, gate opened.
    Entered,
    /// The car left: record closed, gate opened.
    Left,
    /// The car stands at the exit and owes money.
    MustPay,
    /// The lot is full for temporary cars.
    RefusedFull,
    /// The plate is already inside: the attendant decides.
    AlreadyInside,
    /// No entry is known for the car at the exit: the attendant decides.
    NoEntry,
    /// No plate could be read: the attendant decides.
    NoPlate,
    /// A control list keeps the car out or in: the attendant must not let it pass.
    Barred,
    /// The car at the exit is locked: the attendant unlocks it after a second look.
    Locked,
    /// The entry lane is out of service.
    LaneClosed,
    /// A repeat of a read that was dealt with.
    Repeat,
    /// Came late: recorded at its own time, opens nothing.
    Late,
}

/// Reply of `lane.read`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ReadReply {
    /// What became of it.
    pub fate: ReadFate,
    /// True when the gate may open for it; true for one read of a car only.
    pub open_gate: bool,
    /// The gate command's identifier, when it opens.
    pub gate_command_id: Option<Guid>,
    /// The parking record, when there is one.
    pub record_id: Option<Guid>,
    /// What the lane's screen shows, line by line, in Chinese.
    pub screen: Vec<String>,
    /// What the lane's voice says, in Chinese; empty for nothing.
    pub voice: String,
}

/// `lane.report`: what the lane's own sensors saw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct LaneReport {
    /// The lane.
    pub lane_id: Guid,
    /// What.
    pub what: LaneSignal,
    /// When.
    pub at: Moment,
    /// For answers to a command: which.
    pub gate_command_id: Option<Guid>,
    /// For faults: what is wrong, in the device's own words.
    pub remark: Option<String>,
    /// For faults: the same as its driver found it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub trouble: Option<Trouble>,
    /// For a car that turned back: its plate, where it was legible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub plate: Option<Plate>,
    /// True when it was kept while the line was down: what it tells of is long over.
    #[serde(default)]
    pub buffered: bool,
}

impl LaneReport {
    /// What a lane saw at a moment, and nothing more.
    pub fn seen(lane_id: Guid, what: LaneSignal, at: Moment) -> Self {
        Self { lane_id, what, at, gate_command_id: None, remark: None, trouble: None, plate: None, buffered: false }
    }
}

/// What a lane reports besides reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum LaneSignal {
    /// A car stands before the gate.
    Present,
    /// The gate has opened.
    Opened,
    /// The gate has closed.
    Closed,
    /// The car went through.
    Passed,
    /// The car went back without passing: its entry is cancelled.
    BackedOut,
    /// The lane is out of order.
    Fault,
    /// The lane works again.
    Recovered,
    /// The gate's driver did not carry a command out.
    NotOpened,
}

/// State of the gate as last reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum GateState {
    /// Nothing was reported since the start.
    Unknown,
    /// Closed.
    Closed,
    /// Told to open.
    Opening,
    /// Open.
    Open,
    /// Out of order.
    Fault,
}

/// A lane on the board and in the booth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct LaneView {
    /// Identifier.
    pub id: Guid,
    /// Code, such as `in-1`.
    pub code: String,
    /// Name.
    pub name: String,
    /// Direction.
    pub kind: LaneKind,
    /// The gate.
    pub gate: GateState,
    /// How the lane is used.
    pub service: ServiceView,
    /// Its devices.
    pub devices: Vec<DeviceView>,
    /// The newest reads first, five at most.
    pub reads: Vec<ReadView>,
    /// The car that waits here for the attendant.
    pub waiting: Option<WaitingCar>,
    /// The car that was let out here and whose gate did not open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub stuck: Option<StuckCar>,
}

/// A read in the lane's list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ReadView {
    /// Identifier.
    pub read_id: Guid,
    /// When it was taken.
    pub at: Moment,
    /// The car, when it was legible.
    pub vehicle: Option<Vehicle>,
    /// How sure, 0 to 100.
    pub confidence: Option<u8>,
    /// The picture.
    pub picture_id: Option<Guid>,
    /// What became of it.
    pub fate: ReadFate,
    /// What the car is to the lot.
    pub standing: Option<Standing>,
}

/// A car at a lane that somebody must deal with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct WaitingCar {
    /// The read that brought it.
    pub read: ReadView,
    /// Since when it waits.
    pub since: Moment,
    /// Why it waits.
    pub why: ReadFate,
    /// For `must_pay`, and for a car at an exit that is held: the fee now.
    pub quote: Option<Quote>,
    /// For `must_pay`: how asking the platform to take the fee stands, where it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub payment_request: Option<PaymentRequestView>,
    /// For `barred`: the list's line, with who put it there.
    pub control: Option<ControlEntry>,
    /// For `locked`: the lock.
    pub lock: Option<Lock>,
    /// The parking record, when it is known.
    pub record_id: Option<Guid>,
    /// For `already_inside`: the car inside that has this plate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub inside: Option<InsideCar>,
    /// For `no_entry`: cars in the lot whose plates look alike, the likeliest first.
    pub candidates: Vec<Candidate>,
}

/// A car in the lot that the one at the exit may be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Candidate {
    /// Its parking record.
    pub record_id: Guid,
    /// Its car.
    pub vehicle: Vehicle,
    /// When it came in.
    pub entered_at: Moment,
    /// Picture of the entry.
    pub entry_picture: Option<Guid>,
    /// What differs between the plates: `0 ↔ D`.
    pub differences: Vec<String>,
}

/// `lane.open_by_hand`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct OpenByHand {
    /// The lane.
    pub lane_id: Guid,
    /// Why, 2 to 100 characters.
    pub reason: String,
}

/// Reply of `lane.open_by_hand`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct GateCommanded {
    /// The command's identifier; the lane answers with it.
    pub gate_command_id: Guid,
    /// After this moment it is not carried out any more.
    pub expires_at: Moment,
}

/// `lane.dismiss`: the waiting car is dealt with elsewhere, or was none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DismissWaiting {
    /// The lane.
    pub lane_id: Guid,
    /// The read that brought the car; refused when another one waits by now.
    pub read_id: Guid,
    /// Why, 2 to 100 characters.
    pub reason: String,
}

/// `lane.admit`: lets the waiting car in by hand (already inside, lot full, or the plate put in by the attendant).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct AdmitWaiting {
    /// The entry lane.
    pub lane_id: Guid,
    /// The read that brought the car.
    pub read_id: Guid,
    /// The plate as the attendant sees it, when the camera was wrong or blind.
    pub plate: Option<String>,
    /// Why, 2 to 100 characters.
    pub reason: String,
}
