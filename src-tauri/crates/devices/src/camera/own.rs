//! Our own push: JSON that any camera bridge can send.
//!
//! ```json
//! {
//!   "read_id": "C78E319DAB604A268842ACF164774592",
//!   "taken_at": "2026-11-23 14:05:09",
//!   "buffered": false,
//!   "confidence": 97,
//!   "vehicle": {
//!     "plateNo": "粤B12345", "plateColor": "蓝色", "carColor": "白色", "carModel": 3, "carLogo": "大众",
//!     "eidEquiped": true,
//!     "vrdb_no": "0101", "vrdb_plateType": "0001", "vrdb_carModel": "000000001", "vrdb_usage": "0001",
//!     "vrdb_seqno": "4401234567898"
//!   },
//!   "picture": "<Base64 of a JPEG or PNG>"
//! }
//! ```
//!
//! `vehicle` must be there; it is `null` for a car without a legible plate. Inside it the names, lengths and codes are
//! those of DB4403/T 313, table 11, of which only `plateNo` is required; with `eidEquiped` true all five `vrdb_*` are.
//! Everything else may be left out: without `read_id` each push is a read of its own, without `taken_at` it was
//! taken now. A field that is not listed is refused, so that a misspelt one does not go unnoticed.

use lotdesk_domain::id::Guid;
use lotdesk_domain::parking::{ElectronicTag, Vehicle, VehicleClass};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::values::{base64_picture, body_text, class_by_plate, parse_moment, plate, plate_color};
use super::{CameraRead, Identity, MAX_BODY_BYTES, Push, ReadProblem, Rule};

/// The push as a sender builds it, and the source of its JSON schema. [`parse_own`] reads it with better errors.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnRead {
    /// 32 hexadecimal digits; a repeat with the same ones is the same read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_id: Option<String>,
    /// `yyyy-MM-dd HH:mm:ss` on China's clock, or milliseconds since 1970 as a number; now when left out.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub taken_at: Value,
    /// True when it was kept while the line was down.
    #[serde(default)]
    pub buffered: bool,
    /// 0 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
    /// The car; null for a car without a legible plate.
    pub vehicle: Option<OwnVehicle>,
    /// JPEG or PNG in Base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
}

/// A car by DB4403/T 313, table 11 (`parkCarInfo`), with the standard's own names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct OwnVehicle {
    /// Plate, 10 characters at most.
    pub plate_no: String,
    /// `蓝色` `黄色` `绿色` `黄绿色` `白色` `黑色`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate_color: Option<String>,
    /// Colour of the car, 3 characters at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub car_color: Option<String>,
    /// 1 large, 2 medium, 3 small.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub car_model: Option<u8>,
    /// Make, 10 characters at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub car_logo: Option<String>,
    /// True when the car carries an electronic tag.
    #[serde(default)]
    pub eid_equiped: bool,
    /// Up to 48 binary digits.
    #[serde(default, rename = "vrdb_no", skip_serializing_if = "Option::is_none")]
    pub vrdb_no: Option<String>,
    /// Up to 4 binary digits.
    #[serde(default, rename = "vrdb_plateType", skip_serializing_if = "Option::is_none")]
    pub vrdb_plate_type: Option<String>,
    /// Up to 9 binary digits.
    #[serde(default, rename = "vrdb_carModel", skip_serializing_if = "Option::is_none")]
    pub vrdb_car_model: Option<String>,
    /// Up to 4 binary digits.
    #[serde(default, rename = "vrdb_usage", skip_serializing_if = "Option::is_none")]
    pub vrdb_usage: Option<String>,
    /// 12 digits and a check digit.
    #[serde(default, rename = "vrdb_seqno", skip_serializing_if = "Option::is_none")]
    pub vrdb_seqno: Option<String>,
}

