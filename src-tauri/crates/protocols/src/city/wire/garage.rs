//! Mechanical garages (DB4403/T 313, tables 7, 90, 92, 94, 95, 97 to 100): the items of 8001 to 8005.

use lotdesk_domain::id::Guid;
use lotdesk_domain::plate::Plate;
use serde::{Deserialize, Serialize};

use super::basic::Existence;
use super::codes;
use super::form::{DateTime, Double, Int, Text};

codes! {
    /// Table 92 `garagestate`.
    GarageStateCode {
        /// 停用
        Stopped = 0,
        /// 正常
        Normal = 1,
        /// 异常
        Abnormal = 2,
        /// 故障
        Fault = 3,
        /// 维修
        Maintenance = 4,
    }
}

codes! {
    /// Table 7 `garageType`.
    GarageType {
        /// 升降横移类
        LiftAndSlide = 1,
        /// 简易升降类
        SimpleLift = 2,
        /// 平面移动类
        Planar = 3,
        /// 巷道堆垛类
        AisleStacker = 4,
        /// 垂直升降类
        VerticalLift = 5,
        /// 垂直循环类
        VerticalCirculation = 6,
        /// 水平循环类
        HorizontalCirculation = 7,
        /// 多层循环类
        MultiLayerCirculation = 8,
        /// 汽车专用升降机
        CarLift = 9,
    }
}

/// 8001 request, table 90.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GarageItem {
    /// `garageInfo`
    pub garage_info: GarageInfo,
    /// `state`
    pub state: Existence,
}

/// Table 7, `garageInfo`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GarageInfo {
    /// `id`
    pub id: Guid,
    /// `parkCode`
    pub park_code: Text,
    /// `garageCode`
    pub garage_code: Text,
    /// `garageName`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub garage_name: Option<String>,
    /// `operator`
    pub operator: String,
    /// `garagesOwner`
    pub garages_owner: String,
    /// `garagesmaintainer`
    #[serde(rename = "garagesmaintainer", default, skip_serializing_if = "Option::is_none")]
    pub garages_maintainer: Option<String>,
    /// `manufacturer`; D.38 writes `manufacture`.
    #[serde(alias = "manufacture", default, skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<String>,
    /// `totalSpaces`
    pub total_spaces: Int,
    /// `garageType`
    pub garage_type: GarageType,
    /// `longitude`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longitude: Option<Double>,
    /// `latitude`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latitude: Option<Double>,
}

/// 8002 request, table 92.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GarageStateItem {
    /// `parkCode`
    pub park_code: Text,
    /// `garageCode`
    pub garage_code: Text,
    /// `garagestate`
    #[serde(rename = "garagestate")]
    pub garage_state: GarageStateCode,
    /// `comment`, 200 characters at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// `moment`
    pub moment: DateTime,
}

/// 8003 request, table 94.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GarageSpacesItem {
    /// `parkCode`
    pub park_code: Text,
    /// `garageSpacesList`
    pub garage_spaces_list: Vec<GarageSpaces>,
    /// `updateTime`
    pub update_time: DateTime,
}

/// Table 95.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GarageSpaces {
    /// `garageCode`
    pub garage_code: Text,
    /// `totalLargeSpaces`
    pub total_large_spaces: Int,
    /// `totalSmallSpaces`
    pub total_small_spaces: Int,
    /// `availableLargeSpaces`
    pub available_large_spaces: Int,
    /// `availableSmallSpaces`
    pub available_small_spaces: Int,
}

/// 8004 request, table 97.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoreItem {
    /// `parkCode`
    pub park_code: Text,
    /// `garageCode`
    pub garage_code: Text,
    /// `plateNo`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate_no: Option<Plate>,
    /// `spaceNo`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub space_no: Option<Text>,
    /// `garagePassCode`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub garage_pass_code: Option<Int>,
}

/// 8005 request, table 99.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RetrieveItem {
    /// `parkCode`
    pub park_code: Text,
    /// `garageCode`
    pub garage_code: Text,
    /// `plateNo`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate_no: Option<Plate>,
    /// `spaceNo`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub space_no: Option<Text>,
    /// `garagePassCode`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub garage_pass_code: Option<Int>,
    /// `bookTime`; without it the car is wanted now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub book_time: Option<DateTime>,
}

/// The item of our reply to 8004 and 8005, tables 98 and 100: the seconds, or a code with its words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GarageAnswer {
    /// `code`, of table A.2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Int>,
    /// `message`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// `remainSeconds`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remain_seconds: Option<Int>,
}
