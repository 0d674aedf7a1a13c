//! Classes of vehicles in words.

use crate::parking::VehicleClass;

impl VehicleClass {
    /// Every class.
    pub const ALL: [VehicleClass; 3] = [VehicleClass::Small, VehicleClass::Medium, VehicleClass::Large];

    /// The name in tariff files and messages: `small`.
    pub const fn as_str(self) -> &'static str {
        match self {
            VehicleClass::Large => "large",
            VehicleClass::Medium => "medium",
            VehicleClass::Small => "small",
        }
    }

    /// The class in Chinese: `小型车`.
    pub const fn zh(self) -> &'static str {
        match self {
            VehicleClass::Large => "大型车",
            VehicleClass::Medium => "中型车",
            VehicleClass::Small => "小型车",
        }
    }
}
