//! Pay codes: journalled before they are sent, known or unknown, never taken twice.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use lotdesk_domain::ask::paid::StayPaid;
use lotdesk_domain::deduction::PaymentRules;
use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::Coupon;
use lotdesk_domain::parking::PayType;
use lotdesk_domain::payment::{PayCode, TradeState};
use lotdesk_operations::api::refusal::Code;
use lotdesk_operations::{ChannelFailure, PayOrder, PaymentChannel, RefundOrder, RefundState};
use serde_json::{Value, json};

use crate::support::{ENTRY, EXIT, House, guid, morning, small_lot};

pub const CAR: &str = "粤B12345";
pub const CODE: &str = "134567890123456789";

pub fn trade(n: u64) -> String {
    format!("420000271220261123{n:010}")
}

/// A channel that answers as it is told, and writes down what it was asked.
#[derive(Default)]
pub struct FakeChannel {
    pub answers: Mutex<VecDeque<Result<TradeState, ChannelFailure>>>,
    pub refunds: Mutex<VecDeque<Result<RefundState, ChannelFailure>>>,
    pub asked: Mutex<Vec<String>>,
    /// A payment waits here until it is let go on, where there is a gate.
    pub gate: Mutex<Option<Arc<tokio::sync::Notify>>>,
    pub paying: tokio::sync::Notify,
    /// What the ledger had of the attempt when the request arrived.
    pub journalled: Mutex<BTreeMap<String, bool>>,
    pub ledger: Mutex<Option<lotdesk_ledger::Ledger>>,
}

impl FakeChannel {
    fn next(&self, what: &str, number: &str) -> Result<TradeState, ChannelFailure> {
        self.asked.lock().unwrap().push(format!("{what} {number}"));
        self.answers.lock().unwrap().pop_front().unwrap_or(Err(ChannelFailure::Lost { why: "silence".into() }))
    }

    fn next_refund(&self, what: &str, number: &str) -> Result<RefundState, ChannelFailure> {
        self.asked.lock().unwrap().push(format!("{what} {number}"));
        self.refunds.lock().unwrap().pop_front().unwrap_or(Err(ChannelFailure::Lost { why: "silence".into() }))
    }

    pub fn will(&self, answers: impl IntoIterator<Item = Result<TradeState, ChannelFailure>>) {
        self.answers.lock().unwrap().extend(answers);
    }

    fn kinds(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().map(|asked| asked.split(' ').next().unwrap().to_owned()).collect()
    }
}

#[async_trait]
impl PaymentChannel for FakeChannel {
    async fn pay(&self, order: &PayOrder, code: &PayCode) -> Result<TradeState, ChannelFailure> {
        assert_eq!(code.expose(), CODE);
        let ledger = self.ledger.lock().unwrap().clone();
        if let Some(ledger) = ledger {
            let id: Guid = order.attempt_no.parse().unwrap();
            let there = ledger.read(move |tx| tx.pay_attempt(id)).await.unwrap().is_some();
            self.journalled.lock().unwrap().insert(order.attempt_no.clone(), there);
        }
        let gate = self.gate.lock().unwrap().clone();
        self.paying.notify_one();
        if let Some(gate) = gate {
            gate.notified().await;
        }
        self.next("pay", &order.attempt_no)
    }
    async fn query(&self, attempt_no: &str) -> Result<TradeState, ChannelFailure> {
        self.next("query", attempt_no)
    }
    async fn cancel(&self, attempt_no: &str) -> Result<TradeState, ChannelFailure> {
        self.next("cancel", attempt_no)
    }
    async fn refund(&self, order: &RefundOrder) -> Result<RefundState, ChannelFailure> {
        self.next_refund("refund", &order.refund_no)
    }
    async fn query_refund(&self, _attempt_no: &str, refund_no: &str) -> Result<RefundState, ChannelFailure> {
        self.next_refund("query_refund", refund_no)
    }
}

pub fn paid(n: u64, amount: i64) -> Result<TradeState, ChannelFailure> {
    Ok(TradeState::Paid { trade_no: trade(n), paid_at: morning().plus_minutes(60), amount_fen: Fen(amount) })
}

pub fn lost() -> Result<TradeState, ChannelFailure> {
    Err(ChannelFailure::Lost { why: "no complete reply within 10000 ms".into() })
}

