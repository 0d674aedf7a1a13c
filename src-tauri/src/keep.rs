//! When the process ends: not with its window, when the lanes of a real lot depend on it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use lotdesk_engine::console::Console;
use tauri::{AppHandle, ExitRequestApi, Runtime};

const RUNNING: u8 = 0;
const STOPPING: u8 = 1;
const STOPPED: u8 = 2;

/// Decides about the end of the process.
pub struct Keeper {
    console: Console,
    stage: Arc<AtomicU8>,
}

impl Keeper {
    /// A keeper for this console.
    pub fn new(console: Console) -> Self {
        Self { console, stage: Arc::new(AtomicU8::new(RUNNING)) }
    }

    /// The last window has closed (`code` is none), or the process is asked to end. The engine is stopped in order
    /// before the process ends; the lanes of a real lot go on without a window.
    pub fn exit_requested<R: Runtime>(&self, app: &AppHandle<R>, code: Option<i32>, api: &ExitRequestApi) {
        if self.stage.load(Ordering::SeqCst) == STOPPED {
            return;
        }
        api.prevent_exit();
        let lanes_depend_on_us = self.console.engine().is_some_and(|engine| !engine.demo());
        if code.is_none() && lanes_depend_on_us {
            tracing::info!("the window has closed; the lanes go on");
            return;
        }
        if self.stage.compare_exchange(RUNNING, STOPPING, Ordering::SeqCst, Ordering::SeqCst).is_err() {
            return;
        }
        let (app, console, stage) = (app.clone(), self.console.clone(), self.stage.clone());
        tauri::async_runtime::spawn(async move {
            console.stop().await;
            stage.store(STOPPED, Ordering::SeqCst);
            app.exit(code.unwrap_or(0));
        });
    }
}

/// Ends the process when the system asks for it, or when `lotdeskctl stop` ended the engine.
pub fn end_when_told<R: Runtime>(app: &AppHandle<R>, console: &Console) {
    let (app, console) = (app.clone(), console.clone());
    tauri::async_runtime::spawn(async move {
        tokio::select! {
            () = console.ended() => {}
            () = system_asks() => {}
        }
        app.exit(0);
    });
}

#[cfg(unix)]
async fn system_asks() {
    use tokio::signal::unix::{SignalKind, signal};
    match (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) {
        (Ok(mut end), Ok(mut interrupt)) => {
            tokio::select! {
                _ = end.recv() => {}
                _ = interrupt.recv() => {}
            }
        }
        _ => std::future::pending().await,
    }
}

/// Windows tells a program with windows through its windows, which Tauri hears.
#[cfg(not(unix))]
async fn system_asks() {
    std::future::pending().await
}
