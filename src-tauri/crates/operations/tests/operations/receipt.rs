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

#[tokio::test]
async fn a_second_receipt_is_marked_and_the_drawer_opens_for_cash_once() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let record = house.read(ENTRY, "粤B12345").await.record_id.unwrap();
    house.later(60);
    house.read(EXIT, "粤B12345").await;
    // The printer is broken from the start: the sale does not know of it.
    house.files.printer_broken.store(true, std::sync::atomic::Ordering::SeqCst);
    let pay = json!({
        "request_id": guid(60), "record_id": record, "lane_id": guid(EXIT), "due_fen": 500, "received_fen": 1000,
    });
    let paid = house.window(&token, "exit.pay_cash", pay).await.unwrap();
    assert_eq!(paid["left"], true);
    assert!(house.window(&token, "receipt.print", json!({ "charge_id": guid(60) })).await.is_err());
    house.files.printer_broken.store(false, std::sync::atomic::Ordering::SeqCst);
    let again = house.window(&token, "receipt.print", json!({ "charge_id": guid(60) })).await.unwrap();
    assert_eq!(again["copy"], true, "the first may have come out after all");
    let printed = house.files.printed.lock().unwrap().clone();
    assert_eq!(
        printed.iter().map(|(facts, drawer)| (facts.copy, *drawer)).collect::<Vec<_>>(),
        [(false, true), (true, false)]
    );
    house.verify().await;
}

#[tokio::test]
async fn the_drawer_opens_for_a_reason_that_the_journal_keeps() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    assert!(house.window(&token, "drawer.open", json!({ "reason": " " })).await.is_err());
    house.window(&token, "drawer.open", json!({ "reason": "兑换零钱" })).await.unwrap();
    assert_eq!(house.files.drawer.load(std::sync::atomic::Ordering::SeqCst), 1);
    let opened = house.ledger.read(|tx| tx.newest_events(&["drawer_opened"], 5)).await.unwrap();
    assert_eq!(opened.len(), 1);
    assert!(opened[0].actor.operator.is_some());
}
