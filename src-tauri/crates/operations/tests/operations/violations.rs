//! Violations, watched fleets and inspections on a desk of their own, with a docloud that answers as it is told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lotdesk_domain::inspection::{
    InspectionCar, InspectionNews, InspectionOffer, InspectionPaper, InspectionStatus, Named, NewInspection,
};
use lotdesk_domain::money::Fen;
use lotdesk_domain::violation::{
    CarIdentity, CarType, CityCondition, Cut, FoundViolations, NewOrder, OrderDetail, OrderNews, PlatformStatus,
    Processing, SelfDeduction, Touched, Violation, ViolationQuestion, WatchNews, WatchedCar,
};
use lotdesk_operations::api::fleet::{FleetAlarmList, FleetImport, FleetPreview, FleetReport};
use lotdesk_operations::api::inspection::InspectionDetail;
use lotdesk_operations::api::refusal::Code;
use lotdesk_operations::api::violation::{ViolationCarView, ViolationOrderDetail, ViolationOrderList};
use lotdesk_operations::{Asked, Docloud, DocloudFailure};
use serde_json::{Value, json};

use crate::repairs::{ask, shop};
use crate::support::{House, guid};

#[derive(Default)]
struct Told {
    questions: Vec<ViolationQuestion>,
    orders: Vec<NewOrder>,
    order_answers: VecDeque<Asked<i64>>,
    under_way: bool,
    watched: Vec<usize>,
    watch_answers: VecDeque<Asked<bool>>,
    inspections: u32,
    inspection_answer: Option<Asked<i64>>,
}

#[derive(Default)]
struct Fake(Mutex<Told>);

fn violation(code: &str) -> Violation {
    Violation {
        code: code.into(),
        time: "2026-10-06 12:32:38".into(),
        fine_fen: Fen(20_000),
        address: "文二西路口".into(),
        reason: "违反禁止标线指示".into(),
        points: 0,
        violation_city: "杭州市".into(),
        rate_of: "浙江省杭州市".into(),
        service_fee_fen: Some(Fen(2_300)),
        mark_fee_fen: None,
        can_select: true,
        processing: Processing::Untreated,
        fine_paid: Some(false),
        needs_licence: code == "9-N",
        organ: String::new(),
        official_no: String::new(),
    }
}

fn news(order_id: i64, status: PlatformStatus, refund_fen: Option<Fen>) -> OrderNews {
    let processing = Some(if status == PlatformStatus::Done { Processing::Done } else { Processing::UnderWay });
    OrderNews {
        order_id,
        status,
        status_time: "2026-11-23 09:00:00".into(),
        refund_fen,
        cancel_reason: String::new(),
        violations: vec![Touched { code: "1-A".into(), processing }],
    }
}

