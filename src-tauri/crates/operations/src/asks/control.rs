//! 4001: the city's control list (DB4403/T 313, tables 18, 54 and 55).

use lotdesk_domain::ask::control::ControlOrder;
use lotdesk_domain::ask::{Answer, AskCode, AskRefusal};
use lotdesk_domain::control::ControlEntry;

use super::{Refused, must_be_ours};
use crate::act::Act;
use crate::controls;

pub(super) fn put(act: &mut Act<'_, '_>, order: ControlOrder) -> Result<Answer, Refused> {
    must_be_ours(act, &order.park_code)?;
    let known = act.tx.control(order.id)?;
    if order.removed {
        let Some(line) = known else {
            return Err(AskRefusal::new(AskCode::NoSuchObject, format!("名单不存在：{}", order.id)).into());
        };
        // A line that is off already stays off: the order may come twice.
        if line.removed_at.is_none() {
            controls::take_off(act, &line.entry, None)?;
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
        plate: order.vehicle.plate,
        strategy: order.strategy,
        begins_at: order.from,
        ends_at: order.until,
        placed_by: order.ordered_by,
        from_city: true,
    };
    let stands = known.is_some_and(|line| line.removed_at.is_none() && line.entry == entry);
    if !stands {
        controls::place(act, &entry, None)?;
    }
    Ok(Answer::Done)
}
