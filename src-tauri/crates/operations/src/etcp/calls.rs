//! Calls to ETCP whose answer is used at once: they go out directly, not through the outbox, and never with a transaction
//! open. Payments are none of them.

use async_trait::async_trait;
use lotdesk_domain::etcp::{Bill, LotState, LotsAsked, LotsPage, PastStay};
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::plate::{Plate, PlateColor};

use crate::api::refusal::{Code, Refusal};

/// A driver, with the telephone unmasked: never written into a log.
#[derive(Clone, PartialEq, Eq)]
pub struct EtcpUser {
    /// Identifier, by which the token is held.
    pub account_id: Guid,
    /// 用户手机号
    pub phone: String,
}

impl std::fmt::Debug for EtcpUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EtcpUser").field("account_id", &self.account_id).finish_non_exhaustive()
    }
}

/// Why a call has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EtcpFailure {
    /// ETCP is not set up.
    #[error("ETCP is not set up")]
    NotSetUp,
    /// The driver is not signed in, or the sign-in has ended.
    #[error("the driver is not signed in at ETCP")]
    NotSignedIn,
    /// It did not answer.
    #[error("ETCP does not answer: {why}")]
    Silent {
        /// What was seen.
        why: String,
        /// Whether the call can have arrived.
        reached: bool,
    },
    /// It refuses.
    #[error("ETCP refuses: {code} {words}")]
    Refused {
        /// Its code, such as `20203`.
        code: String,
        /// Its words.
        words: String,
    },
    /// It answered something that is no answer to this call.
    #[error("ETCP's answer cannot be read: {why}")]
    Unreadable {
        /// What is wrong with it.
        why: String,
    },
}

/// What to do about a refusal (section 10), in both languages.
fn advice(code: &str) -> (&'static str, &'static str) {
    match code {
        "3" => ("请核对本机时间", "look at this computer's clock"),
        "4" | "5" => {
            ("请经理核对商户号和商户密钥", "a manager must check merchant_no and the secret etcp.merchant_key")
        }
        "6" | "20102" => ("请核对填写的内容", "look at what was entered"),
        "20101" => ("请重新登录该用户", "sign the driver in again"),
        "20201" => ("请核对手机号", "look at the telephone number"),
        "20202" => ("请一分钟后再获取验证码", "ask for a code again after a minute"),
        "20203" => ("请核对验证码，或重新获取", "look at the code, or ask for another"),
        "20206" => ("请重新查询费用", "look the fee up again"),
        _ => ("请稍后再试，多次不行请联系 ETCP", "try again later, and ask ETCP when that does not help"),
    }
}

impl From<EtcpFailure> for Refusal {
    fn from(failure: EtcpFailure) -> Self {
        match failure {
            EtcpFailure::NotSetUp => Self::new(
                Code::PlatformUnavailable,
                "未接入 ETCP，请经理在 lotdesk.toml 中设置 [platforms.etcp]",
                "ETCP is not set up; a manager must fill in [platforms.etcp] of lotdesk.toml.",
            ),
            EtcpFailure::NotSignedIn => Self::new(
                Code::NotPossibleNow,
                "该用户的 ETCP 登录已失效，请重新登录",
                "The driver's sign-in at ETCP has ended; sign in again.",
            )
            .at("account_id"),
            EtcpFailure::Silent { why, reached: false } => Self::new(
                Code::PlatformUnavailable,
                format!("ETCP 连接不上，未送达，可直接重试：{why}"),
                format!("ETCP is out of reach and nothing arrived; try again: {why}."),
            ),
            EtcpFailure::Silent { why, reached: true } => Self::new(
                Code::PlatformUnavailable,
                format!("ETCP 没有应答，可能已送达，请稍后查看：{why}"),
                format!("ETCP does not answer, and it may have arrived; look again in a while: {why}."),
            ),
            EtcpFailure::Refused { code, words } => {
                let (zh, en) = advice(&code);
                Self::new(
                    Code::PlatformRefused,
                    format!("ETCP 拒绝：{code} {words}；{zh}"),
                    format!("ETCP refuses: {code} {words}; {en}."),
                )
            }
            EtcpFailure::Unreadable { why } => Self::new(
                Code::PlatformRefused,
                format!("ETCP 的应答无法识别：{why}"),
                format!("ETCP's answer cannot be read: {why}."),
            ),
        }
    }
}

/// Whoever can call ETCP. A method that is not written says that ETCP is not set up.
#[async_trait]
pub trait EtcpCalls: Send + Sync {
    /// Until when a token of this driver holds; none where there is none.
    fn signed_until(&self, account_id: Guid) -> Option<Moment> {
        let _ = account_id;
        None
    }

    /// 8.1: has a code sent.
    async fn send_code(&self, phone: &str) -> Result<(), EtcpFailure> {
        let _ = phone;
        Err(EtcpFailure::NotSetUp)
    }

    /// 8.2: signs in with a code.
    async fn sign_in(&self, user: &EtcpUser, code: &str) -> Result<(), EtcpFailure> {
        let _ = (user, code);
        Err(EtcpFailure::NotSetUp)
    }

    /// 8.3: signs in without one.
    async fn join(&self, user: &EtcpUser, plate: Option<&Plate>) -> Result<(), EtcpFailure> {
        let _ = (user, plate);
        Err(EtcpFailure::NotSetUp)
    }

    /// 8.4: binds a plate.
    async fn bind(&self, user: &EtcpUser, plate: &Plate, color: Option<PlateColor>) -> Result<(), EtcpFailure> {
        let _ = (user, plate, color);
        Err(EtcpFailure::NotSetUp)
    }

    /// 8.5: releases a plate.
    async fn release(&self, user: &EtcpUser, plate: &Plate) -> Result<(), EtcpFailure> {
        let _ = (user, plate);
        Err(EtcpFailure::NotSetUp)
    }

    /// 8.6: stays of the last seven days.
    async fn history(&self, user: &EtcpUser) -> Result<Vec<PastStay>, EtcpFailure> {
        let _ = user;
        Err(EtcpFailure::NotSetUp)
    }

    /// 8.7: what a car in a lot owes.
    async fn bills(&self, user: &EtcpUser, plate: &Plate) -> Result<Vec<Bill>, EtcpFailure> {
        let _ = (user, plate);
        Err(EtcpFailure::NotSetUp)
    }

    /// 8.9: lots around.
    async fn lots(&self, asked: &LotsAsked, account_id: Option<Guid>) -> Result<LotsPage, EtcpFailure> {
        let _ = (asked, account_id);
        Err(EtcpFailure::NotSetUp)
    }

    /// 8.10: how full a lot is.
    async fn lot_state(&self, parking_id: &str, account_id: Option<Guid>) -> Result<LotState, EtcpFailure> {
        let _ = (parking_id, account_id);
        Err(EtcpFailure::NotSetUp)
    }
}

/// Nobody to call.
pub struct NoEtcp;

impl EtcpCalls for NoEtcp {}
