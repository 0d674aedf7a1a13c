//! Pictures (DB4403/T 313, table 42): the form fields of 2001, and the item that stands for them in the outbox.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use serde::{Deserialize, Serialize};

use super::codes;
use super::form::{Text, Timestamp};

codes! {
    /// Table 42 `imageBizType`.
    ImageBizType {
        /// 入场/入位车牌图片
        EntryPlate = 1,
        /// 入场/入位车辆图片
        EntryVehicle = 2,
        /// 入场/入位人脸图片
        EntryFace = 3,
        /// 入场/入位车位图片
        EntrySpace = 4,
        /// 出场/离位车牌图片
        ExitPlate = 5,
        /// 出场/离位车辆图片
        ExitVehicle = 6,
        /// 出场/离位人脸图片
        ExitFace = 7,
        /// 出场/离位车位图片
        ExitSpace = 8,
        /// 全景图
        Panorama = 9,
    }
}

/// What the outbox keeps of a 2001: table 42 without file and sending time, and our own fields, by which the picture
/// is found when it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PictureItem {
    /// Ours: the picture in the picture store.
    pub picture_id: Guid,
    /// Ours: the parking record that it belongs to.
    pub record_id: Guid,
    /// Ours: true for an entry, false for an exit.
    pub entering: bool,
    /// Ours: when it was taken, in milliseconds since 1970.
    pub taken_at: Moment,
    /// `fileName`; D.8 writes `filename`.
    #[serde(alias = "filename")]
    pub file_name: String,
    /// `imageBizType`
    pub image_biz_type: ImageBizType,
    /// `destPath`: `/yyyyMMdd/lot/garage/record/`, the garage being `0` where there is none.
    pub dest_path: String,
    /// `pickTime`: a Timestamp in the table, a DateTime in D.8.
    pub pick_time: Timestamp,
}

/// The fields of table 42 beside the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PictureFields {
    /// `fileName`
    #[serde(alias = "filename")]
    pub file_name: Text,
    /// `imageBizType`
    pub image_biz_type: ImageBizType,
    /// `destPath`
    pub dest_path: String,
    /// `timestamp` of sending.
    pub timestamp: Timestamp,
    /// `pickTime`
    pub pick_time: Timestamp,
}
