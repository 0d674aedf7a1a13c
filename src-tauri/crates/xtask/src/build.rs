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
/// Unless it is a release, all programs of the workspace are built in one go, and the smallest test target with them. Cargo
/// unites the features of what is built together, so the console alone would get other features of tokio than the tests
/// want, and most libraries would be compiled once for `cargo xtask run` and once more for `cargo xtask test`.
///
/// # Errors
/// When it does not compile.
pub fn console(place: &Place, steps: &mut Steps, release: bool) -> Result<PathBuf, Failure> {
    let mut command = cargo();
    command.args(["build", "--features", BUILT_UI]);
    if release {
        // The engine without a window beside it: a measurement runs the two of them.
        command.args(["--release", "--package", "lotdesk", "--bin", "lotdesk"]);
        command.args(["--package", "lotdesk-ctl", "--bin", "lotdeskctl"]);
    } else {
        command.args(["--workspace", "--bins", "--test", "vectors"]);
    }
    command.env("CARGO_TERM_PROGRESS_WHEN", "always").env("CARGO_TERM_PROGRESS_WIDTH", "100");
    command.current_dir(&place.root);
    let log = if release { "build-console-release" } else { "build-console" };
    steps.run("console (cargo build)", log, command)?.expect_ok("building the console")?;
    Ok(place.program("lotdesk", release))
}
