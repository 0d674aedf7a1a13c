//! What holds for any tariff and any stay.

use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::VehicleClass;
use lotdesk_domain::tariff::{Calendar, DayCount, FirstPeriod, NewDay, Price, Rate, Tariff};
use proptest::prelude::*;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// A rate for every car that costs nothing.
pub fn rate() -> Rate {
    Rate {
        classes: VehicleClass::ALL.to_vec(),
        areas: Vec::new(),
        power: None,
        reserved: false,
        free_minutes: 0,
        free_minutes_deducted: false,
        free_once_a_day: false,
        reentry_minutes: 0,
        new_energy_free_minutes: 0,
        new_energy_discount: None,
        charging_free_minutes: 0,
        price: None,
        spans: Vec::new(),
        daily_cap_fen: None,
        day: DayCount::FromEntry,
        new_day: NewDay::FollowingPeriods,
        stay_cap_fen: None,
    }
}

/// Tariffs of one price, with days from the entry.
pub fn tariffs() -> impl Strategy<Value = Tariff> {
    (
        0u32..200,
        any::<bool>(),
        1u32..=1440,
        0i64..5_000,
        1u32..=1440,
        0i64..5_000,
        proptest::option::of(0i64..20_000),
        any::<bool>(),
    )
        .prop_map(|(free, deducted, first_minutes, first, following_minutes, following, above, again)| Tariff {
            name: "any".into(),
            calendar: Calendar::default(),
            rates: vec![Rate {
                free_minutes: free,
                free_minutes_deducted: deducted,
                price: Some(Price::Periods {
                    first: Some(FirstPeriod {
                        minutes: first_minutes,
                        unit_minutes: first_minutes,
                        unit_fen: Fen(first),
                    }),
                    following_minutes,
                    following_fen: Fen(following),
                }),
                daily_cap_fen: above.map(|above| Fen(first.max(following) + above)),
                new_day: if again { NewDay::FirstPeriod } else { NewDay::FollowingPeriods },
                ..rate()
            }],
        })
}

pub fn stays() -> impl Strategy<Value = i64> {
    prop_oneof![0..3 * 60 * MINUTE_MS, 0..3 * DAY_MS, 0..400 * DAY_MS, (0..40i64).prop_map(|d| d * DAY_MS)]
}

/// The rule again, walking minute by minute: slow and plain.
fn walked(rate: &Rate, minutes: i64) -> i64 {
    if minutes <= i64::from(rate.free_minutes) {
        return 0;
    }
    let Some(Price::Periods { first: Some(first), following_minutes, following_fen }) = rate.price else {
        unreachable!()
    };
    let by_day = rate.daily_cap_fen.is_some() || rate.new_day == NewDay::FirstPeriod;
    let (mut total, mut day_fen) = (0, 0);
    let mut first_wanted = true;
    let mut paid_until = 0;
    for minute in 0..minutes {
        if by_day && minute > 0 && minute % 1440 == 0 {
            total += day_fen;
            day_fen = 0;
            paid_until = minute;
            first_wanted |= rate.new_day == NewDay::FirstPeriod;
        }
        if rate.free_minutes_deducted && minute < i64::from(rate.free_minutes) {
            continue;
        }
        if minute >= paid_until {
            let (length, fen) =
                if first_wanted { (first.minutes, first.unit_fen) } else { (following_minutes, following_fen) };
            first_wanted = false;
            paid_until = minute + i64::from(length);
            day_fen = (day_fen + fen.0).min(rate.daily_cap_fen.map_or(i64::MAX, |cap| cap.0));
        }
    }
    total + day_fen
}

proptest! {
    #[test]
    fn a_fee_is_explained_and_never_negative(tariff in tariffs(), entered in 0..DAY_MS * 20_000, stay in stays()) {
        tariff.check().map_err(|e| TestCaseError::fail(e.to_string()))?;
        let (from, to) = (Moment(entered), Moment(entered + stay));
        let fee = tariff.price(VehicleClass::Small, from, to).unwrap();
        prop_assert!(fee.fee_fen >= Fen::ZERO);
        prop_assert_eq!(i64::from(fee.minutes), (stay + MINUTE_MS - 1) / MINUTE_MS);
        prop_assert_eq!(fee.lines.iter().map(|line| line.amount_fen).sum::<Fen>(), fee.fee_fen);
        prop_assert!((1..=10).contains(&fee.lines.len()), "{} lines", fee.lines.len());
        for line in &fee.lines {
            prop_assert_eq!(line.each_fen.0 * i64::from(line.times), line.amount_fen.0);
            prop_assert!(from <= line.from && line.from <= line.to && line.to <= to);
        }
        prop_assert_eq!(fee.lines[0].from, from);
        prop_assert_eq!(fee.lines.iter().map(|line| line.to).max(), Some(to));
        if let Some(cap) = tariff.rates[0].daily_cap_fen {
            let days = (stay + DAY_MS - 1) / DAY_MS;
            prop_assert!(fee.fee_fen.0 <= cap.0 * days);
        }
    }

    #[test]
    fn a_longer_stay_never_costs_less(tariff in tariffs(), stay in stays(), more in stays()) {
        let price = |ms: i64| tariff.price(VehicleClass::Large, Moment(0), Moment(ms)).unwrap().fee_fen;
        prop_assert!(price(stay) <= price(stay + more));
        prop_assert!(price(stay) <= price(stay + 1));
        prop_assert!(price(stay) <= price(stay + MINUTE_MS));
    }

    #[test]
    fn the_quick_way_and_the_minute_by_minute_way_agree(tariff in tariffs(), stay in 0..6 * DAY_MS) {
        let fee = tariff.price(VehicleClass::Medium, Moment(0), Moment(stay)).unwrap();
        prop_assert_eq!(fee.fee_fen.0, walked(&tariff.rates[0], fee.minutes.into()));
    }

    #[test]
    fn any_two_moments_have_a_price(tariff in tariffs(), from: i64, to: i64) {
        let fee = tariff.price(VehicleClass::Small, Moment(from), Moment(to)).unwrap();
        prop_assert!(fee.fee_fen >= Fen::ZERO);
        prop_assert!(to > from || fee.fee_fen == Fen::ZERO);
    }

    #[test]
    fn a_tariff_comes_back_from_its_file(tariff in tariffs()) {
        prop_assert_eq!(Tariff::from_toml(&tariff.to_toml()), Ok(tariff));
    }

    #[test]
    fn any_text_is_a_tariff_or_has_a_reason(text in "\\PC{0,60}|(name = \"x\"\\n)?(\\[\\[rates\\]\\]\\n)?([a-z_]{1,8} = [0-9\"\\[\\]a]{0,5}\\n){0,4}") {
        if let Err(bad) = Tariff::from_toml(&text) {
            prop_assert!(!bad.field.is_empty() && !bad.rule.is_empty() && !bad.rule_zh.is_empty());
        }
    }
}
