//! How cameras push: our own JSON, Vzenith's `AlarmInfoPlate`, Hikvision's `EventNotificationAlert`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::VehicleClass;
use lotdesk_domain::plate::{Plate, PlateColor};
use reqwest::StatusCode;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::picture::car::Look;

/// In whose words a lane's camera pushes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameraFormat {
    /// Our own JSON.
    Own,
    /// Vzenith/臻识.
    Vzenith,
    /// Hikvision ISAPI.
    Hikvision,
}

impl CameraFormat {
    /// Last part of the lane listener's path.
    pub const fn path(self) -> &'static str {
        match self {
            CameraFormat::Own => "reads",
            CameraFormat::Vzenith => "vzenith",
            CameraFormat::Hikvision => "hikvision",
        }
    }
}

/// A read as the camera has it.
#[derive(Clone, Debug)]
pub struct LaneRead {
    /// Which read it is.
    pub read_id: Guid,
    /// What the camera made of the plate; none where it made nothing of it.
    pub plate: Option<Plate>,
    /// Colour of the plate.
    pub plate_color: PlateColor,
    /// Size of the car.
    pub class: VehicleClass,
    /// What the car looks like.
    pub look: Look,
    /// When it was taken.
    pub taken_at: Moment,
    /// True when it was kept while the line was down.
    pub buffered: bool,
    /// 0 to 100.
    pub confidence: u8,
    /// JPEG.
    pub jpeg: Vec<u8>,
}

