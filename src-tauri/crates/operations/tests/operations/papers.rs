//! An invoice's PDF: fetched once from where the platform says, kept under its hash, journalled.

use std::sync::Arc;
use std::sync::Mutex;

use async_trait::async_trait;
use lotdesk_operations::api::refusal::Code;
use lotdesk_operations::{FetchPapers, NotFetched, PaperProgress};
use serde_json::{Value, json};

use crate::billing::{made_with, seller};
use crate::support::{ENTRY, EXIT, House, guid};

/// Gives what it was told, and remembers what was asked for.
struct Papers(Mutex<Vec<String>>, Mutex<Result<Vec<u8>, NotFetched>>);

#[async_trait]
impl FetchPapers for Papers {
    async fn fetch(&self, url: &str, _progress: &PaperProgress) -> Result<Vec<u8>, NotFetched> {
        self.0.lock().unwrap().push(url.to_owned());
        self.1.lock().unwrap().clone()
    }
}

/// An invoice that the platform made, with this address of a PDF.
async fn issued(house: &House, token: &str, pdf_url: &str) -> Value {
    house.engine("invoice.set_seller", seller()).await.unwrap();
    let record = house.read(ENTRY, "粤B12345").await.record_id.unwrap();
    house.later(70);
    house.read(EXIT, "粤B12345").await;
    let pay = json!({
        "request_id": guid(50), "record_id": record, "lane_id": guid(EXIT), "due_fen": 800, "received_fen": 800,
    });
    house.window(token, "exit.pay_cash", pay).await.unwrap();
    let detail = house.engine("record.detail", json!({ "record_id": record })).await.unwrap();
    let order = detail["charges"][0]["order_no"].clone();
    let buyer = json!({ "kind": "individual", "name": "某先生" });
    let ask = json!({ "request_id": guid(70), "order_nos": [order], "buyer": buyer });
    let id = house.window(token, "invoice.issue", ask).await.unwrap()["invoice_id"].clone();
    made_with(house, &format!("144031809110/00000001/{pdf_url}")).await;
    json!({ "invoice_id": id })
}

#[tokio::test]
async fn a_pdf_is_fetched_once_and_kept_under_its_hash() {
    let house = House::new().await;
    let papers = Arc::new(Papers(Mutex::default(), Mutex::new(Err(NotFetched::Failed("HTTP 502".into())))));
    house.desk.papers_by(papers.clone());
    let token = house.sign_in("值班员", "attendant").await;
    let invoice = issued(&house, &token, "https://fapiao.example.com/1.pdf").await;
    let failed = house.window(&token, "invoice.fetch_pdf", invoice.clone()).await.unwrap_err();
    assert_eq!((failed.code, failed.zh.contains("HTTP 502")), (Code::PlatformUnavailable, true));

    *papers.1.lock().unwrap() = Ok(b"%PDF-1.4 one".to_vec());
    let fetched = house.window(&token, "invoice.fetch_pdf", invoice.clone()).await.unwrap();
    assert_eq!((&fetched["fetched_now"], &fetched["bytes"]), (&json!(true), &json!(12)));
    let again = house.window(&token, "invoice.fetch_pdf", invoice.clone()).await.unwrap();
    assert_eq!((&again["fetched_now"], &again["sha256"]), (&json!(false), &fetched["sha256"]));
    assert_eq!(*papers.0.lock().unwrap(), vec!["https://fapiao.example.com/1.pdf"; 2], "the third was here already");
    let before = house.engine("invoice.detail", invoice.clone()).await.unwrap();
    assert!(before["paper_at"].is_number());

    // Somebody took the file away: it is fetched again, and that is written down again.
    house.receipts.papers().clear();
    let anew = house.window(&token, "invoice.fetch_pdf", invoice.clone()).await.unwrap();
    assert_eq!(anew["fetched_now"], true);
    let events = house.ledger.read(|tx| tx.events_from(1, 1000)).await.unwrap();
    let told = events.iter().filter(|recorded| recorded.event.kind() == "invoice_paper_kept").count();
    assert_eq!(told, 2);
    house.verify().await;
    house.ledger.rebuild().await.unwrap();
    let rebuilt = house.engine("invoice.detail", invoice).await.unwrap();
    assert_eq!(rebuilt["paper_at"], anew["fetched_at"]);
}

