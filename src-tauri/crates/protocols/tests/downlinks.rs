//! What the city platform asks of us: the document's own messages become asks, answers become the reply tables' items,
//! refusals carry the code that fits; whatever is damaged is answered.

use std::path::Path;

use lotdesk_domain::ask::lease::LeaseTerms;
use lotdesk_domain::ask::lock::Locked;
use lotdesk_domain::ask::{Answer, Ask, AskCode, AskRefusal};
use lotdesk_domain::control::Strategy;
use lotdesk_domain::id::Guid;
use lotdesk_domain::lease::{LeasePrice, LeaseUnit};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_protocols::city::receiver::{Item, RECEIVERS, Read, Receiver, receiver, reply};
use lotdesk_protocols::json::Node;
use proptest::prelude::*;
use proptest::sample::Index;

const NOW: Moment = Moment(1_514_739_661_999);

/// The items of a fixture's request, as the document has them.
fn document(file: &str) -> Vec<Node> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures/city").join(file);
    let fixture = Node::parse(&std::fs::read_to_string(path).unwrap()).unwrap();
    let received = fixture.get("received").unwrap();
    // The charging platform's own calls have no envelope of the city's.
    received.get("data").and_then(Node::as_list).map_or_else(|| vec![received.clone()], <[Node]>::to_vec)
}

fn read(id: &str, node: &Node) -> Result<Read, AskRefusal> {
    (receiver(id).unwrap().read)(&Item { node, timestamp: Some(1) })
}

fn served(id: &str) -> &'static Receiver {
    receiver(id).unwrap()
}

/// The reply to one item.
fn replied(id: &str, node: &Node, answer: Result<Answer, AskRefusal>) -> String {
    let outcome = answer.map(|answer| (served(id).answer)(&answer, node));
    reply(served(id), &[(node.clone(), outcome)], NOW)
}

fn moment(text: &str) -> Moment {
    Moment::from_datetime_text(text).unwrap()
}

fn guid(text: &str) -> Guid {
    text.parse().unwrap()
}

