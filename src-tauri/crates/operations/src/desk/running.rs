//! How an operation runs in the ledger, and a question is asked of it.

use std::sync::{Arc, Mutex, PoisonError};

use lotdesk_ledger::{Actor, LedgerError, ReadTx, Urgency};

use super::Desk;
use crate::act::Act;
use crate::api::lane::GateState;
use crate::api::refusal::Refusal;
use crate::caller::Who;
use crate::effects::Effect;

impl Desk {
    /// Runs an operation in the ledger's write transaction and, once it is durable, lets its effects happen. It runs to
    /// its end even when the asker goes away.
    pub(crate) async fn act<T: Send + 'static>(
        &self,
        who: &Who,
        operation: impl FnOnce(&mut Act<'_, '_>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.act_or(who, operation).await
    }

    /// The same for an operation with a refusal of its own kind.
    pub(crate) async fn act_or<T, E>(
        &self,
        who: &Who,
        operation: impl FnOnce(&mut Act<'_, '_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<LedgerError> + From<Refusal> + Send + 'static,
    {
        let said = Arc::new(Mutex::new(None));
        let saying = Arc::clone(&said);
        let run = Box::new(move |act: &mut Act<'_, '_>| {
            let answer = operation(act);
            let keep = answer.is_ok();
            *saying.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
            keep
        });
        self.act_whole(who.actor(), run).await.map_err(E::from)??;
        let answer = said.lock().unwrap_or_else(PoisonError::into_inner).take();
        answer.unwrap_or_else(|| Err(LedgerError::BrokeOff.into()))
    }

    /// What is the same for every operation, compiled once and not once for each of them. The operation says whether its
    /// changes stay.
    async fn act_whole(
        &self,
        actor: Actor,
        operation: Box<dyn FnOnce(&mut Act<'_, '_>) -> bool + Send>,
    ) -> Result<Result<(), LedgerError>, Refusal> {
        let desk = self.clone();
        let running = tokio::spawn(async move {
            let inner = &desk.inner;
            let (now, ids, mappers) = (inner.clock.now(), inner.ids.clone(), inner.mappers.clone());
            let (lot, tariffs) = (desk.lot(), desk.tariffs());
            let written = inner
                .ledger
                .write(Urgency::Lane, move |tx| {
                    let mut act = Act { tx, now, actor, lot, tariffs, ids, mappers, effects: Vec::new() };
                    if operation(&mut act) { Ok(act.effects) } else { Err(Undone) }
                })
                .await?;
            for effect in written.map_or_else(|Undone| Vec::new(), |written| written.value) {
                if let Effect::OpenGate { lane_id, .. } = &effect {
                    crate::notices::gate_is(&desk, *lane_id, GateState::Opening);
                }
                // Nobody carries effects out while the lanes are being taken down; the journal has the command.
                let _ = inner.effects.send(effect);
            }
            Ok(())
        });
        running.await.map_err(Refusal::internal)
    }

    /// Puts a setting into the ledger and then into use, one setting after the other, and to the end even when the asker
    /// goes away: what is in use is always the last one in the ledger.
    pub(crate) async fn put_in_force(
        &self,
        setting: impl Future<Output = Result<(), Refusal>> + Send + 'static,
    ) -> Result<(), Refusal> {
        let desk = self.clone();
        let running = tokio::spawn(async move {
            let _one_at_a_time = desk.inner.setting.lock().await;
            setting.await
        });
        running.await.unwrap_or_else(|why| Err(Refusal::internal(why)))
    }

    /// Asks one consistent state of the ledger.
    pub(crate) async fn look<T: Send + 'static>(
        &self,
        question: impl FnOnce(&ReadTx<'_>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let said = Arc::new(Mutex::new(None));
        let saying = Arc::clone(&said);
        let ask = Box::new(move |tx: &ReadTx<'_>| {
            *saying.lock().unwrap_or_else(PoisonError::into_inner) = Some(question(tx));
        });
        self.look_whole(ask).await?;
        let answer = said.lock().unwrap_or_else(PoisonError::into_inner).take();
        answer.unwrap_or_else(|| Err(LedgerError::BrokeOff.into()))
    }

    /// What is the same for every question, compiled once.
    async fn look_whole(&self, ask: Box<dyn FnOnce(&ReadTx<'_>) + Send>) -> Result<(), LedgerError> {
        self.inner
            .ledger
            .read(move |tx| {
                ask(tx);
                Ok(())
            })
            .await
    }
}

/// An operation refused: its changes do not stay.
struct Undone;
