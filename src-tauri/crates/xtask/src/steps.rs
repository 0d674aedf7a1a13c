//! Steps with progress: which of how many, since when, and the last thing the program said; all of it in a log.

use std::fs::File;
use std::io::{BufReader, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use crate::{Failure, stop, tree};

/// How often the progress line moves on a terminal.
const REFRESH: Duration = Duration::from_millis(200);
/// How often a line is printed where there is no terminal.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How long after a program's end its children may still hold its output.
const LINGER: Duration = Duration::from_secs(2);

/// Counts steps and shows them.
pub struct Steps {
    total: usize,
    begun: Arc<AtomicUsize>,
    logs: PathBuf,
    terminal: bool,
    /// Tells beginnings and ends only: the progress line belongs to another row.
    aside: bool,
}

/// A program's end.
pub struct Finished {
    /// How it ended; none when it could not be started.
    pub status: Option<ExitStatus>,
    /// Everything it printed, line by line, both streams in the order they came.
    pub lines: Vec<String>,
    /// The same in a file.
    pub log: PathBuf,
}

impl Finished {
    /// Whether it ended with 0.
    pub fn ok(&self) -> bool {
        self.status.is_some_and(|status| status.success())
    }

    /// The last lines, for a person.
    pub fn tail(&self, count: usize) -> String {
        self.lines[self.lines.len().saturating_sub(count)..].join("\n")
    }

    /// The step's failure as words.
    ///
    /// # Errors
    /// When it did not end with 0.
    pub fn expect_ok(self, what: &str) -> Result<Self, Failure> {
        if self.ok() {
            return Ok(self);
        }
        Err(Failure::Task(format!("{what} failed:\n{}\n(all of it: {})", self.tail(40), self.log.display())))
    }
}

impl Steps {
    /// A row of `total` steps whose logs go to `logs`.
    pub fn new(total: usize, logs: &Path) -> Self {
        let begun = Arc::new(AtomicUsize::new(0));
        Self { total, begun, logs: logs.to_path_buf(), terminal: std::io::stdout().is_terminal(), aside: false }
    }

    /// A row for steps that are done at the same time, counted with these.
    pub fn beside(&self) -> Self {
        Self { begun: Arc::clone(&self.begun), logs: self.logs.clone(), aside: true, ..*self }
    }

    fn next(&mut self) -> usize {
        self.begun.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Makes room for steps that were not foreseen.
    pub fn more(&mut self, steps: usize) {
        self.total += steps;
    }

    /// Begins a step that is done without another program, or is left out.
    pub fn note(&mut self, words: &str) {
        let no = self.next();
        println!("[{no}/{}] {words}", self.total);
    }

    /// Runs a program as the next step.
    ///
    /// # Errors
    /// [`Failure::Stopped`] when the person stops it, [`Failure::Task`] when the log cannot be written. A program that
    /// cannot be started or fails is not an error here: see [`Finished`].
    pub fn run(&mut self, title: &str, log: &str, command: Command) -> Result<Finished, Failure> {
        self.follow(title, log, command, None, |_| {})
    }

    /// Runs a program that should never be silent for long, and hands on each line as it comes. One that says nothing
    /// for `silence` hangs: it is ended with all that it started, and its last line says so.
    ///
    /// # Errors
    /// As [`Steps::run`].
    pub fn watch(
        &mut self,
        title: &str,
        log: &str,
        mut command: Command,
        silence: Duration,
        each_line: impl FnMut(&str),
    ) -> Result<Finished, Failure> {
        tree::lead(&mut command);
        self.follow(title, log, command, Some(silence), each_line)
    }

    fn follow(
        &mut self,
        title: &str,
        log: &str,
        command: Command,
        silence: Option<Duration>,
        mut each_line: impl FnMut(&str),
    ) -> Result<Finished, Failure> {
        let label = format!("[{}/{}] {title}", self.next(), self.total);
        let began = Instant::now();
        if !self.terminal || self.aside {
            self.shown().clear();
            println!("{label} …");
        }
        let log_path = self.logs.join(format!("{log}.log"));
        let mut finished = Finished { status: None, lines: Vec::new(), log: log_path.clone() };
        let mut log_file = open_log(&log_path, &command)?;
        let (mut child, output) = match start(command) {
            Ok(started) => started,
            Err(error) => {
                finished.lines.push(format!("cannot be started: {error}"));
                self.end(&label, began, false);
                return Ok(finished);
            }
        };
        let mut shown = self.shown();
        let mut ended_at: Option<Instant> = None;
        let mut heard = Instant::now();
        loop {
            match output.recv_timeout(REFRESH) {
                Ok(Line { text, whole }) => {
                    heard = Instant::now();
                    shown.last.clone_from(&text);
                    if whole {
                        let _ = writeln!(log_file, "{text}");
                        each_line(&text);
                        finished.lines.push(text);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => {
                    finished.status = child.wait().ok();
                    break;
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            if finished.status.is_none()
                && let Ok(Some(status)) = child.try_wait()
            {
                finished.status = Some(status);
                ended_at = Some(Instant::now());
            }
            if ended_at.is_some_and(|at| at.elapsed() > LINGER) {
                break;
            }
            let hangs = silence.is_some_and(|silence| heard.elapsed() > silence);
            if hangs || stop::asked() {
                if silence.is_some() {
                    tree::end(&child);
                }
                let _ = child.kill();
                let _ = child.wait();
                shown.clear();
                if !hangs {
                    return Err(Failure::Stopped);
                }
                finished.status = None;
                finished.lines.push(format!("said nothing for {}: it hangs, and was ended", clock(heard.elapsed())));
                break;
            }
            if !self.aside {
                shown.refresh(&label, began);
            }
        }
        shown.clear();
        self.end(&label, began, finished.ok());
        Ok(finished)
    }

    fn shown(&self) -> Shown {
        Shown { last: String::new(), at: Instant::now(), terminal: self.terminal }
    }

    fn end(&self, label: &str, began: Instant, ok: bool) {
        println!("{label} {} ({})", if ok { "ok" } else { "FAILED" }, clock(began.elapsed()));
    }
}

/// The progress line.
struct Shown {
    last: String,
    at: Instant,
    terminal: bool,
}

impl Shown {
    fn refresh(&mut self, label: &str, began: Instant) {
        if self.at.elapsed() < if self.terminal { REFRESH } else { HEARTBEAT } {
            return;
        }
        self.at = Instant::now();
        let last = self.last.trim();
        if self.terminal {
            let line: String = format!("{label} {} {last}", clock(began.elapsed())).chars().take(100).collect();
            print!("\r\x1b[2K{line}");
            let _ = std::io::stdout().flush();
        } else {
            println!("    {} {last}", clock(began.elapsed()));
        }
    }

    fn clear(&self) {
        if self.terminal {
            print!("\r\x1b[2K");
            let _ = std::io::stdout().flush();
        }
    }
}

/// A piece of output; not `whole` when the program means to overwrite it (it ended in a carriage return).
struct Line {
    text: String,
    whole: bool,
}

fn open_log(path: &Path, command: &Command) -> Result<File, Failure> {
    let made = path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| File::create(path));
    let mut file = made.map_err(|error| Failure::Task(format!("cannot write {}: {error}", path.display())))?;
    let _ = writeln!(file, "$ {command:?}");
    Ok(file)
}

/// Starts a program with both its streams on one pipe: what it says stays in the order in which it said it.
fn start(mut command: Command) -> std::io::Result<(Child, Receiver<Line>)> {
    let (reader, writer) = std::io::pipe()?;
    let child = command.stdout(writer.try_clone()?).stderr(writer).spawn()?;
    // The command still holds our end of the pipe, which would never close.
    drop(command);
    let (to, from) = channel();
    std::thread::spawn(move || pump(reader, &to));
    Ok((child, from))
}

/// Cuts a stream into lines at line feeds and carriage returns; both together are one end of a line.
fn pump(stream: impl Read, to: &Sender<Line>) {
    let mut line = Vec::new();
    let mut returned = false;
    for byte in BufReader::new(stream).bytes() {
        let Ok(byte) = byte else { break };
        let sent = match byte {
            b'\n' => to.send(take(&mut line, true)),
            _ if returned && !line.is_empty() => to.send(take(&mut line, false)),
            _ => Ok(()),
        };
        if sent.is_err() {
            return;
        }
        returned = byte == b'\r';
        if byte != b'\r' && byte != b'\n' {
            line.push(byte);
        }
    }
    if !line.is_empty() {
        let _ = to.send(take(&mut line, true));
    }
}

fn take(line: &mut Vec<u8>, whole: bool) -> Line {
    let text = String::from_utf8_lossy(line).into_owned();
    line.clear();
    Line { text, whole }
}

/// Minutes and seconds.
pub fn clock(time: Duration) -> String {
    format!("{:02}:{:02}", time.as_secs() / 60, time.as_secs() % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_is_cut_at_line_feeds_and_overwritten_lines_are_told_apart() {
        let (to, from) = channel();
        pump(&b"one\r\ntwo\rthree\nrest"[..], &to);
        drop(to);
        let got: Vec<(String, bool)> = from.iter().map(|line| (line.text, line.whole)).collect();
        let expected = [("one", true), ("two", false), ("three", true), ("rest", true)];
        assert_eq!(got, expected.map(|(text, whole)| (text.to_owned(), whole)));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_program_that_hangs_is_ended_with_what_it_started() {
        let logs = std::env::temp_dir().join(format!("lotdesk-xtask-{}", std::process::id()));
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 600 & echo $!; wait"]);
        let mut heard = Vec::new();
        let silence = Duration::from_millis(300);
        let finished =
            Steps::new(1, &logs).watch("hangs", "hangs", command, silence, |line| heard.push(line.to_owned()));
        let Ok(finished) = finished else { panic!("nobody asked it to stop") };
        assert!(!finished.ok() && finished.tail(1).contains("it hangs"), "{}", finished.tail(3));
        // Nobody may have fetched the end of what it started yet, so it may still be listed, as a zombie.
        let state = || std::fs::read_to_string(format!("/proc/{}/stat", heard[0])).unwrap_or_default();
        let ended = || {
            let now = state();
            now.is_empty() || now.contains(") Z ")
        };
        let waits = Instant::now();
        while !ended() {
            assert!(waits.elapsed() < Duration::from_secs(30), "what it started still runs: {}", state());
            std::thread::yield_now();
        }
        let _ = std::fs::remove_dir_all(logs);
    }

    #[test]
    fn time_is_shown_in_minutes_and_seconds() {
        assert_eq!(clock(Duration::from_secs(125)), "02:05");
    }
}
