//! CSV, read back as RFC 4180 says.

use lotdesk_reports::CsvWriter;
use proptest::prelude::*;

use crate::rows::{self, heading, plain, write};

/// Splits CSV into its fields.
fn fields(text: &str) -> Vec<Vec<String>> {
    let (mut lines, mut line, mut field) = (Vec::new(), Vec::new(), String::new());
    let mut chars = text.chars().peekable();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        match (c, quoted) {
            ('"', true) if chars.peek() == Some(&'"') => field.push(chars.next().unwrap()),
            ('"', true) => quoted = false,
            ('"', false) => quoted = true,
            (',', false) => line.push(std::mem::take(&mut field)),
            ('\r', false) if chars.peek() == Some(&'\n') => {
                chars.next();
                line.push(std::mem::take(&mut field));
                lines.push(std::mem::take(&mut line));
            }
            (c, _) => field.push(c),
        }
    }
    assert!(line.is_empty() && field.is_empty(), "the last line has its end");
    lines
}

fn written(rows: &[rows::Row]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.csv");
    let files = write(Box::new(CsvWriter::create(&path, heading()).unwrap()), rows);
    assert_eq!(files, std::slice::from_ref(&path));
    assert_eq!(rows::names(folder.path()), ["r.csv"]);
    String::from_utf8(std::fs::read(path).unwrap()).unwrap()
}

/// What a spreadsheet shows of a field.
fn shown(field: &str) -> &str {
    field.strip_prefix(['\'', '\t']).unwrap_or(field)
}

#[test]
fn a_spreadsheet_sees_chinese_heads_amounts_and_sums() {
    let text = written(&[plain(1), plain(2)]);
    assert!(text.starts_with('\u{feff}'));
    let lines = fields(text.trim_start_matches('\u{feff}'));
    assert_eq!(lines[0], ["缴费时间", "订单编号", "车牌", "实收", "次数", "占用率", "日期"]);
    assert_eq!(
        lines[1],
        ["2026-11-23 08:01:01", "\t440304001001000000000001", "粤B00001", "6.50", "1", "0.1%", "2026-11-02"]
    );
    assert_eq!(lines[3], ["合计", "", "", "14.50", "3", "", ""]);
}

proptest! {
    #[test]
    fn every_text_comes_back_and_none_begins_as_a_formula(rows in rows::rows(20)) {
        let text = written(&rows);
        let lines = fields(text.strip_prefix('\u{feff}').unwrap());
        prop_assert_eq!(lines.len(), rows.len() + 2);
        for (line, row) in lines[1..].iter().zip(&rows) {
            for (field, text) in [(&line[1], &row.order_no), (&line[2], &row.plate)] {
                prop_assert!(field == text || shown(field) == text, "{field:?} of {text:?}");
                let begins = field.trim_start_matches(|c: char| c.is_whitespace() || c.is_control()).chars().next();
                prop_assert!(!matches!(begins, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')), "{field:?}");
            }
            prop_assert_eq!(&line[3], &row.received.to_string());
        }
        let sum: i64 = rows.iter().map(|row| row.received.0).sum();
        prop_assert_eq!(&lines[rows.len() + 1][3], &lotdesk_domain::money::Fen(sum).to_string());
    }
}
