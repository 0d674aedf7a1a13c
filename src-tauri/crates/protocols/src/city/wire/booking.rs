//! Spaces that the platform gives away (DB4403/T 313, tables 73 to 76, 79 and 80): the items of 6001, 6002 and 6004.

use chrono::{NaiveDate, NaiveTime};
use lotdesk_domain::plate::Plate;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::codes;
use super::form::{DateTime, Int, Text, Yuan};
use super::record::ParkCarInfo;
use crate::json::Node;

codes! {
    /// Table 75 `confirmstate`.
    ConfirmState {
        /// 取消预约
        Cancel = 0,
        /// 预约支付完成，确定预约
        Paid = 1,
        /// 延长预约
        Prolong = 2,
    }
}

codes! {
    /// Table 79 `actionType`.
    ShareAction {
        /// 开始共享
        Begin = 0,
        /// 取消共享
        Cancel = 1,
    }
}

/// 6001 request, table 73. D.28 has the car's fields flat, and neither `bookMoney` nor `obligatTime`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "LockForm")]
pub struct LockRequest {
    /// `bookCode`
    pub book_code: Text,
    /// `parkCode`
    pub park_code: Text,
    /// `parkCarInfo`
    pub park_car_info: ParkCarInfo,
    /// `bookTime`
    pub book_time: DateTime,
    /// `overTime`
    pub over_time: DateTime,
    /// `bookMoney`; nothing where it is not given.
    pub book_money: Yuan,
    /// `obligatTime`, minutes; 0 where it is not given.
    pub obligat_time: Int,
}

/// Both forms of table 73.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LockForm {
    book_code: Text,
    park_code: Text,
    park_car_info: Option<ParkCarInfo>,
    plate_no: Option<Plate>,
    eid_equiped: Option<bool>,
    book_time: DateTime,
    over_time: DateTime,
    book_money: Option<Yuan>,
    obligat_time: Option<Int>,
}

impl TryFrom<LockForm> for LockRequest {
    type Error = &'static str;

    fn try_from(form: LockForm) -> Result<Self, Self::Error> {
        let flat = form.plate_no.map(|plate| ParkCarInfo::of_plate(plate, form.eid_equiped.unwrap_or(false)));
        Ok(Self {
            book_code: form.book_code,
            park_code: form.park_code,
            park_car_info: form.park_car_info.or(flat).ok_or("missing field `parkCarInfo`")?,
            book_time: form.book_time,
            over_time: form.over_time,
            book_money: form.book_money.unwrap_or_default(),
            obligat_time: form.obligat_time.unwrap_or(Int(0)),
        })
    }
}

/// 6001 reply, table 74.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LockReply {
    /// `bookCode`
    pub book_code: Text,
    /// `code`, when it is refused (table A.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Int>,
    /// `message`, 255 characters at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// `spaceNo`, where a known space is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub space_no: Option<Text>,
    /// `garageCode`, where it is one of a mechanical garage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub garage_code: Option<Text>,
    /// `bluetoothAddress` of the space's detector.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bluetooth_address: Option<Text>,
    /// `reservableSpace`: how many may still be reserved. D.28 calls it `restReservedSpace`.
    #[serde(alias = "restReservedSpace", default, skip_serializing_if = "Option::is_none")]
    pub reservable_space: Option<Int>,
}

/// 6002 request, table 75.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmRequest {
    /// `bookCode`
    pub book_code: Text,
    /// `parkCode`
    pub park_code: Text,
    /// `confirmstate`
    #[serde(rename = "confirmstate", alias = "confirmState")]
    pub confirm_state: ConfirmState,
}

/// 6002 reply, table 76.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmReply {
    /// `bookCode`
    pub book_code: Text,
    /// `code`, when it is refused (table A.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Int>,
    /// `message`, 255 characters at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// 6004 request, table 79.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ShareRequest {
    /// `id`, answered as it was written.
    pub id: Text,
    /// `parkCode`
    pub park_code: Text,
    /// `plateNo`
    pub plate_no: Plate,
    /// `startDate`
    pub start_date: Day,
    /// `endDate`
    pub end_date: Day,
    /// `startTime`
    pub start_time: TimeOfDay,
    /// `endTime`
    pub end_time: TimeOfDay,
    /// `bufferTime`, minutes.
    pub buffer_time: Int,
    /// `rule`: weekdays, 1 Monday to 7 Sunday.
    pub rule: Vec<Int>,
    /// `actionType`
    pub action_type: ShareAction,
    /// `publisher`, 50 characters at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
}

/// 6004 reply, table 80.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareReply {
    /// `id`
    pub id: Text,
    /// `code`, when it is refused (table A.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Int>,
    /// `message`, 255 characters at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// Date: `yyyy-MM-dd` (table 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day(pub NaiveDate);

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.format("%Y-%m-%d"))
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        let day = node.as_text().and_then(|text| NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok());
        // Longer years are written with a sign, which no table has.
        let day = day.filter(|day| (0..=9999).contains(&chrono::Datelike::year(day)));
        day.map(Day).ok_or_else(|| D::Error::custom(format!("{node} is not yyyy-MM-dd")))
    }
}

/// Time: `HH:mm:ss` (table 2), also given as `HH:mm` (D.31).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeOfDay(pub NaiveTime);

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.format("%H:%M:%S"))
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        let time = node.as_text().map(str::trim).and_then(|text| match text {
            // The end of the day: with the beginning of the hours before it, it lies on the next day all the same.
            "24:00" | "24:00:00" => Some(NaiveTime::MIN),
            _ => NaiveTime::parse_from_str(text, "%H:%M:%S").or_else(|_| NaiveTime::parse_from_str(text, "%H:%M")).ok(),
        });
        time.map(TimeOfDay).ok_or_else(|| D::Error::custom(format!("{node} is not HH:mm:ss")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Option<T> {
        serde_json::from_str(text).ok()
    }

    #[test]
    fn days_and_times_are_read_in_both_forms() {
        let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
        assert_eq!(read("\"09:00\""), Some(TimeOfDay(nine)));
        assert_eq!(read("\"09:00:00\""), Some(TimeOfDay(nine)));
        assert_eq!(read("\"24:00\""), Some(TimeOfDay(NaiveTime::MIN)));
        assert_eq!(read::<TimeOfDay>("\"24:01\""), None);
        assert_eq!(read::<TimeOfDay>("900"), None);
        assert_eq!(serde_json::to_string(&TimeOfDay(nine)).unwrap(), "\"09:00:00\"");
        assert_eq!(read("\"2018-01-06\""), NaiveDate::from_ymd_opt(2018, 1, 6).map(Day));
        assert_eq!(read::<Day>("\"2018-02-30\""), None);
        assert_eq!(read::<Day>("\"+12018-02-03\""), None);
    }

    #[test]
    fn a_lock_names_its_car_in_one_of_two_ways() {
        let with = |car: &str| {
            let text = format!(
                r#"{{"bookCode":"1","parkCode":"2","bookTime":"2018-01-06 15:32:25","overTime":"2018-01-06 16:32:25"{car}}}"#
            );
            read::<LockRequest>(&text).map(|lock| (lock.park_car_info.plate_no.to_string(), lock.obligat_time.0))
        };
        let flat = r#","plateNo":"粤 B88888","eidEquiped":false"#;
        let table = r#","parkCarInfo":{"plateNo":"粤B88888","eidEquiped":false},"obligatTime":"15""#;
        assert_eq!(with(flat), Some(("粤B88888".into(), 0)));
        assert_eq!(with(table), Some(("粤B88888".into(), 15)));
        assert_eq!(with(""), None);
    }
}
