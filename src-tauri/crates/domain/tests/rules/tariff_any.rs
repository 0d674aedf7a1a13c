//! What holds for any tariff with everything that a tariff may have: spans, workdays, caps, favours, changes, re-entry.

use chrono::{NaiveTime, Timelike};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::VehicleClass;
use lotdesk_domain::tariff::{
    Calendar, DayCount, DayKind, FirstPeriod, GoesOn, NewDay, Price, Rate, Span, SpanDays, Stay, Tariff, TariffHistory,
};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::tariff_properties::rate;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// 2026-09-28 00:00:00, a Monday before a holiday.
const MONDAY: i64 = 1_790_524_800_000;

fn prices() -> impl Strategy<Value = Price> {
    let first = (1u32..200, 1u32..200, 0i64..2_000).prop_map(|(minutes, unit, fen)| FirstPeriod {
        minutes,
        unit_minutes: unit.min(minutes),
        unit_fen: Fen(fen),
    });
    prop_oneof![
        (0i64..3_000).prop_map(|fen| Price::Once { once_fen: Fen(fen) }),
        (proptest::option::of(first), 1u32..300, 0i64..2_000).prop_map(|(first, minutes, fen)| Price::Periods {
            first,
            following_minutes: minutes,
            following_fen: Fen(fen)
        }),
    ]
}

fn highest(price: &Price) -> i64 {
    match *price {
        Price::Once { once_fen } => once_fen.0,
        Price::Periods { first, following_fen, .. } => first.map_or(0, |f| f.unit_fen.0).max(following_fen.0),
    }
}

/// Spans that go around the clock, those of holidays other than those of workdays; or some, with a price for the rest.
fn spans() -> impl Strategy<Value = Vec<Span>> {
    let around = |days: SpanDays| {
        (
            proptest::collection::btree_set(0u32..1440, 1..4),
            proptest::collection::vec((prices(), proptest::option::of(0i64..5_000)), 4),
        )
            .prop_map(move |(borders, prices)| {
                let time = |minute: u32| NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0).unwrap();
                let mut borders: Vec<u32> = borders.into_iter().collect();
                // Spans of one kind of day begin at midnight, so that those of the day before end there.
                if days != SpanDays::EveryDay {
                    borders.insert(0, 0);
                    borders.dedup();
                }
                let next = |at: usize| borders[(at + 1) % borders.len()];
                (0..borders.len())
                    .map(|at| Span {
                        name: format!("{days:?} {at}"),
                        days,
                        from: time(borders[at]),
                        to: time(next(at)),
                        price: prices[at].0,
                        cap_fen: prices[at].1.map(|above| Fen(highest(&prices[at].0) + above)),
                    })
                    .collect::<Vec<_>>()
            })
    };
    prop_oneof![
        around(SpanDays::EveryDay),
        (around(SpanDays::Workdays), around(SpanDays::Holidays)).prop_map(|(a, b)| [a, b].concat()),
    ]
}

prop_compose! {
    fn rates()(
        price in prices(),
        spans in spans(),
        rest in 0u8..3,
        free_minutes in 0u32..60,
        deducted: bool,
        cap in proptest::option::of(0i64..10_000),
        stay_cap in proptest::option::of(0i64..20_000),
        calendar_day: bool,
        new_day: bool,
        new_energy in (0u32..200, proptest::option::of(1u32..=100)),
        charging in 0u32..200,
    ) -> Rate {
        // 0: one price; 1: spans around the clock; 2: the first of them, and a price for the rest.
        let spans = match rest { 0 => Vec::new(), 1 => spans, _ => spans[..1].to_vec() };
        let price = (rest != 1).then_some(price);
        let all: Vec<Price> = price.into_iter().chain(spans.iter().map(|span| span.price)).collect();
        let most = all.iter().map(highest).max().unwrap();
        let again = all.iter().any(|price| matches!(price, Price::Periods { first: Some(_), .. } | Price::Once { .. }));
        Rate {
            free_minutes,
            free_minutes_deducted: deducted,
            price,
            spans,
            daily_cap_fen: cap.map(|above| Fen(most + above)),
            stay_cap_fen: stay_cap.map(|above| Fen(most + above)),
            day: if calendar_day { DayCount::Calendar } else { DayCount::FromEntry },
            new_day: if new_day && again { NewDay::FirstPeriod } else { NewDay::FollowingPeriods },
            new_energy_free_minutes: new_energy.0,
            new_energy_discount: new_energy.1.map(|percent| Decimal::new(percent.into(), 2)),
            charging_free_minutes: charging,
            ..rate()
        }
    }
}

pub fn any_tariffs() -> impl Strategy<Value = Tariff> {
    let day = |text: &str| text.parse().unwrap();
    rates().prop_map(move |rate| Tariff {
        name: "any".into(),
        calendar: Calendar {
            holidays: vec![day("2026-10-01"), day("2026-10-02")],
            workdays: vec![day("2026-10-10")],
            weekends_are_holidays: true,
        },
        rates: vec![rate],
    })
}

