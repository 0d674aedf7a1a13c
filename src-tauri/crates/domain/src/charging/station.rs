//! Stations, their equipment and its connectors, by tables B.1 to B.4.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A charging station (table B.1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Station {
    /// `StationID`, 20 characters at most, unique.
    pub station_id: String,
    /// `OperatorID`, 9 letters and digits: who runs it. Order numbers begin with it.
    pub operator_id: String,
    /// Who runs it, by name, 65 characters at most (table 6 `operatorName`). A station that was set up without one is not in
    /// the lot's list of stations until it is set up again.
    #[serde(default)]
    pub operator_name: Option<String>,
    /// `EquipmentOwnerID`, 9 characters: the owner's number; the operator's own where nobody else owns it.
    pub owner_id: String,
    /// `StationName`, 20 characters at most: table 105 takes no more, though table B.1 does.
    pub name: String,
    /// `AreaCode` by GB/T 2260, 6 digits.
    pub area_code: String,
    /// `Address`, 50 characters at most.
    pub address: String,
    /// `ServiceTel`, 30 characters at most.
    pub service_tel: String,
    /// `StationType`.
    #[serde(default)]
    pub kind: StationKind,
    /// `Stationstate`.
    #[serde(default)]
    pub state: StationState,
    /// `ParkNums`: spaces where a car can charge.
    pub park_nums: u32,
    /// `StationLng` in millionths of a degree, GCJ-02.
    pub longitude_e6: i64,
    /// `StationLat` in millionths of a degree, GCJ-02.
    pub latitude_e6: i64,
    /// `Construction`: 1 homes, 2 public bodies, 3 firms, 4 offices, 5 industry, 6 transport hub, 7 sports and culture,
    /// 8 green space, 9 a large building's car park, 10 street bays, 11 motorway services, 255 other.
    pub construction: u16,
    /// `BusineHours`, 100 characters at most.
    #[serde(default)]
    pub hours: Option<String>,
    /// `EquipmentInfos`.
    pub equipment: Vec<Equipment>,
}

/// A station in the lot's list of them (DB4403/T 313, table 6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedStation {
    /// `operatorID`
    pub operator_id: String,
    /// `operatorName`
    pub operator_name: String,
    /// `stationID`
    pub station_id: String,
    /// `stationName`
    pub name: String,
    /// Its piles, as the lot's devices.
    pub piles: Vec<ListedPile>,
}

/// A pile as one of the lot's devices (DB4403/T 313, table 9), and the spaces that have it (table 10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPile {
    /// `EquipmentID`, 23 characters at most.
    pub equipment_id: String,
    /// `EquipmentName`
    pub name: Option<String>,
    /// `EquipmentModel`
    pub model: Option<String>,
    /// `EquipmentType`
    pub kind: EquipmentKind,
    /// The lot's spaces that its connectors stand at.
    pub space_nos: Vec<String>,
}

/// A charging pile (table B.2).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(rename = "Charger")]
pub struct Equipment {
    /// `EquipmentID`, 23 characters at most, unique with the operator.
    pub equipment_id: String,
    /// `ManufacturerID`, 9 characters.
    pub manufacturer_id: String,
    /// `EquipmentModel`, 20 characters at most.
    #[serde(default)]
    pub model: Option<String>,
    /// `EquipmentType`.
    pub kind: EquipmentKind,
    /// `EquipmentName`, 30 characters at most.
    #[serde(default)]
    pub name: Option<String>,
    /// `Power` in tenths of a kW.
    pub power_tenths_kw: u32,
    /// `NationalStandard`, 20 characters at most.
    pub standard: String,
    /// `ConnectorInfos`.
    pub connectors: Vec<Connector>,
}

