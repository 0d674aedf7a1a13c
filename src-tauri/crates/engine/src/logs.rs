//! Log files: `DIR/logs/lotdesk.log`, bounded in size and number. A desktop application that logged without bounds
//! once filled a disk with 412 GB in two days.
//!
//! `tracing-appender` turns files over by time only, which bounds nothing when something goes wrong a thousand times a
//! second; so the files are turned over here by size, and its non-blocking writer keeps the disk off the lanes' path.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::LogSettings;

/// A line longer than this is cut: nothing of ours is, and a foreign text must not fill the disk.
const MOST_LINE_BYTES: usize = 16 * 1024;

/// A file that turns over at a size: `lotdesk.log` is the newest, `lotdesk.1.log` the one before, and so on.
struct TurningFile {
    folder: PathBuf,
    most_bytes: u64,
    most_files: u32,
    file: Option<File>,
    bytes: u64,
}

impl TurningFile {
    fn open(folder: &Path, most_bytes: u64, most_files: u32) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let mut this = Self { folder: folder.to_owned(), most_bytes, most_files, file: None, bytes: 0 };
        this.drop_surplus()?;
        this.reopen()?;
        Ok(this)
    }

    fn name(&self, age: u32) -> PathBuf {
        self.folder.join(if age == 0 { "lotdesk.log".to_owned() } else { format!("lotdesk.{age}.log") })
    }

    fn reopen(&mut self) -> io::Result<()> {
        let file = File::options().create(true).append(true).open(self.name(0))?;
        self.bytes = file.metadata()?.len();
        self.file = Some(file);
        Ok(())
    }

    /// Files beyond the number that may stay, left by a start with other settings.
    fn drop_surplus(&self) -> io::Result<()> {
        for entry in std::fs::read_dir(&self.folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let age = name.to_str().and_then(|n| n.strip_prefix("lotdesk.")?.strip_suffix(".log")?.parse::<u32>().ok());
            if age.is_some_and(|age| age >= self.most_files) {
                std::fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    fn turn_over(&mut self) -> io::Result<()> {
        // Windows renames no open file.
        self.file = None;
        let oldest = self.name(self.most_files.saturating_sub(1));
        if oldest.exists() {
            std::fs::remove_file(oldest)?;
        }
        for age in (0..self.most_files.saturating_sub(1)).rev() {
            let from = self.name(age);
            if from.exists() {
                std::fs::rename(from, self.name(age + 1))?;
            }
        }
        self.reopen()
    }
}

impl Write for TurningFile {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.bytes > 0 && self.bytes + line.len() as u64 > self.most_bytes {
            self.turn_over()?;
        }
        if self.file.is_none() {
            self.reopen()?;
        }
        let Some(file) = &mut self.file else { return Ok(line.len()) };
        if line.len() > MOST_LINE_BYTES {
            file.write_all(&line[..MOST_LINE_BYTES])?;
            file.write_all(b"\n")?;
        } else {
            file.write_all(line)?;
        }
        self.bytes += line.len().min(MOST_LINE_BYTES) as u64;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

/// The process's log; an engine that starts a second time in one process goes on with it.
static WRITER: Mutex<Option<WorkerGuard>> = Mutex::new(None);

/// Begins to log into `folder`, unless this process logs already. Lines are JSON, one event each. Panics are logged with
/// their place.
///
/// # Errors
/// When the folder cannot be written to.
pub fn begin(folder: &Path, settings: &LogSettings) -> io::Result<()> {
    let mut writer_guard = WRITER.lock().unwrap_or_else(PoisonError::into_inner);
    if writer_guard.is_some() {
        return Ok(());
    }
    let file = TurningFile::open(folder, settings.max_file_bytes, settings.max_files)?;
    // Lossy: when the disk does not keep up, lines are dropped rather than lanes stopped.
    let (writer, guard) = NonBlockingBuilder::default().lossy(true).buffered_lines_limit(20_000).finish(file);
    let filter = EnvFilter::try_new(settings.level.filter()).unwrap_or_else(|_| EnvFilter::new("info"));
    let layer = tracing_subscriber::fmt::layer().json().with_current_span(false).with_writer(writer);
    let subscriber = tracing_subscriber::registry().with(filter).with(layer);
    if subscriber.try_init().is_ok() {
        *writer_guard = Some(guard);
        log_panics();
    }
    Ok(())
}

/// Writes what is still buffered. To be called when the process ends; nothing is logged after it.
pub fn end() {
    WRITER.lock().unwrap_or_else(PoisonError::into_inner).take();
}

/// The message of a panic may hold anything, so only its place goes to the log; the text goes where it always went.
fn log_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let thread = std::thread::current().name().unwrap_or("unnamed").to_owned();
        tracing::error!(place, thread, "panic");
        before(info);
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(folder: &Path) -> Vec<(String, u64)> {
        let mut found: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| {
                let entry = entry.unwrap();
                (entry.file_name().into_string().unwrap(), entry.metadata().unwrap().len())
            })
            .collect();
        found.sort();
        found
    }

    #[test]
    fn size_and_number_stay_bounded_and_the_newest_lines_stay() {
        let dir = tempfile::tempdir().unwrap();
        let mut file = TurningFile::open(dir.path(), 1000, 3).unwrap();
        for no in 0..100 {
            file.write_all(format!("line {no:04} {}\n", "x".repeat(89)).as_bytes()).unwrap();
        }
        let found = sizes(dir.path());
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|(_, bytes)| *bytes <= 1000), "{found:?}");
        let newest = std::fs::read_to_string(dir.path().join("lotdesk.log")).unwrap();
        assert!(newest.contains("line 0099"));

        drop(file);
        let _fewer = TurningFile::open(dir.path(), 1000, 1).unwrap();
        assert_eq!(sizes(dir.path()).len(), 1);
    }

    #[test]
    fn a_foreign_text_cannot_fill_the_disk() {
        let dir = tempfile::tempdir().unwrap();
        let mut file = TurningFile::open(dir.path(), 100_000, 2).unwrap();
        file.write_all(&vec![b'x'; 10_000_000]).unwrap();
        assert!(sizes(dir.path()).iter().map(|(_, bytes)| bytes).sum::<u64>() < 20_000);
    }
}
