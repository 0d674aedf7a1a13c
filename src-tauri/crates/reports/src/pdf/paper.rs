//! Lines as they stand on paper, as one page of A4: the settlement list (维修结算清单) that a customer takes along.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lotdesk_domain::table::SinkError;
use printpdf::{
    FontId, FontMetrics, FontType, Mm, Op, ParsedFont, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Pt,
    TextItem, TextMatrix,
};

use super::font::{Font, Glyphs};
use crate::file::PartFile;
use crate::receipt::columns::width;

/// A4 upright, where reports lie; in points.
const PAPER: (f32, f32) = (595.3, 841.9);
const PAPER_MM: (f32, f32) = (210.0, 297.0);
const MARGIN: f32 = 42.5;
const LARGEST: f32 = 11.0;
const SMALLEST: f32 = 1.0;
/// A line is so many times as high as its letters.
const LEADING: f32 = 1.5;
/// The name of the font's part: six letters and a plus say that it is one.
const NAME: &str = "LOTDSK+NotoSansSC";

/// Lines of `columns` half-width characters as a page; a longer list is written smaller, so that one page is enough.
///
/// # Errors
/// When the font cannot be used.
pub fn paper(title: &str, lines: &[String], columns: usize, font: Font) -> Result<Vec<u8>, SinkError> {
    let mut glyphs = Glyphs::of(font)?;
    let (columns, rows) = (count(columns.max(1)), count(lines.len().max(1)));
    let (wide, high) = (PAPER.0 - 2.0 * MARGIN, PAPER.1 - 2.0 * MARGIN);
    // A Chinese character is as wide as it is high and takes two columns.
    let size = LARGEST.min(wide * 2.0 / columns).min(high / (rows * LEADING)).max(SMALLEST);
    let left = (PAPER.0 - columns * size / 2.0) / 2.0;
    let mut document = PdfDocument::new(title);
    let font = FontId::new();
    let mut ops =
        vec![Op::StartTextSection, Op::SetFont { font: PdfFontHandle::External(font.clone()), size: Pt(size) }];
    for (row, line) in lines.iter().enumerate() {
        let y = PAPER.1 - MARGIN - size - count(row) * size * LEADING;
        for (column, text) in pieces(line) {
            let x = left + count(column) * size / 2.0;
            let room = PAPER.0 - MARGIN / 2.0 - x;
            let thousandths: u32 = text.chars().map(|c| u32::from(glyphs.glyph(c).width)).sum();
            let percent = (room * 100_000.0 / (thousandths.max(1) as f32 * size)).clamp(1.0, 100.0);
            ops.push(Op::SetTextMatrix { matrix: TextMatrix::Translate(Pt(x), Pt(y)) });
            ops.push(Op::SetHorizontalScaling { percent });
            ops.push(Op::ShowText { items: vec![TextItem::Text(text)] });
        }
    }
    ops.push(Op::EndTextSection);
    document.resources.fonts.map.insert(font, printpdf::PdfFont::new(part(&glyphs)?));
    let page = PdfPage::new(Mm(PAPER_MM.0), Mm(PAPER_MM.1), ops);
    Ok(document.with_pages(vec![page]).save(&PdfSaveOptions::default(), &mut Vec::new()))
}

/// The used part of the font: printpdf without its layout engine would take all of its ten megabytes.
fn part(glyphs: &Glyphs) -> Result<ParsedFont, SinkError> {
    let numbered = || (0_u16..).zip(glyphs.parts());
    let characters: BTreeMap<u32, u16> = numbered().skip(1).map(|(id, (_, c))| (u32::from(*c), id)).collect();
    let widths = numbered().map(|(id, (width, _))| (id, *width)).collect();
    let metrics = glyphs.metrics;
    let of_lines = FontMetrics { ascent: metrics.ascent, descent: metrics.descent };
    let mut font =
        ParsedFont::with_glyph_data(glyphs.part()?, 0, Some(NAME.to_owned()), characters, widths, 1000, of_lines);
    if metrics.cff {
        font.font_type = FontType::OpenTypeCFF(());
    }
    let [x_min, y_min, x_max, y_max] = metrics.bounds;
    let bounds = &mut font.pdf_font_metrics;
    (bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max) = (x_min, y_min, x_max, y_max);
    Ok(font)
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

/// A place on the page, for lengths. A paper has no more than some hundreds of them.
fn count(number: usize) -> f32 {
    f32::from(u16::try_from(number).unwrap_or(u16::MAX))
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
