//! Pages to print and to stamp: a title and heads on each, the page's sums below its rows, the whole sums and a box for
//! the seal at the end. Text can be searched and copied. Long reports come in volumes.

mod font;
mod ink;
mod paper;
mod sheet;
mod volume;

use std::path::{Path, PathBuf};

use lotdesk_domain::table::{Cell, CellKind, Heading, Language, RowSink, SinkError, Totals};

use crate::file::PartFile;
use crate::text;
pub use font::Font;
use font::Glyphs;
use ink::Ink;
pub use paper::{paper, write_paper};
use sheet::{BODY, MARGIN, PAGE_WIDTH, ROW, SEAL_HEIGHT, Sheet};
use volume::Volume;

/// Pages of a volume; more go into a further one. A printer's tray takes as many.
pub const PAGES_A_VOLUME: usize = 500;

/// Writes a report's pages.
pub struct PdfWriter {
    path: PathBuf,
    heading: Heading,
    font: Glyphs,
    sheet: Sheet,
    volume: Volume,
    done: Vec<PartFile>,
    ink: Ink,
    /// The foot of the next row; none before a page was begun.
    next_row: Option<i32>,
    page_totals: Totals,
    totals: Totals,
    pages_a_volume: usize,
    /// A row's texts one after the other, and where each ends.
    scratch: (Vec<u8>, Vec<usize>),
}

impl PdfWriter {
    /// Begins a report. Its file is `path`; where there are several volumes, `-01` and so on stand before the end.
    ///
    /// # Errors
    /// When the font is none.
    pub fn create(path: &Path, heading: Heading, font: Font) -> Result<Self, SinkError> {
        Self::with_pages(path, heading, font, PAGES_A_VOLUME)
    }

    /// The same with smaller volumes.
    ///
    /// # Errors
    /// When the font is none.
    pub fn with_pages(path: &Path, heading: Heading, font: Font, pages_a_volume: usize) -> Result<Self, SinkError> {
        let mut font = Glyphs::of(font)?;
        let sheet = Sheet::of(&heading, &mut font);
        let totals = Totals::of(&heading.columns);
        Ok(Self {
            path: path.to_owned(),
            font,
            sheet,
            volume: Volume::new(),
            done: Vec::new(),
            ink: Ink::default(),
            next_row: None,
            page_totals: totals.clone(),
            totals,
            pages_a_volume: pages_a_volume.max(1),
            scratch: Default::default(),
            heading,
        })
    }

    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.heading.language.pick(zh, en)
    }

    /// The foot of the next row, on a page that has room for it.
    fn place(&mut self, lowest: i32) -> Result<i32, SinkError> {
        if self.next_row.is_some_and(|y| y < lowest) {
            self.end_page()?;
        }
        let y = match self.next_row {
            Some(y) => y,
            None => {
                if self.volume.pages() == self.pages_a_volume {
                    self.end_volume()?;
                }
                self.ink.out.clear();
                self.ink.out.extend_from_slice(&self.sheet.head);
                self.ink.begin_text(BODY);
                self.sheet.first_row
            }
        };
        self.next_row = Some(y - ROW);
        Ok(y)
    }

    fn draw(&mut self, y: i32, row: &[Cell<'_>]) {
        let (bytes, ends) = &mut self.scratch;
        bytes.clear();
        ends.clear();
        for (cell, column) in row.iter().zip(&self.heading.columns) {
            text::cell(bytes, cell, column.kind);
            ends.push(bytes.len());
        }
        // All of it came from texts and digits.
        let words = std::str::from_utf8(bytes).unwrap_or_default();
        let mut begin = 0;
        let texts = ends.iter().map(|end| {
            let text = words.get(begin..*end).unwrap_or_default();
            begin = *end;
            text
        });
        self.sheet.row(&mut self.ink, &mut self.font, y, texts);
    }

    /// A row of sums under a name.
    fn sums(&mut self, y: i32, name: &str, totals: &Totals) {
        let mut sums = totals.cells();
        if let (Some(first @ Cell::Empty), Some(column)) = (sums.first_mut(), self.heading.columns.first())
            && column.kind != CellKind::Money
        {
            *first = Cell::Text(name);
        }
        self.ink.end_text();
        self.ink.level(5, MARGIN, y + ROW, PAGE_WIDTH - 2 * MARGIN);
        self.ink.begin_text(BODY);
        self.draw(y, &sums);
    }

    fn end_page(&mut self) -> Result<(), SinkError> {
        let Some(y) = self.next_row.take() else { return Ok(()) };
        if self.totals.any() && self.page_totals.rows > 0 {
            let totals = std::mem::replace(&mut self.page_totals, Totals::of(&self.heading.columns));
            let name = self.say("本页小计", "This page");
            self.sums(y, name, &totals);
        }
        self.ink.end_text();
        let no = self.volume.pages() + 1;
        let words = match (self.heading.language, self.done.len()) {
            (Language::Zh, volume) => format!("第 {} 册  第 {no} 页", volume + 1),
            (Language::En, volume) => format!("Volume {}, page {no}", volume + 1),
        };
        self.sheet.foot(&mut self.ink, &mut self.font, &words);
        self.volume.page(&self.ink.out)
    }

    fn end_volume(&mut self) -> Result<(), SinkError> {
        let volume = std::mem::replace(&mut self.volume, Volume::new());
        let count = volume.pages();
        let of_pages = match self.heading.language {
            Language::Zh => format!(" / 共 {count} 页"),
            Language::En => format!(" of {count}"),
        };
        let chinese = self.heading.language == Language::Zh;
        let bytes = volume.finish(&mut self.font, &self.heading.title, &of_pages, chinese)?;
        let mut file = PartFile::create(&self.volume_path(self.done.len() + 1))?;
        file.write(&bytes)?;
        file.close()?;
        self.done.push(file);
        Ok(())
    }

    fn volume_path(&self, no: usize) -> PathBuf {
        let stem = self.path.file_stem().unwrap_or_default().to_string_lossy();
        self.path.with_file_name(format!("{stem}-{no:02}.pdf"))
    }
}

impl RowSink for PdfWriter {
    fn row(&mut self, row: &[Cell<'_>]) -> Result<(), SinkError> {
        let y = self.place(self.sheet.last_row)?;
        self.page_totals.add(row);
        self.totals.add(row);
        self.draw(y, row);
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Vec<PathBuf>, SinkError> {
        // The page's sums, the whole sums, and the seal stand together below the last row.
        let lowest = self.sheet.last_row + SEAL_HEIGHT;
        if self.totals.any() {
            let mut y = self.place(lowest)?;
            if self.page_totals.rows > 0 {
                let totals = std::mem::replace(&mut self.page_totals, Totals::of(&self.heading.columns));
                let name = self.say("本页小计", "This page");
                self.sums(y, name, &totals);
                y = self.place(lowest - 2 * ROW)?;
            }
            let totals = self.totals.clone();
            self.sums(y, text::total(self.heading.language), &totals);
        }
        let y = self.place(lowest - 4 * ROW)?;
        self.ink.end_text();
        self.sheet.seal(&mut self.ink, &mut self.font, y + ROW, &self.heading);
        self.ink.begin_text(BODY);
        self.end_page()?;
        self.end_volume()?;
        let volumes = std::mem::take(&mut self.done);
        let single = volumes.len() == 1;
        let mut files = Vec::with_capacity(volumes.len());
        for (place, volume) in volumes.into_iter().enumerate() {
            let path = if single { self.path.clone() } else { self.volume_path(place + 1) };
            files.push(volume.become_file(&path)?);
        }
        Ok(files)
    }
}
