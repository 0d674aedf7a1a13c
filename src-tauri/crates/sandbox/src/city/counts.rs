//! Tables 20 to 26: the breakdowns of table 19. Every row of theirs is a required `Int`.

use super::tables::{Codes, Field, Kind, Table};

const fn count(name: &'static str) -> Field {
    Field { name, kind: Kind::Int, max: 0, required: true, codes: Codes::Between(0, i32::MAX as i64) }
}

/// Table 20, 经营类型.
pub static MANAGE_TYPE: Table = Table {
    number: "20",
    fields: &[
        count("dayPartingUsedSpaces"),
        count("dayPartingUnusedSpaces"),
        count("longTermUsedSpaces"),
        count("longTermUnusedSpaces"),
        count("timeLimitedUsedSpaces"),
        count("timeLimitedUnusedSpaces"),
        count("soldUsedSpaces"),
        count("soldUnusedSpaces"),
        count("privateUsedSpaces"),
        count("privateUnusedSpaces"),
    ],
};

/// Table 21, 产权类型.
pub static OWNER_TYPE: Table = Table {
    number: "21",
    fields: &[
        count("individualUsedSpaces"),
        count("individualUnusedSpaces"),
        count("unitUsedSpaces"),
        count("unitUnusedSpaces"),
        count("otherUsedSpaces"),
        count("otherUnusedSpaces"),
    ],
};

/// Table 22, 位置类型.
pub static POSITION_TYPE: Table = Table {
    number: "22",
    fields: &[
        count("onStreetUsedSpaces"),
        count("onStreetUnusedSpaces"),
        count("indoorUsedSpaces"),
        count("indoorUnusedSpaces"),
        count("outdoorUsedSpaces"),
        count("outdoorUnusedSpaces"),
    ],
};

/// Table 23, 尺寸类型.
pub static SIZE_TYPE: Table = Table {
    number: "23",
    fields: &[
        count("garageMiniatureUsedSpaces"),
        count("garageMiniatureUnusedSpaces"),
        count("garageCompactSizeUsedSpaces"),
        count("garageCompactSizeUnusedSpaces"),
        count("garageMediumSizedUsedSpaces"),
        count("garageMediumSizedUnusedSpaces"),
        count("garageLargeUsedSpaces"),
        count("garageLargeUnusedSpaces"),
        count("smallSizedUsedSpaces"),
        count("smallSizedUnusedSpaces"),
        count("mediumSizedUsedSpaces"),
        count("mediumSizedUnusedSpaces"),
        count("largeUsedSpaces"),
        count("largeUnusedSpaces"),
        count("combinedParkingSpaceUsedSpaces"),
        count("combinedParkingSpaceUnusedSpaces"),
    ],
};

/// Table 24, 形态类型.
pub static MATERIAL_TYPE: Table = Table {
    number: "24",
    fields: &[
        count("ordinaryUsedSpaces"),
        count("ordinaryUnusedSpaces"),
        count("garageUsedSpaces"),
        count("garageUnusedSpaces"),
    ],
};

/// Table 25, 用途类型.
pub static USAGE_TYPE: Table = Table {
    number: "25",
    fields: &[
        count("businessUsedSpaces"),
        count("businessUnusedSpaces"),
        count("residentialUsedSpaces"),
        count("residentialUnusedSpaces"),
        count("hospitalUsedSpaces"),
        count("hospitalUnusedSpaces"),
        count("gardenUsedSpaces"),
        count("gardenUnusedSpaces"),
        count("transportationHubUsedSpaces"),
        count("transportationHubUnusedSpaces"),
        count("administrationUsedSpaces"),
        count("administrationUnusedSpaces"),
        count("schoolUsedSpaces"),
        count("schoolUnusedSpaces"),
        count("otherUsedSpaces"),
        count("otherUnusedSpaces"),
    ],
};

/// Table 26, 充电类型.
pub static CHARGING_TYPE: Table = Table {
    number: "26",
    fields: &[
        count("dcUsedChargingSpaces"),
        count("dcUnusedChargingSpaces"),
        count("acUsedChargingSpaces"),
        count("acUnusedChargingSpaces"),
    ],
};
