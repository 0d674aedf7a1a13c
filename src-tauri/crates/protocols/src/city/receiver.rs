//! What the city platform asks of us (DB4403/T 313, 6.5, 6.7, 6.8.4, 6.8.5, 6.9), whichever way it comes: the items of
//! `data` become asks, answers and refusals become the reply (table 32). No sockets, no state.
//!
//! | interface | file | carried out once by |
//! | --- | --- | --- |
//! | 4001 | `control` | the envelope's timestamp and the item; the operation drops what a later order overtook |
//! | 6001 | `reservation` | the operation, by the booking code |
//! | 6002 | `reservation` | booking code, action and the envelope's timestamp |
//! | 6003 | `control` | the order's identifier and its flag |
//! | 6004 | `sharing` | the operation: a repeat changes nothing |
//! | 6005 | `inside` | nothing: a question |
//! | 6006 | `fee` | nothing: a stay keeps its order |
//! | 6007 | `paid` | `chargeInfo.id` |
//! | 6008 | `deduction` | nothing: the state once more |
//! | 6009 | `lease` | nothing: a question |
//! | 6010 | `lease` | the lease's identifier and the moment of the change |
//! | 8004, 8005 | `garage` | the envelope's timestamp and the item |
//! | 9001 | `neighbour` | nothing: the latest counts |
//! | 1101, 1106 | `charging` | nothing: questions |

mod car;
mod charging;
mod checked;
mod control;
mod deduction;
mod fee;
mod garage;
mod inside;
pub(crate) mod lease;
mod neighbour;
mod paid;
mod reservation;
mod sharing;

use lotdesk_domain::ask::{Answer, Ask, AskCode, AskRefusal};
use lotdesk_domain::moment::Moment;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::client::Reply;
use super::codes;
use super::wire::form::Text;
use crate::json::Node;

/// What an item of a request means.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// Under which it is carried out once; none for questions, and where the operation itself knows a repeat.
    pub key: Option<String>,
    /// What is asked.
    pub ask: Ask,
}

/// An item of `data`, with what its envelope says.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    /// The item.
    pub node: &'a Node,
    /// The envelope's `timestamp`: tells two wishes from one that is repeated, where the item has no identifier.
    pub timestamp: Option<i64>,
}

/// How an interface refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refuse {
    /// Its reply table has a `code`: an item with these members of the request (by their path, under their last name), `code` and
    /// `message`.
    Item(&'static [&'static str]),
    /// Its reply table has none: `resultCode` 1, `resultMsg` begins with the code, no data.
    Envelope,
}

/// An interface that the platform calls.
#[derive(Clone, Copy, Debug)]
pub struct Receiver {
    /// Interface, such as `6005`.
    pub id: &'static str,
    /// Reads an item.
    pub read: fn(&Item<'_>) -> Result<Read, AskRefusal>,
    /// Writes the answer's items; the second argument is the request's item, of which some replies repeat members.
    pub answer: fn(&Answer, &Node) -> Vec<Node>,
    /// How it refuses.
    pub refuse: Refuse,
}

/// Every interface that is served, in the order of the list.
pub const RECEIVERS: &[Receiver] = &[
    control::CONTROL,
    reservation::LOCK,
    reservation::STEP,
    control::LOCK,
    sharing::SHARE,
    inside::FIND,
    fee::PRICE,
    paid::PAID,
    deduction::CHANGED,
    lease::LEASE,
    lease::EXTENSION,
    garage::STORE,
    garage::RETRIEVE,
    neighbour::PUSH,
    charging::STATIONS,
    charging::ORDERS,
];

/// The interface with this number; none where the platform may not call it, or it is not served.
pub fn receiver(id: &str) -> Option<&'static Receiver> {
    RECEIVERS.iter().find(|receiver| receiver.id == id)
}

/// The number of table A.2.
pub const fn code(code: AskCode) -> u16 {
    match code {
        AskCode::Other => 1000,
        AskCode::BadParkCode => 1001,
        AskCode::BadSpaceNo => 1002,
        AskCode::BadDistrictCode => 1003,
        AskCode::TooLong => 1004,
        AskCode::WrongType => 1005,
        AskCode::OutOfRange => 1007,
        AskCode::NoSuchObject => 1100,
        AskCode::NoSuchLot => 1101,
        AskCode::NoSuchSpace => 1102,
        AskCode::NoSuchVehicle => 1103,
        AskCode::NoSuchReservation => 1104,
        AskCode::NoSuchLease => 1106,
        AskCode::NoSuchPage => 1107,
        AskCode::AlreadyThere => 1200,
        AskCode::ReservationExists => 1201,
        AskCode::Expired => 1300,
        AskCode::ReservationExpired => 1301,
        AskCode::Deleted => 1400,
        AskCode::ReservationCancelled => 1401,
        AskCode::NoneLeft => 1500,
        AskCode::NothingReservable => 1501,
        AskCode::BadToken => 3002,
        AskCode::NotInside => 4001,
        AskCode::NoSuchGarage => 5001,
        AskCode::NoSuchPass => 5002,
        AskCode::NoSuchGarageSpace => 5003,
        AskCode::BadBookingTime => 5004,
    }
}

