//! Whatever arrives, the parsers answer: with a push that keeps the bounds, or with a field and a rule. Fixtures are
//! bent, cut and filled with noise. proptest prints the seed of a failure.

use std::path::Path;

use bytes::Bytes;
use lotdesk_devices::camera::{
    CameraRead, Push, ReadProblem, crc16_modbus, parse_hikvision, parse_hikvision_xml, parse_own, parse_vzenith,
    screen_line_frame, voice_frame,
};
use lotdesk_devices::listener::parse_signal;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use proptest::prelude::*;
use serde_json::Value;

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures/camera").join(name)).unwrap()
}

/// What every outcome keeps, whatever came in.
fn check(outcome: Result<Push, ReadProblem>) -> Result<(), TestCaseError> {
    match outcome {
        Ok(Push::Read(CameraRead { confidence, taken_at, buffered, vehicle, plate_problem, record_no, .. })) => {
            prop_assert!(confidence.is_none_or(|level| level <= 100));
            prop_assert!(taken_at.is_none_or(|at| (946_656_000_000..4_102_416_000_000).contains(&at.0)));
            prop_assert!(!(vehicle.is_some() && plate_problem.is_some()));
            if let Some(vehicle) = vehicle {
                let again = lotdesk_domain::plate::Plate::parse(vehicle.plate.as_str());
                prop_assert_eq!(again, Ok(vehicle.plate));
            }
            prop_assert!(!buffered || taken_at.is_some() || record_no.is_none());
        }
        Ok(Push::Signal(_) | Push::Alive) => {}
        Err(problem) => {
            prop_assert!(!problem.field.is_empty());
            prop_assert!(!problem.rule.zh().is_empty());
            prop_assert!(!problem.rule.en().is_empty());
            serde_json::to_string(&problem).unwrap();
        }
    }
    Ok(())
}

/// A fixture with some bytes changed, cut somewhere.
fn bent(name: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let whole = fixture(name);
    let len = whole.len();
    (prop::collection::vec((0..len, any::<u8>()), 0..6), prop::option::of(0..len)).prop_map(move |(changes, cut)| {
        let mut bytes = whole.clone();
        for (at, byte) in changes {
            bytes[at] = byte;
        }
        bytes.truncate(cut.unwrap_or(len));
        bytes
    })
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
        "[A-Za-z0-9+/]{0,40}={0,2}".prop_map(Value::from),
        "[京粤港澳学A-Z0-9|]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("[a-z]{1,8}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Every place in a JSON document.
fn places(value: &Value, path: &str, found: &mut Vec<String>) {
    found.push(path.to_owned());
    match value {
        Value::Object(map) => map.iter().for_each(|(name, inner)| places(inner, &format!("{path}/{name}"), found)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, inner)| places(inner, &format!("{path}/{at}"), found));
        }
        _ => {}
    }
}

/// A JSON fixture with something else in one of its places.
fn swapped(name: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let whole: Value = serde_json::from_slice(&fixture(name)).unwrap();
    let mut found = Vec::new();
    places(&whole, "", &mut found);
    (prop::sample::select(found), any_json()).prop_map(move |(place, other)| {
        let mut changed = whole.clone();
        *changed.pointer_mut(&place).unwrap() = other;
        changed.to_string().into_bytes()
    })
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn noise(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(parse_own(&bytes))?;
        check(parse_vzenith(&bytes))?;
        check(parse_hikvision_xml(&bytes, None))?;
        check(run(parse_hikvision("multipart/form-data; boundary=b", Bytes::from(bytes.clone()))))?;
        if let Err(problem) = parse_signal(&bytes, Guid::from_bytes([1; 16]), Moment(0)) {
            prop_assert!(!problem.field.is_empty());
        }
    }

    #[test]
    fn bent_own(bytes in prop_oneof![bent("own_tagged.json"), swapped("own_tagged.json")]) {
        check(parse_own(&bytes))?;
    }

    #[test]
    fn bent_vzenith(bytes in prop_oneof![
        bent("vzenith_plate.json"), swapped("vzenith_plate.json"), swapped("vzenith_offline_no_plate.json")
    ]) {
        check(parse_vzenith(&bytes))?;
    }

    #[test]
    fn bent_hikvision(bytes in bent("hikvision_anpr.xml")) {
        check(parse_hikvision_xml(&bytes, None))?;
    }

    #[test]
    fn any_plate_text_in_a_hikvision_event(text in "[蓝黄绿白黑渐京粤黑A-Z0-9港澳学警使领]{0,12}") {
        let whole = String::from_utf8(fixture("hikvision_anpr.xml")).unwrap();
        check(parse_hikvision_xml(whole.replace("蓝浙AX2P12", &text).as_bytes(), None))?;
    }

    #[test]
    fn any_form(kind in ".{0,40}", boundary in "[a-zA-Z0-9]{0,10}", bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut body = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"anpr.xml\"\r\n\r\n").into_bytes();
        body.extend(bytes);
        check(run(parse_hikvision(&format!("multipart/form-data; boundary={boundary}"), body.clone().into())))?;
        check(run(parse_hikvision(&format!("multipart/{kind}"), body.into())))?;
    }

    #[test]
    fn frames_hold_any_text(text in ".{0,300}", line in any::<u8>()) {
        for frame in [voice_frame(&text), screen_line_frame(line, &text)] {
            prop_assert_eq!(frame.len(), 6 + usize::from(frame[5]) + 2);
            prop_assert_eq!(crc16_modbus(&frame), 0);
        }
    }
}
