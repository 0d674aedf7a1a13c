//! Questions to the city platform whose answer is used: the item that asks, and the answer in the domain's words.
//! They are sent directly, never queued.

use chrono::NaiveDate;
use lotdesk_domain::ask::lease::LeaseTerms;
use lotdesk_domain::deduction::DeductionState;
use lotdesk_domain::parking::PayType;
use lotdesk_domain::plate::Plate;
use lotdesk_domain::reconcile::{BillKind, CityOrder, MoneyWay};
use serde::de::DeserializeOwned;

use super::answer::Reply;
use crate::city::receiver::lease::terms;
use crate::city::wire::form::Text;
use crate::city::wire::lease::{LeaseAnswer, LeaseQuery};
use crate::city::wire::query::{
    ActionType, BillLine, BillRequest, BillType, Date, DeductionAnswer, DeductionRequest, DeductionSupport,
};
use crate::city::wire::record::PayTypeCode;
use crate::json::{JsonError, to_canonical};

/// An answer that says yes and is not what its table wants.
#[derive(Debug, thiserror::Error)]
pub enum UnreadableAnswer {
    /// An item does not fit.
    #[error("data[{at}]: {why}")]
    Item {
        /// Which, from 0.
        at: usize,
        /// Why.
        why: serde_json::Error,
    },
    /// A number in a lease does not fit.
    #[error("{0}")]
    Terms(String),
    /// There is no item.
    #[error("the answer carries no data")]
    Empty,
}

/// The items of an answer, each as this wire type.
///
/// # Errors
/// The first item that does not fit.
pub fn items<T: DeserializeOwned>(reply: &Reply) -> Result<Vec<T>, UnreadableAnswer> {
    let read = |(at, item): (usize, &crate::json::Node)| {
        serde_json::from_str(&item.compact()).map_err(|why| UnreadableAnswer::Item { at, why })
    };
    reply.data.iter().enumerate().map(read).collect()
}

/// The only item of an answer.
///
/// # Errors
/// When there is none, or it does not fit.
pub fn only_item<T: DeserializeOwned>(reply: &Reply) -> Result<T, UnreadableAnswer> {
    items(reply)?.into_iter().next().ok_or(UnreadableAnswer::Empty)
}

/// The item of 5010 (table 67).
///
/// # Errors
/// Never in practice: a plate always serialises.
pub fn deduction_item(plate: &Plate) -> Result<String, JsonError> {
    to_canonical(&DeductionRequest { plate_no: plate.clone() })
}

/// Whether the platform can take the fee (table 68: "0" supports it).
///
/// # Errors
/// When the answer has no such state.
pub fn read_deduction(reply: &Reply) -> Result<DeductionState, UnreadableAnswer> {
    Ok(match only_item::<DeductionAnswer>(reply)?.state {
        DeductionSupport::Supported => DeductionState::On,
        DeductionSupport::NotSupported => DeductionState::Off,
    })
}

/// The item of 6009 (table 86).
///
/// # Errors
/// Never in practice: a plate always serialises.
pub fn lease_item(plate: &Plate, park_code: &str) -> Result<String, JsonError> {
    to_canonical(&LeaseQuery { plate_no: plate.clone(), park_code: Text::from(park_code) })
}

/// The leases in the answer to 6009 (table 87).
///
/// # Errors
/// When an item is no such lease.
pub fn read_leases(reply: &Reply) -> Result<Vec<LeaseTerms>, UnreadableAnswer> {
    let leases = items::<LeaseAnswer>(reply)?.into_iter().filter_map(|answer| answer.lease);
    leases.map(|lease| terms(lease).map_err(|refusal| UnreadableAnswer::Terms(refusal.words))).collect()
}

/// The item of 1401 (table 115).
///
/// # Errors
/// Never in practice: a day always serialises.
pub fn bill_item(day: NaiveDate, kind: BillKind) -> Result<String, JsonError> {
    let bill_type = match kind {
        BillKind::All => BillType::All,
        BillKind::Paid => BillType::Success,
        BillKind::Refunded => BillType::Refund,
        BillKind::Revoked => BillType::Revoked,
    };
    to_canonical(&BillRequest { bill_date: Date(day), bill_type })
}

