//! 违章查缴 and 查询违章条数.

use serde::{Deserialize, Serialize};

use super::super::lenient::{Decimal, Int, Text, list_or_null, text_or_null};

/// `violation/assign/token`: whose token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenRequest {
    /// A real mobile number.
    pub phone: String,
    /// Plate.
    pub plate_number: String,
    /// As much of it as the city wants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vin: Option<String>,
    /// As much of it as the city wants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engine_no: Option<String>,
}

/// A token.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// 用户身份标识
    pub token: Text,
}

/// A province of `violation/condition/all/1.0`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConditionProvince {
    /// 浙江省
    pub province: String,
    /// Its cities.
    #[serde(default, deserialize_with = "list_or_null")]
    pub list: Vec<ConditionCity>,
}

/// A city and what it wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConditionCity {
    /// 杭州市
    pub city: String,
    /// 浙A
    #[serde(default)]
    pub city_prefix: String,
    /// -1 all, 0 none, n the last n.
    pub vin_length: Text,
    /// The same of the engine's number.
    pub engine_no_length: Text,
    /// Kinds of cars.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub car_types: Option<Vec<Text>>,
}

/// `violation/query/1.0`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QueryRequest {
    /// 02 where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub car_type: Option<Text>,
    /// Plate.
    pub plate_number: String,
    /// As much of it as the city wants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vin: Option<String>,
    /// As much of it as the city wants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engine_no: Option<String>,
    /// A real mobile number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Whose records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Whether fees are wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need_fee: Option<bool>,
    /// 是否自扣分
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deduct_self: Option<bool>,
}

/// What a query found.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QueryResult {
    /// 用户身份标识
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<Text>,
    /// In yuan.
    pub total_fine: Text,
    /// Points.
    pub total_points: Int,
    /// How many are not handled.
    pub untreated: Int,
    /// All of them.
    #[serde(default, deserialize_with = "list_or_null")]
    pub violations: Vec<WireViolation>,
}

/// A violation, wherever one stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WireViolation {
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
    /// 罚款标准省份
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// 罚款标准城市
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// In yuan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_fee: Option<Text>,
    /// 1 when it can be handled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub can_select: Option<Int>,
    /// 违章处理状态
    #[serde(default, alias = "process_status", skip_serializing_if = "Option::is_none")]
    pub process_status: Option<Int>,
    /// 违章缴费状态
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_status: Option<Int>,
    /// In yuan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark_fee: Option<Text>,
    /// 1 when photographs of the vehicle licence are wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need_travel_license: Option<Int>,
    /// 违章处理类型
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process_type: Option<Int>,
    /// 违章官方编码
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub violation_num: Option<Text>,
    /// 违章文书号
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub violation_writ_no: Option<Text>,
    /// 采集机关名称
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organ_name: Option<String>,
}

/// `violation/create/order` and, with a licence, `violation/deduct/self/create/order`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderRequest {
    /// 用户身份标识
    pub token: Text,
    /// The violations.
    pub violation_codes: Vec<Text>,
    /// In yuan.
    pub total_price: Text,
    /// Our number.
    pub out_order_no: Text,
    /// 驾驶证号
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drive_num: Option<Text>,
    /// 档案编号
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_num: Option<Text>,
    /// 02 where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub car_type: Option<Text>,
    /// Where it was ordered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lng: Option<Decimal>,
    /// Where it was ordered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<Decimal>,
}

/// The number of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderMade {
    /// docloud's number.
    pub order_id: Int,
}

/// Which order: `violation/order/status`, `violation/order/detail`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderQuestion {
    /// 用户身份标识
    pub token: Text,
    /// docloud's number.
    pub order_id: Int,
}

/// `violation/order/status`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderStatus {
    /// docloud's number.
    pub order_id: Int,
    /// 订单状态
    pub order_status: Int,
    /// 状态变更时间
    #[serde(default, deserialize_with = "text_or_null")]
    pub modify_time: String,
    /// Its violations.
    #[serde(default, deserialize_with = "list_or_null")]
    pub violations: Vec<ViolationStatus>,
}

