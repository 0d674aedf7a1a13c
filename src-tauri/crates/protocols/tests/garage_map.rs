//! What the mapping says of garages and of basic data that changes, against hand-made texts by the tables.

mod lot;

use lot::{GARAGE, lot_with_garage, map, map_in, station, tariff, vehicle};
use lotdesk_domain::charging::{EquipmentKind, ListedPile, ListedStation};
use lotdesk_domain::fact::{Described, Fact};
use lotdesk_domain::garage::{GarageCounts, GarageEventKind, GarageState};
use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::Lot;
use lotdesk_domain::message::{Draft, Rank};
use lotdesk_protocols::json::Node;

fn said(draft: &Draft, interface: &str, hand: &str) {
    assert_eq!((draft.interface, draft.problem.as_deref()), (interface, None), "{}", draft.body);
    assert_eq!(Node::parse(&draft.body).unwrap().canonical(), Node::parse(hand).unwrap().canonical());
}

fn all() -> Vec<Draft> {
    map_in(&Fact::LotDescribed { tariff: Some(tariff()), stations: Vec::new(), before: None }, &lot_with_garage())
}

fn changed(before: Lot, now: &Lot) -> Vec<(&'static str, String)> {
    let before = Some(Box::new(Described { lot: before, tariff: Some(tariff()), stations: Vec::new() }));
    let drafts = map_in(&Fact::LotDescribed { tariff: Some(tariff()), stations: Vec::new(), before }, now);
    assert!(drafts.iter().all(|draft| draft.problem.is_none() && draft.rank == Rank::Basic));
    let state = |draft: &Draft| {
        Node::parse(&draft.body)
            .unwrap()
            .get("state")
            .and_then(Node::to_integer)
            .map_or(String::new(), |s| s.to_string())
    };
    drafts.iter().map(|draft| (draft.interface, format!("{} {}", state(draft), draft.own_id))).collect()
}

#[test]
fn a_lot_names_its_garages_and_its_tariff_and_everything_comes_after_what_it_names() {
    let drafts = all();
    let order: Vec<&str> = drafts.iter().map(|draft| draft.interface).collect();
    let wanted = [
        "3001", "8001", "3002", "3002", "3002", "3003", "3003", "3003", "3003", "3003", "3004", "3004", "3004", "3005",
    ];
    assert_eq!(order, wanted);
    let park = Node::parse(&drafts[0].body).unwrap().take("parkInfo").unwrap();
    assert_eq!(park.get("garagesInfoTable").unwrap().compact(), r#"["5EEBE65FD83B4F92AE138A5B5FD6322A"]"#);
    assert_eq!(park.get("isGarage").unwrap().to_integer(), Some(0), "it is a lot with a garage, not one");
    let standard = park.get("chargingStandard").unwrap().canonical();
    assert_eq!(standard, Node::parse(&drafts[13].body).unwrap().canonical());
    said(
        &drafts[1],
        "8001",
        r#"{"garageInfo":{"id":"5EEBE65FD83B4F92AE138A5B5FD6322A","parkCode":"44030400100101000010",
        "garageCode":"4403040010010100001001","garageName":"1号机械车库","operator":"XXX公司","garagesOwner":"XXX公司",
        "manufacturer":"XXX公司","totalSpaces":2,"garageType":1},"state":1}"#,
    );
    said(
        &drafts[4],
        "3002",
        r#"{"entranceExitInfo":{"id":"A3A3A3A3A3A3A3A3A3A3A3A3A3A3A3A3","name":"车库入口","type":3,
        "parkCode":"44030400100101000010","garageCode":"4403040010010100001001"},"state":1}"#,
    );
    said(
        &drafts[9],
        "3003",
        r#"{"equipment":{"id":"E4E4E4E4E4E4E4E4E4E4E4E4E4E4E4E4","parkCode":"44030400100101000010",
        "garageCode":"4403040010010100001001","equipmentCode":"STOP-1","name":"急停按钮","equipmentType":"6001",
        "manufacturer":"XXX公司","state":1,"moment":"2026-11-23 08:00:00"},"state":1}"#,
    );
    said(
        &drafts[12],
        "3004",
        r#"{"spaceInfo":{"spaceNo":"4403040010010100001001G10002","parkCode":"44030400100101000010",
        "garageCode":"4403040010010100001001","positionType":1,"sizeType":4,"materialType":1,"areaName":"负一层",
        "withLocker":0,"withChargingPile":0,"state":1,"moment":"2026-11-23 08:00:00"},"state":1}"#,
    );
    said(
        &drafts[13],
        "3005",
        r#"{"parkCode":"44030400100101000010","permitNo":"663434","charger":"XXX公司","pricing":1,"region":2,
        "complaintTel":"55556666","chargeItemstable":[
        {"chargeItem":"小型车、中型车临时停放","chargeDesc":"30 分钟内免费，首小时 8 元，之后每小时 2 元，24 小时最高 20 元"},
        {"chargeItem":"大型车临时停放","chargeDesc":"15 分钟内免费，首小时 10 元，之后每小时 5 元，24 小时最高 50 元"}]}"#,
    );
    assert!(drafts.iter().all(|draft| draft.coalesce_key.is_some() && draft.order_key.is_none()));
}

