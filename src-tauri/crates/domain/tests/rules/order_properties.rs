//! What holds for any coupon, any order, any payment.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::{Coupon, CouponKind, Owed, Priced, Stacked, build, split, stack};
use lotdesk_domain::parking::{ParkingRecord, RecordState, RecordType, Standing, Vehicle, VehicleClass};
use lotdesk_domain::plate::Plate;
use proptest::prelude::*;

use crate::rows;
use crate::tariff_any::any_tariffs;
use crate::tariff_properties::{stays, tariffs};
use crate::tariff_tables::{HOURLY, moment};

fn coupons() -> impl Strategy<Value = Coupon> {
    let coupon = |kind, text: String| Coupon::new(kind, text.parse().unwrap()).unwrap();
    prop_oneof![
        Just(Coupon::NOTHING),
        (0i64..100_000).prop_map(move |fen| coupon(CouponKind::Amount, Fen(fen).to_string())),
        (0u32..5_000_000).prop_map(move |n| coupon(CouponKind::Hours, format!("{}.{:03}", n / 1000, n % 1000))),
        (0u32..=1_000_000)
            .prop_map(move |n| coupon(CouponKind::Rate, format!("{}.{:06}", n / 1_000_000, n % 1_000_000))),
        Just(coupon(CouponKind::Free, "1".into())),
    ]
}

fn record(entered_at: Moment, paid: Fen) -> ParkingRecord {
    ParkingRecord {
        id: Guid::from_bytes([1; 16]),
        vehicle: Vehicle {
            plate: Plate::parse("粤B12345").unwrap(),
            plate_color: None,
            car_color: None,
            car_logo: None,
            class: VehicleClass::Small,
            tag: None,
        },
        standing: Standing::Temporary,
        area: "A".into(),
        garage: None,
        entered_at,
        entry_lane: None,
        entry_picture: None,
        left_at: None,
        exit_lane: None,
        exit_picture: None,
        state: RecordState::Inside,
        record_type: RecordType::Normal,
        receivable_fen: paid,
        discount_fen: Fen::ZERO,
        received_fen: paid,
        share_id: None,
    }
}

