//! What the lot says is compared with messages written by hand from the tables of DB4403/T 313.

mod lot;

use lot::{CHARGE, RECORD, at, charge, gone, id, inside, map, vehicle};
use lotdesk_domain::ask::lease::LeaseTerms;
use lotdesk_domain::fact::{Fact, FactMapper};
use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::SpaceState;
use lotdesk_domain::message::{Draft, Platform, Rank};
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::{Coupon, CouponKind, Discount, ParkOrder};
use lotdesk_domain::parking::{
    Charge, Counts, ElectronicTag, ParkingRecord, PayType, RecordState, RecordType, Vehicle,
};
use lotdesk_domain::plate::{Plate, PlateColor};
use lotdesk_domain::service::LaneService;
use lotdesk_protocols::interface;
use lotdesk_protocols::json::Node;

/// The only message of a fact, against the hand-written body.
fn only(fact: &Fact, interface_id: &str, body: &str) -> Draft {
    let drafts = map(fact);
    let [draft] = drafts.as_slice() else { panic!("{} messages", drafts.len()) };
    said(draft, interface_id, body);
    draft.clone()
}

fn said(draft: &Draft, interface_id: &str, body: &str) {
    assert_eq!(draft.interface, interface_id);
    assert_eq!(draft.body, Node::parse(body).unwrap().canonical(), "canonical, and as the tables say");
    assert_eq!(draft.problem, None);
    assert_eq!(draft.platform, Platform::City);
    assert_eq!(draft.rank, interface(Platform::City, interface_id).unwrap().rank);
}

const CAR: &str = r#"{"plateNo":"粤B88888","plateColor":"蓝色","carColor":"白色","licensePlateType":1,"carModel":3,
    "carLogo":"大众","eidEquiped":false}"#;

#[test]
fn a_car_comes_in() {
    let body = format!(
        r#"{{"id":"{RECORD}","parkCode":"44030400100101000010","parkCarInfo":{CAR},"enterTime":"2018-01-01 01:01:01",
        "inEquipmentId":"E1E1E1E1E1E1E1E1E1E1E1E1E1E1E1E1","receivables":0.00,"discount":0.00,"received":0.00,
        "recordType":0}}"#
    );
    let draft = only(&Fact::VehicleEntered { record: inside() }, "5004", &body);
    assert_eq!((draft.own_id.as_str(), draft.order_key.as_deref()), (RECORD, Some(RECORD)));
    assert_eq!((draft.rank, draft.coalesce_key), (Rank::Record, None));
}

#[test]
fn a_shared_car_says_so_when_it_comes_and_when_it_leaves() {
    let share_id = Some(id("FF8080814D9BE81F014D9BEB81090003"));
    let facts = [
        Fact::VehicleEntered { record: ParkingRecord { share_id, ..inside() } },
        Fact::VehicleLeft { record: ParkingRecord { share_id, ..gone() }, charge_ids: vec![] },
    ];
    for fact in &facts {
        let drafts = map(fact);
        assert_eq!(drafts[0].problem, None);
        let body = Node::parse(&drafts[0].body).unwrap();
        assert_eq!(body.get("isStagger").and_then(Node::to_integer), Some(1));
        // Table 13 has room for ten of the 32 digits.
        assert_eq!(body.get("shareOrderId").and_then(Node::as_text), Some("EB81090003"));
    }
}