/// `resultMsg` and `message` have this many characters at the most (table 32 and the reply tables).
const LONGEST_WORDS: usize = 255;

/// The reply to a whole request: each item with what became of it. `resultCode` is 1 when none of them went well.
pub fn reply(receiver: &Receiver, items: &[(Node, Result<Vec<Node>, AskRefusal>)], now: Moment) -> String {
    let mut data = Vec::new();
    let mut first_refusal = None;
    let mut went_well = items.is_empty();
    for (item, outcome) in items {
        match outcome {
            Ok(nodes) => {
                went_well = true;
                data.extend(nodes.iter().cloned());
            }
            Err(refusal) => {
                first_refusal.get_or_insert(refusal);
                if let Refuse::Item(echoed) = receiver.refuse {
                    data.push(refused_item(item, echoed, refusal));
                }
            }
        }
    }
    match first_refusal {
        Some(refusal) if !went_well => {
            let data = if receiver.refuse == Refuse::Envelope { Vec::new() } else { data };
            text(1, &leading(refusal), data, now)
        }
        _ => text(0, "成功", data, now),
    }
}

/// A reply that refuses a request as a whole, before any of its items was looked at: one item with `code` and `message`,
/// unless the interface's reply table has none.
pub fn refuse_all(receiver: Option<&Receiver>, refusal: &AskRefusal, now: Moment) -> String {
    let has_code = receiver.is_none_or(|receiver| receiver.refuse != Refuse::Envelope);
    let data = if has_code { vec![refused_item(&Node::Null, &[], refusal)] } else { Vec::new() };
    text(1, &leading(refusal), data, now)
}

fn text(result_code: i64, words: &str, data: Vec<Node>, now: Moment) -> String {
    Reply { result_code, result_msg: Some(cut(words)), timestamp: Some(now.seconds()), data }.to_text()
}

/// The code and its words, for replies whose tables have no `code`.
fn leading(refusal: &AskRefusal) -> String {
    let number = code(refusal.code);
    format!(
        "{number} {}",
        if refusal.words.is_empty() { codes::words(number).unwrap_or("失败") } else { &refusal.words }
    )
}

fn cut(words: &str) -> String {
    words.chars().take(LONGEST_WORDS).collect()
}

fn refused_item(item: &Node, echoed: &[&str], refusal: &AskRefusal) -> Node {
    let mut members: Vec<(String, Node)> =
        echoed.iter().filter_map(|path| Some((last(path).to_owned(), at(item, path)?.clone()))).collect();
    members.push(("code".to_owned(), Node::Number(code(refusal.code).to_string())));
    members.push(("message".to_owned(), Node::Text(cut(&refusal.words))));
    Node::Object(members)
}

/// The member at a path such as `lease.id`.
fn at<'a>(item: &'a Node, path: &str) -> Option<&'a Node> {
    path.split('.').try_fold(item, |node, name| node.get(name))
}

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// A member that the reply repeats, as the request has it: an identifier may come in small letters.
fn echoed(item: &Node, path: &str) -> Option<Text> {
    at(item, path).and_then(Node::text_or_number).map(Text::from)
}

/// Refuses a text that is longer than its table allows (A.2, 1004).
fn at_most(name: &str, text: &str, characters: usize) -> Result<(), AskRefusal> {
    let found = text.chars().count();
    if found <= characters {
        return Ok(());
    }
    Err(AskRefusal::new(AskCode::TooLong, format!("{name} 最多 {characters} 个字符，现有 {found} 个")))
}

/// Reads an item as the type of its table. A member that is null or an empty text (6.1.1 g, D.10) is not there, whatever
/// its type; where its table wants it and takes any text, the empty one is taken.
fn parse<T: DeserializeOwned>(item: &Item<'_>) -> Result<T, AskRefusal> {
    let mut kept = Vec::new();
    let mut first_error = None;
    loop {
        let words = match serde_json::from_str(&without_empty(item.node, &kept).compact()) {
            Ok(read) => return Ok(read),
            Err(error) => error.to_string(),
        };
        let missing = words.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        let again = missing.filter(|name| !kept.iter().any(|known| known == name) && has_empty(item.node, name));
        let Some(again) = again else { return Err(unread(first_error.unwrap_or(words))) };
        kept.push(again.to_owned());
        first_error.get_or_insert(words);
    }
}

