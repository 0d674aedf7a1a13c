//! Stays priced by hand from the tariffs' wording, in `tests/fixtures/tariff`.

use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::VehicleClass;
use lotdesk_domain::tariff::{Fee, FeeStep, Tariff};

use crate::rows;

pub(crate) const MALL: &str = include_str!("../../../../../assets/tariffs/shenzhen-mall.toml");
pub(crate) const HOURLY: &str = include_str!("../../../../../assets/tariffs/hourly.toml");
pub(crate) const HALF_HOURS: &str = include_str!("../../../../../tests/fixtures/tariff/half-hours.toml");

pub(crate) fn moment(text: &str) -> Moment {
    Moment::from_datetime_text(text).unwrap_or_else(|| panic!("{text:?}"))
}

fn holds(tariff: &str, table: &str, stays: usize) {
    let tariff = Tariff::from_toml(tariff).unwrap();
    let mut seen = 0;
    for row in rows(table) {
        let [class, entered, left, fee_yuan, why] = row[..] else { panic!("{row:?}") };
        let class = VehicleClass::ALL.into_iter().find(|c| c.as_str() == class).unwrap_or_else(|| panic!("{class}"));
        let fee = tariff.price(class, moment(entered), moment(left)).unwrap();
        assert_eq!(fee.fee_fen.to_string(), fee_yuan, "{class:?} {entered} – {left}: {why}\n{:#?}", fee.lines);
        seen += 1;
    }
    assert_eq!(seen, stays);
}

#[test]
fn the_malls_stays_cost_what_the_wording_says() {
    holds(MALL, include_str!("../../../../../tests/fixtures/tariff/shenzhen-mall.csv"), 32);
}

#[test]
fn hours_without_a_cap_run_on() {
    holds(HOURLY, include_str!("../../../../../tests/fixtures/tariff/hourly.csv"), 8);
}

#[test]
fn deducted_minutes_odd_periods_and_new_first_periods() {
    holds(HALF_HOURS, include_str!("../../../../../tests/fixtures/tariff/half-hours.csv"), 27);
}

#[test]
fn the_price_boards_words_come_from_the_rates() {
    let words = |tariff: &str| -> Vec<String> {
        Tariff::from_toml(tariff).unwrap().rates.iter().map(|rate| rate.wording_zh()).collect()
    };
    assert_eq!(
        words(MALL),
        [
            "30 分钟内免费，首小时 8 元，之后每小时 2 元，24 小时最高 20 元",
            "15 分钟内免费，首小时 10 元，之后每小时 5 元，24 小时最高 50 元"
        ]
    );
    assert_eq!(words(HOURLY), ["15 分钟内免费，首小时 5 元，之后每小时 5 元，不封顶"]);
    assert_eq!(
        words(HALF_HOURS)[0],
        "20 分钟内免费（不计入停车时长），首 2 小时 6 元，之后每半小时 1.50 元，24 小时最高 15 元，满 24 小时重新计费"
    );
    assert_eq!(words(HALF_HOURS)[2], "首小时 3 元，之后每 45 分钟 2 元，不封顶");
}

/// What a line says, in short.
fn told(fee: &Fee) -> Vec<(FeeStep, u32, i64, i64, String, String)> {
    let clock = |at: Moment| at.to_china().format("%d %H:%M:%S").to_string();
    fee.lines
        .iter()
        .map(|line| (line.what, line.times, line.each_fen.0, line.amount_fen.0, clock(line.from), clock(line.to)))
        .collect()
}

#[test]
fn every_line_says_what_is_charged_for_which_span() {
    use FeeStep::{DailyCap, FirstPeriod, FollowingPeriods, FreeMinutes};
    let span = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    let line = |what, times, each, amount, from, to| {
        let (from, to) = span(from, to);
        (what, times, each, amount, from, to)
    };
    let mall = Tariff::from_toml(MALL).unwrap();
    let at = moment("2026-03-02 08:00:00");
    let price = |until: &str| mall.price(VehicleClass::Small, at, moment(until)).unwrap();

    let short = price("2026-03-02 08:12:30");
    assert_eq!((short.minutes, short.fee_fen), (13, Fen::ZERO));
    assert_eq!(told(&short), [line(FreeMinutes, 1, 0, 0, "02 08:00:00", "02 08:12:30")]);

    // 3 h 12 min: 8 + 3 × 2.
    let usual = price("2026-03-02 11:12:00");
    assert_eq!((usual.minutes, usual.fee_fen), (192, Fen(1400)));
    assert_eq!(
        told(&usual),
        [
            line(FirstPeriod, 1, 800, 800, "02 08:00:00", "02 09:00:00"),
            line(FollowingPeriods, 3, 200, 600, "02 09:00:00", "02 11:12:00"),
        ]
    );

    // 5 days 3 h: first day 8 + 23 × 2 = 54, 34 above the cap; four days of 24 × 2 = 48, 28 above the cap; 3 × 2.
    let long = price("2026-03-07 11:00:00");
    assert_eq!((long.minutes, long.fee_fen), (7380, Fen(10_600)));
    assert_eq!(
        told(&long),
        [
            line(FirstPeriod, 1, 800, 800, "02 08:00:00", "02 09:00:00"),
            line(FollowingPeriods, 23, 200, 4600, "02 09:00:00", "03 08:00:00"),
            line(DailyCap, 1, -3400, -3400, "02 08:00:00", "03 08:00:00"),
            line(FollowingPeriods, 96, 200, 19200, "03 08:00:00", "07 08:00:00"),
            line(DailyCap, 4, -2800, -11200, "03 08:00:00", "07 08:00:00"),
            line(FollowingPeriods, 3, 200, 600, "07 08:00:00", "07 11:00:00"),
        ]
    );
}

#[test]
fn a_cap_takes_off_the_last_fen() {
    let mall = Tariff::from_toml(&MALL.replace("\"20.00\"", "\"17.99\"")).unwrap();
    let price = |until: &str| {
        mall.price(VehicleClass::Small, moment("2026-03-02 08:00:00"), moment(until)).unwrap().fee_fen.to_string()
    };
    // 6 h would be 18.00, a second day's 9 h as well.
    assert_eq!(price("2026-03-02 14:00:00"), "17.99");
    assert_eq!(price("2026-03-03 17:00:00"), "35.98");
}

#[test]
fn a_clock_that_was_set_back_costs_nothing() {
    let mall = Tariff::from_toml(MALL).unwrap();
    let fee = mall.price(VehicleClass::Small, moment("2026-03-02 08:00:00"), moment("2026-03-02 07:00:00")).unwrap();
    assert_eq!((fee.fee_fen, fee.minutes), (Fen::ZERO, 0));
    assert!(fee.lines.iter().all(|line| line.from <= line.to));
}