#[test]
fn money_is_taken_and_the_car_leaves() {
    let body = format!(
        r#"{{"id":"{CHARGE}","orderNo":"8882018010199001","recordId":"{RECORD}","parkCarInfo":{CAR},
        "payTime":"2018-01-02 01:00:00","receivables":20.00,"discount":3.00,"received":17.00,"payType":1,
        "payFrom":"线下缴费"}}"#
    );
    let draft = only(&Fact::Charged { charge: charge(), vehicle: vehicle() }, "5008", &body);
    assert_eq!((draft.own_id.as_str(), draft.order_key.as_deref()), (CHARGE, Some(RECORD)));

    let body = format!(
        r#"{{"id":"{RECORD}","parkCode":"44030400100101000010","parkCarInfo":{CAR},"enterTime":"2018-01-01 01:01:01",
        "inEquipmentId":"E1E1E1E1E1E1E1E1E1E1E1E1E1E1E1E1","leaveTime":"2018-01-02 01:01:01",
        "outEquipmentId":"E2E2E2E2E2E2E2E2E2E2E2E2E2E2E2E2","chargeIdList":["{CHARGE}"],"receivables":20.00,
        "discount":3.00,"received":17.00,"recordType":0}}"#
    );
    let fact = Fact::VehicleLeft { record: gone(), charge_ids: vec![id(CHARGE)] };
    let draft = only(&fact, "5005", &body);
    assert_eq!((draft.own_id.as_str(), draft.order_key.as_deref()), (RECORD, Some(RECORD)));

    let free = map(&Fact::VehicleLeft { record: gone(), charge_ids: vec![] });
    assert!(!free[0].body.contains("chargeIdList"), "nothing paid: no list");
}

#[test]
fn a_payment_names_its_coupons() {
    let coupon = Coupon::new(CouponKind::Rate, "0.30".parse().unwrap()).unwrap();
    let discount = Discount {
        id: id("111180814D9BE81F014D9BEB81090003"),
        coupon_no: Some("35238475923475".into()),
        coupon,
        channel: Some("XXX 超市".into()),
        channel_org_code: Some("348723498572394".into()),
    };
    let paid = Charge { discounts: vec![discount], ..charge() };
    let drafts = map(&Fact::Charged { charge: paid.clone(), vehicle: vehicle() });
    assert_eq!(drafts[0].problem, None);
    let list = Node::parse(&drafts[0].body).unwrap().take("listDiscounts").unwrap();
    let hand = r#"[{"id":"111180814D9BE81F014D9BEB81090003","couponNo":"35238475923475","couponType":3,
        "couponValue":0.3,"discountChannel":"XXX 超市","channelOrgCode":"348723498572394"}]"#;
    assert_eq!(list.canonical(), Node::parse(hand).unwrap().canonical());

    // A payment that the platform told us of goes back to it only where its profile wants that.
    let told = Fact::PaidByPlatform { charge: paid, vehicle: Some(vehicle()) };
    assert_eq!(map(&told), []);
    assert_eq!(lot::mapper().reporting_its_own_payments(true).map(&told, &lot::lot()), drafts);
}

#[test]
fn money_is_asked_for_and_given_back() {
    let order = lot::order();
    let body = format!(
        r#"{{"orderNo":"8882018010199001","recordId":"{RECORD}","plateNo":"粤B88888","parkCode":"44030400100101000010",
        "enterTime":"2115-06-02 12:23:12","chargingStart":"2115-06-02 13:23:12","chargingDuration":60,
        "paidAmount":5.00,"receivables":100.00,"otherFee":0.00,"discount":3.00,"chargingFee":20.00,"chargeType":0,
        "freeMinute":30,"surplusMinute":10}}"#
    );
    let draft = only(&Fact::PaymentRequested { order: order.clone() }, "5007", &body);
    assert_eq!((draft.own_id.as_str(), draft.order_key.as_deref()), ("8882018010199001", Some(RECORD)));
    assert!(!draft.holds_back, "an exit does not wait for the platform to take the order");
    let nobody = ParkOrder { plate: None, ..order };
    let drafts = map(&Fact::PaymentRequested { order: nobody });
    assert_eq!(drafts[0].problem.as_deref(), Some("spaceNo|plateNo：必须提供（DB4403/T 313 表14）"));

    let refund = lot::refund();
    let body = r#"{"id":"9A8080814D9BE81F014D9BEB81090003","orderNo":"8882018010199001","time":"2018-01-03 01:01:01",
        "refundMoney":5.00,"refundType":2,"refundFrom":"微信公众号"}"#;
    let draft = only(&Fact::Refunded { refund }, "5009", body);
    assert_eq!((draft.own_id.as_str(), draft.order_key.as_deref()), ("9A8080814D9BE81F014D9BEB81090003", Some(RECORD)));
}