/// Reads our own push.
///
/// # Errors
/// With the first field that breaks a rule.
pub fn parse_own(body: &[u8]) -> Result<Push, ReadProblem> {
    if body.len() > MAX_BODY_BYTES {
        return Err(ReadProblem::body(Rule::TooLarge(MAX_BODY_BYTES)));
    }
    // Our own format is UTF-8 only: a sender of ours has no reason for anything else.
    std::str::from_utf8(body).map_err(|_| ReadProblem::body(Rule::Encoding))?;
    let text = body_text("body", body)?;
    let value: Value = serde_json::from_str(&text).map_err(|error| ReadProblem::body(Rule::Json(error.to_string())))?;
    let fields = Fields::of("", &value)?;
    fields.only(&["read_id", "taken_at", "buffered", "confidence", "vehicle", "picture"])?;

    let identity = match fields.text("read_id", 36)? {
        Some(text) => Identity::Given(text.parse::<Guid>().map_err(|_| fields.wrong("read_id", Rule::Guid))?),
        None => Identity::None,
    };
    let taken_at = fields.get("taken_at").map(|value| parse_moment("taken_at", value)).transpose()?;
    let confidence = match fields.number("confidence", 0, 100)? {
        Some(number) => Some(u8::try_from(number).map_err(|_| fields.wrong("confidence", Rule::Number(0, 100)))?),
        None => None,
    };
    let vehicle = match fields.map.get("vehicle") {
        None => return Err(fields.wrong("vehicle", Rule::Missing)),
        Some(Value::Null) => None,
        Some(value) => Some(own_vehicle(&Fields::of("vehicle", value)?)?),
    };
    let picture = match fields.get("picture") {
        None => None,
        Some(Value::String(text)) => Some(base64_picture("picture", text)?),
        Some(_) => return Err(fields.wrong("picture", Rule::Text)),
    };
    Ok(Push::Read(CameraRead {
        identity,
        vehicle,
        taken_at,
        buffered: fields.boolean("buffered")?.unwrap_or(false),
        confidence,
        picture,
        record_no: None,
        plate_problem: None,
        picture_problem: None,
        time_problem: None,
    }))
}

fn own_vehicle(fields: &Fields<'_>) -> Result<Vehicle, ReadProblem> {
    fields.only(&[
        "plateNo",
        "plateColor",
        "carColor",
        "carModel",
        "carLogo",
        "eidEquiped",
        "vrdb_no",
        "vrdb_plateType",
        "vrdb_carModel",
        "vrdb_usage",
        "vrdb_seqno",
    ])?;
    let text = fields.text("plateNo", 20)?.ok_or_else(|| fields.wrong("plateNo", Rule::Missing))?;
    let plate = plate(&fields.path("plateNo"), text)?;
    let plate_color = match fields.text("plateColor", 16)? {
        Some(name) => Some(
            plate_color(name)
                .ok_or_else(|| fields.wrong("plateColor", Rule::OneOf("蓝色 黄色 绿色 黄绿色 白色 黑色")))?,
        ),
        None => None,
    };
    let class = match fields.number("carModel", 1, 3)? {
        Some(1) => VehicleClass::Large,
        Some(2) => VehicleClass::Medium,
        Some(_) => VehicleClass::Small,
        None => class_by_plate(&plate, plate_color),
    };
    Ok(Vehicle {
        plate_color,
        car_color: fields.text("carColor", 3)?.map(str::to_owned),
        car_logo: fields.text("carLogo", 10)?.map(str::to_owned),
        class,
        tag: own_tag(fields)?,
        plate,
    })
}

fn own_tag(fields: &Fields<'_>) -> Result<Option<ElectronicTag>, ReadProblem> {
    const NAMES: [&str; 5] = ["vrdb_no", "vrdb_plateType", "vrdb_carModel", "vrdb_usage", "vrdb_seqno"];
    if !fields.boolean("eidEquiped")?.unwrap_or(false) {
        // A tag's content without the tag contradicts itself.
        return match NAMES.iter().find(|name| fields.get(name).is_some()) {
            Some(_) => Err(fields.wrong("eidEquiped", Rule::OneOf("true（带 vrdb_* 时 / with vrdb_*）"))),
            None => Ok(None),
        };
    }
    let binary = |name: &str, digits: usize| {
        let text = fields.text(name, 64)?.ok_or_else(|| fields.wrong(name, Rule::Missing))?;
        if text.is_empty() || text.len() > digits || !text.bytes().all(|b| b == b'0' || b == b'1') {
            return Err(fields.wrong(name, Rule::Binary(digits)));
        }
        Ok(text.to_owned())
    };
    let seqno = fields.text("vrdb_seqno", 64)?.ok_or_else(|| fields.wrong("vrdb_seqno", Rule::Missing))?;
    if !is_tag_seqno(seqno) {
        return Err(fields.wrong("vrdb_seqno", Rule::TagSeqno));
    }
    Ok(Some(ElectronicTag {
        no: binary("vrdb_no", 48)?,
        plate_type: binary("vrdb_plateType", 4)?,
        car_model: binary("vrdb_carModel", 9)?,
        usage: binary("vrdb_usage", 4)?,
        seqno: seqno.to_owned(),
    }))
}

/// GB/T 35789.1—2017, A.5: two digits of the province, ten of the serial, one check digit by GB 11643, which is
/// ISO 7064 MOD 11-2 (`X` for ten).
fn is_tag_seqno(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some((check, digits)) = bytes.split_last() else { return false };
    if bytes.len() != 13 || !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    // ISO 7064 MOD 11-2, pure system: the sum with the check digit is 1 modulo 11.
    let product = digits.iter().fold(0_u32, |sum, digit| (sum + u32::from(digit - b'0')) * 2 % 11);
    let wanted = (12 - product) % 11;
    match check {
        b'X' => wanted == 10,
        b'0'..=b'9' => wanted == u32::from(check - b'0'),
        _ => false,
    }
}

