//! Hikvision cameras: the ISAPI event `EventNotificationAlert` with `ANPR`, pushed to an alarm server.
//!
//! Source: Hikvision's ISAPI documentation, message `XML_EventNotificationAlert_ANPR` (Device Network SDK (Traffic)
//! Developer Guide V6.1.4.X of 2022, and the field list with its value sets in the Chinese edition). What matters here:
//! the body is `multipart/form-data` with `anpr.xml` and pictures (`detectionPicture.jpg`, `licensePlatePicture.jpg`,
//! `vehiclePicture.jpg`), or the XML alone; `licensePlate` of a Chinese plate begins with the colour of the plate
//! (`蓝浙AX2P12`), `noPlate` is a car without one, `unknown` one that was not legible; `dateTime` is ISO 8601 with its
//! offset; `isDataRetransmission` true, or `alarmDataType` 1, is a record sent later. The camera wants a 200.

use bytes::Bytes;
use chrono::DateTime;
use futures::stream;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::{Vehicle, VehicleClass};
use lotdesk_domain::plate::{Plate, PlateColor};

use super::values::{body_text, class_by_plate, moment_ms, picture, plate};
use super::xml::XmlFields;
use super::{CameraRead, Identity, MAX_BODY_BYTES, MAX_XML_BYTES, Picture, Push, ReadProblem, Rule};

const ROOT: &str = "EventNotificationAlert";
const ANPR: &str = "EventNotificationAlert.ANPR";
/// Parts that a form may have.
const MAX_PARTS: usize = 16;

/// Reads a push of a Hikvision camera by its `Content-Type`.
///
/// # Errors
/// With the first field that breaks a rule.
pub async fn parse_hikvision(content_type: &str, body: Bytes) -> Result<Push, ReadProblem> {
    if body.len() > MAX_BODY_BYTES {
        return Err(ReadProblem::body(Rule::TooLarge(MAX_BODY_BYTES)));
    }
    if !content_type.trim_start().to_ascii_lowercase().starts_with("multipart/") {
        return parse_hikvision_xml(&body, None);
    }
    let parts = form_parts(content_type, body).await?;
    let xml = parts.xml.ok_or_else(|| ReadProblem::new("anpr.xml", Rule::Missing))?;
    let mut push = parse_hikvision_xml(&xml, parts.picture)?;
    if let Push::Read(read) = &mut push {
        read.picture_problem = parts.picture_problem;
    }
    Ok(push)
}

/// What a form held: the event, the best picture, and what is wrong with the first picture that is of no use.
struct FormParts {
    xml: Option<Bytes>,
    picture: Option<Picture>,
    picture_problem: Option<ReadProblem>,
}

async fn form_parts(content_type: &str, body: Bytes) -> Result<FormParts, ReadProblem> {
    let broken = |error: multer::Error| ReadProblem::body(Rule::Multipart(error.to_string()));
    // Cameras write `multipart/form-data`, some `multipart/mixed`: the parts look the same.
    let boundary = match multer::parse_boundary(content_type) {
        Ok(boundary) => boundary,
        Err(multer::Error::NoMultipart) => content_type
            .split(';')
            .find_map(|part| part.trim().strip_prefix("boundary="))
            .map(|text| text.trim_matches('"').to_owned())
            .filter(|text| !text.is_empty())
            .ok_or_else(|| ReadProblem::body(Rule::Multipart("no boundary".into())))?,
        Err(error) => return Err(broken(error)),
    };
    let whole = stream::once(async move { Ok::<_, std::convert::Infallible>(body) });
    let mut form = multer::Multipart::new(whole, boundary);
    let mut xml = None;
    let mut best: Option<(u8, Picture)> = None;
    let mut picture_problem = None;
    for count in 0.. {
        let Some(part) = form.next_field().await.map_err(broken)? else { break };
        if count >= MAX_PARTS {
            return Err(ReadProblem::body(Rule::Multipart(format!("more than {MAX_PARTS} parts"))));
        }
        let name = part.name().or(part.file_name()).unwrap_or_default().to_owned();
        let kind = part.content_type().map(|mime| mime.essence_str().to_ascii_lowercase()).unwrap_or_default();
        let bytes = part.bytes().await.map_err(broken)?;
        let lower = name.to_ascii_lowercase();
        if lower.ends_with(".xml") || kind.ends_with("/xml") {
            if bytes.len() > MAX_XML_BYTES {
                return Err(ReadProblem::new(name, Rule::TooLarge(MAX_XML_BYTES)));
            }
            xml.get_or_insert(bytes);
        } else if kind.starts_with("image/") || lower.ends_with(".jpg") || lower.ends_with(".jpeg") {
            let rank = match lower.as_str() {
                name if name.starts_with("detectionpicture") => 3,
                name if name.starts_with("vehiclepicture") => 2,
                name if name.starts_with("licenseplatepicture") => 0,
                _ => 1,
            };
            if !bytes.is_empty() && best.as_ref().is_none_or(|(held, _)| rank > *held) {
                match picture(&name, bytes) {
                    Ok(picture) => best = Some((rank, picture)),
                    Err(problem) => _ = picture_problem.get_or_insert(problem),
                }
            }
        }
    }
    Ok(FormParts { xml, picture: best.map(|(_, picture)| picture), picture_problem })
}

