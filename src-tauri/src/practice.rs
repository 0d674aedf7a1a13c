//! A window for practising, beside the real one: a process of its own on a folder of its own.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use lotdesk_operations::api::refusal::{Code, Refusal};
use tauri::State;

/// The lot's data directory, as this console was started on it; none where this console is for practising itself.
pub struct Real(pub Option<PathBuf>);

/// Opens a console for practising.
///
/// # Errors
/// When this one is such a console, or the system starts no other.
#[tauri::command]
pub fn start_training(real: State<'_, Real>) -> Result<(), Refusal> {
    let Some(data) = &real.0 else {
        return Err(Refusal::new(Code::NotPossibleNow, "当前已是练习模式", "This is a window for practising already."));
    };
    let program = std::env::current_exe().map_err(Refusal::internal)?;
    let mut child = Command::new(program)
        .args(["--training", "--data"])
        .arg(data)
        .stdin(Stdio::null())
        .spawn()
        .map_err(Refusal::internal)?;
    // Somebody has to hear that it ended.
    std::thread::spawn(move || child.wait());
    Ok(())
}
