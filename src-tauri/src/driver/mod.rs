//! The screen that a lane turns towards its driver, in a window of its own.
//!
//! What it shows is decided by the engine (`driver.show`); the shell asks whenever a notice says that its lane or the counts
//! changed, and hands the answer to the page. The page itself can ask for nothing.

pub mod watch;
pub mod window;

use std::fs::File;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use lotdesk_engine::home::Home;
use serde::{Deserialize, Serialize};
use tokio::sync::watch as told;

/// The window's name, as capabilities use it.
pub const LABEL: &str = "driver";

/// What is remembered of the driver's screen on this machine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Setting {
    /// True while it is open, or was when the console closed.
    pub open: bool,
    /// The lane that it stands at; the lot's first exit where none was chosen.
    pub lane_id: Option<String>,
}

/// The setting, in the data directory's `driver.json`.
pub struct Kept {
    file: PathBuf,
    folder: PathBuf,
    now: told::Sender<Setting>,
    /// Held while the screen is open here: two consoles on one data directory have one screen between them.
    claim: Mutex<Option<File>>,
}

impl Kept {
    /// As it was left; a file that cannot be read is as good as none.
    pub fn at(home: &Home) -> Self {
        Self::in_folder(home.dir().to_path_buf())
    }

    fn in_folder(folder: PathBuf) -> Self {
        let file = folder.join("driver.json");
        let kept = std::fs::read(&file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Self { file, folder, now: told::Sender::new(kept.unwrap_or_default()), claim: Mutex::default() }
    }

    /// Takes the screen for this console; false where another one has it.
    pub fn claim(&self) -> bool {
        let file = File::options().create(true).truncate(false).write(true).open(self.folder.join("driver.lock"));
        let mut claim = self.claim.lock().unwrap_or_else(PoisonError::into_inner);
        match file {
            Ok(file) if file.try_lock().is_ok() => {
                *claim = Some(file);
                true
            }
            _ => claim.is_some(),
        }
    }

    /// Gives it up; the system does so by itself when the process ends.
    pub fn give_up(&self) {
        *self.claim.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The setting now.
    pub fn setting(&self) -> Setting {
        self.now.borrow().clone()
    }

    /// The setting, now and at every change.
    pub fn changes(&self) -> told::Receiver<Setting> {
        self.now.subscribe()
    }

    /// Changes it. A disk that refuses costs the remembering, not the screen.
    pub fn change(&self, change: impl FnOnce(&mut Setting)) {
        let changed = self.now.send_if_modified(|setting| {
            let before = setting.clone();
            change(setting);
            *setting != before
        });
        if !changed {
            return;
        }
        let written = serde_json::to_vec(&self.setting()).map_err(std::io::Error::from);
        if let Err(error) = written.and_then(|bytes| std::fs::write(&self.file, bytes)) {
            tracing::warn!(%error, "the driver's screen is not remembered");
        }
    }
}

/// The one task that tells the driver's page what to show: a page that was loaded anew takes the place of the one before.
#[derive(Default)]
pub struct Watcher(Mutex<Option<tauri::async_runtime::JoinHandle<()>>>);

impl Watcher {
    fn set(&self, task: Option<tauri::async_runtime::JoinHandle<()>>) {
        let before = std::mem::replace(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner), task);
        if let Some(before) = before {
            before.abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Kept, Setting};

    #[test]
    fn the_lane_is_remembered_over_a_start() {
        let folder = std::env::temp_dir().join(format!("lotdesk-driver-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let kept = Kept::in_folder(folder.clone());
        assert_eq!(kept.setting(), Setting::default());
        kept.change(|setting| *setting = Setting { open: true, lane_id: Some("L".into()) });
        let again = Kept::in_folder(folder.clone());
        assert_eq!(again.setting(), Setting { open: true, lane_id: Some("L".into()) });
        assert!(kept.claim() && kept.claim() && !again.claim(), "one console has the screen");
        kept.give_up();
        assert!(again.claim());
        std::fs::write(folder.join("driver.json"), "not this").unwrap();
        assert_eq!(Kept::in_folder(folder.clone()).setting(), Setting::default());
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn drivers_hear_their_screen_and_can_ask_for_nothing() {
        let capability: serde_json::Value =
            serde_json::from_str(include_str!("../../capabilities/driver.json")).unwrap();
        assert_eq!(capability["windows"], serde_json::json!([super::LABEL]));
        assert_eq!(capability["permissions"], serde_json::json!(["driver-screen"]));
        let shell = include_str!("../../permissions/shell.toml");
        let of_drivers = shell.split("identifier = \"driver-screen\"").nth(1).unwrap();
        assert!(of_drivers.contains("commands.allow = [\"driver_watch\"]"), "{of_drivers}");
    }
}