#[async_trait]
impl Docloud for Fake {
    async fn conditions(&self, _fresh: bool) -> Asked<Vec<CityCondition>> {
        let city = |province: &str, city: &str, prefix: &str| CityCondition {
            province: province.into(),
            city: city.into(),
            prefix: prefix.into(),
            vin: Cut::Last(6),
            engine_no: Cut::Last(4),
            car_types: vec![CarType::Small],
        };
        Ok(vec![city("浙江省", "杭州市", "浙A"), city("广东省", "深圳市", "粤B")])
    }
    async fn query(&self, question: &ViolationQuestion) -> Asked<FoundViolations> {
        let mut told = self.0.lock().unwrap();
        told.questions.push(question.clone());
        let mut first = violation("1-A");
        if told.under_way {
            first.processing = Processing::UnderWay;
        }
        Ok(FoundViolations {
            total_fine_fen: Fen(60_000),
            total_points: 0,
            untreated: 3,
            violations: vec![first, violation("2-B"), violation("9-N")],
        })
    }
    async fn create_order(&self, _car: &CarIdentity, order: &NewOrder) -> Asked<i64> {
        let mut told = self.0.lock().unwrap();
        told.orders.push(order.clone());
        told.order_answers.pop_front().unwrap_or(Ok(77))
    }
    async fn can_deduct(&self, _car: &CarIdentity, own: &SelfDeduction) -> Asked<bool> {
        Ok(!own.licence_no.ends_with('0'))
    }
    async fn order_detail(&self, _car: &CarIdentity, order_id: i64) -> Asked<OrderDetail> {
        Ok(OrderDetail {
            news: news(order_id, PlatformStatus::Created, None),
            price_fen: Fen(22_300),
            pay_url: "https://pay.example/1".into(),
        })
    }
    async fn order_status(&self, _car: &CarIdentity, order_id: i64) -> Asked<OrderNews> {
        Ok(news(order_id, PlatformStatus::Paid, None))
    }
    async fn upload_licence(&self, _car: &CarIdentity, _front: &str, _back: &str) -> Asked<bool> {
        Ok(true)
    }
    async fn watch(&self, cars: &[WatchedCar]) -> Asked<bool> {
        let mut told = self.0.lock().unwrap();
        told.watched.push(cars.len());
        told.watch_answers.pop_front().unwrap_or(Ok(true))
    }
    async fn bind(&self, _owner: &str, _car: &InspectionCar, car_id: Option<i64>) -> Asked<i64> {
        Ok(car_id.unwrap_or(7_951_178))
    }
    async fn inspection_offer(&self, _owner: &str, _car_id: i64) -> Asked<InspectionOffer> {
        Ok(InspectionOffer {
            shop_id: 21_777,
            city: Named { id: 94, name: "宁波市".into() },
            price_fen: Fen(13_850),
            papers: vec![InspectionPaper {
                text: "行驶证正副本原件".into(), hints: Vec::new(), sample: String::new()
            }],
        })
    }
    async fn create_inspection(&self, _owner: &str, _order: &NewInspection) -> Asked<i64> {
        let mut told = self.0.lock().unwrap();
        told.inspections += 1;
        told.inspection_answer.clone().unwrap_or(Ok(8_001))
    }
    async fn inspection(&self, _owner: &str, order_id: i64) -> Asked<InspectionNews> {
        Ok(InspectionNews {
            order_id,
            status: InspectionStatus::UnderWay,
            shop: ["站".into(), "路".into(), "0574".into()],
            price_fen: Fen(13_850),
            paid_fen: Fen(13_850),
            sent_by: String::new(),
            back_by: String::new(),
            papers: Vec::new(),
        })
    }
}

async fn house() -> (House, String, Arc<Fake>) {
    let (house, token) = shop().await;
    let fake = Arc::new(Fake::default());
    house.desk.docloud_by(fake.clone());
    (house, token, fake)
}

fn papers() -> Value {
    json!({ "phone": "13800000001", "vin": "salmn1h46ca385572", "engine_no": "0018835448dt" })
}

async fn queried(house: &House, token: &str) -> ViolationCarView {
    ask(house, token, "violation.query", json!({ "plate": "浙A·778QZ", "papers": papers() })).await.unwrap()
}

async fn ordered(house: &House, token: &str, no: u8, codes: &[&str]) -> ViolationOrderDetail {
    let total = 22_300 * codes.len();
    let request = json!({ "request_id": guid(no), "plate": "浙A778QZ", "codes": codes, "expected_total_fen": total });
    ask(house, token, "violation.order", request).await.unwrap()
}

async fn balance(house: &House, account: &str) -> i64 {
    let all = house.ledger.read(|tx| tx.balances()).await.unwrap();
    all.into_iter().find(|(name, _)| name == account).map_or(0, |(_, sum)| sum.0)
}

