//! Cells as text, without going through the formatter: a report has millions of them.

use chrono::{Datelike, NaiveDate};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::table::{Cell, CellKind, Language};

const DAY_MS: i64 = 86_400_000;
const CHINA_OFFSET_MS: i64 = 8 * 3_600_000;

/// A moment on China's wall clock: days since 1970-01-01 and milliseconds of that day.
pub(crate) const fn china(at: Moment) -> (i64, i64) {
    let local = at.0.saturating_add(CHINA_OFFSET_MS);
    (local.div_euclid(DAY_MS), local.rem_euclid(DAY_MS))
}

/// Days since 1970-01-01.
pub(crate) fn days(day: NaiveDate) -> i64 {
    // Day 719,163 of the calendar is 1970-01-01.
    i64::from(day.num_days_from_ce()) - 719_163
}

/// Yuan with two decimals, such as `-0.05`.
pub(crate) fn money(out: &mut Vec<u8>, fen: Fen) {
    if fen.0 < 0 {
        out.push(b'-');
    }
    let amount = fen.0.unsigned_abs();
    number(out, amount / 100);
    out.push(b'.');
    two(out, amount % 100);
}

/// A whole number.
pub(crate) fn number(out: &mut Vec<u8>, number: impl itoa::Integer) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

fn two(out: &mut Vec<u8>, number: u64) {
    out.extend_from_slice(&[b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8]);
}

/// `2026-11-25`, by Howard Hinnant's `civil_from_days`.
pub(crate) fn day(out: &mut Vec<u8>, days: i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    if (0..1000).contains(&year) {
        out.extend_from_slice(
            &b"000"[..if year < 10 {
                3
            } else if year < 100 {
                2
            } else {
                1
            }],
        );
    }
    number(out, year);
    out.push(b'-');
    two(out, month.unsigned_abs());
    out.push(b'-');
    two(out, day.unsigned_abs());
}

/// `2026-11-25 14:32:07`.
pub(crate) fn moment(out: &mut Vec<u8>, at: Moment) {
    let (days, ms) = china(at);
    day(out, days);
    let seconds = ms.unsigned_abs() / 1000;
    out.push(b' ');
    two(out, seconds / 3600);
    out.push(b':');
    two(out, seconds / 60 % 60);
    out.push(b':');
    two(out, seconds % 60);
}

/// Thousandths as per cent with one decimal, without the sign: `34.5`.
pub(crate) fn percent(out: &mut Vec<u8>, permille: i64) {
    if permille < 0 {
        out.push(b'-');
    }
    let amount = permille.unsigned_abs();
    number(out, amount / 10);
    out.push(b'.');
    out.push(b'0' + (amount % 10) as u8);
}

/// A cell as a person reads it, as UTF-8.
pub(crate) fn cell(out: &mut Vec<u8>, cell: &Cell<'_>, kind: CellKind) {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => out.extend_from_slice(text.as_bytes()),
        Cell::Money(fen) => money(out, *fen),
        Cell::Number(value) if kind == CellKind::Permille => {
            percent(out, *value);
            out.push(b'%');
        }
        Cell::Number(value) => number(out, *value),
        Cell::Moment(at) => moment(out, *at),
        Cell::Day(at) => day(out, days(*at)),
    }
}

/// What the row of sums is called.
pub(crate) const fn total(language: Language) -> &'static str {
    language.pick("合计", "Total")
}

/// How many half-width characters a text takes: everything but ASCII takes two.
pub(crate) fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    proptest! {
        #[test]
        fn moments_and_amounts_read_as_everywhere_else(ms in -62_000_000_000_000_i64..253_000_000_000_000, fen: i32) {
            prop_assert_eq!(text(|out| moment(out, Moment(ms))), Moment(ms).to_datetime_text());
            prop_assert_eq!(text(|out| money(out, Fen(i64::from(fen)))), Fen(i64::from(fen)).to_string());
            let date = Moment(ms).to_china().date();
            prop_assert_eq!(text(|out| day(out, days(date))), date.to_string());
        }
    }

    #[test]
    fn shares_are_per_cent() {
        assert_eq!(text(|out| percent(out, 345)), "34.5");
        assert_eq!(text(|out| percent(out, -5)), "-0.5");
        assert_eq!(text(|out| percent(out, 1000)), "100.0");
    }
}
