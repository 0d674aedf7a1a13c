//! Plates put right by hand (5006).

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::parking::{ParkingRecord, RecordType, Standing};
use lotdesk_operations::api::lane::ReadFate;
use lotdesk_operations::api::refusal::{Code, Refusal};
use serde_json::{Value, json};

use crate::support::{ENTRY, EXIT, House, guid};

async fn correct(house: &House, token: &str, record: Guid, plate: &str, approver: Value) -> Result<Value, Refusal> {
    let request = json!({ "record_id": record, "plate": plate, "reason": "看图核对", "approver": approver });
    house.window(token, "record.correct_plate", request).await
}

async fn lease(house: &House, spaces: u32, plates: &[&str]) {
    let lease = json!({
        "id": null, "spaces": spaces, "plates": plates, "first_day": "2026-11-01", "last_day": "2026-11-30",
    });
    house.engine("lease.save", lease).await.unwrap();
}

fn corrected(house: &House) -> Vec<ParkingRecord> {
    let facts = house.facts.0.lock().unwrap();
    let records = facts.iter().filter_map(|fact| match fact {
        Fact::RecordCorrected { record } => Some(record.clone()),
        _ => None,
    });
    records.collect()
}

#[tokio::test]
async fn a_plate_is_put_right_and_the_original_stays_in_the_story() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let record = house.read(ENTRY, "粤B1111L").await.record_id.unwrap();
    let reply = correct(&house, &token, record, "粤 B·11111", Value::Null).await.unwrap();
    assert_eq!((&reply["record"]["vehicle"]["plate"], &reply["at_exit"]), (&json!("粤B11111"), &Value::Null));
    let told = corrected(&house);
    assert_eq!((told[0].id, told[0].vehicle.plate.as_str()), (record, "粤B11111"));
    assert_eq!(told[0].record_type, RecordType::Abnormal);
    let detail = house.engine("record.detail", json!({ "record_id": record })).await.unwrap();
    let line = detail["events"].as_array().unwrap().last().unwrap();
    assert_eq!(line["kind"], "plate_corrected");
    assert_eq!(
        line["words"],
        json!({ "from": "粤B1111L", "to": "粤B11111", "reason": "看图核对", "operator": "值班员" })
    );
    // The lanes know it by its right plate only.
    house.later(10);
    assert_eq!(house.read(EXIT, "粤B1111L").await.fate, ReadFate::NoEntry);
    assert_eq!(house.read(EXIT, "粤B11111").await.fate, ReadFate::Left);
    assert_eq!(correct(&house, &token, record, "粤B11112", Value::Null).await.unwrap_err().code, Code::NotInside);
    house.verify().await;
}

#[tokio::test]
async fn what_is_no_plate_or_somebody_elses_is_refused() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let record = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    house.read(ENTRY, "粤B22222").await;
    for (plate, code) in [("粤B1", Code::BadPlate), ("粤B22222", Code::AlreadyInside), ("粤B11111", Code::BadField)]
    {
        let refused = correct(&house, &token, record, plate, Value::Null).await.unwrap_err();
        assert_eq!((refused.code, refused.field.as_deref()), (code, Some("plate")), "{plate}");
    }
    let unknown = correct(&house, &token, guid(99), "粤B33333", Value::Null).await.unwrap_err();
    assert_eq!(unknown.code, Code::NotFound);
    assert!(corrected(&house).is_empty());
}

#[tokio::test]
async fn a_plate_that_makes_a_car_free_needs_a_second_person() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    house.sign_in("经理", "manager").await;
    lease(&house, 1, &["粤B88888"]).await;
    let record = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    house.later(90);
    assert_eq!(house.read(EXIT, "粤B11111").await.fate, ReadFate::MustPay);
    let refused = correct(&house, &token, record, "粤B88888", Value::Null).await.unwrap_err();
    assert_eq!((refused.code, refused.field.as_deref()), (Code::SecondPersonNeeded, Some("approver")));
    let approver = json!({ "name": "经理", "pin": "2580" });
    let reply = correct(&house, &token, record, "粤B88888", approver).await.unwrap();
    // It waits at the exit: as a lease car it goes.
    assert_eq!((&reply["record"]["standing"], &reply["at_exit"]["fate"]), (&json!("lease"), &json!("left")));
    house.verify().await;
}

#[tokio::test]
async fn a_lease_car_keeps_its_own_space_when_its_plate_is_put_right() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    // Two cars of one lease with one space; the camera took the one for the other.
    lease(&house, 1, &["粤B88888", "粤B88880"]).await;
    let record = house.read(ENTRY, "粤B88888").await.record_id.unwrap();
    correct(&house, &token, record, "粤B88880", Value::Null).await.unwrap();
    assert_eq!(corrected(&house)[0].standing, Standing::Lease);
    house.later(1);
    // And the other one comes as a temporary car, for the space is taken.
    assert_eq!(house.read(ENTRY, "粤B88888").await.screen[1], "临时车");
    // A car that was no lease car at all leaves the lease's space.
    correct(&house, &token, record, "粤B11111", Value::Null).await.unwrap();
    assert_eq!(corrected(&house)[1].standing, Standing::Temporary);
    house.verify().await;
}

#[tokio::test]
async fn a_listed_plate_is_seen_when_it_is_put_right() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let manager = house.sign_in("经理", "manager").await;
    let save = json!({
        "plate": "粤B88888", "strategy": "no_passage", "reason": "警方协查",
        "ends_at": crate::support::morning().plus_minutes(600),
    });
    house.window(&manager, "control.save", save).await.unwrap();
    let record = house.read(ENTRY, "粤B88880").await.record_id.unwrap();
    house.later(10);
    correct(&house, &token, record, "粤B88888", Value::Null).await.unwrap();
    let board = house.engine("board.snapshot", Value::Null).await.unwrap();
    assert!(board["events"].as_array().unwrap().iter().any(|line| line["kind"] == "listed_barred"));
    assert_eq!(house.read(EXIT, "粤B88888").await.fate, ReadFate::Barred);
}
