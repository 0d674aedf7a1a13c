//! Charging: what the lot starts and what the platform starts, what flows and what it costs, what the platform says to it.

use lotdesk_domain::ask::Answer;
use lotdesk_domain::ask::Ask;
use lotdesk_domain::ask::charging::{AuthFailure, ChargingAnswer, ChargingAsk, StartFailure, StopFailure};
use lotdesk_domain::charging::{
    ChargeOrder, ChargeState, Confirmation, Dispute, DisputeReason, Energy, EquipmentKind, ListedPile, ListedStation,
    OrderSeq, Totals,
};
use lotdesk_domain::fact::Fact;
use lotdesk_domain::message::Platform;
use lotdesk_domain::money::Fen;
use lotdesk_operations::api::charger::{CheckList, OrderList};
use lotdesk_operations::api::lane::ReadFate;
use lotdesk_operations::api::refusal::Code;
use lotdesk_operations::{Effect, PlatformRequest};
use serde_json::{Value, json};

use crate::support::{ENTRY, EXIT, House, guid, morning};

const GUN: &str = "1234567890000000000000001";
const OTHER: &str = "1234567890000000000000002";
const CAR: &str = "粤BD12345";

fn station() -> Value {
    let connector = |id: &str, name: &str, space: Option<&str>| {
        json!({
            "connector_id": id, "name": name, "kind": "dc_plug", "voltage_upper": 750, "voltage_lower": 200,
            "current": 80, "power_tenths_kw": 600, "space_no": space, "standard": 2,
        })
    };
    json!({
        "station_id": "ST0001", "operator_id": "123456789", "operator_name": "测试运营商",
        "owner_id": "123456789", "name": "测试充电站",
        "area_code": "440304", "address": "深南大道 1 号", "service_tel": "4000000000", "park_nums": 2,
        "longitude_e6": 114_057_868, "latitude_e6": 22_543_099, "construction": 9,
        "equipment": [{
            "equipment_id": "12345678900000000000001", "manufacturer_id": "987654321", "kind": "dc",
            "power_tenths_kw": 1200, "standard": "GB/T 20234.3",
            "connectors": [connector(GUN, "1号枪", Some("S1")), connector(OTHER, "2号枪", None)],
        }],
    })
}

/// 0.60 a kWh until 08:30, 1.00 from then on; 0.40 for the service.
fn prices() -> Value {
    json!([
        { "from_minute": 0, "electricity": 6000, "service": 4000 },
        { "from_minute": 510, "electricity": 10000, "service": 4000 },
    ])
}

impl House {
    async fn with_station() -> Self {
        let house = House::new().await;
        house.engine("charger.set_station", json!({ "station": station() })).await.unwrap();
        house.engine("charger.set_price", json!({ "station_id": "ST0001", "periods": prices() })).await.unwrap();
        house.says(GUN, json!({ "kind": "state", "state": "plugged" })).await;
        house
    }

    async fn says(&self, connector: &str, what: Value) {
        let report = json!({ "connector_id": connector, "at": self.now(), "what": what });
        self.engine("charger.report", report).await.unwrap();
    }

    fn now(&self) -> lotdesk_domain::moment::Moment {
        lotdesk_domain::moment::Clock::now(self.clock.as_ref())
    }

    async fn start(&self, request: u8) -> ChargeOrder {
        let request = json!({ "request_id": guid(request), "connector_id": GUN, "plate": CAR });
        serde_json::from_value(self.engine("charger.start", request).await.unwrap()).unwrap()
    }

    async fn order(&self, seq: &OrderSeq) -> ChargeOrder {
        let list: OrderList = serde_json::from_value(self.engine("charger.orders", json!({})).await.unwrap()).unwrap();
        list.orders.into_iter().find(|order| order.seq == *seq).unwrap()
    }

    async fn asks(&self, interface: &'static str, key: Option<&str>, ask: ChargingAsk) -> (ChargingAnswer, bool) {
        let (say, said) = std::sync::mpsc::channel();
        let request = PlatformRequest {
            platform: Platform::Charging,
            interface,
            key: key.map(str::to_owned),
            ask: Ask::Charging(ask),
            encode: Box::new(move |answer| {
                say.send(answer.clone()).unwrap();
                "first answer".to_owned()
            }),
        };
        let done = self.desk.carry_out(request).await.unwrap();
        match said.try_recv() {
            Ok(Answer::Charging(answer)) => (answer, done.again),
            _ => (ChargingAnswer::Orders(Vec::new()), done.again),
        }
    }