fn entries() -> impl Strategy<Value = Moment> {
    (0..3 * DAY_MS).prop_map(|ms| Moment(MONDAY + ms))
}

fn stays_ms() -> impl Strategy<Value = i64> {
    prop_oneof![0..5 * 60 * MINUTE_MS, 0..12 * DAY_MS, (0..20i64).prop_map(|halves| halves * DAY_MS / 2)]
}

/// Two tariffs, the second from a moment within the stay or not.
fn histories() -> impl Strategy<Value = TariffHistory> {
    (any_tariffs(), any_tariffs(), -DAY_MS..8 * DAY_MS).prop_map(|(first, second, change)| {
        TariffHistory::new([(Moment(0), first), (Moment(MONDAY + change), second)]).unwrap()
    })
}

/// The price of a plain car at one tariff again, minute by minute: slow and plain.
fn walked(tariff: &Tariff, entered_at: Moment, minutes: i64) -> i64 {
    let rate = &tariff.rates[0];
    if minutes <= i64::from(rate.free_minutes) {
        return 0;
    }
    let counts_days =
        rate.daily_cap_fen.is_some() || rate.new_day == NewDay::FirstPeriod || rate.day == DayCount::Calendar;
    let cap = |cap: Option<Fen>| cap.map_or(i64::MAX, |cap| cap.0);
    let (mut stay, mut day_fen, mut span_fen, mut day_no, mut span_on) = (0i64, 0i64, 0i64, None, None);
    let (mut first_wanted, mut paid_until, mut once_paid) = (true, 0, false);
    let begin = if rate.free_minutes_deducted { i64::from(rate.free_minutes) } else { 0 };
    for minute in begin..minutes {
        let at = entered_at.plus_minutes(minute);
        let local = at.to_china();
        let day = match rate.day {
            _ if !counts_days => 0,
            DayCount::FromEntry => minute / 1440,
            DayCount::Calendar => (at.0 + 8 * 3_600_000).div_euclid(DAY_MS),
        };
        let now = local.num_seconds_from_midnight() / 60;
        let on = |index: &usize, begun: chrono::NaiveDate| {
            let span = &rate.spans[*index];
            span.days.includes(tariff.calendar.kind(begun)).then_some((*index, begun))
        };
        let of = |time: NaiveTime| time.num_seconds_from_midnight() / 60;
        let (today, yesterday) = (local.date(), local.date().pred_opt().unwrap());
        let span = (0..rate.spans.len()).find_map(|index| {
            let (from, to) = (of(rate.spans[index].from), of(rate.spans[index].to));
            let (late, early) = if to <= from { (now >= from, now < to) } else { (now >= from && now < to, false) };
            late.then(|| on(&index, today)).flatten().or_else(|| early.then(|| on(&index, yesterday)).flatten())
        });
        let new_day = day_no != Some(day);
        if new_day {
            stay += day_fen;
            (day_fen, paid_until) = (0, minute);
            if day_no.is_some() && rate.new_day == NewDay::FirstPeriod {
                first_wanted = true;
            }
        }
        let new_span = span_on != Some(span);
        if new_span {
            paid_until = minute;
        }
        // The rest begins anew behind every border, a span only where another occurrence of it begins.
        if new_span || (new_day && span.is_none()) {
            (span_fen, once_paid) = (0, false);
        }
        (day_no, span_on) = (Some(day), Some(span));
        let price = span.map_or(rate.price, |(index, _)| Some(rate.spans[index].price)).unwrap();
        let fen = match price {
            Price::Once { once_fen } => {
                let fen = if once_paid { 0 } else { once_fen.0 };
                once_paid = true;
                fen
            }
            Price::Periods { .. } if minute < paid_until => 0,
            Price::Periods { first, following_minutes, following_fen } => match first.filter(|_| first_wanted) {
                None => {
                    paid_until = minute + i64::from(following_minutes);
                    following_fen.0
                }
                Some(first) => {
                    first_wanted = false;
                    paid_until = minute + i64::from(first.minutes);
                    0
                }
            },
        };
        let allowed = fen.min(cap(span.and_then(|(index, _)| rate.spans[index].cap_fen)) - span_fen);
        span_fen += allowed;
        day_fen = (day_fen + allowed).min(cap(rate.daily_cap_fen));
    }
    (stay + day_fen).min(cap(rate.stay_cap_fen))
}

/// The tariff with first periods that are free: how many of their units begin before a border the slow way leaves out.
fn plain(tariff: &Tariff) -> Tariff {
    let mut plain = tariff.clone();
    let rate = &mut plain.rates[0];
    for price in rate.price.iter_mut().chain(rate.spans.iter_mut().map(|span| &mut span.price)) {
        if let Price::Periods { first, .. } = price {
            *first = first.map(|first| FirstPeriod { unit_fen: Fen::ZERO, ..first });
        }
    }
    plain
}

