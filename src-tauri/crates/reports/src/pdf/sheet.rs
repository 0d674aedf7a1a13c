//! The page: A4 lying, where head, rows, sums, page number and the box for the seal stand. Lengths are tenths of a point.

use lotdesk_domain::table::{CellKind, Heading};

use super::font::Glyphs;
use super::ink::{Align, Ink};

pub(super) const PAGE_WIDTH: i32 = 8419;
pub(super) const PAGE_HEIGHT: i32 = 5953;
/// The size of page numbers and of the lines below the title.
pub(super) const SMALL: i32 = 85;
/// The size of rows.
pub(super) const BODY: i32 = 80;
/// The height of a row.
pub(super) const ROW: i32 = 145;
pub(super) const MARGIN: i32 = 320;

const TITLE: i32 = 150;
const HEAD_ROW: i32 = 190;
/// Between a column's line and its text.
const PAD: i32 = 25;
/// How far a text's foot stands above its row's.
const LIFT: i32 = 43;
/// The page number's foot.
const FOOT: i32 = 200;
/// Height of the box for the seal with the line of names.
pub(super) const SEAL_HEIGHT: i32 = 950;
const SEAL_WIDTH: i32 = 1300;

/// Where the columns are, and what stands on every page.
pub(super) struct Sheet {
    /// Left edge and width of each column.
    pub(super) columns: Vec<(i32, i32, Align)>,
    /// Title, lines, heads.
    pub(super) head: Vec<u8>,
    /// The foot of the first row.
    pub(super) first_row: i32,
    /// The foot of the last row that a page has room for, with the page's sums below it.
    pub(super) last_row: i32,
}

impl Sheet {
    pub(super) fn of(heading: &Heading, font: &mut Glyphs) -> Self {
        let columns = columns(heading);
        let width = PAGE_WIDTH - 2 * MARGIN;
        let mut ink = Ink::default();
        let mut y = PAGE_HEIGHT - MARGIN - TITLE;
        ink.begin_text(TITLE);
        ink.text(font, &heading.title, TITLE, MARGIN, y, width, Align::Middle);
        ink.end_text();
        y -= 90;
        ink.begin_text(SMALL);
        for line in &heading.lines {
            y -= 120;
            ink.text(font, line, SMALL, MARGIN, y, width, Align::Left);
        }
        ink.end_text();
        y -= 60 + HEAD_ROW;
        ink.fill(9, MARGIN, y, width, HEAD_ROW);
        ink.level(8, MARGIN, y + HEAD_ROW, width);
        ink.level(8, MARGIN, y, width);
        ink.begin_text(BODY);
        for (head, (x, room, align)) in heading.heads().zip(&columns) {
            ink.text(font, head, BODY, *x, y + 60, *room, *align);
        }
        ink.end_text();
        Self { columns, head: ink.out, first_row: y - ROW, last_row: FOOT + 130 + ROW }
    }

    /// A row of texts with its foot at `y`.
    pub(super) fn row<'a>(&self, ink: &mut Ink, font: &mut Glyphs, y: i32, texts: impl Iterator<Item = &'a str>) {
        for (text, (x, room, align)) in texts.zip(&self.columns) {
            ink.text(font, text, BODY, *x, y + LIFT, *room, *align);
        }
    }

    /// The page's number; how many there are stands behind it, drawn once the volume is whole.
    pub(super) fn foot(&self, ink: &mut Ink, font: &mut Glyphs, words: &str) {
        ink.begin_text(SMALL);
        let width = ink.text(font, words, SMALL, MARGIN, FOOT, PAGE_WIDTH / 2, Align::Left);
        ink.end_text();
        ink.out.extend_from_slice(b"q 1 0 0 1 ");
        super::ink::length(&mut ink.out, MARGIN + width);
        ink.out.push(b' ');
        super::ink::length(&mut ink.out, FOOT);
        ink.out.extend_from_slice(b" cm /N Do Q\n");
    }

    /// The line for names and the box for the seal, below `y`.
    pub(super) fn seal(&self, ink: &mut Ink, font: &mut Glyphs, y: i32, heading: &Heading) {
        let say = |zh, en| heading.language.pick(zh, en);
        let x = PAGE_WIDTH - MARGIN - SEAL_WIDTH;
        let bottom = y - SEAL_HEIGHT + 100;
        ink.out.extend_from_slice(b"[3 2] 0 d\n");
        ink.frame(x, bottom, SEAL_WIDTH, SEAL_HEIGHT - 200);
        ink.out.extend_from_slice(b"[] 0 d\n");
        ink.begin_text(SMALL);
        ink.text(font, say("（盖章处）", "(seal)"), SMALL, x, bottom + 350, SEAL_WIDTH, Align::Middle);
        let names = [say("制表：", "Made by:"), say("复核：", "Checked by:"), say("日期：", "Date:")];
        let mut left = MARGIN;
        for name in names {
            ink.text(font, name, SMALL, left, bottom + 80, 700, Align::Left);
            left += 1800;
        }
        ink.end_text();
        let mut left = MARGIN + 550;
        for _ in names {
            ink.level(5, left, bottom + 60, 1100);
            left += 1800;
        }
    }
}

/// The columns share the page by their widths; amounts and numbers stand at the right.
fn columns(heading: &Heading) -> Vec<(i32, i32, Align)> {
    let room = PAGE_WIDTH - 2 * MARGIN;
    let wanted: i64 = heading.columns.iter().map(|column| i64::from(column.width.max(4))).sum();
    let mut x = MARGIN;
    let mut columns = Vec::with_capacity(heading.columns.len());
    for column in &heading.columns {
        let share = i64::from(room) * i64::from(column.width.max(4)) / wanted.max(1);
        let width = i32::try_from(share).unwrap_or(room);
        let align = match column.kind {
            CellKind::Text | CellKind::Moment | CellKind::Day => Align::Left,
            CellKind::Money | CellKind::Count | CellKind::Minutes | CellKind::Permille => Align::Right,
        };
        columns.push((x + PAD, width - 2 * PAD, align));
        x += width;
    }
    columns
}
