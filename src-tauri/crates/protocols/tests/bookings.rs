//! 6001, 6002, 6004 and 9001 as the platform sends them and as it is answered: from the fixtures, and from what others may
//! send instead.

use std::path::Path;

use lotdesk_domain::ask::reservation::{Reserved, Step};
use lotdesk_domain::ask::{Answer, Ask, AskCode, AskRefusal};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_protocols::city::check::check_reply;
use lotdesk_protocols::city::receiver::{self, Item, Read};
use lotdesk_protocols::json::Node;

/// The item of a fixture's request, as it was received.
fn received(file: &str) -> Node {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures/city").join(file);
    let fixture = Node::parse(&std::fs::read_to_string(path).unwrap()).unwrap();
    fixture.get("received").unwrap().get("data").and_then(Node::as_list).unwrap()[0].clone()
}

fn read(id: &str, node: &Node) -> Result<Read, AskRefusal> {
    (receiver::receiver(id).unwrap().read)(&Item { node, timestamp: Some(1_514_739_661) })
}

fn code(id: &str, node: &Node) -> AskCode {
    read(id, node).unwrap_err().code
}

/// The item with one member changed; none takes it out.
fn with(mut node: Node, name: &str, value: Option<&str>) -> Node {
    node.take(name);
    if let (Node::Object(members), Some(value)) = (&mut node, value) {
        members.push((name.to_owned(), Node::parse(value).unwrap()));
    }
    node
}

/// What the platform is answered, held against the reply table.
fn answered(id: &str, answer: &Answer, asked: &Node) -> String {
    let nodes = (receiver::receiver(id).unwrap().answer)(answer, asked);
    for node in &nodes {
        assert_eq!(check_reply(id, &node.compact()).unwrap(), [], "{}", node.compact());
    }
    Node::List(nodes).compact()
}

#[test]
fn a_reservation_is_read_in_both_forms() {
    let at = |text| Moment::from_datetime_text(text).unwrap();
    let Ok(Read { key: None, ask: Ask::Reserve(flat) }) = read("6001", &received("6001.request.json")) else {
        panic!()
    };
    assert_eq!((flat.book_code.as_str(), flat.vehicle.plate.as_str()), ("YD201801061235241240001", "粤B88888"));
    assert_eq!((flat.from, flat.until), (at("2018-01-06 15:32:25"), at("2018-01-06 16:32:25")));
    assert_eq!((flat.deposit_fen, flat.grace_minutes), (Fen::ZERO, 0), "D.28 has neither");
    let Ok(Read { ask: Ask::Reserve(table), .. }) = read("6001", &received("6001.request-table.json")) else {
        panic!()
    };
    assert_eq!((table.deposit_fen, table.grace_minutes), (Fen(1000), 15));
}

#[test]
fn a_wrong_reservation_is_refused_by_its_field() {
    let table = || received("6001.request-table.json");
    let long = format!("\"{}\"", "1".repeat(51));
    let wrong = [
        ("bookCode", Some(long.as_str()), AskCode::TooLong),
        ("bookCode", None, AskCode::Other),
        ("bookCode", Some("\"\""), AskCode::Other),
        ("parkCarInfo", None, AskCode::Other),
        ("overTime", Some("\"2018-13-06 16:32:25\""), AskCode::WrongType),
        ("bookMoney", Some("-1.00"), AskCode::OutOfRange),
        ("obligatTime", Some("-1"), AskCode::OutOfRange),
        ("obligatTime", Some("99999999999"), AskCode::OutOfRange),
    ];
    for (name, value, expected) in wrong {
        assert_eq!(code("6001", &with(table(), name, value)), expected, "{name} {value:?}");
    }
}

