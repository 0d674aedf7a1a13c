//! Invoices: asked for once an order, answered by the platform, taken back, and settled by hand where the answer was lost.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::message::{Outcome, Platform};
use lotdesk_domain::moment::Clock;
use lotdesk_domain::money::Fen;
use lotdesk_ledger::outbox::Settlement;
use lotdesk_operations::api::billing::{InvoiceDetail, InvoiceRow};
use lotdesk_operations::api::refusal::{Code, Refusal};
use serde_json::{Value, json};

use crate::support::{ENTRY, EXIT, House, guid};

pub fn seller() -> Value {
    json!({
        "tax_no": "91440300708461136T", "name": "某停车管理有限公司", "address": "深圳市福田区", "phone": "0755-55556666",
        "drawer": "开票人", "item_name": "停车费", "item_code": "3040502020200000000", "rate": 600,
    })
}

fn person() -> Value {
    json!({ "kind": "individual", "name": "某先生", "mobile": "13800001234" })
}

/// A car that has paid 8.00; the order's number comes back.
async fn paid(house: &House, token: &str, plate: &str, request: u8) -> String {
    let record = house.read(ENTRY, plate).await.record_id.unwrap();
    house.later(70);
    house.read(EXIT, plate).await;
    let pay = json!({
        "request_id": guid(request), "record_id": record, "lane_id": guid(EXIT), "due_fen": 800, "received_fen": 800,
    });
    house.window(token, "exit.pay_cash", pay).await.unwrap();
    let detail = house.engine("record.detail", json!({ "record_id": record })).await.unwrap();
    detail["charges"][0]["order_no"].as_str().unwrap().to_owned()
}

async fn ready() -> (House, String) {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    house.engine("invoice.set_seller", seller()).await.unwrap();
    (house, token)
}

async fn issue(house: &House, token: &str, request: u8, orders: &[&str], buyer: Value) -> Result<InvoiceRow, Refusal> {
    let request = json!({ "request_id": guid(request), "order_nos": orders, "buyer": buyer });
    let row = house.window(token, "invoice.issue", request).await?;
    Ok(serde_json::from_value(row).unwrap())
}

/// The dispatcher's part: every waiting message is sent and ends so. A reply of a 1201 is kept.
pub async fn send_all(house: &House, outcome: &Outcome, settlement: Settlement, reply: Option<&str>) {
    let now = house.clock.now();
    while let Some(claimed) = house.ledger.claim(Platform::City, now, 60_000).await.unwrap() {
        let (outcome, settlement, reply) = match claimed.interface.as_str() {
            "1201" | "1301" => (outcome, settlement, reply),
            _ => (&Outcome::Accepted, Settlement::Accepted, None),
        };
        house.ledger.settle_with(&claimed, outcome, settlement, reply, now).await.unwrap();
    }
}

async fn detail(house: &House, id: Guid) -> InvoiceDetail {
    let detail = house.engine("invoice.detail", json!({ "invoice_id": id })).await.unwrap();
    serde_json::from_value(detail).unwrap()
}

/// Waits for the desk to tell that an invoice was made.
async fn made(house: &House, reply: &str) {
    made_with(house, reply).await;
}

/// The same for other subjects.
pub async fn made_with(house: &House, reply: &str) {
    let mut notices = house.desk.notices();
    send_all(house, &Outcome::Accepted, Settlement::Accepted, Some(reply)).await;
    loop {
        let notice = notices.recv().await.unwrap();
        if serde_json::to_string(&*notice).unwrap().contains("invoice_issued") {
            return;
        }
    }
}

#[tokio::test]
async fn an_invoice_is_made_once_for_an_order_and_the_answer_is_kept() {
    let (house, token) = ready().await;
    let order = paid(&house, &token, "粤B12345", 50).await;
    let asked = issue(&house, &token, 70, &[&order], person()).await.unwrap();
    assert_eq!((asked.gross_fen, asked.tax_fen), (Fen(800), Fen(45)), "8.00 with 6 % tax: 7.55 and 0.45");
    assert_eq!(asked.buyer.as_ref().unwrap().name, "某**", "people are masked in replies");
    assert_eq!(asked.serial.len(), 20);
    let again = issue(&house, &token, 70, &[&order], person()).await.unwrap();
    assert_eq!(again, asked, "a repeat has no second effect");
    let facts = house.facts.0.lock().unwrap().iter().filter(|f| matches!(f, Fact::InvoiceAsked { .. })).count();
    assert_eq!(facts, 1);
    let second = issue(&house, &token, 71, &[&order], person()).await.unwrap_err();
    assert_eq!((second.code, second.field.as_deref()), (Code::AlreadyInvoiced, Some("order_nos[0]")));

    made(&house, "144031809110/00000001").await;
    let done = detail(&house, asked.invoice_id).await;
    assert_eq!((done.row.code.as_deref(), done.row.number.as_deref()), (Some("144031809110"), Some("00000001")));
    assert_eq!(serde_json::to_value(done.row.state).unwrap(), "issued");
    assert_eq!(done.doubts, []);
    house.verify().await;
    house.ledger.rebuild().await.unwrap();
    assert_eq!(
        detail(&house, asked.invoice_id).await,
        done,
        "made anew from the journal, and the person is still there"
    );
}

