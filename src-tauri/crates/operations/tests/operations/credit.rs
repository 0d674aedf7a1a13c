//! Reports to the credit register: proposed by a clerk after a set time, agreed to by a second person, never guessed.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::message::Outcome;
use lotdesk_domain::moment::Clock;
use lotdesk_ledger::outbox::Settlement;
use lotdesk_operations::api::refusal::Code;
use serde_json::{Value, json};

use crate::billing::send_all;
use crate::street::{BAY, OTHER_BAY, pay, stay_of, street};
use crate::support::{House, guid};

fn subject(id_no: &str) -> Value {
    json!({ "kind": "natural", "name": "某先生", "id_kind": "citizen_card", "id_no": id_no })
}

const RIGHT: &str = "11010519491231002X";

fn propose(request: u8, stay: Guid, subject: &Value) -> Value {
    json!({ "request_id": guid(request), "record_id": stay, "subject": subject })
}

async fn ready() -> (House, String) {
    let house = street().await;
    let clerk = house.sign_in("文员", "clerk").await;
    house.sign_in("经理", "manager").await;
    let rules = json!({ "provider_code": "91440300708461136T", "overdue_after_days": 15 });
    house.engine("credit.set_rules", rules).await.unwrap();
    (house, clerk)
}

async fn overdue(house: &House, clerk: &str) -> Vec<Value> {
    let list = house.window(clerk, "credit.overdue", json!({})).await.unwrap();
    list["rows"].as_array().unwrap().clone()
}

fn approve(report: u8, name: &str) -> Value {
    json!({ "report_id": guid(report), "approver": { "name": name, "pin": "2580" } })
}

#[tokio::test]
async fn an_overdue_debt_is_proposed_agreed_to_and_reported() {
    let (house, clerk) = ready().await;
    let stay = stay_of(&house, BAY, 70).await;
    assert_eq!(overdue(&house, &clerk).await.len(), 0);
    let early = house.window(&clerk, "credit.propose", propose(80, stay, &subject(RIGHT))).await.unwrap_err();
    assert_eq!((early.code, early.field.as_deref()), (Code::BadField, Some("record_id")), "not overdue yet");

    house.later(15 * 24 * 60);
    let list = overdue(&house, &clerk).await;
    assert_eq!(list.len(), 1);
    let information = list[0]["information"].as_str().unwrap();
    assert!(information.contains("福华一路泊位001") && information.contains("8.00元"), "{information}");
    let mistyped = house.window(&clerk, "credit.propose", propose(80, stay, &subject("110105194912310021"))).await;
    let mistyped = mistyped.unwrap_err();
    assert_eq!((mistyped.code, mistyped.field.as_deref()), (Code::LooksWrong, Some("subject.id_no")));
    let nameless = json!({ "kind": "natural", "name": "某先生", "id_no": RIGHT });
    let refused = house.window(&clerk, "credit.propose", propose(80, stay, &nameless)).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("subject.id_kind"));

    let row = house.window(&clerk, "credit.propose", propose(80, stay, &subject(RIGHT))).await.unwrap();
    assert_eq!((&row["state"], &row["proposer"]), (&json!("proposed"), &json!("文员")));
    assert_eq!((&row["subject"]["name"], &row["subject"]["id_no"]), (&json!("某**"), &json!("110*************2X")));
    assert_eq!(overdue(&house, &clerk).await.len(), 0, "it is proposed");
    let again = house.window(&clerk, "credit.propose", propose(80, stay, &subject(RIGHT))).await.unwrap();
    assert_eq!(again, row, "a repeat has no second effect");
    let reported = |house: &House| {
        house.facts.0.lock().unwrap().iter().filter(|fact| matches!(fact, Fact::DebtReported { .. })).count()
    };
    assert_eq!(reported(&house), 0, "nobody has agreed yet");

    for (name, code) in [("文员", Code::SecondPersonNeeded), ("无名", Code::WrongPin)] {
        let refused = house.window(&clerk, "credit.approve", approve(80, name)).await.unwrap_err();
        assert_eq!(refused.code, code, "{name}");
    }
    let alone = house.window(&clerk, "credit.approve", json!({ "report_id": guid(80), "approver": null })).await;
    assert_eq!(alone.unwrap_err().code, Code::SecondPersonNeeded);
    let row = house.window(&clerk, "credit.approve", approve(80, "经理")).await.unwrap();
    assert_eq!((&row["state"], &row["approver"]), (&json!("approved"), &json!("经理")));
    assert_eq!(row["message"]["interface"], "1301");
    assert_eq!(reported(&house), 1);
    let journal = house.ledger.read(|tx| tx.events_from(1, 1000)).await.unwrap();
    let told = format!("{journal:?}");
    assert!(!told.contains("某先生") && !told.contains(RIGHT), "the journal has nobody's data");

    let erase = json!({ "person_id": row["person_id"], "reason": "保存期满" });
    let needed = house.engine("person.erase", erase.clone()).await.unwrap_err();
    assert_eq!(needed.code, Code::StillNeeded, "the report is not sent yet");
    send_all(&house, &Outcome::Accepted, Settlement::Accepted, None).await;
    house.engine("person.erase", erase).await.unwrap();
    let list = house.window(&clerk, "credit.list", json!({})).await.unwrap();
    assert_eq!((&list["rows"][0]["subject"], &list["rows"][0]["state"]), (&Value::Null, &json!("approved")));
    house.verify().await;
}

