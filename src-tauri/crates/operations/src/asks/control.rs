//! 4001: the city's control list (DB4403/T 313, tables 18, 54 and 55).

use lotdesk_domain::ask::control::ControlOrder;
use lotdesk_domain::ask::{Answer, AskCode, AskRefusal};
use lotdesk_domain::control::ControlEntry;
use lotdesk_ledger::event::ControlConfirmed;

use super::{Refused, must_be_ours};
use crate::act::Act;
use crate::controls;

pub(super) fn put(act: &mut Act<'_, '_>, order: ControlOrder) -> Result<Answer, Refused> {
    must_be_ours(act, &order.park_code)?;
    let known = act.tx.control(order.id)?;
    // An order that was held up on its way tells of what is over: a later one has been carried out.
    if let Some(latest) = known.as_ref().and_then(|line| line.told_at)
        && order.told_at.is_some_and(|told_at| told_at < latest)
    {
        return Ok(Answer::Done);
    }
    if order.removed {
        let Some(line) = known else {
            return Err(AskRefusal::new(AskCode::NoSuchObject, format!("名单不存在：{}", order.id)).into());
        };
        // A line that is off already stays off: the order may come twice.
        match line.removed_at {
            None => controls::take_off(act, &line.entry, None, order.told_at)?,
            Some(_) => confirm(act, &order)?,
        }
        return Ok(Answer::Done);
    }
    if order.from.is_some_and(|from| from > order.until) {
        return Err(AskRefusal::new(AskCode::OutOfRange, "beginDate 晚于 endDate").into());
    }
    if order.until < act.now {
        return Err(AskRefusal::new(AskCode::Expired, "endDate 已过").into());
    }
    let entry = ControlEntry {
        id: order.id,
        plate: order.vehicle.plate.clone(),
        strategy: order.strategy,
        begins_at: order.from,
        ends_at: order.until,
        placed_by: order.ordered_by.clone(),
        from_city: true,
    };
    let stands = known.is_some_and(|line| line.removed_at.is_none() && line.entry == entry);
    match stands {
        false => controls::place_as_told(act, &entry, None, order.told_at)?,
        true => confirm(act, &order)?,
    }
    Ok(Answer::Done)
}

/// The line stands as ordered; only the order is newer.
fn confirm(act: &mut Act<'_, '_>, order: &ControlOrder) -> Result<(), Refused> {
    let latest = act.tx.control(order.id)?.and_then(|line| line.told_at);
    if let Some(told_at) = order.told_at.filter(|told_at| Some(*told_at) != latest) {
        act.record(ControlConfirmed { id: order.id, told_at }, None, Some(order.id))?;
    }
    Ok(())
}
