use super::*;
use crate::camera::test_support::{JPEG, fixture};

fn xml() -> String {
    String::from_utf8(fixture("hikvision_anpr.xml")).unwrap()
}

fn parse(xml: &str) -> Result<Push, ReadProblem> {
    parse_hikvision_xml(xml.as_bytes(), None)
}

fn read_of(push: Result<Push, ReadProblem>) -> CameraRead {
    match push.unwrap() {
        Push::Read(read) => read,
        other => panic!("{other:?}"),
    }
}

fn with(from: &str, to: &str) -> String {
    let whole = xml();
    assert!(whole.contains(from), "{from} is not in the fixture");
    whole.replace(from, to)
}

const BOUNDARY: &str = "---------------------------7e13971310878";

fn form(parts: &[(&str, &str, &[u8])]) -> Bytes {
    let mut body = Vec::new();
    for (name, kind, bytes) in parts {
        body.extend(
            format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{name}\"\r\n\
                 Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
                bytes.len()
            )
            .into_bytes(),
        );
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    body.into()
}

async fn parse_form(parts: &[(&str, &str, &[u8])]) -> Result<Push, ReadProblem> {
    parse_hikvision(&format!("multipart/form-data; boundary={BOUNDARY}"), form(parts)).await
}

#[test]
fn reads_the_event() {
    let read = read_of(parse(&xml()));
    assert_eq!(read.taken_at.unwrap().to_datetime_text(), "2023-10-10 18:21:01");
    assert_eq!(read.confidence, Some(97));
    assert!(!read.buffered);
    assert!(matches!(&read.identity, Identity::Key(key) if key.ends_with("46dd0716-1dd2-11b2-821f-8ba17e6f56b7")));
    let vehicle = read.vehicle.unwrap();
    assert_eq!(vehicle.plate.as_str(), "浙AX2P12", "the colour in front is no part of the plate");
    assert_eq!(vehicle.plate_color, Some(PlateColor::Blue));
    assert_eq!(vehicle.car_color.as_deref(), Some("灰色"));
    assert_eq!(vehicle.class, VehicleClass::Small);
}

#[test]
fn colours_in_front_of_plates() {
    assert_eq!(without_color("蓝浙AX2P12"), (Some(PlateColor::Blue), "浙AX2P12"));
    assert_eq!(without_color("黄绿粤B12345D"), (Some(PlateColor::YellowGreen), "粤B12345D"));
    assert_eq!(without_color("黑A12345"), (None, "黑A12345"));
    assert_eq!(without_color("蓝黑A12345"), (Some(PlateColor::Blue), "黑A12345"));
    assert_eq!(without_color("黑粤Z1234港"), (Some(PlateColor::Black), "粤Z1234港"));
    assert_eq!(without_color("浙AX2P12"), (None, "浙AX2P12"));
    assert_eq!(without_color("蓝"), (None, "蓝"));
}

#[test]
fn cars_without_a_plate_records_sent_later_and_other_events() {
    assert_eq!(read_of(parse(&with("蓝浙AX2P12", "noPlate"))).vehicle, None);
    assert_eq!(read_of(parse(&with("蓝浙AX2P12", "unknown"))).vehicle, None);
    let retransmitted = with("<isDataRetransmission>false", "<isDataRetransmission>true");
    assert!(read_of(parse(&retransmitted)).buffered);
    assert!(read_of(parse(&with("<alarmDataType>0", "<alarmDataType>1"))).buffered);
    assert_eq!(parse(&with("<eventType>ANPR", "<eventType>videoloss")).unwrap(), Push::Alive);
    assert_eq!(parse(&with("<eventState>active", "<eventState>inactive")).unwrap(), Push::Alive);
    // Greenwich's clock: eight hours on is the same moment in China.
    let elsewhere = with("2023-10-10T18:21:01+08:00", "2023-10-10T10:21:01Z");
    assert_eq!(read_of(parse(&elsewhere)).taken_at, read_of(parse(&xml())).taken_at);
    let no_offset = with("2023-10-10T18:21:01+08:00", "2023-10-10T18:21:01");
    assert_eq!(read_of(parse(&no_offset)).taken_at, read_of(parse(&xml())).taken_at);
    assert_eq!(
        read_of(parse(&with("<vehicleType>van", "<vehicleType>largeBus"))).vehicle.unwrap().class,
        VehicleClass::Large
    );
}

