//! Vzenith/臻识 cameras: the HTTP push of recognition results.
//!
//! Source: the maker's HTTP push document for the R3, R5 and RX series (V1.8 of 2018 to V1.9.7 of 2025, published
//! at blog.sdlinka.com/3161.html, its text also in public repositories), sections 2.1 (`AlarmInfoPlate`), 2.1.2
//! (kept records sent later), 2.2–2.5 (other pushes), 3.1–3.6 (code tables); and the description of the same format at
//! note.szymzh.com ("上报车牌识别结果") for plates of three places (`粤ZJ068澳|MX7742|ZM127`).
//!
//! Text is UTF-8 by the document. Older firmware sends GB 2312, and some fields of the family carry their text in
//! Base64; both are taken where the plain reading is no plate.

use lotdesk_domain::parking::{Vehicle, VehicleClass};
use lotdesk_domain::plate::{Plate, PlateColor};
use lotdesk_operations::api::lane::LaneSignal;
use serde_json::Value;

use super::values::{base64_bytes, base64_picture, body_text, class_by_plate, moment_ms, plate};
use super::{CameraRead, CameraSignal, Identity, MAX_BODY_BYTES, Picture, Push, ReadProblem, Rule};

const RESULT: &str = "AlarmInfoPlate.result.PlateResult";

/// Table 3.1: a car stands too long in the zone, or does no longer: no read.
const LINGERS: i64 = 64;
const LINGERS_NO_MORE: i64 = 65;
/// Table 3.1: 车折返事件, the car turned back.
const TURNED_BACK: i64 = 66;

/// Table 3.2 `type`: a false plate (printed, on a screen), a car's badge, a car without a plate.
const FALSE_PLATE: i64 = 29;
const BADGE: i64 = 30;
const NO_PLATE: i64 = 31;

/// Reads a push of a Vzenith camera.
///
/// # Errors
/// With the first field that breaks a rule.
pub fn parse_vzenith(body: &[u8]) -> Result<Push, ReadProblem> {
    if body.len() > MAX_BODY_BYTES {
        return Err(ReadProblem::body(Rule::TooLarge(MAX_BODY_BYTES)));
    }
    let text = body_text("body", body)?;
    if !text.trim_start().starts_with('{') {
        return if is_registration(&text) {
            Ok(Push::Alive)
        } else {
            Err(ReadProblem::body(Rule::Json("`{` is wanted / 应以 { 开头".into())))
        };
    }
    let push: Value = serde_json::from_str(&text).map_err(|error| ReadProblem::body(Rule::Json(error.to_string())))?;
    let Some(alarm) = push.get("AlarmInfoPlate") else {
        // 2.2 input lines, 2.3 serial data, 2.4 snapshots, 2.5 registration as JSON.
        let known = ["AlarmGioIn", "SerialData", "TriggerImage", "serialno", "heartbeat"];
        return if known.iter().any(|name| push.get(name).is_some()) {
            Ok(Push::Alive)
        } else {
            Err(ReadProblem::new("AlarmInfoPlate", Rule::Missing))
        };
    };
    let result = alarm
        .get("result")
        .and_then(|result| result.get("PlateResult"))
        .ok_or_else(|| ReadProblem::new(RESULT, Rule::Missing))?;
    match number(result, "triggerType", 0, i64::MAX)? {
        Some(TURNED_BACK) => return Ok(Push::Signal(turned_back(alarm, result))),
        Some(LINGERS | LINGERS_NO_MORE) => return Ok(Push::Alive),
        _ => {}
    }
    read(alarm, result).map(Push::Read)
}

/// Which car turned back, as far as the push says so. The event counts whatever else is wrong with it.
fn turned_back(alarm: &Value, result: &Value) -> CameraSignal {
    let license = result.get("license").and_then(Value::as_str).unwrap_or_default();
    let record_no = number(result, "plateid", 0, i64::from(u32::MAX)).unwrap_or_default();
    let (taken_at, stamp) = time(result).unwrap_or_default();
    CameraSignal {
        identity: identity(alarm, record_no, &stamp, license),
        what: LaneSignal::BackedOut,
        plate: license_plate("license", license).unwrap_or_default(),
        taken_at,
        buffered: matches!(number(result, "isoffline", 0, 1), Ok(Some(1))),
        record_no,
    }
}

