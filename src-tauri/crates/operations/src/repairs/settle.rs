//! Settling: the record goes up in the same transaction, at once and without anything to be chosen.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::repair::{FieldNote, RepairForm, RepairState, upload_deadline};
use lotdesk_ledger::event::{RepairSettled, RepairUploaded, StoredRepair};

use super::{broken, drafts, shop, views};
use crate::act::Act;
use crate::api::refusal::{Code, Refusal};
use crate::api::repair::{RepairDetail, SettleRepair};
use crate::caller::Who;
use crate::desk::Desk;

/// `repair.settle`.
pub(crate) async fn settle(desk: &Desk, who: Who, request: SettleRepair) -> Result<RepairDetail, Refusal> {
    desk.act(&who, move |act| {
        if let Some(done) = act.tx.repair(request.record_id)?.filter(|record| record.state == RepairState::Settled)
            && done.repair == StoredRepair::from(&request.form.clone().tidied())
        {
            // The answer to the first asking was lost: it has no second effect.
            return views::detail_of(act.tx, done.id, act.now);
        }
        let draft = drafts::the_draft(act, request.record_id)?;
        let form = drafts::ready(act, request.form, Some(draft.id))?;
        let doubts = doubts_of(act, Some(draft.id), &form)?;
        doubtful(&doubts, request.accept_doubts)?;
        settle_now(act, draft.id, &form, false, &doubts)?;
        views::detail_of(act.tx, draft.id, act.now)
    })
    .await
}

/// What looks wrong with a form, by what is known of the car.
pub(super) fn doubts_of(act: &Act<'_, '_>, of: Option<Guid>, form: &RepairForm) -> Result<Vec<FieldNote>, Refusal> {
    let today = act.now.to_china().date();
    let until = form.brought_on.unwrap_or(today);
    let before = act.tx.earlier_mileage(of, &form.plate, &form.vin, until)?;
    Ok(form.doubts(today, before))
}

/// Refuses what looks wrong, unless somebody has looked at it again.
pub(super) fn doubtful(doubts: &[FieldNote], accepted: bool) -> Result<(), Refusal> {
    match doubts.first() {
        Some(doubt) if !accepted => {
            let refusal = Refusal::new(Code::LooksWrong, doubt.zh.clone(), doubt.en.clone());
            Err(refusal.at(format!("form.{}", doubt.field)))
        }
        _ => Ok(()),
    }
}

/// Writes the settling down and states the fact. What breaks a rule of the archive is not settled.
pub(super) fn settle_now(
    act: &mut Act<'_, '_>,
    id: Guid,
    form: &RepairForm,
    imported: bool,
    doubts: &[FieldNote],
) -> Result<(), Refusal> {
    let company_name = shop::the_shop(act.tx)?.ok_or_else(no_shop)?.company_name;
    let today = act.now.to_china().date();
    let record = form.to_record(&company_name, today).map_err(|notes| match notes.first() {
        Some(note) => broken(note),
        None => Refusal::internal("a form breaks no rule and is no record"),
    })?;
    let settled = RepairSettled {
        id,
        company_name,
        repair: StoredRepair::from(form),
        deadline: upload_deadline(record.settled_on),
        imported,
        doubts: doubts.iter().map(|doubt| doubt.field.clone()).collect(),
    };
    act.record(settled, Some(id), None)?;
    act.state(&Fact::RepairSettled { record, revision: 0 })?;
    Ok(())
}

fn no_shop() -> Refusal {
    Refusal::new(
        Code::NotFound,
        "尚未设置维修企业名称，请由经理在设置中填写",
        "The shop's name is not set up yet; a manager must do that.",
    )
    .at("shop")
}

/// The archive has a message: its own identifier is `list number#revision`. One of a record that is not there changes nothing.
pub(crate) fn uploaded(act: &mut Act<'_, '_>, own_id: &str, at: Moment) -> Result<(), Refusal> {
    let Some((code, revision)) = own_id.rsplit_once('#') else { return Ok(()) };
    let Ok(revision) = revision.parse() else { return Ok(()) };
    let Some(record) = act.tx.repair_of_code(code)?.filter(|record| record.state == RepairState::Settled) else {
        return Ok(());
    };
    // A message may go twice when its first reply was lost.
    if record.uploaded_revision.is_none_or(|up| up < revision) {
        act.record(RepairUploaded { id: record.id, revision, at }, Some(record.id), None)?;
    }
    Ok(())
}
