//! 6006: what a car owes (tables 83 and 14, D.33).

use lotdesk_domain::ask::fee::{PriceStay, StayOf};
use lotdesk_domain::ask::{Answer, Ask, AskCode, AskRefusal};
use lotdesk_domain::order::Coupon;
use rust_decimal::Decimal;

use super::{Item, Read, Receiver, Refuse, node, parse};
use crate::city::map::{coupon_kind, park_order};
use crate::city::wire::form::Double;
use crate::city::wire::money::PriceStayItem;
use crate::city::wire::record::CouponType;
use crate::json::Node;

/// 6006. Table 14 has no `code`.
pub(super) const PRICE: Receiver = Receiver { id: "6006", read, answer, refuse: Refuse::Envelope };

fn read(item: &Item<'_>) -> Result<Read, AskRefusal> {
    let PriceStayItem { park_code, space_no, plate_no, coupon_type, coupon_value, end_time } = parse(item)?;
    let stay = match (plate_no, space_no.map(|text| text.0).filter(|text| !text.is_empty())) {
        (Some(plate), _) => StayOf::Plate(plate),
        (None, Some(space_no)) => StayOf::Space(space_no),
        (None, None) => return Err(AskRefusal::new(AskCode::Other, "spaceNo、plateNo 应提供一个")),
    };
    let ask = PriceStay {
        park_code: park_code.map(|text| text.0).filter(|text| !text.is_empty()),
        stay,
        coupon: coupon(coupon_type, coupon_value.as_ref())?,
        until: end_time.map(|time| time.0),
    };
    // Asked again, a stay keeps its order: the operation knows a repeat itself.
    Ok(Read { key: None, ask: Ask::PriceStay(ask) })
}

/// A coupon out of its two fields. A kind that needs a value must have one.
pub(super) fn coupon(kind: Option<CouponType>, value: Option<&Double>) -> Result<Coupon, AskRefusal> {
    let kind = coupon_kind(kind.unwrap_or(CouponType::Nothing));
    let decimal = |value: &Double| {
        let read = value.0.parse::<Decimal>().or_else(|_| Decimal::from_scientific(&value.0));
        read.map_err(|_| AskRefusal::new(AskCode::OutOfRange, format!("couponValue 超出范围：{}", value.0)))
    };
    let value = match (value.map(decimal).transpose()?, kind) {
        (Some(value), _) => value,
        (None, lotdesk_domain::order::CouponKind::Nothing | lotdesk_domain::order::CouponKind::Free) => Decimal::ZERO,
        (None, _) => return Err(AskRefusal::new(AskCode::Other, "该优惠类型应提供 couponValue")),
    };
    Coupon::new(kind, value).map_err(|bad| {
        AskRefusal::new(AskCode::OutOfRange, format!("couponValue 超出范围（{}）：{}", bad.rule_zh, bad.value))
    })
}

fn answer(answer: &Answer, _asked: &Node) -> Vec<Node> {
    let Answer::Order(priced) = answer else { return Vec::new() };
    vec![node(&park_order(&priced.order, &priced.park_code))]
}

#[cfg(test)]
mod tests {
    use lotdesk_domain::order::CouponKind;
    use lotdesk_domain::plate::Plate;

    use super::*;

    fn read_text(text: &str) -> Result<PriceStay, AskCode> {
        let node = Node::parse(text).unwrap();
        match read(&Item { node: &node, timestamp: None }).map_err(|refusal| refusal.code)?.ask {
            Ask::PriceStay(ask) => Ok(ask),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_plate_wins_over_the_space_and_a_coupon_is_read_by_its_kind() {
        // D.33.
        let ask = read_text(
            r#"{"parkCode":44030400100101000010,"spaceNo":"4403040010010100001000B1A108","plateNo":"粤 B88888",
                "couponType":1,"couponValue":3,"endTime":"2115-06-02 12:23:12"}"#,
        );
        let ask = ask.unwrap();
        assert_eq!(ask.park_code.as_deref(), Some("44030400100101000010"));
        assert_eq!(ask.stay, StayOf::Plate(Plate::parse("粤B88888").unwrap()));
        assert_eq!((ask.coupon.kind(), ask.coupon.value().to_string().as_str()), (CouponKind::Amount, "3"));
        assert_eq!(ask.until.unwrap().to_datetime_text(), "2115-06-02 12:23:12");

        let text = r#"{"parkCode":"","spaceNo":"S1","plateNo":"","couponType":"","couponValue":"","endTime":""}"#;
        assert_eq!(read_text(text), read_text(r#"{"spaceNo":"S1"}"#), "6.1.1 g: a value may be empty");
        let ask = read_text(r#"{"spaceNo":"S1"}"#).unwrap();
        assert_eq!((ask.stay, ask.coupon, ask.until), (StayOf::Space("S1".into()), Coupon::NOTHING, None));
        let ask = read_text(r#"{"plateNo":"粤B88888","couponType":"3","couponValue":3e-1}"#).unwrap();
        assert_eq!(
            read_text(r#"{"plateNo":"粤B88888","couponType":3,"couponValue":"0.3"}"#).unwrap().coupon,
            ask.coupon
        );
        assert_eq!((ask.coupon.kind(), ask.coupon.value().to_string().as_str()), (CouponKind::Rate, "0.3"));
    }

    #[test]
    fn what_cannot_be_priced_is_refused_by_its_code() {
        for (text, code) in [
            (r#"{"parkCode":"44030400100101000010"}"#, AskCode::Other),
            (r#"{"plateNo":"粤B88888","couponType":1}"#, AskCode::Other),
            (r#"{"plateNo":"粤B88888","couponType":5,"couponValue":1}"#, AskCode::OutOfRange),
            (r#"{"plateNo":"粤B88888","couponType":3,"couponValue":30}"#, AskCode::OutOfRange),
            (r#"{"plateNo":"粤B88888","couponType":1,"couponValue":-3}"#, AskCode::OutOfRange),
            (r#"{"plateNo":"粤B88888","couponType":2,"couponValue":1e400}"#, AskCode::OutOfRange),
            (r#"{"plateNo":"粤B88888","couponType":1,"couponValue":"three"}"#, AskCode::WrongType),
            (r#"{"plateNo":"粤B88888","endTime":"soon"}"#, AskCode::WrongType),
        ] {
            assert_eq!(read_text(text), Err(code), "{text}");
        }
    }
}
