//! Writes the window's TypeScript types into the folder given: `cargo xtask bindings`.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: bindings FOLDER");
        return ExitCode::from(2);
    };
    match lotdesk_operations::write_bindings(&folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{}: {why}", folder.display());
            ExitCode::FAILURE
        }
    }
}
