//! Lots around (8.9) and how full one is (8.10).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::moment::Moment;
use crate::money::Fen;
use crate::position::Position;

/// 搜索半径, in metres.
pub const RADIUS_M: std::ops::RangeInclusive<u32> = 500..=3000;

/// Where to look: around a point or in a city, never both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum LotsWhere {
    /// Around a point of GCJ-02.
    Around {
        /// The point; the lot itself where none is given.
        #[serde(default)]
        #[ts(optional)]
        position: Option<Position>,
        /// How far, 500 to 3000 m.
        radius_m: u32,
    },
    /// In a city.
    City {
        /// Its name, such as 北京市.
        city: String,
    },
}

/// 停车场类型 by how they are paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum LotPayWay {
    /// All.
    #[default]
    All,
    /// ETCP's that take electronic payment.
    Electronic,
    /// ETCP's that do not, and others'.
    Other,
}

impl LotPayWay {
    /// `payType` of the question.
    pub const fn code(self) -> &'static str {
        match self {
            LotPayWay::All => "0",
            LotPayWay::Electronic => "1",
            LotPayWay::Other => "2",
        }
    }
}

/// Where lots are looked for, ready to be asked.
#[derive(Clone, Debug, PartialEq)]
pub enum LotsPlace {
    /// Around a point.
    Around {
        /// The point (GCJ-02).
        position: Position,
        /// How far around it, in metres.
        radius_m: u32,
    },
    /// In a city, by its name.
    City(String),
}

/// A question for lots, ready to be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct LotsAsked {
    /// Where.
    pub place: LotsPlace,
    /// Which.
    pub pay_way: LotPayWay,
    /// 分页 ID of the page before; none for the first.
    pub scroll_id: Option<String>,
}

/// 车位状态.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum LotRoom {
    /// 充足
    Plenty,
    /// 较少
    Few,
    /// 紧张
    Tight,
}

impl LotRoom {
    /// Reads ETCP's word.
    pub fn from_zh(word: &str) -> Option<Self> {
        match word.trim() {
            "充足" => Some(LotRoom::Plenty),
            "较少" => Some(LotRoom::Few),
            "紧张" => Some(LotRoom::Tight),
            _ => None,
        }
    }
}

/// 车场类型 by where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// 8: 地上
    Above,
    /// 7: 地下
    Below,
    /// 146: 地上+地下
    Both,
}

impl PlaceKind {
    /// Reads ETCP's number.
    pub fn from_code(code: &str) -> Option<Self> {
        match code.trim() {
            "8" => Some(PlaceKind::Above),
            "7" => Some(PlaceKind::Below),
            "146" => Some(PlaceKind::Both),
            _ => None,
        }
    }
}

/// A lot in the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct LotAround {
    /// 车场 ID, as it came: a number, or characters.
    pub parking_id: String,
    /// Its name.
    pub name: String,
    /// True for ETCP's own (自营).
    pub own: bool,
    /// 首免时长, in minutes.
    pub free_minutes: Option<u32>,
    /// What four hours cost, about.
    pub four_hours_fen: Option<Fen>,
    /// Above ground, below, or both.
    pub place: Option<PlaceKind>,
    /// How full it is.
    pub room: Option<LotRoom>,
    /// True where ETCP takes electronic payment.
    pub electronic: bool,
    /// How far from the point asked for, in metres.
    pub distance_m: Option<u32>,
    /// Where it lies, GCJ-02.
    pub position: Option<Position>,
}

/// A page of lots.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct LotsPage {
    /// The lots.
    pub lots: Vec<LotAround>,
    /// What asks for the next page; none on the last.
    pub next: Option<String>,
}

/// How full a lot is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct LotState {
    /// 总车位数.
    pub total_spaces: Option<u32>,
    /// How full it is.
    pub room: Option<LotRoom>,
    /// When that was so.
    pub at: Option<Moment>,
}
