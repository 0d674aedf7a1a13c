//! Starting other programs.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A program that sees the environment as if it were typed into the terminal. Cargo gives the program it runs variables
/// about that program's package; build scripts downstream (ring's, for one) watch the same variables and would rebuild
/// on each change between `cargo xtask` and plain `cargo`.
pub fn command(program: impl Into<OsString>) -> Command {
    let mut command = Command::new(program.into());
    for (name, value) in std::env::vars_os() {
        let text = name.to_string_lossy();
        let about_us = ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|prefix| text.starts_with(prefix))
            || matches!(&*text, "CARGO_BIN_NAME" | "CARGO_CRATE_NAME" | "CARGO_PRIMARY_PACKAGE" | "OUT_DIR");
        if about_us {
            command.env_remove(&name);
        } else if matches!(&*text, "LD_LIBRARY_PATH" | "DYLD_FALLBACK_LIBRARY_PATH") {
            let kept: Vec<PathBuf> = std::env::split_paths(&value).filter(|path| !is_cargos(path)).collect();
            match std::env::join_paths(&kept) {
                Ok(paths) if !kept.is_empty() => command.env(&name, paths),
                _ => command.env_remove(&name),
            };
        }
    }
    command.stdin(Stdio::null());
    command
}

/// Library folders that `cargo run` prepends for the program it runs.
fn is_cargos(path: &Path) -> bool {
    let text = path.to_string_lossy().replace('\\', "/");
    text.contains("/target/xtask/")
        || text.ends_with("/lib") && text.contains("/toolchains/")
        || text.contains("/rustlib/")
}

/// Cargo itself: the one that started us.
pub fn cargo() -> Command {
    let mut command = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.env("CARGO_TERM_COLOR", "never");
    if std::env::var_os("CI").is_some_and(|value| value == "true" || value == "1") {
        // A build that is thrown away needs neither debug information nor what speeds up the next one.
        command.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_INCREMENTAL", "0");
    }
    command
}

/// npm. On Windows it is a `.cmd` file, which has to be said.
pub fn npm() -> Command {
    let mut command = command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.env("NO_COLOR", "1").env("npm_config_fund", "false").env("npm_config_audit", "false");
    command.env("npm_config_update_notifier", "false");
    command
}

/// Whether a program of this name is on the path.
pub fn exists(name: &str) -> bool {
    find(name).is_some()
}

/// Finds a program on the path.
pub fn find(name: &str) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&paths).map(|dir| dir.join(&file)).find(|path| path.is_file())
}

/// Runs a short program and gives what it printed, or nothing when it cannot be started or fails.
pub fn ask(mut command: Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
