//! `cargo xtask test`: everything that can fail, and one closing line.

mod libtest;
mod report;
mod vitest;

use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use crate::command::cargo;
use crate::packages::{self, Need};
use crate::place::Place;
use crate::steps::{Steps, clock};
use crate::{Failure, build, ui};
use libtest::Reader;
use report::Report;

/// How long a run of tests may say nothing. The slowest single test takes two minutes on a busy machine, and one that
/// hangs must not keep the others' results from being told.
const SILENCE: Duration = Duration::from_secs(10 * 60);

/// A part of the tests, in the order they run: quick ones first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Format,
    UiTypes,
    UiLint,
    UiUnit,
    Clippy,
    Rust,
    Window,
}

impl Part {
    const ALL: [Self; 7] =
        [Self::Format, Self::UiTypes, Self::UiLint, Self::UiUnit, Self::Clippy, Self::Rust, Self::Window];

    fn name(self) -> &'static str {
        match self {
            Self::Format => "fmt",
            Self::UiTypes => "ui-types",
            Self::UiLint => "ui-lint",
            Self::UiUnit => "ui-unit",
            Self::Clippy => "clippy",
            Self::Rust => "rust",
            Self::Window => "window",
        }
    }

    /// Whether it wants Node alone: these run beside the others, which Cargo has wait for one another.
    fn runs_beside(self) -> bool {
        matches!(self, Self::UiTypes | Self::UiLint | Self::UiUnit)
    }

    /// Whether the UI's packages must be installed.
    fn needs_ui_packages(self) -> bool {
        self != Self::Format
    }

    /// Whether the built UI must be there: the console's crate takes it in when it is compiled.
    fn needs_built_ui(self) -> bool {
        matches!(self, Self::Clippy | Self::Rust | Self::Window)
    }
}

/// What is to be run.
#[derive(Debug, PartialEq, Eq)]
struct Wanted {
    parts: Vec<Part>,
    filters: Vec<String>,
}

impl Wanted {
    /// Words that name a part choose parts; any other filters tests by name. Filters alone leave out the parts that
    /// have no names to filter.
    fn read(words: &[String]) -> Result<Self, Failure> {
        if let Some(option) = words.iter().find(|word| word.starts_with('-')) {
            return Err(Failure::Usage(format!("`test` does not know `{option}`.")));
        }
        let part = |word: &String| Part::ALL.into_iter().find(|part| part.name() == word);
        let mut parts: Vec<Part> = Part::ALL.into_iter().filter(|p| words.iter().any(|w| w == p.name())).collect();
        let filters: Vec<String> = words.iter().filter(|word| part(word).is_none()).cloned().collect();
        if parts.is_empty() {
            parts = if filters.is_empty() { Part::ALL.to_vec() } else { vec![Part::UiUnit, Part::Rust, Part::Window] };
        }
        Ok(Self { parts, filters })
    }

    fn any(&self, is: impl Fn(Part) -> bool) -> bool {
        self.parts.iter().any(|part| is(*part))
    }

    /// How many steps will be shown.
    fn steps(&self) -> usize {
        let packages = usize::from(self.any(Part::needs_ui_packages)) * 2;
        let built = usize::from(self.any(Part::needs_built_ui));
        let console = usize::from(self.parts.contains(&Part::Window));
        packages + built + console + self.parts.len()
    }
}

/// Runs the tests.
///
/// # Errors
/// On wrong usage, or when it is stopped. Failing tests are no error but exit code 1.
pub fn test(words: &[String]) -> Result<ExitCode, Failure> {
    let wanted = Wanted::read(words)?;
    let place = Place::find()?;
    let began = Instant::now();
    let mut run = Run {
        steps: Steps::new(wanted.steps(), &place.logs()),
        report: Report::default(),
        filters: wanted.filters.clone(),
        place,
    };
    let blocked = run.set_up(&wanted)?;
    let (beside, rest): (Vec<_>, Vec<_>) = wanted.parts.iter().copied().partition(|part| part.runs_beside());
    let mut aside = run.beside();
    std::thread::scope(|scope| {
        let others = scope.spawn(|| aside.parts(&beside, blocked.as_deref()));
        let own = run.parts(&rest, blocked.as_deref());
        others.join().unwrap_or_else(|_| Err(Failure::Task("the UI's tests ended without a word".into()))).and(own)
    })?;
    run.report.take(aside.report);
    if run.report.counted() == 0 {
        run.report.fail("filter", &format!("no test has {} in its name", wanted.filters.join(" or ")));
    }
    println!("{} in {}", wanted.parts.iter().map(|p| p.name()).collect::<Vec<_>>().join(" "), clock(began.elapsed()));
    Ok(run.report.close())
}

