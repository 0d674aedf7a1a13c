//! Lists that shops keep elsewhere, read as text cell by cell: CSV in UTF-8 or GB 18030, XLSX, XLS and ODS.

use std::io::Cursor;

use calamine::{Data, Reader, open_workbook_auto_from_rs};

/// Why a file is not read.
#[derive(Debug, thiserror::Error)]
pub enum BadSheet {
    /// Its name ends in nothing that is known.
    #[error("{0:?} is none of .csv, .xlsx, .xls, .ods")]
    Kind(String),
    /// It is not what its name says.
    #[error("the file cannot be read: {0}")]
    Damaged(String),
    /// There is nothing in it.
    #[error("there is no sheet in the file")]
    Empty,
}

/// Reads the first sheet of a file; what it is is told by its name.
///
/// # Errors
/// When it is of no kind that is known, or damaged.
pub fn read(file_name: &str, bytes: &[u8]) -> Result<Vec<Vec<String>>, BadSheet> {
    let ending = file_name.rsplit('.').next().unwrap_or_default().to_lowercase();
    match ending.as_str() {
        "csv" | "txt" => Ok(csv(&text(bytes))),
        "xlsx" | "xls" | "ods" | "xlsm" => workbook(bytes),
        _ => Err(BadSheet::Kind(file_name.chars().take(80).collect())),
    }
}

fn workbook(bytes: &[u8]) -> Result<Vec<Vec<String>>, BadSheet> {
    let damaged = |error: calamine::Error| BadSheet::Damaged(error.to_string());
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(damaged)?;
    let range = book.worksheet_range_at(0).ok_or(BadSheet::Empty)?.map_err(damaged)?;
    // Lines are counted as the person sees them: what is empty above the first cell counts too.
    let (above, left) = range.start().map_or((0, 0), |(row, column)| (row as usize, column as usize));
    let mut rows = vec![Vec::new(); above];
    rows.extend(range.rows().map(|row| {
        let cells = row.iter().map(cell);
        std::iter::repeat_n(String::new(), left).chain(cells).collect::<Vec<_>>()
    }));
    Ok(rows)
}

fn cell(data: &Data) -> String {
    match data {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => plain(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.trim().to_owned(),
        Data::Bool(truth) => truth.to_string(),
        Data::DateTime(at) => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            match (hour, minute, second) {
                (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
            }
        }
        Data::Error(_) | Data::Empty => String::new(),
    }
}

/// A spreadsheet keeps every number as a fraction of two; what was typed has few decimals.
fn plain(number: f64) -> String {
    let text = format!("{number:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// UTF-8 where it is that, GB 18030 otherwise: what spreadsheets in China write as CSV.
fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => encoding_rs::GB18030.decode(bytes).0.into_owned(),
    }
}

/// RFC 4180, with commas, semicolons or tabs, whichever the first line has most of.
fn csv(text: &str) -> Vec<Vec<String>> {
    let first = text.lines().next().unwrap_or_default();
    let count = |divider: &char| first.matches(*divider).count();
    let divider = [',', '\t', ';'].into_iter().rev().max_by_key(count).unwrap_or(',');
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut characters) = (false, text.chars().peekable());
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            c if quoted => cell.push(c),
            c if c == divider => row.push(std::mem::take(&mut cell).trim().to_owned()),
            '\r' => {}
            '\n' => {
                row.push(std::mem::take(&mut cell).trim().to_owned());
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell.trim().to_owned());
        rows.push(row);
    }
    // A number that is to stay text is written ="007", and as '007.
    for cell in rows.iter_mut().flatten() {
        if let Some(bare) = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
            *cell = bare.to_owned();
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_is_read_with_quotes_in_either_encoding() {
        let text = "\u{feff}编号,项目\r\nA1,\"更换\"\"机油\"\",\n滤芯\"\r\nA2,\r\n";
        let want = vec![
            vec!["编号".to_owned(), "项目".to_owned()],
            vec!["A1".to_owned(), "更换\"机油\",\n滤芯".to_owned()],
            vec!["A2".to_owned(), String::new()],
        ];
        assert_eq!(read("a.csv", text.as_bytes()).unwrap(), want);
        let (gbk, _, _) = encoding_rs::GB18030.encode(text.trim_start_matches('\u{feff}'));
        assert_eq!(read("A.CSV", &gbk).unwrap(), want);
        assert_eq!(read("a.csv", b"a\tb,c\td").unwrap(), [["a", "b,c", "d"]]);
        assert!(read("a.csv", b"").unwrap().is_empty());
    }

    #[test]
    fn what_is_no_sheet_is_said_so() {
        assert!(matches!(read("a.pdf", b"x"), Err(BadSheet::Kind(_))));
        assert!(matches!(read("a.xlsx", b"x"), Err(BadSheet::Damaged(_))));
        assert_eq!((plain(67_000.0), plain(0.1 + 0.2), plain(-0.0)), ("67000".into(), "0.3".into(), "0".into()));
    }

    /// Made by hand: a heading on the second line, dates and numbers as spreadsheets keep them.
    #[test]
    fn a_workbook_is_read_as_the_person_sees_it() {
        let bytes = include_bytes!("../../../../tests/fixtures/shop/jobs.xlsx");
        let rows = read("jobs.xlsx", bytes).unwrap();
        assert_eq!(rows[1][0], "结算清单编号");
        assert_eq!(rows[2][..5], ["A1", "粤B12345", "1M8GDM9AXKP042788", "2026-11-24", "67000"]);
    }
}