#[test]
fn a_picture_names_its_record_and_its_day_in_china() {
    // 2018-01-01 01:01:01 in China is still the day before in Greenwich: 1514739661.
    let picture_id = id("8E1804D7B1F64A51A955EF692FADB7CE");
    let fact = |entering| Fact::PictureTaken {
        picture_id,
        record_id: id(RECORD),
        garage: None,
        entering,
        taken_at: at("2018-01-01 01:01:01"),
    };
    let body = format!(
        r#"{{"pictureId":"8E1804D7B1F64A51A955EF692FADB7CE","recordId":"{RECORD}","entering":true,
        "takenAt":1514739661000,"fileName":"8E1804D7B1F64A51A955EF692FADB7CE.jpg","imageBizType":2,
        "destPath":"/20180101/44030400100101000010/0/{RECORD}/","pickTime":1514739661}}"#
    );
    let draft = only(&fact(true), "2001", &body);
    assert_eq!(draft.own_id, "8E1804D7B1F64A51A955EF692FADB7CE");
    assert_eq!(draft.order_key.as_deref(), Some(RECORD));
    // Table 42: /年月日/停车场编号/车库编号/停车记录ID/.
    let in_garage = Fact::PictureTaken {
        picture_id,
        record_id: id(RECORD),
        garage: Some("4403040010010100001001".into()),
        entering: true,
        taken_at: at("2018-01-01 01:01:01"),
    };
    only(&in_garage, "2001", &body.replace("/0/", "/4403040010010100001001/"));
    let exit = body.replace("true", "false").replace("\"imageBizType\":2", "\"imageBizType\":6");
    only(&fact(false), "2001", &exit);
}

#[test]
fn a_record_that_was_no_entry_ends_when_it_began() {
    let cancelled = ParkingRecord { state: RecordState::Cancelled, ..inside() };
    let body = format!(
        r#"{{"id":"{RECORD}","parkCode":"44030400100101000010","parkCarInfo":{CAR},"enterTime":"2018-01-01 01:01:01",
        "inEquipmentId":"E1E1E1E1E1E1E1E1E1E1E1E1E1E1E1E1","leaveTime":"2018-01-01 01:01:01",
        "receivables":0.00,"discount":0.00,"received":0.00,"recordType":1}}"#
    );
    let draft = only(&Fact::RecordCorrected { record: cancelled }, "5006", &body);
    assert_eq!(draft.order_key.as_deref(), Some(RECORD));

    // Another correction of the same record is another message; the same one is the same.
    let other = ParkingRecord { record_type: RecordType::Abnormal, ..inside() };
    let first = map(&Fact::RecordCorrected { record: other.clone() });
    assert_ne!(first[0].own_id, draft.own_id);
    assert!(first[0].own_id.starts_with(RECORD));
    assert_eq!(map(&Fact::RecordCorrected { record: other })[0].own_id, first[0].own_id);
}

/// Let out before a gate that stayed shut: the record has no end any more, and its second exit is no second 5005.
#[test]
fn an_exit_is_told_once_and_put_right() {
    let exit = map(&Fact::VehicleLeft { record: gone(), charge_ids: vec![id(CHARGE)] });
    let inside_after_all = ParkingRecord {
        state: RecordState::Inside,
        left_at: None,
        exit_lane: None,
        record_type: RecordType::Abnormal,
        ..gone()
    };
    let back = map(&Fact::RecordCorrected { record: inside_after_all });
    assert_eq!((back[0].interface, back[0].problem.as_deref()), ("5006", None));
    let body = Node::parse(&back[0].body).unwrap();
    assert!(body.get("leaveTime").is_none() && body.get("outEquipmentId").is_none(), "{}", back[0].body);

    let left = ParkingRecord { record_type: RecordType::Abnormal, ..gone() };
    let again = map(&Fact::VehicleLeftAfterAll { record: left, charge_ids: vec![id(CHARGE)] });
    assert_eq!((again[0].interface, again[0].problem.as_deref()), ("5006", None));
    let body = Node::parse(&again[0].body).unwrap();
    assert!(body.get("leaveTime").is_some() && body.get("chargeIdList").is_some(), "{}", again[0].body);
    assert_eq!((&again[0].order_key, &back[0].order_key), (&exit[0].order_key, &exit[0].order_key), "they go in order");
    assert_ne!(again[0].own_id, back[0].own_id);
}