/// How far a violation is handled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ViolationStatus {
    /// 违章编码
    pub code: Text,
    /// 违章处理状态
    #[serde(default, alias = "process_status", skip_serializing_if = "Option::is_none")]
    pub process_status: Option<Int>,
}

/// `violation/order/detail`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderDetailReply {
    /// docloud's number.
    pub order_id: Int,
    /// 订单状态
    pub order_status: Int,
    /// 订单创建时间
    #[serde(default, deserialize_with = "text_or_null")]
    pub order_create_time: String,
    /// 订单支付时间
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_pay_time: Option<String>,
    /// 订单关闭时间
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_close_time: Option<String>,
    /// In yuan.
    pub order_price: Decimal,
    /// 第三方支付跳转链接
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay_url: Option<String>,
    /// 车牌号码
    #[serde(default, deserialize_with = "text_or_null")]
    pub plate_number: String,
    /// 取消原因
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancel_reason: Option<String>,
    /// Its violations.
    #[serde(default, deserialize_with = "list_or_null")]
    pub violations: Vec<WireViolation>,
}

/// 订单状态变更通知, which the platform sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderPush {
    /// docloud's number.
    pub order_id: Int,
    /// 订单状态
    pub order_status: Int,
    /// 状态变更时间
    #[serde(default, deserialize_with = "text_or_null")]
    pub order_status_time: String,
    /// In yuan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund_money: Option<Decimal>,
    /// 取消原因
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancel_reason: Option<String>,
    /// Its violations.
    #[serde(default, deserialize_with = "list_or_null")]
    pub violations: Vec<ViolationStatus>,
}

/// `violation/upload/material`
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MaterialRequest {
    /// 用户身份标识
    pub token: Text,
    /// 行驶证正页, Base64.
    pub travel_license_img: String,
    /// 行驶证副页, Base64.
    pub travel_license_img_bg: String,
}

/// `violation/price/query`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PriceRequest {
    /// Plate.
    pub plate_number: String,
    /// 02 where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub car_type: Option<Text>,
    /// As much of it as the city wants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vin: Option<String>,
    /// As much of it as the city wants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engine_no: Option<String>,
    /// A real mobile number.
    pub phone: String,
    /// 备注信息
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// The violations.
    pub items: Vec<PriceItem>,
}

/// A violation that is known from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PriceItem {
    /// 违章城市
    pub violation_city: String,
    /// `yyyy-MM-dd HH:mm:ss`
    pub violation_time: String,
    /// 违章地点
    pub violation_location: String,
    /// 违章代码
    pub violation_code: Text,
    /// In whole yuan.
    pub violation_fine: Int,
    /// 违章扣分
    pub violation_mark: Int,
    /// 违章处罚单号
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub violation_num: Option<Text>,
    /// 违章原因
    pub violation_reason: String,
}

/// `violation/deduct/self/valid`
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeductRequest {
    /// 用户身份标识
    pub token: Text,
    /// 驾驶证号
    pub drive_num: Text,
    /// 档案编号
    pub file_num: Text,
    /// 02 where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub car_type: Option<Text>,
}

/// Whether it can be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeductAnswer {
    /// 是否可自扣分下单
    pub result: bool,
}

/// A province of `violation/amount/cities`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmountProvince {
    /// 浙江省
    pub province: String,
    /// 浙
    #[serde(default)]
    pub prefix: String,
    /// Its cities; none where the whole province is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<Vec<AmountCity>>,
}

/// A city of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmountCity {
    /// 杭州市
    pub city: String,
    /// 浙A
    #[serde(default, alias = "cityPrefix")]
    pub prefix: String,
}

/// `violation/amount/query`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AmountRequest {
    /// Plate.
    pub plate_number: String,
    /// Its last six characters.
    pub engine_no: String,
    /// 2, 1 or 15.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub car_type: Option<Int>,
}

/// How many there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Amount {
    /// In all, ten at most.
    pub total: Int,
    /// 外省
    pub other_province: Int,
    /// 本省
    pub local_province: Int,
    /// 本市
    pub local_city: Int,
}
