//! Cars in the lot by a part of their plate (DB4403/T 313, tables 81 and 82): 6005.

use lotdesk_domain::id::Guid;
use serde::{Deserialize, Serialize};

use super::form::{DateTime, Text};
use super::record::ParkCarInfo;

/// Table 81.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FindInsideItem {
    /// `parkCode`
    pub park_code: Text,
    /// `plateNo`: any part of a plate, three characters at least.
    pub plate_no: Text,
}

/// Table 82.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InsideCarItem {
    /// `id` of the parking record.
    pub id: Guid,
    /// `parkCarInfo`
    pub park_car_info: ParkCarInfo,
    /// `inTime`
    pub in_time: DateTime,
    /// `imageUrl`: the picture's address at the platform, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
}
