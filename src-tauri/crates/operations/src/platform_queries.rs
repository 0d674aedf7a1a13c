//! Questions to the city platform whose answer is used at once: they go out directly, not through the outbox, and never
//! with a transaction open. Asking has no effect at the platform, so a lost answer is simply no answer.

use async_trait::async_trait;
use chrono::NaiveDate;
use lotdesk_domain::ask::lease::LeaseTerms;
use lotdesk_domain::deduction::DeductionState;
use lotdesk_domain::plate::Plate;
use lotdesk_domain::reconcile::{BillKind, CityOrder};

use crate::api::refusal::{Code, Refusal};

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryFailure {
    /// No city platform is set up.
    #[error("no city platform is set up")]
    NotSetUp,
    /// It did not answer, or could not be logged in at.
    #[error("the platform does not answer: {why}")]
    Silent {
        /// What was seen.
        why: String,
    },
    /// It refuses.
    #[error("the platform refuses: {code} {words}")]
    Refused {
        /// Its code, such as `1103`.
        code: String,
        /// Its words.
        words: String,
    },
    /// It answered something that is no answer to this question.
    #[error("the platform's answer cannot be read: {why}")]
    Unreadable {
        /// What is wrong with it.
        why: String,
    },
}

impl From<QueryFailure> for Refusal {
    fn from(failure: QueryFailure) -> Self {
        let en = format!("{failure}.");
        match failure {
            QueryFailure::NotSetUp => Self::new(Code::PlatformUnavailable, "未配置城市平台", en),
            QueryFailure::Silent { why } => {
                Self::new(Code::PlatformUnavailable, format!("城市平台无应答，请稍后重试：{why}"), en)
            }
            QueryFailure::Refused { code, words } => {
                Self::new(Code::PlatformRefused, format!("城市平台拒绝：{code} {words}"), en)
            }
            QueryFailure::Unreadable { why } => {
                Self::new(Code::PlatformRefused, format!("城市平台的应答无法识别：{why}"), en)
            }
        }
    }
}

/// Whoever can ask the city platform. A method that is not written says that no platform is set up.
#[async_trait]
pub trait PlatformQueries: Send + Sync {
    /// 5010: whether the platform can take this plate's fee by a contract.
    async fn deduction_state(&self, plate: &Plate) -> Result<DeductionState, QueryFailure> {
        let _ = plate;
        Err(QueryFailure::NotSetUp)
    }

    /// 6009: the leases that the platform has of a plate in a lot; none where it knows of none.
    async fn leases_of(&self, plate: &Plate, park_code: &str) -> Result<Vec<LeaseTerms>, QueryFailure> {
        let _ = (plate, park_code);
        Err(QueryFailure::NotSetUp)
    }

    /// 1401: the platform's orders of a day.
    async fn bill(&self, day: NaiveDate, kind: BillKind) -> Result<Vec<CityOrder>, QueryFailure> {
        let _ = (day, kind);
        Err(QueryFailure::NotSetUp)
    }
}

/// Nobody to ask.
pub struct NoPlatform;

impl PlatformQueries for NoPlatform {}
