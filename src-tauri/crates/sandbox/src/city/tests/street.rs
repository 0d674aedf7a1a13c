//! Stays in bays along a street: by `spaceNo`, without a plate, paid after the car has gone.

use super::*;

const BAY: &str = "4403040010010100001000S001";

async fn street() -> Client {
    let client = Client::start().await;
    client.describe().await;
    let mut bay = space();
    bay["spaceInfo"]["spaceNo"] = json!(BAY);
    bay["spaceInfo"]["positionType"] = json!(0);
    assert_eq!(code(&client.call("3004", json!([bay])).await), 0);
    client
}

fn came(id: &str, space_no: &str) -> String {
    format!(
        r#"[{{"id":"{id}","parkCode":"{LOT}","spaceNo":"{space_no}","enterTime":"2026-03-01 08:00:00","receivables":0.00,"discount":0.00,"received":0.00,"recordType":0}}]"#
    )
}

fn gone(id: &str, receivables: &str) -> String {
    came(id, BAY)
        .replace(r#""receivables":0.00"#, &format!(r#""receivables":{receivables}"#))
        .replace(r#""enterTime""#, r#""leaveTime":"2026-03-01 09:05:00","enterTime""#)
}

#[tokio::test]
async fn a_bay_needs_no_plate_and_a_space_off_the_street_does() {
    let client = street().await;
    assert_eq!(code(&client.call_text("5004", &came(RECORD, BAY)).await), 0);
    assert_eq!(client.city.record(RECORD).unwrap().space_no, BAY);
    let other = "D78E319DAB604A268842ACF164774592";
    assert_eq!(code(&client.call_text("5004", &came(other, SPACE)).await), 1000, "off the street a car is wanted");
    assert_eq!(code(&client.call_text("5004", &came(other, "4403X")).await), 1102);
    // The bay is taken: two stays at once are one too many.
    assert_eq!(client.city.disorder().iter().filter(|d| d.what == DisorderKind::BayTaken).count(), 0);
    assert_eq!(code(&client.call_text("5004", &came(other, BAY)).await), 0);
    assert_eq!(client.city.disorder().iter().filter(|d| d.what == DisorderKind::BayTaken).count(), 1);
}

#[tokio::test]
async fn a_debt_is_told_at_leaving_and_paid_later() {
    let client = street().await;
    client.call_text("5004", &came(RECORD, BAY)).await;
    assert_eq!(code(&client.call_text("5005", &gone(RECORD, "20.00")).await), 0);
    let late = charge().replace(&format!(r#""parkCarInfo":{},"#, car()), "");
    assert_eq!(code(&client.call_text("5008", &late).await), 0);
    assert_eq!(client.city.disorder(), []);
    // Paid more than was ever due, and the exit says less: that does not fit.
    let other = "D78E319DAB604A268842ACF164774592";
    client.call_text("5004", &came(other, BAY)).await;
    let paid = late.replace(RECORD, other).replace(CHARGE, "EF8080814D9BE81F014D9BEB81090003");
    client.call_text("5008", &paid).await;
    client.call_text("5005", &gone(other, "10.00")).await;
    assert!(client.city.disorder().iter().any(|d| d.what == DisorderKind::SumsDiffer));
}

#[tokio::test]
async fn off_the_street_a_payment_names_its_car() {
    let client = street().await;
    client.call_text("5004", &entry()).await;
    let nameless = charge().replace(&format!(r#""parkCarInfo":{},"#, car()), "");
    assert_eq!(code(&client.call_text("5008", &nameless).await), 1000);
}