fn identity(alarm: &Value, record_no: Option<i64>, stamp: &str, license: &str) -> Identity {
    let serial = alarm.get("serialno").and_then(Value::as_str).filter(|text| !text.is_empty());
    match (serial, record_no) {
        // `plateid` counts up and begins anew after a restart: with the camera's time it names the record for good.
        (Some(serial), Some(no)) => Identity::Key(format!("vzenith {serial} {no} {stamp} {license}")),
        _ => Identity::None,
    }
}

fn read(alarm: &Value, result: &Value) -> Result<CameraRead, ReadProblem> {
    let field = |name: &str| format!("{RESULT}.{name}");
    let buffered = number(result, "isoffline", 0, 1)? == Some(1);
    let record_no = number(result, "plateid", 0, i64::from(u32::MAX))?;
    // A car must not stand there unseen because its camera has lost the date: its time is now.
    let ((taken_at, stamp), time_problem) = match time(result) {
        Ok(time) => (time, None),
        Err(problem) if buffered => return Err(problem),
        // Numbers begin anew with a clock that does: what it says still tells two records apart.
        Err(problem) => ((None, result["timeStamp"]["Timeval"].to_string()), Some(problem)),
    };
    if buffered && taken_at.is_none() {
        return Err(ReadProblem::new(field("timeStamp.Timeval.sec"), Rule::Missing));
    }
    let license = result.get("license").ok_or_else(|| ReadProblem::new(field("license"), Rule::Missing))?;
    let license = license.as_str().ok_or_else(|| ReadProblem::new(field("license"), Rule::Text))?;
    let kind = number(result, "type", 0, 255)?;
    let color = plate_color(number(result, "colorType", 0, 255)?);
    let (plate, plate_problem) = match kind {
        Some(FALSE_PLATE | BADGE | NO_PLATE) => (None, None),
        _ => match license_plate(&field("license"), license) {
            Ok(plate) => (plate, None),
            Err(problem) => (None, Some(problem)),
        },
    };
    let vehicle = match plate {
        Some(plate) => Some(Vehicle {
            class: class(&plate, color, kind, result)?,
            plate_color: color,
            car_color: car_color(number(result, "carColor", 0, 255)?).map(str::to_owned),
            // The document's table of makes is an annex that is not published with it.
            car_logo: None,
            tag: None,
            plate,
        }),
        None => None,
    };
    let (picture, picture_problem) = best_picture(result);
    Ok(CameraRead {
        identity: identity(alarm, record_no, &stamp, license),
        vehicle,
        taken_at,
        buffered,
        // The document says 1 to 100; 0 comes where nothing was recognised.
        confidence: number(result, "confidence", 0, 100)?.and_then(|n| u8::try_from(n).ok()),
        picture,
        plate_problem,
        picture_problem,
        time_problem,
        record_no,
    })
}

/// The whole scene, else the plate cut out of it; and what is wrong with the first one that is of no use.
fn best_picture(result: &Value) -> (Option<Picture>, Option<ReadProblem>) {
    let mut first_problem = None;
    for name in ["imageFile", "imageFragmentFile"] {
        let field = format!("{RESULT}.{name}");
        let read = match result.get(name) {
            None | Some(Value::Null) => continue,
            Some(Value::String(text)) if text.is_empty() => continue,
            Some(Value::String(text)) => base64_picture(&field, text),
            Some(_) => Err(ReadProblem::new(field, Rule::Text)),
        };
        match read {
            Ok(picture) => return (Some(picture), first_problem),
            Err(problem) => _ = first_problem.get_or_insert(problem),
        }
    }
    (None, first_problem)
}