/// A car that owes 5.00 at the exit, an attendant, and a channel.
pub struct Booth {
    pub house: House,
    pub token: String,
    pub channel: Arc<FakeChannel>,
    pub record: Guid,
}

impl Booth {
    pub async fn new() -> Self {
        let house = House::new().await;
        let token = house.sign_in("值班员", "attendant").await;
        let channel = Arc::new(FakeChannel::default());
        *channel.ledger.lock().unwrap() = Some(house.ledger.clone());
        house.desk.pay_by(channel.clone());
        let record = house.read(ENTRY, CAR).await.record_id.unwrap();
        house.later(60);
        house.read(EXIT, CAR).await;
        let mut booth = Self { house, token, channel, record };
        booth.house.gates();
        booth
    }

    pub fn scan(&self, id: u8) -> Value {
        json!({ "request_id": guid(id), "record_id": self.record, "lane_id": guid(EXIT), "due_fen": 500, "code": CODE })
    }

    pub fn cash(&self, id: u8) -> Value {
        json!({
            "request_id": guid(id), "record_id": self.record, "lane_id": guid(EXIT), "due_fen": 500, "received_fen": 500,
        })
    }

    pub async fn ask(&self, name: &str, request: Value) -> Result<Value, lotdesk_operations::api::refusal::Refusal> {
        self.house.window(&self.token, name, request).await
    }

