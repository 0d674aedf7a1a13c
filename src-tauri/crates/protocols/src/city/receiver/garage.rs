//! 8004 and 8005: cars in and out of mechanical garages (tables 97 to 100, D.41, D.42).
//!
//! Their items have no identifier of their own: a message with the same timestamp and the same content is the same wish
//! again. Where the platform signs anew for its repeat, the operation still knows a car that is stored or on its way.

use lotdesk_domain::ask::garage::{RetrieveCar, StoreCar};
use lotdesk_domain::ask::{Answer, Ask, AskCode, AskRefusal};
use lotdesk_domain::moment::Moment;

use super::{Item, Read, Receiver, Refuse, is_empty, node, parse};
use crate::city::wire::form::Int;
use crate::city::wire::garage::{GarageAnswer, RetrieveItem, StoreItem};
use crate::json::Node;

/// 8004.
pub(super) const STORE: Receiver = Receiver { id: "8004", read: read_store, answer, refuse: Refuse::Item(&[]) };
/// 8005.
pub(super) const RETRIEVE: Receiver = Receiver { id: "8005", read: read_retrieve, answer, refuse: Refuse::Item(&[]) };

fn read_store(item: &Item<'_>) -> Result<Read, AskRefusal> {
    let StoreItem { park_code, garage_code, plate_no, space_no, garage_pass_code } = parse(item)?;
    let ask = StoreCar {
        park_code: park_code.0,
        garage_code: garage_code.0,
        plate: plate_no,
        space_no: space_no.map(|no| no.0),
        pass_code: garage_pass_code.map(|code| code.0),
    };
    Ok(Read { key: key(item), ask: Ask::StoreCar(ask) })
}

fn read_retrieve(item: &Item<'_>) -> Result<Read, AskRefusal> {
    // 非预约取车时空
    if let Some(book_time) = item.node.get("bookTime").filter(|value| !is_empty(value))
        && book_time.as_text().and_then(Moment::from_datetime_text).is_none()
        && book_time.to_integer().is_none()
    {
        return Err(AskRefusal::new(AskCode::BadBookingTime, format!("预约时间有误：{book_time}")));
    }
    let RetrieveItem { park_code, garage_code, plate_no, space_no, garage_pass_code, book_time } = parse(item)?;
    let ask = RetrieveCar {
        park_code: park_code.0,
        garage_code: garage_code.0,
        plate: plate_no,
        space_no: space_no.map(|no| no.0),
        pass_code: garage_pass_code.map(|code| code.0),
        wanted_at: book_time.map(|at| at.0),
    };
    Ok(Read { key: key(item), ask: Ask::RetrieveCar(ask) })
}

/// None where the envelope had no timestamp: then nothing tells a repeat from a second wish, and the operation decides.
fn key(item: &Item<'_>) -> Option<String> {
    Some(format!("{}:{}", item.timestamp?, crate::sign::sha1_hex(item.node.canonical().as_bytes())))
}

fn answer(answer: &Answer, _asked: &Node) -> Vec<Node> {
    let Answer::Moving(moving) = answer else { return Vec::new() };
    let remain_seconds = Some(Int(i64::from(moving.remaining_s)));
    vec![node(&GarageAnswer { remain_seconds, ..GarageAnswer::default() })]
}

#[cfg(test)]
mod tests {
    use lotdesk_domain::ask::garage::Moving;
    use lotdesk_domain::plate::Plate;

    use super::*;

    const STORED: &str = r#"{"parkCode":"44030400100101000010","garageCode":"4403040010010100001001",
        "plateNo":"粤 B88888","spaceNo":"4403040010010100001000B1A108","garagePassCode":10}"#;

    fn read(receiver: &Receiver, text: &str, timestamp: Option<i64>) -> Result<Read, AskRefusal> {
        (receiver.read)(&Item { node: &Node::parse(text).unwrap(), timestamp })
    }

    #[test]
    fn the_documents_examples_are_read() {
        let Ask::StoreCar(store) = read(&STORE, STORED, Some(1)).unwrap().ask else { panic!() };
        assert_eq!(store.plate, Some(Plate::parse("粤B88888").unwrap()));
        assert_eq!((store.space_no.as_deref(), store.pass_code), (Some("4403040010010100001000B1A108"), Some(10)));
        let booked = STORED.replace("\"garagePassCode\":10", r#""garagePassCode":10,"bookTime":"2018-01-08 12:00:00""#);
        let Ask::RetrieveCar(retrieve) = read(&RETRIEVE, &booked, Some(1)).unwrap().ask else { panic!() };
        assert_eq!(retrieve.wanted_at, Moment::from_datetime_text("2018-01-08 12:00:00"));
    }

    #[test]
    fn what_is_empty_is_not_meant() {
        let bare = r#"{"parkCode":"44030400100101000010","garageCode":"G","plateNo":"","spaceNo":null,"bookTime":""}"#;
        let Ask::RetrieveCar(retrieve) = read(&RETRIEVE, bare, None).unwrap().ask else { panic!() };
        assert_eq!((retrieve.plate, retrieve.space_no, retrieve.wanted_at), (None, None, None));
    }

    #[test]
    fn each_fault_has_its_code() {
        let code = |receiver, text: &str| read(receiver, text, None).unwrap_err().code;
        assert_eq!(
            code(&RETRIEVE, r#"{"parkCode":"1","garageCode":"G","bookTime":"tomorrow"}"#),
            AskCode::BadBookingTime
        );
        assert_eq!(code(&STORE, r#"{"parkCode":"1"}"#), AskCode::Other);
        assert_eq!(code(&STORE, r#"{"parkCode":"1","garageCode":"G","garagePassCode":"A"}"#), AskCode::WrongType);
    }

    #[test]
    fn the_same_message_is_the_same_wish() {
        let key = |text: &str, timestamp| read(&STORE, text, timestamp).unwrap().key;
        assert_eq!(key(STORED, Some(1)), key(&STORED.replace('\n', ""), Some(1)));
        assert_ne!(key(STORED, Some(1)), key(STORED, Some(2)));
        assert_ne!(key(STORED, Some(1)), key(&STORED.replace("10}", "11}"), Some(1)));
        assert_eq!(key(STORED, None), None);
    }

    #[test]
    fn the_answer_is_the_seconds_and_a_refusal_has_its_code() {
        let asked = Node::parse(STORED).unwrap();
        let nodes = answer(&Answer::Moving(Moving { remaining_s: 120 }), &asked);
        assert_eq!(nodes[0].compact(), r#"{"remainSeconds":120}"#);
        let refusal = AskRefusal::new(AskCode::NoSuchGarage, "机械车库不存在");
        let said = super::super::reply(&STORE, &[(asked, Err(refusal))], Moment(1_514_739_661_000));
        let want = r#"{"resultCode":1,"resultMsg":"5001 机械车库不存在","timestamp":1514739661,"data":[{"code":5001,"message":"机械车库不存在"}]}"#;
        assert_eq!(said, want);
    }
}