#[tokio::test]
async fn a_city_gets_exactly_what_it_wants_and_lists_are_masked() {
    let (house, token, fake) = house().await;
    let bad = |papers: Value| json!({ "plate": "浙A778QZ", "papers": papers });
    let refused = |request| async { house.window(&token, "violation.query", request).await.unwrap_err() };
    let short = refused(bad(json!({ "phone": "13800000001", "vin": "85572", "engine_no": "48DT" }))).await;
    assert_eq!(short.field.as_deref(), Some("papers.vin"));
    assert!(short.zh.contains("后 6 位"), "{}", short.zh);
    let phoneless = refused(bad(json!({ "vin": "385572", "engine_no": "48DT" }))).await;
    assert_eq!(phoneless.field.as_deref(), Some("papers.phone"), "浙江 wants a telephone");
    let elsewhere = refused(json!({ "plate": "京N12345", "papers": papers() })).await;
    assert_eq!(elsewhere.field.as_deref(), Some("city"));
    let large = refused(json!({ "plate": "浙A778QZ", "car_type": "large", "papers": papers() })).await;
    assert_eq!(large.field.as_deref(), Some("car_type"));
    assert_eq!(fake.0.lock().unwrap().questions.len(), 0, "nothing went out");

    let seen = queried(&house, &token).await;
    {
        let told = fake.0.lock().unwrap();
        let car = &told.questions[0].car;
        assert_eq!((car.plate.as_str(), car.vin.as_str(), car.engine_no.as_str()), ("浙A778QZ", "385572", "48DT"));
    }
    let shown = seen.row.papers.unwrap();
    assert_eq!((shown.phone.as_str(), shown.vin.as_str()), ("138******01", "3****2"));
    assert_eq!(seen.violations.iter().filter(|row| row.can_order).count(), 3);
    // Once more by what was given before.
    house.window(&token, "violation.query", json!({ "plate": "浙A778QZ" })).await.unwrap();
    assert_eq!(fake.0.lock().unwrap().questions[1].car.phone, "13800000001");

    let person = seen.row.person_id.unwrap();
    let unreasoned = house.window(&token, "person.show", json!({ "person_id": person })).await.unwrap_err();
    assert_eq!(unreasoned.field.as_deref(), Some("reason"));
    let shown =
        house.window(&token, "person.show", json!({ "person_id": person, "reason": "核对行驶证" })).await.unwrap();
    assert_eq!(shown["car"]["phone"], "13800000001");
    let booth = house.sign_in("岗亭", "attendant").await;
    let refused = house.window(&booth, "violation.cars", json!({})).await.unwrap_err();
    assert_eq!(refused.code, Code::NotPermitted);
    house.verify().await;
}

#[tokio::test]
async fn an_order_whose_answer_is_lost_is_unknown_until_docloud_tells() {
    let (house, token, fake) = house().await;
    queried(&house, &token).await;
    let wrong = json!({
        "request_id": guid(9), "plate": "浙A778QZ", "codes": ["1-A"], "expected_total_fen": 20_000,
    });
    let refused = house.window(&token, "violation.order", wrong).await.unwrap_err();
    assert_eq!((refused.code, refused.field.as_deref()), (Code::FeeChanged, Some("expected_total_fen")));
    assert!(fake.0.lock().unwrap().orders.is_empty());

    fake.0.lock().unwrap().order_answers.push_back(Err(DocloudFailure::Lost("HTTP 504".into())));
    let order = ordered(&house, &token, 1, &["1-A"]).await;
    assert_eq!(json!(order.row.state), "unknown");
    assert!(order.may_be_sent_again && !order.advice_zh.is_empty());
    let again = ordered(&house, &token, 1, &["1-A"]).await;
    assert_eq!(again.row.order_id, order.row.order_id, "a repeat gets the first answer");
    assert_eq!(fake.0.lock().unwrap().orders.len(), 1, "and sends nothing");
    let second = json!({ "request_id": guid(2), "plate": "浙A778QZ", "codes": ["1-A"], "expected_total_fen": 22_300 });
    let refused = house.window(&token, "violation.order", second).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("codes"), "its violation is in an order");

    // The car is asked for again: its violation is under way, so the order is there.
    fake.0.lock().unwrap().under_way = true;
    assert_eq!(house.desk.follow_violation_orders().await.unwrap(), 1);
    let detail: ViolationOrderDetail =
        ask(&house, &token, "violation.order_detail", json!({ "order_id": guid(1) })).await.unwrap();
    assert_eq!(json!(detail.row.state), "arrived");
    let refused = house.window(&token, "violation.send_again", json!({ "order_id": guid(1) })).await.unwrap_err();
    assert_eq!(refused.code, Code::NotPossibleNow);

    // docloud's news names its number; ours is found by the violation.
    assert!(house.desk.violation_order_news(news(501, PlatformStatus::Paid, None)).await.unwrap());
    let detail: ViolationOrderDetail =
        ask(&house, &token, "violation.order_detail", json!({ "order_id": guid(1) })).await.unwrap();
    assert_eq!((json!(detail.row.state), detail.row.platform_order_id.as_deref()), (json!("paid"), Some("501")));
    let strange = OrderNews { violations: Vec::new(), ..news(999, PlatformStatus::Paid, None) };
    assert!(!house.desk.violation_order_news(strange).await.unwrap(), "somebody else's");
    house.verify().await;
}