/// Why a push did not arrive.
#[derive(Debug, thiserror::Error)]
pub enum PushError {
    /// The line.
    #[error("the push did not arrive: {0}")]
    Http(#[from] reqwest::Error),
    /// The listener's answer.
    #[error("the push was answered by {status}: {words}")]
    Refused {
        /// HTTP status.
        status: StatusCode,
        /// What it said.
        words: String,
    },
    /// No picture.
    #[error(transparent)]
    NoPicture(#[from] crate::picture::NoPicture),
    /// The work was cut short by a shutdown.
    #[error("the traffic is being stopped")]
    Stopping,
}

/// Pushes reads to a lane listener.
#[derive(Clone, Debug)]
pub struct Pusher {
    http: reqwest::Client,
    base_url: String,
}

impl Pusher {
    /// A pusher for the listener at this base URL, such as `http://127.0.0.1:8021`.
    pub const fn new(http: reqwest::Client, base_url: String) -> Self {
        Self { http, base_url }
    }

    /// Pushes a read, and hands back what the listener answered.
    ///
    /// # Errors
    /// When the line is down or the listener refuses.
    pub async fn push(
        &self,
        format: CameraFormat,
        lane: &str,
        token: &str,
        read: &LaneRead,
    ) -> Result<String, PushError> {
        let url = format!("{}/lanes/{lane}/{}", self.base_url, format.path());
        let request = self.http.post(url).bearer_auth(token);
        let request = match format {
            CameraFormat::Own => request.json(&own(read)),
            CameraFormat::Vzenith => request.json(&vzenith(read, lane)),
            CameraFormat::Hikvision => {
                let xml = Part::text(hikvision(read)).file_name("anpr.xml").mime_str("application/xml")?;
                let scene = Part::bytes(read.jpeg.clone()).file_name("detectionPicture.jpg").mime_str("image/jpeg")?;
                request.multipart(Form::new().part("anpr.xml", xml).part("detectionPicture.jpg", scene))
            }
        };
        let response = request.send().await?;
        let status = response.status();
        let words = response.text().await?;
        if status.is_success() { Ok(words) } else { Err(PushError::Refused { status, words }) }
    }
}

/// Our own JSON.
fn own(read: &LaneRead) -> Value {
    let vehicle = read.plate.as_ref().map(|plate| {
        json!({
            "plateNo": plate.as_str(),
            "plateColor": match read.plate_color {
                PlateColor::Blue => "蓝色",
                PlateColor::Yellow => "黄色",
                PlateColor::Green => "绿色",
                PlateColor::YellowGreen => "黄绿色",
                PlateColor::White => "白色",
                PlateColor::Black => "黑色",
            },
            "carColor": read.look.colour_name,
            "carLogo": read.look.make,
            "carModel": match read.class {
                VehicleClass::Large => 1,
                VehicleClass::Medium => 2,
                VehicleClass::Small => 3,
            },
            "eidEquiped": false,
        })
    });
    json!({
        "read_id": read.read_id.to_string(),
        "taken_at": read.taken_at.0,
        "buffered": read.buffered,
        "confidence": read.confidence,
        "vehicle": vehicle,
        "picture": BASE64.encode(&read.jpeg),
    })
}

/// The maker's HTTP push document, section 2.1, with its code tables 3.1–3.6.
fn vzenith(read: &LaneRead, lane: &str) -> Value {
    let color_type = match read.plate_color {
        _ if read.plate.is_none() => 0,
        PlateColor::Blue => 1,
        PlateColor::Yellow => 2,
        PlateColor::White => 3,
        PlateColor::Black => 4,
        PlateColor::Green => 5,
        PlateColor::YellowGreen => 6,
    };
    let car_color = match read.look.colour_name {
        "白色" => 0,
        "银色" => 1,
        "金色" => 2,
        "红色" => 4,
        "绿色" => 5,
        "蓝色" => 6,
        "棕色" => 7,
        "黑色" => 8,
        _ => 255,
    };
    // 1 a small blue plate, 3 and 4 yellow plates in one and two rows, 19 small and 20 large new energy, 31 none.
    let kind = match (read.plate.is_some(), read.plate_color) {
        (false, _) => 31,
        (true, PlateColor::Yellow) => 3,
        (true, PlateColor::Green) => 19,
        (true, PlateColor::YellowGreen) => 20,
        (true, _) => 1,
    };
    let plate_id =
        read.read_id.bytes().iter().fold(0_u32, |id, byte| id.wrapping_mul(31).wrapping_add(u32::from(*byte)));
    let picture = BASE64.encode(&read.jpeg);
    json!({ "AlarmInfoPlate": {
        "channel": 0,
        "deviceName": lane,
        "ipaddr": "127.0.0.1",
        "result": { "PlateResult": {
            "license": read.plate.as_ref().map_or("_无_", Plate::as_str),
            "colorType": color_type,
            "carColor": car_color,
            "confidence": read.confidence,
            "type": kind,
            "triggerType": 8,
            "plateid": plate_id,
            "isoffline": u8::from(read.buffered),
            "imageFile": picture,
            "imageFileLen": read.jpeg.len(),
            "location": { "RECT": { "left": 249, "top": 247, "right": 391, "bottom": 292 } },
            "timeStamp": { "Timeval": { "sec": read.taken_at.seconds(), "usec": read.taken_at.0.rem_euclid(1000) * 1000 } },
        } },
        "serialno": format!("lotdesk-sandbox-{lane}"),
    } })
}

/// Message `XML_EventNotificationAlert_ANPR`. All texts that go in are ours: nothing in them needs escaping.
fn hikvision(read: &LaneRead) -> String {
    let (colour, name) = match read.plate_color {
        PlateColor::Blue => ("蓝", "blue"),
        PlateColor::Yellow => ("黄", "yellow"),
        PlateColor::Green => ("绿", "newEnergyGreen"),
        PlateColor::YellowGreen => ("黄绿", "newEnergyYellowGreen"),
        PlateColor::White => ("白", "white"),
        PlateColor::Black => ("黑", "black"),
    };
    let (plate, colour_line) = match &read.plate {
        Some(plate) => (format!("{colour}{plate}"), format!("<plateColor>{name}</plateColor>")),
        None => ("noPlate".to_owned(), String::new()),
    };
    let kind = match read.class {
        VehicleClass::Large => "truck",
        VehicleClass::Medium => "mediumBus",
        VehicleClass::Small => "vehicle",
    };
    let car_colour = match read.look.colour_name {
        "白色" => "white",
        "黑色" => "black",
        "银色" => "silver",
        "灰色" => "gray",
        "红色" => "red",
        "蓝色" => "blue",
        "棕色" => "brown",
        "绿色" => "green",
        _ => "yellow",
    };
    let id = read.read_id.to_string().to_lowercase();
    let uuid = [&id[..8], &id[8..12], &id[12..16], &id[16..20], &id[20..]].join("-");
    let local = read.taken_at.to_china().format("%Y-%m-%dT%H:%M:%S%.3f+08:00");
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<EventNotificationAlert version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema">
<ipAddress>127.0.0.1</ipAddress><portNo>80</portNo><protocol>HTTP</protocol><channelID>1</channelID>
<dateTime>{local}</dateTime><activePostCount>1</activePostCount><eventType>ANPR</eventType>
<eventState>active</eventState><eventDescription>ANPR</eventDescription>
<ANPR><licensePlate>{plate}</licensePlate><line>1</line><direction>forward</direction>
<confidenceLevel>{}</confidenceLevel>{colour_line}<vehicleType>{kind}</vehicleType><alarmDataType>{}</alarmDataType>
<vehicleInfo><index>1</index><color>{car_colour}</color></vehicleInfo></ANPR>
<UUID>{uuid}</UUID><picNum>1</picNum><isDataRetransmission>{}</isDataRetransmission>
</EventNotificationAlert>"#,
        read.confidence,
        u8::from(read.buffered),
        read.buffered,
    )
}

#[cfg(test)]
mod tests {
    use lotdesk_devices::camera::{CameraRead, Identity, Push, parse_hikvision, parse_own, parse_vzenith};