/// `timeStamp.Timeval`: seconds since 1970 and microseconds; a camera without a clock sends 0, which is no time.
fn time(result: &Value) -> Result<(Option<lotdesk_domain::moment::Moment>, String), ReadProblem> {
    let path = format!("{RESULT}.timeStamp.Timeval");
    let Some(timeval) = result.get("timeStamp").and_then(|stamp| stamp.get("Timeval")) else {
        return Ok((None, String::new()));
    };
    let part = |name: &str, most: i64| match timeval.get(name) {
        None => Ok(0),
        Some(value) => value
            .as_i64()
            .filter(|n| (0..=most).contains(n))
            .ok_or_else(|| ReadProblem::new(format!("{path}.{name}"), Rule::Number(0, most))),
    };
    let (sec, usec) = (part("sec", i64::from(u32::MAX))?, part("usec", 999_999)?);
    if sec == 0 {
        return Ok((None, String::new()));
    }
    let moment = moment_ms(&format!("{path}.sec"), sec * 1000 + usec / 1000)?;
    Ok((Some(moment), format!("{sec}.{usec}")))
}

/// A whole number that may be missing; some firmware writes numbers as text.
fn number(result: &Value, name: &str, from: i64, to: i64) -> Result<Option<i64>, ReadProblem> {
    let value = match result.get(name) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(text)) => text.trim().parse().ok(),
        Some(Value::Bool(flag)) => Some(i64::from(*flag)),
        Some(value) => value.as_i64(),
    };
    match value {
        Some(number) if (from..=to).contains(&number) => Ok(Some(number)),
        _ => Err(ReadProblem::new(format!("{RESULT}.{name}"), Rule::Number(from, to))),
    }
}

/// `license`: a plate, or none where the camera saw no legible one.
fn license_plate(field: &str, license: &str) -> Result<Option<Plate>, ReadProblem> {
    // Plates of three places come joined; the mainland's is the first.
    let text = license.split('|').next().unwrap_or(license).trim();
    if text.is_empty() || matches!(text, "_无_" | "无" | "无牌" | "无牌车" | "未识别" | "unlicensed") {
        return Ok(None);
    }
    // Base64 has no Chinese character and every plate has one.
    if text.is_ascii()
        && let Some(decoded) = base64_bytes(text)
        && let Ok(decoded) = body_text(field, &decoded)
        && !decoded.is_ascii()
    {
        return if decoded.trim() == "_无_" { Ok(None) } else { plate(field, decoded.trim()).map(Some) };
    }
    plate(field, text).map(Some)
}

/// Table 3.3.
fn plate_color(code: Option<i64>) -> Option<PlateColor> {
    Some(match code? {
        1 => PlateColor::Blue,
        2 => PlateColor::Yellow,
        3 => PlateColor::White,
        4 => PlateColor::Black,
        5 => PlateColor::Green,
        6 => PlateColor::YellowGreen,
        _ => return None,
    })
}

/// Table 3.4. The documents give codes only where the camera has the feature; 255 is unknown.
fn car_color(code: Option<i64>) -> Option<&'static str> {
    Some(match code? {
        0 => "白色",
        1 => "银色",
        2 => "黄色",
        3 => "粉色",
        4 => "红色",
        5 => "绿色",
        6 => "蓝色",
        7 => "棕色",
        8 => "黑色",
        _ => return None,
    })
}

/// The size: by table 3.6 (`car_brand.type`) where the camera knows it, else by table 3.2 (`type`) and the plate.
fn class(
    plate: &Plate,
    color: Option<PlateColor>,
    kind: Option<i64>,
    result: &Value,
) -> Result<VehicleClass, ReadProblem> {
    let by_body = result.get("car_brand").and_then(|brand| brand.get("type")).and_then(Value::as_i64);
    Ok(match (by_body, kind) {
        (Some(5 | 7), _) | (_, Some(3 | 4 | 20)) => VehicleClass::Large,
        (Some(1..=4 | 6), _) => VehicleClass::Small,
        _ => class_by_plate(plate, color),
    })
}