#[tokio::test]
async fn sent_again_under_its_number_1117_means_that_it_arrived() {
    let (house, token, fake) = house().await;
    queried(&house, &token).await;
    let refused =
        |code: &str| Err(DocloudFailure::Refused { code: code.into(), words: "提交的订单号已存在".into() });
    fake.0.lock().unwrap().order_answers.extend([Err(DocloudFailure::Lost("cut".into())), refused("1117")]);
    ordered(&house, &token, 1, &["1-A"]).await;
    let again: ViolationOrderDetail =
        ask(&house, &token, "violation.send_again", json!({ "order_id": guid(1) })).await.unwrap();
    assert_eq!((json!(again.row.state), again.tries), (json!("arrived"), 2));
    let told = fake.0.lock().unwrap();
    assert_eq!(told.orders[0].out_order_no, told.orders[1].out_order_no, "one number for both");
}

#[tokio::test]
async fn a_refusal_sets_its_violations_free_and_says_what_to_do() {
    let (house, token, fake) = house().await;
    queried(&house, &token).await;
    let refused = Err(DocloudFailure::Refused { code: "1105".into(), words: "订单金额有误".into() });
    fake.0.lock().unwrap().order_answers.push_back(refused);
    let order = ordered(&house, &token, 1, &["1-A", "2-B"]).await;
    assert_eq!((json!(order.row.state), order.code.as_deref()), (json!("refused"), Some("1105")));
    assert!(order.advice_zh.contains("重新查询"), "{}", order.advice_zh);
    assert_eq!(json!(ordered(&house, &token, 2, &["1-A"]).await.row.state), "created");
    house.verify().await;
}

