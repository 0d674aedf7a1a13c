//! Parking records: search, one record's story, pictures.

use lotdesk_domain::parking::{ParkingRecord, RecordState};
use lotdesk_ledger::tables::records::RecordSearch;
use lotdesk_ledger::tables::street::StaySearch;

use crate::api::record::{DetailRequest, RecordDetail, RecordRow, SearchReply, SearchRequest};
use crate::api::refusal::{Code, Refusal};
use crate::api::system::{Picture, PictureRequest};
use crate::caller::Who;
use crate::desk::Desk;
use crate::{messages, story, words};

/// How many rows a page has: what was asked for, within reason.
pub(crate) fn page_size(asked: u32) -> u32 {
    if asked == 0 { 50 } else { asked.min(200) }
}

/// A part of a plate as plates are stored: no blanks, no dots, capitals.
pub(crate) fn plate_part(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '·').collect::<String>().to_uppercase()
}

/// `record.search`.
pub(crate) async fn search(desk: &Desk, _who: Who, request: SearchRequest) -> Result<SearchReply, Refusal> {
    let limit = page_size(request.limit);
    let (state, after) = (request.state, request.after);
    let part = plate_part(&request.plate);
    let space_no = request.space_no.filter(|text| !text.is_empty());
    let now = desk.now();
    let (mut records, mut stays) = desk
        .look(move |tx| {
            let stays = match state {
                // A bay's stay is never taken back.
                Some(RecordState::Cancelled) => Vec::new(),
                _ => tx.search_stays(&StaySearch {
                    plate_part: part.clone(),
                    space_no: space_no.clone(),
                    open_only: state == Some(RecordState::Inside),
                    left_before: state.filter(|state| *state == RecordState::Left).map(|_| now),
                    owing_only: false,
                    limit,
                    after,
                })?,
            };
            let records = match space_no {
                None => tx.search_records(&RecordSearch { plate_part: part, state, limit, after })?,
                Some(space_no) => {
                    let stored = tx.garage_car_in(&space_no)?.and_then(|car| car.record_id);
                    let record = stored.map(|id| tx.record(id)).transpose()?.flatten();
                    let fits = |record: &ParkingRecord| {
                        record.vehicle.plate.as_str().contains(&part) && state.is_none_or(|state| state == record.state)
                    };
                    record.filter(fits).into_iter().collect()
                }
            };
            Ok((records, stays))
        })
        .await?;
    let more = records.len().max(stays.len()) > limit as usize;
    records.truncate(limit as usize);
    stays.truncate(limit as usize);
    Ok(SearchReply { rows: records.into_iter().map(row).collect(), stays, more })
}

fn row(record: ParkingRecord) -> RecordRow {
    RecordRow {
        id: record.id,
        vehicle: record.vehicle,
        standing: record.standing,
        state: record.state,
        area: record.area,
        entered_at: record.entered_at,
        left_at: record.left_at,
        received_fen: record.received_fen,
    }
}

/// `record.detail`.
pub(crate) async fn detail(desk: &Desk, _who: Who, request: DetailRequest) -> Result<RecordDetail, Refusal> {
    desk.look(move |tx| {
        let record = tx.record(request.record_id)?.ok_or_else(words::no_such_record)?;
        let charges = tx.charges_of(record.id)?.into_iter().map(|c| c.charge).collect();
        let names = story::Names::read(tx)?;
        let events = tx.events_of(record.id)?.iter().filter_map(|event| story::line(event, &names)).collect();
        let messages = tx.messages_about(&record.id.to_string())?.into_iter().map(messages::row).collect();
        let lock = tx.lock_of(record.id)?;
        Ok(RecordDetail { record, lock, charges, events, messages })
    })
    .await
}

/// `picture.get`.
pub(crate) async fn picture(desk: &Desk, _who: Who, request: PictureRequest) -> Result<Picture, Refusal> {
    let surroundings = desk.inner.surroundings.clone();
    let found = tokio::task::spawn_blocking(move || surroundings.picture(request.picture_id)).await;
    found.map_err(Refusal::internal)??.ok_or_else(|| {
        Refusal::new(Code::NotFound, "图片不存在或已过保存期", "There is no such picture, or it is past its keeping.")
            .at("picture_id")
    })
}
