//! `export`: a report as a file, beside a running engine, without one, or from another PC's engine.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use lotdesk_engine::door::Door;
use lotdesk_engine::engine::Extent;
use lotdesk_engine::fetch::{self, Cancel, OfDoor};
use lotdesk_engine::home::Who;
use lotdesk_operations::api::refusal::{Code, Refusal};
use lotdesk_operations::api::report::{ReportJob, ReportJobState};
use serde_json::{Value, json};

use crate::args::{Export, Place};
use crate::call;
use crate::fail::Fail;
use crate::{output, run};

/// How often it is looked how far it is.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// The engine, as it is asked for a report: a terminal at its own PC needs no sign-in, one elsewhere does. Whoever is signed
/// in stands on the report as its maker.
struct Asking {
    door: Door,
    token: Option<String>,
    /// True when the engine runs on another PC.
    elsewhere: bool,
}

impl Asking {
    async fn job(&self, what: &str, request: Value) -> Result<ReportJob, Fail> {
        let name = match self.token {
            Some(_) => format!("report.{what}"),
            None => format!("engine.report_{what}"),
        };
        let reply = self.door.call(Who::CommandLine, self.token.clone(), &name, request).await?;
        serde_json::from_value(reply).map_err(|error| Refusal::internal(error).into())
    }
}

/// Writes the report, says how far it is, and prints the files' paths as JSON.
pub async fn export(place: &Place, export: Export) -> Result<(), Fail> {
    let options = place.options(Extent::CommandsOnly)?;
    let elsewhere = options.attach.is_some();
    let sign_in = export.operator.as_deref().map(|operator| call::pin(operator, None)).transpose()?;
    if elsewhere && sign_in.is_none() {
        return Err(Refusal::new(
            Code::NotSignedIn,
            "从其他电脑导出须先登录：请用 --as 指定姓名，PIN 由 LOTDESK_PIN 给出或输入",
            "An export from another PC's engine wants a sign-in: name who asks with --as; the PIN comes from LOTDESK_PIN.",
        )
        .into());
    }
    // From here on a signal cancels it: there is a whole file or none.
    let told = run::until_told(false);
    tokio::pin!(told);
    let door = Door::open(&options, Who::CommandLine).await?;
    let exported = match call::signed_in(&door, sign_in).await {
        Ok(token) => {
            let asking = Asking { door: door.clone(), token: token.clone(), elsewhere };
            let exported = exported(&asking, &export, &options.home.reports_dir(), told.as_mut()).await;
            call::signed_out(&door, token).await;
            exported
        }
        Err(refusal) => Err(refusal.into()),
    };
    if let Door::Owner(engine) = door {
        engine.stop().await;
    }
    let (files, job) = exported?;
    output::print(&json!({ "files": files, "rows": job.rows, "bytes": job.bytes }))
}

async fn exported(
    asking: &Asking,
    export: &Export,
    own_reports: &Path,
    mut told: impl Future<Output = Result<(), Fail>> + Unpin,
) -> Result<(Vec<PathBuf>, ReportJob), Fail> {
    let (job, cancelled) = to_the_end(asking, export, &mut told).await?;
    match (job.state, &job.refusal) {
        // Whoever wanted its end before it was whole wants none brought over either.
        (ReportJobState::Done, _) if !(cancelled && asking.elsewhere) => {}
        (_, Some(refusal)) => return Err(refusal.clone().into()),
        _ => return Err(Refusal::new(Code::Unavailable, "导出已取消", "The export was cancelled.").into()),
    }
    let files: Vec<PathBuf> = job.files.iter().map(PathBuf::from).collect();
    let files = match (&export.out, asking.elsewhere) {
        (out, true) => brought(asking, &job, out.as_deref(), own_reports, told).await?,
        (Some(out), false) => copied(&files, out)?,
        (None, false) => files,
    };
    Ok((files, job))
}

async fn to_the_end(
    asking: &Asking,
    export: &Export,
    told: &mut (impl Future<Output = Result<(), Fail>> + Unpin),
) -> Result<(ReportJob, bool), Fail> {
    let request = json!({
        "kind": export.kind, "first_day": export.from, "last_day": export.to, "format": export.format,
        "language": export.language,
    });
    let mut job = asking.job("export", request).await?;
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
            _ = &mut *told, if !cancelled => {
                cancelled = true;
                asking.job("cancel", json!({ "no": job.no })).await?;
            }
        }
        job = asking.job("job", json!({ "no": job.no })).await?;
    }
    if shown {
        let _ = writeln!(std::io::stderr());
    }
    Ok((job, cancelled))
}

