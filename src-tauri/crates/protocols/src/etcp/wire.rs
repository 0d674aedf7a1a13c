//! ETCP's messages: the `data` of each call, each reply, both pushes (sections 8 and 9).

use serde::{Deserialize, Serialize};

use super::values::{self, ParkId, Yuan};

/// 8.1: a code by text message.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CodeRequest {
    /// 用户手机号
    pub mobile_phone: String,
}

/// 8.2: sign-in with that code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoginRequest {
    /// 用户手机号
    pub mobile_phone: String,
    /// 手机验证码
    #[serde(deserialize_with = "values::text")]
    pub code: String,
    /// 渠道号
    pub app_id: String,
}

/// 8.3: sign-in without one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignInRequest {
    /// 用户手机号
    pub mobile_phone: String,
    /// 渠道号, printed `appld` in the document.
    #[serde(alias = "appld")]
    pub app_id: String,
    /// 车牌号, in the text and the example alone.
    #[serde(default, deserialize_with = "plate_optional", skip_serializing_if = "Option::is_none")]
    pub car_number: Option<String>,
}

/// 8.4: binds a plate.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BindRequest {
    /// 用户 token
    pub token: String,
    /// 车牌号码
    #[serde(deserialize_with = "plate")]
    pub plate_number: String,
    /// 1 蓝 2 黑 3 黄 4 白; 1 where it is left out.
    #[serde(default, deserialize_with = "values::text_optional", skip_serializing_if = "Option::is_none")]
    pub plate_color: Option<String>,
}

/// 8.5: releases a plate.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnbindRequest {
    /// 用户 token
    pub token: String,
    /// 车牌号码
    #[serde(deserialize_with = "plate")]
    pub plate_number: String,
}

/// 8.6: stays of the last seven days.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryRequest {
    /// 用户 token
    pub token: String,
}

/// 8.7: what a car in a lot owes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnpaidRequest {
    /// 用户 token
    pub token: String,
    /// 车牌号
    #[serde(deserialize_with = "plate")]
    pub plate_number: String,
    /// 渠道号
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_id: Option<String>,
}

/// 8.8: it was paid.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PaidRequest {
    /// 用户 token
    pub token: String,
    /// 停车记录订单号
    pub order_id: String,
    /// 外部停车支付单 ID
    pub external_order_id: String,
    /// 支付金额
    #[serde(with = "values::as_number")]
    pub payment: Yuan,
    /// 支付时间
    pub pay_time: String,
    /// 验证信息串
    pub verification_info: String,
    /// 渠道号
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_id: Option<String>,
}

/// 8.9: lots around a point, or in a city.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LotsRequest {
    /// 纬度 (BD-09)
    #[serde(default, deserialize_with = "values::text_optional", skip_serializing_if = "Option::is_none")]
    pub lat: Option<String>,
    /// 经度 (BD-09)
    #[serde(default, deserialize_with = "values::text_optional", skip_serializing_if = "Option::is_none")]
    pub lon: Option<String>,
    /// 搜索半径, 500 to 3000 m
    #[serde(default, deserialize_with = "values::text_optional", skip_serializing_if = "Option::is_none")]
    pub radius: Option<String>,
    /// 0 all, 1 with electronic payment, 2 the others
    #[serde(default, deserialize_with = "values::text_optional", skip_serializing_if = "Option::is_none")]
    pub pay_type: Option<String>,
    /// 城市名称
    #[serde(default, deserialize_with = "values::text_optional", skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// 分页 ID, empty for the first page
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub scroll_id: String,
    /// 用户 token, where there is one (section 3; the table has none).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// 8.10: how full a lot is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StateRequest {
    /// 车场 ID
    #[serde(deserialize_with = "values::text")]
    pub parking_id: String,
    /// 用户 token, where there is one (section 3; the table has none).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// What every reply looks like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply<T> {
    /// 0 is success; section 10 has the others.
    #[serde(deserialize_with = "values::whole")]
    pub code: i64,
    /// Its words.
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub message: String,
    /// What was asked for.
    #[serde(default = "Option::default", skip_serializing_if = "Option::is_none")]
    pub data: Option<T>,
}

/// A reply that says no more than how it went; whatever else it holds is passed over.
pub type Plain = Reply<crate::json::Node>;

/// Reply of 8.2 and 8.3.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenData {
    /// 用户登录令牌
    pub token: String,
}

/// A stay in the reply of 8.6.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PastItem {
    /// 车场名称
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub parking_name: String,
    /// 入场时间
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub entrance_time: String,
    /// 出场时间
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub exit_time: String,
    /// 停车费
    #[serde(with = "values::as_text")]
    pub parking_fee: Yuan,
    /// 现金金额（现金出场）: nothing where no cash was taken.
    #[serde(default = "no_yuan", with = "values::as_text_or_nothing")]
    pub actual: Yuan,
    /// 车场 ID
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub parking_id: String,
    /// 停车记录订单号
    pub order_id: String,
    /// 车牌号
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub car_number: String,
}