/// A plug (table B.3).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Connector {
    /// `ConnectorID`, 26 characters at most, unique with the operator.
    pub connector_id: String,
    /// `ConnectorName`, 10 characters at most: table 105 takes no more, though table B.3 does.
    pub name: String,
    /// `ConnectorType`.
    pub kind: ConnectorKind,
    /// `VoltageUpperLimits` in V.
    pub voltage_upper: u32,
    /// `VoltageLowerLimits` in V.
    pub voltage_lower: u32,
    /// `Current` in A.
    pub current: u32,
    /// `Power` in tenths of a kW.
    pub power_tenths_kw: u32,
    /// The lot's space that it stands at (`Space::space_no`); 1105 and 1106 tell it.
    #[serde(default)]
    pub space_no: Option<String>,
    /// `NationalStandard`: 1 of 2011, 2 of 2015.
    pub standard: u8,
}

/// `StationType` of table B.1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum StationKind {
    /// 1
    #[default]
    Public,
    /// 50
    Private,
    /// 100
    Buses,
    /// 101
    Sanitation,
    /// 102
    Logistics,
    /// 103
    Taxis,
    /// 255
    Other,
}

/// `Stationstate` of table B.1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum StationState {
    /// 0
    Unknown,
    /// 1
    Building,
    /// 5
    Closed,
    /// 6
    Maintenance,
    /// 50
    #[default]
    InUse,
}

/// `EquipmentType` of table B.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "ChargerKind")]
pub enum EquipmentKind {
    /// 1
    Dc,
    /// 2
    Ac,
    /// 3
    Both,
    /// 4
    Wireless,
    /// 5
    Other,
}

/// `ConnectorType` of table B.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ConnectorKind {
    /// 1
    Household,
    /// 2
    AcSocket,
    /// 3
    AcPlug,
    /// 4
    DcPlug,
    /// 5
    Wireless,
    /// 6
    Other,
}

/// `state` of table B.4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ConnectorState {
    /// 0
    #[default]
    Offline,
    /// 1
    Free,
    /// 2: plugged in, not charging.
    Plugged,
    /// 3
    Charging,
    /// 4: held by a reservation.
    Reserved,
    /// 255
    Fault,
}

/// `Parkstate` of table B.4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ParkState {
    /// 0
    #[default]
    Unknown,
    /// 10
    Free,
    /// 50
    Taken,
}

/// `Lockstate` of table B.4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "SpaceLockState")]
pub enum LockState {
    /// 0
    #[default]
    Unknown,
    /// 10
    Unlocked,
    /// 50
    Locked,
}

/// A station that breaks a rule.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("{field}: {rule}")]
pub struct BadStation {
    /// The field, such as `equipment[0].connectors[1].name`.
    pub field: String,
    /// The rule.
    pub rule: String,
    /// The same in Simplified Chinese.
    pub rule_zh: String,
}

impl Equipment {
    fn listed(&self) -> ListedPile {
        ListedPile {
            equipment_id: self.equipment_id.clone(),
            name: self.name.clone(),
            model: self.model.clone(),
            kind: self.kind,
            space_nos: self.connectors.iter().filter_map(|connector| connector.space_no.clone()).collect(),
        }
    }
}

impl Station {
    /// As it stands in the lot's list; none where its operator's name is not known.
    pub fn listed(&self) -> Option<ListedStation> {
        Some(ListedStation {
            operator_id: self.operator_id.clone(),
            operator_name: self.operator_name.clone()?,
            station_id: self.station_id.clone(),
            name: self.name.clone(),
            piles: self.equipment.iter().map(Equipment::listed).collect(),
        })
    }

    /// The connector with this identifier, with its pile.
    pub fn connector(&self, connector_id: &str) -> Option<(&Equipment, &Connector)> {
        self.equipment.iter().find_map(|e| e.connectors.iter().find(|c| c.connector_id == connector_id).map(|c| (e, c)))
    }

    /// All connectors, in the station's order.
    pub fn connectors(&self) -> impl Iterator<Item = &Connector> {
        self.equipment.iter().flat_map(|e| &e.connectors)
    }