    async fn platform_starts(&self, seq: &str) -> (ChargingAnswer, bool) {
        let ask =
            ChargingAsk::Start { seq: seq.parse().unwrap(), connector_id: GUN.into(), qr_code: "hlht://x".into() };
        self.asks("query_start_charge", Some(seq), ask).await
    }

    async fn platform_stops(&self, seq: &str) -> ChargingAnswer {
        let ask = ChargingAsk::Stop { seq: seq.parse().unwrap(), connector_id: GUN.into() };
        self.asks("query_stop_charge", None, ask).await.0
    }

    fn ended_facts(&self) -> Vec<ChargeOrder> {
        let facts = self.facts.0.lock().unwrap();
        facts
            .iter()
            .filter_map(|f| if let Fact::ChargeOrderEnded { order, .. } = f { Some(order.clone()) } else { None })
            .collect()
    }

    fn charger_orders(&mut self) -> Vec<&'static str> {
        let mut orders = Vec::new();
        while let Ok(effect) = self.effects.try_recv() {
            match effect {
                Effect::StartCharge { .. } => orders.push("start"),
                Effect::StopCharge { .. } => orders.push("stop"),
                _ => {}
            }
        }
        orders
    }

    /// 08:00 to 09:00, 20 kWh evenly: half at 0.60, half at 1.00; 8.00 of service.
    async fn charges_an_hour(&self, seq: &OrderSeq) {
        self.says(GUN, json!({ "kind": "begun", "seq": seq })).await;
        self.says(GUN, json!({ "kind": "state", "state": "charging" })).await;
        self.later(20);
        self.says(GUN, json!({ "kind": "metered", "seq": seq, "energy": 667 })).await;
        self.later(40);
        self.says(GUN, json!({ "kind": "ended", "seq": seq, "reason": "battery", "energy": 2000 })).await;
        self.says(GUN, json!({ "kind": "state", "state": "plugged" })).await;
    }
}

const PLATFORM_SEQ: &str = "MA5ABCDEF000000202611230001";

#[tokio::test]
async fn a_car_charges_at_the_lots_own_counter_and_owes_it_with_its_stay() {
    let mut house = House::with_station().await;
    let record = house.read(ENTRY, CAR).await.record_id.unwrap();
    let order = house.start(7).await;
    assert_eq!((order.state, order.record_id), (ChargeState::Starting, Some(record)));
    assert_eq!(order.seq.operator_id(), "123456789");
    // The same wish again is the same order, and the charger is told once.
    assert_eq!(house.start(7).await.seq, order.seq);
    assert_eq!(house.charger_orders(), ["start"]);

    house.charges_an_hour(&order.seq).await;
    let ended = house.order(&order.seq).await;
    assert_eq!(ended.state, ChargeState::Ended);
    assert_eq!(ended.totals(), Totals { energy: Energy(2000), electricity_fen: Fen(1600), service_fen: Fen(800) });
    assert_eq!(ended.meter.details.len(), 2, "{:?}", ended.meter.details);
    assert_eq!(ended.unpaid_fen(), Fen(2400));
    let owed = house.ledger.read(move |tx| tx.unpaid_charging_fee(record)).await.unwrap();
    assert_eq!(owed, Fen(2400));
    let balances = house.ledger.read(|tx| tx.balances()).await.unwrap();
    assert!(balances.contains(&("owed:charging_drivers".to_owned(), Fen(2400))), "{balances:?}");
    assert_eq!(house.ended_facts().len(), 1);
    house.verify().await;
}

