//! The forms, one struct a kind. Fields are the journal's own: names here never change with the domain's.

use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::SpaceState;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::operator::Role;
use lotdesk_domain::parking::{
    Charge, ElectronicTag, ParkingRecord, PayType, PlateRead, RecordState, RecordType, Standing, Vehicle, VehicleClass,
};
use lotdesk_domain::plate::{Plate, PlateColor};
use lotdesk_domain::posting::Movement;
use serde::{Deserialize, Serialize};

use super::{CouponUse, LetOff, StoredDiscount, StoredTrouble};

/// The lot's description, as the text of its file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LotSet {
    /// The lot in its file form, as JSON text.
    pub lot: String,
}

/// A new operator. The PIN's hash is kept apart and is no part of the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OperatorAdded {
    /// Identifier.
    pub id: Guid,
    /// Name.
    pub name: String,
    /// Role.
    #[serde(with = "crate::codes::word")]
    pub role: Role,
}

/// A sign-in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignedIn {
    /// Who.
    pub operator: Guid,
}

/// A sign-out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignedOut {
    /// Who.
    pub operator: Guid,
}

/// A refused sign-in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignInRefused {
    /// Whose name was used; none when nobody has it.
    pub operator: Option<Guid>,
    /// True when this one locked the name for a while.
    pub locked: bool,
}

/// A tariff.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TariffSet {
    /// Its name.
    pub name: String,
    /// Its file's text.
    pub toml: String,
    /// From when it is in force; none for the moment of the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Moment>,
}

/// The moment of a planned tariff has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TariffTookEffect {
    /// The number of the event that set it.
    pub tariff_seq: i64,
    /// Its name.
    pub name: String,
}

/// A planned tariff was withdrawn before its date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TariffWithdrawn {
    /// The number of the event that set it.
    pub tariff_seq: i64,
    /// Its name.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// A car as it is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredVehicle {
    /// Plate.
    pub plate: Plate,
    /// Colour of the plate.
    #[serde(with = "crate::codes::optional_word", default, skip_serializing_if = "Option::is_none")]
    pub plate_color: Option<PlateColor>,
    /// Colour of the car.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub car_color: Option<String>,
    /// Make.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub car_logo: Option<String>,
    /// Size.
    #[serde(with = "crate::codes::word")]
    pub class: VehicleClass,
    /// The electronic tag's five fields, in table 11's order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<[String; 5]>,
}

impl From<&Vehicle> for StoredVehicle {
    fn from(v: &Vehicle) -> Self {
        let Vehicle { plate, plate_color, car_color, car_logo, class, tag } = v.clone();
        let tag = tag
            .map(|ElectronicTag { no, plate_type, car_model, usage, seqno }| [no, plate_type, car_model, usage, seqno]);
        Self { plate, plate_color, car_color, car_logo, class, tag }
    }
}

impl From<StoredVehicle> for Vehicle {
    fn from(v: StoredVehicle) -> Self {
        let StoredVehicle { plate, plate_color, car_color, car_logo, class, tag } = v;
        let tag = tag.map(|[no, plate_type, car_model, usage, seqno]| ElectronicTag {
            no,
            plate_type,
            car_model,
            usage,
            seqno,
        });
        Self { plate, plate_color, car_color, car_logo, class, tag }
    }
}

/// A read, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadTaken {
    /// Identifier of the read.
    pub read_id: Guid,
    /// The lane.
    pub lane_id: Guid,
    /// The car, when it was legible.
    pub vehicle: Option<StoredVehicle>,
    /// When the camera saw it.
    pub taken_at: Moment,
    /// When it reached us.
    pub received_at: Moment,
    /// Kept by the camera while the line was down.
    pub buffered: bool,
    /// 0 to 100.
    pub confidence: Option<u8>,
    /// The picture.
    pub picture_id: Option<Guid>,
    /// What became of it, a word of the operations' list.
    pub fate: String,
    /// What the car is to the lot.
    #[serde(with = "crate::codes::optional_word")]
    pub standing: Option<Standing>,
    /// The record it opened, closed or waits for.
    pub record_id: Option<Guid>,
    /// True when the car now waits at the lane for a person.
    pub waits: bool,
    /// True when the car that waited there before must be gone: this one passed in its place.
    pub clears_waiting: bool,
}