#[tokio::test]
async fn customers_money_is_held_handed_on_and_given_back() {
    let (house, token, _fake) = house().await;
    queried(&house, &token).await;
    let order = ordered(&house, &token, 1, &["1-A"]).await;
    assert_eq!((json!(order.row.state), order.pay_url.as_str()), (json!("created"), "https://pay.example/1"));
    let money = |request: u8, fen: i64| json!({ "request_id": guid(request), "order_id": guid(1), "amount_fen": fen });
    let too_much = house.window(&token, "violation.take_money", money(20, 22_301)).await.unwrap_err();
    assert_eq!(too_much.field.as_deref(), Some("amount_fen"));
    for _ in 0..2 {
        let taken: ViolationOrderDetail = ask(&house, &token, "violation.take_money", money(20, 22_300)).await.unwrap();
        assert_eq!((taken.taken_fen, taken.row.held_fen), (Fen(22_300), Fen(22_300)), "once");
    }
    assert_eq!(balance(&house, "deposits:violations").await, -22_300);

    house.desk.violation_order_news(news(77, PlatformStatus::Paid, None)).await.unwrap();
    house.desk.violation_order_news(news(77, PlatformStatus::Paid, None)).await.unwrap();
    assert_eq!((balance(&house, "deposits:violations").await, balance(&house, "docloud:payable").await), (0, -22_300));
    let mut back = money(21, 100);
    back["reason"] = json!("客户要求");
    let nothing = house.window(&token, "violation.give_back", back.clone()).await.unwrap_err();
    assert_eq!(nothing.code, Code::NotPossibleNow, "docloud has it");

    house.desk.violation_order_news(news(77, PlatformStatus::Done, Some(Fen(10_000)))).await.unwrap();
    house.desk.violation_order_news(news(77, PlatformStatus::Paid, None)).await.unwrap();
    let done: ViolationOrderDetail =
        ask(&house, &token, "violation.order_detail", json!({ "order_id": guid(1) })).await.unwrap();
    assert_eq!(
        (json!(done.row.state), done.refunded_fen, done.row.held_fen),
        (json!("done"), Fen(10_000), Fen(10_000))
    );
    assert_eq!(json!(done.violations[0].processing), "done");
    back["amount_fen"] = json!(10_001);
    assert!(house.window(&token, "violation.give_back", back.clone()).await.is_err());
    back["amount_fen"] = json!(10_000);
    house.window(&token, "violation.give_back", back).await.unwrap();
    assert_eq!(balance(&house, "deposits:violations").await, 0);
    assert_eq!(balance(&house, "docloud:payable").await, -12_300);
    let list: ViolationOrderList = ask(&house, &token, "violation.orders", json!({})).await.unwrap();
    assert_eq!((list.rows.len(), list.held_fen), (1, Fen::ZERO));
    house.verify().await;
    house.ledger.rebuild().await.unwrap();
    house.verify().await;
}

#[tokio::test]
async fn a_closed_order_comes_back_whole() {
    let (house, token, _fake) = house().await;
    queried(&house, &token).await;
    ordered(&house, &token, 1, &["1-A"]).await;
    house.desk.violation_order_news(news(77, PlatformStatus::Paid, None)).await.unwrap();
    house.desk.violation_order_news(news(77, PlatformStatus::Closed, None)).await.unwrap();
    assert_eq!(balance(&house, "docloud:payable").await, 0);
    let seen: ViolationCarView = ask(&house, &token, "violation.car", json!({ "plate": "浙A778QZ" })).await.unwrap();
    assert!(seen.violations.iter().all(|row| row.order_id.is_none()), "its violations are free again");
    house.verify().await;
}

#[tokio::test]
async fn licences_are_looked_at_before_they_leave() {
    let (house, token, fake) = house().await;
    queried(&house, &token).await;
    let picture = |first: &[u8], bytes: usize| {
        let mut picture = first.to_vec();
        picture.resize(bytes, 0);
        STANDARD.encode(picture)
    };
    let upload =
        |front: String, back: String| json!({ "plate": "浙A778QZ", "front_base64": front, "back_base64": back });
    let jpeg = |bytes| picture(&[0xFF, 0xD8, 0xFF], bytes);
    let refused = house.window(&token, "violation.upload_licence", upload(jpeg(9), jpeg(512_001))).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("back_base64"));
    let refused = house.window(&token, "violation.upload_licence", upload(picture(b"GIF89a", 9), jpeg(9))).await;
    assert_eq!(refused.unwrap_err().field.as_deref(), Some("front_base64"));
    let wanted = json!({ "request_id": guid(3), "plate": "浙A778QZ", "codes": ["9-N"], "expected_total_fen": 22_300 });
    let refused = house.window(&token, "violation.order", wanted.clone()).await.unwrap_err();
    assert_eq!(refused.code, Code::NotPossibleNow, "it wants the licence first");
    house.window(&token, "violation.upload_licence", upload(jpeg(512_000), jpeg(9))).await.unwrap();

    let mut own = wanted;
    own["licence"] = json!({ "licence_no": "330101198805060700", "file_no": "29002402420" });
    let refused = house.window(&token, "violation.order", own.clone()).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("licence.licence_no"), "docloud does not take these points");
    own["licence"]["licence_no"] = json!("330101198805060708");
    house.window(&token, "violation.order", own).await.unwrap();
    assert_eq!(fake.0.lock().unwrap().orders[0].self_deduction.as_ref().unwrap().file_no, "29002402420");
    house.verify().await;
}

