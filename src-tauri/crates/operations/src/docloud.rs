//! Whom violations, watched fleets and inspections are asked of. Never with the ledger's door open; and an order is written
//! down before it is sent, so that a lost answer is known to be one.

use async_trait::async_trait;
use lotdesk_domain::inspection::{InspectionCar, InspectionNews, InspectionOffer, Named, NewInspection};
use lotdesk_domain::violation::{
    CarIdentity, CarType, CityCondition, CountCity, FoundViolations, NewOrder, OrderDetail, OrderNews, PricedItem,
    SelfDeduction, ViolationCount, ViolationQuestion, WatchedCar, advice,
};

use crate::api::refusal::{Code, Refusal};

/// Why docloud gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocloudFailure {
    /// It is not set up.
    #[error("docloud is not set up")]
    NotSetUp,
    /// It was not reached: nothing of what was asked has happened.
    #[error("docloud was not reached: {0}")]
    NotSent(String),
    /// It may have been reached, and no answer came that can be read.
    #[error("docloud's answer was lost: {0}")]
    Lost(String),
    /// It refuses.
    #[error("docloud refuses: {code} {words}")]
    Refused {
        /// The dictionary's code.
        code: String,
        /// docloud's words.
        words: String,
    },
    /// This car is being asked for already.
    #[error("this car is being asked for already")]
    CarBusy,
    /// docloud said that it is asked too often; nothing is asked for so long.
    #[error("docloud is given a rest for {seconds} s more")]
    Resting {
        /// How long, in seconds.
        seconds: u64,
    },
}

/// The field that a code of the dictionary blames.
fn blamed(code: &str) -> Option<&'static str> {
    match code {
        "1020" | "1030" => Some("plate"),
        "1021" => Some("engine_no"),
        "1022" | "1032" => Some("vin"),
        "1035" | "1037" | "1110" => Some("phone"),
        "1006" | "1016" | "1031" => Some("city"),
        "1105" => Some("expected_total_fen"),
        "1103" | "1106" | "1107" => Some("codes"),
        _ => None,
    }
}

/// docloud's word for being asked too often (错误码 1012): nothing of what was asked has happened.
const TOO_OFTEN: &str = "1012";

impl DocloudFailure {
    /// True when it was not dealt with at all, since docloud wants a rest.
    pub(crate) fn wants_a_rest(&self) -> bool {
        match self {
            Self::Resting { .. } => true,
            Self::Refused { code, .. } => code == TOO_OFTEN,
            _ => false,
        }
    }

    /// What it is and what to do, in Simplified Chinese.
    pub fn zh(&self) -> String {
        match self {
            DocloudFailure::NotSetUp => "未接入懂云，请在设置中填写 [platforms.docloud]".to_owned(),
            DocloudFailure::NotSent(why) => format!("连不上懂云，请检查网络后重试：{why}"),
            DocloudFailure::Lost(why) => format!("懂云的应答丢失：{why}"),
            DocloudFailure::Refused { code, words } => match advice(code) {
                Some(advice) => format!("懂云拒绝（{code} {words}）：{}", advice.zh),
                None => format!("懂云拒绝（{code} {words}）"),
            },
            DocloudFailure::CarBusy => "该车正在查询中，请等结果出来，勿重复点击".to_owned(),
            DocloudFailure::Resting { seconds } => format!("懂云提示查询太频繁，请等 {seconds} 秒后再查"),
        }
    }

    /// The same in English.
    pub fn en(&self) -> String {
        match self {
            DocloudFailure::Refused { code, words } => match advice(code) {
                Some(advice) => format!("docloud refuses ({code} {words}). {}.", advice.en),
                None => format!("docloud refuses ({code} {words})."),
            },
            other => format!("{other}."),
        }
    }
}

impl From<DocloudFailure> for Refusal {
    fn from(failure: DocloudFailure) -> Self {
        let code = match &failure {
            DocloudFailure::NotSetUp | DocloudFailure::NotSent(_) | DocloudFailure::Lost(_) => {
                Code::PlatformUnavailable
            }
            DocloudFailure::Refused { .. } => Code::PlatformRefused,
            DocloudFailure::CarBusy | DocloudFailure::Resting { .. } => Code::NotPossibleNow,
        };
        let refusal = Self::new(code, failure.zh(), failure.en());
        match &failure {
            DocloudFailure::Refused { code, .. } => match blamed(code) {
                Some(field) => refusal.at(field),
                None => refusal,
            },
            _ => refusal,
        }
    }
}

/// An answer, or why there is none.
pub type Asked<T> = Result<T, DocloudFailure>;

/// Whoever can ask docloud. A method that is not written says that it is not set up.
#[async_trait]
pub trait Docloud: Send + Sync {
    /// `sign/test`: whether key, secret and clock are right.
    async fn test_signature(&self) -> Asked<()> {
        Err(DocloudFailure::NotSetUp)
    }