#[test]
fn the_answer_names_the_space_and_what_is_left() {
    let asked = received("6001.request.json");
    let reserved = |space_no: Option<&str>, reservable| {
        let space_no = space_no.map(str::to_owned);
        Answer::Reserved(Reserved { book_code: "YD1".into(), space_no, garage_code: None, reservable })
    };
    let first = answered("6001", &reserved(Some("4403040010010100001000B1A108"), Some(14)), &asked);
    assert_eq!(first, r#"[{"bookCode":"YD1","reservableSpace":14,"spaceNo":"4403040010010100001000B1A108"}]"#);
    assert_eq!(answered("6001", &reserved(None, None), &asked), r#"[{"bookCode":"YD1"}]"#);
}

#[test]
fn a_step_is_carried_out_once_for_each_message() {
    let asked = received("6002.request.json");
    let Ok(Read { key, ask: Ask::ReservationStep(step) }) = read("6002", &asked) else { panic!() };
    assert_eq!(key.as_deref(), Some("YD201801061235241240001/1/1514739661"));
    assert_eq!(step.step, Step::Confirm);
    for (text, step) in [("0", Step::Cancel), ("\"2\"", Step::Extend)] {
        let Ok(Read { ask: Ask::ReservationStep(read), .. }) =
            read("6002", &with(asked.clone(), "confirmstate", Some(text)))
        else {
            panic!()
        };
        assert_eq!(read.step, step);
    }
    assert_eq!(code("6002", &with(asked.clone(), "confirmstate", Some("3"))), AskCode::OutOfRange);
    assert_eq!(answered("6002", &Answer::Done, &asked), r#"[{"bookCode":"YD201801061235241240001"}]"#);
}

#[test]
fn shared_hours_are_read_and_answered_by_their_own_identifier() {
    let asked = received("6004.request.json");
    let Ok(Read { key: None, ask: Ask::Share(order) }) = read("6004", &asked) else { panic!() };
    assert_eq!((order.weekdays, order.buffer_minutes, order.ended), (vec![2, 5], 30, false));
    assert_eq!((order.from.to_string(), order.until.to_string()), ("09:00:00".into(), "19:00:00".into()));
    assert_eq!((order.first_day.to_string(), order.publisher.as_deref()), ("2018-01-06".into(), Some("李某")));
    assert_eq!(
        answered("6004", &Answer::Done, &asked),
        r#"[{"id":"ff8080814d9be81f014d9beb81090003"}]"#,
        "not in capitals"
    );
    for (name, value, expected) in [
        ("rule", Some("[8]"), AskCode::OutOfRange),
        ("rule", Some("[]"), AskCode::Other),
        ("actionType", Some("2"), AskCode::OutOfRange),
        ("startTime", Some("\"25:00\""), AskCode::WrongType),
        ("id", Some("\"1\""), AskCode::WrongType),
        ("bufferTime", Some("-5"), AskCode::OutOfRange),
    ] {
        assert_eq!(code("6004", &with(asked.clone(), name, value)), expected, "{name} {value:?}");
    }
}

#[test]
fn a_lot_around_is_read_as_d_43_has_it() {
    let asked = received("9001.request.json");
    let Ok(Read { key: None, ask: Ask::Neighbour(lot) }) = read("9001", &asked) else { panic!() };
    assert_eq!((lot.name.as_str(), lot.total_spaces, lot.free_spaces), ("XXX 停车场", 300, 30));
    assert_eq!(lot.position, Some(("72.1609700".into(), "115.0509300".into())));
    assert_eq!(lot.entrances, ["出入口 A"]);
    assert_eq!(answered("9001", &Answer::Done, &asked), r#"[{"parkCode":"44030400100101000010"}]"#);
    // Table 101 holds neither figure against the other.
    assert!(read("9001", &with(asked.clone(), "remainingSpace", Some("301"))).is_ok());
    let as_text = with(with(asked.clone(), "longitude", Some("\"114.05\"")), "address", Some("\"\""));
    let Ok(Read { ask: Ask::Neighbour(lot), .. }) = read("9001", &as_text) else { panic!() };
    assert_eq!((lot.position.map(|at| at.0).as_deref(), lot.address), (Some("114.05"), None));
    assert_eq!(code("9001", &with(asked, "remainingSpace", Some("-1"))), AskCode::OutOfRange);
}

#[test]
fn a_refusal_repeats_what_it_is_about() {
    let asked = received("6001.request.json");
    let refusal = AskRefusal::new(AskCode::NothingReservable, "没有可预约车位");
    let lock = receiver::receiver("6001").unwrap();
    let said = receiver::reply(lock, &[(asked, Err(refusal))], Moment(1_514_739_661_000));
    let want = r#"{"resultCode":1,"resultMsg":"1501 没有可预约车位","timestamp":1514739661,"data":[{"bookCode":"YD201801061235241240001","code":1501,"message":"没有可预约车位"}]}"#;
    assert_eq!(said, want);
}