/// Brings the files from the engine's PC: into a folder, or, where there is one, under a name.
async fn brought(
    asking: &Asking,
    job: &ReportJob,
    out: Option<&Path>,
    own_reports: &Path,
    told: impl Future<Output = Result<(), Fail>>,
) -> Result<Vec<PathBuf>, Fail> {
    let named = out.filter(|out| !out.is_dir());
    if named.is_some() {
        one_file_only(job.files.len())?;
    }
    let folder = match (named, out) {
        (Some(named), _) => named.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")),
        (None, Some(out)) => out,
        (None, None) => own_reports,
    };
    let shown = std::io::stderr().is_terminal();
    let progress = |here: u64, of: u64| {
        if shown {
            let _ = write!(std::io::stderr(), "\r{here} / {of} B ");
        }
    };
    let engine = OfDoor { door: asking.door.clone(), token: asking.token.clone() };
    let cancel = Cancel::new();
    let bringing = fetch::report(&engine, job.no, false, folder, &progress, &cancel);
    tokio::pin!(bringing, told);
    let files = tokio::select! {
        files = &mut bringing => files,
        _ = &mut told => {
            cancel.cancel();
            bringing.await
        }
    };
    if shown {
        let _ = writeln!(std::io::stderr());
    }
    let files = files?;
    match (named, files.first()) {
        (Some(named), Some(file)) => {
            std::fs::rename(file, named).map_err(|error| Fail::system(&named.display().to_string(), &error))?;
            Ok(vec![named.to_owned()])
        }
        _ => Ok(files),
    }
}

/// Copies the files to where they are wanted: into a folder under their own names, or, where there is one, under a name.
fn copied(files: &[PathBuf], out: &Path) -> Result<Vec<PathBuf>, Fail> {
    let folder = out.is_dir();
    if !folder {
        one_file_only(files.len())?;
    }
    let mut copies = Vec::with_capacity(files.len());
    for file in files {
        let copy = if folder { out.join(file.file_name().unwrap_or_default()) } else { out.to_owned() };
        whole_copy(file, &copy).map_err(|error| Fail::system(&copy.display().to_string(), &error))?;
        copies.push(copy);
    }
    Ok(copies)
}

/// The copy is whole or not there, and what it takes the place of stays until then. A file that is to be copied onto itself
/// is there already.
fn whole_copy(file: &Path, copy: &Path) -> std::io::Result<()> {
    if std::fs::canonicalize(copy).is_ok_and(|there| std::fs::canonicalize(file).is_ok_and(|here| here == there)) {
        return Ok(());
    }
    let folder = copy.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut part = tempfile::NamedTempFile::new_in(folder)?;
    std::io::copy(&mut std::fs::File::open(file)?, &mut part)?;
    part.as_file().sync_all()?;
    part.persist(copy).map_err(|error| error.error)?;
    Ok(())
}

fn one_file_only(count: usize) -> Result<(), Fail> {
    if count <= 1 {
        return Ok(());
    }
    Err(Refusal::field(
        "out",
        format!("报表分为 {count} 册，--out 须为已有的文件夹"),
        format!("The report has {count} volumes; --out must be a folder that exists."),
    )
    .into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_takes_the_place_of_an_older_file_and_one_onto_itself_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (report, stick) = (folder.path().join("a.csv"), folder.path().join("stick.csv"));
        std::fs::write(&report, "new").unwrap();
        std::fs::write(&stick, "an older one").unwrap();
        assert_eq!(copied(std::slice::from_ref(&report), &stick).ok(), Some(vec![stick.clone()]));
        assert_eq!(std::fs::read_to_string(&stick).unwrap(), "new");
        assert_eq!(copied(std::slice::from_ref(&report), folder.path()).ok(), Some(vec![report.clone()]));
        assert_eq!(std::fs::read_to_string(&report).unwrap(), "new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing half written is left");
    }
}
