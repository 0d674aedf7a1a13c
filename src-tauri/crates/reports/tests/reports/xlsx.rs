//! Workbooks, read back by calamine.

use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use chrono::NaiveDateTime;
use lotdesk_domain::money::Fen;
use lotdesk_reports::XlsxWriter;
use proptest::prelude::*;

use crate::rows::{self, Row, heading, plain, write};

/// Rows above the data: title, two lines, heads.
const ABOVE: u32 = 4;

fn sheets(rows: &[Row], most_rows: u32) -> Vec<(String, Range<Data>)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.xlsx");
    let files = write(Box::new(XlsxWriter::with_rows(&path, heading(), most_rows).unwrap()), rows);
    assert_eq!(files, std::slice::from_ref(&path));
    assert_eq!(rows::names(folder.path()), ["r.xlsx"]);
    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    book.worksheets()
}

fn fen(cell: &Data) -> Fen {
    match cell {
        Data::Float(yuan) => Fen((yuan * 100.0).round() as i64),
        Data::Int(yuan) => Fen::from_yuan(*yuan),
        other => panic!("{other:?} is no number"),
    }
}

fn moment(cell: &Data) -> NaiveDateTime {
    let Data::DateTime(at) = cell else { panic!("{cell:?} is no moment") };
    let ms = (at.as_f64() * 86_400_000.0).round() as i64;
    let epoch = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap().and_hms_opt(0, 0, 0).unwrap();
    let read = epoch + chrono::Duration::milliseconds(ms);
    // Ten digits of a day are 9 µs.
    (read + chrono::Duration::milliseconds(1)) - chrono::Duration::milliseconds(1)
}

fn value(sheet: &Range<Data>, row: u32, column: u32) -> &Data {
    sheet.get_value((row, column)).unwrap_or(&Data::Empty)
}

fn text(cell: &Data) -> &str {
    match cell {
        Data::String(text) => text,
        Data::Empty => "",
        other => panic!("{other:?} is no text"),
    }
}

fn check(sheet: &Range<Data>, at: u32, row: &Row) {
    let of = |column| value(sheet, at, column);
    let seconds = moment(of(0)).signed_duration_since(row.paid_at.to_china()).num_milliseconds();
    assert!(seconds.abs() <= 1, "{row:?}");
    assert_eq!(fen(of(3)), row.received);
    assert_eq!(fen(of(4)), Fen::from_yuan(row.times));
    match (of(6), row.day) {
        (Data::Empty, None) => {}
        (cell, Some(day)) => assert_eq!(moment(cell), day.and_hms_opt(0, 0, 0).unwrap()),
        (cell, None) => panic!("{cell:?} is not empty"),
    }
}

#[test]
fn amounts_are_numbers_moments_are_moments_and_sums_stand_below() {
    let rows: Vec<Row> = (0..50).map(plain).collect();
    let sheets = sheets(&rows, u32::MAX);
    assert_eq!(sheets.len(), 1);
    let (name, sheet) = &sheets[0];
    assert_eq!(name, "收费明细表");
    assert_eq!(text(value(sheet, 0, 0)), "收费明细表");
    assert_eq!(text(value(sheet, 2, 0)), "期间：2026-11-01 至 2026-11-30");
    assert_eq!(text(value(sheet, 3, 3)), "实收");
    for (at, row) in (ABOVE..).zip(&rows) {
        check(sheet, at, row);
        assert_eq!(text(value(sheet, at, 1)), row.order_no, "a long number keeps its digits");
    }
    assert_eq!(*value(sheet, ABOVE + 5, 5), Data::Float(0.005), "a share is a number too");
    assert_eq!(text(value(sheet, ABOVE + 50, 0)), "合计");
    assert_eq!(fen(value(sheet, ABOVE + 50, 3)), rows.iter().map(|row| row.received).sum());
}

#[test]
fn more_rows_than_a_sheet_has_go_into_further_sheets() {
    let rows: Vec<Row> = (0..25).map(plain).collect();
    let sheets = sheets(&rows, ABOVE + 11);
    let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["收费明细表", "收费明细表 (2)", "收费明细表 (3)"]);
    for (no, row) in rows.iter().enumerate() {
        let sheet = &sheets[no / 10].1;
        check(sheet, ABOVE + u32::try_from(no % 10).unwrap(), row);
        assert_eq!(text(value(sheet, 3, 2)), "车牌", "heads are on every sheet");
    }
    assert_eq!(fen(value(&sheets[2].1, ABOVE + 5, 3)), rows.iter().map(|row| row.received).sum());
}

/// What a reader gives for a text: line ends are one character in XML.
fn as_read(text: &str) -> String {
    text.replace("\r\n", "\n")
}

proptest! {
    #[test]
    fn values_come_back_and_hostile_text_stays_text(rows in rows::rows(20)) {
        let sheets = sheets(&rows, u32::MAX);
        let sheet = &sheets[0].1;
        for (at, row) in (ABOVE..).zip(&rows) {
            check(sheet, at, row);
            for (column, wanted) in [(1, &row.order_no), (2, &row.plate)] {
                let read = text(value(sheet, at, column));
                prop_assert_eq!(as_read(read), as_read(wanted));
            }
        }
    }
}
