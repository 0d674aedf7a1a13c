//! How garages are built (table 7 `garageType`) and how big their spaces are (table 10 `sizeType`).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::parking::VehicleClass;

/// Table 7 `garageType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum GarageKind {
    /// 1 升降横移类
    LiftAndSlide,
    /// 2 简易升降类
    SimpleLift,
    /// 3 平面移动类
    Planar,
    /// 4 巷道堆垛类
    AisleStacker,
    /// 5 垂直升降类
    VerticalLift,
    /// 6 垂直循环类
    VerticalCirculation,
    /// 7 水平循环类
    HorizontalCirculation,
    /// 8 多层循环类
    MultiLayerCirculation,
    /// 9 汽车专用升降机
    CarLift,
}

/// What a command does with the car, by 6.8.4 and 6.8.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Handling {
    /// The machine carries the car between the pass and its space.
    Carries,
    /// The machine lowers the space's pallet to the ground, and the driver drives on or off.
    Presents,
}

impl GarageKind {
    /// Every kind, in the table's order.
    pub const ALL: [GarageKind; 9] = [
        GarageKind::LiftAndSlide,
        GarageKind::SimpleLift,
        GarageKind::Planar,
        GarageKind::AisleStacker,
        GarageKind::VerticalLift,
        GarageKind::VerticalCirculation,
        GarageKind::HorizontalCirculation,
        GarageKind::MultiLayerCirculation,
        GarageKind::CarLift,
    ];

    /// What a command does with the car. The text names planar, stacker and vertical lift garages as carrying, vertical
    /// circulation and lift-and-slide as presenting the pallet; the others follow their likeness.
    pub const fn handling(self) -> Handling {
        match self {
            GarageKind::Planar | GarageKind::AisleStacker | GarageKind::VerticalLift | GarageKind::CarLift => {
                Handling::Carries
            }
            GarageKind::LiftAndSlide
            | GarageKind::SimpleLift
            | GarageKind::VerticalCirculation
            | GarageKind::HorizontalCirculation
            | GarageKind::MultiLayerCirculation => Handling::Presents,
        }
    }
}

/// Size of a garage's space (table 10 `sizeType` 1 to 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum SpaceSize {
    /// 1 微型: 4700 × 1850 × 1550 mm.
    Mini,
    /// 2 紧凑型: 5000 × 1850 × 1550 mm.
    Compact,
    /// 3 中型: 5300 × 1900 × 1850 mm.
    Medium,
    /// 4 大型: 5300 × 1950 × 2050 mm.
    Large,
}

impl SpaceSize {
    /// True for what 8003 counts as a large space (大车位, table 95): those high enough for more than a saloon, 3 and 4. The
    /// table leaves the line open.
    pub const fn is_large(self) -> bool {
        matches!(self, SpaceSize::Medium | SpaceSize::Large)
    }

    /// True when a car of this class may stand here. A car above the small class needs a large space.
    pub const fn takes(self, class: VehicleClass) -> bool {
        match class {
            VehicleClass::Small => true,
            VehicleClass::Medium | VehicleClass::Large => self.is_large(),
        }
    }
}
