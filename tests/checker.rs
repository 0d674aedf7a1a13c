//! The checker that others transcribed from the documents. It stands beside the repository; where it is not there,
//! nothing is checked, and the test says so. Shared by the test programs that put messages before it.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// A message as it was on the wire.
pub struct Message {
    /// `city`, `charging`, …
    pub platform: &'static str,
    /// As in the list of interfaces.
    pub interface: String,
    /// Whether it is the answer.
    pub reply: bool,
    /// The city's whole envelope; of charging the deciphered content.
    pub body: String,
}

/// Names of 1201 and 1202 that the checker warns of wherever they stand: where table 110 is damaged we write the names of
/// D.44, and table 112's tax number is too short for any (both decided in the notes on the documents).
const DAMAGED: [&str; 5] = ["xsfnsrsbh", "xsfmc", "gmfnsrsbh", "gmfmc", "nsrsbh"];

/// What the checker says.
#[derive(Debug)]
pub struct Verdict {
    /// What breaks a table.
    pub errors: Vec<String>,
    /// What a platform may stumble over.
    pub warnings: Vec<String>,
}

impl Verdict {
    /// Nothing was found, not even a warning that is not known.
    #[allow(dead_code, reason = "not every program that shares this wants it")]
    pub fn clean(&self) -> bool {
        self.errors.is_empty() && self.news().is_empty()
    }

    /// Warnings that are not known.
    pub fn news(&self) -> Vec<&str> {
        let known = |line: &String| DAMAGED.iter().any(|name| line.contains(&format!(".{name} ")));
        self.warnings.iter().filter(|line| !known(line)).map(String::as_str).collect()
    }
}

/// Requests, each with its interface and body.
#[allow(dead_code, reason = "not every program that shares this wants it")]
pub fn requests(platform: &'static str, said: &[(String, String)]) -> Vec<Message> {
    let request = |(interface, body): &(String, String)| Message {
        platform,
        interface: interface.clone(),
        reply: false,
        body: body.clone(),
    };
    said.iter().map(request).collect()
}

/// Puts messages before the checker; none where it is not there.
pub fn judge(messages: Vec<Message>) -> Option<Verdict> {
    let checker = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/conformance/check.py");
    if !checker.is_file() {
        eprintln!("SKIPPED: {} is not there, the messages are checked by nobody else", checker.display());
        return None;
    }
    let python = if cfg!(windows) { "python" } else { "python3" };
    let mut command = Command::new(python);
    command.arg(&checker).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => {
            eprintln!("SKIPPED: {python} does not start ({error}), the messages are checked by nobody else");
            return None;
        }
    };
    let count = messages.len();
    let mut stdin = child.stdin.take().expect("piped");
    // On a thread of its own: the checker talks while it is still listening.
    let telling = std::thread::spawn(move || {
        for message in messages {
            let line = serde_json::json!({
                "platform": message.platform,
                "interface": message.interface,
                "part": if message.reply { "reply" } else { "request" },
                "body": message.body,
            });
            writeln!(stdin, "{line}").expect("it reads");
        }
    });
    let output = child.wait_with_output().expect("it ends");
    telling.join().expect("it was told everything");
    let said = String::from_utf8_lossy(&output.stdout);
    let of = |kind: &str| said.lines().filter(|line| line.contains(kind)).map(str::to_owned).collect();
    let verdict = Verdict { errors: of(" error: "), warnings: of(" warn: ") };
    // Its own last line and its end must agree with what was read here.
    let last = format!("{count} messages, {} errors", verdict.errors.len());
    assert!(said.trim_end().ends_with(&last), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.success(), verdict.errors.is_empty(), "{said}");
    Some(verdict)
}
