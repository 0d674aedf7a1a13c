//! Reads what `cargo test` prints, line by line. Its words are stable; its JSON is not.

/// What came out.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tests that passed.
    pub passed: u32,
    /// Tests that were left out on purpose.
    pub ignored: u32,
    /// Programs with tests that failed.
    pub failures: Vec<Failed>,
}

/// A test program with failures.
#[derive(Debug, PartialEq, Eq)]
pub struct Failed {
    /// The program, as Cargo calls it.
    pub program: String,
    /// How many failed.
    pub failed: u32,
    /// What they printed.
    pub output: String,
}

/// Reads line by line.
#[derive(Default)]
pub struct Reader {
    counts: Counts,
    program: String,
    /// Lines since the program's `failures:`; none before it.
    failures: Option<Vec<String>>,
    /// A program has begun (`running N tests`) and not told its result.
    running: bool,
    recent: Vec<String>,
}

/// How many lines are kept for a program that ends without a result.
const RECENT: usize = 60;

impl Reader {
    /// Takes the next line.
    pub fn line(&mut self, line: &str) {
        let trimmed = line.trim();
        if let Some(program) = trimmed.strip_prefix("Running ").or_else(|| trimmed.strip_prefix("Doc-tests ")) {
            self.broken_off();
            self.program = program.split(" (").next().unwrap_or(program).to_owned();
            if let Some(path) = trimmed.split_once(" (").and_then(|(_, path)| path.strip_suffix(')')) {
                let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
                self.program = format!("{} {}", file.rsplit_once('-').map_or(file, |(name, _)| name), self.program);
            }
        } else if line.starts_with("running ") && (line.ends_with(" tests") || line.ends_with(" test")) {
            self.broken_off();
            self.running = true;
        } else if let Some(result) = line.strip_prefix("test result: ") {
            self.result(result);
            return;
        } else if line == "failures:" && self.running && self.failures.is_none() {
            self.failures = Some(Vec::new());
            return;
        }
        if let Some(lines) = &mut self.failures {
            lines.push(line.to_owned());
        } else if self.running {
            self.recent.push(line.to_owned());
            if self.recent.len() > RECENT {
                self.recent.remove(0);
            }
        }
    }

    /// After the last line.
    pub fn end(mut self) -> Counts {
        self.broken_off();
        self.counts
    }

    /// `ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s`
    fn result(&mut self, result: &str) {
        let count = |what: &str| -> u32 {
            let words: Vec<&str> = result.split([' ', ';', '.']).filter(|word| !word.is_empty()).collect();
            words.windows(2).find(|pair| pair[1] == what).and_then(|pair| pair[0].parse().ok()).unwrap_or(0)
        };
        self.counts.passed += count("passed");
        self.counts.ignored += count("ignored");
        let failed = count("failed");
        let lines = self.failures.take().unwrap_or_default();
        if failed > 0 {
            self.counts.failures.push(Failed { program: self.program.clone(), failed, output: lines.join("\n") });
        }
        self.running = false;
        self.recent.clear();
    }

    /// A program that ended without telling its result (an abort, a stack overflow) is a failure.
    fn broken_off(&mut self) {
        if !self.running {
            return;
        }
        self.running = false;
        let mut lines = std::mem::take(&mut self.recent);
        lines.extend(self.failures.take().unwrap_or_default());
        lines.push("the test program ended without a result".into());
        self.counts.failures.push(Failed { program: self.program.clone(), failed: 1, output: lines.join("\n") });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Counts {
        let mut reader = Reader::default();
        for line in text.lines() {
            reader.line(line);
        }
        reader.end()
    }

    #[test]
    fn passed_and_ignored_are_summed_over_programs() {
        let counts = read(
            "     Running unittests src/lib.rs (target/debug/deps/lotdesk_domain-0123456789abcdef)\n\
             \n\
             running 2 tests\n\
             test a ... ok\n\
             test b ... ok\n\
             \n\
             test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
             \n\
             \x20  Doc-tests lotdesk_domain\n\
             \n\
             running 1 test\n\
             test result: ok. 1 passed; 0 failed; 3 ignored; 0 measured; 0 filtered out; finished in 0.10s\n",
        );
        assert_eq!(counts, Counts { passed: 3, ignored: 3, failures: vec![] });
    }

    #[test]
    fn a_failure_keeps_its_output() {
        let counts = read(
            "     Running tests/flow.rs (target/debug/deps/flow-0123456789abcdef)\n\
             running 2 tests\n\
             test good ... ok\n\
             test bad ... FAILED\n\
             \n\
             failures:\n\
             \n\
             ---- bad stdout ----\n\
             assertion failed: 1 == 2\n\
             \n\
             failures:\n\
             \x20   bad\n\
             \n\
             test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
             error: test failed, to rerun pass `-p lotdesk-ctl --test flow`\n",
        );
        assert_eq!(counts.passed, 1);
        assert_eq!(counts.failures.len(), 1);
        assert_eq!(counts.failures[0].program, "flow tests/flow.rs");
        assert_eq!(counts.failures[0].failed, 1);
        assert!(counts.failures[0].output.contains("assertion failed: 1 == 2"));
    }

    #[test]
    fn a_program_without_a_result_has_failed() {
        let counts = read(
            "     Running unittests src/lib.rs (target/debug/deps/lotdesk_ledger-0123456789abcdef)\n\
             running 2 tests\n\
             thread 'x' has overflowed its stack\n\
             \x20   Running tests/other.rs (target/debug/deps/other-0123456789abcdef)\n\
             running 1 test\n\
             test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n",
        );
        assert_eq!(counts.passed, 1);
        assert_eq!(counts.failures.len(), 1);
        assert_eq!(counts.failures[0].program, "lotdesk_ledger unittests src/lib.rs");
        assert!(counts.failures[0].output.contains("overflowed its stack"));
    }
}
