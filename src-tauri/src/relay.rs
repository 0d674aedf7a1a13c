//! Between the page and the engine: one command in, two events out.
//!
//! - `call(token, name, request)` runs a command; it is refused with a `Refusal`.
//! - `notice` carries a `Notice` after each commit. Numbers have no gaps: after one, the page asks for a snapshot.
//! - `engine` carries how the engine stands (`EngineState`), at every change.

use lotdesk_engine::console::{Console, UpDown};
use lotdesk_operations::api::refusal::Refusal;
use serde_json::Value;
use tauri::{AppHandle, Emitter, Runtime, State};
use tokio::sync::broadcast::error::RecvError;

use crate::window::LABEL;

/// The one command door.
///
/// # Errors
/// The command's refusal, or why the engine does not answer.
#[tauri::command]
pub async fn call(
    console: State<'_, Console>,
    token: Option<String>,
    name: String,
    request: Value,
) -> Result<Value, Refusal> {
    console.call(token, &name, request).await
}

/// Begins to tell the window what happens.
pub fn begin<R: Runtime>(app: &AppHandle<R>, console: &Console) {
    let mut notices = console.notices();
    let mut states = console.state();
    let to = app.clone();
    tauri::async_runtime::spawn(async move {
        loop {
            tokio::select! {
                notice = notices.recv() => match notice {
                    Ok(notice) => tell(&to, "notice", &*notice),
                    // A window that is told that the engine is up asks for a snapshot, and is current again.
                    Err(RecvError::Lagged(_)) => {
                        let state = states.borrow().clone();
                        tell(&to, "engine", &state);
                    }
                    Err(RecvError::Closed) => return,
                },
                changed = states.changed() => {
                    if changed.is_err() {
                        return;
                    }
                    let state = states.borrow_and_update().clone();
                    if state.state != UpDown::Starting {
                        tell(&to, "engine", &state);
                    }
                }
            }
        }
    });
}

fn tell<R: Runtime>(app: &AppHandle<R>, event: &str, payload: &(impl serde::Serialize + Clone)) {
    if let Err(error) = app.emit_to(LABEL, event, payload) {
        tracing::warn!(%error, event, "the window was not told");
    }
}
