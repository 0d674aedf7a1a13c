//! Asks the platform about plates (5010) off the lanes' path: after the entry is committed, and again at the exit where
//! nothing is known. A platform that does not answer keeps nobody waiting: the car pays as all others do.

use std::sync::{Arc, Weak};

use lotdesk_domain::deduction::DeductionRule;
use lotdesk_domain::id::Guid;
use lotdesk_domain::message::Platform;
use lotdesk_domain::parking::{RecordState, Standing};
use lotdesk_ledger::event::Event;
use tokio::sync::Semaphore;
use tokio::sync::broadcast::error::RecvError;

use crate::api::lane::ReadFate;
use crate::api::refusal::Refusal;
use crate::caller::Caller;
use crate::desk::{Desk, Inner};
use crate::lanes::fate_word;

/// So many questions are under way at once.
const AT_ONCE: usize = 4;

/// Begins to ask; ends with the desk.
pub(crate) fn begin(desk: &Desk) {
    let mut committed = desk.inner.ledger.committed();
    let weak = Arc::downgrade(&desk.inner);
    let slots = Arc::new(Semaphore::new(AT_ONCE));
    tokio::spawn(async move {
        loop {
            let events = match committed.recv().await {
                Ok(events) => events,
                // What was missed is asked at the exit.
                Err(RecvError::Lagged(_)) => continue,
                Err(RecvError::Closed) => return,
            };
            let Some(desk) = upgrade(&weak) else { return };
            if desk.lot().payment.deduction == DeductionRule::Off
                || !desk.inner.surroundings.platforms().contains(&Platform::City)
            {
                continue;
            }
            for record_id in events.iter().filter_map(|recorded| to_ask(&recorded.event)) {
                let (weak, slots) = (weak.clone(), slots.clone());
                tokio::spawn(async move {
                    let Ok(_slot) = slots.acquire().await else { return };
                    let Some(desk) = upgrade(&weak) else { return };
                    if let Err(why) = ask(&desk, record_id).await {
                        tracing::info!(%why, %record_id, "whether a fee can be taken by contract stays unknown");
                    }
                });
            }
        }
    });
}

fn upgrade(weak: &Weak<Inner>) -> Option<Desk> {
    weak.upgrade().map(|inner| Desk { inner })
}

/// The stay to ask about: a temporary car that came in, or one that stops at the exit to pay.
fn to_ask(event: &Event) -> Option<Guid> {
    let must_pay = fate_word(ReadFate::MustPay);
    match event {
        Event::RecordOpened(e) if e.standing != Standing::Lease => Some(e.id),
        Event::ReadTaken(e) if e.waits && e.fate == must_pay => e.record_id,
        Event::ReadMatched(e) if e.fate == must_pay => Some(e.record_id),
        _ => None,
    }
}

async fn ask(desk: &Desk, record_id: Guid) -> Result<(), Refusal> {
    let unknown = desk
        .look(move |tx| {
            let record = tx.record(record_id)?.filter(|record| record.state == RecordState::Inside);
            Ok(if tx.deduction(record_id)?.is_none() { record } else { None })
        })
        .await?;
    let Some(record) = unknown else { return Ok(()) };
    let state = desk.queries().deduction_state(&record.vehicle.plate).await?;
    let who = desk.who(&Caller::Engine);
    desk.act(&who, move |act| {
        // 6008 may have told the newer state while the question was under way.
        if act.tx.deduction(record_id)?.is_some() { Ok(()) } else { super::known(act, record_id, state, "5010") }
    })
    .await
}
