//! Metering over changes of price: every hundredth of a kWh is charged once, at the price of its time.

use lotdesk_domain::charging::{
    ChargeDetail, Energy, MOST_DETAILS, Meter, PricePeriod, Prices, Rate, Totals, fold_details,
};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use proptest::prelude::*;

fn at(text: &str) -> Moment {
    Moment::from_datetime_text(text).unwrap()
}

fn day(periods: &[(u16, i64, i64)]) -> Prices {
    let period = |(from_minute, e, s): &(u16, i64, i64)| PricePeriod {
        from_minute: *from_minute,
        electricity: Rate(*e),
        service: Rate(*s),
    };
    Prices::new(periods.iter().map(period).collect()).unwrap()
}

#[test]
fn a_reading_across_a_change_of_price_falls_to_both() {
    let prices = day(&[(0, 3_000, 5_000), (480, 9_000, 5_000)]);
    let mut meter = Meter::begin(at("2026-11-23 07:30:00"));
    meter.read(at("2026-11-23 08:30:00"), Energy(1_001), &prices);
    let [night, morning] = meter.details.as_slice() else { panic!("{:?}", meter.details) };
    assert_eq!((night.energy, morning.energy), (Energy(500), Energy(501)));
    assert_eq!((night.to, morning.from), (at("2026-11-23 08:00:00"), at("2026-11-23 08:00:00")));
    // 5.00 kWh × 0.30 and 5.01 kWh × 0.90; the service is the same all day.
    assert_eq!((night.electricity_fen, morning.electricity_fen), (Fen(150), Fen(451)));
    assert_eq!(Totals::of(&meter.details).service_fen, Fen(250) + Fen(251));
}

#[test]
fn readings_within_a_period_make_one_detail_and_old_or_smaller_ones_change_nothing() {
    let prices = day(&[(0, 10_000, 0)]);
    let mut meter = Meter::begin(at("2026-11-23 10:00:00"));
    for minute in 1..=9 {
        meter.read(Moment(at("2026-11-23 10:00:00").0 + minute * 60_000), Energy(minute * 7), &prices);
    }
    let before = meter.clone();
    meter.read(at("2026-11-23 10:05:00"), Energy(900), &prices);
    meter.read(at("2026-11-23 10:20:00"), Energy(62), &prices);
    assert_eq!(meter, before);
    assert_eq!(meter.details.len(), 1);
    assert_eq!(Totals::of(&meter.details).energy, Energy(63));
    // Past midnight the same price is another day's period.
    meter.read(at("2026-11-24 00:10:00"), Energy(100), &prices);
    assert_eq!(meter.details.len(), 2);
}

#[test]
fn more_than_32_details_fold_by_price_and_lose_nothing() {
    let detail = |n: i64| ChargeDetail {
        from: Moment(n),
        to: Moment(n + 1),
        electricity: Rate(n % 2),
        service: Rate(1),
        energy: Energy(n),
        electricity_fen: Fen(n),
        service_fen: Fen(1),
    };
    let many: Vec<_> = (0..40).map(detail).collect();
    let folded = fold_details(&many);
    assert_eq!(folded.len(), 2);
    assert_eq!(Totals::of(&folded), Totals::of(&many));
    assert_eq!(fold_details(&many[..MOST_DETAILS]), many[..MOST_DETAILS]);
}

proptest! {
    #[test]
    fn however_it_is_read_all_that_flowed_is_charged(
        steps in prop::collection::vec((1i64..7_200_000, 0i64..5_000), 1..40),
        begin in 0i64..200_000_000,
    ) {
        let prices = day(&[(0, 3_333, 1), (465, 8_001, 7), (720, 12_345, 4_999), (1_260, 1, 0)]);
        let mut meter = Meter::begin(Moment(begin));
        let (mut now, mut shown) = (Moment(begin), Energy::ZERO);
        for (ms, flowed) in steps {
            now = now.plus_ms(ms);
            shown += Energy(flowed);
            meter.read(now, shown, &prices);
        }
        prop_assert_eq!(Totals::of(&meter.details).energy, shown);
        prop_assert_eq!(meter.details.first().map(|d| d.from), Some(Moment(begin)));
        prop_assert_eq!(meter.details.last().map(|d| d.to), Some(now));
        for pair in meter.details.windows(2) {
            prop_assert_eq!(pair[0].to, pair[1].from);
        }
        for detail in &meter.details {
            // No detail reaches over a change of price.
            prop_assert!(detail.to <= prices.at(detail.from).1);
            prop_assert_eq!(detail.electricity_fen, detail.electricity.of(detail.energy));
        }
    }
}
