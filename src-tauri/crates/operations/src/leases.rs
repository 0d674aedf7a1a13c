//! Leases: saved and listed.

use chrono::NaiveDate;
use lotdesk_domain::lease::Lease;
use lotdesk_domain::plate::Plate;
use lotdesk_ledger::event::LeaseSaved;

use crate::api::Nothing;
use crate::api::lease::{LeaseList, SaveLease};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::words;

pub(crate) async fn list(desk: &Desk, _who: Who, _request: Nothing) -> Result<LeaseList, Refusal> {
    Ok(LeaseList { leases: desk.look(|tx| Ok(tx.leases()?)).await? })
}

pub(crate) async fn save(desk: &Desk, who: Who, request: SaveLease) -> Result<Lease, Refusal> {
    if !(1..=1000).contains(&request.spaces) {
        return Err(Refusal::field("spaces", "车位数须为 1 至 1000", "A lease has 1 to 1000 spaces."));
    }
    if !(1..=50).contains(&request.plates.len()) {
        return Err(Refusal::field("plates", "请填写 1 至 50 个车牌", "A lease names 1 to 50 plates."));
    }
    let mut plates = Vec::new();
    for (index, text) in request.plates.iter().enumerate() {
        let plate = Plate::parse(text).map_err(|why| words::bad_plate(&format!("plates[{index}]"), &why))?;
        if plates.contains(&plate) {
            return Err(Refusal::field(
                format!("plates[{index}]"),
                format!("车牌 {plate} 重复"),
                format!("{plate} is named twice."),
            ));
        }
        plates.push(plate);
    }
    let (first_day, last_day) = (day("first_day", &request.first_day)?, day("last_day", &request.last_day)?);
    if last_day < first_day {
        return Err(Refusal::field(
            "last_day",
            "截止日期不能早于开始日期",
            "The last day cannot come before the first.",
        ));
    }
    let (id, spaces) = (request.id, request.spaces);
    desk.act(&who, move |act| {
        let id = match id {
            Some(id) if act.tx.lease(id)?.is_none() => {
                return Err(Refusal::new(Code::NotFound, "没有这份租约", "There is no such lease.").at("id"));
            }
            Some(id) => id,
            None => act.ids.next_guid(),
        };
        act.record(LeaseSaved { id, spaces, plates: plates.clone(), first_day, last_day }, None, None)?;
        Ok(Lease { id, spaces, plates, first_day, last_day })
    })
    .await
}

fn day(field: &str, text: &str) -> Result<NaiveDate, Refusal> {
    text.trim().parse().map_err(|_| Refusal::field(field, "日期格式须为 yyyy-MM-dd", "A day is written yyyy-MM-dd."))
}
