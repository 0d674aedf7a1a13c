//! What a lease covers, what the car pays when it ends, and what the city platform hears of it and does with it (5012,
//! 6009, 6010).

use std::sync::Arc;

use crate::platform::FakeCity;
use crate::support::{ENTRY, EXIT, House, guid};
use lotdesk_domain::ask::lease::{LeaseOf, LeaseTerms};
use lotdesk_domain::ask::{Answer, Ask, AskCode, AskRefusal};
use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::plate::Plate;
use lotdesk_operations::api::exit::Quote;
use lotdesk_operations::api::lane::ReadFate;
use lotdesk_operations::api::refusal::Code;
use lotdesk_operations::{CarriedOut, PlatformRequest};
use serde_json::json;

async fn lease(house: &House, first_day: &str, last_day: &str) {
    let lease =
        json!({ "id": null, "spaces": 1, "plates": ["粤B88888"], "first_day": first_day, "last_day": last_day });
    house.engine("lease.save", lease).await.unwrap();
}

async fn quote(house: &House, record: Guid) -> Quote {
    let quote = house.engine("exit.quote", json!({ "record_id": record })).await.unwrap();
    serde_json::from_value(quote).unwrap()
}

#[tokio::test]
async fn a_car_pays_from_the_end_of_its_lease() {
    let house = House::new().await;
    lease(&house, "2026-11-01", "2026-11-23").await;
    let record = house.read(ENTRY, "粤B88888").await.record_id.unwrap();
    // From 08:00 to midnight it is covered; until 02:00 it is two hours: 5.00 and 3.00.
    house.later(18 * 60);
    let owed = quote(&house, record).await;
    assert_eq!(owed.due_fen, Fen(800));
    assert_eq!(owed.lines.iter().map(|line| line.amount_fen).sum::<Fen>(), Fen(800));
}

#[tokio::test]
async fn a_lease_that_follows_on_the_next_day_covers_the_stay_on() {
    let house = House::new().await;
    lease(&house, "2026-11-01", "2026-11-23").await;
    lease(&house, "2026-11-24", "2026-12-23").await;
    let record = house.read(ENTRY, "粤B88888").await.record_id.unwrap();
    house.later(3 * 24 * 60);
    assert_eq!(quote(&house, record).await.due_fen, Fen::ZERO);
    assert_eq!(house.read(EXIT, "粤B88888").await.fate, ReadFate::Left);
}

#[tokio::test]
async fn a_lease_car_whose_entry_was_missed_pays_nothing() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    lease(&house, "2026-11-01", "2026-11-30").await;
    let seen = house.seen(EXIT, "粤B88888");
    assert_eq!(house.desk.lane_read(seen.clone()).await.unwrap().fate, ReadFate::NoEntry);
    let entry = json!({
        "lane_id": guid(EXIT), "read_id": seen.read_id, "plate": "粤B88888", "reason": "入口漏拍",
        "entered_at": crate::support::morning().plus_minutes(-90),
    });
    let reply = house.window(&token, "exit.put_in_entry", entry).await.unwrap();
    assert_eq!(reply["fate"], "left");
    house.verify().await;
}

async fn ask(house: &House, key: Option<&str>, ask: Ask) -> Result<CarriedOut, AskRefusal> {
    let encode = |answer: &Answer| match answer {
        Answer::Lease(terms) => format!("{} {} {:?}", terms.first_day, terms.last_day, terms.unpaid_months),
        other => format!("{other:?}"),
    };
    let interface = if matches!(ask, Ask::ExtendLease(_)) { "6010" } else { "6009" };
    let request = PlatformRequest {
        platform: Platform::City,
        interface,
        key: key.map(str::to_owned),
        ask,
        encode: Box::new(encode),
    };
    house.desk.carry_out(request).await
}

fn of(plate: &str) -> Ask {
    Ask::LeaseOf(LeaseOf { park_code: "44030400100101000010".into(), plate: Plate::parse(plate).unwrap() })
}

/// What the platform heard of leases, in order.
fn told(house: &House) -> Vec<(LeaseTerms, bool)> {
    let facts = house.facts.0.lock().unwrap();
    let leases = facts.iter().filter_map(|fact| match fact {
        Fact::LeaseChanged { terms, removed } => Some((terms.clone(), *removed)),
        _ => None,
    });
    leases.collect()
}

fn extension(terms: &LeaseTerms, first_day: &str, last_day: &str) -> Ask {
    let (first_day, last_day) = (first_day.parse().unwrap(), last_day.parse().unwrap());
    Ask::ExtendLease(LeaseTerms { first_day, last_day, changed_at: Moment(7_000), ..terms.clone() })
}

