//! Tariffs with dates: planned, in force, withdrawn; and what a tariff may ask of the stays that it prices.

use lotdesk_domain::fact::Fact;
use lotdesk_operations::api::lane::ReadFate;
use lotdesk_operations::api::refusal::Code;
use serde_json::{Value, json};

use crate::support::{ENTRY, EXIT, House, TARIFF, morning};

const CAR: &str = "粤B12345";
const RESIDENCE: &str = include_str!("../../../../../tests/fixtures/tariff/residence.toml");
const HOSPITAL: &str = include_str!("../../../../../assets/tariffs/hospital.toml");
const AREAS: &str = include_str!("../../../../../tests/fixtures/tariff/areas.toml");

/// 10.00 an hour, 15 minutes free.
const DEAR: &str = r#"
name = "新收费"

[[rates]]
classes = ["small", "medium", "large"]
free_minutes = 15
following_minutes = 60
following_yuan = "10.00"
"#;

impl House {
    async fn quote(&self, record: impl serde::Serialize) -> Value {
        self.engine("exit.quote", json!({ "record_id": record })).await.unwrap()
    }

    async fn load(&self, toml: &str) {
        self.engine("tariff.load", json!({ "toml": toml })).await.unwrap();
    }
}

fn states(rows: &Value) -> Vec<(&str, &str)> {
    let row = |row: &'_ Value| -> (&'static str, &'static str) {
        let leak = |text: &Value| -> &'static str { String::leak(text.as_str().unwrap().to_owned()) };
        (leak(&row["name"]), leak(&row["state"]))
    };
    rows["rows"].as_array().unwrap().iter().map(row).collect()
}

#[tokio::test]
async fn a_planned_tariff_takes_effect_from_its_moment_for_what_comes_after_it() {
    let house = House::new().await;
    let change = morning().plus_minutes(60);
    let planned = house.engine("tariff.plan", json!({ "toml": DEAR, "from": change })).await.unwrap();
    assert_eq!(states(&planned), [("新收费", "planned"), ("测试收费", "in_force")]);
    let record = house.read(ENTRY, CAR).await.record_id.unwrap();
    house.later(60);
    assert_eq!(house.quote(record).await["due_fen"], 500);
    assert_eq!(house.engine("tariff.current", json!({})).await.unwrap()["tariff"]["name"], "新收费");
    // The first hour by the old one, the second by the new one.
    house.later(60);
    let quote = house.quote(record).await;
    assert_eq!((&quote["due_fen"], &quote["tariff"]), (&json!(1500), &json!("新收费")));
    let told: Vec<_> = quote["lines"].as_array().unwrap().iter().map(|line| line["what"].as_str().unwrap()).collect();
    assert_eq!(told, ["first_period", "new_tariff", "following_periods"]);
    let history = house.engine("tariff.history", json!({})).await.unwrap();
    assert_eq!(states(&history), [("新收费", "in_force"), ("测试收费", "past")]);
    house.verify().await;
}

#[tokio::test]
async fn platforms_hear_of_a_planned_tariff_when_it_takes_effect_and_once() {
    let house = House::new().await;
    let told = |house: &House| -> Vec<(Option<String>, Option<String>)> {
        let name = |tariff: &Option<lotdesk_domain::tariff::Tariff>| tariff.as_ref().map(|tariff| tariff.name.clone());
        let facts = std::mem::take(&mut *house.facts.0.lock().unwrap());
        let described = facts.iter().filter_map(|fact| match fact {
            Fact::LotDescribed { tariff, before, .. } => {
                Some((name(tariff), before.as_ref().and_then(|before| name(&before.tariff))))
            }
            _ => None,
        });
        described.collect()
    };
    told(&house);
    house.engine("tariff.plan", json!({ "toml": DEAR, "from": morning().plus_minutes(60) })).await.unwrap();
    house.later(59);
    assert_eq!((house.desk.take_over_tariffs().await.unwrap(), told(&house)), (0, vec![]));
    house.later(1);
    assert_eq!(house.desk.take_over_tariffs().await.unwrap(), 1);
    assert_eq!(told(&house), [(Some("新收费".to_owned()), Some("测试收费".to_owned()))]);
    assert_eq!((house.desk.take_over_tariffs().await.unwrap(), told(&house)), (0, vec![]));
    house.verify().await;
}

#[tokio::test]
async fn a_tariff_put_in_force_leaves_the_time_before_it_alone() {
    let house = House::new().await;
    let record = house.read(ENTRY, CAR).await.record_id.unwrap();
    house.later(120);
    house.load(DEAR).await;
    assert_eq!(house.quote(record).await["due_fen"], 800);
    house.later(60);
    assert_eq!(house.quote(record).await["due_fen"], 1800);
    // The very same text again changes nothing.
    house.load(DEAR).await;
    assert_eq!(house.engine("tariff.history", json!({})).await.unwrap()["rows"].as_array().unwrap().len(), 2);
    house.verify().await;
}

