//! A reservation's life by the clock.

use super::ReservationState::{Ahead, Cancelled, Expired, Holding, Used};
use super::*;

fn at(text: &str) -> Moment {
    Moment::from_datetime_text(text).unwrap()
}

/// D.28: from 15:32:25 until 16:32:25; a quarter of an hour is kept beyond that.
fn reservation(state: ReservationState) -> Reservation {
    Reservation {
        book_code: "YD201801061235241240001".into(),
        plate: Plate::parse("粤B88888").unwrap(),
        from: at("2018-01-06 15:32:25"),
        over: at("2018-01-06 16:32:25"),
        grace_minutes: 15,
        deposit_fen: Fen(1000),
        paid: false,
        area: "A".into(),
        space_no: None,
        state,
        record_id: None,
        ended_at: None,
    }
}

#[test]
fn it_holds_from_its_time_until_the_grace_is_over() {
    let states = |at_ms: i64| reservation(Ahead).state_at(at("2018-01-06 15:32:25").plus_ms(at_ms));
    let end = 75 * 60_000;
    assert_eq!([-1, 0, end - 1, end].map(states), [Ahead, Holding, Holding, Expired]);
    for over in [Used, Cancelled, Expired] {
        assert_eq!(reservation(over).state_at(at("2018-01-06 15:40:00")), over, "what has ended stays so");
        assert!(!over.is_open());
        assert_eq!(reservation(over).next_change(), None);
    }
    assert_eq!(reservation(Ahead).next_change(), Some(at("2018-01-06 15:32:25")));
    assert_eq!(reservation(Holding).next_change(), Some(at("2018-01-06 16:47:25")));
}

#[test]
fn paying_and_prolonging_begin_it_anew() {
    let paid_at = at("2018-01-06 12:40:00");
    assert_eq!(reservation(Ahead).begun_anew(paid_at), (paid_at, at("2018-01-06 13:40:00")));
}

#[test]
fn times_that_cannot_be_kept_are_refused() {
    let booking = |from: &str, over: &str| Booking {
        book_code: "1".into(),
        plate: Plate::parse("粤B88888").unwrap(),
        from: at(from),
        over: at(over),
        grace_minutes: 10,
        deposit_fen: Fen::ZERO,
    };
    let good = booking("2018-01-06 15:00:00", "2018-01-06 16:00:00");
    assert!(good.times_are_good(at("2018-01-06 12:00:00")));
    assert!(good.times_are_good(at("2018-01-06 16:09:59")));
    assert!(!good.times_are_good(at("2018-01-06 16:10:00")), "over already");
    assert!(!booking("2018-01-06 15:00:00", "2018-01-06 15:00:00").times_are_good(at("2018-01-06 12:00:00")));
    assert!(!booking("2018-01-06 16:00:00", "2018-01-06 15:00:00").times_are_good(at("2018-01-06 12:00:00")));
}
