//! What garages report of themselves (A.3).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::equipment::GarageEquipmentKind as Device;

/// 事件类别 of A.3, with those faults and alarms set apart after which a garage must stand still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventClass {
    /// 普通: `eventLevel` 0.
    Ordinary,
    /// 告警: `eventLevel` 1.
    Alarm,
    /// 故障: `eventLevel` 2.
    Fault,
    /// 告警 after which nothing may move: somebody is inside, something burns, the emergency stop was pulled, the fall
    /// arrester fails.
    Severe,
}

macro_rules! garage_events {
    ($($(#[$what:meta])* $variant:ident = $code:literal $zh:literal $class:ident $device:ident),+ $(,)?) => {
        /// A.3's events of mechanical garages. 8001 to 8003 stand in it twice; the class tells them apart.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
        #[serde(rename_all = "snake_case")]
        pub enum GarageEventKind {
            $($(#[$what])* $variant),+
        }

        impl GarageEventKind {
            /// Every one, in the table's order.
            pub const ALL: &'static [GarageEventKind] = &[$(GarageEventKind::$variant),+];

            /// 编码 (`eventType`).
            pub const fn code(self) -> u16 {
                match self { $(GarageEventKind::$variant => $code),+ }
            }

            /// 说明, as the table has it.
            pub const fn zh(self) -> &'static str {
                match self { $(GarageEventKind::$variant => $zh),+ }
            }

            /// How bad it is.
            pub const fn class(self) -> EventClass {
                match self { $(GarageEventKind::$variant => EventClass::$class),+ }
            }

            /// The device (A.4) that it concerns.
            pub const fn device(self) -> Device {
                match self { $(GarageEventKind::$variant => Device::$device),+ }
            }
        }
    };
}

garage_events! {
    /// 1002, which is not the garages' alone.
    MotorFault = 1002 "设备电机故障" Fault General,
    /// 8001
    CarIn = 8001 "车辆入库" Ordinary Controller,
    /// 8002
    CarOut = 8002 "车辆出库" Ordinary Controller,
    /// 8003
    SafetyCheck = 8003 "安全检查（人员误入）" Ordinary Safety,
    /// 8001
    EmergencyStop = 8001 "急停触发告警" Severe EmergencyStop,
    /// 8002
    PersonInside = 8002 "人员闯入告警" Severe Safety,
    /// 8003
    TooLong = 8003 "车辆超长告警" Alarm SizeGauge,
    /// 8004
    TooWide = 8004 "车辆超宽告警" Alarm SizeGauge,
    /// 8005
    TooHigh = 8005 "车辆超高告警" Alarm SizeGauge,
    /// 8006
    TooHeavy = 8006 "车辆超重告警" Alarm SizeGauge,
    /// 8007
    Fire = 8007 "消防报警" Severe FireProtection,
    /// 8008
    LiftOverload = 8008 "升降过载告警" Alarm Lift,
    /// 8009
    SlideOverload = 8009 "平移过载告警" Alarm Slide,
    /// 8010
    RotationOverload = 8010 "旋转过载告警" Alarm Rotation,
    /// 8011
    BufferAlarm = 8011 "缓冲器异常告警" Alarm Buffer,
    /// 8012
    FallArresterAlarm = 8012 "防坠器异常告警" Severe FallArrester,
    /// 8013
    ControlAlarm = 8013 "控制系统异常告警" Alarm Controller,
    /// 8014
    PowerAlarm = 8014 "电源系统异常告警" Alarm Power,
    /// 8015
    MechanicalAlarm = 8015 "机械故障告警" Alarm General,
    /// 8016
    MotorAlarm = 8016 "电机故障告警" Alarm General,
    /// 8017
    InverterAlarm = 8017 "变频器故障告警" Alarm Power,
    /// 8018
    SensorAlarm = 8018 "传感器故障告警" Alarm LimitSwitch,
    /// 8019
    SafetyDoorAlarm = 8019 "安全门故障告警" Alarm Safety,
    /// 8020
    UnusualOperation = 8020 "非正常操作告警" Alarm Controller,
    /// 8021
    CarrierSilent = 8021 "搬运器通讯故障" Fault Carrier,
    /// 8022
    CarrierMoveFault = 8022 "搬运器移动故障" Fault Carrier,
    /// 8023
    CarrierStoreFault = 8023 "搬运器存车故障" Fault Carrier,
    /// 8024
    CarrierRetrieveFault = 8024 "搬运器取车故障" Fault Carrier,
    /// 8025
    LiftSilent = 8025 "升降机通讯故障" Fault Lift,
    /// 8026
    LiftUpFault = 8026 "升降机上升故障" Fault Lift,
    /// 8027
    LiftDownFault = 8027 "升降机下降故障" Fault Lift,
    /// 8028
    DoorFault = 8028 "进出口关门故障" Fault Safety,
    /// 8029
    PassCheckFault = 8029 "进出口安全检查故障" Fault Safety,
    /// 8030
    PositionFault = 8030 "进出口停车定位故障" Fault LimitSwitch,
    /// 8031
    PlateFault = 8031 "进出口车牌识别故障" Fault Communication,
}

impl GarageEventKind {
    /// The event of this number; `ordinary` for the 普通 one where A.3 gives the number to two.
    pub fn from_code(code: u16, ordinary: bool) -> Option<Self> {
        Self::ALL.iter().copied().find(|event| event.code() == code && (event.level() == 0) == ordinary)
    }

    /// Table 27 `eventLevel` by A.3's own column (普通 0, 告警 1, 故障 2), which tells an ordinary event from an alarm where both
    /// have the same number. That a garage stands still after one is told by its state (8002).
    pub const fn level(self) -> u8 {
        match self.class() {
            EventClass::Ordinary => 0,
            EventClass::Alarm | EventClass::Severe => 1,
            EventClass::Fault => 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn number_and_level_together_say_which_event_it_is() {
        let told: HashSet<(u16, bool)> =
            GarageEventKind::ALL.iter().map(|event| (event.code(), event.level() == 0)).collect();
        assert_eq!(told.len(), GarageEventKind::ALL.len());
        let codes: HashSet<u16> = GarageEventKind::ALL.iter().map(|event| event.code()).collect();
        assert_eq!(codes, (8001..=8031).chain([1002]).collect());
        let ordinary: Vec<u16> =
            GarageEventKind::ALL.iter().filter(|event| event.level() == 0).map(|event| event.code()).collect();
        assert_eq!(ordinary, [8001, 8002, 8003], "A.3 files three as 普通");
        // A.3 files 8021 to 8031 and 1002 as 故障.
        for event in GarageEventKind::ALL.iter().filter(|event| event.code() >= 8021 || event.code() == 1002) {
            assert_eq!(event.class(), EventClass::Fault, "{event:?}");
        }
    }
}