#[tokio::test]
async fn at_the_exit_parking_and_charging_are_paid_together() {
    let mut house = House::with_station().await;
    let token = house.sign_in("值班员", "attendant").await;
    let record = house.read(ENTRY, CAR).await.record_id.unwrap();
    let order = house.start(7).await;
    house.charges_an_hour(&order.seq).await;
    // An hour is 5.00 of parking, and 24.00 of charging; both keep the gate shut.
    assert_eq!(house.read(EXIT, CAR).await.fate, ReadFate::MustPay);
    // The entry's gate.
    assert_eq!(house.gates(), 1);
    let quote = house.engine("exit.quote", json!({ "record_id": record })).await.unwrap();
    assert_eq!((quote["due_fen"].clone(), quote["charging_fen"].clone()), (json!(2900), json!(2400)));
    let pay = json!({
        "request_id": guid(77), "record_id": record, "lane_id": guid(EXIT), "due_fen": 2900, "received_fen": 3000,
    });
    let paid = house.window(&token, "exit.pay_cash", pay.clone()).await.unwrap();
    assert_eq!((paid["change_fen"].clone(), paid["left"].clone()), (json!(100), json!(true)));
    assert_eq!(house.window(&token, "exit.pay_cash", pay).await.unwrap(), paid, "a repeat gets the first answer");
    assert_eq!(house.gates(), 1);
    assert_eq!(house.order(&order.seq).await.charge_id, Some(guid(77)));
    let balances = house.ledger.read(|tx| tx.balances()).await.unwrap();
    let balance = |name: &str| balances.iter().filter(|(a, _)| a.starts_with(name)).map(|(_, fen)| *fen).sum::<Fen>();
    assert_eq!(balance("owed:charging_drivers"), Fen::ZERO);
    assert_eq!(balance("drawer:"), Fen(2900));
    assert_eq!((balance("revenue:parking"), balance("revenue:charging")), (Fen(-500), Fen(-2400)));
    let stay = house.ledger.read(move |tx| tx.record(record)).await.unwrap().unwrap();
    assert_eq!((stay.receivable_fen, stay.received_fen), (Fen(500), Fen(500)), "the record is the parking's alone");
    house.verify().await;
}

#[tokio::test]
async fn what_the_platform_starts_it_settles_and_a_repeat_gets_the_first_answer() {
    let mut house = House::with_station().await;
    assert_eq!(
        house.platform_starts(PLATFORM_SEQ).await,
        (ChargingAnswer::Started(Some(ChargeState::Starting), Ok(())), false)
    );
    let (_, again) = house.platform_starts(PLATFORM_SEQ).await;
    assert!(again);
    assert_eq!(house.charger_orders(), ["start"]);
    let seq: OrderSeq = PLATFORM_SEQ.parse().unwrap();
    house.charges_an_hour(&seq).await;
    let balances = house.ledger.read(|tx| tx.balances()).await.unwrap();
    assert!(balances.contains(&("owed:charging_platform".to_owned(), Fen(2400))), "{balances:?}");
    assert_eq!(house.order(&seq).await.unpaid_fen(), Fen::ZERO, "the driver pays the platform");

    // 1105 wants the car: it is told again once somebody says whose it was.
    let named = json!({ "seq": seq, "plate": CAR });
    house.engine("charger.name_car", named).await.unwrap();
    let told = house.ended_facts();
    assert_eq!(told.iter().map(|order| order.plate.is_some()).collect::<Vec<_>>(), [false, true]);
    let span = (morning(), morning().plus_minutes(120));
    let ask = ChargingAsk::Orders {
        plate: lotdesk_domain::plate::Plate::parse(CAR).unwrap(),
        station_id: None,
        from: span.0,
        until: span.1,
    };
    let (ChargingAnswer::Orders(found), _) = house.asks("1106", None, ask).await else { panic!("no orders") };
    assert_eq!(found.iter().map(|o| o.order.seq.as_str()).collect::<Vec<_>>(), [PLATFORM_SEQ]);
    house.verify().await;
}

#[tokio::test]
async fn a_stop_is_answered_at_once_and_succeeds_again_when_it_is_repeated() {
    let mut house = House::with_station().await;
    house.platform_starts(PLATFORM_SEQ).await;
    let seq: OrderSeq = PLATFORM_SEQ.parse().unwrap();
    house.says(GUN, json!({ "kind": "begun", "seq": seq })).await;
    let stopping = ChargingAnswer::Stopped(Some(ChargeState::Stopping), Ok(()));
    assert_eq!(house.platform_stops(PLATFORM_SEQ).await, stopping);
    assert_eq!(house.platform_stops(PLATFORM_SEQ).await, stopping);
    house.later(1);
    house.says(GUN, json!({ "kind": "ended", "seq": seq, "energy": 50 })).await;
    assert_eq!(house.platform_stops(PLATFORM_SEQ).await, ChargingAnswer::Stopped(Some(ChargeState::Ended), Ok(())));
    let unknown = "MA5ABCDEF000000202611239999";
    assert_eq!(house.platform_stops(unknown).await, ChargingAnswer::Stopped(None, Err(StopFailure::NoSuchConnector)));
    let reason = house.order(&seq).await.stop_reason;
    assert_eq!(serde_json::to_value(reason).unwrap(), "platform");
    // What ended stays as it is, whatever the charger says later.
    house.says(GUN, json!({ "kind": "metered", "seq": seq, "energy": 5000 })).await;
    assert_eq!(house.order(&seq).await.totals().energy, Energy(50));
    assert_eq!(house.charger_orders(), ["start", "stop", "stop"]);
}