    pub async fn state(&self, id: u8) -> String {
        let view = self.ask("payment.look", json!({ "request_id": guid(id) })).await.unwrap();
        view["state"].as_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn a_scanned_code_pays_opens_and_stands_on_the_receipt() {
    let mut booth = Booth::new().await;
    booth.channel.will([paid(1, 500)]);
    let view = booth.ask("payment.scan", booth.scan(60)).await.unwrap();
    assert_eq!(
        (&view["state"], &view["trade_no"], &view["paid"]["left"]),
        (&json!("paid"), &json!(trade(1)), &json!(true))
    );
    assert_eq!(booth.house.gates(), 1);
    assert_eq!(
        *booth.channel.journalled.lock().unwrap(),
        BTreeMap::from([(guid(60).to_string(), true)]),
        "journalled before it is sent"
    );
    // The same request again sends nothing and changes nothing.
    assert_eq!(booth.ask("payment.scan", booth.scan(60)).await.unwrap(), view);
    assert_eq!((booth.channel.kinds(), booth.house.gates()), (vec!["pay".to_owned()], 0));
    let house = &booth.house;
    assert_eq!((house.balance("channel:wechat").await, house.balance("revenue:parking").await), (500, -500));
    booth.ask("receipt.preview", json!({ "charge_id": guid(60) })).await.unwrap();
    let facts = house.receipts.0.lock().unwrap().pop().unwrap();
    assert_eq!(
        (facts.trade_no, facts.cashier.as_str(), facts.charge.pay_type),
        (Some(trade(1)), "值班员", PayType::WeChat)
    );
    let told = house
        .facts
        .0
        .lock()
        .unwrap()
        .iter()
        .any(|fact| matches!(fact, Fact::Charged { charge, .. } if charge.id == guid(60)));
    assert!(told, "5008");
    // The code is nowhere: neither in the journal nor in a table.
    let bytes = std::fs::read(house.folder.path().join("ledger.db")).unwrap();
    let wal = std::fs::read(house.folder.path().join("ledger.db-wal")).unwrap_or_default();
    assert!(!bytes.windows(CODE.len()).chain(wal.windows(CODE.len())).any(|at| at == CODE.as_bytes()));
    house.verify().await;
}

#[tokio::test]
async fn what_is_no_code_is_refused_before_anything_is_written() {
    let booth = Booth::new().await;
    for code in ["164567890123456789", "13456789012345678", "粤B12345", ""] {
        let mut scan = booth.scan(60);
        scan["code"] = json!(code);
        let refused = booth.ask("payment.scan", scan).await.unwrap_err();
        assert_eq!((refused.code, refused.field.as_deref()), (Code::BadField, Some("code")), "{code}");
    }
    let mut scan = booth.scan(60);
    scan["due_fen"] = json!(400);
    assert_eq!(booth.ask("payment.scan", scan).await.unwrap_err().code, Code::FeeChanged);
    assert!(booth.channel.kinds().is_empty());
    assert!(booth.ask("payment.look", json!({ "request_id": guid(60) })).await.is_err());
}

#[tokio::test]
async fn a_refusal_takes_nothing_and_another_code_may_follow() {
    let mut booth = Booth::new().await;
    booth.channel.will([
        Ok(TradeState::Refused { code: "NOTENOUGH".into(), words: "余额不足".into() }),
        Err(ChannelFailure::NotReached { why: "refused".into() }),
        paid(2, 500),
    ]);
    let view = booth.ask("payment.scan", booth.scan(60)).await.unwrap();
    assert_eq!((&view["state"], &view["why"]), (&json!("refused"), &json!("NOTENOUGH 余额不足")));
    let view = booth.ask("payment.scan", booth.scan(61)).await.unwrap();
    assert_eq!(view["state"], "refused", "what never left took nothing");
    assert_eq!(booth.house.gates(), 0);
    let view = booth.ask("payment.scan", booth.scan(62)).await.unwrap();
    assert_eq!((&view["state"], booth.house.gates()), (&json!("paid"), 1));
    booth.house.verify().await;
}

#[tokio::test]
async fn a_lost_answer_is_unknown_until_the_channel_says() {
    let mut booth = Booth::new().await;
    booth.channel.will([lost(), lost(), paid(3, 500)]);
    assert_eq!(booth.ask("payment.scan", booth.scan(60)).await.unwrap()["state"], "unknown");
    assert_eq!(booth.house.gates(), 0, "unknown is not paid");
    let again = booth.ask("payment.scan", booth.scan(61)).await.unwrap_err();
    assert_eq!(again.code, Code::PaymentRequested, "a second code could take it twice");
    assert_eq!(booth.ask("exit.pay_cash", booth.cash(62)).await.unwrap_err().code, Code::PaymentRequested);
    assert_eq!(booth.house.desk.settle_payments().await.unwrap(), 1);
    assert_eq!(booth.state(60).await, "unknown");
    assert_eq!(booth.house.desk.settle_payments().await.unwrap(), 0);
    assert_eq!((booth.state(60).await, booth.house.gates()), ("paid".to_owned(), 1));
    assert_eq!(booth.channel.kinds(), ["pay", "query", "query"], "never sent again");
    booth.house.verify().await;
}

#[tokio::test]
async fn a_password_that_never_comes_is_withdrawn() {
    let mut booth = Booth::new().await;
    booth.channel.will([
        Ok(TradeState::Waiting),
        Ok(TradeState::Waiting),
        Ok(TradeState::Waiting),
        lost(),
        Ok(TradeState::Closed),
    ]);
    assert_eq!(booth.ask("payment.scan", booth.scan(60)).await.unwrap()["state"], "waiting");
    booth.house.desk.settle_payments().await.unwrap();
    assert_eq!(booth.state(60).await, "waiting");
    booth.house.later(2);
    booth.house.desk.settle_payments().await.unwrap();
    assert_eq!(booth.state(60).await, "cancelling", "the withdrawal was lost");
    booth.house.desk.settle_payments().await.unwrap();
    assert_eq!(booth.state(60).await, "cancelled");
    assert_eq!(booth.channel.kinds(), ["pay", "query", "query", "cancel", "cancel"]);
    // Nothing was taken: cash pays.
    booth.ask("exit.pay_cash", booth.cash(61)).await.unwrap();
    assert_eq!((booth.house.gates(), booth.house.balance("channel:wechat").await), (1, 0));
    booth.house.verify().await;
}

#[tokio::test]
async fn what_never_arrived_is_withdrawn_so_that_it_cannot_come_late() {
    let booth = Booth::new().await;
    booth.channel.will([lost(), Ok(TradeState::NotFound), Ok(TradeState::Closed)]);
    booth.ask("payment.scan", booth.scan(60)).await.unwrap();
    booth.house.desk.settle_payments().await.unwrap();
    assert_eq!(
        (booth.state(60).await.as_str(), booth.channel.kinds()),
        ("cancelled", vec!["pay".into(), "query".into(), "cancel".into()])
    );
}

#[tokio::test]
async fn the_attendant_withdraws_behind_the_request_itself() {
    let booth = Booth::new().await;
    let gate = Arc::new(tokio::sync::Notify::new());
    *booth.channel.gate.lock().unwrap() = Some(gate.clone());
    booth.channel.will([
        Ok(TradeState::Waiting),
        Ok(TradeState::Refused { code: "SYSTEMERROR".into(), words: "x".into() }),
        Ok(TradeState::Closed),
    ]);
    let (scan, cancel) = tokio::join!(booth.ask("payment.scan", booth.scan(60)), async {
        booth.channel.paying.notified().await;
        let cancel = booth.ask("payment.cancel", json!({ "request_id": guid(60) }));
        gate.notify_one();
        cancel.await
    });
    assert_eq!(scan.unwrap()["state"], "waiting");
    assert_eq!(cancel.unwrap()["state"], "cancelling", "a refusal to withdraw says nothing of the money");
    booth.house.desk.settle_payments().await.unwrap();
    assert_eq!(booth.state(60).await, "cancelled");
    let again = booth.ask("payment.cancel", json!({ "request_id": guid(60) })).await.unwrap();
    assert_eq!(again["state"], "cancelled");
}

#[tokio::test]
async fn the_channels_money_after_cash_goes_back_through_the_channel() {
    let mut booth = Booth::new().await;
    booth.house.sign_in("经理", "manager").await;
    booth.channel.will([lost()]);
    booth.ask("payment.scan", booth.scan(60)).await.unwrap();
    booth.house.later_ms(31_000);
    booth.ask("exit.pay_cash", booth.cash(61)).await.unwrap();
    assert_eq!(booth.house.gates(), 1);
    booth.channel.will([paid(4, 500)]);
    booth.house.desk.settle_payments().await.unwrap();
    let view = booth.ask("payment.look", json!({ "request_id": guid(60) })).await.unwrap();
    assert_eq!((&view["ending"], booth.house.gates()), (&json!("after_leaving"), 0));
    let balances = |name: &'static str| booth.house.balance(name);
    assert_eq!((balances("channel:wechat").await, balances("drivers:refundable").await), (500, -500));
    let proposed = booth.ask("refund.list", json!({})).await.unwrap();
    assert_eq!(proposed["proposed"][0]["amount_fen"], 500);

    // The channel's answer to the refund is lost, then it has never heard of it, then it is done: once in the ledger.
    let refund = json!({ "request_id": guid(80), "charge_id": guid(60), "amount_fen": 500, "reason": "重复支付" });
    booth.channel.refunds.lock().unwrap().extend([
        Err(ChannelFailure::Lost { why: "lost".into() }),
        Ok(RefundState::NotFound),
        Ok(RefundState::Done),
    ]);
    let made = booth.ask("refund.make", refund.clone()).await.unwrap();
    assert_eq!((&made["state"], &made["left_fen"]), (&json!("unknown"), &json!(0)));
    assert_eq!(balances("drivers:refundable").await, -500, "not known is not back");
    let more = json!({ "request_id": guid(81), "charge_id": guid(60), "amount_fen": 1, "reason": "再退一点" });
    assert_eq!(booth.ask("refund.make", more).await.unwrap_err().field.as_deref(), Some("amount_fen"));
    assert_eq!(booth.ask("refund.list", json!({})).await.unwrap()["channel"][0]["state"], "unknown");
    assert_eq!(booth.house.desk.settle_payments().await.unwrap(), 0);
    assert_eq!((balances("channel:wechat").await, balances("drivers:refundable").await), (0, 0));
    assert_eq!(booth.ask("refund.make", refund).await.unwrap()["left_fen"], 0);
    let backs = booth.house.facts.0.lock().unwrap().iter().filter(|fact| matches!(fact, Fact::Refunded { .. })).count();
    assert_eq!(backs, 1, "5009 once");
    booth.house.verify().await;
}

#[tokio::test]
async fn a_channels_refusal_gives_nothing_back_and_says_why() {
    let booth = Booth::new().await;
    booth.channel.will([paid(5, 500)]);
    booth.ask("payment.scan", booth.scan(60)).await.unwrap();
    let refuse = RefundState::Refused { code: "NOTENOUGH".into(), words: "商户余额不足".into() };
    booth.channel.refunds.lock().unwrap().push_back(Ok(refuse));
    let refund = |id: u8| json!({ "request_id": guid(id), "charge_id": guid(60), "amount_fen": 200, "reason": "多收" });
    let made = booth.ask("refund.make", refund(80)).await.unwrap();
    assert_eq!((&made["state"], &made["why"]), (&json!("refused"), &json!("NOTENOUGH 商户余额不足")));
    assert_eq!(booth.house.balance("refunds").await, 0);
    booth.channel.refunds.lock().unwrap().push_back(Ok(RefundState::Done));
    assert_eq!(booth.ask("refund.make", refund(81)).await.unwrap()["state"], "done");
    assert_eq!((booth.house.balance("refunds").await, booth.house.balance("channel:wechat").await), (200, 300));
    booth.house.verify().await;
}

#[tokio::test]
async fn less_than_is_due_counts_and_opens_nothing() {
    let mut booth = Booth::new().await;
    booth.channel.will([paid(6, 300)]);
    let view = booth.ask("payment.scan", booth.scan(60)).await.unwrap();
    assert_eq!((&view["state"], &view["ending"], booth.house.gates()), (&json!("paid"), &json!("partly_paid"), 0));
    let quote = booth.ask("exit.quote", json!({ "record_id": booth.record })).await.unwrap();
    assert_eq!((&quote["due_fen"], &quote["paid_fen"]), (&json!(200), &json!(300)));
    booth.channel.will([paid(7, 700)]);
    let mut scan = booth.scan(61);
    scan["due_fen"] = json!(200);
    let view = booth.ask("payment.scan", scan).await.unwrap();
    assert_eq!((&view["ending"], booth.house.gates()), (&json!("overpaid"), 1));
    assert_eq!(booth.house.balance("drivers:refundable").await, -500);
    booth.house.verify().await;
}

#[tokio::test]
async fn a_coupon_comes_off_what_the_channel_takes() {
    let mut booth = Booth::new().await;
    booth.house.sign_in("经理", "manager").await;
    let coupon = json!({
        "request_id": guid(90), "record_id": booth.record, "terms": { "kind": "amount", "value": "2" }, "reason": "投诉补偿",
        "approver": { "name": "经理", "pin": "2580" },
    });
    booth.ask("coupon.by_hand", coupon).await.unwrap();
    booth.channel.will([paid(8, 300)]);
    let mut scan = booth.scan(60);
    scan["due_fen"] = json!(300);
    let view = booth.ask("payment.scan", scan).await.unwrap();
    assert_eq!((&view["ending"], booth.house.gates()), (&json!("settled"), 1));
    let house = &booth.house;
    assert_eq!((house.balance("discounts").await, house.balance("revenue:parking").await), (200, -500));
    let used = house.engine("coupon.list", json!({ "state": "used" })).await.unwrap();
    assert_eq!(used["rows"][0]["used_fen"], 200);
    house.verify().await;
}

#[tokio::test]
async fn a_number_from_the_lots_own_board_pays_once() {
    let mut booth = Booth::new().await;
    let by_trade = |id: u8, number: &str, record: Guid| {
        json!({
            "request_id": guid(id), "record_id": record, "lane_id": null, "due_fen": 500, "channel": "we_chat", "trade_no": number,
        })
    };
    let wrong =
        booth.ask("payment.by_trade", by_trade(60, "2026112322001400000000000001", booth.record)).await.unwrap_err();
    assert_eq!((wrong.code, wrong.field.as_deref()), (Code::BadField, Some("trade_no")));
    let mut at_lane = by_trade(60, &trade(9), booth.record);
    at_lane["lane_id"] = json!(guid(EXIT));
    let paid = booth.ask("payment.by_trade", at_lane.clone()).await.unwrap();
    assert_eq!((&paid["left"], booth.house.gates()), (&json!(true), 1));
    assert_eq!(booth.ask("payment.by_trade", at_lane).await.unwrap(), paid);
    let other = booth.house.read(ENTRY, "粤B00002").await.record_id.unwrap();
    booth.house.later(60);
    let twice = booth.ask("payment.by_trade", by_trade(61, &trade(9), other)).await.unwrap_err();
    assert!(twice.field.as_deref() == Some("trade_no") && twice.zh.contains(CAR), "{twice:?}");
    let list = booth.ask("payment.list", json!({})).await.unwrap();
    assert_eq!((&list["by_hand"][0]["trade_no"], &list["by_hand"][0]["in_file"]), (&json!(trade(9)), &json!(null)));
    // It goes back by hand too: nobody can ask the channel for it.
    let refund = json!({ "request_id": guid(80), "charge_id": guid(60), "amount_fen": 100, "reason": "多收" });
    assert_eq!(booth.ask("refund.make", refund).await.unwrap().get("state"), None);
    assert_eq!(booth.house.balance("channel:wechat").await, 400);
    booth.house.verify().await;
}

#[tokio::test]
async fn a_late_6007_after_the_code_is_given_back_above_the_limit_by_two() {
    let booth = Booth::new().await;
    booth.house.sign_in("经理", "manager").await;
    let order = booth.house.price(CAR, Coupon::NOTHING, None).await.unwrap();
    booth.channel.will([paid(10, 500)]);
    booth.ask("payment.scan", booth.scan(60)).await.unwrap();
    booth.house.paid(70, &order, 500).await.unwrap();
    let mut lot = small_lot();
    lot.payment = PaymentRules { refund_limit_fen: Fen(300), ..PaymentRules::default() };
    booth.house.engine("lot.set", json!({ "lot": lot })).await.unwrap();
    let mut refund = json!({ "request_id": guid(80), "charge_id": guid(70), "amount_fen": 500, "reason": "重复支付" });
    assert_eq!(booth.ask("refund.make", refund.clone()).await.unwrap_err().code, Code::SecondPersonNeeded);
    refund["approver"] = json!({ "name": "经理", "pin": "2580" });
    booth.ask("refund.make", refund).await.unwrap();
    assert_eq!((booth.house.balance("city:receivable").await, booth.house.balance("drivers:refundable").await), (0, 0));
    booth.house.verify().await;
}

#[tokio::test]
async fn while_a_scan_is_not_settled_no_other_door_takes_or_lets_off_the_fee() {
    let booth = Booth::new().await;
    booth.house.sign_in("经理", "manager").await;
    booth.channel.will([Ok(TradeState::Waiting)]);
    booth.ask("payment.scan", booth.scan(60)).await.unwrap();
    let asked = json!({ "record_id": booth.record, "due_fen": 500 });
    let release = json!({
        "request_id": guid(61), "record_id": booth.record, "lane_id": guid(EXIT), "due_fen": 500, "reason": "系统故障",
        "approver": { "name": "经理", "pin": "2580" },
    });
    for (name, request) in [("exit.request_payment", asked), ("exit.release_free", release)] {
        let refused = booth.ask(name, request).await.unwrap_err();
        assert_eq!(refused.code, Code::PaymentRequested, "{name}");
    }
    assert!(booth.house.requested().is_empty());
    booth.house.verify().await;
}

#[tokio::test]
async fn cash_for_a_bay_waits_for_the_scan_before_it() {
    let house = crate::street::street().await;
    let token = house.sign_in("巡查员", "attendant").await;
    let channel = Arc::new(FakeChannel::default());
    house.desk.pay_by(channel.clone());
    let now = lotdesk_domain::moment::Clock::now(house.clock.as_ref());
    let stay = crate::street::says(&house, crate::street::BAY, true, now).await.stay_id.unwrap();
    house.later(30);
    channel.will([Ok(TradeState::Waiting)]);
    let scan = json!({ "request_id": guid(60), "record_id": stay, "lane_id": null, "due_fen": 500, "code": CODE });
    assert_eq!(house.window(&token, "payment.scan", scan).await.unwrap()["state"], "waiting");
    assert_eq!(crate::street::pay(&house, &token, stay, 61, 500).await.unwrap_err(), Code::PaymentRequested);
    house.verify().await;
}

#[tokio::test]
async fn what_a_platform_took_before_the_scan_and_told_after_it_counts() {
    let booth = Booth::new().await;
    let house = &booth.house;
    let order = house.price(CAR, Coupon::NOTHING, None).await.unwrap();
    let told = house.payment(70, &order, 200);
    let in_part = StayPaid { paid_at: told.paid_at.plus_ms(-1_000), ..told };
    booth.channel.will([Ok(TradeState::Waiting), paid(1, 500)]);
    booth.ask("payment.scan", booth.scan(60)).await.unwrap();
    house.told_paid(in_part).await.unwrap();
    let view = booth.ask("payment.query", json!({ "request_id": guid(60) })).await.unwrap();
    assert_eq!((&view["state"], &view["ending"]), (&json!("paid"), &json!("overpaid")));
    let balances = [house.balance("drivers:refundable").await, house.balance("revenue:parking").await];
    assert_eq!(balances, [-200, -500], "5.00 are owed, and 7.00 came");
    house.verify().await;
}