struct Run {
    place: Place,
    steps: Steps,
    report: Report,
    filters: Vec<String>,
}

impl Run {
    /// Does what the parts stand on. Gives the reason when that fails, for those who cannot run then.
    fn set_up(&mut self, wanted: &Wanted) -> Result<Option<String>, Failure> {
        let (place, steps) = (&self.place, &mut self.steps);
        let mut done = Ok(());
        if wanted.any(Part::needs_ui_packages) {
            done = packages::ensure(steps, Need::Driven).and_then(|()| ui::install(place, steps));
        }
        if done.is_ok() && wanted.any(Part::needs_built_ui) {
            done = ui::build(place, steps);
        }
        match done {
            Ok(()) => Ok(None),
            Err(Failure::Task(why) | Failure::Usage(why)) => Ok(Some(why)),
            Err(Failure::Stopped) => Err(Failure::Stopped),
        }
    }

    /// For parts that run at the same time as this one's.
    fn beside(&self) -> Self {
        Self {
            place: self.place.clone(),
            steps: self.steps.beside(),
            report: Report::default(),
            filters: self.filters.clone(),
        }
    }

    /// Runs parts one after another; one that fails does not keep the next from running.
    fn parts(&mut self, parts: &[Part], blocked: Option<&str>) -> Result<(), Failure> {
        for part in parts {
            if let Some(why) = blocked.filter(|_| part.needs_ui_packages()) {
                self.steps.note(&format!("{}: cannot run", part.name()));
                self.report.fail(part.name(), &format!("could not run: {why}"));
                continue;
            }
            match self.part(*part) {
                Ok(()) => {}
                Err(Failure::Task(why) | Failure::Usage(why)) => self.report.fail(part.name(), &why),
                Err(Failure::Stopped) => return Err(Failure::Stopped),
            }
        }
        Ok(())
    }

    fn part(&mut self, part: Part) -> Result<(), Failure> {
        match part {
            Part::Format => {
                packages::ensure_component(&self.place, "fmt", "rustfmt")?;
                self.check(
                    "fmt",
                    "format (cargo fmt --check)",
                    self.cargo(&["fmt", "--all", "--check", "--", "--color", "never"]),
                )?;
                Ok(())
            }
            Part::UiTypes => self.ui_types(),
            Part::UiLint => self.check("ui-lint", "UI lint (npm run lint)", self.npm_run("lint")).map(|_| ()),
            Part::UiUnit => self.ui_unit(),
            Part::Clippy => {
                packages::ensure_component(&self.place, "clippy", "clippy")?;
                // The window's tests are no part of a plain run, and so not of "all targets" either.
                let arguments = ["clippy", "--workspace", "--all-targets", "--test", "window", "--features"];
                let mut command = self.cargo(&[&arguments[..], &[build::BUILT_UI]].concat());
                command.args(["--", "-D", "warnings"]);
                self.check("clippy", "clippy (warnings are errors)", command).map(|_| ())
            }
            Part::Rust => {
                // Without the examples in docs, which there are none of: rustdoc takes seconds a crate to find that out.
                let arguments = ["test", "--workspace", "--tests", "--no-fail-fast", "--features", build::BUILT_UI];
                let mut command = self.cargo(&arguments);
                // Many tests wait for a time to pass or a line to be dropped; more of them than there are cores keep those busy.
                let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
                command.env("RUST_TEST_THREADS", (cores * 2).to_string());
                self.libtest("rust", "Rust tests (cargo test)", command, &[])
            }
            Part::Window => {
                let app = build::console(&self.place, &mut self.steps, false)?;
                // The same selection as before: another one would give libraries other features and compile them anew.
                let arguments = ["test", "--workspace", "--test", "window", "--no-fail-fast", "--features"];
                let mut command = self.cargo(&[&arguments[..], &[build::BUILT_UI]].concat());
                command.env("LOTDESK_APP", app).env("LOTDESK_SCREENS", self.place.screens());
                // A story waits for its window half of the time; more than three at a time would be late on two cores.
                self.libtest("window", "the real window (WebDriver)", command, &["--test-threads=3"])
            }
        }
    }

