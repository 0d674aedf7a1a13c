//! `report.files`, `report.read`: the files of a report that is there, for a PC that is attached over the network. A file is
//! named by its report and its place among that one's files, never by a path.

use std::path::PathBuf;

use super::jobs::no_such_job;
use crate::api::file::{FileChunk, FileList, ReadReportFile};
use crate::api::refusal::{Code, Refusal};
use crate::api::report::{ReportJobRequest, ReportJobState, ReportKind};
use crate::caller::Who;
use crate::desk::Desk;
use crate::files;

/// `report.files`.
pub(crate) async fn files(desk: &Desk, _who: Who, request: ReportJobRequest) -> Result<FileList, Refusal> {
    list(places(desk, request.no, None)?).await
}

/// `report.read`.
pub(crate) async fn read(desk: &Desk, _who: Who, request: ReadReportFile) -> Result<FileChunk, Refusal> {
    chunk(places(desk, request.no, None)?, &request).await
}

/// `repair.export_files`: the shop's clerks have their own report and no other.
pub(crate) async fn repairs_files(desk: &Desk, _who: Who, request: ReportJobRequest) -> Result<FileList, Refusal> {
    list(places(desk, request.no, Some(ReportKind::RepairUploads))?).await
}

/// `repair.export_read`.
pub(crate) async fn read_repairs(desk: &Desk, _who: Who, request: ReadReportFile) -> Result<FileChunk, Refusal> {
    chunk(places(desk, request.no, Some(ReportKind::RepairUploads))?, &request).await
}

/// Where the files of a report lie that is whole; of this kind alone, where one is given.
fn places(desk: &Desk, no: u64, only: Option<ReportKind>) -> Result<Vec<PathBuf>, Refusal> {
    let job = desk.inner.reports.view(no).filter(|job| only.is_none_or(|kind| job.kind == kind));
    let job = job.ok_or_else(no_such_job)?;
    if job.state != ReportJobState::Done {
        return Err(Refusal::new(
            Code::NotPossibleNow,
            "报表尚未写完，还没有文件",
            "The report is not written yet: there is no file.",
        )
        .at("no"));
    }
    Ok(job.files.into_iter().map(PathBuf::from).collect())
}

async fn list(places: Vec<PathBuf>) -> Result<FileList, Refusal> {
    let mut told = Vec::with_capacity(places.len());
    for place in places {
        told.push(files::info(place).await?);
    }
    Ok(FileList { files: told })
}

async fn chunk(places: Vec<PathBuf>, request: &ReadReportFile) -> Result<FileChunk, Refusal> {
    let place = usize::try_from(request.file).ok().and_then(|at| places.get(at).cloned());
    files::chunk(place.ok_or_else(|| files::gone().at("file"))?, request.offset).await
}
