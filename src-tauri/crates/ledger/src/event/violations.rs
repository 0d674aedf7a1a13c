//! The forms about violations, orders, watched fleets and inspections. No form holds a person's data: it stands in the table
//! of persons, and the event has its identifier.

use chrono::NaiveDate;
use lotdesk_domain::id::Guid;
use lotdesk_domain::inspection::{
    InspectionCar, InspectionNews, InspectionPaper, InspectionState, InspectionStatus, Named,
};
use lotdesk_domain::money::Fen;
use lotdesk_domain::violation::{CarType, OrderState, Processing, Violation, WatchState};
use serde::{Deserialize, Serialize};

/// A violation as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredViolation {
    code: String,
    time: String,
    fine_fen: Fen,
    address: String,
    reason: String,
    points: i64,
    violation_city: String,
    rate_of: String,
    service_fee_fen: Option<Fen>,
    mark_fee_fen: Option<Fen>,
    can_select: bool,
    #[serde(with = "crate::codes::word")]
    processing: Processing,
    fine_paid: Option<bool>,
    needs_licence: bool,
    organ: String,
    official_no: String,
}

impl From<&Violation> for StoredViolation {
    fn from(of: &Violation) -> Self {
        let Violation {
            code,
            time,
            fine_fen,
            address,
            reason,
            points,
            violation_city,
            rate_of,
            service_fee_fen,
            mark_fee_fen,
            can_select,
            processing,
            fine_paid,
            needs_licence,
            organ,
            official_no,
        } = of.clone();
        Self {
            code,
            time,
            fine_fen,
            address,
            reason,
            points,
            violation_city,
            rate_of,
            service_fee_fen,
            mark_fee_fen,
            can_select,
            processing,
            fine_paid,
            needs_licence,
            organ,
            official_no,
        }
    }
}

impl From<StoredViolation> for Violation {
    fn from(of: StoredViolation) -> Self {
        let StoredViolation {
            code,
            time,
            fine_fen,
            address,
            reason,
            points,
            violation_city,
            rate_of,
            service_fee_fen,
            mark_fee_fen,
            can_select,
            processing,
            fine_paid,
            needs_licence,
            organ,
            official_no,
        } = of;
        Self {
            code,
            time,
            fine_fen,
            address,
            reason,
            points,
            violation_city,
            rate_of,
            service_fee_fen,
            mark_fee_fen,
            can_select,
            processing,
            fine_paid,
            needs_licence,
            organ,
            official_no,
        }
    }
}

/// A car's violations were asked for and told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ViolationsTold {
    /// Plate.
    pub plate: String,
    /// Kind of car.
    #[serde(with = "crate::codes::word")]
    pub car_type: CarType,
    /// Telephone and numbers, in the table of persons.
    pub person_id: Option<Guid>,
    /// Whose records; none for the plate's own city.
    pub city: Option<String>,
    /// Fines of what is not handled.
    pub total_fine_fen: Fen,
    /// Points of that.
    pub total_points: i64,
    /// How many those are.
    pub untreated: i64,
    /// All of them; some of them where a price was asked for these.
    pub violations: Vec<StoredViolation>,
    /// True where only some were asked for: what else is known stays.
    pub some_only: bool,
}

/// An order is about to be sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ViolationOrderDrawn {
    /// Identifier.
    pub id: Guid,
    /// Our number of it.
    pub out_order_no: String,
    /// Plate.
    pub plate: String,
    /// Kind of car.
    #[serde(with = "crate::codes::word")]
    pub car_type: CarType,
    /// Telephone and numbers, in the table of persons.
    pub person_id: Guid,
    /// Whose records were asked.
    pub city: Option<String>,
    /// What is to be handled, as it was told.
    pub violations: Vec<StoredViolation>,
    /// Fines and fees.
    pub price_fen: Fen,
    /// True when the points go off somebody's own licence.
    pub self_deduction: bool,
}

