//! Gates that were opened by hand while nothing could be written down: a full disk or a broken ledger keeps no driver in.
//! They stand in the log, and in the journal as soon as it takes them.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_ledger::event::GateCommanded as Commanded;
use lotdesk_ledger::{Actor, Entry};

use crate::act::GATE_COMMAND_LIVES_MS;
use crate::api::lane::{GateCommanded, GateState};
use crate::api::refusal::Refusal;
use crate::caller::{Caller, Who};
use crate::desk::Desk;
use crate::effects::Effect;
use crate::notices;

/// So many are remembered; of more, the oldest stand in the log only.
const MOST: usize = 256;

/// What is still to be written down.
#[derive(Default)]
pub(crate) struct Unwritten(Mutex<VecDeque<Opened>>);

#[derive(Clone)]
struct Opened {
    command_id: Guid,
    lane_id: Guid,
    reason: String,
    at: Moment,
    expires_at: Moment,
    actor: Actor,
}

/// Opens the gate of a lane past the ledger, which has just failed.
///
/// # Errors
/// With the ledger's failure, when nobody carries orders out any more.
pub(super) fn open(
    desk: &Desk,
    who: &Who,
    lane_id: Guid,
    reason: String,
    failure: Refusal,
) -> Result<GateCommanded, Refusal> {
    let (command_id, at) = (desk.inner.ids.next_guid(), desk.now());
    let expires_at = at.plus_ms(GATE_COMMAND_LIVES_MS);
    if desk.inner.effects.send(Effect::OpenGate { lane_id, command_id, expires_at }).is_err() {
        return Err(failure);
    }
    let actor = who.actor();
    tracing::error!(
        lane = %lane_id, command = %command_id, ?actor, reason, why = failure.en,
        "a gate is opened by hand past the ledger, which takes nothing"
    );
    notices::gate_is(desk, lane_id, GateState::Opening);
    let mut waiting = desk.inner.unwritten.0.lock().unwrap_or_else(PoisonError::into_inner);
    if waiting.len() == MOST {
        waiting.pop_front();
    }
    waiting.push_back(Opened { command_id, lane_id, reason, at, expires_at, actor });
    Ok(GateCommanded { gate_command_id: command_id, expires_at })
}

/// Writes down what waits for it, as soon as the ledger takes it.
pub(super) async fn write_down(desk: &Desk) -> Result<(), Refusal> {
    let waiting: Vec<Opened> =
        desk.inner.unwritten.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect();
    if waiting.is_empty() {
        return Ok(());
    }
    let written: Vec<Guid> = waiting.iter().map(|opened| opened.command_id).collect();
    desk.act(&desk.who(&Caller::Engine), move |act| {
        for Opened { command_id, lane_id, reason, at, expires_at, actor } in waiting {
            // The journal's lines stand in the order in which they were written; when it was stands in the words.
            let entry = Entry { at: act.now, actor, cause: None, subject: None };
            let reason = Some(format!("{reason}（{} 开闸，当时账本不可写）", at.to_datetime_text()));
            let cause = "hand".to_owned();
            act.tx.append(&entry, Commanded { command_id, lane_id, cause, reason, expires_at, entering: false })?;
        }
        Ok(())
    })
    .await?;
    let mut waiting = desk.inner.unwritten.0.lock().unwrap_or_else(PoisonError::into_inner);
    waiting.retain(|opened| !written.contains(&opened.command_id));
    Ok(())
}
