//! Traffic violations as docloud (懂云) tells of them, what a city wants to be told of a car before it tells, orders that have
//! violations handled, and the photographs that an order may need.

mod advice;
mod city;
mod licence;
mod order;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::money::Fen;

pub use advice::{Advice, advice};
pub use city::{CityCondition, CountCity, Cut, TooShort, city_of_plate};
pub use licence::{BadLicencePicture, LICENCE_BYTES_MOST, licence_picture};
pub use order::{
    BadSelection, NewOrder, OrderDetail, OrderNews, OrderState, PlatformStatus, SelfDeduction, Touched, order_total,
};

/// Kind of car (dictionary 车辆类型).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "ViolationCarType")]
#[schemars(rename = "ViolationCarType")]
pub enum CarType {
    /// 01 大型汽车
    Large,
    /// 02 小型汽车
    #[default]
    Small,
    /// 51 大型新能源汽车
    LargeNewEnergy,
    /// 52 小型新能源汽车
    SmallNewEnergy,
    /// 15 挂车
    Trailer,
}

impl CarType {
    /// Every kind, in the order of the dictionary.
    pub const ALL: [CarType; 5] =
        [CarType::Large, CarType::Small, CarType::LargeNewEnergy, CarType::SmallNewEnergy, CarType::Trailer];

    /// The dictionary's code.
    pub const fn code(self) -> &'static str {
        match self {
            CarType::Large => "01",
            CarType::Small => "02",
            CarType::LargeNewEnergy => "51",
            CarType::SmallNewEnergy => "52",
            CarType::Trailer => "15",
        }
    }

    /// The kind behind a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code().trim_start_matches('0') == code.trim().trim_start_matches('0'))
    }
}

/// How far a violation is handled (dictionary 违章处理状态).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "ViolationProcessing")]
#[schemars(rename = "ViolationProcessing")]
pub enum Processing {
    /// 1 未处理
    Untreated,
    /// 2 处理中
    UnderWay,
    /// 3 已处理
    Done,
    /// 4 不支持处理
    NotSupported,
}

/// A violation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Violation {
    /// docloud's own code of it, which nothing else has.
    pub code: String,
    /// When, as docloud writes it.
    pub time: String,
    /// The fine.
    pub fine_fen: Fen,
    /// Where.
    pub address: String,
    /// What for.
    pub reason: String,
    /// Points off the licence.
    #[ts(type = "number")]
    pub points: i64,
    /// The city in which it happened; empty where it is not known.
    pub violation_city: String,
    /// Province and city whose rate the fine is.
    pub rate_of: String,
    /// What docloud wants for handling it; none where it was not asked or does not say.
    pub service_fee_fen: Option<Fen>,
    /// 代扣分费用, where docloud names one.
    pub mark_fee_fen: Option<Fen>,
    /// True when docloud can handle it.
    pub can_select: bool,
    /// How far it is handled.
    pub processing: Processing,
    /// Whether the fine is paid; none where docloud cannot tell.
    pub fine_paid: Option<bool>,
    /// True when photographs of the vehicle licence are wanted first.
    pub needs_licence: bool,
    /// Who recorded it.
    pub organ: String,
    /// The authorities' own number of it (违章官方编码); empty where it is not told.
    pub official_no: String,
}

/// What a query found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FoundViolations {
    /// Fines of those that are not handled, as docloud adds them up.
    pub total_fine_fen: Fen,
    /// Points of those.
    #[ts(type = "number")]
    pub total_points: i64,
    /// How many those are.
    #[ts(type = "number")]
    pub untreated: i64,
    /// All of them.
    pub violations: Vec<Violation>,
}

/// Whose violations: a car with what cities want to know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarIdentity {
    /// Its plate.
    pub plate: String,
    /// Its kind.
    pub car_type: CarType,
    /// As much of the vehicle identification number as is wanted; empty for nothing.
    pub vin: String,
    /// As much of the engine's number as is wanted; empty for nothing.
    pub engine_no: String,
    /// A real telephone, which serves three cars at most; empty for none.
    pub phone: String,
}

/// A query for violations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViolationQuestion {
    /// The car.
    pub car: CarIdentity,
    /// Whose records; those of the plate's city where it is none.
    pub city: Option<String>,
    /// Whether fees are wanted too.
    pub with_fees: bool,
    /// Whether the points are to be taken off the asker's own licence.
    pub self_deduction: bool,
}

/// A violation that is known from elsewhere, for asking what its handling would cost (直通车查询报价).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PricedItem {
    /// City in which it happened.
    pub city: String,
    /// When, `yyyy-MM-dd HH:mm:ss`.
    pub time: String,
    /// Where.
    pub location: String,
    /// 违章代码
    pub code: String,
    /// The fine in whole yuan.
    pub fine_yuan: u32,
    /// Points.
    pub points: u32,
    /// 违章处罚单号; empty for none.
    pub ticket_no: String,
    /// What for.
    pub reason: String,
}

/// How many violations a car has (查询违章条数).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ViolationCount {
    /// In all; docloud counts to ten.
    #[ts(type = "number")]
    pub total: i64,
    /// Of these outside the province.
    #[ts(type = "number")]
    pub other_provinces: i64,
    /// Of these in the province.
    #[ts(type = "number")]
    pub province: i64,
    /// Of these in the city.
    #[ts(type = "number")]
    pub city: i64,
}

/// A car of a fleet that docloud watches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchedCar {
    /// Plate.
    pub plate: String,
    /// Kind.
    pub car_type: CarType,
    /// Vehicle identification number.
    pub vin: String,
    /// Number of the engine.
    pub engine_no: String,
}

/// What docloud says of a watched car.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchNews {
    /// Which car.
    pub plate: String,
    /// Its violations, or what is wrong with what it was told of the car: code and words.
    pub news: Result<Vec<Violation>, (String, String)>,
}

/// Whether docloud watches a car of a fleet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum WatchState {
    /// It does.
    Watched,
    /// It refused to.
    Refused,
    /// The answer was lost, or it could not be reached: adding or removing the car once more does no harm.
    Unknown,
    /// It did, and then found that the car's data is wrong.
    WrongData,
    /// It does not any more.
    Removed,
}

/// As many cars go into one batch (批量添加, 批量移除).
pub const BATCH_MOST: usize = 50;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn car_types_are_read_as_text_and_as_number() {
        for kind in CarType::ALL {
            assert_eq!(CarType::from_code(kind.code()), Some(kind));
        }
        assert_eq!(CarType::from_code("2"), Some(CarType::Small));
        assert_eq!(CarType::from_code("03"), None);
        assert_eq!(CarType::from_code(""), None);
    }
}
