//! The link to a payment channel. It never sends anything twice by itself: what is asked again is the desk's decision.

use async_trait::async_trait;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::payment::{PayCode, TradeState};
use lotdesk_operations::{ChannelFailure, PayOrder, PaymentChannel, RefundOrder, RefundState};
use serde::Deserialize;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::profile::PaymentProfile;
use crate::city::BadProfile;
use crate::http::{BadClient, HttpClient, Reached};

/// Why a link cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum BadPaymentLink {
    /// A setting.
    #[error(transparent)]
    Profile(#[from] BadProfile),
    /// The address or the certificates.
    #[error(transparent)]
    Client(#[from] BadClient),
}

/// The link to one channel.
pub struct PaymentLink {
    http: HttpClient,
    merchant: String,
    authorization: Zeroizing<String>,
}

/// An answer, as the channel writes it.
#[derive(Deserialize)]
struct Answer {
    state: String,
    trade_no: Option<String>,
    paid_at: Option<i64>,
    amount_fen: Option<i64>,
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
}

impl PaymentLink {
    /// Builds the link; calls nobody yet.
    ///
    /// # Errors
    /// A setting that breaks a rule, or a file that cannot be used.
    pub fn new(profile: &PaymentProfile, key: &str) -> Result<Self, BadPaymentLink> {
        profile.check()?;
        Ok(Self {
            http: HttpClient::new(&profile.endpoint())?,
            merchant: profile.merchant.clone(),
            authorization: Zeroizing::new(format!("Bearer {key}")),
        })
    }

    async fn call(&self, path: &str, mut body: Value) -> Result<Answer, ChannelFailure> {
        body["merchant"] = json!(self.merchant);
        let reply =
            self.http.post_json(path, Some(&self.authorization), body.to_string()).await.map_err(|failure| {
                let why = failure.to_string();
                match failure.reached() {
                    Reached::No => ChannelFailure::NotReached { why },
                    Reached::Maybe => ChannelFailure::Lost { why },
                }
            })?;
        match reply.status {
            200 => {}
            // Turned away at the door: nothing was done.
            401 | 403 => {
                return Err(ChannelFailure::NotReached {
                    why: "密钥或商户号不正确 (wrong key or merchant)".to_owned(),
                });
            }
            status => return Err(ChannelFailure::Lost { why: format!("HTTP {status}") }),
        }
        serde_json::from_slice(&reply.body).map_err(|why| ChannelFailure::Lost { why: format!("the answer: {why}") })
    }

    async fn trade(&self, path: &str, body: Value) -> Result<TradeState, ChannelFailure> {
        let answer = self.call(path, body).await?;
        let lost = |why: &str| Err(ChannelFailure::Lost { why: why.to_owned() });
        match answer.state.as_str() {
            "paid" => match (answer.trade_no.filter(|no| !no.is_empty()), answer.paid_at, answer.amount_fen) {
                (Some(trade_no), Some(paid_at), Some(amount)) if amount > 0 => {
                    Ok(TradeState::Paid { trade_no, paid_at: Moment(paid_at), amount_fen: Fen(amount) })
                }
                // Paid, and not said how much or under which number: asked about again.
                _ => lost("the answer says paid without number, time or amount"),
            },
            "paying" => Ok(TradeState::Waiting),
            "refused" => Ok(TradeState::Refused { code: answer.code, words: answer.message }),
            "closed" => Ok(TradeState::Closed),
            "unknown" => Ok(TradeState::NotFound),
            other => lost(&format!("the answer's state is {other:?}")),
        }
    }

    async fn given_back(&self, path: &str, body: Value) -> Result<RefundState, ChannelFailure> {
        let answer = self.call(path, body).await?;
        match answer.state.as_str() {
            "done" => Ok(RefundState::Done),
            "pending" => Ok(RefundState::Pending),
            "refused" => Ok(RefundState::Refused { code: answer.code, words: answer.message }),
            "unknown" => Ok(RefundState::NotFound),
            other => Err(ChannelFailure::Lost { why: format!("the answer's state is {other:?}") }),
        }
    }
}

#[async_trait]
impl PaymentChannel for PaymentLink {
    async fn pay(&self, order: &PayOrder, code: &PayCode) -> Result<TradeState, ChannelFailure> {
        let body = json!({
            "out_trade_no": order.attempt_no, "auth_code": code.expose(), "amount_fen": order.amount_fen,
            "subject": order.subject,
        });
        self.trade("/pay", body).await
    }

    async fn query(&self, attempt_no: &str) -> Result<TradeState, ChannelFailure> {
        self.trade("/query", json!({ "out_trade_no": attempt_no })).await
    }

    async fn cancel(&self, attempt_no: &str) -> Result<TradeState, ChannelFailure> {
        self.trade("/reverse", json!({ "out_trade_no": attempt_no })).await
    }

    async fn refund(&self, order: &RefundOrder) -> Result<RefundState, ChannelFailure> {
        let body = json!({
            "out_trade_no": order.attempt_no, "out_refund_no": order.refund_no, "total_fen": order.paid_fen,
            "amount_fen": order.amount_fen,
        });
        self.given_back("/refund", body).await
    }

    async fn query_refund(&self, attempt_no: &str, refund_no: &str) -> Result<RefundState, ChannelFailure> {
        self.given_back("/refund_query", json!({ "out_trade_no": attempt_no, "out_refund_no": refund_no })).await
    }
}