#[tokio::test]
async fn a_connector_that_cannot_charge_says_why() {
    let house = House::with_station().await;
    let failure = |connector: &str| {
        let ask = ChargingAsk::EquipAuth { connector_id: connector.to_owned() };
        let house = &house;
        async move { house.asks("query_equip_auth", None, ask).await.0 }
    };
    assert_eq!(failure(GUN).await, ChargingAnswer::EquipAuth(Ok(())));
    assert_eq!(failure(OTHER).await, ChargingAnswer::EquipAuth(Err(AuthFailure::CheckFailed)), "it has never spoken");
    assert_eq!(failure("nobody").await, ChargingAnswer::EquipAuth(Err(AuthFailure::NoSuchConnector)));
    house.says(GUN, json!({ "kind": "state", "state": "free" })).await;
    assert_eq!(failure(GUN).await, ChargingAnswer::EquipAuth(Err(AuthFailure::NotPlugged)));
    let (answer, _) = house.platform_starts(PLATFORM_SEQ).await;
    assert_eq!(answer, ChargingAnswer::Started(None, Err(StartFailure::NotPlugged)));
    let request = json!({ "request_id": guid(9), "connector_id": GUN, "plate": CAR });
    assert_eq!(house.engine("charger.start", request).await.unwrap_err().code, Code::NotPossibleNow);
}

#[tokio::test]
async fn a_charger_that_breaks_or_never_begins_ends_its_order() {
    let mut house = House::with_station().await;
    let order = house.start(1).await;
    assert_eq!(house.desk.end_overdue_charges().await.unwrap(), 0);
    house.later(2);
    assert_eq!(house.desk.end_overdue_charges().await.unwrap(), 1);
    let ended = house.order(&order.seq).await;
    assert_eq!((ended.state, ended.totals()), (ChargeState::Ended, Totals::default()));
    // It begins after all: current that nobody pays for is stopped.
    house.charger_orders();
    house.says(GUN, json!({ "kind": "begun", "seq": order.seq })).await;
    assert_eq!(house.charger_orders(), ["stop"]);

    house.says(GUN, json!({ "kind": "state", "state": "plugged" })).await;
    let second = house.start(2).await;
    house.says(GUN, json!({ "kind": "begun", "seq": second.seq })).await;
    house.later(6);
    house.says(GUN, json!({ "kind": "metered", "seq": second.seq, "energy": 100 })).await;
    house.says(GUN, json!({ "kind": "state", "state": "fault", "remark": "急停" })).await;
    let broken = house.order(&second.seq).await;
    assert_eq!((broken.state, broken.totals().energy), (ChargeState::Ended, Energy(100)));
    assert_eq!(serde_json::to_value(broken.stop_reason).unwrap(), "fault");
    let board = house.engine("board.snapshot", json!({})).await.unwrap();
    assert_eq!(board["chargers"][0]["state"], "fault");
    house.verify().await;
}

#[tokio::test]
async fn the_platforms_words_and_disputes_are_kept() {
    let house = House::with_station().await;
    house.platform_starts(PLATFORM_SEQ).await;
    let seq: OrderSeq = PLATFORM_SEQ.parse().unwrap();
    house.charges_an_hour(&seq).await;
    for _ in 0..2 {
        house.desk.charge_order_confirmed(seq.clone(), Confirmation::Disputed).await.unwrap();
    }
    let disputed: OrderList =
        serde_json::from_value(house.engine("charger.orders", json!({ "disputed": true })).await.unwrap()).unwrap();
    assert_eq!(disputed.orders.len(), 1);

    house.later(1);
    let span = json!({ "from": morning(), "until": house.now() });
    let check = house.engine("charger.check", span).await.unwrap();
    assert_eq!(
        (check["orders"].clone(), check["energy"].clone(), check["total_fen"].clone()),
        (json!(1), json!(2000), json!(2400))
    );
    let number: OrderSeq = serde_json::from_value(check["seq"].clone()).unwrap();
    let dispute =
        Dispute { seq: seq.clone(), energy: Energy(2000), total_fen: Fen(2300), reason: DisputeReason::Money };
    house.desk.charge_orders_checked(number.clone(), vec![dispute.clone()]).await.unwrap();
    let checks: CheckList = serde_json::from_value(house.engine("charger.checks", json!({})).await.unwrap()).unwrap();
    assert_eq!(checks.checks[0].disputes, [dispute]);
    assert_eq!(house.order(&seq).await.dispute, Some(DisputeReason::Money));
    // Talked over and answered anew: nothing is disputed any more.
    house.desk.charge_orders_checked(number, Vec::new()).await.unwrap();
    let settled = house.order(&seq).await;
    assert_eq!((settled.dispute, settled.confirmed), (None, Some(Confirmation::Confirmed)));
    house.verify().await;
}