impl ReadTaken {
    /// The stored form of a read that neither waits nor clears the lane.
    pub fn new(read: &PlateRead, fate: &str, standing: Option<Standing>, record_id: Option<Guid>) -> Self {
        Self {
            read_id: read.read_id,
            lane_id: read.lane_id,
            vehicle: read.vehicle.as_ref().map(StoredVehicle::from),
            taken_at: read.taken_at,
            received_at: read.received_at,
            buffered: read.buffered,
            confidence: read.confidence,
            picture_id: read.picture_id,
            fate: fate.to_owned(),
            standing,
            record_id,
            waits: false,
            clears_waiting: false,
        }
    }
}

/// The waiting car was taken off the lane.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WaitingDismissed {
    /// The lane.
    pub lane_id: Guid,
    /// The read that brought it.
    pub read_id: Guid,
    /// Why.
    pub reason: String,
}

/// A read was given to a record by a person, or put right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadMatched {
    /// The lane.
    pub lane_id: Guid,
    /// The read.
    pub read_id: Guid,
    /// The record.
    pub record_id: Guid,
    /// What the car waits for now, a word of the operations' list.
    pub fate: String,
}

/// A stay began.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordOpened {
    /// Identifier.
    pub id: Guid,
    /// The car.
    pub vehicle: StoredVehicle,
    /// What it is to the lot.
    #[serde(with = "crate::codes::word")]
    pub standing: Standing,
    /// Area.
    pub area: String,
    /// When.
    pub entered_at: Moment,
    /// Lane; none when put in by hand.
    pub lane_id: Option<Guid>,
    /// The read that brought it.
    pub read_id: Option<Guid>,
    /// Picture.
    pub picture_id: Option<Guid>,
    /// Normal or not.
    #[serde(with = "crate::codes::word")]
    pub record_type: RecordType,
    /// Why a person put it in; none for a normal entry.
    pub reason: Option<String>,
    /// The shared hours in which it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share_id: Option<Guid>,
}

impl RecordOpened {
    /// The record as it is right after its opening.
    pub fn to_record(&self) -> ParkingRecord {
        ParkingRecord {
            id: self.id,
            vehicle: self.vehicle.clone().into(),
            standing: self.standing,
            area: self.area.clone(),
            garage: None,
            entered_at: self.entered_at,
            entry_lane: self.lane_id,
            entry_picture: self.picture_id,
            left_at: None,
            exit_lane: None,
            exit_picture: None,
            state: RecordState::Inside,
            record_type: self.record_type,
            receivable_fen: Fen::ZERO,
            discount_fen: Fen::ZERO,
            received_fen: Fen::ZERO,
            share_id: self.share_id,
        }
    }
}

/// A second person agreed to an entry put in by hand that leaves nothing to pay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntryApproved {
    /// The record.
    pub record_id: Guid,
    /// The second person's operator identifier.
    pub approver: Guid,
}

/// A stay ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordClosed {
    /// The record.
    pub record_id: Guid,
    /// When.
    pub left_at: Moment,
    /// Lane.
    pub lane_id: Option<Guid>,
    /// The read that took it out.
    pub read_id: Option<Guid>,
    /// Picture.
    pub picture_id: Option<Guid>,
    /// Normal or not.
    #[serde(with = "crate::codes::word")]
    pub record_type: RecordType,
}

/// A stay that was none: the car backed out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordCancelled {
    /// The record.
    pub record_id: Guid,
    /// When the car turned back.
    pub at: Moment,
}

/// Left out of a stored form where there is none, so that forms from before it stay as they were.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
pub(crate) fn is_zero(amount: &Fen) -> bool {
    *amount == Fen::ZERO
}

