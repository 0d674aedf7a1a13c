//! Vehicle inspections by docloud (年检): cars that need not be looked at (免检), their order, and how it comes along.

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::money::Fen;
use crate::person::{mask_name, mask_number};

/// Below so many years after its first registration a car need not be looked at.
const EXEMPT_YEARS: i32 = 6;
/// With so many seats at most (年检接入指南; `inspectionVehicleType` 1 means six).
const EXEMPT_SEATS: u32 = 5;

/// A make, a model line, a model, a province, a city or a district: docloud's number and its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// docloud's number.
    #[ts(type = "number")]
    pub id: i64,
    /// Its name.
    pub name: String,
}

/// A car that is to be inspected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct InspectionCar {
    /// Plate.
    pub plate: String,
    /// Make.
    pub brand: Named,
    /// Model line.
    pub series: Named,
    /// Model.
    pub model: Named,
    /// First registration.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub registered_on: NaiveDate,
    /// Seats.
    pub seats: u32,
    /// True for an official car (公车), false for a private one.
    pub official: bool,
    /// True for seven seats and more, and for vans (面包车).
    pub large_or_van: bool,
    /// True for a commercial car (营运).
    pub commercial: bool,
    /// True when somebody was hurt in an accident with it.
    pub injured_somebody: bool,
}

/// A rule of the exemption that a car breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExemptionRule {
    /// Five seats at most.
    Seats,
    /// No van.
    Van,
    /// Not commercial.
    Commercial,
    /// Nobody was hurt.
    Accident,
    /// First registered less than six years ago.
    Age,
    /// Registered in the future: a slip.
    Future,
}

impl ExemptionRule {
    /// What fails, in Simplified Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            ExemptionRule::Seats => "座位数超过 5 座，须到检测站上线检测",
            ExemptionRule::Van => "7 座及以上或面包车，须到检测站上线检测",
            ExemptionRule::Commercial => "营运车辆，须到检测站上线检测",
            ExemptionRule::Accident => "发生过伤亡事故，须到检测站上线检测",
            ExemptionRule::Age => "首次注册已满 6 年，须到检测站上线检测",
            ExemptionRule::Future => "注册日期在今天之后，请按行驶证核对",
        }
    }

    /// The same in English.
    pub const fn en(self) -> &'static str {
        match self {
            ExemptionRule::Seats => "more than 5 seats: it must be driven to a station",
            ExemptionRule::Van => "7 seats and more, or a van: it must be driven to a station",
            ExemptionRule::Commercial => "a commercial car must be driven to a station",
            ExemptionRule::Accident => "somebody was hurt in an accident with it: it must be driven to a station",
            ExemptionRule::Age => "first registered six years ago or earlier: it must be driven to a station",
            ExemptionRule::Future => "registered after today: check the vehicle licence",
        }
    }
}

impl InspectionCar {
    /// Every rule of the exemption that the car breaks today (年检接入指南).
    pub fn exemption_breaks(&self, today: NaiveDate) -> Vec<ExemptionRule> {
        let mut broken = Vec::new();
        let mut hold = |breaks: bool, rule: ExemptionRule| {
            if breaks {
                broken.push(rule);
            }
        };
        hold(self.seats == 0 || self.seats > EXEMPT_SEATS, ExemptionRule::Seats);
        hold(self.large_or_van, ExemptionRule::Van);
        hold(self.commercial, ExemptionRule::Commercial);
        hold(self.injured_somebody, ExemptionRule::Accident);
        hold(self.registered_on > today, ExemptionRule::Future);
        hold(today >= years_later(self.registered_on, EXEMPT_YEARS), ExemptionRule::Age);
        broken
    }
}

/// The same day so many years later; 29 February becomes 1 March.
fn years_later(day: NaiveDate, years: i32) -> NaiveDate {
    let year = day.year().saturating_add(years);
    day.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1)).unwrap_or(NaiveDate::MAX)
}

/// A document that an order wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct InspectionPaper {
    /// Which.
    pub text: String,
    /// What to mind.
    pub hints: Vec<String>,
    /// Address of a sample picture; empty for none.
    pub sample: String,
}

/// An order to confirm (免检待确认订单).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectionOffer {
    /// The station.
    pub shop_id: i64,
    /// The city in which the inspection is made.
    pub city: Named,
    /// What it costs.
    pub price_fen: Fen,
    /// What it wants.
    pub papers: Vec<InspectionPaper>,
}

/// Who is told, and where the papers go back to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct InspectionPeople {
    /// Telephone that is told how it comes along.
    pub contact_phone: String,
    /// Telephone of the car's owner.
    pub owner_phone: String,
    /// Who gets the papers back.
    pub name: String,
    /// Telephone of that one.
    pub phone: String,
    /// Province.
    pub province: String,
    /// City.
    pub city: String,
    /// District; may be empty.
    pub county: String,
    /// Street and house.
    pub address: String,
}

