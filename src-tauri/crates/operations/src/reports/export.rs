//! Writing a report into a file beside everything else: on a thread of its own with the least priority, with a reader of
//! its own, in short turns with rests between them.

use std::sync::Arc;
use std::time::{Duration, Instant};

use lotdesk_domain::table::{RowSink, SinkError};
use thread_priority::{ThreadPriority, set_current_thread_priority};

use super::jobs::Job;
use super::rows::{self, About, Place};
use super::span::Span;
use super::words;
use crate::api::refusal::{Code, Refusal};
use crate::api::report::{ExportReport, ReportJob, ReportJobState};
use crate::desk::Desk;
use crate::notices;

/// Rows of a turn: some milliseconds of reading.
const ROWS_A_TURN: u32 = 1000;
/// After a turn it rests for this part of the time that the turn took.
const REST_PART: u32 = 4;
/// How often windows are told how far it is.
const TELL_EVERY: Duration = Duration::from_millis(250);

/// Begins one. With a name it is one of the daily reports, which have a folder of their own.
pub(super) fn begin(
    desk: &Desk,
    request: &ExportReport,
    maker: &str,
    name: Option<&str>,
) -> Result<ReportJob, Refusal> {
    let span = Span::of(desk, request.kind, request.first_day, request.last_day)?;
    let asked_at = desk.now();
    let job = desk.inner.reports.add(ReportJob {
        no: 0,
        kind: request.kind,
        format: request.format,
        first_day: span.first,
        last_day: span.last,
        state: ReportJobState::Waiting,
        rows: 0,
        of_rows: None,
        asked_at,
        ended_at: None,
        files: Vec::new(),
        bytes: 0,
        refusal: None,
    })?;
    let first = job.view();
    let made = Made {
        desk: desk.clone(),
        job,
        request: request.clone(),
        span,
        maker: maker.to_owned(),
        name: name.map(str::to_owned),
        told: Instant::now(),
    };
    std::thread::Builder::new()
        .name("report".into())
        .spawn(move || made.run())
        .map_err(|why| Refusal::internal(format!("no thread for a report: {why}")))?;
    Ok(first)
}

/// One being made.
struct Made {
    desk: Desk,
    job: Arc<Job>,
    request: ExportReport,
    span: Span,
    maker: String,
    name: Option<String>,
    told: Instant,
}

/// Why there is no file.
enum Stop {
    Cancelled,
    Refused(Refusal),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Stop::Refused(refusal)
    }
}

impl From<lotdesk_ledger::LedgerError> for Stop {
    fn from(why: lotdesk_ledger::LedgerError) -> Self {
        Stop::Refused(why.into())
    }
}

impl From<SinkError> for Stop {
    fn from(why: SinkError) -> Self {
        match why {
            SinkError::Cancelled => Stop::Cancelled,
            other => Stop::Refused(not_written(&other)),
        }
    }
}

impl Made {
    fn run(mut self) {
        // Where the system does not let a thread step back, the rests do.
        if let Err(why) = set_current_thread_priority(ThreadPriority::Min) {
            tracing::debug!(?why, "a report is written with the usual priority");
        }
        let jobs = self.desk.clone();
        let turn = jobs.inner.reports.turn();
        let ended = self.write();
        let at = self.desk.now();
        let view = self.job.change(|view| {
            view.ended_at = Some(at);
            match ended {
                Ok((files, bytes)) => {
                    view.state = ReportJobState::Done;
                    (view.files, view.bytes) = (files, bytes);
                }
                Err(Stop::Cancelled) => view.state = ReportJobState::Cancelled,
                Err(Stop::Refused(refusal)) => {
                    view.state = ReportJobState::Failed;
                    view.refusal = Some(refusal);
                }
            }
        });
        drop(turn);
        tracing::info!(no = view.no, state = ?view.state, rows = view.rows, "a report ended");
        notices::report_is(&self.desk, view);
    }