    /// The type checker reads all sources and packages even where nothing changed, which takes half a minute.
    fn ui_types(&mut self) -> Result<(), Failure> {
        let known = ui::Check::new(&self.place, "ui-types")?;
        if known.has_passed() {
            self.steps.note("UI types: unchanged since they passed");
            self.report.pass("ui-types", 1);
        } else if self.check("ui-types", "UI types (npm run check)", self.npm_run("check"))? {
            known.passes()?;
        }
        Ok(())
    }

    /// A check that passes or fails as a whole counts as one test. Gives whether it passed.
    fn check(&mut self, name: &str, title: &str, command: Command) -> Result<bool, Failure> {
        let finished = self.steps.run(title, &format!("test-{name}"), command)?;
        if finished.ok() {
            self.report.pass(name, 1);
        } else {
            self.report.fail(name, &finished.tail(200));
        }
        Ok(finished.ok())
    }

    /// A run of libtest programs, each counted test by test.
    fn libtest(&mut self, name: &str, title: &str, mut command: Command, own: &[&str]) -> Result<(), Failure> {
        command.arg("--").args(own).args(&self.filters);
        let mut reader = Reader::default();
        let finished = self.steps.watch(title, &format!("test-{name}"), command, SILENCE, |line| reader.line(line))?;
        let counts = reader.end();
        self.report.pass(name, counts.passed);
        self.report.ignored(counts.ignored);
        let failures = counts.failures.len();
        for failure in counts.failures {
            self.report.fail_many(&format!("{name}: {}", failure.program), failure.failed, &failure.output);
        }
        if !finished.ok() && failures == 0 {
            // It did not compile, or a program ended without its result line.
            self.report.fail(name, &finished.tail(200));
        }
        Ok(())
    }

    fn ui_unit(&mut self) -> Result<(), Failure> {
        let results = self.place.logs().join("vitest.json");
        // Results of an earlier run must not be taken for this one's.
        let _ = std::fs::remove_file(&results);
        let mut command = ui::in_ui(&self.place);
        command.args(["exec", "--no", "--", "vitest", "run", "--reporter=default", "--reporter=json"]);
        command.arg(format!("--outputFile.json={}", results.display()));
        if !self.filters.is_empty() {
            command.args(["--passWithNoTests", "-t", &self.filters.join("|")]);
        }
        let finished = self.steps.run("UI unit tests (vitest)", "test-ui-unit", command)?;
        let Some(counts) = std::fs::read_to_string(&results).ok().and_then(|text| vitest::read(&text)) else {
            self.report.fail("ui-unit", &finished.tail(200));
            return Ok(());
        };
        self.report.pass("ui-unit", counts.passed);
        for (test, output) in &counts.failures {
            self.report.fail(&format!("ui-unit: {test}"), output);
        }
        if !finished.ok() && counts.failures.is_empty() {
            self.report.fail("ui-unit", &finished.tail(200));
        }
        Ok(())
    }

    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = cargo();
        command.args(arguments).current_dir(&self.place.root);
        if arguments.first() != Some(&"fmt") {
            command.env("CARGO_TERM_PROGRESS_WHEN", "always").env("CARGO_TERM_PROGRESS_WIDTH", "100");
        }
        command
    }

    fn npm_run(&self, script: &str) -> Command {
        let mut command = ui::in_ui(&self.place);
        command.args(["run", "--silent", script]);
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(text: &str) -> Wanted {
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        Wanted::read(&words).expect("understood")
    }

    #[test]
    fn without_words_everything_runs() {
        assert_eq!(wanted("").parts, Part::ALL);
    }

    #[test]
    fn parts_and_filters_are_told_apart() {
        assert_eq!(wanted("window cash"), Wanted { parts: vec![Part::Window], filters: vec!["cash".into()] });
        assert_eq!(wanted("cash").parts, [Part::UiUnit, Part::Rust, Part::Window]);
    }

    #[test]
    fn an_option_is_wrong_usage() {
        assert!(matches!(Wanted::read(&["--fast".into()]), Err(Failure::Usage(_))));
    }
}