/// Reads the event itself.
///
/// # Errors
/// With the first field that breaks a rule.
pub fn parse_hikvision_xml(xml: &[u8], picture: Option<Picture>) -> Result<Push, ReadProblem> {
    if xml.len() > MAX_XML_BYTES {
        return Err(ReadProblem::new("xml", Rule::TooLarge(MAX_XML_BYTES)));
    }
    let text = body_text("xml", xml)?;
    let event = XmlFields::parse(&text)?;
    let get = |name: &str| event.get(&format!("{ROOT}.{name}"));
    let kind = get("eventType").ok_or_else(|| ReadProblem::new(format!("{ROOT}.eventType"), Rule::Missing))?;
    // Inactive is the heartbeat of an event source; other event types are no reads (motion, video loss, heartBeat).
    if get("eventState") == Some("inactive") || !matches!(kind, "ANPR" | "vehicleRecognition") {
        return Ok(Push::Alive);
    }
    let buffered = flag(&event, &format!("{ROOT}.isDataRetransmission"))?
        || event.get(&format!("{ANPR}.alarmDataType")) == Some("1");
    // A car must not stand there unseen because its camera has lost the date: its time is now.
    let (taken_at, time_problem) = match get("dateTime").map(date_time) {
        Some(Ok(at)) => (Some(at), None),
        Some(Err(problem)) if buffered => return Err(problem),
        Some(Err(problem)) => (None, Some(problem)),
        None => (None, None),
    };
    if buffered && taken_at.is_none() {
        return Err(ReadProblem::new(format!("{ROOT}.dateTime"), Rule::Missing));
    }
    let license_path = format!("{ANPR}.licensePlate");
    let license = event.get(&license_path).ok_or_else(|| ReadProblem::new(&license_path, Rule::Missing))?;
    let (color, plate, plate_problem) = match license {
        "noPlate" | "unknown" | "无车牌" | "车牌" | "_无_" => (None, None, None),
        text => {
            let (color, text) = without_color(text);
            match plate(&license_path, text) {
                Ok(plate) => (color, Some(plate), None),
                Err(problem) => (color, None, Some(problem)),
            }
        }
    };
    let color = event.get(&format!("{ANPR}.plateColor")).and_then(plate_color).or(color);
    let confidence = match event.get(&format!("{ANPR}.confidenceLevel")) {
        None => None,
        Some(text) => Some(
            text.parse::<u8>()
                .ok()
                .filter(|level| *level <= 100)
                .ok_or_else(|| ReadProblem::new(format!("{ANPR}.confidenceLevel"), Rule::Number(0, 100)))?,
        ),
    };
    let identity = match get("UUID") {
        Some(uuid) => Identity::Key(format!("hikvision {uuid}")),
        None => Identity::None,
    };
    Ok(Push::Read(CameraRead {
        identity,
        vehicle: plate.map(|plate| Vehicle {
            class: class(&event, &plate, color),
            plate_color: color,
            car_color: event.get(&format!("{ANPR}.vehicleInfo.color")).and_then(car_color).map(str::to_owned),
            // `vehicleLogoRecog` counts into a table that is not published.
            car_logo: None,
            tag: None,
            plate,
        }),
        taken_at,
        buffered,
        confidence,
        picture,
        plate_problem,
        picture_problem: None,
        time_problem,
        record_no: None,
    }))
}