/// The lines of a bill (table 116).
///
/// # Errors
/// The first line that does not fit.
pub fn read_bill(reply: &Reply) -> Result<Vec<CityOrder>, UnreadableAnswer> {
    Ok(items::<BillLine>(reply)?.into_iter().map(city_order).collect())
}

fn city_order(line: BillLine) -> CityOrder {
    let text = |text: Option<Text>| text.map(|text| text.0).filter(|text| !text.is_empty());
    CityOrder {
        order_no: line.order_no.0,
        park_code: text(line.park_code),
        plate: text(line.plate_no).map(|plate| Plate::parse(&plate).map_or(plate, |plate| plate.to_string())),
        space_no: text(line.space_no),
        paid_at: line.pay_time.0,
        receivable_fen: line.receivables.0,
        discount_fen: line.discount.0,
        received_fen: line.received.0,
        pay_type: pay_type(line.pay_type),
        pay_from: line.pay_from,
        way: line.action_type.map(|action| match action {
            ActionType::Paid => MoneyWay::Paid,
            ActionType::Refunded => MoneyWay::Refunded,
        }),
    }
}

/// A way of paying by its code in table 15.
pub const fn pay_type(code: PayTypeCode) -> PayType {
    match code {
        PayTypeCode::Cash => PayType::Cash,
        PayTypeCode::WeChat => PayType::WeChat,
        PayTypeCode::Alipay => PayType::Alipay,
        PayTypeCode::UnionPay => PayType::UnionPay,
        PayTypeCode::Etc => PayType::Etc,
        PayTypeCode::Other => PayType::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(data: &str) -> Reply {
        Reply::parse(&format!(r#"{{"resultCode":"0","resultMsg":"成功","timestamp":1,"data":{data}}}"#)).unwrap()
    }

    #[test]
    fn zero_supports_deduction_in_either_spelling() {
        assert_eq!(deduction_item(&Plate::parse("粤B88888").unwrap()).unwrap(), r#"{"plateNo":"粤B88888"}"#);
        assert_eq!(read_deduction(&reply(r#"[{"state":"0"}]"#)).unwrap(), DeductionState::On);
        assert_eq!(read_deduction(&reply(r#"[{"state":1}]"#)).unwrap(), DeductionState::Off);
        assert_eq!(read_deduction(&reply(r#"{"state":0}"#)).unwrap(), DeductionState::On);
        assert!(read_deduction(&reply(r#"[{"state":2}]"#)).is_err());
        assert!(matches!(read_deduction(&reply("[]")), Err(UnreadableAnswer::Empty)));
    }

    #[test]
    fn a_bill_is_read_line_by_line() {
        let day = NaiveDate::from_ymd_opt(2115, 6, 2).unwrap();
        assert_eq!(bill_item(day, BillKind::Paid).unwrap(), r#"{"billDate":"2115-06-02","billType":"SUCCESS"}"#);
        // D.47.
        let line = r#"{"orderNo":"888","parkCode":"44030400100101000010","plateNo":"粤 B88888",
            "payTime":"2115-06-02 12:23:12","receivables":15.00,"discount":5.00,"received":10.00,"payType":2,
            "payFrom":"微信公众号","actionType":0}"#;
        let lines = read_bill(&reply(&format!("[{line}]"))).unwrap();
        assert_eq!(
            (lines[0].order_no.as_str(), lines[0].received_fen.0, lines[0].way),
            ("888", 1000, Some(MoneyWay::Paid))
        );
        assert_eq!(lines[0].plate.as_deref(), Some("粤B88888"));
        let revoked = line.replace(r#","actionType":0"#, "");
        assert_eq!(read_bill(&reply(&format!("[{revoked}]"))).unwrap()[0].way, None);
        let refused = format!("[{line},{}]", line.replace("10.00", "\"ten\""));
        assert!(matches!(read_bill(&reply(&refused)), Err(UnreadableAnswer::Item { at: 1, .. })));
        assert_eq!(read_bill(&reply("[]")).unwrap(), []);
    }
}