#[test]
fn the_lot_lists_its_charging_stations_and_is_told_anew_when_they_change() {
    let list = |stations: &[ListedStation]| {
        let stations = stations.to_vec();
        let drafts = map_in(&Fact::LotDescribed { tariff: None, stations, before: None }, &lot_with_garage());
        Node::parse(&drafts[0].body).unwrap().take("parkInfo").unwrap().take("stationInfotable")
    };
    let hand =
        r#"[{"operatorID":"123456789","operatorName":"XXX公司","stationID":"65459001","stationName":"沃尔玛充电站"}]"#;
    assert_eq!(list(&[station()]).unwrap().canonical(), Node::parse(hand).unwrap().canonical());
    assert!(list(&[]).is_none(), "an empty list says nothing");

    let before = Described { lot: lot_with_garage(), tariff: None, stations: Vec::new() };
    let told = Fact::LotDescribed { tariff: None, stations: vec![station()], before: Some(Box::new(before)) };
    let changed: Vec<&str> = map_in(&told, &lot_with_garage()).iter().map(|draft| draft.interface).collect();
    assert_eq!(changed, ["3001"], "and nothing else");
}

/// Table 9: 2000 充电桩设备; table 10: 配置充电桩标志.
#[test]
fn a_pile_is_a_device_of_the_lot_and_its_space_says_that_it_has_one() {
    let lot = lot_with_garage();
    let space_no = format!("{GARAGE}G10002");
    let pile = ListedPile {
        equipment_id: "12345678900000000000001".into(),
        name: Some("1号桩".into()),
        model: Some("P3".into()),
        kind: EquipmentKind::Dc,
        space_nos: vec!["elsewhere".into(), space_no.clone()],
    };
    let with_pile = ListedStation { piles: vec![pile], ..station() };
    let described = |stations: Vec<ListedStation>| Described { lot: lot.clone(), tariff: None, stations };
    let told = |now: Vec<ListedStation>, before: Vec<ListedStation>| {
        let before = Some(Box::new(described(before)));
        map_in(&Fact::LotDescribed { tariff: None, stations: now, before }, &lot)
    };
    let drafts = told(vec![with_pile.clone()], vec![station()]);
    said(
        &drafts[0],
        "3004",
        r#"{"spaceInfo":{"spaceNo":"4403040010010100001001G10002","parkCode":"44030400100101000010",
        "garageCode":"4403040010010100001001","positionType":1,"sizeType":4,"materialType":1,"areaName":"负一层",
        "withLocker":0,"withChargingPile":1,"state":1,"moment":"2026-11-23 08:00:00"},"state":1}"#,
    );
    // printf '123456789/12345678900000000000001' | sha1sum
    said(
        &drafts[1],
        "3003",
        r#"{"equipment":{"id":"99FDC91F6547D2E9790B331CD23FFFA1","parkCode":"44030400100101000010",
        "garageCode":"4403040010010100001001","equipmentCode":"45678900000000000001","name":"1号桩",
        "equipmentType":"2000","spaceNo":"4403040010010100001001G10002","model":"P3","chargeType":1,"state":1,
        "moment":"2026-11-23 08:00:00"},"state":1}"#,
    );
    assert_eq!(drafts.len(), 2);
    assert!(drafts.iter().all(|draft| draft.problem.is_none()));
    // It goes as it came.
    let gone: Vec<_> = told(vec![station()], vec![with_pile]);
    assert_eq!(gone.iter().map(|draft| draft.interface).collect::<Vec<_>>(), ["3004", "3003"]);
    assert!(gone[0].body.contains(r#""withChargingPile":0"#) && gone[1].body.ends_with(r#""state":2}"#), "{gone:?}");
}

#[test]
fn without_a_permit_no_tariff_is_told_and_without_a_tariff_neither() {
    let mut lot = lot_with_garage();
    let standards = |tariff, lot: &Lot| {
        let drafts = map_in(&Fact::LotDescribed { tariff, stations: Vec::new(), before: None }, lot);
        (drafts.iter().any(|d| d.interface == "3005"), drafts[0].body.contains("chargingStandard"))
    };
    assert_eq!(standards(None, &lot), (false, false));
    lot.permit = None;
    assert_eq!(standards(Some(tariff()), &lot), (false, false));
}

#[test]
fn only_what_changed_is_told_and_what_is_no_more_is_taken_back() {
    let old = lot_with_garage();
    assert_eq!(changed(old.clone(), &old), []);

    let mut lot = old.clone();
    lot.lanes[1].name = "北出口".into();
    assert_eq!(changed(old.clone(), &lot), [("3002", "1 A2A2A2A2A2A2A2A2A2A2A2A2A2A2A2A2".to_owned())]);

    let mut lot = old.clone();
    lot.lanes[0].equipment.remove(0);
    let wanted = [
        ("3002", "1 A1A1A1A1A1A1A1A1A1A1A1A1A1A1A1A1".to_owned()),
        ("3003", "2 E0E0E0E0E0E0E0E0E0E0E0E0E0E0E0E0".to_owned()),
    ];
    assert_eq!(changed(old.clone(), &lot), wanted);

    let mut lot = old.clone();
    lot.garages.clear();
    lot.spaces.truncate(1);
    let gone: Vec<_> =
        changed(old.clone(), &lot).into_iter().map(|(id, what)| format!("{id} {}", &what[..1])).collect();
    assert_eq!(gone, ["3001 1", "3004 2", "3004 2", "3003 2", "3003 2", "3002 2", "8001 2"], "in the reverse order");

    let mut lot = old.clone();
    lot.permit = None;
    let told = changed(old, &lot);
    assert_eq!(told.len(), 1, "3005 has no state: only the lot says that it charges no more");
    assert_eq!(told[0].0, "3001");
}

#[test]
fn another_number_is_another_lot() {
    let (old, mut lot) = (lot_with_garage(), lot_with_garage());
    lot.park_code = "44030400100101000011".into();
    let told = changed(old, &lot);
    assert_eq!(told.first(), Some(&("3001", "1 44030400100101000011".to_owned())));
    assert_eq!(told.last(), Some(&("3001", "2 44030400100101000010".to_owned())));
    let again = told.iter().filter(|(_, what)| what.starts_with('1')).count();
    assert_eq!(again, 13, "everything names its lot; the tariff, which has no state, comes too");
}

#[test]
fn how_a_garage_stands_and_what_is_left_of_it() {
    let at = lot::at("2018-01-08 12:00:00");
    let state = |state| Fact::GarageStateChanged { garage: GARAGE.into(), state, comment: Some("正常".into()), at };
    let draft = &map(&state(GarageState::Normal))[0];
    said(
        draft,
        "8002",
        r#"{"parkCode":"44030400100101000010","garageCode":"4403040010010100001001","garagestate":1,"comment":"正常",
        "moment":"2018-01-08 12:00:00"}"#,
    );
    assert_eq!((draft.rank, draft.coalesce_key.clone()), (Rank::Snapshot, Some(format!("8002:{GARAGE}"))));
    use GarageState::{Abnormal, Fault, Maintenance, Normal, Stopped};
    let code = |s| Node::parse(&map(&state(s))[0].body).unwrap().get("garagestate").unwrap().to_integer().unwrap();
    assert_eq!([Stopped, Normal, Abnormal, Fault, Maintenance].map(code), [0, 1, 2, 3, 4]);

    let counts =
        GarageCounts { garage: GARAGE.into(), total_large: 20, total_small: 80, free_large: 10, free_small: 40 };
    let draft = &map(&Fact::GarageSpacesChanged { garages: vec![counts], at })[0];
    said(
        draft,
        "8003",
        r#"{"parkCode":"44030400100101000010","garageSpacesList":[{"garageCode":"4403040010010100001001",
        "totalLargeSpaces":20,"totalSmallSpaces":80,"availableLargeSpaces":10,"availableSmallSpaces":40}],
        "updateTime":"2018-01-08 12:00:00"}"#,
    );
    assert_eq!(draft.coalesce_key.as_deref(), Some("8003:44030400100101000010"));
    assert_eq!(map(&Fact::GarageSpacesChanged { garages: vec![], at }), [], "a lot without garages says nothing");
}

