//! Stays on the street: listed, looked into, and what is owed.

use lotdesk_ledger::tables::street::StaySearch;

use super::{no_such_stay, quote_of};
use crate::api::refusal::Refusal;
use crate::api::street::{ArrearsList, StayDetail, StayList, StayListRequest, StayRequest};
use crate::caller::Who;
use crate::desk::Desk;
use crate::records::page_size;
use crate::{messages, story};

fn search(request: StayListRequest) -> StaySearch {
    let plate_part =
        request.plate.chars().filter(|c| !c.is_whitespace() && *c != '·').collect::<String>().to_uppercase();
    StaySearch {
        plate_part,
        space_no: request.space_no.filter(|text| !text.is_empty()),
        open_only: request.open_only,
        owing_only: false,
        left_before: None,
        limit: page_size(request.limit),
        after: request.after,
    }
}

/// `street.list`.
pub(crate) async fn list(desk: &Desk, _who: Who, request: StayListRequest) -> Result<StayList, Refusal> {
    let search = search(request);
    let limit = search.limit as usize;
    let mut rows = desk.look(move |tx| Ok(tx.search_stays(&search)?)).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    Ok(StayList { rows, more })
}

/// `street.arrears`.
pub(crate) async fn arrears(desk: &Desk, _who: Who, request: StayListRequest) -> Result<ArrearsList, Refusal> {
    let search = StaySearch { owing_only: true, ..search(request) };
    let limit = search.limit as usize;
    let (mut rows, (stays, owed_fen)) =
        desk.look(move |tx| Ok((tx.search_stays(&search)?, tx.street_debts()?))).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    Ok(ArrearsList { rows, more, stays, owed_fen })
}

/// `street.detail`.
pub(crate) async fn detail(desk: &Desk, _who: Who, request: StayRequest) -> Result<StayDetail, Refusal> {
    let (lot, tariffs, now) = (desk.lot(), desk.tariffs(), desk.now());
    desk.look(move |tx| {
        let stay = tx.stay(request.stay_id)?.ok_or_else(no_such_stay)?;
        let quote = quote_of(tx, &lot, &tariffs, &stay, now)?;
        let (entry_picture, exit_picture) = tx.stay_pictures(stay.id)?;
        let charges = tx.charges_of(stay.id)?.into_iter().map(|stored| stored.charge).collect();
        let names = story::Names::read(tx)?;
        let events = tx.events_of(stay.id)?.iter().filter_map(|event| story::line(event, &names)).collect();
        let messages = tx.messages_about(&stay.id.to_string())?.into_iter().map(messages::row).collect();
        Ok(StayDetail { quote, entry_picture, exit_picture, charges, events, messages })
    })
    .await
}
