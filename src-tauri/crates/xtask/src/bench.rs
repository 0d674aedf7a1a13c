//! `cargo xtask bench NAME`: measurements with a release build.

use std::process::ExitCode;

use crate::command::cargo;
use crate::packages::{self, Need};
use crate::place::Place;
use crate::steps::Steps;
use crate::{Failure, build, peers, ui};

/// What can be measured: its name, and the package with a benchmark of that name where Cargo runs it.
const BENCHES: [(&str, Option<&str>); 4] = [
    ("ledger", Some("lotdesk-ledger")),
    ("protocol", Some("lotdesk-protocols")),
    ("reports", Some("lotdesk-reports")),
    ("ui", None),
];

/// Runs one measurement.
///
/// # Errors
/// On wrong usage; when it does not build, cannot run, or misses its target.
pub fn bench(words: &[String]) -> Result<ExitCode, Failure> {
    let [name] = words else {
        return Err(Failure::Usage("`bench` takes one name.".into()));
    };
    let Some((_, package)) = BENCHES.iter().find(|(known, _)| known == name) else {
        return Err(Failure::Usage(format!("There is no benchmark `{name}`.")));
    };
    let place = Place::find()?;
    match package {
        Some(package) => in_cargo(&place, package, name),
        None => window(&place),
    }
}

/// A benchmark program of a crate prints its own table; it fails by its exit code.
fn in_cargo(place: &Place, package: &str, name: &str) -> Result<ExitCode, Failure> {
    let manifest = place.root.join("src-tauri").join("crates").join(name_of(package)).join("Cargo.toml");
    let declared = std::fs::read_to_string(&manifest).is_ok_and(|text| declares_bench(&text, name));
    if !declared {
        return Err(Failure::Task(format!("{package} has no benchmark `{name}` yet")));
    }
    let mut command = cargo();
    command.args(["bench", "--package", package, "--bench", name]).current_dir(&place.root);
    if name == "reports" {
        // Its peers are Python's, and its Chinese text has the font of the window's packages.
        let mut steps = Steps::new(3, &place.logs());
        ui::install(place, &mut steps)?;
        command.env("LOTDESK_BENCH_PYTHON", peers::python(place, &mut steps)?);
    }
    let status = command.status().map_err(|error| Failure::Task(format!("cargo cannot be started: {error}")))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The folder of a package.
fn name_of(package: &str) -> &str {
    package.strip_prefix("lotdesk-").unwrap_or(package)
}

/// Whether a manifest has `[[bench]]` with this name.
fn declares_bench(manifest: &str, name: &str) -> bool {
    manifest.split("[[").skip(1).any(|table| {
        table.starts_with("bench]]") && table.lines().any(|line| line.replace(' ', "") == format!("name=\"{name}\""))
    })
}

/// Drives the real window, built with optimisation, under Xvfb.
fn window(place: &Place) -> Result<ExitCode, Failure> {
    let mut steps = Steps::new(5, &place.logs());
    packages::ensure(&mut steps, Need::Driven)?;
    ui::install(place, &mut steps)?;
    ui::build(place, &mut steps)?;
    let app = build::console(place, &mut steps, true)?;
    let mut command = cargo();
    command.args(["test", "--workspace", "--test", "window", "--features", build::BUILT_UI, "--"]);
    // One after the other: each wants the machine for itself.
    command.args(["--ignored", "bench::", "--nocapture", "--test-threads=1"]);
    command.env("LOTDESK_APP", app).env("LOTDESK_CTL", place.program("lotdeskctl", true));
    command.env("LOTDESK_SCREENS", place.screens()).current_dir(&place.root);
    let finished = steps.run("window under traffic", "bench-ui", command)?;
    for line in finished.lines.iter().filter_map(|line| line.split_once("bench ui: ").map(|(_, rest)| rest)) {
        println!("{line}");
    }
    if !finished.ok() {
        return Err(Failure::Task(format!("the measurement failed:\n{}", finished.tail(40))));
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declared_benchmark_is_found() {
        let manifest = "[package]\nname = \"ledger\"\n[[bench]]\nname = \"ledger\"\nharness = false\n";
        assert!(declares_bench(manifest, "ledger"));
        assert!(!declares_bench(manifest, "ui"));
        assert!(!declares_bench("[package]\nname = \"ledger\"\n", "ledger"));
    }

    #[test]
    fn an_unknown_name_is_wrong_usage() {
        assert!(matches!(bench(&["nothing".into()]), Err(Failure::Usage(_))));
        assert!(matches!(bench(&[]), Err(Failure::Usage(_))));
    }
}
