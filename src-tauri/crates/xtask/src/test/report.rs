//! Sums up, and says the closing line.

use std::process::ExitCode;

/// What has passed and failed so far.
#[derive(Debug, Default)]
pub struct Report {
    passed: u32,
    failed: u32,
    ignored: u32,
    by_part: Vec<(String, u32, u32)>,
    failures: Vec<(String, String)>,
}

impl Report {
    /// Counts passed tests of a part.
    pub fn pass(&mut self, part: &str, count: u32) {
        self.passed += count;
        self.row(part).1 += count;
    }

    /// Counts one failed test; `title` is the part, or `part: what`.
    pub fn fail(&mut self, title: &str, output: &str) {
        self.fail_many(title, 1, output);
    }

    /// Counts failed tests that share their output.
    pub fn fail_many(&mut self, title: &str, count: u32, output: &str) {
        self.failed += count;
        self.row(title.split(':').next().unwrap_or(title)).2 += count;
        self.failures.push((title.to_owned(), output.to_owned()));
    }

    /// Counts tests that were left out on purpose.
    pub fn ignored(&mut self, count: u32) {
        self.ignored += count;
    }

    /// Takes in what another row of parts counted.
    pub fn take(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.ignored += other.ignored;
        for (part, passed, failed) in other.by_part {
            let row = self.row(&part);
            row.1 += passed;
            row.2 += failed;
        }
        self.failures.extend(other.failures);
    }

    /// How many tests there were.
    pub fn counted(&self) -> u32 {
        self.passed + self.failed
    }

    fn row(&mut self, part: &str) -> &mut (String, u32, u32) {
        let index = self.by_part.iter().position(|(name, ..)| name == part).unwrap_or_else(|| {
            self.by_part.push((part.to_owned(), 0, 0));
            self.by_part.len() - 1
        });
        &mut self.by_part[index]
    }

    /// Prints the failures, the parts and the closing line. Gives the exit code.
    pub fn close(&self) -> ExitCode {
        for (title, output) in &self.failures {
            println!("\n──── {title}\n{}", output.trim_end());
        }
        println!();
        for (part, passed, failed) in &self.by_part {
            println!("{part:>10}: {passed:>5} passed, {failed} failed");
        }
        if self.ignored > 0 {
            println!(
                "{:>10}: {:>5} left out on purpose (measurements run by `cargo xtask bench`)",
                "ignored", self.ignored
            );
        }
        println!("\n{}", self.closing_line());
        if self.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    fn closing_line(&self) -> String {
        format!("{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_line_sums_all_parts() {
        let mut report = Report::default();
        report.pass("rust", 40);
        report.pass("fmt", 1);
        report.fail_many("rust: flow tests/flow.rs", 2, "…");
        report.fail("window", "could not run");
        assert_eq!(report.closing_line(), "41 passed, 3 failed");
        assert_eq!(report.by_part[0], ("rust".to_owned(), 40, 2));
        let mut beside = Report::default();
        beside.pass("ui-unit", 7);
        beside.fail("ui-unit: a desk", "…");
        beside.ignored(2);
        report.take(beside);
        assert_eq!((report.closing_line().as_str(), report.ignored), ("48 passed, 4 failed", 2));
        assert_eq!((report.by_part[3].clone(), report.failures.len()), (("ui-unit".to_owned(), 7, 1), 3));
    }
}
