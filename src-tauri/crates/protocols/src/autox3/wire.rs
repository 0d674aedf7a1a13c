//! AutoX3's push (Create Service Order Callback). What it says is read as far as it is known; what it signs is kept as it
//! came.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use crate::json::Node;

/// The push. The two objects are the raw text that is signed.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Push {
    /// What happened, by its type.
    pub content: Box<RawValue>,
    /// When it was sent, in milliseconds; a number, or text.
    pub create_time: Box<RawValue>,
    /// Its type, such as `event.autox3.order.receivebase.create`.
    pub msg_type: String,
    /// SHA-1 in hexadecimal digits.
    pub msg_signature: String,
    /// Its identifier: a repeat has the same one.
    pub msg_id: String,
    /// Who did it in the app. The outer one; the one inside `content` is not signed by itself.
    pub staff_info: Box<RawValue>,
}

/// `content` of an order.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OrderContent {
    /// The car.
    #[serde(deserialize_with = "or_nothing")]
    pub car_info: CarInfo,
    /// What the first look found.
    #[serde(deserialize_with = "or_nothing")]
    pub pre_check_info: PreCheckInfo,
    /// The app's number of the order.
    pub receive_base_id: Option<Node>,
    /// Who took the car in.
    #[serde(deserialize_with = "or_nothing")]
    pub staff_info: StaffInfo,
}

/// Null stands for an object that is not there.
fn or_nothing<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// `carInfo`
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CarInfo {
    /// Make.
    pub car_brand_name: Option<String>,
    /// Plate.
    pub car_num: Option<String>,
    /// Owner's first name.
    pub car_owner_first_name: Option<String>,
    /// Owner's family name.
    pub car_owner_last_name: Option<String>,
    /// Owner's telephone.
    pub car_owner_mobile: Option<String>,
    /// When it was made, in milliseconds.
    pub car_production_date: Option<Node>,
    /// Model.
    pub car_style_name: Option<String>,
    /// Vehicle identification number.
    pub car_vin: Option<String>,
}

/// `preCheckInfo`
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PreCheckInfo {
    /// Warning lights.
    pub light_info: Option<Vec<String>>,
    /// Odometer, in kilometres.
    pub odograph: Option<Node>,
    /// Fuel gauge, in percent.
    pub oil_gauge: Option<Node>,
    /// Flaws of the paint.
    pub paints_info: Option<Vec<PaintInfo>>,
    /// Belongings.
    pub personal_item_list: Option<Vec<String>>,
    /// Remark.
    pub remark: Option<String>,
}

/// A row of `paintsInfo`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PaintInfo {
    /// What.
    pub describe: Option<String>,
    /// Addresses of pictures.
    pub images: Option<Vec<String>>,
    /// Where, as a code.
    pub position: Option<String>,
    /// Where, as a name.
    pub position_name: Option<String>,
}

/// `staffInfo` inside `content`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StaffInfo {
    /// Name.
    pub user_name: Option<String>,
}

/// Our answer; `status` 0 once the push is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PushReply {
    /// Always null.
    pub data: (),
    /// What was wrong; empty when nothing was.
    pub error_info: String,
    /// 0 when it was taken.
    pub status: i64,
}
