//! Payments whose notice did not end well, looked after: after a lost answer ETCP's own lists are asked whether it arrived,
//! and after a refused amount what is due now.

use std::collections::HashMap;

use lotdesk_domain::etcp::{Arrived, arrived};
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_ledger::event::{EtcpPaymentMissed, MessageResent};
use lotdesk_ledger::outbox::State;
use lotdesk_ledger::tables::etcp::{EtcpMoney, EtcpPayment};

use super::payments::{amount_refused, known, message_of, no_such_payment, row_of};
use super::{fees, user};
use crate::api::etcp::{EtcpPaymentRequest, EtcpPaymentRow};
use crate::api::refusal::Refusal;
use crate::caller::{Caller, Who};
use crate::desk::Desk;

/// As many at a look.
const AT_ONCE: u32 = 50;
/// ETCP is not asked about the same payment again before this, in milliseconds, unless a person wants it.
const ASKED_EVERY_MS: i64 = 15_000;

/// What is to be done for a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Care {
    /// Its answer was lost.
    Ask,
    /// Its amount was refused.
    Requote,
}

/// Looks after payments; keeps in mind when each was asked about.
pub struct EtcpCare {
    desk: Desk,
    asked: HashMap<Guid, Moment>,
}

impl EtcpCare {
    /// For a desk.
    pub fn new(desk: Desk) -> Self {
        Self { desk, asked: HashMap::new() }
    }

    /// Looks once. To be called when something of the outbox changed, and every few seconds; gives how many ETCP was asked
    /// about.
    ///
    /// # Errors
    /// When the ledger does not answer. That ETCP does not is none: it is asked again.
    pub async fn look(&mut self) -> Result<u32, Refusal> {
        let wanting = self.desk.look(|tx| {
            let mut wanting = Vec::new();
            for payment in tx.etcp_payments_open(AT_ONCE)? {
                let Some(message) = message_of(tx, payment.id)?.filter(|_| payment.money == EtcpMoney::Held) else {
                    continue;
                };
                if message.state == State::Unknown {
                    wanting.push((payment, Care::Ask));
                } else if amount_refused(&message) {
                    let at = message.last_at.unwrap_or(message.queued_at);
                    if tx.etcp_quote_after(&payment.order_id, at)?.is_none() {
                        wanting.push((payment, Care::Requote));
                    }
                }
            }
            Ok(wanting)
        });
        let wanting = wanting.await?;
        let now = self.desk.now();
        self.asked.retain(|id, _| wanting.iter().any(|(payment, _)| payment.id == *id));
        let mut asked = 0;
        for (payment, care) in wanting {
            if self.asked.get(&payment.id).is_some_and(|at| now.0 - at.0 < ASKED_EVERY_MS) {
                continue;
            }
            self.asked.insert(payment.id, now);
            asked += 1;
            let who = self.desk.who(&Caller::Engine);
            let done = match care {
                Care::Ask => ask_about(&self.desk, &who, &payment).await,
                Care::Requote => requote(&self.desk, &who, &payment).await,
            };
            if let Err(refusal) = done {
                tracing::warn!(why = refusal.en, payment = %payment.id, "ETCP could not be asked about a payment");
            }
        }
        Ok(asked)
    }
}

/// Asks ETCP's lists, first of what is over, then of what is inside, and goes by what they say.
async fn ask_about(desk: &Desk, who: &Who, payment: &EtcpPayment) -> Result<(), Refusal> {
    let account_id = payment.account_id;
    let user = desk.look(move |tx| user(tx, account_id)).await?;
    let calls = desk.etcp();
    let history = calls.history(&user).await?;
    let over = history.iter().any(|past| past.order_id == payment.order_id);
    let bills = if over { Vec::new() } else { calls.bills(&user, &payment.plate).await? };
    let verdict = arrived(&payment.order_id, payment.fee_fen, payment.amount_fen, &history, &bills);
    let id = payment.id;
    desk.act(who, move |act| {
        let payment = act.tx.etcp_payment(id)?.ok_or_else(no_such_payment)?;
        // Somebody may have found out meanwhile.
        let message = message_of(act.tx, id)?.filter(|message| message.state == State::Unknown);
        let Some(message) = message.filter(|_| payment.money == EtcpMoney::Held) else { return Ok(()) };
        match verdict {
            Arrived::Yes(proof) => {
                act.tx.settle_by_hand(message.no, true)?;
                known(act, &payment, proof, None, None)?;
            }
            // ETCP says itself that it does not have it: the very same one goes again, under the same number.
            Arrived::No => {
                act.tx.put_back(message.no)?;
                act.record(MessageResent { no: message.no, interface: message.interface }, Some(id), None)?;
            }
            Arrived::PaidInCash => {
                act.tx.settle_by_hand(message.no, false)?;
                act.record(EtcpPaymentMissed { id, reason: None }, Some(id), None)?;
            }
            Arrived::Unclear => {}
        }
        Ok(())
    })
    .await
}

/// Asks what is due now, for a payment whose amount was refused. Nothing is paid by it: a person looks at the new fee.
async fn requote(desk: &Desk, who: &Who, payment: &EtcpPayment) -> Result<(), Refusal> {
    let account_id = payment.account_id;
    let user = desk.look(move |tx| user(tx, account_id)).await?;
    let bills = desk.etcp().bills(&user, &payment.plate).await?;
    fees::keep(desk, who, account_id, payment.plate.clone(), bills).await?;
    Ok(())
}

/// `etcp.ask`: asks at once.
pub(crate) async fn ask(desk: &Desk, who: Who, request: EtcpPaymentRequest) -> Result<EtcpPaymentRow, Refusal> {
    let id = request.payment_id;
    let (payment, care) = desk
        .look(move |tx| {
            let payment = tx.etcp_payment(id)?.ok_or_else(no_such_payment)?;
            let care = match message_of(tx, id)?.filter(|_| payment.money == EtcpMoney::Held) {
                Some(message) if message.state == State::Unknown => Some(Care::Ask),
                Some(message) if amount_refused(&message) => Some(Care::Requote),
                _ => None,
            };
            Ok((payment, care))
        })
        .await?;
    match care {
        Some(Care::Ask) => ask_about(desk, &who, &payment).await?,
        Some(Care::Requote) => requote(desk, &who, &payment).await?,
        None => {}
    }
    desk.look(move |tx| row_of(tx, id)).await
}
