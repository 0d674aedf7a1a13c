//! Reports as files of the data directory, and those that write themselves every day.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_domain::table::{Heading, Language, RowSink, SinkError};
use lotdesk_operations::api::refusal::{Code, Refusal};
use lotdesk_operations::api::report::{ExportReport, ReportFormat, ReportKind};
use lotdesk_operations::{Desk, RepairPrint};
use lotdesk_reports::{Font, Format};
use tokio_util::sync::CancellationToken;

use crate::config::ReportSettings;
use crate::home::Home;

/// The clock is looked at this often.
const LOOK_EVERY: Duration = Duration::from_secs(20);
/// Days that were missed, because nothing ran, are made up for this far back.
const MISSED_DAYS: u64 = 7;
/// What is written of each day, with its file's name.
const DAILY: [(ReportKind, &str); 4] = [
    (ReportKind::PayTypes, "日报-支付方式"),
    (ReportKind::Operators, "日报-收款员"),
    (ReportKind::Releases, "日报-免费放行与手动开闸"),
    (ReportKind::Payments, "日报-收费明细"),
];
/// Where the font lies among the window's packages, and among what an installer brings.
const FONT: [&str; 2] = [
    "ui/node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
    "fonts/NotoSansSC_400Regular.ttf",
];
/// Fonts with Chinese characters that systems bring.
const SYSTEM_FONTS: [&str; 7] = [
    "C:\\Windows\\Fonts\\msyh.ttc",
    "C:\\Windows\\Fonts\\simhei.ttf",
    "C:\\Windows\\Fonts\\simsun.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/System/Library/Fonts/STHeiti Light.ttc",
    "/Library/Fonts/Arial Unicode.ttf",
];

/// Where reports go.
pub(super) struct ReportFiles {
    exports: PathBuf,
    daily: PathBuf,
    font: Option<PathBuf>,
}

impl ReportFiles {
    pub(super) fn of(home: &Home, settings: &ReportSettings) -> Self {
        let folder = home.reports_dir();
        Self {
            exports: folder.join("exports"),
            daily: folder.join("daily"),
            font: settings.font_file.as_deref().map(|file| home.file(file)),
        }
    }

    /// Begins a file.
    pub(super) fn begin(
        &self,
        heading: Heading,
        format: ReportFormat,
        name: &str,
        daily: bool,
    ) -> Result<Box<dyn RowSink>, SinkError> {
        let folder = if daily { &self.daily } else { &self.exports };
        std::fs::create_dir_all(folder).map_err(|why| SinkError::Io { path: folder.clone(), why })?;
        let format = kind_of(format);
        let path = folder.join(format!("{name}.{}", format.extension()));
        lotdesk_reports::open(format, &path, heading, || self.font())
    }

    /// Writes a settlement list as one page, under its number, among what is exported.
    pub(super) fn settlement_pdf(&self, facts: &RepairPrint) -> Result<String, Refusal> {
        let printed = super::shop_papers::settlement_list(facts);
        let code: String =
            facts.form.cost_list_code.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' }).collect();
        let path = self.exports.join(format!("维修结算清单_{code}.pdf"));
        let write = || {
            std::fs::create_dir_all(&self.exports).map_err(|why| SinkError::Io { path: self.exports.clone(), why })?;
            let columns = usize::try_from(printed.columns).unwrap_or(80);
            lotdesk_reports::write_paper(&path, "维修结算清单", &printed.lines, columns, self.font()?)
        };
        let written = write().map_err(|why| match &why {
            SinkError::Font(_) => Refusal::new(
                Code::NotPossibleNow,
                "没有可用的中文字体，无法生成 PDF：请在 lotdesk.toml 的 [reports] 中设置 font_file",
                "There is no font for Chinese text: set font_file in [reports] of lotdesk.toml.",
            ),
            _ => Refusal::new(
                Code::NotPossibleNow,
                format!("结算清单无法写入文件：{why}"),
                format!("The settlement list cannot be written: {why}."),
            ),
        })?;
        Ok(written.display().to_string())
    }

    /// The font that is set; else the one that came with the program; else one of the system's.
    fn font(&self) -> Result<Font, SinkError> {
        if let Some(file) = &self.font {
            return Font::read(file);
        }
        let program = std::env::current_exe().unwrap_or_default();
        let brought = program.ancestors().flat_map(|folder| FONT.map(|font| folder.join(font)));
        let all = brought.chain(SYSTEM_FONTS.map(PathBuf::from));
        // One that is no use is passed over: a system's may be of a kind that we cannot take apart.
        all.filter(|path| path.is_file())
            .find_map(|path| Font::read(&path).ok())
            .ok_or_else(|| SinkError::Font("none was found".to_owned()))
    }

