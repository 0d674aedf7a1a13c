//! `cargo xtask run | test | bench | bindings`: sets up, runs, tests and measures Lotdesk.
//!
//! It is compiled into a target directory of its own (`target/xtask`), leans on `std` and three small crates, and starts
//! every other program directly, never through a shell, so that it works the same on Windows.

mod bench;
mod bindings;
mod build;
mod command;
mod packages;
mod peers;
mod place;
mod run;
mod steps;
mod stop;
mod test;
mod tree;
mod ui;

use std::process::ExitCode;

const USAGE: &str = "\
Lotdesk's tasks

  cargo xtask run [--once] [--release] [-- ARGS...]
      Installs what is missing, builds the console and opens it on the demo lot (data in target/demo).
      Without a display it starts under Xvfb and writes a screenshot to target/screens/run.png.
      --once      close the console again when the screenshot is written (only without a display)
      --release   build with optimisation
      ARGS        more arguments for the console, in place of `--demo --data target/demo`

  cargo xtask test [PART or FILTER ...]
      Runs every test; the last line is `N passed, N failed`.
      PART        only this part: fmt, ui-types, ui-lint, ui-unit, clippy, rust, window
      FILTER      anything else: only Rust, window and UI tests whose name contains it

  cargo xtask bench NAME
      Measures with a release build: ledger, protocol, reports, ui

  cargo xtask bindings
      Writes the window's TypeScript types (ui/src/contract) from the command contract

Exit codes: 0 done, 1 something failed, 2 wrong usage.
";

/// How a task ends when it does not end well. The words are for the person at the terminal.
#[derive(Debug)]
pub enum Failure {
    /// The words on the command line make no sense.
    Usage(String),
    /// A step failed or something is missing; says what to do.
    Task(String),
    /// The person stopped it.
    Stopped,
}

impl Failure {
    /// A failed task with words for a person.
    pub fn task(words: impl Into<String>) -> Self {
        Self::Task(words.into())
    }
}

fn main() -> ExitCode {
    stop::listen();
    let words: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&words) {
        Ok(code) => code,
        Err(Failure::Usage(why)) => {
            eprintln!("{why}\n\n{USAGE}");
            ExitCode::from(2)
        }
        Err(Failure::Task(why)) => {
            eprintln!("xtask: {why}");
            ExitCode::FAILURE
        }
        Err(Failure::Stopped) => {
            eprintln!("xtask: stopped");
            ExitCode::from(130)
        }
    }
}

fn dispatch(words: &[String]) -> Result<ExitCode, Failure> {
    let Some((task, rest)) = words.split_first() else {
        return Err(Failure::Usage("Which task?".into()));
    };
    match task.as_str() {
        "run" => run::run(rest),
        "test" => test::test(rest),
        "bench" => bench::bench(rest),
        "bindings" => bindings::bindings(rest),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        other => Err(Failure::Usage(format!("There is no task `{other}`."))),
    }
}
