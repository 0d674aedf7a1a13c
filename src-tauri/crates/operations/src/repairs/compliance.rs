//! What a shop can show: every settled record, when it was uploaded, how long that took.

use chrono::{Days, NaiveDate, NaiveTime};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::repair::Upload;

use super::shop;
use crate::api::refusal::Refusal;
use crate::api::repair::{ComplianceReport, ComplianceRequest, ComplianceRow, PrintedText};
use crate::caller::Who;
use crate::desk::Desk;

/// More records do not go into one report.
const ROWS_MOST: u32 = 5_000;

fn day(field: &str, text: &str) -> Result<NaiveDate, Refusal> {
    text.trim().parse().map_err(|_| Refusal::field(field, "日期格式须为 yyyy-MM-dd", "A day is written yyyy-MM-dd."))
}

/// `repair.compliance`.
pub(crate) async fn compliance(
    desk: &Desk,
    _who: Who,
    request: ComplianceRequest,
) -> Result<ComplianceReport, Refusal> {
    let (first, last) = (day("first_day", &request.first_day)?, day("last_day", &request.last_day)?);
    if last < first {
        return Err(Refusal::field(
            "last_day",
            "截止日期不能早于开始日期",
            "The last day cannot come before the first.",
        ));
    }
    let midnight = |day: NaiveDate| Moment::from_china(day.and_time(NaiveTime::MIN));
    let (from, to) = (midnight(first), midnight(last.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX)));
    let now = desk.now();
    let (mut records, company_name) = desk
        .look(move |tx| {
            let shop = shop::the_shop(tx)?.unwrap_or_default();
            Ok((tx.repairs_settled(from, to, ROWS_MOST + 1)?, shop.company_name))
        })
        .await?;
    let more = records.len() > ROWS_MOST as usize;
    records.truncate(ROWS_MOST as usize);
    let rows: Vec<ComplianceRow> = records
        .into_iter()
        .filter_map(|record| {
            let (settled_at, deadline) = (record.settled_at?, record.deadline?);
            Some(ComplianceRow {
                record_id: record.id,
                cost_list_code: record.repair.cost_list_code,
                plate: record.repair.plate,
                settled_at,
                deadline,
                uploaded_at: record.uploaded_at,
                took_ms: record.uploaded_at.map(|at| at.ms_since(settled_at)),
                upload: Upload::at(deadline, record.uploaded_at, now),
                corrections: record.revision,
            })
        })
        .collect();
    let count = |of: &dyn Fn(&ComplianceRow) -> bool| {
        u32::try_from(rows.iter().filter(|row| of(row)).count()).unwrap_or(u32::MAX)
    };
    let mut report = ComplianceReport {
        first_day: first.to_string(),
        last_day: last.to_string(),
        made_at: now,
        company_name,
        settled: count(&|_| true),
        in_time: count(&|row| row.upload == Upload::InTime),
        late: count(&|row| row.upload == Upload::Late),
        missing: count(&|row| row.uploaded_at.is_none()),
        median_ms: median(rows.iter().filter_map(|row| row.took_ms).collect()),
        rows,
        more,
        printed: PrintedText { columns: 0, lines: Vec::new() },
    };
    report.printed = desk.inner.surroundings.compliance(&report);
    Ok(report)
}

fn median(mut all: Vec<i64>) -> Option<i64> {
    all.sort_unstable();
    all.get(all.len() / 2).copied()
}
