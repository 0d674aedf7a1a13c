//! Cells as XML. What of a cell is the same in every row is made once.

use lotdesk_domain::table::{Cell, CellKind, Column};

use super::parts;
use crate::text;

/// More characters than this are refused in a cell.
const MOST_CHARS: usize = 32_767;
/// Days from 1899-12-30, which a spreadsheet counts from, to 1970-01-01.
const EPOCH_DAYS: i64 = 25_569;
const DAY_MS: i64 = 86_400_000;

/// The columns of a sheet.
pub(super) struct Cells {
    columns: Vec<OneColumn>,
}

struct OneColumn {
    kind: CellKind,
    /// `<c r="A`; the row's number follows.
    begin: Vec<u8>,
    /// `" s="4`, for data and for sums: what closes it depends on the cell.
    styles: [Vec<u8>; 2],
    name: String,
}

impl Cells {
    pub(super) fn of(columns: &[Column]) -> Self {
        let column = |(place, column): (usize, &Column)| {
            let (name, style) = (letters(place), parts::of(column.kind));
            OneColumn {
                kind: column.kind,
                begin: format!("<c r=\"{name}").into_bytes(),
                styles: [style, style + parts::style::SUM].map(|style| format!("\" s=\"{style}\"").into_bytes()),
                name,
            }
        };
        Self { columns: columns.iter().enumerate().map(column).collect() }
    }

    pub(super) fn last_column(&self) -> &str {
        self.columns.last().map_or("A", |column| &column.name)
    }

    /// A row of data, or with `parts::style::SUM` the row of sums.
    pub(super) fn row(&self, out: &mut Vec<u8>, no: u32, row: &[Cell<'_>], set: u32) {
        let mut digits = itoa::Buffer::new();
        let no = digits.format(no).as_bytes();
        out.extend_from_slice(b"<row r=\"");
        out.extend_from_slice(no);
        out.extend_from_slice(b"\">");
        for (cell, column) in row.iter().zip(&self.columns) {
            if *cell == Cell::Empty && set == 0 {
                continue;
            }
            out.extend_from_slice(&column.begin);
            out.extend_from_slice(no);
            out.extend_from_slice(&column.styles[usize::from(set != 0)]);
            match cell {
                Cell::Empty => out.extend_from_slice(b"/>"),
                Cell::Text(words) => inline(out, words),
                Cell::Money(fen) => number(out, |out| decimal(out, fen.0, 100)),
                Cell::Number(value) if column.kind == CellKind::Permille => {
                    number(out, |out| decimal(out, *value, 1000))
                }
                Cell::Number(value) => number(out, |out| text::number(out, *value)),
                Cell::Moment(at) => {
                    let (days, ms) = text::china(*at);
                    number(out, |out| serial(out, days, ms));
                }
                Cell::Day(day) => number(out, |out| serial(out, text::days(*day), 0)),
            }
        }
        out.extend_from_slice(b"</row>");
    }

    /// A row of words in one style.
    pub(super) fn words(&self, out: &mut Vec<u8>, no: u32, words: &[&str], style: u32) {
        out.extend_from_slice(format!("<row r=\"{no}\">").as_bytes());
        for (place, words) in words.iter().enumerate() {
            out.extend_from_slice(format!("<c r=\"{}{no}\" s=\"{style}\"", letters(place)).as_bytes());
            inline(out, words);
        }
        out.extend_from_slice(b"</row>");
    }
}

/// A column's name: A, B, … Z, AA.
fn letters(place: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(place % 26).unwrap_or(0));
    if place < 26 { letter.to_string() } else { letters(place / 26 - 1) + &letter.to_string() }
}

fn number(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    out.extend_from_slice(b"><v>");
    write(out);
    out.extend_from_slice(b"</v></c>");
}

fn inline(out: &mut Vec<u8>, words: &str) {
    let spaces = words.starts_with(char::is_whitespace) || words.ends_with(char::is_whitespace);
    out.extend_from_slice(if spaces {
        b" t=\"inlineStr\"><is><t xml:space=\"preserve\">".as_slice()
    } else {
        b" t=\"inlineStr\"><is><t>".as_slice()
    });
    match words.len() {
        0..=MOST_CHARS => escaped(out, words),
        _ => escaped(out, &shortened(words)),
    }
    out.extend_from_slice(b"</t></is></c>");
}