/// An order is about to be sent once more, under the same number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ViolationOrderSentAgain {
    /// Which.
    pub id: Guid,
}

/// How sending an order ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ViolationOrderAnswered {
    /// Which.
    pub id: Guid,
    /// How it stands.
    #[serde(with = "crate::codes::word")]
    pub state: OrderState,
    /// docloud's number of it.
    pub platform_order_id: Option<i64>,
    /// The code of a refusal.
    pub code: Option<String>,
    /// In words.
    pub words: String,
}

/// What an order costs and where it is paid for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ViolationOrderPriced {
    /// Which.
    pub id: Guid,
    /// docloud's price.
    pub price_fen: Fen,
    /// Where it is paid for; empty for an account that is settled later.
    pub pay_url: String,
}

/// How far a violation of an order is handled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredTouched {
    /// Its code.
    pub code: String,
    /// How far.
    #[serde(with = "crate::codes::word")]
    pub processing: Processing,
}

/// docloud told something new of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ViolationOrderMoved {
    /// Which.
    pub id: Guid,
    /// docloud's number of it.
    pub platform_order_id: i64,
    /// How it stands.
    #[serde(with = "crate::codes::word")]
    pub state: OrderState,
    /// Since when, as docloud writes it.
    pub status_time: String,
    /// Why it was closed.
    pub cancel_reason: String,
    /// What docloud gave back in all.
    pub refunded_fen: Fen,
    /// What docloud has taken in all.
    pub handed_on_fen: Fen,
    /// Its violations.
    pub touched: Vec<StoredTouched>,
    /// `callback` or `asked`.
    pub by: String,
    /// What of that moves money.
    pub postings: Vec<(String, Fen)>,
}

/// A customer gave money to have violations handled, or got some back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ViolationMoneyMoved {
    /// The asker's identifier.
    pub request_id: Guid,
    /// The order.
    pub id: Guid,
    /// How much; below zero when it was given back.
    pub amount_fen: Fen,
    /// Why, where it was given back.
    pub reason: Option<String>,
    /// The movement.
    pub postings: Vec<(String, Fen)>,
}

/// Photographs of a vehicle licence were sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LicenceSent {
    /// Plate.
    pub plate: String,
    /// Bytes of front and back.
    pub bytes: [u32; 2],
}

/// Whether a car of a fleet is watched.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WatchedCarSet {
    /// Plate.
    pub plate: String,
    /// Kind of car.
    #[serde(with = "crate::codes::word")]
    pub car_type: CarType,
    /// Its numbers, in the table of persons.
    pub person_id: Option<Guid>,
    /// The fleet's name.
    pub fleet: String,
    /// How it stands.
    #[serde(with = "crate::codes::word")]
    pub state: WatchState,
    /// The code of a refusal.
    pub code: Option<String>,
    /// In words.
    pub words: String,
}

/// docloud told something of a watched car.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WatchNewsCame {
    /// Identifier of the alarm; none where there is nothing new in it.
    pub alarm_id: Option<Guid>,
    /// Plate.
    pub plate: String,
    /// The message's number in the inbox.
    pub inbox_no: i64,
    /// What is wrong with the car's data, as a code.
    pub code: Option<String>,
    /// What is wrong, in words.
    pub words: String,
    /// The violations that it told of.
    pub violations: Vec<StoredViolation>,
    /// Codes of those that are new, or stand differently.
    pub changed: Vec<String>,
}

/// Somebody has seen an alarm of a watched car.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WatchAlarmSeen {
    /// Which.
    pub alarm_id: Guid,
}

/// docloud's number of something, and its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredNamed {
    id: i64,
    name: String,
}

impl From<&Named> for StoredNamed {
    fn from(of: &Named) -> Self {
        let Named { id, name } = of.clone();
        Self { id, name }
    }
}

impl From<StoredNamed> for Named {
    fn from(of: StoredNamed) -> Self {
        Self { id: of.id, name: of.name }
    }
}

