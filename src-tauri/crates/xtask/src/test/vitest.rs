//! Reads vitest's JSON report.

use serde_json::Value;

/// What came out.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tests that passed.
    pub passed: u32,
    /// Name and message of each that failed, and of each file that could not be run.
    pub failures: Vec<(String, String)>,
}

/// Reads the report; nothing when it is not one.
pub fn read(text: &str) -> Option<Counts> {
    let report: Value = serde_json::from_str(text).ok()?;
    let mut counts = Counts::default();
    for file in report.get("testResults")?.as_array()? {
        let tests = file.get("assertionResults")?.as_array()?;
        let word = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut failed = 0;
        for test in tests {
            match word(test, "status").as_str() {
                "passed" => counts.passed += 1,
                "failed" => {
                    failed += 1;
                    let messages = test.get("failureMessages").and_then(Value::as_array);
                    let lines = messages.into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>().join("\n");
                    counts.failures.push((word(test, "fullName"), lines));
                }
                // Left out on purpose or by the filter.
                _ => {}
            }
        }
        if failed == 0 && word(file, "status") == "failed" {
            counts.failures.push((word(file, "name"), word(file, "message")));
        }
    }
    Some(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_and_broken_files_are_counted() {
        let counts = read(
            r#"{"numTotalTests":3,"testResults":[
                {"name":"/a.test.ts","status":"failed","message":"","assertionResults":[
                    {"status":"passed","fullName":"a works","failureMessages":[]},
                    {"status":"skipped","fullName":"a later","failureMessages":[]},
                    {"status":"failed","fullName":"a breaks","failureMessages":["expected 1 to be 2"]}]},
                {"name":"/b.test.ts","status":"failed","message":"cannot import","assertionResults":[]}]}"#,
        );
        let failures = [("a breaks", "expected 1 to be 2"), ("/b.test.ts", "cannot import")];
        let failures = failures.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec();
        assert_eq!(counts, Some(Counts { passed: 1, failures }));
    }

    #[test]
    fn what_is_no_report_is_nothing() {
        assert_eq!(read("{}"), None);
        assert_eq!(read("oops"), None);
    }
}