    /// What each city wants; kept for a while, asked anew with `fresh`.
    async fn conditions(&self, fresh: bool) -> Asked<Vec<CityCondition>> {
        let _ = fresh;
        Err(DocloudFailure::NotSetUp)
    }

    /// A car's violations. One question at a time for a car.
    async fn query(&self, question: &ViolationQuestion) -> Asked<FoundViolations> {
        let _ = question;
        Err(DocloudFailure::NotSetUp)
    }

    /// What handling violations would cost that are known from elsewhere.
    async fn price(&self, car: &CarIdentity, items: &[PricedItem]) -> Asked<FoundViolations> {
        let _ = (car, items);
        Err(DocloudFailure::NotSetUp)
    }

    /// Where violations can be counted.
    async fn count_cities(&self) -> Asked<Vec<CountCity>> {
        Err(DocloudFailure::NotSetUp)
    }

    /// How many violations a car has, by the last six characters of its engine's number.
    async fn count(&self, plate: &str, engine_no: &str, kind: CarType) -> Asked<ViolationCount> {
        let _ = (plate, engine_no, kind);
        Err(DocloudFailure::NotSetUp)
    }

    /// Makes an order; its number at docloud. A repeat under the same number of ours is refused with 1117.
    async fn create_order(&self, car: &CarIdentity, order: &NewOrder) -> Asked<i64> {
        let _ = (car, order);
        Err(DocloudFailure::NotSetUp)
    }

    /// Whether the points can go off this licence.
    async fn can_deduct(&self, car: &CarIdentity, own: &SelfDeduction) -> Asked<bool> {
        let _ = (car, own);
        Err(DocloudFailure::NotSetUp)
    }

    /// How an order stands.
    async fn order_status(&self, car: &CarIdentity, order_id: i64) -> Asked<OrderNews> {
        let _ = (car, order_id);
        Err(DocloudFailure::NotSetUp)
    }

    /// An order with its price and how it is paid for.
    async fn order_detail(&self, car: &CarIdentity, order_id: i64) -> Asked<OrderDetail> {
        let _ = (car, order_id);
        Err(DocloudFailure::NotSetUp)
    }

    /// Sends photographs of a vehicle licence, in Base64: front and back.
    async fn upload_licence(&self, car: &CarIdentity, front: &str, back: &str) -> Asked<bool> {
        let _ = (car, front, back);
        Err(DocloudFailure::NotSetUp)
    }

    /// Has cars watched, fifty at most; one alone goes by the call for one.
    async fn watch(&self, cars: &[WatchedCar]) -> Asked<bool> {
        let _ = cars;
        Err(DocloudFailure::NotSetUp)
    }

    /// Has cars not watched any more, fifty at most.
    async fn unwatch(&self, cars: &[(String, CarType)]) -> Asked<bool> {
        let _ = cars;
        Err(DocloudFailure::NotSetUp)
    }

    /// Makes.
    async fn brands(&self) -> Asked<Vec<Named>> {
        Err(DocloudFailure::NotSetUp)
    }

    /// A make's lines.
    async fn series(&self, brand: i64) -> Asked<Vec<Named>> {
        let _ = brand;
        Err(DocloudFailure::NotSetUp)
    }

    /// A line's models.
    async fn models(&self, series: i64) -> Asked<Vec<Named>> {
        let _ = series;
        Err(DocloudFailure::NotSetUp)
    }

    /// Provinces.
    async fn provinces(&self) -> Asked<Vec<Named>> {
        Err(DocloudFailure::NotSetUp)
    }

    /// A province's cities.
    async fn cities(&self, province: i64) -> Asked<Vec<Named>> {
        let _ = province;
        Err(DocloudFailure::NotSetUp)
    }

    /// A city's districts.
    async fn districts(&self, city: i64) -> Asked<Vec<Named>> {
        let _ = city;
        Err(DocloudFailure::NotSetUp)
    }

    /// Makes a car known for its inspection, under a name of ours for its owner; docloud's number of it.
    async fn bind(&self, owner: &str, car: &InspectionCar, car_id: Option<i64>) -> Asked<i64> {
        let _ = (owner, car, car_id);
        Err(DocloudFailure::NotSetUp)
    }

    /// An exempt inspection's order to confirm.
    async fn inspection_offer(&self, owner: &str, car_id: i64) -> Asked<InspectionOffer> {
        let _ = (owner, car_id);
        Err(DocloudFailure::NotSetUp)
    }

    /// Orders an exempt inspection; docloud's number of it. There is no key: after a lost answer a person decides.
    async fn create_inspection(&self, owner: &str, order: &NewInspection) -> Asked<i64> {
        let _ = (owner, order);
        Err(DocloudFailure::NotSetUp)
    }

    /// How an inspection stands.
    async fn inspection(&self, owner: &str, order_id: i64) -> Asked<InspectionNews> {
        let _ = (owner, order_id);
        Err(DocloudFailure::NotSetUp)
    }
}

/// Where docloud is not set up.
pub struct NoDocloud;

impl Docloud for NoDocloud {}
