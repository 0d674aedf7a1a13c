//! Drafts: saved as far as they are, thrown away.

use lotdesk_domain::repair::{RepairForm, RepairState};
use lotdesk_ledger::event::{RepairDrafted, RepairDropped, StoredRepair};
use lotdesk_ledger::tables::repairs::StoredRecord;

use super::{broken, code_taken, no_such_record, shop, views};
use crate::act::Act;
use crate::api::Done;
use crate::api::refusal::{Code, Refusal};
use crate::api::repair::{DropRepair, RepairDetail, SaveRepair};
use crate::caller::Who;
use crate::desk::Desk;
use crate::reasons;

/// What list numbers begin with where the shop has set nothing.
const USUAL_PREFIX: &str = "JS";

/// A list number that no record has: prefix, day, number in the day.
pub(crate) fn draw_code(act: &Act<'_, '_>) -> Result<String, Refusal> {
    let prefix = shop::the_shop(act.tx)?.map(|shop| shop.code_prefix).filter(|prefix| !prefix.is_empty());
    let prefix = prefix.unwrap_or_else(|| USUAL_PREFIX.to_owned());
    let beginning = format!("{prefix}{}", act.now.to_china().format("%Y%m%d"));
    let last = act.tx.last_repair_code(&beginning)?;
    let last: u64 = last.and_then(|code| code[beginning.len()..].parse().ok()).unwrap_or(0);
    let mut number = last + 1;
    loop {
        let code = format!("{beginning}{number:03}");
        if act.tx.repair_of_code(&code)?.is_none() {
            return Ok(code);
        }
        number += 1;
    }
}

/// The form as it is kept, its list number drawn when it has none and held against the others.
pub(super) fn ready(
    act: &Act<'_, '_>,
    form: RepairForm,
    of: Option<lotdesk_domain::id::Guid>,
) -> Result<RepairForm, Refusal> {
    let mut form = form.tidied();
    if let Some(note) = form.too_large() {
        return Err(broken(&note));
    }
    if form.cost_list_code.is_empty() {
        form.cost_list_code = draw_code(act)?;
    }
    match act.tx.repair_of_code(&form.cost_list_code)? {
        Some(other) if Some(other.id) != of => Err(code_taken(&form.cost_list_code)),
        _ => Ok(form),
    }
}

/// The draft with this identifier.
pub(super) fn the_draft(act: &Act<'_, '_>, id: lotdesk_domain::id::Guid) -> Result<StoredRecord, Refusal> {
    let record = act.tx.repair(id)?.ok_or_else(no_such_record)?;
    match record.state {
        RepairState::Draft => Ok(record),
        RepairState::Settled => Err(Refusal::new(
            Code::NotPossibleNow,
            "该记录已结算，请用“更正”修改",
            "The record is settled; put it right by a correction.",
        )
        .at("record_id")),
        RepairState::Dropped => {
            Err(Refusal::new(Code::NotPossibleNow, "该草稿已作废", "The draft was thrown away.").at("record_id"))
        }
    }
}

/// `repair.save`.
pub(crate) async fn save(desk: &Desk, who: Who, request: SaveRepair) -> Result<RepairDetail, Refusal> {
    desk.act(&who, move |act| {
        let mut form = request.form;
        let before = match (request.record_id, request.new_id) {
            (Some(id), _) => Some(the_draft(act, id)?),
            (None, Some(drawn)) if act.tx.repair(drawn)?.is_some() => {
                let saved = the_draft(act, drawn)?;
                if form.cost_list_code.trim().is_empty() {
                    // The number that was drawn for it when the answer was lost.
                    form.cost_list_code.clone_from(&saved.repair.cost_list_code);
                }
                Some(saved)
            }
            (None, _) => None,
        };
        let id = before.as_ref().map(|before| before.id).or(request.new_id).unwrap_or_else(|| act.ids.next_guid());
        let form = ready(act, form, Some(id))?;
        let repair = StoredRepair::from(&form);
        if before.as_ref().is_none_or(|before| before.repair != repair) {
            let order_id = before.and_then(|before| before.order_id);
            act.record(RepairDrafted { id, order_id, repair }, Some(id), None)?;
        }
        views::detail_of(act.tx, id, act.now)
    })
    .await
}

/// `repair.drop`.
pub(crate) async fn drop_draft(desk: &Desk, who: Who, request: DropRepair) -> Result<Done, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    desk.act(&who, move |act| {
        let record = the_draft(act, request.record_id)?;
        act.record(RepairDropped { id: record.id, reason }, Some(record.id), None)?;
        Ok(Done {})
    })
    .await
}
