//! `cargo xtask run`: from a fresh machine to the console on the demo lot.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, ExitCode, Stdio};
use std::time::{Duration, Instant};

use lotdesk_screen::{Picture, Xvfb};

use crate::packages::{self, Need};
use crate::place::Place;
use crate::steps::{Steps, clock};
use crate::{Failure, build, stop, ui};

/// A lot's booth PC has at least this many pixels.
const SCREEN: (u32, u32) = (1366, 768);
/// How long a window may take to paint. A cold disk and a first start with key stretching need a few seconds.
const PAINT_DEADLINE: Duration = Duration::from_secs(90);
/// How long the screen must have been painted before it is worth a picture: the board has filled by then.
const SETTLE: Duration = Duration::from_secs(3);
/// How long the console may take to end by itself.
const END_WITHIN: Duration = Duration::from_secs(5);

#[derive(Debug, Default, PartialEq, Eq)]
struct Options {
    once: bool,
    release: bool,
    arguments: Option<Vec<String>>,
}

/// Sets up, builds and opens the console.
///
/// # Errors
/// When something is missing, does not build, or the window does not come.
pub fn run(words: &[String]) -> Result<ExitCode, Failure> {
    let options = read(words)?;
    let place = Place::find()?;
    let began = Instant::now();
    let headless = cfg!(target_os = "linux") && !has_display();
    let mut steps = Steps::new(5, &place.logs());
    packages::ensure(&mut steps, if headless { Need::Headless } else { Need::Window })?;
    ui::install(&place, &mut steps)?;
    ui::build(&place, &mut steps)?;
    let app = build::console(&place, &mut steps, options.release)?;
    steps.note(&format!("opening the console ({} since the start)", clock(began.elapsed())));
    let data = place.root.join("target").join("demo");
    let arguments = options
        .arguments
        .unwrap_or_else(|| vec!["--demo".into(), "--data".into(), data.to_string_lossy().into_owned()]);
    if headless {
        without_display(&place, &app, &arguments, options.once)
    } else {
        on_display(&place, &app, &arguments)
    }
}

fn read(words: &[String]) -> Result<Options, Failure> {
    let mut options = Options::default();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--once" => options.once = true,
            "--release" => options.release = true,
            "--" => options.arguments = Some(words.by_ref().cloned().collect()),
            other => return Err(Failure::Usage(format!("`run` does not know `{other}`."))),
        }
    }
    Ok(options)
}

fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

fn on_display(place: &Place, app: &Path, arguments: &[String]) -> Result<ExitCode, Failure> {
    let mut console = Console::start(place, app, arguments, None)?;
    println!("    the console is open; its log: {}", place.short(&console.log));
    console.wait_for_end()
}

fn without_display(place: &Place, app: &Path, arguments: &[String], once: bool) -> Result<ExitCode, Failure> {
    let (width, height) = SCREEN;
    let frames = place.root.join("target").join("xtask").join("screen");
    let xvfb = Xvfb::start(width, height, &frames)
        .map_err(|error| Failure::Task(format!("there is no display, and Xvfb cannot start: {error}")))?;
    println!("    there is no display: the console opens under Xvfb on {} ({width}×{height})", xvfb.display);
    let mut console = Console::start(place, app, arguments, Some(&xvfb.display))?;
    let picture = painted(&xvfb, &mut console)?;
    let path = place.screens().join("run.png");
    picture.write_png(&path).map_err(|error| Failure::Task(format!("cannot write {}: {error}", path.display())))?;
    println!("    screenshot: {}", place.short(&path));
    if once {
        return Ok(ExitCode::SUCCESS);
    }
    println!("    running; Ctrl-C ends it. The console's log: {}", place.short(&console.log));
    console.wait_for_end()
}

/// Waits until the window has painted and settled.
fn painted(xvfb: &Xvfb, console: &mut Console) -> Result<Picture, Failure> {
    let began = Instant::now();
    let mut painted_at: Option<Instant> = None;
    loop {
        if stop::asked() {
            return Err(Failure::Stopped);
        }
        if let Some(words) = console.ended()? {
            return Err(Failure::Task(words));
        }
        let dump = std::fs::read(&xvfb.framebuffer).unwrap_or_default();
        match Picture::read(&dump) {
            Ok(picture) if picture.painted() => {
                if painted_at.get_or_insert_with(Instant::now).elapsed() >= SETTLE {
                    return Ok(picture);
                }
            }
            _ => painted_at = None,
        }
        if began.elapsed() > PAINT_DEADLINE {
            return Err(Failure::Task(format!(
                "the window has painted nothing in {} s; the console's log: {}",
                PAINT_DEADLINE.as_secs(),
                console.log.display()
            )));
        }
        std::thread::sleep(Duration::from_millis(250));
    }
}

/// The running console; it ends with this value.
struct Console {
    child: Child,
    log: PathBuf,
}

impl Console {
    fn start(place: &Place, app: &Path, arguments: &[String], display: Option<&str>) -> Result<Self, Failure> {
        let log = place.logs().join("console.log");
        let mut command = crate::command::command(app);
        command.args(arguments).current_dir(&place.root);
        if let Some(display) = display {
            // Without a display there is no graphics card either.
            command.env("DISPLAY", display).env("GDK_BACKEND", "x11").env("LIBGL_ALWAYS_SOFTWARE", "1");
        }
        let files = File::create(&log).and_then(|file| Ok((file.try_clone()?, file)));
        let (out, err) = files.map_err(|error| Failure::Task(format!("cannot write {}: {error}", log.display())))?;
        let child = command
            .stdout(Stdio::from(out))
            .stderr(Stdio::from(err))
            .spawn()
            .map_err(|error| Failure::Task(format!("{} cannot be started: {error}", app.display())))?;
        Ok(Self { child, log })
    }

    /// What to say when it has ended by itself.
    fn ended(&mut self) -> Result<Option<String>, Failure> {
        let status = self.child.try_wait().map_err(|error| Failure::Task(format!("the console is lost: {error}")))?;
        Ok(status.map(|status| {
            let text = std::fs::read_to_string(&self.log).unwrap_or_default();
            let lines: Vec<&str> = text.lines().collect();
            let tail = lines[lines.len().saturating_sub(20)..].join("\n");
            format!("the console has ended ({status}) before its window was there:\n{tail}")
        }))
    }

    fn wait_for_end(&mut self) -> Result<ExitCode, Failure> {
        loop {
            if stop::asked() {
                println!("    closed");
                return Ok(ExitCode::SUCCESS);
            }
            match self.child.try_wait() {
                Ok(Some(status)) if status.success() => return Ok(ExitCode::SUCCESS),
                Ok(Some(status)) => {
                    return Err(Failure::Task(format!(
                        "the console ended with {status}; its log: {}",
                        self.log.display()
                    )));
                }
                Ok(None) => std::thread::sleep(Duration::from_millis(200)),
                Err(error) => return Err(Failure::Task(format!("the console is lost: {error}"))),
            }
        }
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        // A Ctrl-C reached the console too: it stops its engine in order.
        let began = Instant::now();
        while stop::asked() && began.elapsed() < END_WITHIN && matches!(self.child.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(50));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn options_are_read() {
        let options = read(&words("--once --release -- --data x")).ok();
        let arguments = Some(words("--data x"));
        assert_eq!(options, Some(Options { once: true, release: true, arguments }));
    }

    #[test]
    fn an_unknown_option_is_wrong_usage() {
        assert!(matches!(read(&words("--twice")), Err(Failure::Usage(_))));
    }
}