/// The beginning of a text that is longer than a cell takes, which counts in UTF-16.
fn shortened(words: &str) -> String {
    let mut room = MOST_CHARS;
    let short = |c: &char| match room.checked_sub(c.len_utf16()) {
        Some(left) => {
            room = left;
            true
        }
        None => false,
    };
    words.chars().take_while(short).collect()
}

/// Text of an element or attribute. What XML cannot hold is written as a spreadsheet writes it (`_x0007_`), and text that
/// happens to look like that is kept from being read so.
pub(super) fn escaped(out: &mut Vec<u8>, words: &str) {
    let bytes = words.as_bytes();
    if !bytes.iter().any(|b| *b < 0x20 || matches!(*b, b'&' | b'<' | b'>' | b'"' | b'_' | 0xEF)) {
        out.extend_from_slice(bytes);
        return;
    }
    for (at, c) in words.char_indices() {
        match c {
            '&' => out.extend_from_slice(b"&amp;"),
            '<' => out.extend_from_slice(b"&lt;"),
            '>' => out.extend_from_slice(b"&gt;"),
            '"' => out.extend_from_slice(b"&quot;"),
            '\t' | '\n' => out.push(c as u8),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                out.extend_from_slice(format!("_x{:04X}_", u32::from(c)).as_bytes());
            }
            '_' if looks_escaped(&bytes[at..]) => out.extend_from_slice(b"_x005F_"),
            _ => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}

fn looks_escaped(bytes: &[u8]) -> bool {
    matches!(bytes, [b'_', b'x', a, b, c, d, b'_', ..] if [a, b, c, d].iter().all(|digit| digit.is_ascii_hexdigit()))
}

/// An exact decimal number without a float in between: `value` of `unit` parts, 100 or 1000.
fn decimal(out: &mut Vec<u8>, value: i64, unit: u64) {
    if value < 0 {
        out.push(b'-');
    }
    let amount = value.unsigned_abs();
    text::number(out, amount / unit);
    let mut rest = amount % unit;
    if rest == 0 {
        return;
    }
    out.push(b'.');
    let mut place = unit / 10;
    while rest > 0 {
        out.push(b'0' + u8::try_from(rest / place % 10).unwrap_or(0));
        rest %= place;
        place /= 10;
    }
}

/// A moment as a spreadsheet counts it: days since 1899-12-30, with whole seconds as their fraction.
fn serial(out: &mut Vec<u8>, days: i64, ms: i64) {
    let seconds = ms / 1000;
    text::number(out, days + EPOCH_DAYS);
    if seconds == 0 {
        return;
    }
    // Ten digits tell seconds apart and are as many as a double keeps beside the days.
    let fraction = (seconds.unsigned_abs() * 10_000_000_000 + (DAY_MS as u64 / 2000)) / (DAY_MS as u64 / 1000);
    out.push(b'.');
    let mut digits = itoa::Buffer::new();
    let digits = digits.format(fraction);
    out.extend(std::iter::repeat_n(b'0', 10 - digits.len()));
    out.extend_from_slice(digits.trim_end_matches('0').as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn numbers_are_exact() {
        assert_eq!(text(|out| decimal(out, 1800, 100)), "18");
        assert_eq!(text(|out| decimal(out, 1850, 100)), "18.5");
        assert_eq!(text(|out| decimal(out, -5, 100)), "-0.05");
        assert_eq!(text(|out| decimal(out, 345, 1000)), "0.345");
        assert_eq!(text(|out| decimal(out, 40, 1000)), "0.04");
        assert_eq!(text(|out| serial(out, 0, 0)), "25569");
        assert_eq!(text(|out| serial(out, 0, DAY_MS / 2)), "25569.5");
        assert_eq!(text(|out| serial(out, 0, 1000)), "25569.0000115741");
    }

    #[test]
    fn columns_are_named_as_in_a_sheet() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn what_xml_cannot_hold_is_written_so_that_it_can() {
        assert_eq!(text(|out| escaped(out, "a<b>&\"\u{7}\u{ffff}")), "a&lt;b&gt;&amp;&quot;_x0007__xFFFF_");
        assert_eq!(text(|out| escaped(out, "_x0041_ _x00")), "_x005F_x0041_ _x00");
        assert_eq!(shortened(&"字".repeat(40_000)).chars().count(), MOST_CHARS);
    }
}
