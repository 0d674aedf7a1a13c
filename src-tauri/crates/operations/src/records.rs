//! Parking records: search, one record's story, pictures.

use lotdesk_domain::parking::ParkingRecord;
use lotdesk_ledger::tables::records::RecordSearch;

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
    let search =
        RecordSearch { plate_part: plate_part(&request.plate), state: request.state, limit, after: request.after };
    let mut records = desk.look(move |tx| Ok(tx.search_records(&search)?)).await?;
    let more = records.len() > limit as usize;
    records.truncate(limit as usize);
    Ok(SearchReply { rows: records.into_iter().map(row).collect(), more })
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