    use super::*;

    fn read(plate: Option<&str>, buffered: bool) -> LaneRead {
        LaneRead {
            read_id: "C78E319DAB604A268842ACF164774592".parse().unwrap(),
            plate: plate.map(|p| Plate::parse(p).unwrap()),
            plate_color: PlateColor::Green,
            class: VehicleClass::Small,
            look: Look::of("粤BD12345", VehicleClass::Small),
            taken_at: Moment(1_772_000_000_123),
            buffered,
            confidence: 97,
            jpeg: vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 16, b'J', b'F', b'I', b'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0],
        }
    }

    fn as_read(push: Push) -> CameraRead {
        match push {
            Push::Read(read) => read,
            other => panic!("{other:?}"),
        }
    }

    fn check(seen: &CameraRead, sent: &LaneRead) {
        assert_eq!(seen.vehicle.as_ref().map(|v| &v.plate), sent.plate.as_ref());
        assert_eq!(seen.taken_at, Some(sent.taken_at));
        assert_eq!(seen.buffered, sent.buffered);
        assert_eq!(seen.confidence, Some(97));
        assert_ne!(seen.identity, Identity::None, "a push sent again must be known as such");
        assert_eq!(seen.picture.as_ref().map(|p| p.bytes.as_ref()), Some(sent.jpeg.as_slice()));
        if let Some(vehicle) = &seen.vehicle {
            assert_eq!(vehicle.plate_color, Some(PlateColor::Green));
            assert_eq!(vehicle.class, VehicleClass::Small);
        }
    }

    #[tokio::test]
    async fn the_lane_listener_understands_every_format() {
        for (plate, buffered) in [(Some("粤BD12345"), false), (Some("粤BD12345"), true), (None, false)] {
            let sent = read(plate, buffered);
            check(&as_read(parse_own(own(&sent).to_string().as_bytes()).unwrap()), &sent);
            check(&as_read(parse_vzenith(vzenith(&sent, "in-2").to_string().as_bytes()).unwrap()), &sent);
            let body = format!(
                "--b\r\nContent-Disposition: form-data; name=\"anpr.xml\"; filename=\"anpr.xml\"\r\nContent-Type: application/xml\r\n\r\n{}\r\n--b\r\nContent-Disposition: form-data; name=\"detectionPicture.jpg\"; filename=\"detectionPicture.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n",
                hikvision(&sent)
            );
            let body = [body.as_bytes(), &sent.jpeg, b"\r\n--b--\r\n"].concat();
            check(&as_read(parse_hikvision("multipart/form-data; boundary=b", body.into()).await.unwrap()), &sent);
        }
    }
}