#[tokio::test]
async fn a_debt_that_is_paid_meanwhile_is_not_reported() {
    let (house, clerk) = ready().await;
    let attendant = house.sign_in("巡查员", "attendant").await;
    let (paid, taken_back) = (stay_of(&house, BAY, 70).await, stay_of(&house, OTHER_BAY, 70).await);
    house.later(15 * 24 * 60);
    for (request, stay) in [(80, paid), (81, taken_back)] {
        house.window(&clerk, "credit.propose", propose(request, stay, &subject(RIGHT))).await.unwrap();
    }
    pay(&house, &attendant, paid, 60, 800).await.unwrap();
    let refused = house.window(&clerk, "credit.approve", approve(80, "经理")).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("report_id"), "withdrawn by the payment");
    let withdraw = json!({ "report_id": guid(81), "reason": "录入有误" });
    house.window(&clerk, "credit.withdraw", withdraw.clone()).await.unwrap();
    assert!(house.window(&clerk, "credit.withdraw", withdraw).await.is_err());
    let open = overdue(&house, &clerk).await;
    assert_eq!(open.len(), 1, "what was taken back may be proposed anew");
    assert_eq!(open[0]["record_id"], json!(taken_back));
    let denied = house.window(&attendant, "credit.list", json!({})).await.unwrap_err();
    assert_eq!(denied.code, Code::NotPermitted);
    assert!(house.facts.0.lock().unwrap().iter().all(|fact| !matches!(fact, Fact::DebtReported { .. })));
    assert!(house.clock.now() > crate::support::morning());
    house.verify().await;
}

#[tokio::test]
async fn an_agreed_report_that_has_not_gone_out_is_taken_back_by_the_payment() {
    let (house, clerk) = ready().await;
    let attendant = house.sign_in("巡查员", "attendant").await;
    let stay = stay_of(&house, BAY, 70).await;
    house.later(15 * 24 * 60);
    house.window(&clerk, "credit.propose", propose(80, stay, &subject(RIGHT))).await.unwrap();
    house.window(&clerk, "credit.approve", approve(80, "经理")).await.unwrap();
    // The line is down: the 1301 waits. The driver pays meanwhile.
    pay(&house, &attendant, stay, 60, 800).await.unwrap();
    let list = house.window(&clerk, "credit.list", json!({})).await.unwrap();
    assert_eq!(list["rows"][0]["state"], "withdrawn");
    let no = list["rows"][0]["message"]["no"].clone();
    let refused = house.engine("outbox.resend", json!({ "no": no })).await.unwrap_err();
    assert_eq!(refused.code, Code::NotResendable, "nothing of it leaves");
    house.verify().await;
}

#[tokio::test]
async fn a_report_that_the_register_refused_is_taken_back_and_entered_anew() {
    let (house, clerk) = ready().await;
    let stay = stay_of(&house, BAY, 70).await;
    house.later(15 * 24 * 60);
    house.window(&clerk, "credit.propose", propose(80, stay, &subject(RIGHT))).await.unwrap();
    house.window(&clerk, "credit.approve", approve(80, "经理")).await.unwrap();
    let refused = Outcome::Refused { code: "1003".into(), words: "证件号码不存在".into() };
    send_all(&house, &refused, Settlement::Refused, None).await;
    let withdraw = json!({ "report_id": guid(80), "reason": "证件号码录入有误" });
    house.window(&clerk, "credit.withdraw", withdraw).await.unwrap();
    house.window(&clerk, "credit.propose", propose(81, stay, &subject(RIGHT))).await.unwrap();
    house.window(&clerk, "credit.approve", approve(81, "经理")).await.unwrap();
    send_all(&house, &Outcome::Accepted, Settlement::Accepted, None).await;
    let late = json!({ "report_id": guid(81), "reason": "录入有误" });
    let refused = house.window(&clerk, "credit.withdraw", late).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("report_id"), "the register has it");
    house.verify().await;
}