    fn write(&mut self) -> Result<(Vec<String>, u64), Stop> {
        self.go_on()?;
        let kind = self.request.kind;
        let mut reader = self.desk.inner.ledger.own_reader()?;
        let (lot, now) = (self.desk.lot(), self.desk.now());
        let (about, mut heading, of_rows) = reader.ask(|tx| {
            let about = About::read(tx, lot, self.span, self.request.language, now)?;
            let heading = about.heading(tx, kind)?;
            let of_rows = rows::count(tx, &about, kind)?;
            Ok::<_, Stop>((about, heading, of_rows))
        })?;
        if let Some(line) = heading.lines.first_mut() {
            line.push_str(&format!("    {}{}", self.request.language.pick("制表：", "Made by: "), self.maker));
        }
        let view = self.job.change(|view| {
            view.state = ReportJobState::Running;
            view.of_rows = of_rows;
        });
        notices::report_is(&self.desk, view);
        let stem = match &self.name {
            Some(name) => name.clone(),
            None => self.stem(now),
        };
        let mut sink = self.desk.inner.surroundings.report(heading, self.request.format, &stem, self.name.is_some())?;
        let mut after = Place::default();
        let limit = if rows::in_turns(kind) { ROWS_A_TURN } else { u32::MAX };
        loop {
            self.go_on()?;
            let began = Instant::now();
            let next = reader.ask(|tx| self.turn(tx, &about, after, limit, sink.as_mut()))?;
            self.tell();
            match next {
                Some(place) => after = place,
                None => break,
            }
            std::thread::sleep(began.elapsed() / REST_PART);
        }
        self.go_on()?;
        let files = sink.finish()?;
        let bytes = files.iter().filter_map(|file| std::fs::metadata(file).ok()).map(|file| file.len()).sum();
        Ok((files.iter().map(|file| file.display().to_string()).collect(), bytes))
    }

    fn turn(
        &self,
        tx: &lotdesk_ledger::ReadTx<'_>,
        about: &About,
        after: Place,
        limit: u32,
        sink: &mut dyn RowSink,
    ) -> Result<Option<Place>, Stop> {
        let (mut wrong, mut rows) = (None, 0);
        let next = rows::turn(tx, about, self.request.kind, after, limit, &mut |row| {
            rows += 1;
            match sink.row(row) {
                Ok(()) => !self.job.cancelled(),
                Err(why) => {
                    wrong = Some(why);
                    false
                }
            }
        })?;
        self.job.change(|view| view.rows += rows);
        match wrong {
            Some(why) => Err(why.into()),
            None => Ok(next),
        }
    }

    fn go_on(&self) -> Result<(), Stop> {
        if self.job.cancelled() { Err(Stop::Cancelled) } else { Ok(()) }
    }

    /// Tells windows how far it is, now and then.
    fn tell(&mut self) {
        if self.told.elapsed() >= TELL_EVERY {
            self.told = Instant::now();
            notices::report_is(&self.desk, self.job.view());
        }
    }

    /// The file's name without its end: what, which days, and when it was made, so that none takes another's place.
    fn stem(&self, now: lotdesk_domain::moment::Moment) -> String {
        let title = words::title(self.request.kind, self.request.language).replace(' ', "-");
        let made = now.to_china().format("%Y%m%d%H%M%S");
        let (first, last) = (self.span.first, self.span.last);
        format!("{title}_{first}_{last}_{made}-{}", self.job.view().no)
    }
}

/// A file that could not be written.
fn not_written(why: &SinkError) -> Refusal {
    tracing::warn!(%why, "a report could not be written");
    match why {
        SinkError::Font(_) => Refusal::new(
            Code::NotPossibleNow,
            "没有可用的中文字体，无法生成 PDF：请在 lotdesk.toml 的 [reports] 中设置 font_file，或改用 XLSX",
            "There is no font for Chinese text: set font_file in [reports] of lotdesk.toml, or choose XLSX.",
        ),
        SinkError::TooLarge(_) => Refusal::new(
            Code::NotPossibleNow,
            "报表过大，请缩短期间分次导出",
            "The report is too large for one file; choose a shorter period.",
        ),
        SinkError::Io { path, why } => Refusal::new(
            Code::NotPossibleNow,
            format!("无法写入 {}：{why}；请检查磁盘空间和权限", path.display()),
            format!("{} cannot be written: {why}. Look at the disk's room and rights.", path.display()),
        ),
        SinkError::Cancelled => Refusal::internal("cancelled"),
    }
}