#[tokio::test]
async fn there_is_no_pdf_of_what_is_not_made_or_lies_nowhere() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let nowhere = issued(&house, &token, "").await;
    let refused = house.window(&token, "invoice.fetch_pdf", nowhere).await.unwrap_err();
    assert_eq!(refused.code, Code::NotFound);
    let none = house.window(&token, "invoice.fetch_pdf", json!({ "invoice_id": guid(9) })).await.unwrap_err();
    assert_eq!((none.code, none.field.as_deref()), (Code::NotFound, Some("invoice_id")));
}

#[tokio::test]
async fn an_address_that_is_not_gone_to_is_told_of() {
    let house = House::new().await;
    let no = Err(NotFetched::NotAllowed("10.0.0.1".into()));
    house.desk.papers_by(Arc::new(Papers(Mutex::default(), Mutex::new(no))));
    let token = house.sign_in("值班员", "attendant").await;
    let invoice = issued(&house, &token, "https://10.0.0.1/1.pdf").await;
    let refused = house.window(&token, "invoice.fetch_pdf", invoice).await.unwrap_err();
    assert_eq!((refused.code, refused.zh.contains("10.0.0.1")), (Code::NotPermitted, true));
}

/// Gives half of a PDF, and the rest when it is told to.
#[derive(Default)]
struct Slow {
    begun: tokio::sync::Notify,
    go_on: tokio::sync::Notify,
    asked: std::sync::atomic::AtomicUsize,
}

#[async_trait]
impl FetchPapers for Slow {
    async fn fetch(&self, _url: &str, progress: &PaperProgress) -> Result<Vec<u8>, NotFetched> {
        self.asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        progress.expects(Some(12));
        progress.receives(7);
        self.begun.notify_one();
        self.go_on.notified().await;
        Ok(b"%PDF-1.4 two".to_vec())
    }
}

#[tokio::test]
async fn how_far_a_pdf_is_is_told_in_bytes_and_it_can_be_stopped() {
    let house = Arc::new(House::new().await);
    let slow = Arc::new(Slow::default());
    house.desk.papers_by(slow.clone());
    let token = house.sign_in("值班员", "attendant").await;
    let invoice = issued(&house, &token, "https://fapiao.example.com/1.pdf").await;
    let look = async || house.window(&token, "invoice.fetch_look", invoice.clone()).await.unwrap();
    assert_eq!(look().await, json!({ "under_way": false, "received": 0, "of_bytes": null }));
    let fetch = || {
        let (house, token, invoice) = (house.clone(), token.clone(), invoice.clone());
        tokio::spawn(async move { house.window(&token, "invoice.fetch_pdf", invoice).await })
    };
    let fetching = fetch();
    slow.begun.notified().await;
    assert_eq!(look().await, json!({ "under_way": true, "received": 7, "of_bytes": 12 }));
    house.window(&token, "invoice.fetch_cancel", invoice.clone()).await.unwrap();
    let refused = fetching.await.unwrap().unwrap_err();
    assert_eq!((refused.code, refused.zh.contains("已停止")), (Code::NotPossibleNow, true));
    assert_eq!(look().await["under_way"], false);
    let detail = house.engine("invoice.detail", invoice.clone()).await.unwrap();
    assert_eq!(detail["paper_at"], Value::Null, "nothing is kept of it");
    assert!(house.receipts.papers().is_empty());

    // Two windows want it: it is fetched once, and both have it.
    let first = fetch();
    slow.begun.notified().await;
    let second = fetch();
    slow.go_on.notify_one();
    let (first, second) = (first.await.unwrap().unwrap(), second.await.unwrap().unwrap());
    assert_eq!((&first["fetched_now"], &second["fetched_now"]), (&json!(true), &json!(false)));
    assert_eq!(slow.asked.load(std::sync::atomic::Ordering::SeqCst), 2, "the cancelled one, and one for both");
}
