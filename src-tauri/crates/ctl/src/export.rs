//! `export`: a report as a file, beside a running engine or without one.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use lotdesk_engine::door::Door;
use lotdesk_engine::engine::Extent;
use lotdesk_engine::home::Who;
use lotdesk_operations::api::refusal::{Code, Refusal};
use lotdesk_operations::api::report::{ReportJob, ReportJobState};
use serde_json::{Value, json};

use crate::args::{Export, Place};
use crate::fail::Fail;
use crate::{output, run};

/// How often it is looked how far it is.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Writes the report, says how far it is, and prints the files' paths as JSON.
pub async fn export(place: &Place, export: Export) -> Result<(), Fail> {
    // From here on a signal cancels it: there is a whole file or none.
    let told = run::until_told(false);
    let door = Door::open(&place.options(Extent::CommandsOnly)?, Who::CommandLine).await?;
    let job = to_the_end(&door, &export, told).await;
    if let Door::Owner(engine) = door {
        engine.stop().await;
    }
    let job = job?;
    match (job.state, job.refusal) {
        (ReportJobState::Done, _) => {}
        (_, Some(refusal)) => return Err(refusal.into()),
        _ => return Err(Refusal::new(Code::Unavailable, "导出已取消", "The export was cancelled.").into()),
    }
    let files: Vec<PathBuf> = job.files.iter().map(PathBuf::from).collect();
    let files = match &export.out {
        Some(out) => copied(&files, out)?,
        None => files,
    };
    output::print(&json!({ "files": files, "rows": job.rows, "bytes": job.bytes }))
}

async fn ask(door: &Door, name: &str, request: Value) -> Result<ReportJob, Fail> {
    let reply = door.call(Who::CommandLine, None, name, request).await?;
    serde_json::from_value(reply).map_err(|error| Refusal::internal(error).into())
}

async fn to_the_end(
    door: &Door,
    export: &Export,
    told: impl Future<Output = Result<(), Fail>>,
) -> Result<ReportJob, Fail> {
    tokio::pin!(told);
    let request = json!({
        "kind": export.kind, "first_day": export.from, "last_day": export.to, "format": export.format,
        "language": export.language,
    });
    let mut job = ask(door, "engine.report_export", request).await?;
    let mut cancelled = false;
    let shown = std::io::stderr().is_terminal();
    while matches!(job.state, ReportJobState::Waiting | ReportJobState::Running) {
        if shown {
            let of = job.of_rows.map_or_else(String::new, |of| format!(" / {of}"));
            // A terminal that is gone is told nothing.
            let _ = write!(std::io::stderr(), "\r{}{of} ", job.rows);
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = &mut told, if !cancelled => {
                cancelled = true;
                ask(door, "engine.report_cancel", json!({ "no": job.no })).await?;
            }
        }
        job = ask(door, "engine.report_job", json!({ "no": job.no })).await?;
    }
    if shown {
        let _ = writeln!(std::io::stderr());
    }
    Ok(job)
}

/// Copies the files to where they are wanted: into a folder under their own names, or, where there is one, under a name.
fn copied(files: &[PathBuf], out: &Path) -> Result<Vec<PathBuf>, Fail> {
    let folder = out.is_dir();
    if !folder && files.len() > 1 {
        return Err(Refusal::field(
            "out",
            format!("报表分为 {} 册，--out 须为已有的文件夹", files.len()),
            format!("The report has {} volumes; --out must be a folder that exists.", files.len()),
        )
        .into());
    }
    let mut copies = Vec::with_capacity(files.len());
    for file in files {
        let copy = if folder { out.join(file.file_name().unwrap_or_default()) } else { out.to_owned() };
        std::fs::copy(file, &copy).map_err(|error| Fail::system(&copy.display().to_string(), &error))?;
        copies.push(copy);
    }
    Ok(copies)
}
