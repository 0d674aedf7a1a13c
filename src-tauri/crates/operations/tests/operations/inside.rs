//! What the city platform asks about cars inside (6005), and that a repeated request has no second effect.

use lotdesk_domain::ask::inside::FindInside;
use lotdesk_domain::ask::{Answer, Ask, AskCode, AskRefusal};
use lotdesk_domain::message::Platform;
use lotdesk_operations::{CarriedOut, PlatformRequest};

use crate::support::{ENTRY, EXIT, House};

const OURS: &str = "44030400100101000010";

async fn find(house: &House, park_code: &str, part: &str, key: Option<&str>) -> Result<CarriedOut, AskRefusal> {
    let asked = FindInside { park_code: park_code.into(), plate_part: part.into() };
    let encode = |answer: &Answer| {
        let Answer::Inside(cars) = answer else { return "another answer".to_owned() };
        cars.iter().map(|car| car.vehicle.plate.to_string()).collect::<Vec<_>>().join(" ")
    };
    let request = PlatformRequest {
        platform: Platform::City,
        interface: "6005",
        key: key.map(str::to_owned),
        ask: Ask::FindInside(asked),
        encode: Box::new(encode),
    };
    house.desk.carry_out(request).await
}

fn first(reply: &str) -> Result<CarriedOut, AskRefusal> {
    Ok(CarriedOut { reply: reply.into(), again: false })
}

#[tokio::test]
async fn cars_inside_are_found_by_three_characters_or_more() {
    let house = House::new().await;
    house.read(ENTRY, "粤B88812").await;
    house.read(ENTRY, "粤BD88123").await;
    assert_eq!(find(&house, OURS, "888", None).await, first("粤B88812"));
    assert_eq!(find(&house, OURS, "b·d 88", None).await, first("粤BD88123"));
    assert_eq!(find(&house, OURS, "999", None).await, first(""), "none is an empty list and no refusal");
    assert_eq!(find(&house, OURS, "88", None).await.unwrap_err().code, AskCode::OutOfRange);
    assert_eq!(find(&house, OURS, " · 8", None).await.unwrap_err().code, AskCode::OutOfRange);
    assert_eq!(find(&house, "44030400100101000011", "888", None).await.unwrap_err().code, AskCode::NoSuchLot);
    house.later(1);
    house.read(EXIT, "粤B88812").await;
    assert_eq!(find(&house, OURS, "888", None).await, first(""), "a car that has left is not inside");
}

#[tokio::test]
async fn what_was_carried_out_under_a_key_is_answered_again_and_a_refusal_is_judged_anew() {
    let house = House::new().await;
    assert_eq!(find(&house, OURS, "88", Some("one")).await.unwrap_err().code, AskCode::OutOfRange);
    house.read(ENTRY, "粤B88812").await;
    assert_eq!(find(&house, OURS, "888", Some("one")).await, first("粤B88812"));
    house.read(ENTRY, "粤B88813").await;
    let again = Ok(CarriedOut { reply: "粤B88812".into(), again: true });
    assert_eq!(find(&house, OURS, "888", Some("one")).await, again);
    assert_eq!(find(&house, OURS, "888", Some("two")).await, first("粤B88813 粤B88812"));
}
