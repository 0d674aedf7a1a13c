//! A million payments as XLSX, CSV and PDF, beside XlsxWriter, Python's csv and reportlab in the same run. Both sides make
//! the same rows by the same rule; what they wrote is read back and compared. Each writer is a process of its own, so that
//! its peak of memory is its own too.
//!
//! `cargo xtask bench reports` brings Python's packages and the font; `LOTDESK_BENCH_ROWS` makes a smaller run.

mod back;
mod rows;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use lotdesk_reports::{Font, Format};

/// The kind of file, how many times quicker than the peer it aims to be, and the peer.
const KINDS: [(Format, f64, &str); 3] =
    [(Format::Xlsx, 12.0, "XlsxWriter"), (Format::Csv, 10.0, "csv"), (Format::Pdf, 10.0, "reportlab")];
/// The whole process stays below this.
const MOST_MEMORY_MB: f64 = 150.0;

/// What a writer said of itself.
struct Run {
    seconds: f64,
    peak_mb: Option<f64>,
    files: Vec<PathBuf>,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let done = match words.first().map(String::as_str) {
        Some("write") => write(&words[1..]),
        _ => compare(),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// The child: writes one file and says how long it took and how much memory it had.
fn write(words: &[String]) -> Result<bool, Box<dyn std::error::Error>> {
    let [kind, path, count] = words else { return Err("write KIND PATH ROWS".into()) };
    let format = KINDS.map(|(format, ..)| format).into_iter().find(|format| format.extension() == kind);
    let count: u64 = count.parse()?;
    let began = Instant::now();
    let mut sink =
        lotdesk_reports::open(format.ok_or("no such kind")?, Path::new(path), rows::heading(), || Font::read(&font()))?;
    rows::each(count, |row| sink.row(row))?;
    let files = sink.finish()?;
    println!("{}", began.elapsed().as_secs_f64());
    println!("{}", peak_kb().map_or_else(String::new, |kb| kb.to_string()));
    for file in files {
        println!("{}", file.display());
    }
    Ok(true)
}

/// The most memory that this process ever had, where the system tells.
fn peak_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn font() -> PathBuf {
    let given = std::env::var_os("LOTDESK_BENCH_FONT").map(PathBuf::from);
    given.unwrap_or_else(|| {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../../ui/node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf")
    })
}

fn compare() -> Result<bool, Box<dyn std::error::Error>> {
    let count: u64 = std::env::var("LOTDESK_BENCH_ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(1_000_000);
    let python = std::env::var("LOTDESK_BENCH_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let folder = tempfile::tempdir()?;
    println!("{count} payments, {} columns", rows::heading().columns.len());
    println!("kind  ours                     peer                                ratio   aim   values");
    let mut all_well = true;
    for (format, aim, peer) in KINDS {
        let kind = format.extension();
        let ours = run(
            Command::new(std::env::current_exe()?)
                .args(["write", kind])
                .arg(folder.path().join(format!("ours.{kind}"))),
            count,
        )?;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/reports/peer.py");
        let path = folder.path().join(format!("peer.{kind}"));
        let theirs =
            run(Command::new(&python).arg(script).arg(kind).arg(path).env("LOTDESK_BENCH_FONT", font()), count)?;
        let values = match format {
            Format::Xlsx => back::workbooks(&ours.files, &theirs.files, count),
            Format::Csv => back::texts(&ours.files, &theirs.files, count),
            Format::Pdf => back::pages(&ours.files, count),
        };
        let ratio = theirs.seconds / ours.seconds;
        let memory = ours.peak_mb.is_none_or(|mb| mb < MOST_MEMORY_MB);
        all_well &= values.is_ok() && memory && ratio >= aim;
        println!(
            "{kind:5} {:7.2} s, peak {:>8}    {peer:10} {:7.2} s, peak {:>8}    {ratio:5.1} x {aim:4.0} x   {}",
            ours.seconds,
            said(ours.peak_mb),
            theirs.seconds,
            said(theirs.peak_mb),
            values.unwrap_or_else(|why| format!("DIFFER: {why}")),
        );
        if !memory {
            println!("      more than {MOST_MEMORY_MB} MB");
        }
    }
    Ok(all_well)
}

fn said(peak_mb: Option<f64>) -> String {
    peak_mb.map_or_else(|| "-".to_owned(), |mb| format!("{mb:.0} MB"))
}

fn run(command: &mut Command, count: u64) -> Result<Run, Box<dyn std::error::Error>> {
    let output = command.arg(count.to_string()).stderr(std::process::Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("{command:?} ended with {}", output.status).into());
    }
    let text = String::from_utf8(output.stdout)?;
    let mut lines = text.lines();
    let seconds = lines.next().unwrap_or_default().parse()?;
    let peak_mb = lines.next().and_then(|kb| kb.parse::<f64>().ok()).map(|kb| kb / 1024.0);
    Ok(Run { seconds, peak_mb, files: lines.map(PathBuf::from).collect() })
}
