//! Lines as they stand on paper, as one page of A4: the settlement list (维修结算清单) that a customer takes along.

use std::path::{Path, PathBuf};

use lotdesk_domain::table::SinkError;

use super::font::{Font, Glyphs};
use super::ink::{Align, Ink};
use super::sheet::{PAGE_HEIGHT, PAGE_WIDTH};
use super::volume::Volume;
use crate::file::PartFile;
use crate::receipt::columns::width;

/// Upright, where reports lie.
const PAPER: (i32, i32) = (PAGE_HEIGHT, PAGE_WIDTH);
const MARGIN: i32 = 425;
/// Tenths of a point.
const LARGEST: i32 = 110;
/// A line is so many per cent as high as its letters.
const LEADING_PERCENT: i32 = 150;

/// Lines of `columns` half-width characters as a page; a longer list is written smaller, so that one page is enough.
///
/// # Errors
/// When the font cannot be used.
pub fn paper(title: &str, lines: &[String], columns: usize, font: Font) -> Result<Vec<u8>, SinkError> {
    let mut font = Glyphs::of(font)?;
    let (columns, rows) = (count(columns), count(lines.len()));
    let (wide, high) = (PAPER.0 - 2 * MARGIN, PAPER.1 - 2 * MARGIN);
    // A Chinese character is as wide as it is high and takes two columns.
    let size = LARGEST.min(wide * 2 / columns).min(high * 100 / (rows * LEADING_PERCENT)).max(10);
    let left = (PAPER.0 - columns * size / 2) / 2;
    let mut ink = Ink::default();
    ink.begin_text(size);
    for (row, line) in lines.iter().enumerate() {
        // Out of the whole height, so that what rounding loses does not add up.
        let y = PAPER.1 - MARGIN - size - count_from_nothing(row) * size * LEADING_PERCENT / 100;
        for (column, text) in pieces(line) {
            let x = left + count_from_nothing(column) * size / 2;
            ink.text(&mut font, &text, size, x, y, PAPER.0 - MARGIN / 2 - x, Align::Left);
        }
    }
    ink.end_text();
    let mut volume = Volume::of_size(PAPER);
    volume.page(&ink.out)?;
    volume.finish(&mut font, title, "", true)
}

/// The same into a file, in the place of an older one.
///
/// # Errors
/// When the font cannot be used, or the file cannot be written.
pub fn write_paper(
    path: &Path,
    title: &str,
    lines: &[String],
    columns: usize,
    font: Font,
) -> Result<PathBuf, SinkError> {
    let bytes = paper(title, lines, columns, font)?;
    let mut file = PartFile::create(path)?;
    file.write(&bytes)?;
    file.become_file(path)
}

fn count_from_nothing(number: usize) -> i32 {
    i32::try_from(number.min(10_000)).unwrap_or(10_000)
}

fn count(number: usize) -> i32 {
    count_from_nothing(number).max(1)
}

/// What stands in a line, and at which column each piece begins: columns are parted by two blanks and more, and letters are
/// not all as wide as a column.
fn pieces(line: &str) -> Vec<(usize, String)> {
    let (mut pieces, mut column, mut blanks) = (Vec::<(usize, String)>::new(), 0, 2);
    for c in line.chars() {
        if c == ' ' {
            blanks += 1;
        } else {
            match pieces.last_mut() {
                Some((_, text)) if blanks < 2 => {
                    text.push_str(&" ".repeat(blanks));
                    text.push(c);
                }
                _ => pieces.push((column, c.to_string())),
            }
            blanks = 0;
        }
        column += width(c.encode_utf8(&mut [0; 4]));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_begin_at_their_columns() {
        assert_eq!(
            pieces("更换机油    5W-30      0.5"),
            [(0, "更换机油".to_owned()), (12, "5W-30".to_owned()), (23, "0.5".to_owned())]
        );
        assert_eq!(pieces("  a b"), [(2, "a b".to_owned())]);
        assert_eq!(pieces(""), []);
    }

    #[test]
    fn however_long_a_list_is_it_takes_one_upright_page() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../../ui/node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf");
        let Ok(font) = Font::read(&file) else {
            eprintln!("SKIPPED: {} is not there", file.display());
            return;
        };
        for count in [3, 300] {
            let lines: Vec<String> = (0..count).map(|n| format!("更换机油 {n}        0.5")).collect();
            let bytes = paper("维修结算清单", &lines, 80, font.clone()).unwrap();
            let read = lopdf::Document::load_mem(&bytes).unwrap();
            assert_eq!(read.get_pages().len(), 1, "{count} lines");
            let text = read.extract_text(&[1]).unwrap();
            assert!(text.contains("更换机油"), "it can be searched: {text}");
            assert!(bytes.len() < 100_000, "the font is written in part: {} bytes", bytes.len());
        }
    }
}
