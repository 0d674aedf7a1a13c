//! Questions to the platform over real sockets on loopback.

use std::sync::Arc;

use crate::city_link::link_to;
use crate::little_city::{Deed, LittleCity};
use chrono::NaiveDate;
use lotdesk_domain::deduction::DeductionState;
use lotdesk_domain::plate::Plate;
use lotdesk_domain::reconcile::BillKind;
use lotdesk_gateway::dispatcher::Carrier as _;
use lotdesk_operations::{PlatformQueries, QueryFailure};

const SUPPORTED: &str = r#"{"resultCode":"0","resultMsg":"成功","timestamp":1700000000,"data":[{"state":"0"}]}"#;

fn plate() -> Plate {
    Plate::parse("粤B88888").unwrap()
}

#[tokio::test]
async fn asks_with_the_links_session_and_logs_in_anew_when_the_token_is_gone() {
    let city = LittleCity::start().await;
    let link = Arc::new(link_to(&city));
    city.next([Deed::Answer(200, SUPPORTED)]);
    assert_eq!(link.deduction_state(&plate()).await, Ok(DeductionState::On));
    city.forget_tokens();
    city.next([Deed::Answer(200, SUPPORTED)]);
    assert_eq!(link.deduction_state(&plate()).await, Ok(DeductionState::On));
    assert_eq!(city.codes(), ["1001", "5010", "5010", "1001", "5010"]);
    let asked = &city.arrivals()[1];
    assert_eq!(asked.authorization.as_deref(), Some("bearer T1"));
    assert_eq!(asked.data, r#"[{"plateNo":"粤B88888"}]"#);
    // Whoever keeps exchanges is woken by a question too, though no message went.
    link.has_exchanges().await;
    let exchanged: Vec<_> = link.take_exchanges().iter().map(|e| (e.interface, e.ok)).collect();
    assert_eq!(exchanged, [("1001", true), ("5010", true), ("1001", true), ("5010", true)]);
}

#[tokio::test]
async fn every_way_of_not_answering_is_told_apart() {
    let city = LittleCity::start().await;
    let link = link_to(&city);
    let refused = r#"{"resultCode":1,"resultMsg":"1103 车辆不存在","timestamp":1700000000,"data":[]}"#;
    city.next([Deed::Answer(200, refused), Deed::CutReply, Deed::Answer(200, "<html>")]);
    let words = "1103 车辆不存在".to_owned();
    assert_eq!(link.deduction_state(&plate()).await, Err(QueryFailure::Refused { code: "1103".into(), words }));
    assert!(matches!(link.deduction_state(&plate()).await, Err(QueryFailure::Silent { .. })));
    assert!(matches!(link.deduction_state(&plate()).await, Err(QueryFailure::Silent { .. })));
    // Without a deed the little city answers yes, with nothing in it.
    assert!(matches!(link.deduction_state(&plate()).await, Err(QueryFailure::Unreadable { .. })));
}

#[tokio::test]
async fn a_days_bill_comes_whole() {
    let city = LittleCity::start().await;
    let link = link_to(&city);
    let bill = r#"{"resultCode":0,"resultMsg":"成功","timestamp":1700000000,"data":[
        {"orderNo":"888","parkCode":"44030400100101000010","plateNo":"粤 B88888","payTime":"2115-06-02 12:23:12",
         "receivables":15.00,"discount":5.00,"received":10.00,"payType":2,"payFrom":"微信公众号","actionType":0}]}"#;
    city.next([Deed::Answer(200, bill)]);
    let day = NaiveDate::from_ymd_opt(2115, 6, 2).unwrap();
    let lines = link.bill(day, BillKind::All).await.unwrap();
    assert_eq!((lines.len(), lines[0].received_fen.0), (1, 1000));
    assert_eq!(city.arrivals()[1].data, r#"[{"billDate":"2115-06-02","billType":"ALL"}]"#);
    assert_eq!(link.bill(day, BillKind::All).await, Ok(vec![]), "a day without orders");
}