#[tokio::test]
async fn a_red_invoice_takes_the_blue_one_back_and_then_the_order_is_free_again() {
    let (house, token) = ready().await;
    let order = paid(&house, &token, "粤B12345", 50).await;
    let blue = issue(&house, &token, 70, &[&order], person()).await.unwrap();
    let reverse =
        |request: u8| json!({ "request_id": guid(request), "invoice_id": blue.invoice_id, "reason": "抬头有误" });
    let early = house.window(&token, "invoice.reverse", reverse(71)).await.unwrap_err();
    assert_eq!(early.field.as_deref(), Some("invoice_id"), "it has no number yet");
    made(&house, "144031809110/00000001").await;
    let red: InvoiceRow =
        serde_json::from_value(house.window(&token, "invoice.reverse", reverse(71)).await.unwrap()).unwrap();
    assert_eq!((red.gross_fen, red.tax_fen, red.original_id), (Fen(-800), Fen(-45), Some(blue.invoice_id)));
    let twice = house.window(&token, "invoice.reverse", reverse(72)).await.unwrap_err();
    assert_eq!(twice.code, Code::AlreadyInvoiced);
    let still = issue(&house, &token, 73, &[&order], person()).await.unwrap_err();
    assert_eq!(still.code, Code::AlreadyInvoiced, "not before the red one is made");

    made(&house, "144031809110/00000002").await;
    assert!(detail(&house, blue.invoice_id).await.row.reversed);
    issue(&house, &token, 73, &[&order], person()).await.unwrap();
    house.verify().await;
}

#[tokio::test]
async fn an_invoice_says_that_its_order_was_refunded_since() {
    let (house, token) = ready().await;
    let order = paid(&house, &token, "粤B12345", 50).await;
    let blue = issue(&house, &token, 70, &[&order], person()).await.unwrap();
    made(&house, "144031809110/00000001").await;
    let refund = json!({ "request_id": guid(60), "charge_id": guid(50), "amount_fen": 300, "reason": "多收" });
    house.window(&token, "refund.make", refund).await.unwrap();
    let doubts = detail(&house, blue.invoice_id).await.doubts;
    assert_eq!(doubts.iter().map(|doubt| doubt.field.as_str()).collect::<Vec<_>>(), ["gross_fen"]);
    assert!(doubts[0].zh.contains("5.00") && doubts[0].zh.contains("红冲"), "{doubts:?}");
    let reverse = json!({ "request_id": guid(71), "invoice_id": blue.invoice_id, "reason": "退费" });
    house.window(&token, "invoice.reverse", reverse).await.unwrap();
    made(&house, "144031809110/00000002").await;
    let anew = issue(&house, &token, 72, &[&order], person()).await.unwrap();
    assert_eq!(anew.gross_fen, Fen(500), "what is left of it");
}

#[tokio::test]
async fn a_lost_answer_is_settled_by_a_person_and_never_asked_for_again_blindly() {
    let (house, token) = ready().await;
    let (first, second) = (paid(&house, &token, "粤B12345", 50).await, paid(&house, &token, "粤B54321", 51).await);
    let lost = Outcome::Unknown { why: "no reply".into() };
    let made_row = issue(&house, &token, 70, &[&first], person()).await.unwrap();
    let resolve = |id: Guid, made: Value| json!({ "invoice_id": id, "made": made, "reason": "已电话核实" });
    let early = house.window(&token, "invoice.resolve", resolve(made_row.invoice_id, Value::Null)).await.unwrap_err();
    assert_eq!(early.code, Code::NotResendable, "it has not even been sent");
    let lost_row = issue(&house, &token, 71, &[&second], person()).await.unwrap();
    send_all(&house, &lost, Settlement::Unknown, None).await;

    let made = json!({ "code": "144031809110", "number": "00000007" });
    let bad = resolve(made_row.invoice_id, json!({ "code": "1440", "number": "7" }));
    assert_eq!(house.window(&token, "invoice.resolve", bad).await.unwrap_err().field.as_deref(), Some("made.code"));
    let row = house.window(&token, "invoice.resolve", resolve(made_row.invoice_id, made)).await.unwrap();
    assert_eq!((&row["state"], &row["message"]["state"]), (&json!("issued"), &json!("accepted")));
    let row = house.window(&token, "invoice.resolve", resolve(lost_row.invoice_id, Value::Null)).await.unwrap();
    assert_eq!(row["state"], "dropped");
    // That one was never made: the order is free, and nothing of it waits.
    issue(&house, &token, 72, &[&second], person()).await.unwrap();
    let open = house.engine("outbox.list", json!({ "open_only": true })).await.unwrap();
    assert_eq!(open["rows"].as_array().unwrap().len(), 1);
    house.verify().await;
}