#[test]
fn an_electronic_tag_goes_along() {
    let tag = ElectronicTag {
        no: "0101".into(),
        plate_type: "0001".into(),
        car_model: "000000001".into(),
        usage: "0001".into(),
        seqno: "4400000000018".into(),
    };
    let tagged = Vehicle {
        plate: Plate::parse("粤B12345D").unwrap(),
        plate_color: Some(PlateColor::YellowGreen),
        car_color: None,
        car_logo: None,
        class: lotdesk_domain::parking::VehicleClass::Large,
        tag: Some(tag),
    };
    let drafts = map(&Fact::VehicleEntered { record: ParkingRecord { vehicle: tagged, ..inside() } });
    assert_eq!(drafts[0].problem, None);
    let car = Node::parse(&drafts[0].body).unwrap().take("parkCarInfo").unwrap();
    let hand = r#"{"carModel":1,"eidEquiped":true,"licensePlateType":1,"plateColor":"黄绿色","plateNo":"粤B12345D",
        "vrdb_carModel":"000000001","vrdb_no":"0101","vrdb_plateType":"0001","vrdb_seqno":"4400000000018",
        "vrdb_usage":"0001"}"#;
    assert_eq!(car.canonical(), Node::parse(hand).unwrap().canonical());
}

#[test]
fn codes_are_those_of_the_tables() {
    let pay = |pay_type| {
        let drafts = map(&Fact::Charged { charge: Charge { pay_type, ..charge() }, vehicle: vehicle() });
        Node::parse(&drafts[0].body).unwrap().get("payType").unwrap().to_integer().unwrap()
    };
    use PayType::{Alipay, Cash, Etc, Other, UnionPay, WeChat};
    assert_eq!([Cash, WeChat, Alipay, UnionPay, Etc, Other].map(pay), [1, 2, 3, 4, 5, 6]);

    let record = |record_type| {
        let drafts = map(&Fact::VehicleLeft { record: ParkingRecord { record_type, ..gone() }, charge_ids: vec![] });
        Node::parse(&drafts[0].body).unwrap().get("recordType").unwrap().to_integer().unwrap()
    };
    assert_eq!([RecordType::Normal, RecordType::Abnormal, RecordType::LeftLocked].map(record), [0, 1, 2]);

    let space = |state| {
        let drafts = map(&Fact::SpaceChanged { space_no: "A1".into(), state });
        Node::parse(&drafts[0].body).unwrap().get("state").unwrap().to_integer().unwrap()
    };
    use SpaceState::{Free, Reserved, Taken, Unknown};
    assert_eq!([Unknown, Free, Reserved, Taken].map(space), [-1, 0, 1, 2]);
}

