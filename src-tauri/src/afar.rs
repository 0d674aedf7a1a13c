//! A window that is attached to another PC's engine over the network: where that is, and reports that are brought over.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use lotdesk_engine::console::Console;
use lotdesk_engine::fetch::{self, Cancel, OfConsole};
use lotdesk_engine::home::Home;
use lotdesk_operations::api::refusal::{Code, Refusal};
use serde::Serialize;
use tauri::State;
use tauri::ipc::Channel;

/// Host and port of the engine's PC; none where the engine is on this one.
pub struct Elsewhere(pub Option<String>);

/// Reports that are being brought over, by number.
#[derive(Default)]
pub struct Savings(Mutex<HashMap<u64, Cancel>>);

impl Savings {
    fn all(&self) -> std::sync::MutexGuard<'_, HashMap<u64, Cancel>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How far a report is.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Brought {
    /// Bytes that are here.
    bytes: u64,
    /// Of so many.
    of_bytes: u64,
}

/// Where a report lies now.
#[derive(Debug, Serialize)]
pub struct Saved {
    /// The files on this machine.
    files: Vec<PathBuf>,
}

/// Host and port of the PC whose engine this window is attached to over the network; none where it is this one's.
///
/// # Errors
/// None; Tauri wants a result of a command that borrows.
#[tauri::command]
pub fn attached_to(elsewhere: State<'_, Elsewhere>) -> tauri::Result<Option<String>> {
    Ok(elsewhere.0.clone())
}

/// Brings the files of a report that is written to this machine, into the reports' folder of this window's own data.
///
/// # Errors
/// The engine's refusal, that the disk does not take it, or that it was cancelled.
#[tauri::command]
pub async fn save_report(
    console: State<'_, Console>,
    home: State<'_, Home>,
    savings: State<'_, Savings>,
    token: Option<String>,
    no: u64,
    repairs: bool,
    page: Channel<Brought>,
) -> Result<Saved, Refusal> {
    let cancel = Cancel::new();
    if savings.all().insert(no, cancel.clone()).is_some_and(|before| !before.is_cancelled()) {
        return Err(Refusal::new(Code::NotPossibleNow, "正在传输这份报表", "This report is on its way already."));
    }
    let engine = OfConsole { console: console.inner().clone(), token };
    let told = move |bytes, of_bytes| {
        // A page that is gone hears nothing.
        let _ = page.send(Brought { bytes, of_bytes });
    };
    let done = fetch::report(&engine, no, repairs, &home.reports_dir(), &told, &cancel).await;
    savings.all().remove(&no);
    Ok(Saved { files: done? })
}

/// Ends that; it leaves no file.
///
/// # Errors
/// None; Tauri wants a result of a command that borrows.
#[tauri::command]
pub fn save_report_cancel(savings: State<'_, Savings>, no: u64) -> tauri::Result<()> {
    if let Some(cancel) = savings.all().get(&no) {
        cancel.cancel();
    }
    Ok(())
}