#[tokio::test]
async fn stations_come_page_by_page_and_only_what_changed() {
    let house = House::with_station().await;
    house.later(10);
    let changed = house.now();
    let mut second = station();
    second["station_id"] = json!("ST0002");
    second["equipment"][0]["equipment_id"] = json!("12345678900000000000002");
    second["equipment"][0]["connectors"][0]["connector_id"] = json!("1234567890000000000000003");
    second["equipment"][0]["connectors"][1]["connector_id"] = json!("1234567890000000000000004");
    house.engine("charger.set_station", json!({ "station": second })).await.unwrap();
    let page = |since, page_no, page_size| {
        let (house, ask) = (&house, ChargingAsk::Stations { since, page_no, page_size });
        async move {
            match house.asks("query_stations_info", None, ask).await.0 {
                ChargingAnswer::Stations(page) => {
                    let ids: Vec<String> = page.stations.into_iter().map(|(station, _)| station.station_id).collect();
                    (page.page_count, page.item_size, ids)
                }
                other => panic!("{other:?}"),
            }
        }
    };
    assert_eq!(page(None, 1, 1).await, (2, 2, vec!["ST0001".to_owned()]));
    assert_eq!(page(None, 2, 1).await, (2, 2, vec!["ST0002".to_owned()]));
    assert_eq!(page(None, 3, 1).await, (2, 2, Vec::new()));
    assert_eq!(page(Some(changed), 1, 10).await, (1, 1, vec!["ST0002".to_owned()]));

    // A connector belongs to one station, and a rule that is broken names its field.
    let mut thief = second.clone();
    thief["station_id"] = json!("ST0003");
    let refused = house.engine("charger.set_station", json!({ "station": thief })).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("station.equipment"));
    second["name"] = json!("");
    let refused = house.engine("charger.set_station", json!({ "station": second })).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("station.name"));
}

#[tokio::test]
async fn the_lots_own_data_lists_its_stations() {
    let house = House::new().await;
    let described = || {
        let mut facts = house.facts.0.lock().unwrap();
        let told = facts.drain(..).filter_map(|fact| match fact {
            Fact::LotDescribed { stations, before, .. } => Some((stations, before.map(|before| before.stations))),
            _ => None,
        });
        told.collect::<Vec<_>>()
    };
    described();
    let mut nameless = station();
    nameless["operator_name"] = Value::Null;
    let refused = house.engine("charger.set_station", json!({ "station": nameless })).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("station.operator_name"), "table 6 asks for it");

    house.engine("charger.set_station", json!({ "station": station() })).await.unwrap();
    let listed = ListedStation {
        operator_id: "123456789".into(),
        operator_name: "测试运营商".into(),
        station_id: "ST0001".into(),
        name: "测试充电站".into(),
        piles: vec![ListedPile {
            equipment_id: "12345678900000000000001".into(),
            name: None,
            model: None,
            kind: EquipmentKind::Dc,
            space_nos: vec!["S1".into()],
        }],
    };
    assert_eq!(described(), [(vec![listed.clone()], Some(Vec::new()))]);

    let mut moved = station();
    moved["address"] = "深南大道 2 号".into();
    house.engine("charger.set_station", json!({ "station": moved })).await.unwrap();
    assert_eq!(described(), [], "neither table 6 nor table 9 has an address");
    house.engine("tariff.load", json!({ "toml": crate::support::TARIFF.replace("5.00", "6.00") })).await.unwrap();
    house.engine("lot.upload", json!({})).await.unwrap();
    let all = vec![listed];
    assert_eq!(described(), [(all.clone(), Some(all.clone())), (all, None)], "whatever else changes");
}