#[test]
fn how_things_stand_is_said_once() {
    let counts = Counts { total: 200, used: 50, open_to_all: 130, reserved: 0 };
    let body = r#"{"parkCode":"44030400100101000010","usedSpaces":50,"unusedSpaces":130,"reservedSpaces":0}"#;
    let draft = only(&Fact::CountsChanged { counts }, "5003", body);
    assert_eq!(draft.coalesce_key.as_deref(), Some("5003:44030400100101000010"));
    assert_eq!((draft.rank, draft.order_key), (Rank::Snapshot, None));

    let space_no = "4403040010010100001000B1A108";
    let body = format!(r#"{{"spaceNo":"{space_no}","parkCode":"44030400100101000010","state":2}}"#);
    let draft = only(&Fact::SpaceChanged { space_no: space_no.into(), state: SpaceState::Taken }, "5001", &body);
    assert_eq!(draft.coalesce_key, Some(format!("5001:{space_no}")));

    let equipment_id = Guid::from_bytes([0xE1; 16]);
    let body = r#"{"id":"E1E1E1E1E1E1E1E1E1E1E1E1E1E1E1E1","state":2}"#;
    let draft = only(&Fact::EquipmentChanged { equipment_id, online: false }, "5002", body);
    assert_eq!(draft.coalesce_key.as_deref(), Some("5002:E1E1E1E1E1E1E1E1E1E1E1E1E1E1E1E1"));
    only(&Fact::EquipmentChanged { equipment_id, online: true }, "5002", &body.replace('2', "1"));
}

#[test]
fn a_lane_out_of_service_and_a_motor_that_failed_are_told() {
    let lane = lot::lot().lanes[0].clone();
    let lane_id = lane.id;
    let state =
        |state| Fact::LaneStateChanged { lane_id, state, comment: "设备检修, 通道出入口停用".into() };
    let body = |code: u8| {
        format!(
            r#"{{"parkCode":"44030400100101000010","entranceID":"{lane_id}","state":{code},
            "comment":"设备检修, 通道出入口停用"}}"#
        )
    };
    let services = [LaneService::Normal, LaneService::Jammed, LaneService::BadlyJammed, LaneService::Closed];
    for (service, code) in services.into_iter().zip(1..) {
        let draft = only(&state(service), "5011", &body(code));
        assert_eq!(draft.coalesce_key, Some(format!("5011:{lane_id}")));
    }

    let fact = Fact::GateMotorFailed {
        event_id: id("8E1804D7B1F64A51A955EF692FADB7CE"),
        equipment_id: Guid::from_bytes([0xE1; 16]),
        at: at("2115-06-02 13:23:12"),
        remark: "电机过热".into(),
        lane: lane.clone(),
    };
    let body = format!(
        r#"{{"id":"8E1804D7B1F64A51A955EF692FADB7CE","parkCode":"44030400100101000010","time":"2115-06-02 13:23:12",
        "eventType":1002,"eventLevel":2,"position":"{}","equipmentId":"E1E1E1E1E1E1E1E1E1E1E1E1E1E1E1E1",
        "remark":"电机过热"}}"#,
        lane.name
    );
    let draft = only(&fact, "2002", &body);
    assert_eq!((draft.rank, draft.order_key), (Rank::Record, None));
}

#[test]
fn every_change_of_a_lease_is_a_message_of_its_own_and_the_newest_counts() {
    // D.27 in the table's form; of spaces that are not its own as many as there are.
    let body = |state: u8| {
        format!(
            r#"{{"lease":{{"id":"3234567546BE81F014D9BEB809994501","parkCode":"44030400100101000010","isFixed":1,
            "spaceNoList":["1","2"],"pricing":[{{"cycles":1,"cycleType":1,"amount":220.00}},
            {{"cycles":2,"cycleType":1,"amount":400.00}}],"plateNoList":["粤B88888"],"beginDate":"2018-01-01",
            "endDate":"2018-03-01","unpaidMonths":2,"moment":1514739661}},"state":{state}}}"#
        )
    };
    let saved = only(&Fact::LeaseChanged { terms: lot::terms(), removed: false }, "5012", &body(1));
    let removed = only(&Fact::LeaseChanged { terms: lot::terms(), removed: true }, "5012", &body(2));
    assert_ne!(saved.own_id, removed.own_id, "of one moment, and not the same");
    assert_eq!(saved.coalesce_key.as_deref(), Some("5012:3234567546BE81F014D9BEB809994501"));
    assert_eq!(saved.coalesce_key, removed.coalesce_key);
    // Without a price the table is not kept: the message stays here until one with a price takes its place.
    let priceless = Fact::LeaseChanged { terms: LeaseTerms { prices: vec![], ..lot::terms() }, removed: false };
    let held = map(&priceless).remove(0);
    assert_eq!(held.problem.as_deref(), Some("lease.pricing：不能为空（DB4403/T 313 表28）"));
    assert_eq!(held.coalesce_key, saved.coalesce_key);
}

