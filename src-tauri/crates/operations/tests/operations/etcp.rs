//! ETCP at the desk: a code a minute, plates within the rules, fees paid once, lost answers asked about, cars of its lots.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use lotdesk_domain::etcp::{Bill, CarEntered, CarLeft, LotPayWay, LotsAsked, LotsPage, ParkUser, PastStay, Proof};
use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::message::{Outcome, Platform};
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_domain::money::Fen;
use lotdesk_domain::plate::{Plate, PlateColor};
use lotdesk_ledger::outbox::Settlement;
use lotdesk_operations::api::etcp::{
    EtcpAccountView, EtcpFee, EtcpOccupancy, EtcpPaidReply, EtcpPaymentRow, EtcpPaymentState, EtcpPayments, EtcpStays,
};
use lotdesk_operations::api::refusal::{Code, Refusal};
use lotdesk_operations::{EtcpCalls, EtcpCare, EtcpFailure, EtcpUser};
use serde_json::{Value, json};

use crate::repairs::ask;
use crate::support::{House, guid};

const PHONE: &str = "13508381199";

/// ETCP as a test wants it.
#[derive(Default)]
struct Played {
    sent_codes: AtomicUsize,
    bound: Mutex<Vec<(String, Option<PlateColor>)>>,
    fail: Mutex<Option<EtcpFailure>>,
    bills: Mutex<Vec<Bill>>,
    history: Mutex<Vec<PastStay>>,
    lots: Mutex<Vec<LotsAsked>>,
}

impl Played {
    fn fails(&self, failure: EtcpFailure) {
        *self.fail.lock().unwrap() = Some(failure);
    }

    fn well(&self) -> Result<(), EtcpFailure> {
        self.fail.lock().unwrap().take().map_or(Ok(()), Err)
    }
}

#[async_trait]
impl EtcpCalls for Played {
    fn signed_until(&self, _account_id: Guid) -> Option<Moment> {
        None
    }
    async fn send_code(&self, phone: &str) -> Result<(), EtcpFailure> {
        assert_eq!(phone, PHONE, "the telephone comes unmasked");
        self.sent_codes.fetch_add(1, Ordering::SeqCst);
        self.well()
    }
    async fn sign_in(&self, _user: &EtcpUser, _code: &str) -> Result<(), EtcpFailure> {
        self.well()
    }
    async fn join(&self, _user: &EtcpUser, _plate: Option<&Plate>) -> Result<(), EtcpFailure> {
        self.well()
    }
    async fn bind(&self, _user: &EtcpUser, plate: &Plate, color: Option<PlateColor>) -> Result<(), EtcpFailure> {
        self.bound.lock().unwrap().push((plate.to_string(), color));
        self.well()
    }
    async fn release(&self, _user: &EtcpUser, _plate: &Plate) -> Result<(), EtcpFailure> {
        self.well()
    }
    async fn history(&self, _user: &EtcpUser) -> Result<Vec<PastStay>, EtcpFailure> {
        self.well()?;
        Ok(self.history.lock().unwrap().clone())
    }
    async fn bills(&self, _user: &EtcpUser, _plate: &Plate) -> Result<Vec<Bill>, EtcpFailure> {
        self.well()?;
        Ok(self.bills.lock().unwrap().clone())
    }
    async fn lots(&self, asked: &LotsAsked, _account_id: Option<Guid>) -> Result<LotsPage, EtcpFailure> {
        self.lots.lock().unwrap().push(asked.clone());
        Ok(LotsPage { lots: Vec::new(), next: Some("more".into()) })
    }
}

pub struct Desk {
    pub house: House,
    etcp: Arc<Played>,
    manager: String,
    care: EtcpCare,
}

impl Desk {
    pub async fn open() -> Self {
        let house = House::new().await;
        let manager = house.sign_in("经理", "manager").await;
        let etcp = Arc::new(Played::default());
        house.desk.etcp_by(etcp.clone());
        let care = EtcpCare::new(house.desk.clone());
        Self { house, etcp, manager, care }
    }

    pub async fn ask<T: serde::de::DeserializeOwned>(&self, name: &str, request: Value) -> Result<T, Refusal> {
        ask(&self.house, &self.manager, name, request).await
    }

    async fn joined(&self) -> EtcpAccountView {
        self.ask("etcp.join", json!({ "phone": PHONE })).await.unwrap()
    }

