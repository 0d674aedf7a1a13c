//! Cells as channels write them.

use chrono::{NaiveDate, NaiveDateTime};

use super::{BadBillLine, line_no};
use crate::moment::Moment;
use crate::money::Fen;

/// A cell without the backtick, the tabs and the blanks that keep spreadsheets from spoiling it.
pub(super) fn bare(cell: &str) -> &str {
    cell.trim_matches(|c: char| c.is_whitespace() || matches!(c, '`' | '\u{feff}' | '\''))
}

/// The cell of a column; empty where there is none.
pub(super) fn of(row: &[String], column: Option<usize>) -> &str {
    column.and_then(|at| row.get(at)).map_or("", |cell| bare(cell))
}

/// An amount in yuan: `18.00`, `¥18`, `1,234.50`, `-5.00`.
pub(super) fn amount(text: &str) -> Option<Fen> {
    let plain: String = text.chars().filter(|c| !matches!(c, ',' | '¥' | '￥' | '元' | ' ')).collect();
    Fen::parse_yuan(plain.strip_prefix('+').unwrap_or(&plain)).ok()
}

/// A moment on China's clock, in one of the forms in which bills write it.
pub(super) fn moment(text: &str) -> Option<Moment> {
    let text = text.replace(['/', '年', '月'], "-").replace('日', "").replace('T', " ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let forms = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y%m%d %H:%M:%S", "%Y%m%d%H%M%S"];
    let at = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(&text, form).ok());
    let day = || {
        let form = if text.contains('-') { "%Y-%m-%d" } else { "%Y%m%d" };
        NaiveDate::parse_from_str(&text, form).ok().map(|day| day.and_time(chrono::NaiveTime::MIN))
    };
    at.or_else(day).map(Moment::from_china)
}

/// A line's field that cannot be read.
pub(super) fn bad(at: usize, field: &str, zh: &str, en: &str) -> BadBillLine {
    BadBillLine { line: line_no(at), field: field.to_owned(), zh: zh.to_owned(), en: en.to_owned() }
}

/// The field of a line that has no such moment, amount or number.
pub(super) fn unreadable(at: usize, field: &str) -> BadBillLine {
    bad(at, field, "无法识别", "it cannot be read")
}