#[tokio::test]
async fn what_cannot_be_invoiced_is_refused_with_its_field() {
    let (house, token) = ready().await;
    let order = paid(&house, &token, "粤B12345", 50).await;
    let company = |tax_no: Value| json!({ "kind": "company", "name": "某商贸有限公司", "tax_no": tax_no });
    let cases = [
        (vec!["A0"], person(), Code::NotFound, "order_nos[0]"),
        (vec![order.as_str(), order.as_str()], person(), Code::BadField, "order_nos[1]"),
        (vec![], person(), Code::BadField, "order_nos"),
        (vec![&order], company(Value::Null), Code::BadField, "buyer.tax_no"),
        (vec![&order], company(json!("91350100M000100Y44")), Code::LooksWrong, "buyer.tax_no"),
        (vec![&order], json!({ "kind": "individual", "name": " " }), Code::BadField, "buyer.name"),
        (
            vec![&order],
            json!({ "kind": "individual", "name": "某先生", "email": "mou@" }),
            Code::LooksWrong,
            "buyer.email",
        ),
        (
            vec![&order],
            json!({ "kind": "individual", "name": "某先生", "mobile": "1380000" }),
            Code::LooksWrong,
            "buyer.mobile",
        ),
        (
            vec![&order],
            json!({ "kind": "individual", "name": "某先生", "phone": "见名片" }),
            Code::LooksWrong,
            "buyer.phone",
        ),
    ];
    for (orders, buyer, code, field) in cases {
        let refused = issue(&house, &token, 70, &orders, buyer).await.unwrap_err();
        assert_eq!((refused.code, refused.field.as_deref()), (code, Some(field)));
    }
    let sure = json!({
        "request_id": guid(70), "order_nos": [order], "buyer": company(json!("91350100M000100Y44")), "accept_doubts": true,
    });
    house.window(&token, "invoice.issue", sure).await.unwrap();

    let unset = House::new().await;
    let token = unset.sign_in("值班员", "attendant").await;
    let order = paid(&unset, &token, "粤B12345", 50).await;
    let refused = issue(&unset, &token, 70, &[&order], person()).await.unwrap_err();
    assert_eq!((refused.code, refused.field.as_deref()), (Code::NotFound, Some("seller")));
    let bad = json!({ "tax_no": "", "name": "x", "address": "x", "phone": "x", "drawer": "x", "item_name": "x",
        "item_code": "x", "rate": 600 });
    assert_eq!(unset.engine("invoice.set_seller", bad).await.unwrap_err().field.as_deref(), Some("tax_no"));
}

#[tokio::test]
async fn peoples_data_is_in_one_place_and_can_be_erased() {
    let (house, token) = ready().await;
    let order = paid(&house, &token, "粤B12345", 50).await;
    let asked = issue(&house, &token, 70, &[&order], person()).await.unwrap();
    let journal = house.ledger.read(|tx| tx.events_from(1, 1000)).await.unwrap();
    let told = format!("{journal:?}");
    assert!(!told.contains("某先生") && !told.contains("13800001234"), "the journal has nobody's data");
    let person_id = detail(&house, asked.invoice_id).await.person_id;

    let clerk = house.sign_in("文员", "clerk").await;
    let show = json!({ "person_id": person_id });
    let denied = house.window(&token, "person.show", show.clone()).await.unwrap_err();
    assert_eq!(denied.code, Code::NotPermitted);
    let shown = house.window(&clerk, "person.show", show.clone()).await.unwrap();
    assert_eq!((&shown["buyer"]["mobile"], &shown["as_entered"]), (&json!("13800001234"), &json!(true)));

    let erase = json!({ "person_id": person_id, "reason": "本人要求" });
    let needed = house.engine("person.erase", erase.clone()).await.unwrap_err();
    assert_eq!(needed.code, Code::StillNeeded, "the invoice is not made yet");
    made(&house, "144031809110/00000001").await;
    house.engine("person.erase", erase.clone()).await.unwrap();
    house.engine("person.erase", erase).await.unwrap();
    let shown = house.window(&clerk, "person.show", show).await.unwrap();
    assert_eq!((&shown["buyer"], shown["erased_at"].is_number()), (&Value::Null, true));
    assert_eq!(detail(&house, asked.invoice_id).await.row.buyer, None);
    let reverse = json!({ "request_id": guid(71), "invoice_id": asked.invoice_id, "reason": "抬头有误" });
    assert_eq!(house.window(&token, "invoice.reverse", reverse).await.unwrap_err().code, Code::NotFound);
    // Not even the free places of the file have it.
    house.ledger.close();
    let bytes = std::fs::read(house.folder.path().join("ledger.db")).unwrap();
    let found = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(!found("13800001234") && !found("某先生"), "the file still has it");
}
