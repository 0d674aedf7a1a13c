//! Deadlines that are near, or over, are told: once each, in the stream that everybody sees.

use lotdesk_domain::repair::near_from;
use lotdesk_ledger::event::RepairWarned;

use crate::api::refusal::Refusal;
use crate::caller::Caller;
use crate::desk::Desk;

/// As many at a look; the next look takes those behind them.
const AT_ONCE: u32 = 100;

impl Desk {
    /// Tells of records whose deadline is near or over and that the archive does not have. To be called every minute or so;
    /// gives how many were told of.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn warn_of_repair_deadlines(&self) -> Result<u32, Refusal> {
        let now = self.now();
        let due =
            move |warned: u8, deadline| (now >= deadline && warned < 2) || (now >= near_from(deadline) && warned < 1);
        // Nothing to be told is the rule: that is seen without the door.
        let any = self
            .look(move |tx| {
                let waiting = tx.repairs_to_upload(AT_ONCE)?;
                Ok(waiting.iter().any(|record| record.deadline.is_some_and(|deadline| due(record.warned, deadline))))
            })
            .await?;
        if !any {
            return Ok(0);
        }
        self.act(&self.who(&Caller::Engine), move |act| {
            let mut told = 0;
            for record in act.tx.repairs_to_upload(AT_ONCE)? {
                let Some(deadline) = record.deadline.filter(|deadline| due(record.warned, *deadline)) else { continue };
                let warned = RepairWarned {
                    id: record.id,
                    cost_list_code: record.repair.cost_list_code.clone(),
                    deadline,
                    over: now >= deadline,
                };
                act.record(warned, Some(record.id), None)?;
                told += 1;
            }
            Ok(told)
        })
        .await
    }
}