proptest! {
    #[test]
    fn the_walk_from_border_to_border_and_the_one_minute_by_minute_agree(
        tariff in any_tariffs(), entered in entries(), stay in 0..5 * DAY_MS,
    ) {
        let tariff = plain(&tariff);
        let fee = tariff.price(VehicleClass::Small, entered, entered.plus_ms(stay)).unwrap();
        prop_assert_eq!(fee.fee_fen.0, walked(&tariff, entered, fee.minutes.into()), "{:#?}", fee.lines);
    }

    #[test]
    fn any_fee_is_explained_capped_and_never_negative(
        history in histories(), entered in entries(), stay in stays_ms(), new_energy: bool, charged in 0..300i64,
    ) {
        let until = entered.plus_ms(stay);
        let charging = [(entered.plus_minutes(3), entered.plus_minutes(3 + charged))];
        let stay = Stay { new_energy, charging: &charging, ..Stay::of(VehicleClass::Medium, entered, until) };
        let fee = history.price(&stay).unwrap();
        prop_assert!(fee.fee_fen >= Fen::ZERO);
        prop_assert_eq!(fee.lines.iter().map(|line| line.amount_fen).sum::<Fen>(), fee.fee_fen);
        prop_assert!((1..=60).contains(&fee.lines.len()), "{} lines", fee.lines.len());
        for line in &fee.lines {
            prop_assert_eq!(line.each_fen.0 * i64::from(line.times), line.amount_fen.0);
            prop_assert!(entered <= line.from && line.from <= line.to && line.to <= until, "{line:?}");
        }
        let caps: Vec<_> = history.versions().iter().map(|version| version.tariff.rates[0].stay_cap_fen).collect();
        if let [Some(one), Some(other)] = caps[..] {
            prop_assert!(fee.fee_fen <= one + other);
        }
        let days = until.ms_since(entered) / DAY_MS + 3;
        let day_caps: Vec<_> = history.versions().iter().map(|version| version.tariff.rates[0].daily_cap_fen).collect();
        if let [Some(one), Some(other)] = day_caps[..] {
            prop_assert!(fee.fee_fen.0 <= one.max(other).0 * days);
        }
    }

    #[test]
    fn no_fee_falls_as_time_grows(
        history in histories(), entered in entries(), stay in stays_ms(), more in stays_ms(), new_energy: bool,
        charge_from in 0..200 * MINUTE_MS, charged in 0..300 * MINUTE_MS, before in proptest::option::of((0..600i64, 0..60i64)), used: bool,
    ) {
        let goes_on = before.map(|(stay, outside)| GoesOn {
            entered_at: entered.plus_minutes(-stay - outside),
            left_at: entered.plus_minutes(-outside),
            free_minutes_used: used,
        });
        let price = |ms: i64| {
            let until = entered.plus_ms(ms);
            // It goes on charging until it is done or looked at.
            let charging = [(entered.plus_ms(charge_from), entered.plus_ms(charge_from + charged).min(until))];
            let stay = Stay { new_energy, charging: &charging, goes_on, ..Stay::of(VehicleClass::Large, entered, until) };
            history.price(&stay).unwrap().fee_fen
        };
        prop_assert!(Fen::ZERO <= price(0));
        for (earlier, later) in [(stay, stay + 1), (stay, stay + MINUTE_MS / 2), (stay, stay + MINUTE_MS), (stay, stay + more)] {
            prop_assert!(price(earlier) <= price(later), "{earlier} {later}");
        }
    }

    /// Whoever pays on the way pays in all what one payment at the end asks: a payment is the fee less what was paid.
    #[test]
    fn payments_on_the_way_come_to_the_fee_at_the_end(
        history in histories(), entered in entries(), mut payments in proptest::collection::vec(stays_ms(), 1..6),
    ) {
        payments.sort_unstable();
        let mut paid = Fen::ZERO;
        for ms in &payments {
            let fee = history.price(&Stay::of(VehicleClass::Small, entered, entered.plus_ms(*ms))).unwrap().fee_fen;
            let due = (fee - paid).at_least_zero();
            paid += due;
            prop_assert_eq!(paid, fee);
        }
    }

    #[test]
    fn any_tariff_comes_back_from_its_file(tariff in any_tariffs()) {
        prop_assert_eq!(Tariff::from_toml(&tariff.to_toml()), Ok(tariff));
    }

    #[test]
    fn every_tariff_has_words(tariff in any_tariffs()) {
        prop_assert!(tariff.rates[0].wording_zh().chars().count() > 4);
        prop_assert!(tariff.calendar.kind("2026-10-10".parse().unwrap()) == DayKind::Workday);
    }
}