    /// Holds the station against the lengths and codes of tables B.1 to B.3 and 105.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn check(&self) -> Result<(), BadStation> {
        let here = |name: &str| name.to_owned();
        length(here("station_id"), &self.station_id, 1, 20)?;
        length(here("operator_id"), &self.operator_id, 9, 9)?;
        if !self.operator_id.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(bad(here("operator_id"), "has letters and digits only", "只能用字母和数字"));
        }
        length(here("operator_name"), self.operator_name.as_deref().unwrap_or_default(), 1, 65)?;
        length(here("owner_id"), &self.owner_id, 9, 9)?;
        length(here("name"), &self.name, 1, 20)?;
        if self.area_code.len() != 6 || !self.area_code.bytes().all(|b| b.is_ascii_digit()) {
            return Err(bad(here("area_code"), "has 6 digits", "须为 6 位数字"));
        }
        length(here("address"), &self.address, 1, 50)?;
        length(here("service_tel"), &self.service_tel, 1, 30)?;
        length(here("hours"), self.hours.as_deref().unwrap_or("-"), 1, 100)?;
        if !(1..=11).contains(&self.construction) && self.construction != 255 {
            return Err(bad(here("construction"), "is 1 to 11, or 255", "须为 1 至 11 或 255"));
        }
        for (name, value, most) in [("longitude_e6", self.longitude_e6, 180), ("latitude_e6", self.latitude_e6, 90)] {
            if value.abs() > most * 1_000_000 {
                return Err(bad(here(name), "lies beyond the globe", "超出地球范围"));
            }
        }
        if self.equipment.is_empty() {
            return Err(bad(here("equipment"), "has at least one pile", "至少要有一台充电设备"));
        }
        let (mut piles, mut plugs) = (BTreeSet::new(), BTreeSet::new());
        for (at, pile) in self.equipment.iter().enumerate() {
            let place = |name: &str| format!("equipment[{at}].{name}");
            if !piles.insert(pile.equipment_id.as_str()) {
                return Err(bad(place("equipment_id"), "is there twice", "编码重复"));
            }
            pile.check(&place)?;
            for (no, plug) in pile.connectors.iter().enumerate() {
                let place = |name: &str| format!("equipment[{at}].connectors[{no}].{name}");
                if !plugs.insert(plug.connector_id.as_str()) {
                    return Err(bad(place("connector_id"), "is there twice", "编码重复"));
                }
                plug.check(&place)?;
            }
        }
        Ok(())
    }
}

impl Equipment {
    fn check(&self, place: &dyn Fn(&str) -> String) -> Result<(), BadStation> {
        length(place("equipment_id"), &self.equipment_id, 1, 23)?;
        length(place("manufacturer_id"), &self.manufacturer_id, 9, 9)?;
        length(place("model"), self.model.as_deref().unwrap_or("-"), 1, 20)?;
        length(place("name"), self.name.as_deref().unwrap_or("-"), 1, 30)?;
        length(place("standard"), &self.standard, 1, 20)?;
        if self.connectors.is_empty() {
            return Err(bad(place("connectors"), "has at least one connector", "至少要有一个充电接口"));
        }
        Ok(())
    }
}

impl Connector {
    fn check(&self, place: &dyn Fn(&str) -> String) -> Result<(), BadStation> {
        length(place("connector_id"), &self.connector_id, 1, 26)?;
        length(place("name"), &self.name, 1, 10)?;
        length(place("space_no"), self.space_no.as_deref().unwrap_or("-"), 1, 28)?;
        if self.voltage_lower > self.voltage_upper {
            return Err(bad(place("voltage_lower"), "is not above the upper limit", "不能高于电压上限"));
        }
        if !(1..=2).contains(&self.standard) {
            return Err(bad(place("standard"), "is 1 or 2", "须为 1 或 2"));
        }
        Ok(())
    }
}

fn bad(field: String, rule: impl Into<String>, rule_zh: impl Into<String>) -> BadStation {
    BadStation { field, rule: rule.into(), rule_zh: rule_zh.into() }
}

fn length(field: String, text: &str, least: usize, most: usize) -> Result<(), BadStation> {
    let given = text.chars().count();
    if (least..=most).contains(&given) {
        return Ok(());
    }
    let (rule, zh) = if least == most {
        (format!("has {most} characters"), format!("须为 {most} 个字符"))
    } else {
        (format!("has {least} to {most} characters"), format!("须为 {least} 至 {most} 个字符"))
    };
    Err(bad(field, rule, zh))
}