impl InspectionPeople {
    /// As lists show them: the city stays, it is nobody's.
    #[must_use]
    pub fn masked(&self) -> Self {
        Self {
            contact_phone: mask_number(&self.contact_phone),
            owner_phone: mask_number(&self.owner_phone),
            name: mask_name(&self.name),
            phone: mask_number(&self.phone),
            address: mask_name(&self.address),
            ..self.clone()
        }
    }
}

/// How an inspection stands at docloud (worderStatus).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum InspectionStatus {
    /// 10 已创建待支付
    WaitsForPayment,
    /// 15 待取件
    WaitsForPickup,
    /// 20 送件中
    OnItsWay,
    /// 25 办理中
    UnderWay,
    /// 30 办理完成-待取件
    DoneWaitsForPickup,
    /// 35 办理完成-送件中
    DoneOnItsWay,
    /// 50 办理完成-已收件
    Received,
    /// 60 已关闭
    Closed,
}

impl InspectionStatus {
    /// Every state with its number.
    pub const ALL: [(i64, InspectionStatus); 8] = [
        (10, InspectionStatus::WaitsForPayment),
        (15, InspectionStatus::WaitsForPickup),
        (20, InspectionStatus::OnItsWay),
        (25, InspectionStatus::UnderWay),
        (30, InspectionStatus::DoneWaitsForPickup),
        (35, InspectionStatus::DoneOnItsWay),
        (50, InspectionStatus::Received),
        (60, InspectionStatus::Closed),
    ];

    /// The state behind a number.
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == number).map(|(_, status)| status)
    }

    /// The number.
    pub fn number(self) -> i64 {
        Self::ALL.into_iter().find(|(_, status)| *status == self).map_or(0, |(number, _)| number)
    }

    /// True when nothing more comes.
    pub const fn is_over(self) -> bool {
        matches!(self, InspectionStatus::Received | InspectionStatus::Closed)
    }
}

/// How an inspection stands with us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum InspectionState {
    /// The car is known to docloud; nothing is ordered.
    Bound,
    /// The order is on its way.
    Sending,
    /// It never left.
    NotSent,
    /// docloud refused it.
    Refused,
    /// The answer was lost. There is no key by which docloud could tell: a person decides.
    Unknown,
    /// A person found that it is not there.
    NotThere,
    /// It is there.
    Ordered,
}

/// What docloud says of an inspection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectionNews {
    /// docloud's number of it.
    pub order_id: i64,
    /// How it stands.
    pub status: InspectionStatus,
    /// The station's name, address and telephone.
    pub shop: [String; 3],
    /// What the inspection costs.
    pub price_fen: Fen,
    /// What was paid.
    pub paid_fen: Fen,
    /// 寄件物流单号; empty for none.
    pub sent_by: String,
    /// Who brings the papers back, and its number; empty for none.
    pub back_by: String,
    /// What it wants.
    pub papers: Vec<InspectionPaper>,
}

/// An inspection order on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInspection {
    /// The station.
    pub shop_id: i64,
    /// The car's number at docloud.
    pub car_id: i64,
    /// Number of the city.
    pub city_id: i64,
    /// What it costs.
    pub price_fen: Fen,
    /// The people.
    pub people: InspectionPeople,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn car() -> InspectionCar {
        let named = |id| Named { id, name: String::new() };
        InspectionCar {
            plate: "浙BCH111".into(),
            brand: named(33),
            series: named(650),
            model: named(17_053),
            registered_on: day("2020-11-26"),
            seats: 5,
            official: false,
            large_or_van: false,
            commercial: false,
            injured_somebody: false,
        }
    }

    #[test]
    fn every_rule_that_fails_is_named() {
        use ExemptionRule as R;
        assert_eq!(car().exemption_breaks(day("2026-11-25")), []);
        assert_eq!(car().exemption_breaks(day("2026-11-26")), [R::Age], "six years do not count in");
        let all = InspectionCar { seats: 7, large_or_van: true, commercial: true, injured_somebody: true, ..car() };
        assert_eq!(all.exemption_breaks(day("2026-12-01")), [R::Seats, R::Van, R::Commercial, R::Accident, R::Age]);
        assert_eq!(InspectionCar { seats: 6, ..car() }.exemption_breaks(day("2026-01-01")), [R::Seats]);
        assert_eq!(InspectionCar { seats: 0, ..car() }.exemption_breaks(day("2026-01-01")), [R::Seats]);
        assert_eq!(car().exemption_breaks(day("2020-01-01")), [R::Future]);
        let leap = InspectionCar { registered_on: day("2020-02-29"), ..car() };
        assert_eq!(leap.exemption_breaks(day("2026-02-28")), []);
        assert_eq!(leap.exemption_breaks(day("2026-03-01")), [R::Age]);
    }

    #[test]
    fn states_have_their_numbers() {
        for (number, status) in InspectionStatus::ALL {
            assert_eq!((InspectionStatus::from_number(number), status.number()), (Some(status), number));
        }
        assert_eq!(InspectionStatus::from_number(40), None);
        assert!(InspectionStatus::Received.is_over() && !InspectionStatus::DoneOnItsWay.is_over());
    }
}