#[tokio::test]
async fn a_fleet_goes_in_batches_of_fifty_and_each_is_told() {
    let (house, token, fake) = house().await;
    fake.0.lock().unwrap().watch_answers.extend([
        Ok(true),
        Err(DocloudFailure::Refused { code: "1032".into(), words: "位数错误".into() }),
        Err(DocloudFailure::Lost("cut".into())),
    ]);
    let cars: Vec<Value> = (0..120)
        .map(|n| json!({ "plate": format!("粤B1{n:03}5"), "vin": "LSVAA4182E2184847", "engine_no": "CDA018835" }))
        .collect();
    let report: FleetReport =
        ask(&house, &token, "fleet.add", json!({ "fleet": "物流一队", "cars": cars })).await.unwrap();
    assert_eq!(fake.0.lock().unwrap().watched, [50, 50, 20]);
    assert_eq!((report.done, report.refused, report.open), (50, 50, 20));
    assert_eq!(report.batches[1].code.as_deref(), Some("1032"));

    let csv = "车牌号,车架号,发动机号,车队\n粤B10005,LSVAA4182E2184847,CDA018835,物流一队\n粤B99999,LSVAA4182E2184848,CDA018836,\n粤B,123,1,\n粤B99999,LSVAA4182E2184848,CDA018836,\n";
    let file = json!({ "fleet": "散户", "file_name": "a.csv", "base64": STANDARD.encode(csv) });
    let preview: FleetPreview = ask(&house, &token, "fleet.import_preview", file.clone()).await.unwrap();
    assert_eq!((preview.new, preview.same, preview.bad), (1, 1, 2), "{:?}", preview.lines);
    assert_eq!(preview.lines[1].fleet, "散户");
    assert!(!serde_json::to_string(&preview).unwrap().contains("LSVAA4182E2184848"), "numbers are masked");
    let mut import = file;
    import["request_id"] = json!(guid(40));
    ask::<FleetImport>(&house, &token, "fleet.import", import).await.unwrap();
    assert_eq!(crate::fleet_imports::ended(&house, &token, guid(40)).await.report.done, 1);
    assert_eq!(fake.0.lock().unwrap().watched, [50, 50, 20, 1]);

    let told = |codes: &[&str]| WatchNews {
        plate: "粤B99999".into(),
        news: Ok(codes.iter().map(|code| violation(code)).collect()),
    };
    assert!(house.desk.watch_news_came(1, told(&["1-A"])).await.unwrap());
    assert!(!house.desk.watch_news_came(2, told(&["1-A"])).await.unwrap(), "nothing new is no alarm");
    assert!(house.desk.watch_news_came(3, told(&["1-A", "2-B"])).await.unwrap());
    let wrong = WatchNews { plate: "粤B99999".into(), news: Err(("1032".into(), "位数错误".into())) };
    assert!(house.desk.watch_news_came(4, wrong).await.unwrap());
    let alarms: FleetAlarmList = ask(&house, &token, "fleet.alarms", json!({ "unseen_only": true })).await.unwrap();
    let seen: Vec<(usize, bool)> = alarms.rows.iter().map(|row| (row.violations.len(), row.code.is_some())).collect();
    assert_eq!(seen, [(0, true), (1, false), (1, false)]);
    let alarm = alarms.rows[0].alarm_id;
    house.window(&token, "fleet.see_alarm", json!({ "alarm_id": alarm })).await.unwrap();
    let cars = house.window(&token, "fleet.cars", json!({ "fleet": "散户" })).await.unwrap();
    assert_eq!((&cars["rows"][0]["state"], &cars["unseen"]), (&json!("wrong_data"), &json!(2)));
    house.verify().await;
}

