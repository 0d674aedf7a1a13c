//! Public information: tables B.1 to B.9, and T/CEC 102's station status query, which 6.10.4 needs.

use lotdesk_domain::moment::Moment;
use serde::{Deserialize, Serialize};

use super::form::{Fixed, Str, Whole};
use crate::interface::HandlerError;

/// Table B.1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct StationInfo {
    /// `StationID`
    #[serde(rename = "StationID")]
    pub station_id: Str,
    /// `OperatorID`
    #[serde(rename = "OperatorID")]
    pub operator_id: Str,
    /// `EquipmentOwnerID`
    #[serde(rename = "EquipmentOwnerID")]
    pub equipment_owner_id: Str,
    /// `StationName`
    pub station_name: Str,
    /// `CountryCode`
    pub country_code: Str,
    /// `AreaCode`
    pub area_code: Str,
    /// `Address`
    pub address: Str,
    /// `StationTel`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub station_tel: Option<Str>,
    /// `ServiceTel`
    pub service_tel: Str,
    /// `StationType`
    pub station_type: Whole,
    /// `Stationstate`, in T/CEC 102 `StationStatus`.
    #[serde(rename = "Stationstate", alias = "StationStatus", alias = "StationState")]
    pub station_state: Whole,
    /// `ParkNums`
    pub park_nums: Whole,
    /// `StationLng`
    #[serde(alias = "Lng")]
    pub station_lng: Fixed<6>,
    /// `StationLat`
    #[serde(alias = "Lat")]
    pub station_lat: Fixed<6>,
    /// `SiteGuide`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site_guide: Option<Str>,
    /// `Construction`
    pub construction: Whole,
    /// `Pictures`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pictures: Option<Vec<Str>>,
    /// `MatchCars`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub match_cars: Option<Str>,
    /// `ParkInfo`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub park_info: Option<Str>,
    /// `BusineHours`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub busine_hours: Option<Str>,
    /// `ElectricityFee`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub electricity_fee: Option<Str>,
    /// `ServiceFee`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_fee: Option<Str>,
    /// `ParkFee`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub park_fee: Option<Str>,
    /// `Payment`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<Str>,
    /// `SupportOrder`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support_order: Option<Whole>,
    /// `Remark`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<Str>,
    /// `EquipmentInfos`
    pub equipment_infos: Vec<EquipmentInfo>,
}

/// Table B.2.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct EquipmentInfo {
    /// `EquipmentID`
    #[serde(rename = "EquipmentID")]
    pub equipment_id: Str,
    /// `ManufacturerID`
    #[serde(rename = "ManufacturerID")]
    pub manufacturer_id: Str,
    /// `EquipmentModel`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equipment_model: Option<Str>,
    /// `ProductionDate`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub production_date: Option<Str>,
    /// `EquipmentType`
    pub equipment_type: Whole,
    /// `ConnectorInfos`
    pub connector_infos: Vec<ConnectorInfo>,
    /// `EquipmentLng`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equipment_lng: Option<Fixed<6>>,
    /// `EquipmentLat`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equipment_lat: Option<Fixed<6>>,
    /// `Power`
    pub power: Fixed<1>,
    /// `EquipmentName`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equipment_name: Option<Str>,
    /// `NationalStandard`
    pub national_standard: Str,
}

/// Table B.3.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ConnectorInfo {
    /// `ConnectorID`
    #[serde(rename = "ConnectorID")]
    pub connector_id: Str,
    /// `ConnectorName`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connector_name: Option<Str>,
    /// `ConnectorType`
    pub connector_type: Whole,
    /// `VoltageUpperLimits`
    pub voltage_upper_limits: Whole,
    /// `VoltageLowerLimits`
    pub voltage_lower_limits: Whole,
    /// `Current`
    pub current: Whole,
    /// `Power`
    pub power: Fixed<1>,
    /// `ParkNo`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub park_no: Option<Str>,
    /// `NationalStandard`
    pub national_standard: Whole,
}

/// Table B.4. `state` begins small, as it does in the document; T/CEC 102 has `Status`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectorStateInfo {
    /// `ConnectorID`
    #[serde(rename = "ConnectorID")]
    pub connector_id: Str,
    /// `state`
    #[serde(alias = "State", alias = "Status")]
    pub state: Whole,
    /// `Parkstate`
    #[serde(rename = "Parkstate", alias = "ParkStatus", alias = "ParkState")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub park_state: Option<Whole>,
    /// `Lockstate`
    #[serde(rename = "Lockstate", alias = "LockStatus", alias = "LockState")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lock_state: Option<Whole>,
}

/// Table B.5.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StationStateInfo {
    /// `StationID`
    #[serde(rename = "StationID")]
    pub station_id: Str,
    /// `ConnectorstateInfos`
    #[serde(rename = "ConnectorstateInfos", alias = "ConnectorStatusInfos", alias = "ConnectorStateInfos")]
    pub connectors: Vec<ConnectorStateInfo>,
}

/// Table B.6. The condition's text writes `lastQueryTime`, the table `LastQueryTime`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StationsRequest {
    /// `LastQueryTime`; none and the empty text ask for all.
    #[serde(rename = "LastQueryTime", alias = "lastQueryTime")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_query_time: Option<Str>,
    /// `PageNo`, 1 where it is not given.
    #[serde(rename = "PageNo", alias = "PageNO", alias = "pageNo")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_no: Option<Whole>,
    /// `PageSize`, 10 where it is not given.
    #[serde(rename = "PageSize", alias = "pageSize")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_size: Option<Whole>,
}

/// Table B.7.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct StationsReply {
    /// `PageNo`
    #[serde(alias = "PageNO")]
    pub page_no: Whole,
    /// `PageCount`
    pub page_count: Whole,
    /// `ItemSize`
    pub item_size: Whole,
    /// `StationInfos`
    pub station_infos: Vec<StationInfo>,
}

/// T/CEC 102.2, query_station_status: the stations asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StationStatusRequest {
    /// `StationIDs`; 50 at most there.
    #[serde(rename = "StationIDs", default)]
    pub station_ids: Vec<Str>,
}

/// T/CEC 102.2, query_station_status: their connectors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StationStatusReply {
    /// `Total`
    #[serde(rename = "Total")]
    pub total: Whole,
    /// `StationstateInfos` by this document's way of writing, `StationStatusInfos` there.
    #[serde(rename = "StationstateInfos", alias = "StationStatusInfos")]
    pub stations: Vec<StationStateInfo>,
}

/// Table B.8.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateNotice {
    /// `ConnectorstateInfo`
    #[serde(rename = "ConnectorstateInfo", alias = "ConnectorStatusInfo", alias = "ConnectorStateInfo")]
    pub connector: ConnectorStateInfo,
}

/// Table B.9.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateNoticeReply {
    /// `State`: 0 taken, 1 dropped, not to be sent again.
    #[serde(rename = "State", alias = "Status", alias = "state")]
    pub state: Whole,
}

impl StationsRequest {
    /// Since when stations must have changed to be told; none for all.
    ///
    /// # Errors
    /// When the text is no `yyyy-MM-dd HH:mm:ss`.
    pub fn since(&self) -> Result<Option<Moment>, HandlerError> {
        let text = self.last_query_time.as_ref().map_or("", |text| text.0.trim());
        if text.is_empty() {
            return Ok(None);
        }
        Moment::from_datetime_text(text).map(Some).ok_or(HandlerError::Member("LastQueryTime"))
    }
}