    pub fn owes(&self, fee: i64, left: i64) {
        *self.etcp.bills.lock().unwrap() = vec![Bill {
            order_id: "ORDER".into(),
            parking_id: "3126".into(),
            parking_name: "ETCP 停车场".into(),
            entered_at: Some(self.house.clock.now()),
            fee_fen: Fen(fee),
            remaining_fen: Fen(left),
            verification: "FSED/+=".into(),
        }];
    }

    async fn quoted(&self) -> Value {
        let account = self.joined().await;
        let request = json!({ "account_id": account.account_id, "plate": "渝DE3787" });
        let fee: EtcpFee = self.ask("etcp.fee", request).await.unwrap();
        serde_json::to_value(&fee.quotes[0]).unwrap()
    }

    fn payment(number: u8, quote: &Value, received: i64) -> Value {
        json!({ "request_id": guid(number), "quote_id": quote["quote_id"], "due_fen": quote["remaining_fen"], "received_fen": received })
    }

    async fn pay(&self, number: u8, quote: &Value, received: i64) -> Result<EtcpPaidReply, Refusal> {
        self.ask("etcp.pay", Self::payment(number, quote, received)).await
    }

    /// ETCP's side: the notice that waits ends so.
    async fn notice_ends(&self, outcome: Outcome, settlement: Settlement) {
        let now = self.house.clock.now();
        let claimed = self.house.ledger.claim(Platform::Etcp, now, 60_000).await.unwrap().expect("a notice waits");
        let reply = (outcome == Outcome::Accepted).then_some("no2017");
        self.house.ledger.settle_with(&claimed, &outcome, settlement, reply, now).await.unwrap();
    }

    async fn answer_is_lost(&self) {
        self.notice_ends(Outcome::Unknown { why: "time-out".into() }, Settlement::Unknown).await;
    }

    async fn row(&self, number: u8) -> EtcpPaymentRow {
        let all: EtcpPayments = self.ask("etcp.payments", json!({})).await.unwrap();
        all.rows.into_iter().find(|row| row.payment_id == guid(number)).unwrap()
    }

    /// What stands on an account.
    pub async fn balance(&self, account: &str) -> i64 {
        let all = self.house.ledger.read(|tx| tx.balances()).await.unwrap();
        all.iter().find(|(name, _)| name == account).map_or(0, |(_, fen)| fen.0)
    }

    /// A payment of what is due now, under this number; some time after whatever was before.
    pub async fn paid(&self, number: u8) {
        self.house.later(1);
        let quote = self.quoted().await;
        let due = quote["remaining_fen"].as_i64().unwrap();
        self.pay(number, &quote, due).await.unwrap();
    }

