//! What the tests about money with a platform share: asking as the platform does, and a platform that can be asked.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::NaiveDate;
use lotdesk_domain::ask::fee::{PriceStay, StayOf};
use lotdesk_domain::ask::lease::LeaseTerms;
use lotdesk_domain::ask::paid::StayPaid;
use lotdesk_domain::ask::{Answer, Ask, AskCode};
use lotdesk_domain::deduction::{DeductionRule, DeductionState, PaymentRules};
use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::{Coupon, CouponKind, ParkOrder};
use lotdesk_domain::parking::PayType;
use lotdesk_domain::plate::Plate;
use lotdesk_domain::reconcile::{BillKind, CityOrder};
use lotdesk_ledger::event::Event;
use lotdesk_operations::{PlatformQueries, PlatformRequest, QueryFailure};
use serde_json::json;

use crate::support::{House, small_lot};

pub const OURS: &str = "44030400100101000010";

/// A platform that can be asked.
#[derive(Default)]
pub struct FakeCity {
    pub contracts: Mutex<HashMap<String, DeductionState>>,
    pub asked: Mutex<Vec<String>>,
    pub bills: Mutex<BTreeMap<NaiveDate, Vec<CityOrder>>>,
    pub leases: Mutex<Vec<LeaseTerms>>,
}

#[async_trait]
impl PlatformQueries for FakeCity {
    async fn deduction_state(&self, plate: &Plate) -> Result<DeductionState, QueryFailure> {
        self.asked.lock().unwrap().push(plate.to_string());
        let known = self.contracts.lock().unwrap().get(plate.as_str()).copied();
        known.ok_or(QueryFailure::Silent { why: "the line is cut".into() })
    }

    async fn leases_of(&self, plate: &Plate, park_code: &str) -> Result<Vec<LeaseTerms>, QueryFailure> {
        assert_eq!(park_code, OURS);
        let leases = self.leases.lock().unwrap();
        Ok(leases.iter().filter(|terms| terms.plates.contains(plate)).cloned().collect())
    }

    async fn bill(&self, day: NaiveDate, kind: BillKind) -> Result<Vec<CityOrder>, QueryFailure> {
        assert_eq!(kind, BillKind::All);
        self.asked.lock().unwrap().push(day.to_string());
        let known = self.bills.lock().unwrap().get(&day).cloned();
        known.ok_or(QueryFailure::Refused { code: "1100".into(), words: "对象不存在".into() })
    }
}

pub fn coupon(kind: CouponKind, value: &str) -> Coupon {
    Coupon::new(kind, value.parse().unwrap()).unwrap()
}

impl House {
    /// The lot with this rule about contracts, and a platform that knows these.
    pub async fn with_contracts(&self, rule: DeductionRule, known: &[(&str, DeductionState)]) -> Arc<FakeCity> {
        let city = Arc::new(FakeCity::default());
        city.contracts.lock().unwrap().extend(known.iter().map(|(plate, state)| ((*plate).to_owned(), *state)));
        self.desk.ask_by(city.clone());
        let mut lot = small_lot();
        lot.payment = PaymentRules {
            deduction: rule,
            request_wait_seconds: 30,
            refund_limit_fen: Fen(2000),
            ..PaymentRules::default()
        };
        self.engine("lot.set", json!({ "lot": lot })).await.unwrap();
        city
    }

    /// Does something and waits until an event like this is committed.
    pub async fn until<T>(&self, deed: impl Future<Output = T>, like: impl Fn(&Event) -> bool) -> T {
        let mut committed = self.ledger.committed();
        let done = deed.await;
        loop {
            let events = committed.recv().await.unwrap();
            if events.iter().any(|recorded| like(&recorded.event)) {
                return done;
            }
        }
    }

    async fn ask(&self, interface: &'static str, key: Option<String>, ask: Ask) -> Result<String, AskCode> {
        let encode = |answer: &Answer| match answer {
            Answer::Order(priced) => serde_json::to_string(&priced.order).unwrap(),
            Answer::Done => "done".to_owned(),
            other => format!("{other:?}"),
        };
        let request = PlatformRequest { platform: Platform::City, interface, key, ask, encode: Box::new(encode) };
        self.desk.carry_out(request).await.map(|done| done.reply).map_err(|refusal| refusal.code)
    }

    /// 6006 for a plate.
    pub async fn price(&self, plate: &str, coupon: Coupon, until: Option<Moment>) -> Result<ParkOrder, AskCode> {
        let stay = StayOf::Plate(Plate::parse(plate).unwrap());
        let ask = PriceStay { park_code: Some(OURS.into()), stay, coupon, until };
        let order = self.ask("6006", None, Ask::PriceStay(ask)).await?;
        Ok(serde_json::from_str(&order).unwrap())
    }

    pub async fn ask_price(&self, ask: PriceStay) -> Result<String, AskCode> {
        self.ask("6006", None, Ask::PriceStay(ask)).await
    }

    /// 6007 with everything said.
    pub async fn told_paid(&self, paid: StayPaid) -> Result<String, AskCode> {
        self.ask("6007", Some(paid.charge_id.to_string()), Ask::StayPaid(paid)).await
    }

    /// 6007 of an order, paid now by WeChat.
    pub async fn paid(&self, id: u8, order: &ParkOrder, received: i64) -> Result<String, AskCode> {
        self.told_paid(self.payment(id, order, received)).await
    }

    pub fn payment(&self, id: u8, order: &ParkOrder, received: i64) -> StayPaid {
        use lotdesk_domain::moment::Clock as _;
        StayPaid {
            park_code: OURS.into(),
            charge_id: Guid::from_bytes([id; 16]),
            order_no: Some(order.order_no.clone()),
            record_id: order.record_id,
            vehicle: None,
            paid_at: self.clock.now(),
            receivable_fen: Fen(received),
            discount_fen: Fen::ZERO,
            received_fen: Fen(received),
            pay_type: PayType::WeChat,
            pay_from: "微信公众号".into(),
            discounts: vec![],
        }
    }

    /// 6008.
    pub async fn contract(&self, plate: &str, open: bool) -> Result<String, AskCode> {
        let plate = Plate::parse(plate).unwrap();
        let changed = lotdesk_domain::ask::deduction::DeductionChanged { park_code: OURS.into(), plate, open };
        self.ask("6008", None, Ask::DeductionChanged(changed)).await
    }

    /// The orders that the platform was asked to take the money of.
    pub fn requested(&self) -> Vec<ParkOrder> {
        let facts = self.facts.0.lock().unwrap();
        let order = |fact: &Fact| match fact {
            Fact::PaymentRequested { order } => Some(order.clone()),
            _ => None,
        };
        facts.iter().filter_map(order).collect()
    }

    /// The balance of an account, in 分.
    pub async fn balance(&self, account: &str) -> i64 {
        let balances = self.ledger.read(|tx| tx.balances()).await.unwrap();
        balances.iter().filter(|(name, _)| name == account).map(|(_, amount)| amount.0).sum()
    }
}