#[tokio::test]
async fn every_change_of_a_lease_goes_up() {
    let house = House::new().await;
    let token = house.sign_in("经理", "manager").await;
    let save = json!({
        "id": null, "spaces": 2, "plates": ["粤B88888", "粤B88889"], "first_day": "2026-11-01",
        "last_day": "2026-11-30", "prices": [{ "cycles": 1, "unit": "month", "amount_fen": 22000 }],
    });
    let lease = house.window(&token, "lease.save", save).await.unwrap();
    // Without its other fields it stays as it was in them.
    let again = json!({
        "id": lease["id"], "spaces": 1, "plates": ["粤B88888"], "first_day": "2026-11-01", "last_day": "2026-12-31",
    });
    let saved = house.window(&token, "lease.save", again).await.unwrap();
    assert_eq!(saved["prices"], lease["prices"]);
    let remove = json!({ "id": lease["id"], "reason": "退租" });
    house.window(&token, "lease.remove", remove.clone()).await.unwrap();
    assert_eq!(house.window(&token, "lease.remove", remove).await.unwrap_err().code, Code::NotFound);
    let told = told(&house);
    let states: Vec<_> = told.iter().map(|(terms, removed)| (terms.spaces.len(), *removed)).collect();
    assert_eq!(states, [(2, false), (1, false), (1, true)]);
    assert_eq!(told[2].0.prices[0].amount_fen, Fen(22000));
    let list = house.engine("lease.list", json!({})).await.unwrap();
    assert_eq!(list["leases"], json!([]));
    house.verify().await;
}

#[tokio::test]
async fn spaces_of_its_own_are_named_one_by_one_and_must_be_there() {
    let house = House::new().await;
    let save = |spaces: u32, numbers: &[&str]| {
        json!({
            "id": null, "spaces": spaces, "plates": ["粤B88888"], "first_day": "2026-11-01",
            "last_day": "2026-11-30", "fixed": true, "space_nos": numbers,
        })
    };
    let field = async |request| house.engine("lease.save", request).await.unwrap_err().field.unwrap();
    assert_eq!(field(save(1, &[])).await, "space_nos");
    assert_eq!(field(save(2, &["S1"])).await, "space_nos");
    assert_eq!(field(save(1, &["S-1"])).await, "space_nos[0]");
    assert_eq!(field(save(1, &["S2"])).await, "space_nos[0]", "the lot has no such space");
    assert_eq!(field(save(2, &["S1", "S1"])).await, "space_nos[1]");
    house.engine("lease.save", save(1, &["S1"])).await.unwrap();
    assert_eq!((told(&house)[0].0.fixed, told(&house)[0].0.spaces.clone()), (true, vec!["S1".to_owned()]));
}

#[tokio::test]
async fn a_car_pays_from_the_moment_at_which_its_lease_is_removed() {
    let house = House::new().await;
    lease(&house, "2026-11-01", "2026-11-30").await;
    let record = house.read(ENTRY, "粤B88888").await.record_id.unwrap();
    house.later(120);
    let remove = json!({ "id": told(&house)[0].0.id, "reason": "退租" });
    house.engine("lease.remove", remove).await.unwrap();
    house.later(60);
    assert_eq!(quote(&house, record).await.due_fen, Fen(500));
    assert_eq!(house.read(ENTRY, "粤B99999").await.fate, ReadFate::Entered);
    // The next time it is a temporary car.
    let pay = json!({
        "request_id": guid(90), "record_id": record, "lane_id": null, "due_fen": 500, "received_fen": 500,
    });
    let token = house.sign_in("值班员", "attendant").await;
    house.window(&token, "exit.pay_cash", pay).await.unwrap();
    house.read(EXIT, "粤B88888").await;
    house.later(1);
    assert_eq!(house.read(ENTRY, "粤B88888").await.screen[1], "临时车");
    house.verify().await;
}

#[tokio::test]
async fn an_extension_lengthens_the_lease_once_and_is_reported_back() {
    let house = House::new().await;
    lease(&house, "2026-11-01", "2026-11-23").await;
    let terms = told(&house)[0].0.clone();
    let longer = || extension(&terms, "2026-11-01", "2026-12-23");
    assert_eq!(ask(&house, Some("a"), longer()).await.unwrap().reply, "Done");
    assert!(ask(&house, Some("a"), longer()).await.unwrap().again);
    assert_eq!(told(&house).len(), 2, "5012 follows, once");
    assert_eq!(told(&house)[1].0.last_day.to_string(), "2026-12-23");
    // Another order that makes it no longer is none.
    let refused = ask(&house, Some("b"), longer()).await.unwrap_err();
    assert_eq!(refused.code, AskCode::OutOfRange);
    let unknown = LeaseTerms { id: guid(99), ..terms.clone() };
    let refused = ask(&house, Some("c"), extension(&unknown, "2026-11-01", "2027-01-01")).await.unwrap_err();
    assert_eq!(refused.code, AskCode::NoSuchLease);
    let elsewhere = LeaseTerms { park_code: "44030400100101000011".into(), ..terms };
    let refused = ask(&house, Some("d"), extension(&elsewhere, "2026-11-01", "2027-01-01")).await.unwrap_err();
    assert_eq!(refused.code, AskCode::NoSuchLot);
    house.verify().await;
}

