//! An invoice's PDF in the system's own viewer. The page names the invoice, never a file: what is opened is what the engine
//! fetched, below the data directory; where the engine runs on another PC, a copy of it below this window's own.

use std::path::{Path, PathBuf};
use std::process::Command;

use lotdesk_engine::console::Console;
use lotdesk_engine::fetch::{self, Cancel, OfConsole};
use lotdesk_engine::home::Home;
use lotdesk_operations::api::billing::InvoicePaper;
use lotdesk_operations::api::refusal::{Code, Refusal};
use serde::Serialize;
use serde_json::json;
use tauri::State;

use crate::afar::Elsewhere;

/// What became of it.
#[derive(Debug, Serialize)]
pub struct Opened {
    /// The file.
    pub paper: InvoicePaper,
    /// False where this system has no viewer that could be started; the file is there all the same.
    pub opened: bool,
}

/// Has the invoice's PDF fetched, where it is not here yet, and opens it.
///
/// # Errors
/// The command's refusal, or that the file does not lie where it should.
#[tauri::command]
pub async fn open_invoice(
    console: State<'_, Console>,
    home: State<'_, Home>,
    elsewhere: State<'_, Elsewhere>,
    token: Option<String>,
    invoice_id: String,
) -> Result<Opened, Refusal> {
    let reply = console.call(token.clone(), "invoice.fetch_pdf", json!({ "invoice_id": invoice_id })).await?;
    let mut paper: InvoicePaper = serde_json::from_value(reply).map_err(|_| not_there())?;
    if elsewhere.0.is_some() {
        let place = home.papers_dir().join(format!("{}.pdf", named(&paper.sha256).ok_or_else(not_there)?));
        let engine = OfConsole { console: console.inner().clone(), token };
        let of = (paper.sha256.as_str(), u64::from(paper.bytes));
        let place = fetch::invoice(&engine, &invoice_id, of, &place, &Cancel::new()).await?;
        paper.place = place.display().to_string();
    }
    let place = inside(&home.papers_dir(), Path::new(&paper.place)).ok_or_else(not_there)?;
    Ok(Opened { opened: view(&place), paper })
}

/// A hash as a file's name: digits and nothing else, whoever says it.
fn named(sha256: &str) -> Option<&str> {
    (sha256.len() == 64 && sha256.bytes().all(|b| b.is_ascii_hexdigit())).then_some(sha256)
}

/// The place, when it is a PDF right below this folder.
fn inside(folder: &Path, place: &Path) -> Option<PathBuf> {
    let (folder, place) = (folder.canonicalize().ok()?, place.canonicalize().ok()?);
    let is_ours = place.parent() == Some(&*folder) && place.extension().is_some_and(|end| end == "pdf");
    is_ours.then_some(place)
}

fn not_there() -> Refusal {
    Refusal::new(
        Code::NotFound,
        "PDF 不在本机的数据目录中，请在引擎所在的电脑上打开",
        "The PDF does not lie in this machine's data directory; open it where the engine runs.",
    )
}

/// Starts the system's viewer without waiting for it.
fn view(place: &Path) -> bool {
    let mut viewer = if cfg!(windows) {
        Command::new("explorer")
    } else if cfg!(target_os = "macos") {
        Command::new("open")
    } else {
        Command::new("xdg-open")
    };
    let quiet = std::process::Stdio::null;
    match viewer.arg(place).stdin(quiet()).stdout(quiet()).stderr(quiet()).spawn() {
        Ok(mut child) => {
            // Somebody has to hear of its end, or it stays in the system's list.
            std::thread::spawn(move || child.wait());
            true
        }
        Err(error) => {
            tracing::warn!(%error, "no viewer opens the PDF");
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn nothing_is_opened_but_what_lies_among_the_invoices() {
        let folder = std::env::temp_dir().join(format!("lotdesk-papers-{}", std::process::id()));
        let invoices = folder.join("invoices");
        std::fs::create_dir_all(invoices.join("deep")).unwrap();
        for file in ["invoices/a.pdf", "invoices/b.exe", "invoices/deep/c.pdf", "d.pdf"] {
            std::fs::write(folder.join(file), b"%PDF-").unwrap();
        }
        assert!(inside(&invoices, &invoices.join("a.pdf")).is_some());
        for not in ["invoices/b.exe", "invoices/deep/c.pdf", "d.pdf", "invoices/../d.pdf", "invoices/none.pdf"] {
            assert!(inside(&invoices, &folder.join(not)).is_none(), "{not}");
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