#[test]
fn a_line_of_the_control_list_is_read_from_d_15() {
    let node = &document("4001.request.json")[0];
    let read_item = read("4001", node).unwrap();
    let key = |node: &Node, timestamp| (receiver("4001").unwrap().read)(&Item { node, timestamp }).unwrap().key;
    assert_eq!(read_item.key, key(node, Some(1)));
    assert!(read_item.key.is_some() && read_item.key != key(node, Some(2)), "a repeat is told from another order");
    let other = Node::parse(&node.compact().replace(r#""strategyType":3"#, r#""strategyType":1"#)).unwrap();
    assert_ne!(key(&other, Some(1)), read_item.key, "two orders within one second");
    assert_eq!(key(node, None), None);
    let Ask::Control(order) = read_item.ask else { panic!() };
    assert_eq!(order.told_at, Some(1), "the envelope's timestamp");
    assert_eq!((order.id, order.strategy), (guid("FF8080814D9BE81F014D9BEB81090003"), Strategy::NoPassage));
    assert_eq!((order.vehicle.plate.as_str(), order.ordered_by.as_str()), ("粤B88888", "***平台"));
    // Days without a time: from the beginning of the first to the end of the last.
    assert_eq!(order.from, Some(moment("2015-01-01 00:00:00")));
    assert_eq!((order.until, order.removed), (moment("2020-01-01 23:59:59"), false));
    let said = replied("4001", node, Ok(Answer::Done));
    assert!(said.ends_with(r#""data":[{"id":"ff8080814d9be81f014d9beb81090003"}]}"#), "{said}");
    let refusal = AskRefusal::new(AskCode::NoSuchLot, "停车场不存在");
    let said = replied("4001", node, Err(refusal));
    let item = r#"{"id":"ff8080814d9be81f014d9beb81090003","code":1101,"message":"停车场不存在"}"#;
    assert!(said.contains(item) && said.starts_with(r#"{"resultCode":1"#), "{said}");

    let node = &document("4001.request-remove.json")[0];
    let Ask::Control(order) = read("4001", node).unwrap().ask else { panic!() };
    assert_eq!((order.removed, order.from, order.strategy), (true, None, Strategy::FreePassage));
}

#[test]
fn a_lock_is_read_from_d_30_and_answered_the_other_way_round() {
    let node = &document("6003.request.json")[0];
    let read_item = read("6003", node).unwrap();
    assert_eq!(read_item.key.as_deref(), Some("FF8080814D9BE81F014D9BEB81090003.0"));
    let Ask::Lock(order) = read_item.ask else { panic!() };
    assert!(order.lock, "lockFlag 0 locks");
    // lockstate 1 is locked.
    let locked = |locked| replied("6003", node, Ok(Answer::Locked(Locked { id: order.id, locked })));
    let id = r#""id":"ff8080814d9be81f014d9beb81090003""#;
    assert!(locked(true).contains(&format!(r#"[{{{id},"lockstate":1}}]"#)), "{}", locked(true));
    assert!(locked(false).contains(&format!(r#"[{{{id},"lockstate":0}}]"#)));
    let unlock = Node::parse(&node.compact().replace(r#""lockFlag":0"#, r#""lockFlag":"1""#)).unwrap();
    let read_item = read("6003", &unlock).unwrap();
    assert_ne!(read_item.key.as_deref(), Some("FF8080814D9BE81F014D9BEB81090003.0"), "unlocking is another order");
    assert!(matches!(read_item.ask, Ask::Lock(order) if !order.lock));
}

fn terms() -> LeaseTerms {
    let price = |cycles, yuan| LeasePrice { cycles, unit: LeaseUnit::Month, amount_fen: Fen::from_yuan(yuan) };
    LeaseTerms {
        id: guid("003234567546BE81F014D9BEB8099945"),
        park_code: "44030400100101000010".into(),
        fixed: false,
        spaces: vec!["4403040010010100001000B1A108".into(), "4403040010010100001000B1A109".into()],
        prices: vec![price(1, 220), price(2, 400)],
        plates: vec!["粤B88888".parse().unwrap()],
        first_day: "2018-01-01".parse().unwrap(),
        last_day: "2018-03-01".parse().unwrap(),
        unpaid_months: Some(2),
        changed_at: Moment(125_555_556_621_000),
    }
}

#[test]
fn leases_are_read_and_written_as_in_d_36_and_d_37() {
    let node = &document("6009.request.json")[0];
    let Ask::LeaseOf(asked) = read("6009", node).unwrap().ask else { panic!() };
    assert_eq!((asked.plate.as_str(), asked.park_code.as_str()), ("粤B88888", "44030400100101000010"));
    let said = Node::parse(&replied("6009", node, Ok(Answer::Lease(terms())))).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures/city/6009.reply.json");
    let fixture = Node::parse(&std::fs::read_to_string(path).unwrap()).unwrap();
    let wanted = fixture.get("sent").unwrap().get("data").unwrap();
    assert_eq!(said.get("data").unwrap().canonical(), wanted.canonical());

    let node = &document("6010.request.json")[0];
    let read_item = read("6010", node).unwrap();
    assert_eq!(read_item.ask, Ask::ExtendLease(terms()));
    assert_eq!(read_item.key.as_deref(), Some("003234567546BE81F014D9BEB8099945@125555556621"));
    let said = replied("6010", node, Ok(Answer::Done));
    assert!(said.ends_with(r#""data":[{"id":"003234567546be81f014d9beb8099945"}]}"#), "{said}");
    let said = replied("6010", node, Err(AskRefusal::new(AskCode::NoSuchLease, "月租租约不存在")));
    assert!(
        said.contains(r#"{"id":"003234567546be81f014d9beb8099945","code":1106,"message":"月租租约不存在"}"#),
        "{said}"
    );
}

#[test]
fn what_is_not_as_the_table_has_it_is_refused_with_the_code_that_fits() {
    let changed = |file: &str, from: &str, to: &str| {
        let text = document(file)[0].compact();
        assert!(text.contains(from), "{text}");
        Node::parse(&text.replace(from, to)).unwrap()
    };
    let code = |id: &str, node: &Node| read(id, node).unwrap_err().code;
    let lock = "6003.request.json";
    assert_eq!(code("6003", &changed(lock, r#""lockFlag":0"#, r#""lockFlag":2"#)), AskCode::OutOfRange);
    assert_eq!(code("6003", &changed(lock, r#""lockFlag":0,"#, "")), AskCode::Other);
    assert_eq!(code("6003", &changed(lock, "粤 B88888", "88888")), AskCode::WrongType);
    let long = "1".repeat(51);
    assert_eq!(
        code("6003", &changed(lock, r#""featureCode":"14d9be81f014d9""#, &format!(r#""featureCode":"{long}""#))),
        AskCode::TooLong
    );
    let list = "4001.request.json";
    assert_eq!(code("4001", &changed(list, "***平台", &"某".repeat(51))), AskCode::TooLong);
    assert_eq!(code("4001", &changed(list, r#""strategyType":3"#, r#""strategyType":6"#)), AskCode::OutOfRange);
    assert_eq!(code("4001", &changed(list, "2020-01-01", "2020-13-01")), AskCode::WrongType);
    assert_eq!(code("4001", &Node::parse(r#"{"state":2}"#).unwrap()), AskCode::Other);
    let lease = "6010.request.json";
    assert_eq!(code("6010", &changed(lease, r#""cycles":1"#, r#""cycles":-1"#)), AskCode::OutOfRange);
    assert_eq!(code("6010", &changed(lease, "2018-03-01", "tomorrow")), AskCode::WrongType);
}

/// Receiver and items of every fixture that it can be given.
fn material() -> Vec<(&'static Receiver, Node)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures/city");
    let mut material = Vec::new();
    for served in RECEIVERS {
        for file in std::fs::read_dir(&folder).unwrap() {
            let name = file.unwrap().file_name().into_string().unwrap();
            if name.starts_with(&format!("{}.request", served.id)) {
                material.extend(document(&name).into_iter().map(|item| (served, item)));
            }
        }
    }
    material
}

#[test]
fn every_receiver_reads_its_fixtures() {
    let material = material();
    for served in RECEIVERS {
        assert!(material.iter().any(|(of, _)| of.id == served.id), "{} has no fixture", served.id);
    }
    for (served, node) in &material {
        (served.read)(&Item { node, timestamp: Some(1) }).unwrap_or_else(|why| panic!("{}: {why}", served.id));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_damaged_item_is_read_or_refused(
        which in any::<Index>(),
        cuts in prop::collection::vec((any::<Index>(), prop::sample::select(vec!["", "null", "-1", "9", "\"", "}", "1e400"])), 1..4),
    ) {
        let material = material();
        let (served, node) = which.get(&material);
        let mut characters: Vec<String> = node.compact().chars().map(String::from).collect();
        for (place, other) in cuts {
            let at = place.index(characters.len());
            other.clone_into(&mut characters[at]);
        }
        if let Ok(node) = Node::parse(&characters.concat()) {
            let outcome = (served.read)(&Item { node: &node, timestamp: None });
            let refused = outcome.err().unwrap_or_else(|| AskRefusal::new(AskCode::Other, ""));
            let said = reply(served, &[(node, Err(refused))], NOW);
            prop_assert!(Node::parse(&said).is_ok());
        }
    }
}
