//! What was written, read back and held against what it should be.

use std::path::{Path, PathBuf};

use calamine::{Data, Reader, Xlsx, open_workbook};
use lotdesk_domain::money::Fen;

use crate::rows::Row;

type Checked = Result<String, String>;

/// Rows above the data of our workbook: title, one line, heads. XlsxWriter's has the same.
const ABOVE: u32 = 3;

/// Every cell of both workbooks.
pub fn workbooks(ours: &[PathBuf], theirs: &[PathBuf], count: u64) -> Checked {
    for (whose, files) in [("ours", ours), ("theirs", theirs)] {
        workbook(&files[0], count).map_err(|why| format!("{whose}: {why}"))?;
    }
    Ok(format!("{} cells equal", count * 10))
}

fn workbook(path: &Path, count: u64) -> Result<(), String> {
    let mut book: Xlsx<_> = open_workbook(path).map_err(|why: calamine::XlsxError| why.to_string())?;
    let mut n = 0;
    for name in book.sheet_names() {
        let sheet = book.worksheet_range(&name).map_err(|why| why.to_string())?;
        let mut at = ABOVE;
        // The last row of the last sheet has the sums.
        while n < count && at < sheet.height() as u32 {
            let row = Row::of(n);
            let of = |column| sheet.get_value((at, column)).unwrap_or(&Data::Empty);
            let text = |column: u32, wanted: &str| matches!(of(column), Data::String(read) if read == wanted);
            let money = |column: u32, wanted: Fen| match of(column) {
                Data::Float(yuan) => (yuan * 100.0).round() as i64 == wanted.0,
                Data::Int(yuan) => Fen::from_yuan(*yuan) == wanted,
                _ => false,
            };
            let moment = |column: u32, wanted: lotdesk_domain::moment::Moment| match of(column) {
                Data::DateTime(at) => {
                    let days = at.as_f64() - 25_569.0;
                    ((days * 86_400_000.0).round() as i64 - wanted.0 - 28_800_000).abs() < 500
                }
                _ => false,
            };
            let equal = moment(0, row.paid_at)
                && text(1, &row.order_no)
                && text(2, &row.plate)
                && moment(3, row.entered_at)
                && money(4, row.receivable)
                && money(5, row.discount)
                && money(6, row.received)
                && text(7, row.pay_type)
                && text(8, row.lane)
                && text(9, row.operator);
            if !equal {
                return Err(format!("row {n}: {:?}", (0..10).map(of).collect::<Vec<_>>()));
            }
            n += 1;
            at += 1;
        }
    }
    if n == count { Ok(()) } else { Err(format!("{n} rows")) }
}

/// Every field of both texts; what guards a number or a formula is not part of the value.
pub fn texts(ours: &[PathBuf], theirs: &[PathBuf], count: u64) -> Checked {
    use std::io::{BufRead, BufReader};
    let open = |files: &[PathBuf]| std::fs::File::open(&files[0]).map(BufReader::new).map_err(|why| why.to_string());
    let (mut ours, mut theirs) = (open(ours)?.lines(), open(theirs)?.lines());
    let next = |lines: &mut std::io::Lines<_>| lines.next().and_then(Result::ok).ok_or("too few lines".to_owned());
    let heads = (next(&mut ours)?, next(&mut theirs)?);
    if heads.0 != heads.1 {
        return Err(format!("{heads:?}"));
    }
    for n in 0..count {
        let row = Row::of(n);
        let wanted = [
            row.paid_at.to_datetime_text(),
            row.order_no.clone(),
            row.plate.clone(),
            row.entered_at.to_datetime_text(),
            row.receivable.to_string(),
            row.discount.to_string(),
            row.received.to_string(),
            row.pay_type.to_owned(),
            row.lane.to_owned(),
            row.operator.to_owned(),
        ];
        for lines in [&mut ours, &mut theirs] {
            let line = next(lines)?;
            let fields = line.split(',').map(|field| field.trim_matches(['"', '\t', '\'']));
            if !fields.eq(wanted.iter().map(String::as_str)) {
                return Err(format!("row {n}: {line}"));
            }
        }
    }
    Ok(format!("{} fields equal", count * 10))
}

/// Every text of the first, the middle and the last volume, in its order; of the others how many pages there are.
pub fn pages(ours: &[PathBuf], count: u64) -> Checked {
    let looked = [0, ours.len() / 2, ours.len() - 1];
    let (mut read, mut pages, mut n) = (0, 0, None);
    for (no, file) in ours.iter().enumerate() {
        let document = lopdf::Document::load(file).map_err(|why| why.to_string())?;
        let numbers = document.get_pages();
        pages += numbers.len();
        if no + 1 < ours.len() && numbers.len() != lotdesk_reports::PAGES_A_VOLUME {
            return Err(format!("volume {} has {} pages", no + 1, numbers.len()));
        }
        if !looked.contains(&no) {
            n = None;
            continue;
        }
        for page in numbers.keys() {
            let text = document.extract_text(&[*page]).map_err(|why| why.to_string())?;
            let mut rest = text.as_str();
            // A volume in the middle begins with whatever row it begins with.
            let first = rest.find("44030400100101").and_then(|at| rest[at + 14..at + 24].parse::<u64>().ok());
            let Some(first) = first else { continue };
            if n.is_some_and(|n| n != first) {
                return Err(format!("after row {n:?} comes {first}"));
            }
            let mut at = first;
            while at < count {
                let row = Row::of(at);
                if !rest.contains(&row.order_no) {
                    break;
                }
                for wanted in [
                    row.paid_at.to_datetime_text(),
                    row.order_no,
                    row.plate,
                    row.entered_at.to_datetime_text(),
                    row.receivable.to_string(),
                    row.discount.to_string(),
                    row.received.to_string(),
                    row.pay_type.to_owned(),
                    row.lane.to_owned(),
                    row.operator.to_owned(),
                ] {
                    let found = rest.find(&wanted).ok_or_else(|| format!("row {at} lacks {wanted}"))?;
                    rest = &rest[found + wanted.len()..];
                    read += 1;
                }
                at += 1;
            }
            n = Some(at);
        }
    }
    if n == Some(count) {
        Ok(format!("{read} texts equal, {pages} pages"))
    } else {
        Err(format!("it ends at row {n:?}"))
    }
}