#[tokio::test]
async fn charging_that_ends_after_the_car_left_is_its_drivers_debt_and_revenue_once() {
    let house = House::with_station().await;
    let token = house.sign_in("值班员", "attendant").await;
    let record = house.read(ENTRY, CAR).await.record_id.unwrap();
    let order = house.start(7).await;
    house.says(GUN, json!({ "kind": "begun", "seq": order.seq })).await;
    // Within the free minutes; the plug was pulled and the charger said so late.
    house.later(10);
    assert_eq!(house.read(EXIT, CAR).await.fate, ReadFate::Left);
    house.later(10);
    house.says(GUN, json!({ "kind": "metered", "seq": order.seq, "energy": 667 })).await;
    house.later(40);
    house.says(GUN, json!({ "kind": "ended", "seq": order.seq, "reason": "battery", "energy": 2000 })).await;
    let sums = |house: &House| {
        let ledger = house.ledger.clone();
        async move {
            let balances = ledger.read(|tx| tx.balances()).await.unwrap();
            ["owed:charging_drivers", "owed:parking_drivers", "drawer:", "revenue:charging", "revenue:parking"]
                .map(|name| balances.iter().filter(|(a, _)| a.starts_with(name)).map(|(_, fen)| fen.0).sum::<i64>())
        }
    };
    assert_eq!(sums(&house).await, [0, 2400, 0, -2400, 0]);
    let list = house.window(&token, "arrears.list", json!({})).await.unwrap();
    assert_eq!((&list["rows"][0]["record_id"], &list["rows"][0]["owed_fen"]), (&json!(record), &json!(2400)));
    let all = house.engine("reconcile.all", json!({ "first_day": "2026-11-23" })).await.unwrap();
    assert_eq!(all["differences"], json!([]), "the gate lacks nothing");
    let collect = json!({ "request_id": guid(60), "record_id": record, "due_fen": 2400, "received_fen": 2400 });
    house.window(&token, "arrears.collect", collect).await.unwrap();
    assert_eq!(sums(&house).await, [0, 0, 2400, -2400, 0]);
    house.verify().await;
}

#[tokio::test]
async fn a_payment_marks_the_charging_that_it_was_shown_and_no_more() {
    let mut house = House::with_station().await;
    let token = house.sign_in("值班员", "attendant").await;
    let channel = std::sync::Arc::new(crate::payments::FakeChannel::default());
    house.desk.pay_by(channel.clone());
    let record = house.read(ENTRY, CAR).await.record_id.unwrap();
    let first = house.start(7).await;
    house.charges_an_hour(&first.seq).await;
    let second = house.start(8).await;
    house.says(GUN, json!({ "kind": "begun", "seq": second.seq })).await;
    assert_eq!(house.read(EXIT, CAR).await.fate, ReadFate::MustPay);
    house.gates();
    channel.will([Ok(lotdesk_domain::payment::TradeState::Waiting), crate::payments::paid(1, 2900)]);
    let scan = json!({
        "request_id": guid(60), "record_id": record, "lane_id": guid(EXIT), "due_fen": 2900,
        "code": crate::payments::CODE,
    });
    assert_eq!(house.window(&token, "payment.scan", scan).await.unwrap()["state"], "waiting");
    // While the driver types the password the other order ends: 1 kWh at 1.00 and 0.40.
    house.says(GUN, json!({ "kind": "ended", "seq": second.seq, "energy": 100 })).await;
    let unpaid = house.order(&second.seq).await.unpaid_fen();
    assert_eq!(unpaid, Fen(140));
    let view = house.window(&token, "payment.query", json!({ "request_id": guid(60) })).await.unwrap();
    assert_eq!((&view["state"], &view["ending"]), (&json!("paid"), &json!("partly_paid")));
    assert_eq!(house.gates(), 0, "it owes the other order");
    let paid_with = (house.order(&first.seq).await.charge_id, house.order(&second.seq).await.charge_id);
    assert_eq!(paid_with, (Some(guid(60)), None));
    let quote = house.engine("exit.quote", json!({ "record_id": record })).await.unwrap();
    assert_eq!(quote["due_fen"], json!(140));
    house.verify().await;
}
