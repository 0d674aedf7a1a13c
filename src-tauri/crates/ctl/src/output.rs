//! What goes to standard output: JSON, indented for a person at a terminal.

use std::io::{IsTerminal, Write};

use serde::Serialize;

use crate::fail::Fail;

/// Prints a reply.
pub fn print(value: &impl Serialize) -> Result<(), Fail> {
    let out = std::io::stdout();
    let text = if out.is_terminal() { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
    let text = text.map_err(|error| Fail::system("stdout", &error.into()))?;
    write(&text)
}

/// Prints one line, never indented: another program waits for it.
pub fn print_line(value: &impl Serialize) -> Result<(), Fail> {
    let text = serde_json::to_string(value).map_err(|error| Fail::system("stdout", &error.into()))?;
    write(&text)
}

/// Prints text as it is.
pub fn write(text: &str) -> Result<(), Fail> {
    let mut out = std::io::stdout().lock();
    let done = writeln!(out, "{text}").and_then(|()| out.flush());
    match done {
        // `lotdeskctl call --list | head` is no failure.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(|error| Fail::system("stdout", &error)),
    }
}
