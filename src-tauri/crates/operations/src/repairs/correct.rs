//! A settled record is put right: it goes up again under its number, and overwrites what the archive has.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::repair::RepairState;
use lotdesk_ledger::event::{RepairCorrected, StoredRepair};

use super::{broken, drafts, no_such_record, settle, views};
use crate::act::Act;
use crate::api::refusal::{Code, Refusal};
use crate::api::repair::{CorrectRepair, RepairDetail};
use crate::caller::Who;
use crate::desk::Desk;
use crate::reasons;

/// `repair.correct`.
pub(crate) async fn correct(desk: &Desk, who: Who, request: CorrectRepair) -> Result<RepairDetail, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    desk.act(&who, move |act| {
        let id = request.record_id;
        put_right(act, id, request.form, reason, request.accept_doubts)?;
        views::detail_of(act.tx, id, act.now)
    })
    .await
}

/// Puts a settled record right. One that says the same as before goes nowhere.
pub(super) fn put_right(
    act: &mut Act<'_, '_>,
    id: lotdesk_domain::id::Guid,
    form: lotdesk_domain::repair::RepairForm,
    reason: String,
    accept_doubts: bool,
) -> Result<(), Refusal> {
    let before = act.tx.repair(id)?.ok_or_else(no_such_record)?;
    if before.state != RepairState::Settled {
        return Err(Refusal::new(
            Code::NotPossibleNow,
            "只有已结算的记录才需要更正",
            "Only a settled record is put right; a draft is simply saved.",
        )
        .at("record_id"));
    }
    let form = drafts::ready(act, form, Some(id))?;
    if form.cost_list_code != before.repair.cost_list_code {
        return Err(Refusal::field(
            "form.cost_list_code",
            "结算后不能更改结算清单编号：平台按编号覆盖",
            "The list number stays: the archive overwrites by it.",
        ));
    }
    let repair = StoredRepair::from(&form);
    if repair == before.repair {
        return Ok(());
    }
    let doubts = settle::doubts_of(act, Some(id), &form)?;
    settle::doubtful(&doubts, accept_doubts)?;
    let today = act.now.to_china().date();
    let record = form.to_record(&before.company_name, today).map_err(|notes| match notes.first() {
        Some(note) => broken(note),
        None => Refusal::internal("a form breaks no rule and is no record"),
    })?;
    let revision = before.revision + 1;
    act.record(RepairCorrected { id, revision, repair, reason }, Some(id), None)?;
    act.state(&Fact::RepairSettled { record, revision })?;
    Ok(())
}
