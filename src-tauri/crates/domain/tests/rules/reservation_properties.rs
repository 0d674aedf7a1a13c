//! What holds for any reservations and any shared hours.

use chrono::{NaiveDate, NaiveTime};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::plate::Plate;
use lotdesk_domain::reservation::{HoldSpan, most_at_once};
use lotdesk_domain::sharing::SharedParking;
use proptest::prelude::*;

const HOUR_MS: i64 = 3_600_000;

fn span() -> impl Strategy<Value = HoldSpan> {
    (0i64..60, 1i64..20).prop_map(|(from, long)| HoldSpan { from: Moment(from), until: Moment(from + long) })
}

fn shared() -> impl Strategy<Value = SharedParking> {
    let days = 0u32..28;
    (days, 0u32..60, 0u32..24, 0u32..24, 0u32..=1440, proptest::collection::vec(1u8..=7, 1..7)).prop_map(
        |(first, days, from, to, buffer_minutes, weekdays)| {
            let first_day = NaiveDate::from_ymd_opt(2018, 1, 1 + first).unwrap();
            SharedParking {
                id: "ff8080814d9be81f014d9beb81090003".parse().unwrap(),
                plate: Plate::parse("粤B88888").unwrap(),
                first_day,
                last_day: first_day + chrono::Duration::days(i64::from(days)),
                from_time: NaiveTime::from_hms_opt(from, 0, 0).unwrap(),
                to_time: NaiveTime::from_hms_opt(to, 0, 0).unwrap(),
                buffer_minutes,
                weekdays,
                publisher: None,
                cancelled_at: None,
            }
        },
    )
}

proptest! {
    /// Against a walk through every moment.
    #[test]
    fn overlaps_are_counted_as_a_walk_counts_them(spans in proptest::collection::vec(span(), 0..12), within in span()) {
        let walked = (within.from.0..within.until.0)
            .map(|at| spans.iter().filter(|span| span.contains(Moment(at))).count())
            .max()
            .unwrap_or(0);
        prop_assert_eq!(most_at_once(&spans, within), walked);
    }

    /// The parts cover the stay without gap or overlap, and each is shared where the hours cover its moments.
    #[test]
    fn a_stay_is_its_parts(shared in shared(), begin in 0i64..24 * 60, hours in 0i64..24 * 40) {
        let from = Moment::from_datetime_text("2018-01-01 00:30:00").unwrap().plus_ms(begin * HOUR_MS);
        let until = from.plus_ms(hours * HOUR_MS);
        let parts = shared.parts(from, until);
        let mut at = from;
        for pair in parts.windows(2) {
            prop_assert_ne!(pair[0].shared, pair[1].shared);
        }
        for part in &parts {
            prop_assert_eq!(part.from, at);
            prop_assert!(part.from < part.to);
            at = part.to;
            prop_assert_eq!(shared.covers(part.from), part.shared);
            prop_assert_eq!(shared.covers(part.to.plus_ms(-1)), part.shared);
        }
        prop_assert_eq!(at, until);
    }
}