/// An object's fields, with the path to name them in errors. A null counts as left out.
struct Fields<'a> {
    prefix: &'a str,
    map: &'a Map<String, Value>,
}

impl<'a> Fields<'a> {
    fn of(prefix: &'a str, value: &'a Value) -> Result<Self, ReadProblem> {
        let name = if prefix.is_empty() { "body" } else { prefix };
        let map = value.as_object().ok_or_else(|| ReadProblem::new(name, Rule::Object))?;
        Ok(Self { prefix, map })
    }

    fn path(&self, name: &str) -> String {
        if self.prefix.is_empty() { name.to_owned() } else { format!("{}.{name}", self.prefix) }
    }

    fn wrong(&self, name: &str, rule: Rule) -> ReadProblem {
        ReadProblem::new(self.path(name), rule)
    }

    fn only(&self, names: &[&str]) -> Result<(), ReadProblem> {
        match self.map.keys().find(|key| !names.contains(&key.as_str())) {
            Some(key) => Err(self.wrong(&key.chars().take(40).collect::<String>(), Rule::Unknown)),
            None => Ok(()),
        }
    }

    fn get(&self, name: &str) -> Option<&'a Value> {
        self.map.get(name).filter(|value| !value.is_null())
    }

    fn text(&self, name: &str, characters: usize) -> Result<Option<&'a str>, ReadProblem> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let text = value.as_str().ok_or_else(|| self.wrong(name, Rule::Text))?;
        if text.chars().count() > characters {
            return Err(self.wrong(name, Rule::TooLong(characters)));
        }
        Ok(Some(text))
    }

    fn number(&self, name: &str, from: i64, to: i64) -> Result<Option<i64>, ReadProblem> {
        let Some(value) = self.get(name) else { return Ok(None) };
        match value.as_i64() {
            Some(number) if (from..=to).contains(&number) => Ok(Some(number)),
            _ => Err(self.wrong(name, Rule::Number(from, to))),
        }
    }

    fn boolean(&self, name: &str) -> Result<Option<bool>, ReadProblem> {
        let Some(value) = self.get(name) else { return Ok(None) };
        value.as_bool().map(Some).ok_or_else(|| self.wrong(name, Rule::Boolean))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::camera::test_support::fixture;
    use lotdesk_domain::plate::{BadPlate, PlateColor};
    use serde_json::json;

    fn read(value: &Value) -> Result<CameraRead, ReadProblem> {
        match parse_own(value.to_string().as_bytes())? {
            Push::Read(read) => Ok(read),
            other => panic!("{other:?}"),
        }
    }

    fn problem(value: &Value) -> (String, Rule) {
        let problem = read(value).unwrap_err();
        (problem.field, problem.rule)
    }

    fn tagged() -> Value {
        serde_json::from_slice(&fixture("own_tagged.json")).unwrap()
    }

    #[test]
    fn reads_every_field_of_the_fixture() {
        let read = read(&tagged()).unwrap();
        assert_eq!(read.identity, Identity::Given("C78E319DAB604A268842ACF164774592".parse().unwrap()));
        assert_eq!(read.taken_at.unwrap().to_datetime_text(), "2026-11-23 14:05:09");
        assert_eq!(read.confidence, Some(97));
        assert!(!read.buffered);
        assert_eq!(read.picture.unwrap().media_type, "image/jpeg");
        let vehicle = read.vehicle.unwrap();
        assert_eq!(vehicle.plate.as_str(), "粤B12345");
        assert_eq!(vehicle.plate_color, Some(PlateColor::Blue));
        assert_eq!(vehicle.car_color.as_deref(), Some("白色"));
        assert_eq!(vehicle.car_logo.as_deref(), Some("大众"));
        assert_eq!(vehicle.class, VehicleClass::Medium);
        let tag = vehicle.tag.unwrap();
        assert_eq!(tag.plate_type, "0001");
        assert_eq!(tag.seqno, "4401234567898");
    }

    #[test]
    fn what_a_sender_builds_from_the_types_is_what_the_parser_reads() {
        let built: OwnRead = serde_json::from_value(tagged()).unwrap();
        assert_eq!(read(&serde_json::to_value(&built).unwrap()), read(&tagged()));
    }

    #[test]
    fn the_least_that_must_be_there() {
        let least = read(&json!({"vehicle": {"plateNo": "粤B12345"}})).unwrap();
        assert_eq!((least.identity, least.taken_at, least.buffered), (Identity::None, None, false));
        assert_eq!(read(&json!({"vehicle": null})).unwrap().vehicle, None);
        assert_eq!(problem(&json!({})), ("vehicle".into(), Rule::Missing));
        assert_eq!(problem(&json!({"vehicle": {}})), ("vehicle.plateNo".into(), Rule::Missing));
        assert_eq!(problem(&json!([1])), ("body".into(), Rule::Object));
    }

    #[test]
    fn each_broken_field_is_named_with_its_rule() {
        let with = |pointer: &str, value: Value| {
            let mut push = tagged();
            *push.pointer_mut(pointer).unwrap() = value;
            problem(&push)
        };
        assert_eq!(with("/read_id", json!("C78E")), ("read_id".into(), Rule::Guid));
        assert_eq!(with("/taken_at", json!("23/11/2026")), ("taken_at".into(), Rule::Moment));
        assert_eq!(with("/taken_at", json!(5)), ("taken_at".into(), Rule::Moment));
        assert_eq!(with("/buffered", json!("yes")), ("buffered".into(), Rule::Boolean));
        assert_eq!(with("/confidence", json!(101)), ("confidence".into(), Rule::Number(0, 100)));
        assert_eq!(with("/picture", json!("????")), ("picture".into(), Rule::Base64));
        assert_eq!(with("/vehicle", json!("粤B12345")), ("vehicle".into(), Rule::Object));
        assert_eq!(with("/vehicle/plateNo", json!("")), ("vehicle.plateNo".into(), Rule::Plate(BadPlate::Empty)));
        assert_eq!(with("/vehicle/plateNo", json!(7)), ("vehicle.plateNo".into(), Rule::Text));
        assert_eq!(with("/vehicle/plateColor", json!("粉色")).0, "vehicle.plateColor");
        assert_eq!(with("/vehicle/carColor", json!("青山绿水")), ("vehicle.carColor".into(), Rule::TooLong(3)));
        assert_eq!(with("/vehicle/carModel", json!(4)), ("vehicle.carModel".into(), Rule::Number(1, 3)));
        assert_eq!(with("/vehicle/vrdb_no", json!("012")), ("vehicle.vrdb_no".into(), Rule::Binary(48)));
        assert_eq!(with("/vehicle/vrdb_usage", json!("00011")), ("vehicle.vrdb_usage".into(), Rule::Binary(4)));
        assert_eq!(with("/vehicle/vrdb_carModel", Value::Null), ("vehicle.vrdb_carModel".into(), Rule::Missing));
        assert_eq!(with("/vehicle/vrdb_seqno", json!("4401234567890")), ("vehicle.vrdb_seqno".into(), Rule::TagSeqno));
        assert_eq!(with("/vehicle/eidEquiped", json!(false)).0, "vehicle.eidEquiped");
        let mut unknown = tagged();
        unknown["plate"] = json!("粤B12345");
        assert_eq!(problem(&unknown), ("plate".into(), Rule::Unknown));
    }

    #[test]
    fn check_digits_by_iso_7064() {
        // By hand: 4 4 0 1 2 3 4 5 6 7 8 9 with weights 2^12..2^1 mod 11 = 4 2 1 6 3 7 9 10 5 8 4 2 gives
        // 16+8+0+6+6+21+36+50+30+56+32+18 = 279 = 4 mod 11, and 4 + 8 = 1 mod 11: the digit is 8.
        assert!(is_tag_seqno("4401234567898"));
        assert!(!is_tag_seqno("440123456789X"));
        assert!(!is_tag_seqno("440123456789"));
        assert!(!is_tag_seqno("44012345678x8"));
        assert!(!is_tag_seqno(""));
    }

    #[test]
    fn broken_bodies_are_refused_in_words() {
        let whole = fixture("own_tagged.json");
        let cut = parse_own(&whole[..whole.len() / 2]).unwrap_err();
        assert_eq!(cut.field, "body");
        assert!(matches!(cut.rule, Rule::Json(_)));
        assert_eq!(parse_own(&[0xD4, 0xC1]).unwrap_err().rule, Rule::Encoding);
        assert_eq!(parse_own(&vec![b' '; MAX_BODY_BYTES + 1]).unwrap_err().rule, Rule::TooLarge(MAX_BODY_BYTES));
        assert!(matches!(parse_own("[".repeat(10_000).as_bytes()).unwrap_err().rule, Rule::Json(_)));
        let answer = serde_json::to_value(&cut).unwrap();
        assert_eq!(answer["field"], "body");
        assert!(answer["rule_zh"].as_str().unwrap().starts_with("不是完整的 JSON"));
        assert!(answer["rule_en"].as_str().unwrap().starts_with("is not whole JSON"));
    }
}
