//! A checker that was transcribed from the documents by others. It stands beside the repository; without it nothing is
//! checked, and the test says so.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use lotdesk_protocols::json::Node;

/// What the checker finds in requests to the city platform, interface and envelope each; none where it is not there.
pub fn findings(story: &[(String, String)]) -> Option<String> {
    let checker = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/conformance/check.py");
    if !checker.is_file() {
        eprintln!("SKIPPED: {} is not there, the messages are checked by nobody else", checker.display());
        return None;
    }
    let mut lines = String::new();
    for (interface, body) in story {
        let line = Node::Object(vec![
            ("platform".into(), Node::Text("city".into())),
            ("interface".into(), Node::Text(interface.clone())),
            ("part".into(), Node::Text("request".into())),
            ("body".into(), Node::Text(body.clone())),
        ]);
        lines.push_str(&line.compact());
        lines.push('\n');
    }
    let python = if cfg!(windows) { "python" } else { "python3" };
    let started =
        Command::new(python).arg(&checker).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = match started {
        Ok(child) => child,
        Err(error) => {
            eprintln!("SKIPPED: {python} does not start ({error}), the messages are checked by nobody else");
            return None;
        }
    };
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let findings = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{findings}{}", String::from_utf8_lossy(&output.stderr));
    Some(findings.trim().to_owned())
}
