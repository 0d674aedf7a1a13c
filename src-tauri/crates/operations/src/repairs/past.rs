//! What is known from before: a car's visits, and what the shop uses.

use lotdesk_domain::repair::{FormItem, FormPart};

use super::tidy_car;
use crate::api::refusal::Refusal;
use crate::api::repair::{
    KnownItem, KnownLines, KnownLinesRequest, KnownPart, PastRepair, PastRepairs, PastRepairsRequest,
};
use crate::caller::Who;
use crate::desk::Desk;

const PAST_MOST: u32 = 100;
const KNOWN_MOST: u32 = 30;

/// `repair.past`.
pub(crate) async fn past(desk: &Desk, _who: Who, request: PastRepairsRequest) -> Result<PastRepairs, Refusal> {
    let (plate, vin) = tidy_car(&request.plate, &request.vin);
    let records = desk.look(move |tx| Ok(tx.past_repairs(&plate, &vin, PAST_MOST)?)).await?;
    let row = |record: lotdesk_ledger::tables::repairs::StoredRecord| PastRepair {
        record_id: record.id,
        form: record.repair.to_form(),
    };
    Ok(PastRepairs { rows: records.into_iter().map(row).collect() })
}

/// `repair.known`.
pub(crate) async fn known(desk: &Desk, _who: Who, request: KnownLinesRequest) -> Result<KnownLines, Refusal> {
    let text = request.text.trim().to_owned();
    desk.look(move |tx| {
        let items = tx.known_repair_lines(false, &text, KNOWN_MOST)?.into_iter();
        let parts = tx.known_repair_lines(true, &text, KNOWN_MOST)?.into_iter();
        Ok(KnownLines {
            items: items
                .map(|line| KnownItem { item: FormItem { name: line.name, hours: line.number }, times: line.times })
                .collect(),
            parts: parts
                .map(|line| KnownPart {
                    part: FormPart { name: line.name, code: line.code, quantity: line.number },
                    times: line.times,
                })
                .collect(),
        })
    })
    .await
}
