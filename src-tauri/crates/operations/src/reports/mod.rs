//! Reports: which there are, their rows from the ledger, on the screen and as files.

mod columns;
mod export;
mod files;
mod jobs;
mod rows;
mod span;
mod words;

use lotdesk_domain::moment::Moment;
use lotdesk_domain::table::{Cell, CellKind, Totals};

use crate::api::Nothing;
use crate::api::refusal::Refusal;
use crate::api::report::{
    ExportRepairs, ExportReport, ReportCell, ReportJob, ReportJobRequest, ReportJobs, ReportKind, ReportPage,
    ShowReport,
};
use crate::caller::Who;
use crate::desk::Desk;
pub(crate) use files::{files, read, read_repairs, repairs_files};
pub(crate) use jobs::Jobs;
use rows::Place;
use span::Span;

/// More rows are not looked at in one page.
const MOST_ROWS: u32 = 500;

/// `report.show`.
pub(crate) async fn show(desk: &Desk, _who: Who, request: ShowReport) -> Result<ReportPage, Refusal> {
    let span = Span::of(desk, request.kind, request.first_day, request.last_day)?;
    let limit = request.limit.clamp(1, MOST_ROWS);
    let after = request.after.as_deref().map(Place::parse).transpose()?.unwrap_or_default();
    let (lot, now) = (desk.lot(), desk.now());
    let (kind, language) = (request.kind, request.language);
    desk.look(move |tx| {
        let about = rows::About::read(tx, lot, span, language, now)?;
        let heading = about.heading(tx, kind)?;
        let mut totals = Totals::of(&heading.columns);
        let mut page = Vec::new();
        let next = rows::turn(tx, &about, kind, after, limit, &mut |row| {
            totals.add(row);
            page.push(row.iter().map(cell).collect());
            true
        })?;
        Ok(ReportPage {
            title: heading.title,
            lines: heading.lines,
            sums: totals.cells().iter().map(cell).collect(),
            columns: heading.columns,
            rows: page,
            next: next.map(Place::text),
        })
    })
    .await
}

fn cell(cell: &Cell<'_>) -> ReportCell {
    match cell {
        Cell::Empty => ReportCell::Nothing(()),
        Cell::Text(text) => ReportCell::Text((*text).to_owned()),
        Cell::Money(fen) => ReportCell::Number(fen.0),
        Cell::Number(number) => ReportCell::Number(*number),
        Cell::Moment(at) => ReportCell::Number(at.0),
        Cell::Day(day) => ReportCell::Text(day.to_string()),
    }
}

/// `report.export`.
pub(crate) async fn export(desk: &Desk, who: Who, request: ExportReport) -> Result<ReportJob, Refusal> {
    let maker = who.operator.map_or_else(|| "lotdesk".to_owned(), |operator| operator.name);
    export::begin(desk, &request, &maker, None)
}

/// `report.job`.
pub(crate) async fn job(desk: &Desk, _who: Who, request: ReportJobRequest) -> Result<ReportJob, Refusal> {
    desk.inner.reports.view(request.no).ok_or_else(jobs::no_such_job)
}

/// `report.jobs`.
pub(crate) async fn jobs(desk: &Desk, _who: Who, _request: Nothing) -> Result<ReportJobs, Refusal> {
    Ok(ReportJobs { jobs: desk.inner.reports.all() })
}

/// `report.cancel`.
pub(crate) async fn cancel(desk: &Desk, _who: Who, request: ReportJobRequest) -> Result<ReportJob, Refusal> {
    desk.inner.reports.cancel(request.no).ok_or_else(jobs::no_such_job)
}

/// `repair.export`: the shop's own report, for whoever keeps its records.
pub(crate) async fn export_repairs(desk: &Desk, who: Who, request: ExportRepairs) -> Result<ReportJob, Refusal> {
    let ExportRepairs { first_day, last_day, format, language } = request;
    let wanted =
        ExportReport { kind: ReportKind::RepairUploads, first_day, last_day: Some(last_day), format, language };
    export(desk, who, wanted).await
}

/// `repair.export_job`: how far that is. Other reports are nobody's but a manager's.
pub(crate) async fn repairs_job(desk: &Desk, _who: Who, request: ReportJobRequest) -> Result<ReportJob, Refusal> {
    let job = desk.inner.reports.view(request.no).filter(|job| job.kind == ReportKind::RepairUploads);
    job.ok_or_else(jobs::no_such_job)
}

/// `repair.export_cancel`.
pub(crate) async fn cancel_repairs(desk: &Desk, who: Who, request: ReportJobRequest) -> Result<ReportJob, Refusal> {
    let job = repairs_job(desk, who.clone(), request).await?;
    cancel(desk, who, ReportJobRequest { no: job.no }).await
}

impl Desk {
    /// Writes a report of one day by itself, under a fixed name in the folder of daily reports.
    ///
    /// # Errors
    /// When it cannot be begun.
    pub fn write_daily_report(&self, request: &ExportReport, name: &str) -> Result<ReportJob, Refusal> {
        export::begin(self, request, "lotdesk", Some(name))
    }

    /// The day of the journal's first line, before which there is nothing to report.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn first_day(&self) -> Result<Option<chrono::NaiveDate>, Refusal> {
        self.look(|tx| Ok(tx.events_from(1, 1)?.first().map(|event| event.at.to_china().date()))).await
    }

    /// When the last payment of a day was written down: a report of the day that is older lacks it.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn payments_written(&self, day: chrono::NaiveDate) -> Result<Option<Moment>, Refusal> {
        let midnight = |day: chrono::NaiveDate| Moment::from_china(day.and_time(chrono::NaiveTime::MIN));
        let (from, before) = (midnight(day), midnight(day.succ_opt().unwrap_or(day)));
        self.look(move |tx| Ok(tx.payments_written(from, before)?)).await
    }

    /// Ends all reports that are being written; they leave no files. For taking the engine down.
    pub fn end_reports(&self) {
        self.inner.reports.end();
    }
}

/// Which kinds of column are added up.
const fn adds_up(kind: CellKind) -> bool {
    matches!(kind, CellKind::Money | CellKind::Count | CellKind::Minutes)
}