/// A car in the reply of 8.7.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnpaidItem {
    /// 车牌号, masked.
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub car_number: String,
    /// 入场时间
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub entrance_time: String,
    /// 出场时间, also of a car that still stands there.
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub exit_time: String,
    /// 停车记录订单号
    pub order_id: String,
    /// 总停车费
    #[serde(with = "values::as_number")]
    pub parking_fee: Yuan,
    /// 车场 ID
    pub parking_id: ParkId,
    /// The lot's name, in the example alone.
    #[serde(default, deserialize_with = "values::text_optional", skip_serializing_if = "Option::is_none")]
    pub parking_name: Option<String>,
    /// 剩余代缴停车费
    #[serde(with = "values::as_number")]
    pub remaining_fee: Yuan,
    /// 验证信息; a fee can be read without it and not be paid.
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub verification_info: String,
}

/// Reply of 8.8.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PaidData {
    /// 停车记录订单号
    pub order_id: String,
    /// 外部支付订单号
    pub external_order_id: String,
    /// 支付金额
    #[serde(with = "values::as_number")]
    pub payment: Yuan,
    /// 支付时间
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub pay_time: String,
    /// 支付订单号
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub pay_order_id: String,
}

/// Reply of 8.9.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotsData {
    /// The lots; none at the end.
    #[serde(default)]
    pub list: Vec<LotItem>,
}

/// A lot in the reply of 8.9.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LotItem {
    /// 车场 ID
    #[serde(deserialize_with = "values::text")]
    pub id: String,
    /// 车场名称
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub parking_name: String,
    /// ss 自营, tp 三方
    #[serde(default, rename = "type", deserialize_with = "values::text_or_nothing")]
    pub kind: String,
    /// 首免时长, in minutes
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub min_free_time: String,
    /// What four hours cost
    #[serde(default = "no_yuan", with = "values::as_number")]
    pub avg_cost_precise: Yuan,
    /// 8 地上, 7 地下, 146 both
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub parking_type: String,
    /// 充足, 较少, 紧张
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub capacity_status: String,
    /// 1 electronic, 2 not
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub pay_type: String,
    /// Such as `0m`
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub distance: String,
    /// 分页 ID of the next page
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub scroll_id: String,
    /// 车场经度 (BD-09)
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub lon: String,
    /// 车场纬度 (BD-09)
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub lat: String,
}

fn no_yuan() -> Yuan {
    Yuan::of(lotdesk_domain::money::Fen::ZERO)
}

/// Reply of 8.10.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StateData {
    /// 总车位数
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub total_space: String,
    /// When that was so.
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub time: String,
    /// 充足, 较少, 紧张
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub status: String,
}

/// 9.1: a car came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EntryPush {
    /// 停车记录 ID
    #[serde(deserialize_with = "values::text")]
    pub syn_id: String,
    /// 车牌号码
    #[serde(deserialize_with = "plate")]
    pub plate_number: String,
    /// 车场名称
    pub park_name: String,
    /// 车场 ID
    pub park_id: ParkId,
    /// 入场时间
    pub entrance_time: String,
    /// 76 长租, 77 临停
    #[serde(default, deserialize_with = "values::text_optional", skip_serializing_if = "Option::is_none")]
    pub user_type: Option<String>,
    /// 推送时间
    #[serde(default, deserialize_with = "values::text_optional", skip_serializing_if = "Option::is_none")]
    pub push_time: Option<String>,
    /// 长租车位 ID, empty for others
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub fix_parking_id: String,
    /// 长租剩余天数, empty for others
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub remaining_days: String,
    /// 签名信息
    #[serde(default)]
    pub signment: String,
}

/// 9.2: a car left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExitPush {
    /// 停车记录 ID
    #[serde(deserialize_with = "values::text")]
    pub syn_id: String,
    /// 车牌号码
    #[serde(deserialize_with = "plate")]
    pub plate_number: String,
    /// 车场名称
    pub park_name: String,
    /// 车场 ID
    pub park_id: ParkId,
    /// 入场时间
    pub entrance_time: String,
    /// 76 长租, 77 临停
    #[serde(default, deserialize_with = "values::text_optional", skip_serializing_if = "Option::is_none")]
    pub user_type: Option<String>,
    /// 推送时间
    #[serde(default, deserialize_with = "values::text_optional", skip_serializing_if = "Option::is_none")]
    pub push_time: Option<String>,
    /// 出场时间
    pub exit_time: String,
    /// 停留时间, in seconds
    #[serde(deserialize_with = "values::whole")]
    pub stayed_time: i64,
    /// 应收金额, in 分
    #[serde(deserialize_with = "values::whole")]
    pub receivable_fee: i64,
    /// 长租车位 ID, empty for others
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub fix_parking_id: String,
    /// 长租剩余天数, empty for others
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub remaining_days: String,
    /// 签名信息
    #[serde(default)]
    pub signment: String,
}

/// Our answer to a push.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushReply {
    /// 0 once it is stored.
    #[serde(deserialize_with = "values::whole")]
    pub code: i64,
    /// Its words.
    #[serde(default, deserialize_with = "values::text_or_nothing")]
    pub message: String,
}

/// A plate without the blank that the PDF put after the province.
fn plate<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    Ok(lotdesk_domain::plate::Plate::parse(&text).map_or_else(|_| text.trim().to_owned(), |plate| plate.to_string()))
}

fn plate_optional<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    let plain = |text: String| {
        lotdesk_domain::plate::Plate::parse(&text).map_or_else(|_| text.trim().to_owned(), |plate| plate.to_string())
    };
    Ok(text.map(plain))
}
