//! Settled repairs, when the archive had each, and how long that took: the report that a shop can show.

use lotdesk_domain::repair::Upload;
use lotdesk_domain::table::{Cell, Language};
use lotdesk_ledger::tables::repairs::StoredRecord;
use lotdesk_ledger::{LedgerError, ReadTx};

use super::{About, Take};
use crate::api::refusal::Refusal;
use crate::reports::words;

/// A shop settles a few dozen a day: so many are the work of years.
const ROWS_MOST: u32 = 100_000;
const MINUTE_MS: i64 = 60_000;

fn settled(tx: &ReadTx<'_>, about: &About) -> Result<Vec<StoredRecord>, LedgerError> {
    tx.repairs_settled(about.span.from(), about.span.before(), ROWS_MOST)
}

/// What stands above the rows: whose they are, how many of them went up in time, and the rule.
pub(super) fn about(tx: &ReadTx<'_>, about: &About) -> Result<Vec<String>, LedgerError> {
    let records = settled(tx, about)?;
    let (mut in_time, mut late, mut missing) = (0, 0, 0);
    for record in &records {
        let Some(deadline) = record.deadline else { continue };
        match Upload::at(deadline, record.uploaded_at, about.now) {
            Upload::InTime => in_time += 1,
            Upload::Late => late += 1,
            Upload::Waiting | Upload::Near | Upload::Over => missing += 1,
        }
    }
    let all = records.len();
    let shop = records.last().map(|record| record.company_name.clone()).unwrap_or_default();
    Ok(match about.language {
        Language::Zh => vec![
            format!(
                "维修企业：{shop}    结算 {all} 份，按时上传 {in_time} 份，逾期上传 {late} 份，尚未上传 {missing} 份"
            ),
            "时限：结算次日 24 时前；结算即自动上传，本系统无上传开关。".to_owned(),
        ],
        Language::En => vec![
            format!("Shop: {shop}    {all} settled, {in_time} uploaded in time, {late} late, {missing} not yet"),
            "Deadline: 24:00 of the day after the settling. Settling is the upload; there is no switch.".to_owned(),
        ],
    })
}

pub(super) fn uploads(tx: &ReadTx<'_>, about: &About, take: Take<'_>) -> Result<(), Refusal> {
    for record in settled(tx, about)? {
        let (Some(settled_at), Some(deadline)) = (record.settled_at, record.deadline) else { continue };
        let took = record.uploaded_at.map(|at| at.ms_since(settled_at).div_euclid(MINUTE_MS));
        let verdict = Upload::at(deadline, record.uploaded_at, about.now);
        let row = [
            Cell::Text(&record.repair.cost_list_code),
            Cell::Text(&record.repair.plate),
            Cell::Text(&record.repair.vin),
            Cell::Moment(settled_at),
            Cell::Moment(deadline),
            record.uploaded_at.map_or(Cell::Empty, Cell::Moment),
            took.map_or(Cell::Empty, Cell::Number),
            Cell::Text(words::upload(verdict, about.language)),
            Cell::Number(i64::from(record.revision)),
        ];
        if !take(&row) {
            break;
        }
    }
    Ok(())
}