    /// The same, and ETCP has it.
    pub async fn paid_and_known(&self, number: u8) {
        self.paid(number).await;
        let mut committed = self.house.ledger.committed();
        self.notice_ends(Outcome::Accepted, Settlement::Accepted).await;
        while self.row(number).await.state != EtcpPaymentState::Known {
            committed.recv().await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_code_goes_out_once_a_minute_by_our_own_clock() {
    let desk = Desk::open().await;
    let send = json!({ "phone": "135 0838 1199" });
    let first: EtcpAccountView = desk.ask("etcp.send_code", send.clone()).await.unwrap();
    assert_eq!(first.code_again_at, Some(desk.house.clock.now().plus_ms(60_000)));
    assert_eq!(first.phone.as_deref(), Some("135******99"));
    desk.house.later_ms(59_001);
    let refused = desk.ask::<EtcpAccountView>("etcp.send_code", send.clone()).await.unwrap_err();
    assert!(refused.code == Code::NotPossibleNow && refused.zh.contains("1 秒后"), "{refused:?}");
    assert_eq!(desk.etcp.sent_codes.load(Ordering::SeqCst), 1, "nothing went out");
    desk.house.later_ms(999);
    // Refused by ETCP for another reason: none was sent, and the minute does not run.
    desk.etcp.fails(EtcpFailure::Refused { code: "20201".into(), words: "手机号错误".into() });
    assert!(desk.ask::<EtcpAccountView>("etcp.send_code", send.clone()).await.is_err());
    // No answer: it may have come.
    desk.etcp.fails(EtcpFailure::Silent { why: "time-out".into(), reached: true });
    assert!(desk.ask::<EtcpAccountView>("etcp.send_code", send.clone()).await.is_err());
    let refused = desk.ask::<EtcpAccountView>("etcp.send_code", send).await.unwrap_err();
    assert_eq!(refused.code, Code::NotPossibleNow);
    let bad = desk.ask::<EtcpAccountView>("etcp.send_code", json!({ "phone": "1350838119" })).await.unwrap_err();
    assert_eq!(bad.field.as_deref(), Some("phone"));
    desk.house.verify().await;
}

#[tokio::test]
async fn plates_that_break_the_rules_are_not_sent() {
    let desk = Desk::open().await;
    let account_id = desk.joined().await.account_id;
    let bind = |plate: &str| json!({ "account_id": account_id, "plate": plate, "color": "black" });
    for plate in ["渝A10001", "渝A10002", "渝AD10003"] {
        desk.ask::<EtcpAccountView>("etcp.bind", bind(plate)).await.unwrap();
    }
    for (plate, words) in [("渝A10004", "3 辆"), ("渝A10001", "已绑定"), ("WJ渝1234X", "7 位"), ("渝A1", "车牌有误")]
    {
        let refused = desk.ask::<EtcpAccountView>("etcp.bind", bind(plate)).await.unwrap_err();
        assert!(refused.field.as_deref() == Some("plate") && refused.zh.contains(words), "{refused:?}");
    }
    assert_eq!(desk.etcp.bound.lock().unwrap().len(), 3);
    let release = |plate: &str| json!({ "account_id": account_id, "plate": plate });
    desk.ask::<EtcpAccountView>("etcp.release", release("渝A10001")).await.unwrap();
    let refused = desk.ask::<EtcpAccountView>("etcp.release", release("渝A10001")).await.unwrap_err();
    assert_eq!(refused.code, Code::NotFound);
    desk.ask::<EtcpAccountView>("etcp.bind", bind("渝A10004")).await.unwrap();
    desk.ask::<EtcpAccountView>("etcp.release", release("渝A10002")).await.unwrap();
    let refused = desk.ask::<EtcpAccountView>("etcp.bind", bind("渝A10005")).await.unwrap_err();
    assert!(refused.zh.contains("4 辆"), "a fifth in a month: {refused:?}");
    let view: EtcpAccountView = desk.ask("etcp.bind", bind("渝A10001")).await.unwrap();
    assert_eq!((view.cars.len(), view.bound_this_month), (3, 4));
    desk.house.verify().await;
}

#[tokio::test]
async fn money_is_held_until_etcp_has_it_and_owed_from_then_on() {
    let desk = Desk::open().await;
    desk.owes(800, 800);
    let quote = desk.quoted().await;
    let short = desk.pay(1, &quote, 700).await.unwrap_err();
    assert_eq!((short.code, short.field.as_deref()), (Code::NotEnough, Some("received_fen")));
    let paid = desk.pay(1, &quote, 1000).await.unwrap();
    assert_eq!((paid.change_fen, paid.payment.state), (Fen(200), EtcpPaymentState::Waiting));
    let again = desk.pay(1, &quote, 1000).await.unwrap();
    assert_eq!((again.change_fen, again.payment.payment_id), (Fen(200), paid.payment.payment_id), "the first answer");
    let second = desk.pay(2, &quote, 800).await.unwrap_err();
    assert_eq!(second.code, Code::PaymentRequested, "an order under way is not paid again");
    assert_eq!((desk.balance("etcp:held").await, desk.balance("etcp:payable").await), (-800, 0));
    let notices: Vec<String> = {
        let facts = desk.house.facts.0.lock().unwrap();
        facts
            .iter()
            .filter_map(
                |fact| if let Fact::EtcpPaid { notice } = fact { Some(notice.verification.clone()) } else { None },
            )
            .collect()
    };
    assert_eq!(notices, ["FSED/+="], "one notice, with what ETCP gave for it");

    desk.notice_ends(Outcome::Accepted, Settlement::Accepted).await;
    let mut committed = desk.house.ledger.committed();
    while desk.row(1).await.state != EtcpPaymentState::Known {
        committed.recv().await.unwrap();
    }
    let row = desk.row(1).await;
    assert_eq!((row.proof, row.pay_order_id.as_deref()), (Some(Proof::Reply), Some("no2017")));
    assert_eq!((desk.balance("etcp:held").await, desk.balance("etcp:payable").await), (0, -800));
    let late = json!({ "payment_id": guid(1), "reason": "车主要求" });
    assert_eq!(desk.ask::<EtcpPaymentRow>("etcp.give_back", late).await.unwrap_err().code, Code::AlreadyPaid);
    desk.house.verify().await;
}

#[tokio::test]
async fn a_lost_answer_is_asked_about_and_never_paid_or_sent_blindly() {
    let mut desk = Desk::open().await;
    desk.owes(800, 800);
    let quote = desk.quoted().await;
    desk.pay(1, &quote, 800).await.unwrap();
    desk.answer_is_lost().await;
    let row = desk.row(1).await;
    assert_eq!(row.state, EtcpPaymentState::Unknown);
    let no = row.message.unwrap().no;
    assert_eq!(desk.ask::<Value>("outbox.resend", json!({ "no": no })).await.unwrap_err().code, Code::NotResendable);
    let bulk: Value = desk.ask("outbox.resend_all", json!({ "platform": "etcp" })).await.unwrap();
    assert_eq!(bulk["count"], 0);
    let back = json!({ "payment_id": guid(1), "reason": "车主要求" });
    assert_eq!(
        desk.ask::<EtcpPaymentRow>("etcp.give_back", back.clone()).await.unwrap_err().code,
        Code::PaymentRequested
    );
    assert_eq!(desk.pay(2, &quote, 800).await.unwrap_err().code, Code::PaymentRequested);

    // ETCP's lists say nothing: it stays as it is, and is not asked again at once.
    desk.etcp.bills.lock().unwrap().clear();
    assert_eq!((desk.care.look().await.unwrap(), desk.care.look().await.unwrap()), (1, 0));
    assert_eq!(desk.row(1).await.state, EtcpPaymentState::Unknown);
    // They say that it did not arrive: the very same notice goes again.
    desk.house.later(1);
    desk.owes(800, 800);
    desk.care.look().await.unwrap();
    assert_eq!(desk.row(1).await.state, EtcpPaymentState::Waiting);
    desk.answer_is_lost().await;
    // They say that it arrived.
    desk.house.later(1);
    desk.owes(1200, 400);
    desk.care.look().await.unwrap();
    let row = desk.row(1).await;
    assert_eq!((row.state, row.proof), (EtcpPaymentState::Known, Some(Proof::Fee)), "though the car owes again");
    assert_eq!(desk.balance("etcp:payable").await, -800);
    desk.house.verify().await;
}

#[tokio::test]
async fn a_driver_who_paid_at_the_exit_gets_the_money_back() {
    let mut desk = Desk::open().await;
    desk.owes(800, 800);
    let quote = desk.quoted().await;
    desk.pay(1, &quote, 800).await.unwrap();
    desk.answer_is_lost().await;
    *desk.etcp.history.lock().unwrap() = vec![PastStay {
        order_id: "ORDER".into(),
        parking_id: "3126".into(),
        parking_name: String::new(),
        plate: "渝DE3787".into(),
        entered_at: None,
        left_at: None,
        fee_fen: Fen(800),
        cash_fen: Fen(800),
    }];
    desk.care.look().await.unwrap();
    assert_eq!(desk.row(1).await.state, EtcpPaymentState::Missed);
    let back = json!({ "payment_id": guid(1), "reason": "出口已付现金" });
    let row: EtcpPaymentRow = desk.ask("etcp.give_back", back).await.unwrap();
    assert_eq!((row.state, desk.balance("etcp:held").await), (EtcpPaymentState::GivenBack, 0));
    let drawers: i64 = {
        let all = desk.house.ledger.read(|tx| tx.balances()).await.unwrap();
        all.iter().filter(|(name, _)| name.starts_with("drawer:")).map(|(_, fen)| fen.0).sum()
    };
    assert_eq!(drawers, 0);
    desk.house.verify().await;
}

#[tokio::test]
async fn a_refused_amount_is_quoted_anew_and_its_money_counts() {
    let mut desk = Desk::open().await;
    desk.owes(800, 800);
    let quote = desk.quoted().await;
    desk.pay(1, &quote, 800).await.unwrap();
    let refused = Outcome::Refused { code: "20206".into(), words: "支付金额与应付金额不匹配".into() };
    desk.notice_ends(refused, Settlement::Refused).await;
    assert_eq!(desk.row(1).await.new_quote, None);
    desk.house.later(1);
    desk.owes(1200, 1200);
    desk.care.look().await.unwrap();
    let row = desk.row(1).await;
    let new_quote = row.new_quote.clone().expect("the new fee is shown");
    assert_eq!((row.state, new_quote.remaining_fen), (EtcpPaymentState::Refused, Fen(1200)));
    assert_eq!(desk.care.look().await.unwrap(), 0, "it is asked once");
    let no = row.message.unwrap().no;
    assert_eq!(desk.ask::<Value>("outbox.resend", json!({ "no": no })).await.unwrap_err().code, Code::NotResendable);
    let mut pay = Desk::payment(2, &serde_json::to_value(&new_quote).unwrap(), 500);
    pay["instead_of"] = json!(guid(1));
    let paid: EtcpPaidReply = desk.ask("etcp.pay", pay).await.unwrap();
    assert_eq!(paid.change_fen, Fen(100));
    assert_eq!(desk.row(1).await.state, EtcpPaymentState::GivenBack);
    assert_eq!(desk.balance("etcp:held").await, -1200);
    desk.house.verify().await;
}

/// 8.7's table has no word on whether verificationInfo is always there; 8.8 wants it.
#[tokio::test]
async fn a_fee_without_its_verification_is_shown_and_not_paid() {
    let desk = Desk::open().await;
    desk.owes(800, 800);
    desk.etcp.bills.lock().unwrap()[0].verification = String::new();
    let quote = desk.quoted().await;
    assert_eq!(quote["remaining_fen"], json!(800));
    let refused = desk.pay(1, &quote, 800).await.unwrap_err();
    assert_eq!((refused.code, refused.field.as_deref()), (Code::PlatformRefused, Some("quote_id")));
    assert_eq!(desk.balance("etcp:held").await, 0);
}

#[tokio::test]
async fn who_takes_no_money_looks_fees_up_and_no_more() {
    let desk = Desk::open().await;
    desk.owes(800, 800);
    let quote = desk.quoted().await;
    let clerk = desk.house.sign_in("客服", "clerk").await;
    let refused = ask::<Value>(&desk.house, &clerk, "etcp.pay", Desk::payment(1, &quote, 800)).await.unwrap_err();
    assert_eq!(refused.code, Code::NotPermitted);
    ask::<Value>(&desk.house, &clerk, "etcp.payments", json!({})).await.unwrap();
    desk.house.later(11);
    assert_eq!(desk.pay(1, &quote, 800).await.unwrap_err().code, Code::FeeChanged, "an old answer is not paid");
    let lots = |place: Value| json!({ "place": place });
    for (place, field) in [
        (json!({ "kind": "around", "radius_m": 499 }), "place.radius_m"),
        (json!({ "kind": "around", "radius_m": 500 }), "place.position"),
        (json!({ "kind": "city", "city": " " }), "place.city"),
    ] {
        let refused = ask::<Value>(&desk.house, &clerk, "etcp.lots", lots(place)).await.unwrap_err();
        assert_eq!(refused.field.as_deref(), Some(field));
    }
    let page: LotsPage = desk.ask("etcp.lots", lots(json!({ "kind": "city", "city": "北京市" }))).await.unwrap();
    assert_eq!(page.next, None, "an empty page ends");
    assert_eq!(desk.etcp.lots.lock().unwrap()[0].pay_way, LotPayWay::All);
}

#[tokio::test]
async fn cars_of_its_lots_are_taken_once_in_whatever_order_they_come() {
    let desk = Desk::open().await;
    let at = desk.house.clock.now();
    let entered = |syn_id: &str, user| CarEntered {
        syn_id: syn_id.into(),
        plate: "渝ATX061".into(),
        park_id: "1".into(),
        park_name: "ETCP 智慧停车场".into(),
        entered_at: at,
        user: Some(user),
        fixed_space: String::new(),
        remaining_days: None,
        pushed_at: Some(at),
    };
    let left = |syn_id: &str| CarLeft {
        entered: entered(syn_id, ParkUser::Temporary),
        left_at: at.plus_minutes(60),
        stayed_s: 3600,
        receivable_fen: Fen(1250),
    };
    assert!(desk.house.desk.etcp_car_entered(entered("A", ParkUser::LongTerm), 1).await.unwrap());
    assert!(!desk.house.desk.etcp_car_entered(entered("A", ParkUser::LongTerm), 1).await.unwrap(), "a repeat");
    assert!(desk.house.desk.etcp_car_left(left("B"), 2).await.unwrap(), "an exit whose entry never came");
    assert!(!desk.house.desk.etcp_car_left(left("B"), 2).await.unwrap());
    assert!(!desk.house.desk.etcp_car_entered(entered("B", ParkUser::Temporary), 3).await.unwrap(), "it has left");
    let now: EtcpOccupancy = desk.ask("etcp.occupancy", json!({})).await.unwrap();
    let lot = &now.lots[0];
    assert_eq!((lot.inside, lot.long_term, lot.came, lot.left, lot.receivable_fen), (1, 1, 2, 1, Fen(1250)));
    let stays: EtcpStays = desk.ask("etcp.stays", json!({ "inside_only": true })).await.unwrap();
    assert_eq!(stays.rows.iter().map(|row| row.syn_id.as_str()).collect::<Vec<_>>(), ["A"]);
    desk.house.verify().await;
}
