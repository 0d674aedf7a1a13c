//! What is refused, and by which code; what is found out of order.

use super::*;

#[tokio::test]
async fn the_signature_is_over_the_exact_text_of_data() {
    let client = Client::start().await;
    client.describe().await;
    // Keys in any order and blanks: the canonical form is what is signed.
    let shuffled = entry().replace(r#""recordType":0"#, r#" "recordType" : 0 "#);
    assert_eq!(code(&client.call_text("5004", &shuffled).await), 0);
    let sign = sha1_hex(Node::parse(&entry()).unwrap().canonical().as_bytes());
    let other_number = entry().replace("0.00,\"recordType\"", "0.0,\"recordType\"");
    for body in [
        format!(r#"{{"timestamp":1772000000,"sign":"{sign}","data":{other_number}}}"#),
        format!(r#"{{"timestamp":1772000000,"sign":"{}","data":{}}}"#, sign.to_uppercase(), entry()),
        format!(r#"{{"timestamp":1772000000,"sign":"","data":{}}}"#, entry()),
        format!(r#"{{"timestamp":1772000000,"data":{}}}"#, entry()),
        format!(r#"{{"sign":"{sign}","data":{}}}"#, entry()),
        format!(r#"{{"timestamp":1772000000,"sign":"{sign}"}}"#),
        "{".to_owned(),
        String::new(),
    ] {
        let reply: Value = serde_json::from_str(&client.send("5004", body.clone()).await.unwrap()).unwrap();
        assert_eq!((reply["resultCode"].as_u64(), code(&reply)), (Some(1), 1000), "{body}");
    }
    let body = format!(r#"{{"timestamp":125555556621,"sign":"{sign}","data":{}}}"#, entry());
    let reply: Value = serde_json::from_str(&client.send("5004", body).await.unwrap()).unwrap();
    assert_eq!(code(&reply), 1007, "a time stamp of twelve digits does not fit in 4 bytes");
}

#[tokio::test]
async fn every_table_is_held_to_by_its_code() {
    let client = Client::start().await;
    client.describe().await;
    let long = "x".repeat(256);
    // Interface, item, path of the field to change, its new value (none takes it away), expected code.
    let cases: Vec<(&str, Value, &str, Option<Value>, u64)> = vec![
        ("3001", lot(), "/parkInfo/parkName", None, 1000),
        ("3001", lot(), "/parkInfo/parkName", Some(json!("")), 1000),
        ("3001", lot(), "/parkInfo/parkName", Some(json!(long)), 1004),
        ("3001", lot(), "/parkInfo/parkName", Some(json!("停".repeat(255))), 0),
        ("3001", lot(), "/parkInfo/parkName", Some(json!(7)), 1005),
        ("3001", lot(), "/parkInfo/parkName", Some(Value::Null), 1005),
        ("3001", lot(), "/parkInfo/parkType", Some(json!(3)), 1007),
        ("3001", lot(), "/parkInfo/parkType", Some(json!("1")), 1005),
        ("3001", lot(), "/parkInfo/parkCode", Some(json!("4403040010010100001")), 1001),
        ("3001", lot(), "/parkInfo/parkCode", Some(json!("440304001001010000100")), 1004),
        ("3001", lot(), "/parkInfo/districtCode", Some(json!("44030")), 1003),
        ("3001", lot(), "/parkInfo/districtCode", Some(json!("440304001")), 0),
        ("3001", lot(), "/parkInfo/roadName", Some(json!("福华一路福华一路福华一路")), 1004),
        ("3001", lot(), "/parkInfo/totalSpaces", Some(json!(-1)), 1007),
        ("3001", lot(), "/parkInfo/totalSpaces", Some(json!(1.5)), 1005),
        ("3001", lot(), "/parkInfo/longitude", Some(json!(181)), 1007),
        ("3001", lot(), "/parkInfo/serviceType", Some(json!(9)), 1007),
        ("3001", lot(), "/parkInfo/parkname", Some(json!("x")), 1000),
        ("3001", lot(), "/state", Some(json!(3)), 1007),
        ("3001", lot(), "/parkInfo", Some(json!([])), 1005),
        ("3002", lane(), "/entranceExitInfo/id", Some(json!("90731C48")), 1005),
        ("3002", lane(), "/entranceExitInfo/id", Some(json!(format!("{LANE}0"))), 1004),
        ("3002", lane(), "/entranceExitInfo/name", Some(json!("一个有十一个字的出入口")), 1004),
        ("3002", lane(), "/entranceExitInfo/type", Some(json!(0)), 1007),
        ("3002", lane(), "/entranceExitInfo/parkCode", Some(json!("44030400100101000011")), 1101),
        ("3002", lane(), "/entranceExitInfo/equipments/0/equipmentType", Some(json!(1000)), 1005),
        ("3002", lane(), "/entranceExitInfo/equipments/0/equipmentType", Some(json!("7000")), 1007),
        ("3002", lane(), "/entranceExitInfo/equipments/0/moment", Some(json!("2026-01-01T01:01:01")), 1005),
        ("3002", lane(), "/entranceExitInfo/equipments/0/moment", Some(json!("2026-02-30 01:01:01")), 1005),
        (
            "3003",
            json!({ "equipment": equipment(), "state": 1 }),
            "/equipment/equipmentCode",
            Some(json!("x".repeat(21))),
            1004,
        ),
        ("3003", json!({ "equipment": equipment(), "state": 1 }), "/equipment/state", None, 1000),
        ("3004", space(), "/spaceInfo/spaceNo", Some(json!("B1 108")), 1002),
        ("3004", space(), "/spaceInfo/spaceNo", Some(json!(format!("{SPACE}9"))), 1004),
        ("3004", space(), "/spaceInfo/withLocker", Some(json!(true)), 1005),
        ("5001", json!({ "spaceNo": SPACE, "parkCode": LOT, "state": 2 }), "/state", Some(json!(-1)), 0),
        ("5001", json!({ "spaceNo": SPACE, "parkCode": LOT, "state": 2 }), "/state", Some(json!(3)), 1007),
        ("5001", json!({ "spaceNo": SPACE, "parkCode": LOT, "state": 2 }), "/spaceNo", Some(json!("4403X")), 1102),
        ("5002", json!({ "id": CAMERA, "state": 1 }), "/state", Some(json!(2)), 0),
        ("5002", json!({ "id": CAMERA, "state": 1 }), "/id", Some(json!(RECORD)), 1100),
        (
            "5003",
            json!({ "parkCode": LOT, "usedSpaces": 1, "unusedSpaces": 99 }),
            "/unusedSpaces",
            Some(json!(101)),
            1007,
        ),
        ("5003", json!({ "parkCode": LOT, "usedSpaces": 1, "unusedSpaces": 99 }), "/unusedSpaces", None, 1000),
        (
            "5003",
            json!({ "parkCode": LOT, "usedSpaces": 1, "unusedSpaces": 90 }),
            "/reservedSpaces",
            Some(json!(10)),
            0,
        ),
        (
            "5003",
            json!({ "parkCode": LOT, "usedSpaces": 1, "unusedSpaces": 90 }),
            "/reservedSpaces",
            Some(json!(11)),
            1007,
        ),
        (
            "5003",
            json!({ "parkCode": LOT, "usedSpaces": 1, "unusedSpaces": 99 }),
            "/parkCode",
            Some(json!("44030400100101000011")),
            1101,
        ),
        ("5003", json!({ "parkCode": LOT, "usedSpaces": 1, "unusedSpaces": 99 }), "/ownerType", Some(json!({})), 1000),
    ];
    for (interface, mut item, path, value, expected) in cases {
        let said = format!("{interface} {path} = {value:?}");
        let (parent, name) = path.rsplit_once('/').unwrap();
        let parent = item.pointer_mut(parent).unwrap();
        match (parent.as_object_mut().unwrap(), value) {
            (object, Some(value)) => drop(object.insert(name.to_owned(), value)),
            (object, None) => drop(object.remove(name)),
        }
        let reply = client.call(interface, json!([item])).await;
        assert_eq!(code(&reply), expected, "{said}: {reply}");
        assert_eq!(reply["resultCode"].as_u64(), Some(u64::from(expected != 0)));
    }
}

#[tokio::test]
async fn records_and_payments_are_held_to_their_tables() {
    let client = Client::start().await;
    client.describe().await;
    let cases = [
        ("5004", entry(), "0.00,\"discount\"", "0,\"discount\"", 1007),
        ("5004", entry(), "0.00,\"discount\"", "0.001,\"discount\"", 1007),
        ("5004", entry(), "0.00,\"discount\"", "\"0.00\",\"discount\"", 1005),
        ("5004", entry(), "0.00,\"discount\"", "1.00E0,\"discount\"", 1005),
        ("5004", entry(), "0.00,\"discount\"", "-1.00,\"discount\"", 1007),
        ("5004", entry(), "粤B88888", "粤 B88888", 1000),
        ("5004", entry(), "粤B88888", "粤B8888888888", 1004),
        ("5004", entry(), "\"eidEquiped\":false", "\"eidEquiped\":0", 1005),
        ("5004", entry(), "\"eidEquiped\":false", "\"eidEquiped\":true", 1000),
        ("5004", entry(), "\"carModel\":3", "\"carModel\":\"3\"", 1005),
        ("5004", entry(), "\"parkCode\":\"44030400100101000010\"", "\"parkCode\":44030400100101000010", 1005),
        ("5004", entry(), "2026-03-01 08:00:00", "2026-03-01", 1005),
        ("5004", entry(), CAMERA, RECORD, 1100),
        ("5004", entry(), "\"recordType\":0", "\"recordType\":3", 1007),
        ("5004", entry(), "\"recordType\":0", "\"recordType\":0,\"isSharedParking\":false", 1000),
        ("5008", charge(), "\"payType\":1", "\"payType\":7", 1007),
        ("5008", charge(), "线下缴费", "线下缴费线下缴费线下缴", 1004),
        ("5008", charge(), "\"payFrom\":\"线下缴费\"", "\"payFrom\":\"\"", 1000),
        ("5008", charge(), "\"recordId\":\"C78E", "\"recordId\":\"D78E", 1100),
        ("5005", exit(), "\"id\":\"C78E", "\"id\":\"D78E", 4001),
        ("5005", exit(), "2026-03-01 09:05:00", "2026-03-01 07:05:00", 1007),
        ("5005", exit(), "\"leaveTime\":\"2026-03-01 09:05:00\",", "", 1000),
        ("5005", exit(), "\"FF8080", "\"EF8080", 1100),
    ];
    for (interface, data, from, to, expected) in cases {
        assert!(data.contains(from), "{from}");
        if interface != "5004" {
            assert_eq!(code(&client.call_text("5004", &entry()).await), 0);
        }
        if interface == "5005" {
            assert_eq!(code(&client.call_text("5008", &charge()).await), 0);
        }
        let reply = client.call_text(interface, &data.replacen(from, to, 1)).await;
        assert_eq!(code(&reply), expected, "{interface} {to}: {reply}");
    }
    let event = json!({
        "id": "8E1804D7B1F64A51A955EF692FADB7CE", "parkCode": LOT, "plateNo": "粤B88888", "time": "2026-03-01 08:00:00",
        "eventType": 1001, "eventLevel": 1, "equipmentId": CAMERA, "remark": "发现套牌车辆进出"
    });
    for (field, value, expected) in [
        ("eventType", json!(1003), 1007),
        ("eventLevel", json!(4), 1007),
        ("remark", json!(""), 1000),
        ("eventLevel", json!(1), 0),
    ] {
        let mut event = event.clone();
        event[field] = value;
        assert_eq!(code(&client.call("2002", json!([event])).await), expected, "{field}");
    }
}

#[tokio::test]
async fn a_batch_is_answered_item_by_item() {
    let client = Client::start().await;
    client.describe().await;
    let data = json!([{ "spaceNo": SPACE, "state": 2 }, { "spaceNo": "4403X", "state": 2 }]);
    let reply = client.call("5001", data).await;
    assert_eq!(reply["resultCode"], 0);
    assert_eq!(reply["data"][0], json!({ "spaceNo": SPACE }));
    assert_eq!((&reply["data"][1]["spaceNo"], &reply["data"][1]["code"]), (&json!("4403X"), &json!(1102)));

    let quiet = Client::start_with(|c| c.refusal_style = RefusalStyle::ItemsOnly).await;
    let reply = quiet.call_text("5004", &entry()).await;
    assert_eq!((reply["resultCode"].as_u64(), code(&reply)), (Some(0), 1101));
}

#[tokio::test]
async fn disorder_is_found_and_repeats_are_counted_once() {
    let client = Client::start().await;
    assert_eq!(code(&client.call_text("5004", &entry()).await), 1101);
    client.describe().await;
    assert_eq!(code(&client.call_text("5005", &exit()).await), 4001);
    assert_eq!(code(&client.call_text("5008", &charge()).await), 1100);
    for _ in 0..3 {
        assert_eq!(code(&client.call_text("5004", &entry()).await), 0);
    }
    assert_eq!(code(&client.call_text("5005", &exit()).await), 1100, "the payment has not come");
    let unpaid = exit().replace(&format!("[\"{CHARGE}\"]"), "[]").replace("20.00", "0.00").replace("3.00", "0.00");
    let unpaid = unpaid.replace("17.00", "0.00");
    assert_eq!(code(&client.call_text("5005", &unpaid).await), 0);
    assert_eq!(code(&client.call_text("5008", &charge()).await), 0);
    assert_eq!(code(&client.call_text("5008", &charge()).await), 0);
    assert_eq!(code(&client.call_text("5004", &entry().replace("粤B88888", "粤B88889")).await), 1200);

    use DisorderKind as D;
    let found: Vec<_> = client.city.disorder().iter().map(|d| d.what).collect();
    let wanted = [
        D::BasicDataMissing,
        D::ExitWithoutEntry,
        D::ChargeWithoutEntry,
        D::ExitBeforeCharge,
        D::ChargeAfterExit,
        D::OtherContent,
    ];
    assert_eq!(found, wanted);
    let effects: Vec<_> = client.city.effects().into_iter().map(|e| (e.interface, e.times)).collect();
    let counted = |i: &str| effects.iter().filter(|(interface, _)| interface == i).map(|(_, n)| *n).collect::<Vec<_>>();
    assert_eq!((counted("5004"), counted("5005"), counted("5008")), (vec![3], vec![1], vec![2]));
    let arrivals = client.city.arrivals();
    assert_eq!(arrivals.iter().filter(|a| a.interface == "5004").count(), 5);
    let fates: Vec<_> = arrivals.iter().filter(|a| a.interface == "5008").flat_map(|a| a.items.clone()).collect();
    assert_eq!(fates, [ItemFate::Refused(1100), ItemFate::Taken, ItemFate::Repeated]);
    assert!(arrivals.iter().zip(1..).all(|(a, no)| a.no == no));
}

#[tokio::test]
async fn sums_that_differ_from_the_payments_are_found() {
    let client = Client::start().await;
    client.describe().await;
    client.call_text("5004", &entry()).await;
    client.call_text("5008", &charge()).await;
    assert_eq!(code(&client.call_text("5005", &exit().replace("17.00", "16.00")).await), 0);
    assert_eq!(client.city.disorder()[0].what, DisorderKind::SumsDiffer);
}

#[tokio::test]
async fn pictures_are_kept_by_size_and_hash() {
    let client = Client::start().await;
    client.describe().await;
    let send = async |file: Option<&'static [u8]>, fields: &[(&str, &str)]| -> Value {
        let mut form = Form::new();
        if let Some(file) = file {
            form = form.part("file", Part::bytes(file).file_name("x.jpg"));
        }
        for (name, value) in fields {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        let request = client.http.post(format!("{}/2001", client.city.base_url)).multipart(form);
        let reply = request.header("Authorization", format!("bearer {}", client.token)).send().await.unwrap();
        serde_json::from_str(&reply.text().await.unwrap()).unwrap()
    };
    let path = format!("/20260301/{LOT}/0/{RECORD}/");
    let with = |name: &'static str, value: &'static str| {
        let mut fields = vec![
            ("fileName", "in.jpg"),
            ("imageBizType", "2"),
            ("destPath", path.as_str()),
            ("timestamp", "1772000000"),
            ("pickTime", "1772000000"),
        ];
        fields.retain(|(n, _)| *n != name);
        fields.push((name, value));
        fields
    };
    let fine = with("imageBizType", "2");
    let reply = send(Some(b"abc"), &fine).await;
    assert_eq!((reply["resultCode"].as_u64(), reply["data"].as_array().map(Vec::len)), (Some(0), Some(0)), "{reply}");
    send(Some(b"abc"), &fine).await;
    // SHA-256 of "abc" by FIPS 180.
    let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".to_owned();
    let wanted = Picture { path: format!("{path}in.jpg"), record_id: RECORD.into(), biz_type: 2, bytes: 3, sha256 };
    assert_eq!(client.city.pictures(), [wanted]);
    assert!(client.city.effects().iter().any(|e| e.interface == "2001" && e.times == 2));
    for (fields, file, expected) in [
        (with("imageBizType", "10"), Some(&b"abc"[..]), 1007),
        (with("imageBizType", "x"), Some(b"abc"), 1005),
        (with("pickTime", "2018-01-01 01:01:01"), Some(b"abc"), 1005),
        (with("destPath", "/date/lot/garage/record/"), Some(b"abc"), 1000),
        (with("filename", "in.jpg"), Some(b"abc"), 1000),
        (with("fileName", ""), Some(b"abc"), 1000),
        (fine.clone(), None, 1000),
        (with("destPath", "/20260301/44030400100101000099/0/C78E319DAB604A268842ACF164774592/"), Some(b"abc"), 1101),
    ] {
        let reply = send(file, &fields).await;
        assert_eq!(code(&reply), expected, "{fields:?}: {reply}");
        assert!(reply["data"][0]["code"].is_string(), "table 43 has it as a string");
    }
}

#[tokio::test]
async fn what_is_not_served_is_not_found() {
    let client = Client::start().await;
    let reply = client.http.post(format!("{}/9999", client.city.base_url)).send().await.unwrap();
    assert_eq!(reply.status(), 404);
    let reply = client.http.get(format!("{}/5004", client.city.base_url)).send().await.unwrap();
    assert_eq!(reply.status(), 405);
    let known = Client::start_with(|c| c.park_codes = vec!["44030400100101000099".into()]).await;
    assert_eq!(code(&known.call("3001", json!([lot()])).await), 1101);
}