/// ISO 8601 with its offset; without one, the camera's clock is China's.
fn date_time(text: &str) -> Result<Moment, ReadProblem> {
    let path = format!("{ROOT}.dateTime");
    let moment = DateTime::parse_from_rfc3339(text)
        .map(|moment| Moment(moment.timestamp_millis()))
        .ok()
        .or_else(|| Moment::from_datetime_text(text))
        .ok_or_else(|| ReadProblem::new(&path, Rule::Moment))?;
    moment_ms(&path, moment.0)
}

fn flag(event: &XmlFields, path: &str) -> Result<bool, ReadProblem> {
    match event.get(path) {
        None | Some("false" | "0") => Ok(false),
        Some("true" | "1") => Ok(true),
        Some(_) => Err(ReadProblem::new(path, Rule::Boolean)),
    }
}

/// Takes the colour off the front of a plate: `蓝浙AX2P12`. 黑 is a colour only where no letter follows: 黑A12345 is a
/// plate of Heilongjiang, 黑粤Z1234港 a black one of Guangdong.
fn without_color(text: &str) -> (Option<PlateColor>, &str) {
    let rest_of = |prefix: &str| text.strip_prefix(prefix).filter(|rest| !rest.is_empty());
    for (prefix, color) in [
        ("黄绿", PlateColor::YellowGreen),
        ("渐绿", PlateColor::Green),
        ("蓝", PlateColor::Blue),
        ("黄", PlateColor::Yellow),
        ("绿", PlateColor::Green),
        ("白", PlateColor::White),
    ] {
        if let Some(rest) = rest_of(prefix) {
            return (Some(color), rest);
        }
    }
    match rest_of("黑") {
        Some(rest) if !rest.starts_with(|c: char| c.is_ascii_alphanumeric()) => (Some(PlateColor::Black), rest),
        _ => (None, text),
    }
}

/// Value set of `plateColor`.
fn plate_color(name: &str) -> Option<PlateColor> {
    Some(match name {
        "blue" => PlateColor::Blue,
        "yellow" => PlateColor::Yellow,
        "green" | "newEnergyGreen" | "civilAviationGreen" => PlateColor::Green,
        "newEnergyYellowGreen" => PlateColor::YellowGreen,
        "white" => PlateColor::White,
        "black" | "civilAviationBlack" => PlateColor::Black,
        _ => return None,
    })
}

/// Value set of `vehicleInfo.color`.
fn car_color(name: &str) -> Option<&'static str> {
    Some(match name {
        "green" => "绿色",
        "brown" => "棕色",
        "pink" => "粉色",
        "purple" => "紫色",
        "deepGray" => "灰色",
        "cyan" => "青色",
        "orange" => "橙色",
        "white" => "白色",
        "silver" => "银色",
        "gray" => "灰色",
        "black" => "黑色",
        "red" => "红色",
        "deepBlue" => "蓝色",
        "blue" => "蓝色",
        "yellow" => "黄色",
        _ => return None,
    })
}

/// The size: by the value set of `vehicleType`, else by `vehicleInfo.vehicleType` (1 small, 2 large), else by the plate.
fn class(event: &XmlFields, plate: &Plate, color: Option<PlateColor>) -> VehicleClass {
    match event.get(&format!("{ANPR}.vehicleType")).unwrap_or_default() {
        "largeBus" | "bus" | "truck" | "crane" | "concreteMixer" | "slagTruck" | "containerTruck"
        | "platformTrailer" | "oilTankTruck" | "mediumHeavyTruck" => return VehicleClass::Large,
        "mediumBus" => return VehicleClass::Medium,
        "smallCar" | "miniCar" | "pickupTruck" | "vehicle" | "van" | "buggy" | "SUVMPV" | "minibus" | "coupe"
        | "minitruck" | "hatchback" | "saloon" | "lightTruck" => return VehicleClass::Small,
        _ => {}
    }
    match event.get(&format!("{ANPR}.vehicleInfo.vehicleType")) {
        Some("2") => VehicleClass::Large,
        Some("1") => VehicleClass::Small,
        _ => class_by_plate(plate, color),
    }
}

#[cfg(test)]
mod tests;
