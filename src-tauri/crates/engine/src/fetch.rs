//! Files of the engine's machine, brought to the machine that asks: reports and invoices' PDFs for a PC that is attached
//! over the network.
//!
//! They come in chunks, each asked for when the one before is on the disk, so that a file of any size needs the memory of a
//! chunk, a slow line is not flooded, and whoever wants no more just asks for no more. A file is there whole, with the hash
//! that the engine told, or it is not there.

use std::io::Write;
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lotdesk_operations::api::file::{FileChunk, FileInfo, FileList};
use lotdesk_operations::api::refusal::{Code, Refusal};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
pub use tokio_util::sync::CancellationToken as Cancel;

use crate::console::Console;
use crate::door::Door;
use crate::home::Who;

/// The engine as somebody asks it who is signed in.
#[async_trait]
pub trait Asks: Send + Sync {
    /// Runs a command.
    ///
    /// # Errors
    /// The command's refusal.
    async fn ask(&self, name: &str, request: Value) -> Result<Value, Refusal>;
}

/// A window's console, with the token of its sign-in.
pub struct OfConsole {
    /// The console.
    pub console: Console,
    /// The token.
    pub token: Option<String>,
}

#[async_trait]
impl Asks for OfConsole {
    async fn ask(&self, name: &str, request: Value) -> Result<Value, Refusal> {
        self.console.call(self.token.clone(), name, request).await
    }
}

/// A terminal's door, with the token of its sign-in.
pub struct OfDoor {
    /// The door.
    pub door: Door,
    /// The token.
    pub token: Option<String>,
}

#[async_trait]
impl Asks for OfDoor {
    async fn ask(&self, name: &str, request: Value) -> Result<Value, Refusal> {
        self.door.call(Who::CommandLine, self.token.clone(), name, request).await
    }
}

/// How far it is: bytes that are here, and of so many.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Send + Sync);

/// Brings the files of a report into a folder, which is made when it is missing. `repairs` is for the shop's own report, which
/// its clerks have without the others.
///
/// # Errors
/// The engine's refusal, that the disk does not take it, or that it was cancelled.
pub async fn report(
    engine: &dyn Asks,
    no: u64,
    repairs: bool,
    folder: &Path,
    progress: Progress<'_>,
    cancel: &Cancel,
) -> Result<Vec<PathBuf>, Refusal> {
    let (list, read) = match repairs {
        true => ("repair.export_files", "repair.export_read"),
        false => ("report.files", "report.read"),
    };
    let told: FileList = read_reply(engine.ask(list, json!({ "no": no })).await?)?;
    let of_bytes = told.files.iter().map(|file| file.bytes).sum();
    let (mut before, mut files) = (0, Vec::with_capacity(told.files.len()));
    progress(0, of_bytes);
    for (at, file) in told.files.iter().enumerate() {
        let request = |offset| json!({ "no": no, "file": at, "offset": offset });
        let told = |here| progress(before + here, of_bytes);
        files.push(bring(engine, read, &request, file, &folder.join(safe_name(&file.name)), &told, cancel).await?);
        before += file.bytes;
    }
    Ok(files)
}

/// Brings the PDF of an invoice that the engine has to this place.
///
/// # Errors
/// As [`report`].
pub async fn invoice(
    engine: &dyn Asks,
    invoice_id: &str,
    of: (&str, u64),
    place: &Path,
    cancel: &Cancel,
) -> Result<PathBuf, Refusal> {
    let (sha256, bytes) = of;
    let file = FileInfo { name: String::new(), bytes, sha256: sha256.to_owned() };
    let request = |offset| json!({ "invoice_id": invoice_id, "offset": offset });
    bring(engine, "invoice.read_pdf", &request, &file, place, &|_| {}, cancel).await
}

async fn bring(
    engine: &dyn Asks,
    command: &str,
    request: &(dyn Fn(u64) -> Value + Send + Sync),
    file: &FileInfo,
    place: &Path,
    here: &(dyn Fn(u64) + Send + Sync),
    cancel: &Cancel,
) -> Result<PathBuf, Refusal> {
    let on_disk = |why: std::io::Error| not_written(place, &why);
    let folder = place.parent().unwrap_or_else(|| Path::new("."));
    std::fs::create_dir_all(folder).map_err(on_disk)?;
    // It goes by itself when it does not become whole.
    let mut part = tempfile::Builder::new().suffix(".part").tempfile_in(folder).map_err(on_disk)?;
    let (mut hash, mut bytes) = (Sha256::new(), 0);
    while bytes < file.bytes {
        let reply = tokio::select! {
            reply = engine.ask(command, request(bytes)) => reply?,
            () = cancel.cancelled() => return Err(cancelled()),
        };
        let chunk: FileChunk = read_reply(reply)?;
        let read = STANDARD.decode(&chunk.base64).map_err(|_| torn())?;
        if read.is_empty() || chunk.offset != bytes || chunk.of_bytes != file.bytes {
            return Err(torn());
        }
        hash.update(&read);
        part.write_all(&read).map_err(on_disk)?;
        bytes += read.len() as u64;
        here(bytes);
    }
    if cancel.is_cancelled() {
        return Err(cancelled());
    }
    if bytes != file.bytes || hex::encode(hash.finalize()) != file.sha256 {
        return Err(torn());
    }
    part.as_file().sync_all().map_err(on_disk)?;
    part.persist(place).map_err(|error| on_disk(error.error))?;
    Ok(place.to_owned())
}