fn inspection_car(registered_on: &str) -> Value {
    let named = |id: i64| json!({ "id": id, "name": "x" });
    json!({
        "plate": "浙BCH111", "brand": named(33), "series": named(650), "model": named(17_053),
        "registered_on": registered_on, "seats": 5, "official": false, "large_or_van": false, "commercial": false,
        "injured_somebody": false,
    })
}

#[tokio::test]
async fn an_inspection_whose_answer_is_lost_is_never_sent_again_by_itself() {
    let (house, token, fake) = house().await;
    let old = json!({ "inspection_id": null, "car": inspection_car("2020-11-23") });
    let refused = house.window(&token, "inspection.bind", old).await.unwrap_err();
    assert!(refused.zh.contains("满 6 年"), "{}", refused.zh);
    let car = json!({ "inspection_id": null, "car": inspection_car("2023-01-05") });
    let bound: InspectionDetail = ask(&house, &token, "inspection.bind", car).await.unwrap();
    let id = bound.row.inspection_id;
    let people = json!({
        "contact_phone": "13800000001", "owner_phone": "13800000001", "name": "某先生", "phone": "13800000001",
        "province": "浙江省", "city": "宁波市", "county": "", "address": "某路 1 号",
    });
    let mut order =
        json!({ "inspection_id": id, "expected_price_fen": 13_850, "people": people, "papers_seen": false });
    let refused = house.window(&token, "inspection.order", order.clone()).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("papers_seen"));
    order["papers_seen"] = json!(true);
    order["expected_price_fen"] = json!(1);
    assert_eq!(house.window(&token, "inspection.order", order.clone()).await.unwrap_err().code, Code::FeeChanged);
    order["expected_price_fen"] = json!(13_850);

    fake.0.lock().unwrap().inspection_answer = Some(Err(DocloudFailure::Lost("cut".into())));
    let lost: InspectionDetail = ask(&house, &token, "inspection.order", order.clone()).await.unwrap();
    assert_eq!(json!(lost.row.state), "unknown");
    assert_eq!(lost.people.as_ref().unwrap().phone, "138******01");
    assert_eq!(house.window(&token, "inspection.order", order.clone()).await.unwrap_err().code, Code::NotPossibleNow);
    house.desk.follow_inspections().await.unwrap();
    assert_eq!(fake.0.lock().unwrap().inspections, 1, "nothing is sent again by itself");

    let absent = json!({ "inspection_id": id, "platform_order_id": null, "reason": "电话核实未受理" });
    let decided: InspectionDetail = ask(&house, &token, "inspection.decide", absent).await.unwrap();
    assert_eq!(json!(decided.row.state), "not_there");
    fake.0.lock().unwrap().inspection_answer = None;
    let ordered: InspectionDetail = ask(&house, &token, "inspection.order", order).await.unwrap();
    assert_eq!((json!(ordered.row.state), json!(ordered.row.status)), (json!("ordered"), json!("under_way")));
    house.verify().await;
}

#[tokio::test]
async fn what_was_on_its_way_when_the_engine_ended_is_unknown() {
    let (house, token, _fake) = house().await;
    queried(&house, &token).await;
    ordered(&house, &token, 1, &["1-A"]).await;
    assert_eq!(house.desk.settle_interrupted_orders().await.unwrap(), 0, "it is answered");
    assert_eq!(house.desk.settle_interrupted_inspections().await.unwrap(), 0);
}
