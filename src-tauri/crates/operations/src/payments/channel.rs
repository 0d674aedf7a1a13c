//! What a payment channel must be able to do: WeChat, Alipay, or whoever collects for both.
//!
//! Every call names our own number, and no call is made with a transaction open. **A call without an answer says nothing**:
//! whoever builds a channel tells apart what surely never left ([`ChannelFailure::NotReached`]) from what may have arrived
//! ([`ChannelFailure::Lost`]), and never makes an answer up.

use async_trait::async_trait;
use lotdesk_domain::money::Fen;
use lotdesk_domain::payment::{PayChannel, PayCode, TradeState};

use crate::api::refusal::{Code, Refusal};

/// What is to be paid by a scanned code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayOrder {
    /// Our number of the attempt, 32 characters: the same one never takes money twice.
    pub attempt_no: String,
    /// How much.
    pub amount_fen: Fen,
    /// What for, as the driver reads it: 32 characters at most.
    pub subject: String,
}

/// What is to be given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundOrder {
    /// Our number of the attempt that was paid.
    pub attempt_no: String,
    /// Our number of the refund: the same one never gives back twice.
    pub refund_no: String,
    /// What was paid.
    pub paid_fen: Fen,
    /// How much goes back.
    pub amount_fen: Fen,
    /// Whose.
    pub channel: PayChannel,
}

/// What a channel says of a refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefundState {
    /// The money is back, or surely on its way.
    Done,
    /// It takes its time.
    Pending,
    /// Nothing goes back.
    Refused {
        /// The channel's code.
        code: String,
        /// Its words.
        words: String,
    },
    /// The channel has never heard of it.
    NotFound,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChannelFailure {
    /// No channel is set up.
    #[error("no payment channel is set up")]
    NotSetUp,
    /// The request surely did not arrive.
    #[error("the payment channel is not reached: {why}")]
    NotReached {
        /// What was seen.
        why: String,
    },
    /// It may have arrived, and no answer that can be read came back.
    #[error("no answer of the payment channel: {why}")]
    Lost {
        /// What was seen.
        why: String,
    },
}

impl From<ChannelFailure> for Refusal {
    fn from(failure: ChannelFailure) -> Self {
        let en = format!("{failure}.");
        match failure {
            ChannelFailure::NotSetUp => {
                Self::new(Code::NotPossibleNow, "没有设置扫码支付通道，请收现金或让驾驶员扫描车场收款码", en)
            }
            ChannelFailure::NotReached { why } | ChannelFailure::Lost { why } => {
                Self::new(Code::PlatformUnavailable, format!("支付通道无应答：{why}"), en)
            }
        }
    }
}

/// A payment channel.
#[async_trait]
pub trait PaymentChannel: Send + Sync {
    /// Whether there is one.
    fn is_set_up(&self) -> bool {
        true
    }

    /// Takes money by a driver's pay code (付款码支付).
    async fn pay(&self, order: &PayOrder, code: &PayCode) -> Result<TradeState, ChannelFailure>;

    /// How a trade stands (查询订单).
    async fn query(&self, attempt_no: &str) -> Result<TradeState, ChannelFailure>;

    /// Withdraws a trade (撤销): what is not paid never will be, what is goes back. [`TradeState::Closed`] says that it is so;
    /// a number that the channel has not heard of is withdrawn too, for what may still come.
    async fn cancel(&self, attempt_no: &str) -> Result<TradeState, ChannelFailure>;

    /// Gives money back (申请退款).
    async fn refund(&self, order: &RefundOrder) -> Result<RefundState, ChannelFailure>;

    /// How a refund stands (查询退款).
    async fn query_refund(&self, attempt_no: &str, refund_no: &str) -> Result<RefundState, ChannelFailure>;
}

/// No channel.
pub struct NoChannel;

#[async_trait]
impl PaymentChannel for NoChannel {
    fn is_set_up(&self) -> bool {
        false
    }
    async fn pay(&self, _order: &PayOrder, _code: &PayCode) -> Result<TradeState, ChannelFailure> {
        Err(ChannelFailure::NotSetUp)
    }
    async fn query(&self, _attempt_no: &str) -> Result<TradeState, ChannelFailure> {
        Err(ChannelFailure::NotSetUp)
    }
    async fn cancel(&self, _attempt_no: &str) -> Result<TradeState, ChannelFailure> {
        Err(ChannelFailure::NotSetUp)
    }
    async fn refund(&self, _order: &RefundOrder) -> Result<RefundState, ChannelFailure> {
        Err(ChannelFailure::NotSetUp)
    }
    async fn query_refund(&self, _attempt_no: &str, _refund_no: &str) -> Result<RefundState, ChannelFailure> {
        Err(ChannelFailure::NotSetUp)
    }
}
