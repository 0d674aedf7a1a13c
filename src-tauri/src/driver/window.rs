//! The driver's screen is opened, moved to another lane and closed by the console.

use lotdesk_operations::api::refusal::{Code, Refusal};
use tauri::{AppHandle, Manager, Runtime, State, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};

use super::{Kept, LABEL, Setting, Watcher};
use crate::afar::Elsewhere;
use crate::window::{self, KEYS_ARE_OURS, is_ours};

/// Opens the driver's screen at a lane, brings an open one to another lane, or closes it. Gives how it stands then.
///
/// # Errors
/// When another console on the same data has it, or the web view is not there.
#[tauri::command]
pub async fn driver_window<R: Runtime>(
    app: AppHandle<R>,
    kept: State<'_, Kept>,
    elsewhere: State<'_, Elsewhere>,
    open: bool,
    lane_id: Option<String>,
) -> Result<Setting, Refusal> {
    if let Some(place) = elsewhere.0.as_ref().filter(|_| open) {
        return Err(at_the_booth(place));
    }
    if open && !kept.claim() {
        return Err(other_console());
    }
    kept.change(|setting| {
        setting.open = open;
        if lane_id.is_some() {
            setting.lane_id = lane_id;
        }
    });
    match (open, app.get_webview_window(LABEL)) {
        (true, None) => build(&app).map_err(|why| no_view(&why))?,
        (true, Some(_)) | (false, None) => {}
        (false, Some(window)) => window.destroy().map_err(|why| no_view(&why))?,
    }
    Ok(kept.setting())
}

fn at_the_booth(place: &str) -> Refusal {
    Refusal::new(
        Code::NotPossibleNow,
        format!("顾客屏属于岗亭的电脑（{place}），远程连接的窗口不能打开"),
        format!(
            "The driver's screen belongs to the booth's PC ({place}); a window attached over the network does not open it."
        ),
    )
}

fn other_console() -> Refusal {
    Refusal::new(
        Code::NotPossibleNow,
        "顾客屏已由本机另一个控制台打开，请在那里操作",
        "Another console on this machine has the driver's screen; use that one.",
    )
}

fn no_view(why: &tauri::Error) -> Refusal {
    tracing::warn!(%why, "the driver's screen");
    Refusal::new(Code::Unavailable, "顾客屏窗口打不开", "The driver's screen does not open.")
}

/// How the driver's screen stands: open here, and at which lane.
///
/// # Errors
/// None; Tauri wants a result of a command that borrows.
#[tauri::command]
pub async fn driver_window_state<R: Runtime>(app: AppHandle<R>, kept: State<'_, Kept>) -> tauri::Result<Setting> {
    Ok(Setting { open: app.get_webview_window(LABEL).is_some(), ..kept.setting() })
}

/// The console opens: with the driver's screen, where it was open before.
pub fn open_again<R: Runtime>(app: &AppHandle<R>) {
    let kept = app.state::<Kept>();
    if !kept.setting().open || !kept.claim() {
        return;
    }
    if let Err(error) = build(app) {
        tracing::warn!(%error, "the driver's screen does not open");
    }
}

/// The console has closed. What was open stays remembered as open.
pub fn close_with_console<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(LABEL)
        && let Err(error) = window.destroy()
    {
        tracing::warn!(%error, "the driver's screen does not close");
    }
}

fn build<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    let mut builder = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .title("泊务台 顾客屏")
        .inner_size(1280.0, 720.0)
        .min_inner_size(640.0, 360.0)
        .theme(None)
        // One store of the web view for both: another one would be another browser.
        .data_directory(app.state::<Kept>().folder.join("webview"))
        .initialization_script(KEYS_ARE_OURS)
        .focused(false)
        .on_navigation(is_ours);
    // A second monitor is what it is for. Where it stood last is remembered and goes before this.
    if let Some((x, y)) = app.get_webview_window(window::LABEL).as_ref().and_then(beside) {
        builder = builder.position(x, y).maximized(true);
    }
    let window = builder.build()?;
    let told = app.clone();
    window.on_window_event(move |event| match event {
        WindowEvent::CloseRequested { .. } => told.state::<Kept>().change(|setting| setting.open = false),
        WindowEvent::Destroyed => {
            told.state::<Watcher>().set(None);
            told.state::<Kept>().give_up();
        }
        _ => {}
    });
    Ok(())
}

/// The corner of a monitor on which the console is not, in the units of windows.
fn beside<R: Runtime>(console: &WebviewWindow<R>) -> Option<(f64, f64)> {
    let here = console.current_monitor().ok().flatten()?;
    let other = console.available_monitors().ok()?.into_iter().find(|m| m.position() != here.position())?;
    let corner = other.position().to_logical::<f64>(other.scale_factor());
    Some((corner.x, corner.y))
}