#[tokio::test]
async fn a_plan_wants_a_manager_a_moment_ahead_and_may_be_withdrawn_before_it() {
    let house = House::new().await;
    let (attendant, manager) = (house.sign_in("值班员", "attendant").await, house.sign_in("经理", "manager").await);
    let plan = |from| json!({ "toml": DEAR, "from": from });
    let change = morning().plus_minutes(60);
    let refused = house.window(&attendant, "tariff.plan", plan(change)).await.unwrap_err();
    assert_eq!(refused.code, Code::NotPermitted);
    let refused = house.window(&manager, "tariff.plan", plan(morning())).await.unwrap_err();
    assert_eq!((refused.code, refused.field.as_deref()), (Code::BadField, Some("from")));
    let rows = house.window(&manager, "tariff.plan", plan(change)).await.unwrap();
    let id = rows["rows"][0]["id"].clone();
    let other = json!({ "toml": TARIFF, "from": change });
    let refused = house.window(&manager, "tariff.plan", other).await.unwrap_err();
    assert!(refused.en.contains("withdraw it first"), "{refused}");
    // The same plan again is the same plan.
    assert_eq!(house.window(&manager, "tariff.plan", plan(change)).await.unwrap(), rows);

    let withdraw = json!({ "id": id, "reason": "日期写错" });
    assert_eq!(
        house.window(&attendant, "tariff.withdraw", withdraw.clone()).await.unwrap_err().code,
        Code::NotPermitted
    );
    let rows = house.window(&manager, "tariff.withdraw", withdraw).await.unwrap();
    assert_eq!(states(&rows), [("新收费", "withdrawn"), ("测试收费", "in_force")]);
    let record = house.read(ENTRY, CAR).await.record_id.unwrap();
    house.later(120);
    assert_eq!(house.quote(record).await["due_fen"], 800);
    let in_force = json!({ "id": rows["rows"][1]["id"], "reason": "不再使用" });
    assert_eq!(house.window(&manager, "tariff.withdraw", in_force).await.unwrap_err().field.as_deref(), Some("id"));
    house.verify().await;
}

#[tokio::test]
async fn a_tariff_goes_out_as_the_file_that_came_in_and_is_tried_without_effect() {
    let house = House::new().await;
    let file = house.engine("tariff.export", json!({})).await.unwrap();
    assert_eq!((&file["toml"], &file["file_name"]), (&json!(TARIFF), &json!("tariff-20261123.toml")));
    let checked = house.engine("tariff.check", json!({ "toml": HOSPITAL })).await.unwrap();
    let wording = checked["rates"][0]["wording"].as_str().unwrap();
    assert!(wording.contains("单次最高 45 元") && wording.contains("新能源汽车优惠 15%"), "{wording}");
    let bad = house.engine("tariff.check", json!({ "toml": HOSPITAL.replace("= 30", "= 0") })).await.unwrap_err();
    assert_eq!((bad.code, bad.field.as_deref()), (Code::BadTariff, Some("rates[0].following_minutes")));

    let mut asked = json!({
        "toml": HOSPITAL, "class": "small", "new_energy": true,
        "entered_at": morning(), "left_at": morning().plus_minutes(360),
        "coupons": [{ "kind": "amount", "value": "1.00" }, { "kind": "rate", "value": "0.5" }],
    });
    // 12.00 less 15 %; half of it; 1.00.
    let tried = house.engine("tariff.try", asked.clone()).await.unwrap();
    assert_eq!((&tried["fee_fen"], &tried["due_fen"]), (&json!(1020), &json!(410)));
    assert_eq!((&tried["coupons"][0]["off_fen"], &tried["coupons"][1]["off_fen"]), (&json!(100), &json!(510)));
    asked["coupons"][1]["value"] = json!("1.5");
    let refused = house.engine("tariff.try", asked).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("coupons[1].value"));
    // Without a text by what is in force in the stay's time.
    house.engine("tariff.plan", json!({ "toml": DEAR, "from": morning().plus_minutes(60) })).await.unwrap();
    let asked = json!({
        "toml": null, "class": "small", "entered_at": morning(), "left_at": morning().plus_minutes(120),
    });
    assert_eq!(house.engine("tariff.try", asked).await.unwrap()["fee_fen"], 1500);
}

#[tokio::test]
async fn a_car_that_is_back_in_time_goes_on_and_free_minutes_come_once_a_day() {
    let house = House::new().await;
    house.load(RESIDENCE).await;
    house.read(ENTRY, CAR).await;
    house.later(18);
    assert_eq!(house.read(EXIT, CAR).await.fate, ReadFate::Left);
    house.later(7);
    let again = house.read(ENTRY, CAR).await.record_id.unwrap();
    house.later(15);
    let quote = house.quote(again).await;
    assert_eq!((&quote["due_fen"], &quote["minutes"]), (&json!(400), &json!(15)));
    // Out for longer than 15 minutes: another stay, whose day's free minutes are gone.
    let cash = json!({
        "request_id": crate::support::guid(60), "record_id": again, "lane_id": null, "due_fen": 400, "received_fen": 400,
    });
    house.engine("exit.pay_cash", cash).await.unwrap();
    assert_eq!(house.read(EXIT, CAR).await.fate, ReadFate::Left);
    house.later(16);
    let third = house.read(ENTRY, CAR).await.record_id.unwrap();
    house.later(10);
    assert_eq!(house.quote(third).await["due_fen"], 400);
    house.later(24 * 60);
    let other = house.read(ENTRY, "粤B99999").await.record_id.unwrap();
    house.later(20);
    assert_eq!(house.quote(other).await["due_fen"], 0);
    house.verify().await;
}

#[tokio::test]
async fn new_energy_cars_and_areas_have_their_own_prices() {
    let house = House::new().await;
    house.load(HOSPITAL).await;
    let green = house.read(ENTRY, "粤BD12345").await.record_id.unwrap();
    let blue = house.read(ENTRY, CAR).await.record_id.unwrap();
    house.later(120);
    assert_eq!((&house.quote(green).await["due_fen"], &house.quote(blue).await["due_fen"]), (&json!(0), &json!(600)));
    assert_eq!(house.read(EXIT, "粤BD12345").await.fate, ReadFate::Left);
    let here = AREAS.replace("areas = [\"B1\"]", "areas = [\"A\"]");
    house.later_ms(1);
    house.load(&here).await;
    let record = house.read(ENTRY, "粤B88888").await.record_id.unwrap();
    house.later(120);
    assert_eq!(house.quote(record).await["due_fen"], 600);
    house.verify().await;
}