#[test]
fn a_plate_that_is_inside_already_is_an_alarm() {
    let event_id = id("8E1804D7B1F64A51A955EF692FADB7CE");
    let lane = lot::lot().lanes[0].clone();
    let fact = |lane| Fact::SamePlateInside { event_id, vehicle: vehicle(), lane, at: at("2115-06-02 13:23:12") };
    let body = r#"{"id":"8E1804D7B1F64A51A955EF692FADB7CE","parkCode":"44030400100101000010","plateNo":"粤B88888",
        "time":"2115-06-02 13:23:12","eventType":1001,"eventLevel":1,"position":"入口1",
        "equipmentId":"E1E1E1E1E1E1E1E1E1E1E1E1E1E1E1E1","remark":"车牌粤B88888已在场内，又在入口1驶入"}"#;
    let draft = only(&fact(lane.clone()), "2002", body);
    assert_eq!((draft.rank, draft.order_key), (Rank::Record, None));

    // A lane without any device cannot name one, as table 27 asks: kept and shown, not sent.
    let bare = lotdesk_domain::lot::Lane { equipment: vec![], ..lane };
    assert_eq!(map(&fact(bare))[0].problem.as_deref(), Some("equipmentId：必须提供（DB4403/T 313 表27）"));
}

#[test]
fn the_lot_describes_itself() {
    let drafts = map(&Fact::LotDescribed { tariff: None, stations: Vec::new(), before: None });
    let ids: Vec<_> = drafts.iter().map(|draft| draft.interface).collect();
    assert_eq!(ids, ["3001", "3002", "3002", "3003", "3003", "3003", "3004"]);
    assert!(drafts.iter().all(|draft| draft.rank == Rank::Basic && draft.order_key.is_none()));
    let keys: Vec<_> = drafts.iter().map(|draft| draft.coalesce_key.as_deref().unwrap()).collect();
    assert_eq!(keys[0], "3001:44030400100101000010");
    assert_eq!(keys[6], "3004:4403040010010100001000B1A108");

    said(
        &drafts[0],
        "3001",
        r#"{"parkInfo":{"parkCode":"44030400100101000010","parkName":"百花停车场","parkType":1,"isGarage":0,
        "districtCode":"440304","roadName":"百花五路","totalSpaces":200,"operatorId":"OP01","owner":"百花物业",
        "serviceType":2,"publicInfo":"00:00~24:00"},"state":1}"#,
    );
    let camera = r#"{"id":"E2E2E2E2E2E2E2E2E2E2E2E2E2E2E2E2","parkCode":"44030400100101000010",
        "entranceExitId":"A2A2A2A2A2A2A2A2A2A2A2A2A2A2A2A2","equipmentCode":"CAM-2","name":"出口1车牌识别",
        "equipmentType":"1000","state":1,"moment":"2026-11-23 08:00:00"}"#;
    said(
        &drafts[2],
        "3002",
        &format!(
            r#"{{"entranceExitInfo":{{"id":"A2A2A2A2A2A2A2A2A2A2A2A2A2A2A2A2","name":"出口1",
            "parkCode":"44030400100101000010","type":2,"equipments":[{camera}]}},"state":1}}"#
        ),
    );
    said(&drafts[5], "3003", &format!(r#"{{"equipment":{camera},"state":1}}"#));
    said(
        &drafts[6],
        "3004",
        r#"{"spaceInfo":{"spaceNo":"4403040010010100001000B1A108","parkCode":"44030400100101000010","positionType":1,
        "materialType":0,"areaName":"负一层","withLocker":0,"withChargingPile":0,"state":1,
        "moment":"2026-11-23 08:00:00"},"state":1}"#,
    );
}

#[test]
fn what_breaks_a_table_is_held_with_the_reason() {
    let owing = ParkingRecord { receivable_fen: Fen(-100), ..gone() };
    let drafts = map(&Fact::VehicleLeft { record: owing, charge_ids: vec![] });
    assert_eq!(drafts[0].problem.as_deref(), Some("receivables：-1.00超出允许范围（DB4403/T 313 表13）"));

    let long = Charge { pay_from: "线下缴费线下缴费线下缴".into(), ..charge() };
    let drafts = map(&Fact::Charged { charge: long, vehicle: vehicle() });
    assert_eq!(drafts[0].problem.as_deref(), Some("payFrom：最多10个字符，现有11个（DB4403/T 313 表15）"));
    assert!(drafts[0].body.contains("线下缴费线下缴费线下缴"), "kept as it is");
}
