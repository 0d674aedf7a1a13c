//! Binding plates (8.4): three cars of a telephone at once, four different ones in a month. What breaks that is not sent.

use chrono::{Datelike, NaiveDate, NaiveTime};

use crate::moment::Moment;
use crate::plate::{Plate, PlateColor, PlateKind};

/// So many cars are bound to a telephone at once.
pub const AT_ONCE_MOST: usize = 3;
/// So many different ones in a month.
pub const A_MONTH_MOST: usize = 4;

/// Which rule a binding breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BindRule {
    /// It is bound already.
    Bound,
    /// Three are bound.
    AtOnce,
    /// Four different ones were bound this month.
    AMonth,
    /// 普通车牌 7 characters, 新能源 8: this one has another number of them.
    Length,
}

impl BindRule {
    /// The rule, in Simplified Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            BindRule::Bound => "该车牌已绑定在此手机号下",
            BindRule::AtOnce => "一个手机号只能同时绑定 3 辆车，请先解绑一辆",
            BindRule::AMonth => "一个手机号一个月内只能绑定 4 辆不同的车，请下月再绑定，或绑定本月绑定过的车",
            BindRule::Length => "ETCP 只接受 7 位车牌（新能源 8 位）",
        }
    }

    /// The same in English.
    pub const fn en(self) -> &'static str {
        match self {
            BindRule::Bound => "The plate is bound to this telephone already.",
            BindRule::AtOnce => "Three cars at once is the most for a telephone; release one first.",
            BindRule::AMonth => {
                "Four different cars a month is the most for a telephone; wait for the next month, or bind one of this month's."
            }
            BindRule::Length => "ETCP takes plates of 7 characters, of new-energy cars 8.",
        }
    }
}

/// Whether a plate may be bound beside those that are (`bound`) and those that were in this month (`this_month`, the bound
/// ones among them or not). The document does not say what a month is: the calendar's, which refuses least.
///
/// # Errors
/// The rule that it breaks.
pub fn may_bind(plate: &Plate, bound: &[Plate], this_month: &[Plate]) -> Result<(), BindRule> {
    let new_energy = matches!(plate.kind(), PlateKind::NewEnergySmall | PlateKind::NewEnergyLarge);
    if plate.as_str().chars().count() != if new_energy { 8 } else { 7 } {
        return Err(BindRule::Length);
    }
    if bound.contains(plate) {
        return Err(BindRule::Bound);
    }
    if bound.len() >= AT_ONCE_MOST {
        return Err(BindRule::AtOnce);
    }
    let mut different: Vec<&Plate> = this_month.iter().filter(|other| *other != plate).collect();
    different.sort();
    different.dedup();
    if different.len() >= A_MONTH_MOST {
        return Err(BindRule::AMonth);
    }
    Ok(())
}

/// When the month of a moment began, on China's clock.
pub fn month_began(now: Moment) -> Moment {
    let today = now.to_china().date();
    let first = NaiveDate::from_ymd_opt(today.year(), today.month(), 1).unwrap_or(today);
    Moment::from_china(first.and_time(NaiveTime::MIN))
}

/// 车牌颜色: 1 蓝 2 黑 3 黄 4 白; none for those that the document has no number for.
pub const fn color_code(color: PlateColor) -> Option<&'static str> {
    match color {
        PlateColor::Blue => Some("1"),
        PlateColor::Black => Some("2"),
        PlateColor::Yellow => Some("3"),
        PlateColor::White => Some("4"),
        PlateColor::Green | PlateColor::YellowGreen => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plates(texts: &[&str]) -> Vec<Plate> {
        texts.iter().map(|text| Plate::parse(text).unwrap()).collect()
    }

    fn bind(plate: &str, bound: &[&str], month: &[&str]) -> Result<(), BindRule> {
        may_bind(&Plate::parse(plate).unwrap(), &plates(bound), &plates(month))
    }

    #[test]
    fn three_at_once_and_four_a_month() {
        assert_eq!(bind("粤B12345", &["粤B1111A", "粤B1111B"], &[]), Ok(()));
        assert_eq!(bind("粤B12345", &["粤B1111A", "粤B1111B", "粤B1111C"], &[]), Err(BindRule::AtOnce));
        assert_eq!(bind("粤B1111A", &["粤B1111A"], &[]), Err(BindRule::Bound));
        let four = ["粤B1111A", "粤B1111B", "粤B1111C", "粤B1111D"];
        assert_eq!(bind("粤B12345", &[], &four), Err(BindRule::AMonth));
        assert_eq!(bind("粤B12345", &[], &four[..3]), Ok(()));
        assert_eq!(bind("粤B12345", &[], &["粤B1111A"; 5]), Ok(()), "the same one over and over is one");
        assert_eq!(bind("粤B1111D", &[], &four), Ok(()), "one of the four may come back");
    }

    #[test]
    fn plates_have_the_documents_length() {
        assert_eq!(bind("粤BD12345", &[], &[]), Ok(()));
        assert_eq!(bind("014578使", &[], &[]), Ok(()));
        assert_eq!(bind("WJ粤1234X", &[], &[]), Err(BindRule::Length));
    }

    #[test]
    fn a_month_begins_at_midnight_in_china() {
        let at = Moment::from_datetime_text("2026-11-25 22:41:00").unwrap();
        assert_eq!(month_began(at).to_datetime_text(), "2026-11-01 00:00:00");
        let first = Moment::from_datetime_text("2026-12-01 00:00:00").unwrap();
        assert_eq!(month_began(first), first);
    }
}
