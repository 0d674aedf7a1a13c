//! A garage's machinery (table 9 with A.4's types).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::Guid;

/// A device of a garage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct GarageEquipment {
    /// Identifier at the city platform.
    pub id: Guid,
    /// Number on its plate, 20 characters at most (`equipmentCode`).
    pub code: String,
    /// Name that people read, 50 characters at most.
    pub name: String,
    /// What it does.
    pub kind: GarageEquipmentKind,
}

/// Table A.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum GarageEquipmentKind {
    /// 6000 机械车库设备
    General,
    /// 6001 急停装置
    EmergencyStop,
    /// 6002 缓冲装置
    Buffer,
    /// 6003 防坠装置
    FallArrester,
    /// 6004 限位装置
    LimitSwitch,
    /// 6005 通风装置
    Ventilation,
    /// 6006 消防装置
    FireProtection,
    /// 6007 避雷装置
    LightningProtection,
    /// 6008 排水装置
    Drainage,
    /// 6009 升降装置
    Lift,
    /// 6010 平移装置
    Slide,
    /// 6011 旋转装置
    Rotation,
    /// 6012 防盗装置
    AntiTheft,
    /// 6013 电源装置
    Power,
    /// 6014 控制装置
    Controller,
    /// 6015 安全装置
    Safety,
    /// 6016 超限装置
    SizeGauge,
    /// 6017 通信装置
    Communication,
    /// 6018 搬运装置
    Carrier,
}

impl GarageEquipmentKind {
    /// Its code in A.4, table 9's `equipmentType`.
    pub const fn code(self) -> &'static str {
        match self {
            GarageEquipmentKind::General => "6000",
            GarageEquipmentKind::EmergencyStop => "6001",
            GarageEquipmentKind::Buffer => "6002",
            GarageEquipmentKind::FallArrester => "6003",
            GarageEquipmentKind::LimitSwitch => "6004",
            GarageEquipmentKind::Ventilation => "6005",
            GarageEquipmentKind::FireProtection => "6006",
            GarageEquipmentKind::LightningProtection => "6007",
            GarageEquipmentKind::Drainage => "6008",
            GarageEquipmentKind::Lift => "6009",
            GarageEquipmentKind::Slide => "6010",
            GarageEquipmentKind::Rotation => "6011",
            GarageEquipmentKind::AntiTheft => "6012",
            GarageEquipmentKind::Power => "6013",
            GarageEquipmentKind::Controller => "6014",
            GarageEquipmentKind::Safety => "6015",
            GarageEquipmentKind::SizeGauge => "6016",
            GarageEquipmentKind::Communication => "6017",
            GarageEquipmentKind::Carrier => "6018",
        }
    }
}
