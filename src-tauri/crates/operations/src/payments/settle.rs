//! What is open is asked about until it is known: attempts and refunds, at the start and every few seconds.

use lotdesk_domain::id::Guid;
use lotdesk_domain::payment::{AttemptState, TradeState};

use super::give_back;
use super::scan::{Answer, moved, take_answer};
use crate::api::refusal::Refusal;
use crate::caller::Caller;
use crate::desk::Desk;

/// A driver has this long for the password; then the trade is withdrawn.
const PASSWORD_WAITS_MS: i64 = 60_000;

impl Desk {
    /// Asks the channel about every attempt and refund whose end is not known. To be called at the start and every few
    /// seconds; gives how many are still open.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn settle_payments(&self) -> Result<u32, Refusal> {
        let (attempts, refunds) = self.look(|tx| Ok((tx.open_attempts()?, tx.open_channel_refunds(None)?))).await?;
        if attempts.is_empty() && refunds.is_empty() {
            return Ok(0);
        }
        for attempt in &attempts {
            let id = attempt.attempted.id;
            // Somebody is at it already.
            let turnstile = self.inner.payments.of(id);
            let Ok(_held) = turnstile.try_lock() else { continue };
            step(self, id).await?;
        }
        for refund in &refunds {
            let turnstile = self.inner.payments.of(refund.asked.id);
            let Ok(_held) = turnstile.try_lock() else { continue };
            give_back::step(self, refund.asked.id).await?;
        }
        let open = self.look(|tx| Ok(tx.open_attempts()?.len() + tx.open_channel_refunds(None)?.len())).await?;
        Ok(u32::try_from(open).unwrap_or(u32::MAX))
    }
}

/// One question about an attempt, and what follows from its answer. Whoever calls holds its turnstile.
pub(super) async fn step(desk: &Desk, id: Guid) -> Result<(), Refusal> {
    let Some(open) = desk.look(move |tx| Ok(tx.pay_attempt(id)?.filter(|a| a.state.is_open()))).await? else {
        return Ok(());
    };
    let (channel, number, who) = (desk.channel(), id.to_string(), desk.who(&Caller::Engine));
    let mut withdraw = open.state == AttemptState::Cancelling;
    if !withdraw {
        let answer = channel.query(&number).await;
        let late = desk.now().ms_since(open.at) > PASSWORD_WAITS_MS;
        let why = match &answer {
            // It never got there. Withdrawn, so that it cannot come late.
            Ok(TradeState::NotFound) => Some("支付通道没有收到这次请求，撤销以防迟到"),
            Ok(TradeState::Waiting) if late => Some("驾驶员超时未完成支付"),
            _ => None,
        };
        withdraw = why.is_some();
        desk.act(&who, move |act| match (why, act.tx.pay_attempt(id)?) {
            (Some(why), Some(stored)) => moved(act, &stored, AttemptState::Cancelling, Some(why.to_owned())),
            _ => take_answer(act, id, Answer::of(answer)),
        })
        .await?;
    }
    if withdraw {
        let answer = channel.cancel(&number).await;
        // A refusal to withdraw says nothing of the money: it is asked again.
        let answer = match answer {
            Ok(TradeState::Refused { .. }) => Answer::Nothing,
            other => Answer::of(other),
        };
        desk.act(&who, move |act| take_answer(act, id, answer)).await?;
    }
    Ok(())
}
