//! Every interface of the city platform, each by what causes it in a lot, over the wires that it names, judged by the
//! platform's own strictness and by the tables that others transcribed.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use lotdesk_sandbox::city::Downlink;
use serde_json::{Value, json};

use crate::harness::{COMES_WITHIN, City, Engine, Lot, id};

/// The demo lot's number, and its mechanical garage.
const LOT: &str = "44030400100101000101";
const GARAGE: &str = "4403040010010100010101";
/// A space that has a detector.
const SPACE: &str = "4403040010010100010100B20001";
const IN_1: &str = "9E82D7D8A742CB408F116CF586CD363F";
const OUT_1: &str = "35D02C385B920799EC6CEB6F77D1A9B1";
const HOUR: Duration = Duration::from_secs(3600);
/// Table 33's interfaces that belong to charging: `engine/tests/charging` exchanges them with a charging platform.
const CHARGING: [&str; 6] = ["1101", "1102", "1103", "1104", "1105", "1106"];

struct Story {
    city: City,
    lot: Lot,
    engine: Engine,
    _folder: tempfile::TempDir,
}

impl Story {
    async fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let city = City::start(folder.path());
        let lot = Lot::set_up(folder.path(), &city);
        lot.over_tcp(&city);
        let rules = "\n[payment]\ndeduction = \"charge_then_out\"\n";
        lot.edit("lot.toml", |toml| toml.replace("cycle_seconds = 40", "cycle_seconds = 5") + rules);
        lot.edit("lotdesk.toml", |toml| format!("{toml}\n[garages.drivers.{GARAGE}]\nkind = \"simulated\"\n"));
        let mut engine = lot.start().await;
        engine.sign_in().await;
        Self { city, lot, engine, _folder: folder }
    }

    /// A command that must succeed.
    async fn does(&self, name: &str, request: Value) -> Value {
        let done = self.engine.call(name, request.clone()).await;
        done.unwrap_or_else(|refusal| panic!("{name} {request}: {refusal:?}"))
    }

    /// The city asks over one of the wires and is answered well; what it is answered for the item, if anything.
    async fn asked(&self, transport: &str, code: &str, item: Value) -> Value {
        self.asked_in_words(transport, code, &item.to_string()).await
    }

    async fn asked_in_words(&self, transport: &str, code: &str, item: &str) -> Value {
        let order = format!(r#"{{"transport":"{transport}","code":"{code}","data":[{item}]}}"#);
        let deadline = Instant::now() + COMES_WITHIN;
        let done: Downlink = loop {
            let done = self.city.downlink_text(order.clone()).await;
            // The TCP connection is made while the engine starts.
            if done.answer.is_some() || Instant::now() > deadline {
                break done;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        assert!(done.sound(), "{code}: {done:?}");
        let answer: Value = serde_json::from_str(done.answer.as_deref().unwrap()).unwrap();
        assert_eq!(answer["resultCode"], 0, "{code}: {answer}");
        answer["data"][0].clone()
    }

    /// A car came so many hours ago; its parking record.
    async fn came(&self, n: u64, plate: &str, hours: u32) -> String {
        let reply = self.engine.push_old("in-1", &id(1, n), plate, HOUR * hours).await;
        reply["record_id"].as_str().unwrap_or_else(|| panic!("{reply}")).to_owned()
    }

    /// A car goes to the exit and pays in cash; the payment.
    async fn pays(&self, n: u64, plate: &str, record: &str) -> Value {
        self.engine.push("out-1", &id(2, n), plate).await.unwrap();
        let due = self.does("exit.quote", json!({ "record_id": record })).await["due_fen"].clone();
        let pay = json!({
            "request_id": id(3, n), "record_id": record, "lane_id": OUT_1, "due_fen": due, "received_fen": due,
        });
        assert_eq!(self.does("exit.pay_cash", pay).await["left"], true);
        self.does("record.detail", json!({ "record_id": record })).await["charges"][0].clone()
    }

    /// The garage has done what it was told to.
    async fn comes_to_rest(&self) {
        let deadline = Instant::now() + COMES_WITHIN;
        loop {
            let garage = self.does("garage.list", json!({})).await["garages"][0].clone();
            if garage["running"].is_null() && garage["waiting"] == json!([]) {
                assert_eq!(garage["ended"][0]["state"], "done", "{garage}");
                return;
            }
            assert!(Instant::now() < deadline, "{garage}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The interfaces of the city platform that were never exchanged.
    async fn never(&self) -> BTreeSet<String> {
        let said = self.does("system.interfaces", json!({})).await;
        let rows = said["rows"].as_array().unwrap().iter();
        let never = rows.filter(|row| row["platform"] == "city" && row["exercised"].is_null());
        never.map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    }

    /// Everything that these interfaces stand for has been exchanged by and by.
    async fn all_but(&self, left_out: &[&str]) {
        let left_out: BTreeSet<String> = left_out.iter().map(|&id| id.to_owned()).collect();
        let deadline = Instant::now() + COMES_WITHIN;
        loop {
            let never = self.never().await;
            if never == left_out {
                return;
            }
            assert!(Instant::now() < deadline, "never exchanged: {never:?}, and expected so: {left_out:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// Seconds from now as the tables write a moment.
fn at(seconds: i64) -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let ms = i64::try_from(now.as_millis()).unwrap() + seconds * 1000;
    lotdesk_domain::moment::Moment(ms).to_datetime_text()
}

fn day(days: i64) -> String {
    at(days * 86_400)[..10].to_owned()
}

#[tokio::test]
async fn every_interface_is_exchanged_by_its_cause_and_keeps_the_tables() {
    let mut story = Story::begin().await;
    what_the_lot_tells(&story).await;
    for (n, wire) in [(1, "https"), (2, "tcp")] {
        what_the_city_asks(&story, wire, n).await;
    }
    story.engine.drained().await;
    // 1002 refreshes a token before its end, 1003 and 1005 are said at the end; 1301 needs a street.
    let at_the_end = ["1002", "1003", "1005", "1301"];
    story.all_but(&[&at_the_end[..], &CHARGING].concat()).await;
    assert_eq!(story.city.disorder().await, Vec::<Value>::new());
    crate::car::by_the_tables(&story.city).await;
    story.engine.process.end();
    story.lot.verify();
}

/// What goes up by itself when these things happen at the lot.
async fn what_the_lot_tells(story: &Story) {
    // Cars that come and leave, one whose plate is put right, one that comes twice.
    let record = story.came(1, "粤B10001", 3).await;
    let misread = story.came(2, "粤B1000Z", 3).await;
    story.does("record.correct_plate", json!({ "record_id": misread, "plate": "粤B10002", "reason": "误识别" })).await;
    story.came(3, "粤B10003", 4).await;
    story.engine.push("in-1", &id(1, 4), "粤B10003").await.unwrap();
    let charge = story.pays(1, "粤B10001", &record).await;

    // Money: an invoice, some of it given back, a fee that the platform is to take, a day compared.
    let seller = json!({
        "tax_no": "91440300708461136T", "name": "某停车管理有限公司", "address": "深圳市福田区", "phone": "0755-55556666",
        "drawer": "开票人", "item_name": "停车费", "item_code": "3040502020200000000", "rate": 600,
    });
    story.does("invoice.set_seller", seller).await;
    let buyer = json!({ "kind": "individual", "name": "某先生", "mobile": "13800001234" });
    let issue = json!({ "request_id": id(4, 1), "order_nos": [charge["order_no"]], "buyer": buyer });
    story.does("invoice.issue", issue).await;
    story.does("invoice.stock", json!({})).await;
    let refund = json!({ "request_id": id(4, 2), "charge_id": charge["id"], "amount_fen": 100, "reason": "多收" });
    story.does("refund.make", refund).await;
    let owing = story.came(5, "粤B10005", 3).await;
    let due = story.does("exit.quote", json!({ "record_id": owing })).await["due_fen"].clone();
    story.does("exit.request_payment", json!({ "record_id": owing, "due_fen": due })).await;
    story.engine.drained().await;
    let paper = pdf_of(story, &id(4, 1)).await;
    let bytes = std::fs::read(paper["place"].as_str().unwrap()).unwrap();
    assert!(
        bytes.starts_with(b"%PDF-") && bytes.ends_with(b"%%EOF\n"),
        "the city's own paper, fetched from its address"
    );
    assert!(paper["place"].as_str().unwrap().ends_with(&format!("{}.pdf", paper["sha256"].as_str().unwrap())));
    story.does("reconcile.ask_city", json!({ "first_day": day(0), "last_day": day(0) })).await;

    // A car that comes now is asked about, whether its fee can be taken by contract.
    story.engine.push("in-2", &id(1, 6), "粤B10006").await.unwrap();

    // Spaces, devices, lanes.
    story.does("lot.spaces", json!({ "spaces": [{ "space_no": SPACE, "state": "taken" }] })).await;
    let lost = json!({ "lane_id": IN_1, "device": "camera", "online": false, "why": "断线" });
    story.does("lane.device", lost).await;
    for state in ["closed", "normal"] {
        story.does("lane.set_state", json!({ "lane_id": IN_1, "state": state, "reason": "检修" })).await;
    }

    // A lease, and what the platform has of it.
    let price = json!({ "cycles": 1, "unit": "month", "amount_fen": 30000 });
    let lease = json!({
        "id": null, "spaces": 1, "plates": ["粤B10007"], "first_day": day(-10), "last_day": day(20), "prices": [price],
    });
    story.does("lease.save", lease).await;
    story.engine.drained().await;
    let theirs = story.does("lease.ask_platform", json!({ "plate": "粤B10007" })).await;
    assert_eq!(theirs["theirs"][0]["same_as_ours"], true, "{theirs}");

    // A garage that stops and works again.
    for state in ["stopped", "normal"] {
        story.does("garage.set_state", json!({ "garage": GARAGE, "state": state, "reason": "保养" })).await;
    }
}

/// What the city asks over one wire, each about a car of its own.
async fn what_the_city_asks(story: &Story, wire: &str, n: u64) {
    let plate = |car: u64| format!("粤C{:05}", 20_000 + n * 100 + car);
    let car = |no: u64| json!({ "plateNo": plate(no), "plateColor": "蓝色", "eidEquiped": false });
    let inside = story.came(10 + n, &plate(1), 3).await;

    let found = story.asked(wire, "6005", json!({ "parkCode": LOT, "plateNo": &plate(1)[3..] })).await;
    assert_eq!(found["id"], *inside);
    for lock in [0, 1] {
        let ask = json!({
            "id": inside, "parkCode": LOT, "plateNo": plate(1), "lockFlag": lock, "featureCode": "14d9be81f014d9",
        });
        story.asked(wire, "6003", ask).await;
    }
    // Priced with a coupon, paid, out.
    let ask = json!({ "parkCode": LOT, "plateNo": plate(1), "couponType": 1, "couponValue": 3 });
    let order = story.asked(wire, "6006", ask).await;
    // Three hours and some seconds: 5 yuan for the first hour, 5 for each of three that were begun, 3 off.
    assert_eq!((&order["receivables"], &order["discount"]), (&json!(20.0), &json!(3.0)), "{order}");
    let paid = format!(
        r#"{{"parkCode":"{LOT}","chargeInfo":{{"id":"{}","orderNo":{},"recordId":"{inside}","parkCarInfo":{},"payTime":"{}",
            "receivables":20.00,"discount":3.00,"received":17.00,"payType":1,"payFrom":"线上缴费"}}}}"#,
        id(5, n),
        order["orderNo"],
        car(1),
        at(0)
    );
    story.asked_in_words(wire, "6007", &paid).await;
    let out = story.engine.push("out-1", &id(6, n), &plate(1)).await.unwrap();
    assert_eq!(out["fate"], "left", "{out}");
    story.asked(wire, "6008", json!({ "parkCode": LOT, "plateNo": plate(2), "state": 1 })).await;

    let entry = json!({
        "id": id(7, n), "parkCode": LOT, "parkCarInfo": car(3), "strategyType": 3, "beginDate": day(-1),
        "endDate": day(30), "strategyFrom": "平台",
    });
    story.asked(wire, "4001", json!({ "blackWhiteGraySheet": entry, "state": 1 })).await;
    let book = format!("YD{n}");
    let reserve = json!({
        "bookCode": book, "parkCode": LOT, "parkCarInfo": car(4), "bookTime": at(0), "overTime": at(3600), "bookMoney": 0.00,
        "obligatTime": 0,
    });
    story.asked(wire, "6001", reserve).await;
    story.asked(wire, "6002", json!({ "bookCode": book, "parkCode": LOT, "confirmstate": 1 })).await;
    let share = json!({
        "id": id(8, n), "parkCode": LOT, "plateNo": plate(5), "startDate": day(-1), "endDate": day(100),
        "startTime": "09:00:00", "endTime": "19:00:00", "bufferTime": 30, "rule": [2, 5], "actionType": 0, "publisher": "业主",
    });
    story.asked(wire, "6004", share).await;

    let price = json!({ "cycles": 1, "unit": "month", "amount_fen": 22000 });
    let lease = json!({
        "id": null, "spaces": 1, "plates": [plate(6)], "first_day": day(-10), "last_day": day(20), "prices": [price],
    });
    let lease = story.does("lease.save", lease).await;
    let longer = json!({
        "id": lease["id"], "parkCode": LOT, "isFixed": 1, "spaceNoList": ["1"],
        "pricing": [{ "cycles": 1, "cycleType": 1, "amount": 220.00 }], "plateNoList": [plate(6)], "beginDate": day(-10),
        "endDate": day(50), "moment": 0,
    });
    story.asked(wire, "6010", json!({ "lease": longer })).await;
    let known = story.asked(wire, "6009", json!({ "plateNo": plate(6), "parkCode": LOT })).await;
    assert_eq!(known["lease"]["endDate"], day(50), "{known}");

    let neighbour = json!({
        "parkCode": "44030400100101000010", "parkName": "邻场", "province": "广东省", "city": "深圳市", "district": "福田区",
        "area": "园岭街道", "districtCode": "440304001001", "address": "福华一路 1 号", "totalSpaces": 300, "remainingSpace": 30,
        "longitude": 114.050_930, "latitude": 22.550_930, "listEntranceInfo": [],
    });
    story.asked(wire, "9001", neighbour).await;
    // Table 33 gives the garage's commands to HTTPS alone.
    if wire == "https" {
        story.asked(wire, "8004", json!({ "parkCode": LOT, "garageCode": GARAGE, "plateNo": plate(7) })).await;
        story.comes_to_rest().await;
        story.asked(wire, "8005", json!({ "parkCode": LOT, "garageCode": GARAGE, "plateNo": plate(7) })).await;
    }
}

/// An invoice's PDF, once the platform's answer is read: that comes a moment after the message is settled.
async fn pdf_of(story: &Story, invoice_id: &str) -> Value {
    let deadline = Instant::now() + COMES_WITHIN;
    loop {
        match story.engine.call("invoice.fetch_pdf", json!({ "invoice_id": invoice_id })).await {
            Ok(paper) => return paper,
            Err(why) => assert!(Instant::now() < deadline, "{why:?}"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A bay along a street has no gate: the order, the debt, and the report of who did not pay for weeks (1301).
#[tokio::test]
async fn a_debt_of_the_street_is_reported_by_two_people() {
    const BAY: &str = "44030000000000000001S001";
    let folder = tempfile::tempdir().unwrap();
    let city = City::start(folder.path());
    let lot = Lot::set_up(folder.path(), &city);
    let street = std::fs::read_to_string(crate::harness::root().join("assets/lot/street.toml")).unwrap();
    let mut detectors = 0;
    let guids = std::iter::from_fn(|| {
        detectors += 1;
        Some(id(9, detectors))
    });
    let street: String = street.split("@GUID@").zip(guids).map(|(text, guid)| format!("{text}{guid}")).collect();
    // What stands after the last part is one identifier too many.
    let street = street.strip_suffix(&id(9, detectors)).unwrap().to_owned();
    lot.edit("lot.toml", |_| street);
    let mut engine = lot.start().await;
    engine.sign_in().await;
    let story = Story { city, lot, engine, _folder: folder };
    let clerk = json!({ "name": "文员", "pin": "1357", "role": "clerk" });
    story.does("operator.create", clerk).await;

    let rules = json!({ "provider_code": "91440300708461136T", "overdue_after_days": 15 });
    story.does("credit.set_rules", rules).await;
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
    let ago = |hours: u128| json!(u64::try_from(now - hours * 3_600_000).unwrap());
    story.does("lot.bay_report", json!({ "space_no": BAY, "taken": true, "at": ago(20 * 24) })).await;
    let open = story.does("street.list", json!({ "open_only": true })).await;
    let stay = open["rows"][0]["id"].clone();
    let plate = json!({ "stay_id": stay, "plate": "粤B88888", "plate_color": "blue" });
    story.does("street.set_plate", plate).await;
    story.does("lot.bay_report", json!({ "space_no": BAY, "taken": false, "at": ago(20 * 24 - 3) })).await;
    let deadline = Instant::now() + COMES_WITHIN;
    while story.does("credit.overdue", json!({})).await["rows"] == json!([]) {
        assert!(Instant::now() < deadline, "the stay does not end");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let subject =
        json!({ "kind": "natural", "name": "某先生", "id_kind": "citizen_card", "id_no": "11010519491231002X" });
    let signed = story.does("operator.sign_in", json!({ "name": "文员", "pin": "1357" })).await;
    let proposal = json!({ "request_id": id(10, 1), "record_id": stay, "subject": subject });
    let clerks = signed["token"].as_str().map(str::to_owned);
    let proposed = story.engine.client.call(clerks.clone(), "credit.propose", proposal).await.unwrap();
    let agreed = json!({ "report_id": proposed["report_id"], "approver": { "name": "经理", "pin": "2580" } });
    story.engine.client.call(clerks, "credit.approve", agreed).await.unwrap();
    story.engine.drained().await;
    assert_eq!(story.city.counts("1301", proposed["report_id"].as_str().unwrap()), (1, 1));
    assert_eq!(story.city.disorder().await, Vec::<Value>::new());
    let news = crate::car::judged(&story.city).await;
    // It left without paying, which the report of its exit says: nothing else is found.
    assert!(news.iter().all(|line| line.contains("5005") && line.contains("received 0.00")), "{news:#?}");
}