/// The codes of A.2 that there are for an item that cannot be read; a member that is missing has none.
fn unread(words: String) -> AskRefusal {
    let code = if words.starts_with("missing field") {
        AskCode::Other
    } else if words.contains("is no code of") {
        AskCode::OutOfRange
    } else {
        AskCode::WrongType
    };
    AskRefusal::new(code, words)
}

fn is_empty(value: &Node) -> bool {
    matches!(value, Node::Null) || value.as_text().is_some_and(|text| text.trim().is_empty())
}

/// The item without the members that are empty, at every level, but for those of the names in `kept`.
fn without_empty(node: &Node, kept: &[String]) -> Node {
    match node {
        Node::Object(members) => {
            let said = members.iter().filter(|(name, value)| !is_empty(value) || kept.contains(name));
            Node::Object(said.map(|(name, value)| (name.clone(), without_empty(value, kept))).collect())
        }
        Node::List(items) => Node::List(items.iter().map(|item| without_empty(item, kept)).collect()),
        other => other.clone(),
    }
}

/// Whether a member of this name is empty, at any level.
fn has_empty(node: &Node, wanted: &str) -> bool {
    match node {
        Node::Object(members) => {
            members.iter().any(|(name, value)| (name == wanted && is_empty(value)) || has_empty(value, wanted))
        }
        Node::List(items) => items.iter().any(|item| has_empty(item, wanted)),
        _ => false,
    }
}

/// Writes a reply's item. Nothing that is written here can fail to be JSON; if it did, the item would be empty.
fn node<T: Serialize>(item: &T) -> Node {
    crate::json::to_canonical(item)
        .ok()
        .and_then(|text| Node::parse(&text).ok())
        .unwrap_or_else(|| Node::Object(Vec::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment(1_514_739_661_999);
    const LIKE_6003: Receiver = Receiver { refuse: Refuse::Item(&["id"]), ..inside::FIND };

    fn item(text: &str) -> Node {
        Node::parse(text).unwrap()
    }

    #[test]
    fn every_code_stands_in_table_a_2() {
        for known in [AskCode::Other, AskCode::NoSuchLot, AskCode::BadBookingTime, AskCode::NoSuchGarage] {
            assert!(codes::words(code(known)).is_some());
        }
    }

    #[test]
    fn a_refused_item_repeats_its_identifier_and_says_why() {
        let refusal = AskRefusal::new(AskCode::NotInside, "车辆不在场内");
        let said = reply(&LIKE_6003, &[(item(r#"{"id":"A","lockFlag":0}"#), Err(refusal))], NOW);
        let want = r#"{"resultCode":1,"resultMsg":"4001 车辆不在场内","timestamp":1514739661,"data":[{"id":"A","code":4001,"message":"车辆不在场内"}]}"#;
        assert_eq!(said, want);
    }

    #[test]
    fn of_several_items_those_that_went_well_count() {
        let refusal = AskRefusal::new(AskCode::NotInside, "车辆不在场内");
        let items = [(item(r#"{"id":"A"}"#), Ok(vec![item(r#"{"id":"A"}"#)])), (item(r#"{"id":"B"}"#), Err(refusal))];
        let said = reply(&LIKE_6003, &items, NOW);
        let want = r#"{"resultCode":0,"resultMsg":"成功","timestamp":1514739661,"data":[{"id":"A"},{"id":"B","code":4001,"message":"车辆不在场内"}]}"#;
        assert_eq!(said, want);
    }

    #[test]
    fn a_request_that_is_refused_as_a_whole_says_so_once() {
        let refusal = AskRefusal::new(AskCode::BadToken, "访问令牌错误");
        let item = r#"{"resultCode":1,"resultMsg":"3002 访问令牌错误","timestamp":1514739661,"data":[{"code":3002,"message":"访问令牌错误"}]}"#;
        assert_eq!(refuse_all(Some(&LIKE_6003), &refusal, NOW), item);
        assert_eq!(refuse_all(None, &refusal, NOW), item);
        let envelope = Receiver { refuse: Refuse::Envelope, ..inside::FIND };
        let none = r#"{"resultCode":1,"resultMsg":"3002 访问令牌错误","timestamp":1514739661,"data":[]}"#;
        assert_eq!(refuse_all(Some(&envelope), &refusal, NOW), none);
    }

    #[test]
    fn without_a_code_in_its_table_the_envelope_refuses() {
        let receiver = Receiver { refuse: Refuse::Envelope, ..inside::FIND };
        let refusal = AskRefusal::new(AskCode::NoSuchLot, "停车场不存在");
        let said = reply(&receiver, &[(item("{}"), Err(refusal))], NOW);
        assert_eq!(said, r#"{"resultCode":1,"resultMsg":"1101 停车场不存在","timestamp":1514739661,"data":[]}"#);
    }
}
