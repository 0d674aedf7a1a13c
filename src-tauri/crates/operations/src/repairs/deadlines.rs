//! Deadlines that are near, or over, are told: once each, in the stream that everybody sees.

use lotdesk_domain::repair::near_until;
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
        // Nothing to be told is the rule: that is seen without the door.
        if self.look(move |tx| Ok(tx.repairs_to_warn_of(now, near_until(now), 1)?.is_empty())).await? {
            return Ok(0);
        }
        self.act(&self.who(&Caller::Engine), move |act| {
            let mut told = 0;
            for record in act.tx.repairs_to_warn_of(now, near_until(now), AT_ONCE)? {
                let Some(deadline) = record.deadline else { continue };
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
