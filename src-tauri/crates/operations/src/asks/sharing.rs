//! 6004: a car may use the lot at shared hours, or no longer (DB4403/T 313, tables 79 and 80).

use lotdesk_domain::ask::sharing::ShareOrder;
use lotdesk_domain::ask::{Answer, AskCode, AskRefusal};
use lotdesk_domain::sharing::SharedParking;

use super::{Refused, must_be_ours};
use crate::act::Act;
use crate::sharing;

/// A buffer of more than a day would be no buffer.
const LONGEST_BUFFER_MINUTES: u32 = 24 * 60;

pub(super) fn share(act: &mut Act<'_, '_>, asked: ShareOrder) -> Result<Answer, Refused> {
    must_be_ours(act, &asked.park_code)?;
    if asked.ended {
        return match sharing::cancel(act, asked.id)? {
            true => Ok(Answer::Done),
            false => Err(AskRefusal::new(AskCode::NoSuchObject, "没有这份共享停车信息").into()),
        };
    }
    check(&asked)?;
    let mut weekdays = asked.weekdays;
    weekdays.sort_unstable();
    weekdays.dedup();
    let shared = SharedParking {
        id: asked.id,
        plate: asked.plate,
        first_day: asked.first_day,
        last_day: asked.last_day,
        from_time: asked.from,
        to_time: asked.until,
        buffer_minutes: asked.buffer_minutes,
        weekdays,
        publisher: asked.publisher,
        cancelled_at: None,
    };
    sharing::set(act, shared)?;
    Ok(Answer::Done)
}

fn check(asked: &ShareOrder) -> Result<(), AskRefusal> {
    let wrong = if asked.last_day < asked.first_day {
        "endDate 不能早于 startDate"
    } else if asked.weekdays.is_empty() || !asked.weekdays.iter().all(|day| (1..=7).contains(day)) {
        "rule 须为 1 至 7 的星期"
    } else if asked.buffer_minutes > LONGEST_BUFFER_MINUTES {
        "bufferTime 不能超过 1440 分钟"
    } else {
        return Ok(());
    };
    Err(AskRefusal::new(AskCode::OutOfRange, wrong))
}
