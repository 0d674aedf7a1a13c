//! The window itself.

use lotdesk_engine::home::Home;
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Runtime, WebviewUrl, WebviewWindowBuilder, WindowEvent};
use tauri_plugin_window_state::StateFlags;

use crate::driver;

/// The window's name, as capabilities and events use it.
pub const LABEL: &str = "main";

/// A web view takes F3, F5, F7, F12 and some Ctrl keys for itself (find, reload, caret browsing, tools, print); the
/// booth needs the F-keys, and a reload would drop what was typed. The page still gets the keys.
pub const KEYS_ARE_OURS: &str = include_str!("keys.js");

/// Remembers size and place in the data directory.
pub fn remember_place<R: Runtime>(home: &Home) -> TauriPlugin<R> {
    let file = home.dir().join("window.json");
    tauri_plugin_window_state::Builder::new()
        .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED | StateFlags::FULLSCREEN)
        .with_filename(file.to_string_lossy())
        .build()
}

/// Opens the window.
///
/// # Errors
/// When the web view is not there.
pub fn open<R: Runtime>(app: &AppHandle<R>, home: &Home, training: bool, place: Option<&str>) -> tauri::Result<()> {
    let title = match (training, place) {
        (true, _) => "【练习】泊务台 Lotdesk — Training".to_owned(),
        (false, Some(place)) => format!("泊务台 Lotdesk — {place}"),
        (false, None) => "泊务台 Lotdesk".to_owned(),
    };
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .title(title)
        .inner_size(1366.0, 768.0)
        .min_inner_size(1280.0, 720.0)
        .center()
        .theme(None)
        .data_directory(home.dir().join("webview"))
        .initialization_script(KEYS_ARE_OURS)
        .zoom_hotkeys_enabled(true)
        // PINs are nothing for a browser's memory.
        .general_autofill_enabled(false)
        // The window shows what is inside the executable and nothing else.
        .on_navigation(is_ours)
        .build()?;
    // The driver's screen is the console's: it does not stay behind, and it comes back with it.
    let app = app.clone();
    window.on_window_event(move |event| {
        if matches!(event, WindowEvent::Destroyed) {
            driver::window::close_with_console(&app);
        }
    });
    Ok(())
}

/// `tauri://localhost`, or `http://tauri.localhost` on Windows.
pub fn is_ours(url: &tauri::Url) -> bool {
    match url.scheme() {
        "tauri" => true,
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn the_window_goes_nowhere_else() {
        for (url, ours) in [
            ("tauri://localhost/index.html", true),
            ("http://tauri.localhost/", true),
            ("https://example.com/", false),
            ("http://tauri.localhost.example.com/", false),
            ("file:///etc/passwd", false),
            ("data:text/html,x", false),
        ] {
            assert_eq!(is_ours(&url.parse().unwrap()), ours, "{url}");
        }
    }
}
