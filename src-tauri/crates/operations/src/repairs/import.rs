//! A shop's own list of jobs: read line by line, looked at first, then taken in. Every job that is taken in is settled, and
//! goes up like any other; one that has errors is left out and says on which line.

mod columns;
mod jobs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lotdesk_domain::repair::{FieldNote, RepairState};
use lotdesk_ledger::event::StoredRepair;

use super::{correct, settle, shop};
use crate::act::Act;
use crate::api::refusal::Refusal;
use crate::api::repair_import::{ImportError, ImportFate, ImportJob, ImportPreview, ImportRepairs};
use crate::caller::Who;
use crate::desk::Desk;
use jobs::ReadJobs;

/// A list of jobs is no larger.
const BYTES_MOST: usize = 8 * 1024 * 1024;
/// Nor has it more lines.
const LINES_MOST: usize = 20_000;

/// `repair.import_preview`.
pub(crate) async fn import_preview(desk: &Desk, who: Who, request: ImportRepairs) -> Result<ImportPreview, Refusal> {
    run(desk, who, request, false).await
}

/// `repair.import`.
pub(crate) async fn import(desk: &Desk, who: Who, request: ImportRepairs) -> Result<ImportPreview, Refusal> {
    run(desk, who, request, true).await
}

async fn run(desk: &Desk, who: Who, request: ImportRepairs, apply: bool) -> Result<ImportPreview, Refusal> {
    let ReadJobs { columns, jobs } = jobs::read(&sheet(desk, request).await?)?;
    let mut preview = ImportPreview { columns, jobs: Vec::new(), new: 0, changed: 0, same: 0, bad: 0, done: apply };
    for mut job in jobs {
        // Job by job, so that lanes come in between.
        job = desk.act(&who, move |act| one(act, job, apply)).await?;
        match job.fate {
            ImportFate::New => preview.new += 1,
            ImportFate::Changed => preview.changed += 1,
            ImportFate::Same => preview.same += 1,
            ImportFate::Bad => preview.bad += 1,
        }
        preview.jobs.push(job);
    }
    Ok(preview)
}

/// The file's cells as text.
pub(crate) async fn sheet(desk: &Desk, request: ImportRepairs) -> Result<Vec<Vec<String>>, Refusal> {
    let too_large = || Refusal::field("base64", "文件超过 8 MB", "The file is larger than 8 MB.");
    if request.base64.len() > BYTES_MOST * 4 / 3 + 4 {
        return Err(too_large());
    }
    let bytes = STANDARD
        .decode(&request.base64)
        .map_err(|_| Refusal::field("base64", "文件内容无法读取", "The content is no base64."))?;
    let surroundings = desk.inner.surroundings.clone();
    let read = tokio::task::spawn_blocking(move || surroundings.sheet(&request.file_name, &bytes)).await;
    let rows = read.map_err(Refusal::internal)??;
    if rows.len() > LINES_MOST {
        return Err(Refusal::field(
            "base64",
            format!("文件超过 {LINES_MOST} 行，请分开导入"),
            format!("The file has more than {LINES_MOST} lines; split it."),
        ));
    }
    Ok(rows)
}

/// What becomes of a job; with `apply` it becomes so.
fn one(act: &mut Act<'_, '_>, mut job: ImportJob, apply: bool) -> Result<ImportJob, Refusal> {
    let line = job.lines.first().copied().unwrap_or(0);
    let mut bad = |note: FieldNote| job.errors.push(ImportError { line, note });
    let company_name = shop::the_shop(act.tx)?.map(|shop| shop.company_name);
    if company_name.is_none() {
        let (zh, en) = ("尚未设置维修企业名称", "The shop's name is not set up yet.");
        bad(FieldNote { field: "shop".to_owned(), zh: zh.to_owned(), en: en.to_owned() });
    }
    let today = act.now.to_china().date();
    if let Some(note) = job.form.too_large() {
        bad(note);
    }
    for note in job.form.to_record(&company_name.unwrap_or_default(), today).err().unwrap_or_default() {
        // What the reading has told already is not told again.
        if !job.errors.iter().any(|error| error.note.field == note.field) {
            job.errors.push(ImportError { line, note });
        }
    }
    if !job.errors.is_empty() {
        job.fate = ImportFate::Bad;
        return Ok(job);
    }
    let there = act.tx.repair_of_code(&job.form.cost_list_code)?;
    job.doubts = settle::doubts_of(act, there.as_ref().map(|record| record.id), &job.form)?;
    job.fate = match &there {
        Some(record) if record.state == RepairState::Settled => {
            if record.repair == StoredRepair::from(&job.form) {
                ImportFate::Same
            } else {
                ImportFate::Changed
            }
        }
        _ => ImportFate::New,
    };
    if apply {
        match (job.fate, there) {
            (ImportFate::Changed, Some(record)) => {
                correct::put_right(act, record.id, job.form.clone(), "导入文件更正".to_owned(), true)?;
            }
            (ImportFate::New, there) => {
                let id = there.map_or_else(|| act.ids.next_guid(), |draft| draft.id);
                settle::settle_now(act, id, &job.form, true, &job.doubts)?;
            }
            (ImportFate::Same | ImportFate::Bad | ImportFate::Changed, _) => {}
        }
    }
    Ok(job)
}
