//! Inspections are followed by asking: docloud does not tell of them by itself.

use lotdesk_domain::id::Guid;
use lotdesk_domain::inspection::InspectionState;
use lotdesk_ledger::event::{InspectionAnswered, InspectionMoved};

use super::{no_such_inspection, owner, views};
use crate::api::inspection::{InspectionDetail, InspectionRequest};
use crate::api::refusal::Refusal;
use crate::caller::{Caller, Who};
use crate::desk::Desk;

impl Desk {
    /// Inspections that were on their way when the engine ended: a person decides. To be called before docloud is asked
    /// anything.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn settle_interrupted_inspections(&self) -> Result<u32, Refusal> {
        let who = self.who(&Caller::Engine);
        self.act(&who, |act| {
            let open = act.tx.open_inspections()?;
            let sending: Vec<_> = open.into_iter().filter(|one| one.state == InspectionState::Sending).collect();
            let count = u32::try_from(sending.len()).unwrap_or(u32::MAX);
            for one in sending {
                let event = InspectionAnswered {
                    id: one.bound.id,
                    state: InspectionState::Unknown,
                    platform_order_id: None,
                    code: None,
                    words: "程序在等应答时退出".to_owned(),
                };
                act.record(event, Some(one.bound.id), None)?;
            }
            Ok(count)
        })
        .await
    }

    /// Asks docloud how open inspections stand. To be called every few minutes; gives how many were asked for.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn follow_inspections(&self) -> Result<u32, Refusal> {
        let who = self.who(&Caller::Engine);
        let open = self.look(|tx| Ok(tx.open_inspections()?)).await?;
        let mut asked = 0;
        for inspection in open.into_iter().filter(|one| one.state == InspectionState::Ordered) {
            match one(self, &who, inspection.bound.id).await {
                Ok(()) => asked += 1,
                Err(why) => tracing::debug!(why = why.en, "an inspection could not be asked for"),
            }
        }
        Ok(asked)
    }
}

/// Asks for one; what says nothing new has no effect.
pub(super) async fn one(desk: &Desk, who: &Who, id: Guid) -> Result<(), Refusal> {
    let known = desk.look(move |tx| tx.inspection(id)?.ok_or_else(no_such_inspection)).await?;
    let Some(number) = known.platform_order_id else { return Ok(()) };
    let news = desk.docloud().inspection(&owner(id), number).await?;
    let moved = InspectionMoved::of(id, &news);
    if known.news.as_ref() == Some(&moved) {
        return Ok(());
    }
    desk.act(who, move |act| {
        act.record(moved, Some(id), None)?;
        Ok(())
    })
    .await
}

/// `inspection.ask`.
pub(crate) async fn ask(desk: &Desk, who: Who, request: InspectionRequest) -> Result<InspectionDetail, Refusal> {
    let id = request.inspection_id;
    one(desk, &who, id).await?;
    desk.look(move |tx| views::view(tx, id)).await
}