/// Money taken for a stay, or let off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Charged {
    /// Identifier: the asker's request identifier, so that a repeat is found.
    pub id: Guid,
    /// Order number.
    pub order_no: String,
    /// The record.
    pub record_id: Guid,
    /// When.
    pub paid_at: Moment,
    /// Until when the stay was priced: a moment before, when the amount that the screen had shown was honoured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priced_at: Option<Moment>,
    /// Due, before anything was let off.
    pub receivable_fen: Fen,
    /// Let off.
    pub discount_fen: Fen,
    /// Taken.
    pub received_fen: Fen,
    /// What of it all was for charging the battery, not for parking.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub charging_fen: Fen,
    /// What the driver handed over; the rest went back as change.
    pub tendered_fen: Fen,
    /// How.
    #[serde(with = "crate::codes::word")]
    pub pay_type: PayType,
    /// Through what.
    pub pay_from: String,
    /// Why something was let off, and who agreed.
    pub let_off: Option<LetOff>,
    /// The coupons that let something off, with what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coupons: Vec<CouponUse>,
    /// The same as platforms are told of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<StoredDiscount>,
    /// The exit lane, when the car left with it.
    pub lane_id: Option<Guid>,
    /// The gate command that it caused.
    pub gate_command_id: Option<Guid>,
    /// The balanced postings: account and amount.
    pub postings: Vec<(String, Fen)>,
}

impl Charged {
    /// The stored postings of a balanced movement.
    pub fn postings_of(movement: &Movement) -> Vec<(String, Fen)> {
        movement.postings().iter().map(|p| (p.account.key(), p.amount_fen)).collect()
    }

    /// The payment as the platforms know it.
    pub fn to_charge(&self) -> Charge {
        Charge {
            id: self.id,
            order_no: self.order_no.clone(),
            record_id: self.record_id,
            paid_at: self.paid_at,
            receivable_fen: self.receivable_fen,
            discount_fen: self.discount_fen,
            received_fen: self.received_fen,
            pay_type: self.pay_type,
            pay_from: self.pay_from.clone(),
            discounts: self.discounts.iter().filter_map(StoredDiscount::discount).collect(),
        }
    }
}

/// A gate was told to open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GateCommanded {
    /// Identifier.
    pub command_id: Guid,
    /// The lane.
    pub lane_id: Guid,
    /// What caused it: `read`, `payment` or `hand`.
    pub cause: String,
    /// For `hand`: why.
    pub reason: Option<String>,
    /// Not carried out after this moment.
    pub expires_at: Moment,
    /// True for a car that comes in: it is watched until it is through, as one that leaves always was.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub entering: bool,
}

/// A lane said something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LaneSignalled {
    /// The lane.
    pub lane_id: Guid,
    /// A word of the operations' list.
    pub signal: String,
    /// When, by the lane.
    pub at: Moment,
    /// The command that it answers.
    pub command_id: Option<Guid>,
    /// For faults, in the device's own words.
    pub remark: Option<String>,
    /// For faults, as its driver found them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<StoredTrouble>,
}

/// Spaces changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpacesChanged {
    /// Number and state.
    pub spaces: Vec<StoredSpace>,
}

/// A space and its state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredSpace {
    /// Number.
    pub space_no: String,
    /// State.
    #[serde(with = "crate::codes::word")]
    pub state: SpaceState,
}

/// The same plate came in twice (event type 1001 of table A.3).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SamePlateSeen {
    /// Identifier of the event.
    pub event_id: Guid,
    /// The lane.
    pub lane_id: Guid,
    /// The plate.
    pub plate: Plate,
    /// The record of the car inside.
    pub record_id: Guid,
}

/// A message was put back in line by a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MessageResent {
    /// Its number in the outbox.
    pub no: i64,
    /// Interface.
    pub interface: String,
}

/// The lot reports to this installation of a platform from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlatformPointed {
    /// The platform's name in settings.
    pub platform: String,
    /// Base address and account: another one is another installation.
    pub address: String,
}
