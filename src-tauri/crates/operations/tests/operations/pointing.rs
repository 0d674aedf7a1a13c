//! A platform that the lot has not reported to before hears of the lot first, once.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::message::Platform;

use crate::support::House;

fn described(house: &House) -> (usize, usize) {
    let facts = std::mem::take(&mut *house.facts.0.lock().unwrap());
    let count = |wanted: fn(&Fact) -> bool| facts.iter().filter(|fact| wanted(fact)).count();
    (count(|fact| matches!(fact, Fact::LotDescribed { .. })), count(|fact| matches!(fact, Fact::CountsChanged { .. })))
}

#[tokio::test]
async fn a_new_installation_is_told_of_the_lot_once() {
    let house = House::new().await;
    described(&house);
    assert!(house.desk.platform_is(Platform::City, "https://a.example lot-1").await.unwrap());
    assert_eq!(described(&house), (1, 1));
    assert!(!house.desk.platform_is(Platform::City, "https://a.example lot-1").await.unwrap());
    assert_eq!(described(&house), (0, 0), "it knows already");
    assert!(house.desk.platform_is(Platform::City, "https://a.example lot-2").await.unwrap(), "another account");
    assert!(house.desk.platform_is(Platform::City, "https://b.example lot-2").await.unwrap(), "another address");
    assert_eq!(described(&house), (2, 2));
    let known = house.ledger.read(|tx| tx.platform_address(Platform::City)).await.unwrap();
    assert_eq!(known.as_deref(), Some("https://b.example lot-2"));
    house.verify().await;
}
