//! `cargo xtask bindings`: writes the window's TypeScript types from the command contract.

use std::path::Path;
use std::process::ExitCode;

use crate::Failure;
use crate::build::BUILT_UI;
use crate::command::{cargo, command};
use crate::place::Place;
use crate::steps::Steps;

/// Writes `ui/src/contract` anew. Files of types that are no more go.
///
/// # Errors
/// On wrong usage, or when the contract does not compile or the folder cannot be written.
pub fn bindings(words: &[String]) -> Result<ExitCode, Failure> {
    if !words.is_empty() {
        return Err(Failure::Usage("`bindings` takes no arguments.".into()));
    }
    let place = Place::find()?;
    let folder = place.ui().join("src").join("contract");
    let mut steps = Steps::new(2, &place.logs());
    // The selection that the tests are built from: another one would compile most libraries anew.
    let example = ["--workspace", "--example", "bindings", "--features", BUILT_UI];
    let mut build = cargo();
    build.arg("build").args(example).current_dir(&place.root);
    // Compiled before anything is removed.
    steps.run("contract (cargo build)", "bindings-build", build)?.expect_ok("building the contract")?;
    remove_old(&folder).map_err(|error| Failure::Task(format!("cannot empty {}: {error}", folder.display())))?;
    let program = place.program("lotdesk", false).with_file_name("examples").join("bindings");
    let mut write = command(program.with_extension(std::env::consts::EXE_EXTENSION));
    write.arg(&folder).current_dir(&place.root);
    steps.run("TypeScript types", "bindings", write)?.expect_ok("writing the types")?;
    println!("    {}", place.short(&folder));
    Ok(ExitCode::SUCCESS)
}

fn remove_old(folder: &Path) -> std::io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "ts") {
            std::fs::remove_file(path)?;
        }
    }
    Ok(())
}