proptest! {
    #[test]
    fn a_coupon_takes_off_something_between_nothing_and_everything_due(
        tariff in tariffs(), stay_ms in stays(), paid in 0i64..5_000, coupon in coupons(), surplus in 0u32..60,
    ) {
        let entered_at = Moment(1_772_000_000_000);
        let until = entered_at.plus_ms(stay_ms);
        let price = |until: Moment| tariff.price(VehicleClass::Small, entered_at, until.max(entered_at)).unwrap();
        let fee = price(until);
        let due = (fee.fee_fen - Fen(paid)).at_least_zero();
        let shorter = |minutes: u32| price(until.plus_minutes(-i64::from(minutes))).fee_fen - Fen(paid);
        let off = coupon.off(due, shorter);
        prop_assert!(Fen::ZERO <= off && off <= due, "{off:?} of {due:?}");
        match coupon.kind() {
            CouponKind::Nothing => prop_assert_eq!(off, Fen::ZERO),
            CouponKind::Free => prop_assert_eq!(off, due),
            _ => {}
        }
        let record = record(entered_at, Fen(paid));
        let order = build("A".into(), &Priced {
            stay: (&record).into(),
            fee: &fee,
            until,
            due_fen: due,
            paid_fen: Fen(paid),
            discounted_fen: Fen::ZERO,
            coupon_fen: off,
            charging_fen: Fen::ZERO,
            other_fen: Fen::ZERO,
            free_minutes: 0,
            surplus_minutes: surplus,
        });
        prop_assert_eq!(order.due_fen(), due - off);
        prop_assert!(order.charging_start >= entered_at && order.charging_start <= until);
        prop_assert!(order.charging_minutes <= fee.minutes);
        prop_assert!(order.same_amounts(&order.clone()));
    }

    /// The two orders of two coupons of different kinds come to the same.
    #[test]
    fn a_stack_takes_off_what_is_due_at_most_whatever_order_it_came_in(
        tariff in any_tariffs(), stay_ms in stays(), coupons in proptest::collection::vec((coupons(), proptest::option::of(0i64..5_000)), 0..6),
    ) {
        let entered_at = Moment(1_772_000_000_000);
        let until = entered_at.plus_ms(stay_ms.min(90 * 86_400_000));
        let price = |until: Moment| tariff.price(VehicleClass::Small, entered_at, until.max(entered_at)).unwrap().fee_fen;
        let due = price(until);
        let shorter = |minutes: u32| price(until.plus_minutes(-i64::from(minutes)));
        let of = |coupons: &[(Coupon, Option<i64>)]| -> Vec<Stacked> {
            coupons.iter().map(|(coupon, most)| Stacked { coupon: coupon.clone(), most_fen: most.map(Fen) }).collect()
        };
        let off = stack(&of(&coupons), due, shorter);
        prop_assert_eq!(off.len(), coupons.len());
        prop_assert!(off.iter().all(|off| *off >= Fen::ZERO));
        prop_assert!(off.iter().copied().sum::<Fen>() <= due);
        for ((_, most), off) in coupons.iter().zip(&off) {
            prop_assert!(most.is_none_or(|most| off.0 <= most));
        }
        if let [(a, _), (b, _)] = &coupons[..] && a.kind() != b.kind() {
            let turned: Vec<_> = coupons.iter().rev().cloned().collect();
            let sum = |off: Vec<Fen>| off.into_iter().sum::<Fen>();
            prop_assert_eq!(sum(stack(&of(&turned), due, shorter)), sum(off));
        }
    }

    #[test]
    fn more_hours_never_take_off_less(tariff in tariffs(), stay_ms in stays(), hours in 0u32..400, more in 0u32..400) {
        let entered_at = Moment(1_772_000_000_000);
        let until = entered_at.plus_ms(stay_ms);
        let price = |minutes: u32| {
            let until = until.plus_minutes(-i64::from(minutes)).max(entered_at);
            tariff.price(VehicleClass::Small, entered_at, until).unwrap().fee_fen
        };
        let off = |hours: u32| Coupon::new(CouponKind::Hours, hours.into()).unwrap().off(price(0), price);
        prop_assert!(off(hours) <= off(hours + more));
    }

    #[test]
    fn every_fen_of_a_payment_goes_somewhere(
        due in 0i64..10_000, debt in 0i64..10_000, has_left: bool, received in 0i64..20_000, discount in 0i64..20_000,
    ) {
        let owed = Owed { due_fen: Fen(due), debt_fen: Fen(debt), has_left };
        let parts = split(owed, Fen(received), Fen(discount));
        let [told, new, old, extra] = [parts.discount_fen, parts.receivable_fen, parts.debt_fen, parts.extra_fen];
        prop_assert!([told, new, old, extra].iter().all(|part| part.0 >= 0));
        prop_assert_eq!(Fen(received) + told, new + old + extra);
        prop_assert!(told <= Fen(discount) && old <= Fen(debt) && new <= Fen(due));
        prop_assert_eq!(parts.ending.settles(), new + old == Fen(due + debt));
        prop_assert!(lotdesk_domain::posting::Movement::platform_payment(Fen(received), &parts).is_ok());
    }
}

/// `rate:0.5<4`: half, 4.00 at most.
fn stacked(text: &str) -> Stacked {
    let (coupon, most) = text.split_once('<').map_or((text, None), |(coupon, most)| (coupon, Some(most)));
    let (kind, value) = coupon.split_once(':').unwrap();
    let kind = match kind {
        "nothing" => CouponKind::Nothing,
        "amount" => CouponKind::Amount,
        "hours" => CouponKind::Hours,
        "rate" => CouponKind::Rate,
        "free" => CouponKind::Free,
        other => panic!("{other}"),
    };
    let most_fen = most.map(|most| Fen::parse_yuan(most).unwrap());
    Stacked { coupon: Coupon::new(kind, value.parse().unwrap()).unwrap(), most_fen }
}

#[test]
fn coupons_stack_as_worked_out_by_hand() {
    let tariff = lotdesk_domain::tariff::Tariff::from_toml(HOURLY).unwrap();
    let (entered_at, until) = (moment("2026-03-02 08:00:00"), moment("2026-03-02 12:00:00"));
    let price = |until: Moment| tariff.price(VehicleClass::Small, entered_at, until.max(entered_at)).unwrap().fee_fen;
    let mut seen = 0;
    for row in rows(include_str!("../../../../../tests/fixtures/tariff/coupons.csv")) {
        let [coupons, off_each, due_yuan, why] = row[..] else { panic!("{row:?}") };
        let coupons: Vec<Stacked> = coupons.split('|').map(stacked).collect();
        let due = price(until);
        let off = stack(&coupons, due, |minutes| price(until.plus_minutes(-i64::from(minutes))));
        let told: Vec<String> = off.iter().map(ToString::to_string).collect();
        assert_eq!(told.join("|"), off_each, "{why}");
        assert_eq!((due - off.into_iter().sum::<Fen>()).to_string(), due_yuan, "{why}");
        seen += 1;
    }
    assert_eq!(seen, 17);
}
