//! Basic data (DB4403/T 313, tables 3 to 6, 8 to 10, 45, 47, 49, 51): the items of 3001 to 3005.

use lotdesk_domain::id::Guid;
use serde::{Deserialize, Serialize};

use super::codes;
use super::form::{DateTime, Double, Int, Text};

codes! {
    /// `state` beside basic data (tables 45, 47, 49, 51).
    Existence {
        /// 正常
        Normal = 1,
        /// 删除
        Deleted = 2,
    }
}

codes! {
    /// Table 3 `parkType`, and table 10 `positionType`, which says the same.
    ParkType {
        /// 路内
        OnStreet = 0,
        /// 室内
        Indoor = 1,
        /// 室外
        Outdoor = 2,
    }
}

codes! {
    /// Table 8 `type`.
    EntranceType {
        /// 入口
        Entrance = 1,
        /// 出口
        Exit = 2,
        /// 出入口
        Both = 3,
    }
}

codes! {
    /// `state` of equipment and spaces (tables 9 and 10).
    Condition {
        /// 使用中
        InUse = 1,
        /// 已停用
        OutOfUse = 2,
        /// 维护中
        InMaintenance = 3,
        /// 故障
        Faulty = 4,
    }
}

/// Table 9 `equipmentType`: equipment of entrances and exits.
pub const ENTRANCE_EQUIPMENT: &str = "1000";
/// Table 9 `equipmentType`: equipment of spaces.
pub const SPACE_EQUIPMENT: &str = "3000";
/// Table 9 `equipmentType`: 充电桩设备.
pub const CHARGING_EQUIPMENT: &str = "2000";

/// 3001 request, table 45.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ParkInfoItem {
    /// `parkInfo`
    pub park_info: ParkInfo,
    /// `state`
    pub state: Existence,
}

/// Table 3, `parkInfo`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ParkInfo {
    /// `parkCode`
    pub park_code: Text,
    /// `parkName`
    pub park_name: String,
    /// `parkType`
    pub park_type: ParkType,
    /// `isGarage`: 0 no, 1 a mechanical garage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_garage: Option<Int>,
    /// `chargingStandard`, of lots that charge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charging_standard: Option<ChargingStandard>,
    /// `province`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// `city`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// `district`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district: Option<String>,
    /// `area`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// `districtCode`
    pub district_code: Text,
    /// `roadName`
    pub road_name: String,
    /// `address`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// `totalSpaces`
    pub total_spaces: Int,
    /// `reservableSpaces`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reservable_spaces: Option<Int>,
    /// `sharedSpaces`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shared_spaces: Option<Int>,
    /// `longitude`, GCJ-02.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longitude: Option<Double>,
    /// `latitude`, GCJ-02.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latitude: Option<Double>,
    /// `shenzhenX`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shenzhen_x: Option<Double>,
    /// `shenzhenY`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shenzhen_y: Option<Double>,
    /// `shenzhenH`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shenzhen_h: Option<Double>,
    /// `operatorId`
    pub operator_id: Text,
    /// `owner`; D.10 writes `Owner`.
    #[serde(alias = "Owner")]
    pub owner: String,
    /// `garagesmaintainer`
    #[serde(rename = "garagesmaintainer", default, skip_serializing_if = "Option::is_none")]
    pub garages_maintainer: Option<String>,
    /// `serviceType`, 1 to 8.
    pub service_type: Int,
    /// `garagesInfoTable`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub garages_info_table: Option<Vec<Text>>,
    /// `affiliatedStation`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub affiliated_station: Option<String>,
    /// `responsibleOfficer`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible_officer: Option<String>,
    /// `committeeInfo`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub committee_info: Option<String>,
    /// `taxpayer`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taxpayer: Option<String>,
    /// `taxpayerId`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taxpayer_id: Option<Text>,
    /// `stationInfotable`
    #[serde(rename = "stationInfotable", default, skip_serializing_if = "Option::is_none")]
    pub station_info_table: Option<Vec<StationNameInfo>>,
    /// `publicInfo`
    pub public_info: String,
}

/// Table 4, `chargingStandard`: the item of 3005.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChargingStandard {
    /// `parkCode`
    pub park_code: Text,
    /// `permitNo`
    pub permit_no: Text,
    /// `charger`
    pub charger: String,
    /// `pricing`, 1 to 3.
    pub pricing: Int,
    /// `region`, 1 to 3.
    pub region: Int,
    /// `complaintTel`
    pub complaint_tel: Text,
    /// `remark`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// `pricingSign`: a picture in Base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pricing_sign: Option<String>,
    /// `chargeItemstable`
    #[serde(rename = "chargeItemstable")]
    pub charge_items: Vec<ChargeItem>,
}

