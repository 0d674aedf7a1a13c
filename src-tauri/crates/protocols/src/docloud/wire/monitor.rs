//! 车辆违章监控.

use serde::{Deserialize, Serialize};

use super::super::lenient::{Int, Text, text_or_null};

/// A car to watch: `monitor/car/add`, and an item of `monitor/car/batchAdd`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WatchRequest {
    /// Kind of car.
    pub car_type: Text,
    /// Plate.
    pub plate_number: String,
    /// The whole of it.
    pub vin: String,
    /// The whole of it.
    pub engine_no: String,
}

/// A car not to watch any more: `monitor/car/remove`, and an item of `monitor/car/batchRemove`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnwatchRequest {
    /// Kind of car.
    pub car_type: Text,
    /// Plate.
    pub plate_number: String,
}

/// 车辆违章信息变更通知, which the platform sends: `success` says whether it is about violations or about what is wrong with
/// the car's data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MonitorPush {
    /// Plate.
    pub plate_number: String,
    /// What is wrong, as a code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Text>,
    /// What is wrong, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Violations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<MonitorItem>>,
}

/// A violation of a watched car; its fees are numbers here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MonitorItem {
    /// 违章编码
    pub code: Text,
    /// 违章时间
    #[serde(default, deserialize_with = "text_or_null")]
    pub time: String,
    /// In yuan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fine: Option<Text>,
    /// 违章地址
    #[serde(default, deserialize_with = "text_or_null")]
    pub address: String,
    /// 违章处理原因
    #[serde(default, deserialize_with = "text_or_null")]
    pub reason: String,
    /// 违章扣分
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Int>,
    /// 违章发生城市
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub violation_city: Option<String>,
    /// 违章处理状态
    #[serde(default, alias = "process_status", skip_serializing_if = "Option::is_none")]
    pub process_status: Option<Int>,
    /// 违章缴费状态
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_status: Option<Int>,
    /// 违章官方编码
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub violation_num: Option<Text>,
    /// 违章文书号
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub violation_writ_no: Option<Text>,
    /// 采集机关名称
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organ_name: Option<String>,
    /// In whole yuan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_fee: Option<Int>,
    /// 1 when it can be handled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub can_select: Option<Int>,
    /// In whole yuan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark_fee: Option<Int>,
    /// 1 when photographs of the vehicle licence are wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need_travel_license: Option<Int>,
}
