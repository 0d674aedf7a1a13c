//! What platforms ask of the lot. A gateway verifies a message, has it stored ([`Desk::store_arrival`]), and has each of
//! its items carried out ([`Desk::carry_out`]); it never decides anything itself.

mod charging;
mod control;
mod deduction;
mod fee;
mod garage;
mod inside;
mod lease;
mod lock;
mod neighbour;
mod paid;
mod refused;
mod reservation;
mod sharing;

use lotdesk_domain::ask::{Answer, Ask, AskCode, AskRefusal};
use lotdesk_domain::message::Platform;
use lotdesk_ledger::inbox::Arrival;

use crate::act::Act;
use crate::api::listener::PushRefusal;
use crate::api::refusal::Refusal;
use crate::caller::Caller;
use crate::desk::Desk;
pub(crate) use refused::Refused;

/// An item of a platform's message, verified and read.
pub struct PlatformRequest {
    /// Who asks.
    pub platform: Platform,
    /// Interface as in the interface list.
    pub interface: &'static str,
    /// Under which it is carried out once; none for questions, and where the operation itself knows a repeat.
    pub key: Option<String>,
    /// What is asked.
    pub ask: Ask,
    /// Writes the answer as the platform wants it. It is kept with the key, so that a repeat gets the same words.
    pub encode: Box<dyn FnOnce(&Answer) -> String + Send>,
}

/// What became of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarriedOut {
    /// The encoded answer.
    pub reply: String,
    /// True when it had been carried out before and this is the first answer again.
    pub again: bool,
}

impl Desk {
    /// Stores a platform's message as it came, before anything is done about it. Gives its number in the inbox.
    ///
    /// # Errors
    /// When the ledger cannot keep it: then nothing may be carried out either.
    pub async fn store_arrival(&self, arrival: Arrival) -> Result<i64, Refusal> {
        Ok(self.inner.ledger.store_arrival(arrival).await?)
    }

    /// Keeps a message that was not taken, within bounds; a failure is logged, for there is nothing to be undone.
    pub async fn store_refused(&self, arrival: Arrival, reason: PushRefusal) {
        if let Err(error) = self.inner.ledger.store_refused(arrival, reason.word().to_owned()).await {
            tracing::warn!(%error, "a refused message could not be kept");
        }
    }

    /// Writes beside a stored message what was answered. A failure is logged: the answer itself has been given.
    pub async fn settle_arrival(&self, no: i64, reply: String) {
        if let Err(error) = self.inner.ledger.settle_arrival(no, reply, self.now()).await {
            tracing::error!(%error, no, "an answer could not be kept beside its message");
        }
    }

    /// Remembers that a platform, proven to be it, used an interface of ours and whether that went well. A failure is logged:
    /// only the list of what was used misses it.
    pub async fn store_asked(&self, platform: Platform, interface: &str, ok: bool) {
        if let Err(error) = self.inner.ledger.store_exchange(platform, interface, "down", self.now(), ok).await {
            tracing::warn!(%error, interface, "that an interface was used could not be kept");
        }
    }

    /// Carries out what a platform asks, once for each key, and gives the encoded answer.
    ///
    /// # Errors
    /// The refusal, by table A.2. A refused request leaves nothing behind and is judged anew when it is repeated.
    pub async fn carry_out(&self, request: PlatformRequest) -> Result<CarriedOut, AskRefusal> {
        let who = self.who(&Caller::Platform(request.platform));
        let done = self.act_or(&who, move |act| {
            let PlatformRequest { platform, interface, key, ask, encode } = request;
            if let Some(key) = &key
                && let Some(reply) = act.tx.answered_once(platform, interface, key)?
            {
                return Ok(CarriedOut { reply, again: true });
            }
            let reply = encode(&carry_out(act, ask)?);
            if let Some(key) = &key {
                act.tx.answer_once(platform, interface, key, &reply, act.now)?;
            }
            Ok::<_, Refused>(CarriedOut { reply, again: false })
        });
        done.await.map_err(Refused::into_ask)
    }
}

/// One arm an interface; what it takes to answer stands in a file of its own.
fn carry_out(act: &mut Act<'_, '_>, ask: Ask) -> Result<Answer, Refused> {
    match ask {
        Ask::Reserve(asked) => reservation::reserve(act, asked),
        Ask::ReservationStep(asked) => reservation::step(act, &asked),
        Ask::Share(asked) => sharing::share(act, asked),
        Ask::FindInside(asked) => inside::find(act, &asked),
        Ask::PriceStay(asked) => fee::price(act, &asked),
        Ask::StayPaid(told) => paid::paid(act, told),
        Ask::DeductionChanged(told) => deduction::changed(act, &told),
        Ask::Neighbour(lot) => neighbour::told(act, lot),
        Ask::Charging(asked) => charging::carry_out(act, asked),
        Ask::Control(order) => control::put(act, order),
        Ask::Lock(order) => lock::set(act, &order),
        Ask::LeaseOf(asked) => lease::of(act, &asked),
        Ask::ExtendLease(told) => lease::extend(act, &told),
        Ask::StoreCar(asked) => garage::store(act, asked),
        Ask::RetrieveCar(asked) => garage::retrieve(act, asked),
    }
}

/// The lot meant must be ours (A.2, 1101).
pub(crate) fn must_be_ours(act: &Act<'_, '_>, park_code: &str) -> Result<(), AskRefusal> {
    if act.lot.park_code == park_code {
        return Ok(());
    }
    Err(AskRefusal::new(AskCode::NoSuchLot, format!("停车场不存在：{park_code}")))
}
