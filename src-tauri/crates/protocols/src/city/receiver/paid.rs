//! 6007: a stay was paid for at the platform (tables 84, 15 and 16, D.34).

use lotdesk_domain::ask::paid::StayPaid;
use lotdesk_domain::ask::{Answer, Ask, AskCode, AskRefusal};
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::Discount;

use super::fee::coupon;
use super::{Item, Read, Receiver, Refuse, car, parse};
use crate::city::client::query::pay_type;
use crate::city::wire::money::StayPaidItem;
use crate::city::wire::record::DiscountRecord;
use crate::json::Node;

/// 6007. 应答为空: there is no reply table, so no `code` either.
pub(super) const PAID: Receiver = Receiver { id: "6007", read, answer, refuse: Refuse::Envelope };

fn read(item: &Item<'_>) -> Result<Read, AskRefusal> {
    let StayPaidItem { charge_info: charge, park_code } = parse(item)?;
    for (name, amount) in
        [("receivables", charge.receivables), ("discount", charge.discount), ("received", charge.received)]
    {
        if amount.0 < Fen::ZERO {
            return Err(AskRefusal::new(AskCode::OutOfRange, format!("{name} 不能为负：{}", amount.0)));
        }
    }
    let discounts = charge.list_discounts.unwrap_or_default();
    let ask = StayPaid {
        park_code: park_code.0,
        charge_id: charge.id,
        order_no: charge.order_no.map(|text| text.0).filter(|text| !text.is_empty()),
        record_id: charge.record_id,
        vehicle: charge.park_car_info.as_ref().map(car::vehicle),
        paid_at: charge.pay_time.0,
        receivable_fen: charge.receivables.0,
        discount_fen: charge.discount.0,
        received_fen: charge.received.0,
        pay_type: pay_type(charge.pay_type),
        pay_from: charge.pay_from,
        discounts: discounts.into_iter().map(discount).collect::<Result<_, _>>()?,
    };
    Ok(Read { key: Some(ask.charge_id.to_string()), ask: Ask::StayPaid(ask) })
}

fn discount(record: DiscountRecord) -> Result<Discount, AskRefusal> {
    Ok(Discount {
        id: record.id,
        coupon_no: record.coupon_no.map(|text| text.0),
        coupon: coupon(Some(record.coupon_type), Some(&record.coupon_value))?,
        channel: record.discount_channel,
        channel_org_code: record.channel_org_code.map(|text| text.0),
    })
}

fn answer(_answer: &Answer, _asked: &Node) -> Vec<Node> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// D.34, in its own spellings.
    const D34: &str = r#"{"chargeInfo":{"id":"ff8080814d9be81f014d9beb81090003","orderNo":"8882018010199001",
        "recordId":"C78E319DAB604A268842ACF164774592","parkCarInfo":{"plateNo":"粤 B88888","plateColor":"蓝色",
        "carColor":"白色","licensePlateType":"1","carModel":3,"carLogo":"大众","eidEquiped":false},
        "payTime":"2018-01-01 01:01:01","receivables":20.00,"discount":3.00,"received":17.00,"payType":1,
        "payFrom":"线下缴费","listDiscounts":[{"id":"111180814d9be81f014d9beb81090003","couponNo":"35238475923475",
        "couponType":1,"couponValue":3,"discountChannel":"XXX 超市","channelOrgCode":"348723498572394"}]},
        "parkCode":"44030400100101000010"}"#;

    fn read_text(text: &str) -> Result<Read, AskCode> {
        let node = Node::parse(text).unwrap();
        read(&Item { node: &node, timestamp: None }).map_err(|refusal| refusal.code)
    }

    #[test]
    fn a_payment_is_executed_once_by_its_own_identifier() {
        let read = read_text(D34).unwrap();
        assert_eq!(read.key.as_deref(), Some("FF8080814D9BE81F014D9BEB81090003"));
        let Ask::StayPaid(paid) = read.ask else { panic!("not a payment") };
        assert_eq!((paid.receivable_fen, paid.discount_fen, paid.received_fen), (Fen(2000), Fen(300), Fen(1700)));
        assert_eq!(paid.discounts[0].coupon.off(Fen(2000), |_| Fen::ZERO), Fen(300));
        assert_eq!(paid.vehicle.unwrap().plate.as_str(), "粤B88888");
    }

    #[test]
    fn what_is_sent_empty_or_as_text_does_not_refuse_the_payment() {
        let said = D34
            .replace(r#""licensePlateType":"1","carModel":3"#, r#""licensePlateType":"","carModel":null"#)
            .replace(r#""couponValue":3"#, r#""couponValue":"3.00""#)
            .replace(r#""channelOrgCode":"348723498572394""#, r#""channelOrgCode":"""#)
            .replace("线下缴费", "");
        let Ask::StayPaid(paid) = read_text(&said).unwrap().ask else { panic!("not a payment") };
        assert_eq!((paid.received_fen, paid.pay_from.as_str()), (Fen(1700), ""));
        assert_eq!(paid.discounts[0].channel_org_code, None);
        assert_eq!(paid.discounts[0].coupon.off(Fen(2000), |_| Fen::ZERO), Fen(300));
        // What a payment cannot be without is missing.
        assert_eq!(read_text(&D34.replace("2018-01-01 01:01:01", "")), Err(AskCode::Other));
        assert_eq!(read_text(&D34.replace("C78E319DAB604A268842ACF164774592", " ")), Err(AskCode::Other));
    }

    #[test]
    fn money_below_nothing_is_no_payment() {
        assert_eq!(read_text(&D34.replace("17.00", "-17.00")), Err(AskCode::OutOfRange));
        assert_eq!(read_text(&D34.replace("17.00", "17.001")), Err(AskCode::WrongType));
        assert_eq!(read_text(&D34.replace(r#""payType":1"#, r#""payType":9"#)), Err(AskCode::OutOfRange));
        assert_eq!(read_text(&D34.replace(r#""recordId""#, r#""recordid""#)), Err(AskCode::Other));
    }
}
