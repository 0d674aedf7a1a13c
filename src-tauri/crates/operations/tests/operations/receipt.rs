//! A receipt says what was charged, whatever changed since.

use crate::support::{ENTRY, EXIT, House, TARIFF, guid};
use lotdesk_domain::money::Fen;
use lotdesk_operations::ReceiptFacts;
use serde_json::json;

async fn receipt(house: &House, token: &str, charge: u8) -> ReceiptFacts {
    house.window(token, "receipt.preview", json!({ "charge_id": guid(charge) })).await.unwrap();
    house.receipts.0.lock().unwrap().pop().unwrap()
}

#[tokio::test]
async fn its_lines_add_up_to_what_was_charged_and_name_who_took_it() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let other = house.sign_in("另一值班员", "attendant").await;
    let record = house.read(ENTRY, "粤B12345").await.record_id.unwrap();
    house.later(60);
    house.read(EXIT, "粤B12345").await;
    // The second hour begins while the driver looks for change: 5.00 was shown and is taken.
    house.later(1);
    let pay = json!({
        "request_id": guid(60), "record_id": record, "lane_id": guid(EXIT), "due_fen": 500, "received_fen": 500,
    });
    house.window(&token, "exit.pay_cash", pay).await.unwrap();
    let dearer = TARIFF.replace("\"5.00\"", "\"9.00\"");
    house.engine("tariff.load", json!({ "toml": dearer })).await.unwrap();

    let facts = receipt(&house, &other, 60).await;
    assert_eq!(facts.charge.receivable_fen, Fen(500));
    assert_eq!(facts.fee.lines.iter().map(|line| line.amount_fen).sum::<Fen>(), Fen(500));
    assert_eq!(facts.cashier, "值班员");
}
