//! The web UI: its packages and its build, each done only when something it depends on has changed.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Failure;
use crate::command::npm;
use crate::place::Place;
use crate::steps::Steps;

/// Installs the UI's packages when `package-lock.json` is not the one they were installed from: one step.
///
/// # Errors
/// When npm fails.
pub fn install(place: &Place, steps: &mut Steps) -> Result<(), Failure> {
    let ui = place.ui();
    let modules = ui.join("node_modules");
    let wanted = digest([ui.join("package-lock.json"), ui.join("package.json")])?;
    // The stamp lies inside, so that removing node_modules removes it too.
    let stamp = Stamp::new(modules.join(".lotdesk-installed"));
    if stamp.is(wanted) {
        steps.note("UI packages: unchanged");
        return Ok(());
    }
    let mut command = in_ui(place);
    command.arg("ci");
    steps.run("UI packages (npm ci)", "npm-ci", command)?.expect_ok("npm ci")?;
    stamp.set(wanted)
}

/// Builds the UI when one of its sources is not the one that `ui/dist` was built from: one step.
///
/// # Errors
/// When the build fails.
pub fn build(place: &Place, steps: &mut Steps) -> Result<(), Failure> {
    let wanted = digest(sources(&place.ui())?)?;
    let stamp = Stamp::new(place.stamps().join("ui-dist"));
    if stamp.is(wanted) && place.ui().join("dist").join("index.html").is_file() {
        steps.note("UI: unchanged");
        return Ok(());
    }
    let mut command = in_ui(place);
    command.args(["run", "build"]);
    steps.run("UI (npm run build)", "npm-build", command)?.expect_ok("npm run build")?;
    stamp.set(wanted)
}

/// A check of the UI that depends on nothing but its sources and packages: what passed once, passes until one of them changes.
pub struct Check {
    stamp: Stamp,
    sources: u64,
}

impl Check {
    /// The check of this name.
    ///
    /// # Errors
    /// When a source cannot be read.
    pub fn new(place: &Place, name: &str) -> Result<Self, Failure> {
        Ok(Self { stamp: Stamp::new(place.stamps().join(name)), sources: digest(sources(&place.ui())?)? })
    }

    /// Whether it passed on these very sources.
    pub fn has_passed(&self) -> bool {
        self.stamp.is(self.sources)
    }

    /// It has passed now.
    ///
    /// # Errors
    /// When that cannot be written down.
    pub fn passes(&self) -> Result<(), Failure> {
        self.stamp.set(self.sources)
    }
}

/// npm in the UI's folder.
pub fn in_ui(place: &Place) -> Command {
    let mut command = npm();
    command.current_dir(place.ui());
    command
}

/// A file that remembers what something was made from.
struct Stamp(PathBuf);

impl Stamp {
    fn new(path: PathBuf) -> Self {
        Self(path)
    }

    fn is(&self, wanted: u64) -> bool {
        std::fs::read_to_string(&self.0).is_ok_and(|text| text.trim() == format!("{wanted:016x}"))
    }

    fn set(&self, value: u64) -> Result<(), Failure> {
        let folder = self.0.parent().map_or(Ok(()), std::fs::create_dir_all);
        folder
            .and_then(|()| std::fs::write(&self.0, format!("{value:016x}\n")))
            .map_err(|error| Failure::Task(format!("cannot write {}: {error}", self.0.display())))
    }
}

/// Everything that the UI's build reads.
fn sources(ui: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    let mut folders = vec![ui.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| unreadable(&folder, &error))?;
        for entry in entries {
            let path = entry.map_err(|error| unreadable(&folder, &error))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                if !["node_modules", "dist", "coverage"].contains(&name.as_str()) {
                    folders.push(path);
                }
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// FNV-1a over names and contents: quick, and the same on every machine.
fn digest(files: impl IntoIterator<Item = PathBuf>) -> Result<u64, Failure> {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut mix = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for file in files {
        let content = std::fs::read(&file).map_err(|error| unreadable(&file, &error))?;
        mix(file.to_string_lossy().as_bytes());
        mix(&content.len().to_le_bytes());
        mix(&content);
    }
    Ok(hash)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Task(format!("cannot read {}: {error}", path.display()))
}
