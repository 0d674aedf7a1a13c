//! Reads, parking records and charges (DB4403/T 313, 5.4.8, 5.4.10, 5.4.12), and the pure decisions at a lane.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::Guid;
use crate::moment::Moment;
use crate::money::Fen;
use crate::order::Discount;
use crate::plate::{Plate, PlateColor, PlateKind};

/// The electronic registration tag of a car (table 11 `vrdb_*`, GB/T 35789.1—2017 A.1–A.5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ElectronicTag {
    /// `vrdb_no`: up to 48 binary digits.
    pub no: String,
    /// `vrdb_plateType`: up to 4 binary digits.
    pub plate_type: String,
    /// `vrdb_carModel`: up to 9 binary digits.
    pub car_model: String,
    /// `vrdb_usage`: up to 4 binary digits.
    pub usage: String,
    /// `vrdb_seqno`: 12 digits and the check digit of GB 11643.
    pub seqno: String,
}

/// Size of a car (table 11 `carModel`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum VehicleClass {
    /// 1
    Large,
    /// 2
    Medium,
    /// 3
    #[default]
    Small,
}

/// A car as a lane saw it (table 11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Vehicle {
    /// Plate, normalised.
    pub plate: Plate,
    /// Colour of the plate, when the camera told it.
    pub plate_color: Option<PlateColor>,
    /// Colour of the car in Chinese, 3 characters at most.
    pub car_color: Option<String>,
    /// Make in Chinese, 10 characters at most.
    pub car_logo: Option<String>,
    /// Size, by which the tariff goes.
    pub class: VehicleClass,
    /// Whether the car carries an electronic tag (`eidEquiped`), with its content.
    pub tag: Option<ElectronicTag>,
}

impl Vehicle {
    /// True for a new-energy car, told by its plate: by its form, or by the colour that the camera saw.
    pub fn is_new_energy(&self) -> bool {
        matches!(self.plate.kind(), PlateKind::NewEnergySmall | PlateKind::NewEnergyLarge)
            || matches!(self.plate_color, Some(PlateColor::Green | PlateColor::YellowGreen))
    }
}

/// What a lane's camera says. The same shape whatever the make.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PlateRead {
    /// Identifier of this read; a repeat with the same one is the same read.
    pub read_id: Guid,
    /// The lane.
    pub lane_id: Guid,
    /// The car; none where the camera saw a car without a legible plate.
    pub vehicle: Option<Vehicle>,
    /// When the camera saw it.
    pub taken_at: Moment,
    /// When it reached us.
    pub received_at: Moment,
    /// True when the camera kept it while the line was down.
    pub buffered: bool,
    /// How sure the camera is, 0 to 100.
    pub confidence: Option<u8>,
    /// The picture's identifier in the picture store.
    pub picture_id: Option<Guid>,
}

/// Reads older than this when they arrive are recorded at their own time and open nothing, in milliseconds.
pub const STALE_READ_MS: i64 = 10_000;

impl PlateRead {
    /// True when the car may be long gone: the read is recorded at its own time and opens nothing.
    pub fn is_late(&self) -> bool {
        self.buffered || self.received_at.ms_since(self.taken_at) > STALE_READ_MS
    }
}

/// What a car is to the lot. Said in words beside the plate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// 临停: pays by the tariff.
    Temporary,
    /// 月租: has a lease that covers it.
    Lease,
    /// 预约: came in on a reservation; pays by the tariff, and its deposit may count.
    Reserved,
    /// 共享: came in within its shared hours; pays by the tariff beyond them.
    Shared,
}

impl Standing {
    /// True when a space is there for it even though the lot is full for temporary cars.
    pub const fn has_a_space(self) -> bool {
        match self {
            Standing::Temporary => false,
            Standing::Lease | Standing::Reserved | Standing::Shared => true,
        }
    }
}

/// Where a parking record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum RecordState {
    /// The car is in the lot.
    Inside,
    /// The car has left.
    Left,
    /// The car backed out before it was in: the record counts for nothing.
    Cancelled,
}

/// Table 13 `recordType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum RecordType {
    /// 0
    Normal,
    /// 1: put right by hand, or an end or beginning is missing.
    Abnormal,
    /// 2: left while locked.
    LeftLocked,
}

/// One stay of one car (table 13).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ParkingRecord {
    /// Identifier, the same at the city platform.
    pub id: Guid,
    /// The car.
    pub vehicle: Vehicle,
    /// What it is to the lot.
    pub standing: Standing,
    /// Area it counts in (`Area::code`).
    pub area: String,
    /// The mechanical garage that it stands or stood in (`garageNo`), where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub garage: Option<String>,
    /// When it came in.
    pub entered_at: Moment,
    /// Lane it came in by; none when the entry was put in by hand.
    pub entry_lane: Option<Guid>,
    /// Picture of the entry.
    pub entry_picture: Option<Guid>,
    /// When it left.
    pub left_at: Option<Moment>,
    /// Lane it left by.
    pub exit_lane: Option<Guid>,
    /// Picture of the exit.
    pub exit_picture: Option<Guid>,
    /// Where the record stands.
    pub state: RecordState,
    /// Normal or not.
    pub record_type: RecordType,
    /// Sum of what was due, refunds not counted.
    pub receivable_fen: Fen,
    /// Sum of what was let off.
    pub discount_fen: Fen,
    /// Sum of what was paid.
    pub received_fen: Fen,
    /// The shared hours in which it came (table 79 `id`); none for every other car.
    pub share_id: Option<Guid>,
}

/// How money came in (table 15 `payType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum PayType {
    /// 1
    Cash,
    /// 2
    WeChat,
    /// 3
    Alipay,
    /// 4
    UnionPay,
    /// 5
    Etc,
    /// 6
    Other,
}

/// One payment for one parking record (table 15).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Charge {
    /// Identifier, the same at the city platform.
    pub id: Guid,
    /// Order number, 50 characters at most, unique (table 14).
    pub order_no: String,
    /// The parking record paid for.
    pub record_id: Guid,
    /// When it was paid.
    pub paid_at: Moment,
    /// What was due.
    pub receivable_fen: Fen,
    /// What was let off.
    pub discount_fen: Fen,
    /// What was paid.
    pub received_fen: Fen,
    /// How.
    pub pay_type: PayType,
    /// Through what, 10 characters at most, such as 线下缴费.
    pub pay_from: String,
    /// The coupons that let something off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<Discount>>", optional)]
    pub discounts: Vec<Discount>,
}

/// Cars in the lot now, by table 19.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Counts {
    /// All spaces.
    pub total: u32,
    /// Cars in the lot.
    pub used: u32,
    /// Spaces that temporary cars may still take (`unusedSpaces`, the figure shown outside).
    pub open_to_all: u32,
    /// Spaces held by reservations.
    pub reserved: u32,
}