#[tokio::test]
async fn a_car_that_stood_through_a_gap_pays_for_the_gap_alone() {
    let house = House::new().await;
    lease(&house, "2026-11-01", "2026-11-23").await;
    let record = house.read(ENTRY, "粤B88888").await.record_id.unwrap();
    let terms = told(&house)[0].0.clone();
    // Paid for from the 25th on: the 24th was nobody's.
    ask(&house, Some("a"), extension(&terms, "2026-11-25", "2026-12-24")).await.unwrap();
    house.later(16 * 60 + 60);
    // 2026-11-24 01:00: one hour since midnight.
    assert_eq!(quote(&house, record).await.due_fen, Fen(500));
    house.verify().await;
}

#[tokio::test]
async fn the_platform_is_told_the_lease_of_a_car_and_what_is_owed() {
    let house = House::new().await;
    assert_eq!(ask(&house, None, of("粤B88888")).await.unwrap_err().code, AskCode::NoSuchLease);
    lease(&house, "2026-11-01", "2026-11-23").await;
    house.read(ENTRY, "粤B88888").await;
    let running = ask(&house, None, of("粤B88888")).await.unwrap().reply;
    assert_eq!(running, "2026-11-01 2026-11-23 None");
    house.later(3 * 24 * 60);
    let over = ask(&house, None, of("粤B88888")).await.unwrap().reply;
    assert_eq!(over, "2026-11-01 2026-11-23 Some(1)", "it never left, and a month has begun");
    let elsewhere =
        Ask::LeaseOf(LeaseOf { park_code: "44030400100101000011".into(), plate: Plate::parse("粤B88888").unwrap() });
    assert_eq!(ask(&house, None, elsewhere).await.unwrap_err().code, AskCode::NoSuchLot);
}

#[tokio::test]
async fn the_platform_is_asked_what_it_has_of_a_lease() {
    let house = House::new().await;
    let token = house.sign_in("文员", "clerk").await;
    let ask = async |plate: &str| house.window(&token, "lease.ask_platform", json!({ "plate": plate })).await;
    assert_eq!(ask("粤B88888").await.unwrap_err().code, Code::PlatformUnavailable, "nobody to ask");
    lease(&house, "2026-11-01", "2026-11-23").await;
    let city = Arc::new(FakeCity::default());
    city.leases.lock().unwrap().push(told(&house)[0].0.clone());
    house.desk.ask_by(city.clone());
    let answer = ask("粤B88888").await.unwrap();
    assert_eq!(
        (&answer["theirs"][0]["last_day"], &answer["theirs"][0]["same_as_ours"]),
        (&json!("2026-11-23"), &json!(true))
    );
    city.leases.lock().unwrap()[0].last_day = "2026-12-23".parse().unwrap();
    let answer = ask("粤B88888").await.unwrap();
    assert_eq!(
        (&answer["theirs"][0]["same_as_ours"], &answer["ours"][0]["last_day"]),
        (&json!(false), &json!("2026-11-23"))
    );
    assert_eq!(ask("粤B99999").await.unwrap(), json!({ "theirs": [], "ours": [] }));
    assert_eq!(ask("粤B").await.unwrap_err().field.as_deref(), Some("plate"));
}

#[tokio::test]
async fn a_new_lease_that_is_asked_for_again_under_its_own_identifier_is_the_same_one() {
    let house = House::new().await;
    let save = |new_id: Guid, spaces: u32| {
        json!({
            "id": null, "new_id": new_id, "spaces": spaces, "plates": ["粤B88888"], "first_day": "2026-11-01",
            "last_day": "2026-11-30", "prices": [{ "cycles": 1, "unit": "month", "amount_fen": 22000 }],
        })
    };
    let made = house.engine("lease.save", save(guid(1), 1)).await.unwrap();
    assert_eq!(made["id"], json!(guid(1)));
    house.later(1);
    assert_eq!(house.engine("lease.save", save(guid(1), 1)).await.unwrap(), made, "the answer that was lost");
    assert_eq!(told(&house).len(), 1, "the city is told once");
    // Looked at again before the second press: it is that one that changes.
    house.engine("lease.save", save(guid(1), 2)).await.unwrap();
    house.engine("lease.save", save(guid(2), 1)).await.unwrap();
    let list = house.engine("lease.list", json!({})).await.unwrap();
    let spaces: Vec<_> = list["leases"].as_array().unwrap().iter().map(|lease| lease["spaces"].as_u64()).collect();
    assert_eq!((spaces.len(), spaces.iter().flatten().sum::<u64>()), (2, 3));
    house.verify().await;
}
