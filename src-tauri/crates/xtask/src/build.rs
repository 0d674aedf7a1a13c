//! Building the console.

use std::path::PathBuf;

use crate::Failure;
use crate::command::cargo;
use crate::place::Place;
use crate::steps::Steps;

/// The feature that makes the console serve the built UI from inside the executable. Without it, it would look for a
/// development server.
pub const BUILT_UI: &str = "lotdesk/custom-protocol";

/// Builds the console: one step. Gives the executable.
///
/// # Errors
/// When it does not compile.
pub fn console(place: &Place, steps: &mut Steps, release: bool) -> Result<PathBuf, Failure> {
    let mut command = cargo();
    command.args(["build", "--package", "lotdesk", "--bin", "lotdesk", "--features", BUILT_UI]);
    command.env("CARGO_TERM_PROGRESS_WHEN", "always").env("CARGO_TERM_PROGRESS_WIDTH", "100");
    command.current_dir(&place.root);
    if release {
        command.arg("--release");
    }
    let log = if release { "build-console-release" } else { "build-console" };
    steps.run("console (cargo build)", log, command)?.expect_ok("building the console")?;
    Ok(place.program("lotdesk", release))
}
