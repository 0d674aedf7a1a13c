//! Messages about people: their data joins just before the message leaves; and replies that an operation waits for.

use std::sync::{Arc, Mutex};

use crate::little_city::{KEY, LittleCity, PASSWORD, USER};
use async_trait::async_trait;
use bytes::Bytes;
use lotdesk_domain::id::Guid;
use lotdesk_domain::message::{Outcome, Platform, Rank};
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_domain::person::{Buyer, BuyerKind, CreditSubject, IdKind, PersonalData, SubjectKind};
use lotdesk_gateway::city::{CityLink, CityProfile, CitySecrets, PersonSource, PictureProblem, PictureSource};
use lotdesk_gateway::dispatcher::{Carrier, Claimed, Departure, Seen};
use lotdesk_ledger::LedgerError;

const PERSON: &str = "B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0";

struct StillClock;
impl Clock for StillClock {
    fn now(&self) -> Moment {
        Moment(1_700_000_000_000)
    }
}

struct NoPictures;
#[async_trait]
impl PictureSource for NoPictures {
    async fn picture(&self, _: Guid) -> Result<Option<Bytes>, PictureProblem> {
        Ok(None)
    }
}

/// Holds one person, until it is erased.
struct OnePerson(Mutex<Option<PersonalData>>);
#[async_trait]
impl PersonSource for OnePerson {
    async fn person(&self, id: Guid) -> Result<Option<PersonalData>, LedgerError> {
        assert_eq!(id.to_string(), PERSON);
        Ok(self.0.lock().unwrap().clone())
    }
}

fn message(interface: &str, body: String) -> Claimed {
    Claimed {
        no: 1,
        attempt: 1,
        platform: Platform::City,
        interface: interface.into(),
        own_id: "1".into(),
        rank: Rank::Record,
        body,
        mapping_version: 1,
        attempts: 0,
        may_have_arrived: false,
        queued_at: Moment(1_700_000_000_000),
    }
}

fn link(city: &LittleCity, person: PersonalData) -> (CityLink, Arc<OnePerson>) {
    let profile = CityProfile { base_url: city.url(), user_id: USER.into(), ..CityProfile::default() };
    let secrets = CitySecrets::new(PASSWORD, KEY, None).unwrap();
    let persons = Arc::new(OnePerson(Mutex::new(Some(person))));
    let link = CityLink::new(&profile, &secrets, Arc::new(NoPictures), Arc::new(StillClock)).unwrap();
    (link.with_persons(persons.clone()), persons)
}

#[tokio::test]
async fn a_report_leaves_with_its_person_and_not_at_all_once_that_is_erased() {
    let city = LittleCity::start().await;
    let subject = CreditSubject {
        kind: SubjectKind::Natural,
        name: "某先生".into(),
        id_kind: Some(IdKind::Other),
        id_no: "A0001".into(),
    };
    let (link, persons) = link(&city, PersonalData::Subject(subject));
    let report = message("1301", format!(r#"{{"id":"1","information":"欠费","personId":"{PERSON}"}}"#));
    let carried = link.send(&report, &Departure::default()).await;
    assert_eq!((carried.outcome, carried.reply), (Outcome::Accepted, None), "nobody waits for what it says");
    let arrivals = city.arrivals();
    let wanted = r#"[{"category":0,"id":"1","idNo":"A0001","idType":"X","information":"欠费","name":"某先生"}]"#;
    assert_eq!(arrivals[1].data, wanted);

    *persons.0.lock().unwrap() = None;
    let departure = Departure::default();
    let carried = link.send(&report, &departure).await;
    assert!(matches!(carried.outcome, Outcome::Refused { .. }) && carried.seen == Seen::Nothing);
    assert!(!departure.has_left());
    assert_eq!(city.arrivals().len(), 2, "nothing has left");
}

#[tokio::test]
async fn the_reply_to_an_invoice_is_handed_on() {
    let city = LittleCity::start().await;
    let buyer = Buyer {
        kind: BuyerKind::Individual,
        name: "某先生".into(),
        tax_no: None,
        address: None,
        phone: None,
        bank_account: None,
        mobile: None,
        email: None,
        wechat_open_id: None,
        alipay_uid: None,
    };
    let (link, _) = link(&city, PersonalData::Buyer(buyer));
    let invoice = message("1201", format!(r#"{{"fpqqlsh":"LD1","personId":"{PERSON}"}}"#));
    let carried = link.send(&invoice, &Departure::default()).await;
    assert_eq!(carried.outcome, Outcome::Accepted);
    assert!(carried.reply.unwrap().contains("resultCode"), "the whole answer");
    assert_eq!(city.arrivals()[1].data, r#"[{"fpqqlsh":"LD1","ghfqylx":"03","gmfmc":"某先生"}]"#);
    let other = message("5004", r#"{"id":"1"}"#.into());
    assert_eq!(link.send(&other, &Departure::default()).await.reply, None);
}