/// Table 5, `chargeItems`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChargeItem {
    /// `chargeItem`
    pub charge_item: String,
    /// `chargeDesc`
    pub charge_desc: String,
}

/// Table 6, `stationNameInfo`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StationNameInfo {
    /// `operatorID`
    #[serde(rename = "operatorID")]
    pub operator_id: Text,
    /// `operatorName`
    #[serde(rename = "operatorName")]
    pub operator_name: String,
    /// `stationID`
    #[serde(rename = "stationID")]
    pub station_id: Text,
    /// `stationName`
    #[serde(rename = "stationName")]
    pub station_name: String,
}

/// 3002 request, table 47. D.11's own text once names it `entranceInfo`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EntranceItem {
    /// `entranceExitInfo`
    #[serde(alias = "entranceInfo")]
    pub entrance_exit_info: EntranceInfo,
    /// `state`
    pub state: Existence,
}

/// Table 8, `entranceInfo`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EntranceInfo {
    /// `id`
    pub id: Guid,
    /// `name`
    pub name: String,
    /// `parkCode`
    pub park_code: Text,
    /// `garageCode`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub garage_code: Option<Text>,
    /// `roadName`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub road_name: Option<String>,
    /// `type`
    #[serde(rename = "type")]
    pub kind: EntranceType,
    /// `longitude`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longitude: Option<Double>,
    /// `latitude`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latitude: Option<Double>,
    /// `equipments`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equipments: Option<Vec<Equipment>>,
}

/// 3003 request, table 49.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EquipmentItem {
    /// `equipment`
    pub equipment: Equipment,
    /// `state`
    pub state: Existence,
}

/// Table 9, `equipment`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Equipment {
    /// `id`
    pub id: Guid,
    /// `parkCode`, off the street.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub park_code: Option<Text>,
    /// `entranceExitId`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entrance_exit_id: Option<Guid>,
    /// `garageCode`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub garage_code: Option<Text>,
    /// `equipmentCode`
    pub equipment_code: Text,
    /// `name`
    pub name: String,
    /// `equipmentType`: text in the table, a number in D.12.
    pub equipment_type: Text,
    /// `spaceNo`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub space_no: Option<Text>,
    /// `manufacturer`; the examples write `manufacture`.
    #[serde(alias = "manufacture", default, skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<String>,
    /// `model`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<Text>,
    /// `mfd`: made when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mfd: Option<DateTime>,
    /// `chargeType`: 0 no charger, 1 direct current, 2 alternating current.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge_type: Option<Int>,
    /// `state`
    pub state: Condition,
    /// `moment` at which the state was seen.
    pub moment: DateTime,
}

/// 3004 request, table 51.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SpaceItem {
    /// `spaceInfo`
    pub space_info: SpaceInfo,
    /// `state`
    pub state: Existence,
}

/// Table 10, `spaceInfo`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SpaceInfo {
    /// `spaceNo`
    pub space_no: Text,
    /// `parkCode`, off the street.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub park_code: Option<Text>,
    /// `garageCode`, in a mechanical garage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub garage_code: Option<Text>,
    /// `manageType`; D.13 writes `mangeType`.
    #[serde(alias = "mangeType", default, skip_serializing_if = "Option::is_none")]
    pub manage_type: Option<Int>,
    /// `ownerType`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_type: Option<Int>,
    /// `positionType`
    pub position_type: ParkType,
    /// `sizeType`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size_type: Option<Int>,
    /// `materialType`: 0 ordinary, 1 in a mechanical garage.
    pub material_type: Int,
    /// `usageType`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage_type: Option<Int>,
    /// `visitType`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit_type: Option<Int>,
    /// `floor`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<Text>,
    /// `areaName`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area_name: Option<Text>,
    /// `withLocker`: 0 no, 1 yes.
    pub with_locker: Int,
    /// `withChargingPile`: 0 no, 1 yes.
    pub with_charging_pile: Int,
    /// `longitude`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longitude: Option<Double>,
    /// `latitude`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latitude: Option<Double>,
    /// `state`
    pub state: Condition,
    /// `moment` at which the state was seen.
    pub moment: DateTime,
}