#[test]
fn broken_events_name_the_field() {
    let field = |xml: String| parse(&xml).unwrap_err().field;
    assert_eq!(field(with("<licensePlate>蓝浙AX2P12</licensePlate>", "")), format!("{ANPR}.licensePlate"));
    assert_eq!(field(with("<eventType>ANPR</eventType>", "")), format!("{ROOT}.eventType"));
    let misread = read_of(parse(&with("蓝浙AX2P12", "蓝浙AX2")));
    assert_eq!((misread.vehicle, misread.plate_problem.unwrap().field), (None, format!("{ANPR}.licensePlate")));
    // A car whose camera has lost the date is not lost; of a record that was kept nobody would know when it was.
    for lost in ["yesterday", "1970-01-01T00:00:00Z"] {
        let read = read_of(parse(&with("2023-10-10T18:21:01+08:00", lost)));
        assert_eq!((read.taken_at, read.time_problem.unwrap().field), (None, format!("{ROOT}.dateTime")), "{lost}");
        let kept = with("2023-10-10T18:21:01+08:00", lost)
            .replace("<isDataRetransmission>false", "<isDataRetransmission>true");
        assert_eq!(field(kept), format!("{ROOT}.dateTime"));
    }
    assert_eq!(field(with(">97<", ">101<")), format!("{ANPR}.confidenceLevel"));
    assert_eq!(
        field(with("<isDataRetransmission>false", "<isDataRetransmission>maybe")),
        format!("{ROOT}.isDataRetransmission")
    );
    let whole = xml();
    let middle = (whole.len() / 2..).find(|at| whole.is_char_boundary(*at)).unwrap();
    assert!(matches!(parse(&whole[..middle]).unwrap_err().rule, Rule::Xml(_)));
    assert_eq!(parse_hikvision_xml(b"\xFF\xFE<\0", None).unwrap_err().rule, Rule::Encoding);
    let bomb = whole.replacen(
        "<EventNotificationAlert",
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\">]><EventNotificationAlert",
        1,
    );
    assert_eq!(parse(&bomb).unwrap_err().rule, Rule::XmlEntity);
}

#[tokio::test]
async fn forms_bring_the_event_and_the_scene() {
    let event = xml();
    let scene: Vec<u8> = [JPEG, b"scene"].concat();
    let push = parse_form(&[
        ("anpr.xml", "text/xml", event.as_bytes()),
        ("licensePlatePicture.jpg", "image/jpeg", JPEG),
        ("detectionPicture.jpg", "image/jpeg", &scene),
    ])
    .await;
    let read = read_of(push);
    assert_eq!(read.picture.unwrap().bytes, scene);
    assert_eq!(read.vehicle.unwrap().plate.as_str(), "浙AX2P12");
    let plain = parse_hikvision("application/xml; charset=\"UTF-8\"", event.into()).await;
    assert_eq!(read_of(plain).picture, None);
}

#[tokio::test]
async fn broken_forms_are_refused_in_words() {
    let event = xml();
    let whole = form(&[("anpr.xml", "text/xml", event.as_bytes())]);
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let cut = parse_hikvision(&kind, whole.slice(..whole.len() / 2)).await.unwrap_err();
    assert!(matches!(cut.rule, Rule::Multipart(_)));
    let problem = parse_form(&[("detectionPicture.jpg", "image/jpeg", JPEG)]).await.unwrap_err();
    assert_eq!((problem.field.as_str(), problem.rule), ("anpr.xml", Rule::Missing));
    let odd = [("anpr.xml", "text/xml", event.as_bytes()), ("a.jpg", "image/jpeg", b"MZ not a jpeg")];
    let read = read_of(parse_form(&odd).await);
    let problem = read.picture_problem.unwrap();
    assert_eq!((problem.field.as_str(), problem.rule), ("a.jpg", Rule::Picture));
    assert!(read.vehicle.is_some() && read.picture.is_none(), "the car passes without its picture");
    let huge = vec![b' '; MAX_XML_BYTES + 1];
    let problem = parse_form(&[("anpr.xml", "text/xml", &huge)]).await.unwrap_err();
    assert_eq!(problem.rule, Rule::TooLarge(MAX_XML_BYTES));
    assert!(parse_hikvision("multipart/form-data", whole.clone()).await.is_err());
    assert!(parse_hikvision(&kind, vec![0; MAX_BODY_BYTES + 1].into()).await.is_err());
    let many: Vec<_> = (0..40).map(|_| ("x.txt", "text/plain", &b"x"[..])).collect();
    assert!(matches!(parse_form(&many).await.unwrap_err().rule, Rule::Multipart(_)));
}