/// A document that an inspection wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredPaper {
    text: String,
    hints: Vec<String>,
    sample: String,
}

impl From<&InspectionPaper> for StoredPaper {
    fn from(of: &InspectionPaper) -> Self {
        let InspectionPaper { text, hints, sample } = of.clone();
        Self { text, hints, sample }
    }
}

impl From<StoredPaper> for InspectionPaper {
    fn from(of: StoredPaper) -> Self {
        Self { text: of.text, hints: of.hints, sample: of.sample }
    }
}

/// A car was made known to docloud for its inspection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InspectionBound {
    /// Identifier.
    pub id: Guid,
    /// docloud's number of the car.
    pub car_id: i64,
    /// Plate.
    pub plate: String,
    /// Make, line and model.
    pub car: [StoredNamed; 3],
    /// First registration.
    pub registered_on: NaiveDate,
    /// Seats.
    pub seats: u32,
    /// Official, large or van, commercial, somebody hurt.
    pub flags: [bool; 4],
}

impl InspectionBound {
    /// The event of a car.
    pub fn of(id: Guid, car_id: i64, car: &InspectionCar) -> Self {
        Self {
            id,
            car_id,
            plate: car.plate.clone(),
            car: [(&car.brand).into(), (&car.series).into(), (&car.model).into()],
            registered_on: car.registered_on,
            seats: car.seats,
            flags: [car.official, car.large_or_van, car.commercial, car.injured_somebody],
        }
    }

    /// The car.
    pub fn to_car(&self) -> InspectionCar {
        let [brand, series, model] = self.car.clone().map(Named::from);
        let [official, large_or_van, commercial, injured_somebody] = self.flags;
        InspectionCar {
            plate: self.plate.clone(),
            brand,
            series,
            model,
            registered_on: self.registered_on,
            seats: self.seats,
            official,
            large_or_van,
            commercial,
            injured_somebody,
        }
    }
}

/// An inspection is about to be ordered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InspectionAsked {
    /// Which.
    pub id: Guid,
    /// The station.
    pub shop_id: i64,
    /// The city.
    pub city: StoredNamed,
    /// What it costs.
    pub price_fen: Fen,
    /// Names, telephones and the address, in the table of persons.
    pub person_id: Guid,
    /// What it wants.
    pub papers: Vec<StoredPaper>,
}

/// How ordering an inspection ended, by docloud's answer or by what a person found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InspectionAnswered {
    /// Which.
    pub id: Guid,
    /// How it stands.
    #[serde(with = "crate::codes::word")]
    pub state: InspectionState,
    /// docloud's number of it.
    pub platform_order_id: Option<i64>,
    /// The code of a refusal.
    pub code: Option<String>,
    /// In words; what the person found, where one decided.
    pub words: String,
}

/// docloud told something new of an inspection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InspectionMoved {
    /// Which.
    pub id: Guid,
    /// How it stands.
    #[serde(with = "crate::codes::word")]
    pub status: InspectionStatus,
    /// The station's name, address and telephone.
    pub shop: [String; 3],
    /// What it costs.
    pub price_fen: Fen,
    /// What was paid.
    pub paid_fen: Fen,
    /// 寄件物流单号
    pub sent_by: String,
    /// Who brings the papers back, and its number.
    pub back_by: String,
    /// What it wants.
    pub papers: Vec<StoredPaper>,
}

impl InspectionMoved {
    /// The event of what was told.
    pub fn of(id: Guid, news: &InspectionNews) -> Self {
        Self {
            id,
            status: news.status,
            shop: news.shop.clone(),
            price_fen: news.price_fen,
            paid_fen: news.paid_fen,
            sent_by: news.sent_by.clone(),
            back_by: news.back_by.clone(),
            papers: news.papers.iter().map(StoredPaper::from).collect(),
        }
    }
}
