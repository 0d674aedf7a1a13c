//! What a lot consists of: areas, lanes, equipment, spaces (DB4403/T 313, 5.4.1, 5.4.5–5.4.7).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::deduction::PaymentRules;
use crate::garage::{Garage, SpaceSize};
use crate::id::Guid;
use crate::neighbour::Guidance;
use crate::position::Position;
use crate::reservation::BookingRules;

/// The lot's name and what the city platform wants to know of it (table 3).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Lot {
    /// Lot number given by the city, 20 digits (`parkCode`).
    pub park_code: String,
    /// Name, 255 characters at most.
    pub name: String,
    /// Where it lies (table 3 `parkType`).
    pub kind: LotKind,
    /// Administrative division code by GB/T 2260 and GB/T 10114, 6 or 9 digits.
    pub district_code: String,
    /// Road, 10 characters at most.
    pub road: String,
    /// Operator number assigned by the city platform, 10 characters at most.
    pub operator_code: String,
    /// Holder of the property rights, 50 characters at most.
    pub owner: String,
    /// What it serves: 1 shops, 2 homes, 3 hospital, 4 park, 5 transport hub, 6 administration, 7 school, 8 other.
    pub service_type: u8,
    /// Opening hours and the like, 200 characters at most (`publicInfo`).
    pub public_info: String,
    /// Areas, in the order in which the board shows them.
    pub areas: Vec<Area>,
    /// Lanes, in the order in which the booth shows them.
    pub lanes: Vec<Lane>,
    /// Spaces that a detector, a garage or a reservation knows. Empty where the lot only counts.
    pub spaces: Vec<Space>,
    /// Mechanical garages.
    #[serde(default)]
    pub garages: Vec<Garage>,
    /// By what right the lot charges; none where it does not, and then no tariff goes to the city platform.
    #[serde(default)]
    pub permit: Option<ChargingPermit>,
    /// Minutes to leave after paying, before the fee goes on (`surplusMinute`).
    pub free_exit_minutes: u32,
    /// Reads of one car on one lane within this many seconds are one read.
    pub same_read_seconds: u32,
    /// How money is dealt with that does not go through the booth.
    #[serde(default)]
    pub payment: PaymentRules,
    /// Where it lies. Without it no lot around is nearer than another.
    #[serde(default)]
    pub position: Option<Position>,
    /// How it takes reservations.
    #[serde(default)]
    pub booking: BookingRules,
    /// How it offers the lots around when it is full.
    #[serde(default)]
    pub guidance: Guidance,
}

impl Lot {
    /// All spaces of all areas.
    pub fn total_spaces(&self) -> u32 {
        self.areas.iter().map(|area| area.total_spaces).sum()
    }

    /// The lane with this identifier.
    pub fn lane(&self, id: Guid) -> Option<&Lane> {
        self.lanes.iter().find(|lane| lane.id == id)
    }

    /// The space with this number.
    pub fn space(&self, space_no: &str) -> Option<&Space> {
        self.spaces.iter().find(|space| space.space_no == space_no)
    }

    /// The lane that its token's owner calls by this code, such as `in-1`.
    pub fn lane_by_code(&self, code: &str) -> Option<&Lane> {
        self.lanes.iter().find(|lane| lane.code == code)
    }

    /// The mechanical garage with this number (`garageCode`).
    pub fn garage(&self, code: &str) -> Option<&Garage> {
        self.garages.iter().find(|garage| garage.code == code)
    }

    /// The spaces of a garage, in the lot's order.
    pub fn garage_spaces<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a Space> + Clone {
        self.spaces.iter().filter(move |space| space.garage.as_deref() == Some(code))
    }
}

/// What a lot that charges must have (table 4, without the rates, which are the tariff's).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ChargingPermit {
    /// Number of the parking permit, 6 characters at most (`permitNo`). A tariff is known by it at the city platform.
    pub permit_no: String,
    /// Who charges, 100 characters at most (`charger`).
    pub charger: String,
    /// 1 set by the government, 2 guided by it, 3 by the market (`pricing`).
    pub pricing: u8,
    /// Class of the district, 1 to 3 (`region`).
    pub region: u8,
    /// Telephone for complaints about prices, 20 characters at most (`complaintTel`).
    pub complaint_tel: String,
    /// What there is to add, 500 characters at most.
    #[serde(default)]
    pub remark: Option<String>,
}

/// Kind of lot (table 3 `parkType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum LotKind {
    /// 0: bays along a street.
    OnStreet,
    /// 1: indoors.
    Indoor,
    /// 2: outdoors.
    Outdoor,
}

/// A part of the lot that is counted by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Area {
    /// Short code, unique in the lot, such as `B1`.
    pub code: String,
    /// Name that people read.
    pub name: String,
    /// How many cars it holds.
    pub total_spaces: u32,
    /// How many of those are kept for leases: temporary cars are refused once only these are left.
    #[serde(default)]
    pub lease_spaces: u32,
}

/// An entrance or exit (table 8).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Lane {
    /// Identifier at the city platform (table 8 `id`).
    pub id: Guid,
    /// Short code, unique in the lot, such as `in-1`; the name in settings, tokens and listener paths.
    pub code: String,
    /// Name that people read, 10 characters at most.
    pub name: String,
    /// Direction.
    pub kind: LaneKind,
    /// The area it leads to or from (`Area::code`).
    pub area: String,
    /// Gate, camera and the like standing here.
    #[serde(default)]
    pub equipment: Vec<Equipment>,
}

impl Lane {
    /// The equipment that recognises plates, as 5004 and 5005 name it (`inEquipmentId`, `outEquipmentId`).
    pub fn camera(&self) -> Option<&Equipment> {
        self.equipment.iter().find(|e| e.kind == EquipmentKind::Camera)
    }
}

/// Direction of a lane (table 8 `type`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum LaneKind {
    /// 1: cars come in.
    Entry,
    /// 2: cars go out.
    Exit,
}

/// A device (table 9).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Equipment {
    /// Identifier at the city platform.
    pub id: Guid,
    /// Number on its plate, 20 characters at most (`equipmentCode`).
    pub code: String,
    /// Name that people read, 50 characters at most.
    pub name: String,
    /// What it does.
    pub kind: EquipmentKind,
}

/// What a device does; table 9 knows them all as 1000, entrance and exit equipment, except space detectors (3000).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum EquipmentKind {
    /// Reads plates.
    Camera,
    /// Lets cars pass.
    Gate,
    /// Knows whether a space is taken.
    SpaceDetector,
}

/// A single space that something knows (table 10).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Space {
    /// Space number, 28 characters at most (`spaceNo`).
    pub space_no: String,
    /// The label painted on the floor.
    pub label: String,
    /// The area it lies in (`Area::code`).
    pub area: String,
    /// The mechanical garage it belongs to (`Garage::code`).
    #[serde(default)]
    #[ts(optional)]
    pub garage: Option<String>,
    /// In a garage: how big it is.
    #[serde(default)]
    #[ts(optional)]
    pub size: Option<SpaceSize>,
    /// The detector in its floor, where the city platform is told of it (3003 with `spaceNo`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub detector: Option<Equipment>,
}

/// State of a space (table 56).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum SpaceState {
    /// -1: nothing is known.
    Unknown,
    /// 0: free.
    Free,
    /// 1: reserved and kept.
    Reserved,
    /// 2: a car stands here.
    Taken,
}