#[test]
fn the_level_tells_an_ordinary_event_from_an_alarm_of_the_same_number() {
    let event = |kind| {
        let fact = Fact::GarageEvent {
            event_id: Guid::from_bytes([0x71; 16]),
            garage: GARAGE.into(),
            kind,
            space_no: Some("4403040010010100001001G10001".into()),
            plate: Some(vehicle().plate),
            at: lot::at("2026-11-23 08:00:00"),
            remark: Some("测试".into()),
        };
        map_in(&fact, &lot_with_garage()).remove(0)
    };
    said(
        &event(GarageEventKind::EmergencyStop),
        "2002",
        r#"{"id":"71717171717171717171717171717171","parkCode":"44030400100101000010",
        "spaceNo":"4403040010010100001001G10001","plateNo":"粤B88888","time":"2026-11-23 08:00:00","eventType":8001,
        "eventLevel":1,"position":"1号机械车库","equipmentId":"E4E4E4E4E4E4E4E4E4E4E4E4E4E4E4E4",
        "remark":"急停触发告警：测试"}"#,
    );
    let of = |kind| {
        let body = Node::parse(&event(kind).body).unwrap();
        let number = |name| body.get(name).unwrap().to_integer().unwrap();
        let device = body.get("equipmentId").unwrap().as_text().unwrap().starts_with("E3");
        (number("eventType"), number("eventLevel"), device)
    };
    // No device of its own: the controller is named.
    assert_eq!(of(GarageEventKind::CarIn), (8001, 0, true));
    assert_eq!(of(GarageEventKind::LiftOverload), (8008, 1, true));
    assert_eq!(of(GarageEventKind::CarrierStoreFault), (8023, 2, true));
    assert_eq!(event(GarageEventKind::CarIn).order_key, None);
    for kind in GarageEventKind::ALL {
        assert_eq!(event(*kind).problem, None, "{kind:?}");
    }
}