/// 2.5: the camera tells every few seconds that it is there, as a multipart or plain form.
fn is_registration(text: &str) -> bool {
    text.contains("device_name") && text.contains("ipaddr")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::camera::test_support::{JPEG, fixture};
    use base64::Engine as _;
    use serde_json::json;

    fn sample() -> Value {
        serde_json::from_slice(&fixture("vzenith_plate.json")).unwrap()
    }

    fn parse(value: &Value) -> Result<Push, ReadProblem> {
        parse_vzenith(value.to_string().as_bytes())
    }

    fn read_of(value: &Value) -> CameraRead {
        match parse(value).unwrap() {
            Push::Read(read) => read,
            other => panic!("{other:?}"),
        }
    }

    fn with(name: &str, value: Value) -> Value {
        let mut push = sample();
        push["AlarmInfoPlate"]["result"]["PlateResult"][name] = value;
        push
    }

    #[test]
    fn reads_the_documents_sample() {
        let read = read_of(&sample());
        // 1686299994.687772 s is 2023-06-09 16:39:54 in China, as the sample's own dec* fields say.
        let taken_at = read.taken_at.unwrap();
        assert_eq!(taken_at.to_datetime_text(), "2023-06-09 16:39:54");
        assert_eq!(taken_at.0, 1_686_299_994_687);
        assert_eq!(read.confidence, Some(96));
        assert!(!read.buffered);
        assert_eq!(read.record_no, Some(21085));
        assert_eq!(read.picture, None);
        let vehicle = read.vehicle.unwrap();
        assert_eq!(vehicle.plate.as_str(), "粤Z9065澳");
        assert_eq!(vehicle.plate_color, Some(PlateColor::Black));
        assert_eq!(vehicle.car_color, None);
        assert_eq!(vehicle.class, VehicleClass::Small);
    }

    #[test]
    fn a_record_sent_later_without_a_plate_is_read_as_such() {
        let push: Value = serde_json::from_slice(&fixture("vzenith_offline_no_plate.json")).unwrap();
        let read = read_of(&push);
        assert!(read.buffered);
        assert_eq!(read.vehicle, None);
        assert_eq!(read.record_no, Some(123));
        assert_eq!(read.taken_at.unwrap().to_datetime_text(), "2015-09-10 00:12:51");
    }

    #[test]
    fn the_same_record_pushed_twice_has_one_identity() {
        assert_eq!(read_of(&sample()).identity, read_of(&sample()).identity);
        assert_ne!(read_of(&sample()).identity, read_of(&with("plateid", json!(21086))).identity);
        let mut nameless = sample();
        nameless["AlarmInfoPlate"]["serialno"] = json!("");
        assert_eq!(read_of(&nameless).identity, Identity::None);
    }

    #[test]
    fn plates_in_every_writing_the_makes_use() {
        let plate =
            |license: &str| read_of(&with("license", json!(license))).vehicle.map(|vehicle| vehicle.plate.to_string());
        assert_eq!(plate("鲁VF0050").as_deref(), Some("鲁VF0050"));
        assert_eq!(plate("粤ZJ068澳|MX7742|ZM127").as_deref(), Some("粤ZJ068澳"));
        let base64 = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
        assert_eq!(plate(&base64("粤B12345".as_bytes())).as_deref(), Some("粤B12345"));
        assert_eq!(plate(&base64(&[0xD4, 0xC1, b'B', b'1', b'2', b'3', b'4', b'5'])).as_deref(), Some("粤B12345"));
        assert_eq!(plate("_无_"), None);
        assert_eq!(plate(""), None);
        assert_eq!(read_of(&with("type", json!(31))).vehicle, None);
        // The whole body in GB 2312, as older firmware sends it.
        let utf8 = fixture("vzenith_plate.json");
        let (gb, _, _) = encoding_rs::GB18030.encode(std::str::from_utf8(&utf8).unwrap());
        let Push::Read(read) = parse_vzenith(&gb).unwrap() else { panic!("a read is wanted") };
        assert_eq!(read.vehicle.unwrap().plate.as_str(), "粤Z9065澳");
    }

    #[test]
    fn a_car_whose_plate_was_misread_is_not_lost() {
        let read = read_of(&with("license", json!("粤AAAAAA")));
        assert_eq!(read.vehicle, None);
        let problem = read.plate_problem.unwrap();
        assert_eq!(problem.field, format!("{RESULT}.license"));
        assert!(matches!(problem.rule, Rule::Plate(_)));
    }

    #[test]
    fn a_car_whose_camera_has_lost_the_date_is_not_lost() {
        // 1970-01-01, as a clock without its battery says.
        let read = read_of(&with("timeStamp", json!({"Timeval": {"sec": 5}})));
        assert_eq!(read.taken_at, None);
        assert_eq!(read.time_problem.unwrap().field, format!("{RESULT}.timeStamp.Timeval.sec"));
        assert!(read.vehicle.is_some());
    }

    #[test]
    fn the_scene_is_kept_and_the_cut_out_plate_only_without_it() {
        let base64 = base64::engine::general_purpose::STANDARD.encode(JPEG);
        let mut push = with("imageFragmentFile", json!(base64));
        assert_eq!(read_of(&push).picture.unwrap().bytes, JPEG);
        push["AlarmInfoPlate"]["result"]["PlateResult"]["imageFile"] = json!("AAAA");
        let read = read_of(&push);
        assert_eq!(read.picture.unwrap().bytes, JPEG, "a broken scene leaves the plate");
        assert_eq!(read.picture_problem.unwrap().field, "AlarmInfoPlate.result.PlateResult.imageFile");
        assert!(read.vehicle.is_some());
    }

    #[test]
    fn sizes_by_body_then_by_plate() {
        let class = |push: &Value| read_of(push).vehicle.unwrap().class;
        assert_eq!(class(&with("car_brand", json!({"brand": 1, "type": 5, "year": 1}))), VehicleClass::Large);
        let mut yellow = with("colorType", json!(2));
        yellow["AlarmInfoPlate"]["result"]["PlateResult"]["type"] = json!(3);
        assert_eq!(class(&yellow), VehicleClass::Large);
        assert_eq!(class(&with("colorType", json!(6))), VehicleClass::Large);
    }

    #[test]
    fn other_pushes_are_signs_of_life_and_turning_back_is_a_signal() {
        let Push::Signal(signal) = parse(&with("triggerType", json!(66))).unwrap() else {
            panic!("a signal is wanted")
        };
        assert_eq!((signal.what, signal.buffered), (LaneSignal::BackedOut, false));
        // Which car, when, and which event it is, stand in the same places as those of a read.
        let read = read_of(&sample());
        assert_eq!((signal.taken_at, signal.plate), (read.taken_at, read.vehicle.map(|vehicle| vehicle.plate)));
        assert_eq!((signal.identity, signal.record_no), (read.identity, read.record_no));
        assert_eq!(parse(&with("triggerType", json!(64))).unwrap(), Push::Alive);
        let gio =
            json!({"AlarmGioIn": {"result": {"TriggerResult": {"source": 3, "value": 1}}, "serialno": "d85b1269"}});
        assert_eq!(parse(&gio).unwrap(), Push::Alive);
        assert_eq!(parse_vzenith(&fixture("vzenith_registration.txt")).unwrap(), Push::Alive);
    }

    #[test]
    fn broken_pushes_name_the_field() {
        let field = |push: &Value| parse(push).unwrap_err().field;
        assert_eq!(field(&json!({})), "AlarmInfoPlate");
        assert_eq!(field(&json!({"AlarmInfoPlate": {}})), RESULT);
        for (name, value) in [
            ("license", json!(7)),
            ("confidence", json!(101)),
            ("isoffline", json!(2)),
            ("plateid", json!(-1)),
            ("colorType", json!("blue")),
        ] {
            assert_eq!(field(&with(name, value)), format!("{RESULT}.{name}"), "{name}");
        }
        let mut buffered = with("isoffline", json!(1));
        buffered["AlarmInfoPlate"]["result"]["PlateResult"]["timeStamp"] = Value::Null;
        assert_eq!(field(&buffered), format!("{RESULT}.timeStamp.Timeval.sec"));
        buffered["AlarmInfoPlate"]["result"]["PlateResult"]["timeStamp"] = json!({"Timeval": {"sec": 5}});
        assert_eq!(field(&buffered), format!("{RESULT}.timeStamp.Timeval.sec"));
        let whole = fixture("vzenith_plate.json");
        for cut in [1, 10, whole.len() / 2, whole.len() - 3] {
            assert!(matches!(parse_vzenith(&whole[..cut]).unwrap_err().rule, Rule::Json(_)), "{cut}");
        }
        assert_eq!(parse_vzenith(b"\xFF\xFF\xFF").unwrap_err().rule, Rule::Encoding);
        assert!(matches!(parse_vzenith(b"hello").unwrap_err().rule, Rule::Json(_)));
        assert_eq!(parse_vzenith(&vec![b'{'; MAX_BODY_BYTES + 1]).unwrap_err().rule, Rule::TooLarge(MAX_BODY_BYTES));
    }
}