    /// Whether a daily report is there, in one volume or in several, and has what was known at a moment.
    fn has_daily(&self, name: &str, format: ReportFormat, known: Option<Moment>) -> bool {
        let end = kind_of(format).extension();
        let written = |file: String| std::fs::metadata(self.daily.join(file)).and_then(|file| file.modified()).ok();
        let written = written(format!("{name}.{end}")).or_else(|| written(format!("{name}-01.{end}")));
        let ms =
            |at: std::time::SystemTime| at.duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_millis());
        written.is_some_and(|at| known.is_none_or(|known| i128::try_from(ms(at)).unwrap_or(0) >= i128::from(known.0)))
    }

    fn removes_leftovers(&self) {
        // What a power cut left half written.
        for folder in [&self.exports, &self.daily] {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.extension().is_some_and(|end| end == "part") {
                    remove(&path);
                }
            }
        }
    }
}

fn remove(path: &Path) {
    if let Err(error) = std::fs::remove_file(path) {
        tracing::warn!(%error, path = %path.display(), "a report that was not finished could not be removed");
    }
}

const fn kind_of(format: ReportFormat) -> Format {
    match format {
        ReportFormat::Xlsx => Format::Xlsx,
        ReportFormat::Csv => Format::Csv,
        ReportFormat::Pdf => Format::Pdf,
    }
}

/// The days that are to be reported by now, the newest first: those before today, once the hour has come.
fn due(now: NaiveDateTime, at: NaiveTime) -> impl Iterator<Item = NaiveDate> {
    let today = now.date();
    // Before the hour, yesterday is still waiting for its own.
    let skip = if now.time() >= at { 1 } else { 2 };
    (skip..=MISSED_DAYS).filter_map(move |back| today.checked_sub_days(Days::new(back)))
}

/// Writes the daily reports until `stop`.
pub(super) async fn write_daily(
    desk: Desk,
    files: Arc<ReportFiles>,
    settings: ReportSettings,
    clock: Arc<dyn Clock>,
    stop: CancellationToken,
) {
    files.removes_leftovers();
    let Some(at) = settings.daily_time() else { return };
    // A lot that was set up today has no yesterday worth a file.
    let first = desk.first_day().await.ok().flatten();
    // What was begun is not begun again while it is being written, or after it failed; the next start tries again. Only a
    // payment of the day that became known since has it written anew: one at 23:59 whose answer came the next morning.
    let mut begun = std::collections::BTreeMap::new();
    loop {
        let now = clock.now().to_china();
        for day in due(now, at).filter(|day| first.is_some_and(|first| *day >= first)) {
            let known = desk.payments_written(day).await.ok().flatten();
            for (kind, name) in DAILY {
                for format in &settings.daily_formats {
                    let name = format!("{name}-{day}");
                    let file = (name.clone(), kind_of(*format).extension());
                    if files.has_daily(&name, *format, known) || begun.get(&file) == Some(&known) {
                        continue;
                    }
                    begun.insert(file.clone(), known);
                    let request =
                        ExportReport { kind, first_day: day, last_day: None, format: *format, language: Language::Zh };
                    if let Err(why) = desk.write_daily_report(&request, &name) {
                        // Too many at once: the next look begins the rest.
                        begun.remove(&file);
                        tracing::debug!(%why, "a daily report has to wait");
                    }
                }
            }
        }
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_is_reported_once_its_hour_has_come_and_missed_ones_are_made_up_for() {
        let hour = NaiveTime::from_hms_opt(0, 10, 0).unwrap();
        let early: Vec<NaiveDate> = due(at("2026-11-25 00:09"), hour).collect();
        assert_eq!(early.first(), Some(&day("2026-11-23")), "yesterday is not due yet");
        let late: Vec<NaiveDate> = due(at("2026-11-25 00:10"), hour).collect();
        assert_eq!(late.first(), Some(&day("2026-11-24")));
        assert_eq!(late.last(), Some(&day("2026-11-18")));
        assert_eq!(late.len(), 7);
    }

    #[test]
    fn half_written_files_go_at_the_start() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path()).unwrap();
        let files = ReportFiles::of(&home, &ReportSettings::default());
        std::fs::create_dir_all(&files.daily).unwrap();
        for name in ["a.xlsx", "b.xlsx.part"] {
            std::fs::write(files.daily.join(name), "x").unwrap();
        }
        files.removes_leftovers();
        assert!(files.has_daily("a", ReportFormat::Xlsx, None));
        // A payment that became known after it was written is not in it.
        assert!(files.has_daily("a", ReportFormat::Xlsx, Some(Moment(0))));
        assert!(!files.has_daily("a", ReportFormat::Xlsx, Some(Moment(i64::MAX))));
        assert!(!files.daily.join("b.xlsx.part").exists());
    }
}