fn read_reply<T: serde::de::DeserializeOwned>(reply: Value) -> Result<T, Refusal> {
    serde_json::from_value(reply).map_err(Refusal::internal)
}

/// A file's name as the other machine told it, as a name and nothing else on any system.
fn safe_name(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_control() || "\\/:*?\"<>|".contains(c) { '_' } else { c }).take(120).collect();
    let plain = plain.trim_matches(['.', ' ']).to_owned();
    if plain.is_empty() { "report".to_owned() } else { plain }
}

fn cancelled() -> Refusal {
    Refusal::new(Code::NotPossibleNow, "已取消传输，没有留下文件", "The transfer was cancelled; no file was left.")
}

fn torn() -> Refusal {
    Refusal::new(
        Code::NotPossibleNow,
        "文件在传输中改变或不完整，没有保存，请重新导出",
        "The file changed or came incomplete, and was not kept; export it again.",
    )
}

fn not_written(place: &Path, why: &std::io::Error) -> Refusal {
    Refusal::new(
        Code::NotPossibleNow,
        format!("无法写入 {}：{why}；请检查磁盘空间和权限", place.display()),
        format!("{} cannot be written: {why}. Look at the disk's room and rights.", place.display()),
    )
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// An engine with one report of two files, which can be made to lie.
    struct Owner {
        files: Vec<(&'static str, Vec<u8>)>,
        asked: AtomicUsize,
        wrong_hash: bool,
        cancel_at: Option<(usize, Cancel)>,
    }

    #[async_trait]
    impl Asks for Owner {
        async fn ask(&self, name: &str, request: Value) -> Result<Value, Refusal> {
            if name == "report.files" {
                let files = self.files.iter().map(|(name, bytes)| FileInfo {
                    name: (*name).to_owned(),
                    bytes: bytes.len() as u64,
                    sha256: if self.wrong_hash { "0".repeat(64) } else { hex::encode(Sha256::digest(bytes)) },
                });
                return Ok(serde_json::to_value(FileList { files: files.collect() }).unwrap());
            }
            let asked = self.asked.fetch_add(1, Ordering::SeqCst);
            if let Some((at, cancel)) = &self.cancel_at
                && asked == *at
            {
                cancel.cancel();
                return std::future::pending().await;
            }
            let at = usize::try_from(request["file"].as_u64().unwrap()).unwrap();
            let offset = usize::try_from(request["offset"].as_u64().unwrap()).unwrap();
            let bytes = &self.files[at].1;
            let end = (offset + 1000).min(bytes.len());
            let base64 = STANDARD.encode(&bytes[offset..end]);
            let chunk = FileChunk { offset: offset as u64, base64, of_bytes: bytes.len() as u64 };
            Ok(serde_json::to_value(chunk).unwrap())
        }
    }

    fn owner() -> Owner {
        let bytes = |n: u8| (0..2500u32).map(|at| u8::try_from(at % 200).unwrap() ^ n).collect();
        let files = vec![("收费明细-01.pdf", bytes(1)), ("../../etc/收费明细-02.pdf", bytes(2))];
        Owner { files, asked: AtomicUsize::new(0), wrong_hash: false, cancel_at: None }
    }

    fn left_in(folder: &Path) -> usize {
        std::fs::read_dir(folder).unwrap().count()
    }

    #[tokio::test]
    async fn a_reports_files_come_whole_under_plain_names_and_are_counted_on_the_way() {
        let folder = tempfile::tempdir().unwrap();
        let (owner, told) = (owner(), Mutex::new(Vec::new()));
        let progress = |here, of| told.lock().unwrap().push((here, of));
        let files = report(&owner, 3, false, folder.path(), &progress, &Cancel::new()).await.unwrap();
        assert_eq!(files.len(), 2);
        for (file, (_, bytes)) in files.iter().zip(&owner.files) {
            assert_eq!((file.parent(), &std::fs::read(file).unwrap()), (Some(folder.path()), bytes));
        }
        let told = told.into_inner().unwrap();
        assert_eq!((told.first(), told.last()), (Some(&(0, 5000)), Some(&(5000, 5000))));
        assert!(told.is_sorted(), "{told:?}");
        assert_eq!(left_in(folder.path()), 2, "nothing else is left");
    }

    #[tokio::test]
    async fn what_is_cancelled_or_torn_leaves_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let cancel = Cancel::new();
        let ended = Owner { cancel_at: Some((4, cancel.clone())), ..owner() };
        let refusal = report(&ended, 3, false, folder.path(), &|_, _| {}, &cancel).await.unwrap_err();
        assert!(refusal.en.contains("cancelled"), "{refusal}");
        assert_eq!(left_in(folder.path()), 1, "the first file was whole before");
        let folder = tempfile::tempdir().unwrap();
        let lying = Owner { wrong_hash: true, ..owner() };
        let refusal = report(&lying, 3, false, folder.path(), &|_, _| {}, &Cancel::new()).await.unwrap_err();
        assert!(refusal.en.contains("incomplete"), "{refusal}");
        assert_eq!(left_in(folder.path()), 0);
    }
}
