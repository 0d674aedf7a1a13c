//! Reconciling: on any day with any differences put in, exactly these are found, each in its class.

use std::collections::BTreeMap;

use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::reconcile::{Class, Line, MoneyWay, Rules, Side, compare};
use proptest::prelude::*;

const SLACK_MS: i64 = 5 * 60_000;

/// What is done to one movement of a day that agrees otherwise.
#[derive(Clone, Copy, Debug)]
enum Harm {
    None,
    NotThere,
    NotHere,
    Amount(i64),
    Time(i64),
    State,
    TwiceThere,
    TwiceHere,
    /// Something that is no harm: a few seconds, or a line that was withdrawn on both sides.
    Seconds(i64),
    Withdrawn,
}

fn harm() -> impl Strategy<Value = Harm> {
    prop_oneof![
        4 => Just(Harm::None),
        1 => Just(Harm::NotThere),
        1 => Just(Harm::NotHere),
        1 => (1i64..5_000).prop_map(Harm::Amount),
        1 => (SLACK_MS + 1..86_400_000).prop_map(Harm::Time),
        1 => Just(Harm::State),
        1 => Just(Harm::TwiceThere),
        1 => Just(Harm::TwiceHere),
        1 => (-SLACK_MS..=SLACK_MS).prop_map(Harm::Seconds),
        1 => Just(Harm::Withdrawn),
    ]
}

fn day() -> impl Strategy<Value = Vec<(bool, i64, i64, Harm)>> {
    prop::collection::vec((any::<bool>(), 1i64..100_000, 0i64..86_400_000, harm()), 0..80)
}

fn line(no: usize, refund: bool, amount: i64, at: i64) -> Line {
    Line {
        // Two movements of one payment have one number: what was paid, and what went back of it.
        key: format!("T{}", no / 2),
        way: if refund { MoneyWay::Refunded } else { MoneyWay::Paid },
        amount_fen: Fen(amount),
        at: Moment(at),
        done: true,
        note: String::new(),
    }
}

proptest! {
    #[test]
    fn exactly_what_was_put_in_is_found(day in day(), sums in any::<bool>()) {
        let (mut ours, mut theirs, mut want) = (Vec::new(), Vec::new(), BTreeMap::new());
        for (no, (refund, amount, at, harm)) in day.into_iter().enumerate() {
            // The second movement of a number goes the other way, so that each key and way is there once.
            let refund = if no % 2 == 1 { !ours_way(&ours, &theirs, no, refund) } else { refund };
            let line = line(no, refund, amount, at);
            let mut expect = |class| { want.insert((line.key.clone(), line.way), class); };
            let (mut here, mut there) = (vec![line.clone()], vec![line.clone()]);
            match harm {
                Harm::None => {}
                Harm::NotThere => { there.clear(); expect(Class::MissingThere); }
                Harm::NotHere => { here.clear(); expect(Class::MissingHere); }
                Harm::Amount(more) => { there[0].amount_fen += Fen(more); expect(Class::Amount); }
                Harm::Time(later) => { there[0].at = Moment(at + later); expect(Class::Time); }
                Harm::State => { there[0].done = false; expect(Class::State); }
                Harm::TwiceThere => { there.push(line.clone()); expect(Class::Duplicate); }
                Harm::TwiceHere => { here.push(line.clone()); expect(Class::Duplicate); }
                Harm::Seconds(later) => there[0].at = Moment(at + later),
                Harm::Withdrawn => { here.clear(); there[0].done = false; }
            }
            ours.extend(here);
            theirs.extend(there);
        }
        let found = compare(Side::Channel, &ours, &theirs, Rules { slack_ms: SLACK_MS, sums });
        let seen: BTreeMap<_, _> = found.iter().map(|d| ((d.key.clone(), d.way), d.class)).collect();
        prop_assert_eq!(seen.len(), found.len(), "one difference a movement");
        prop_assert_eq!(seen, want);
        // What the ledger lacks by the differences is what it lacks by the sums.
        let total = |lines: &[Line]| -> i64 {
            let signed = |l: &Line| if l.way == MoneyWay::Refunded { -l.amount_fen.0 } else { l.amount_fen.0 };
            lines.iter().filter(|l| l.done).map(signed).sum()
        };
        let lacking: i64 = found.iter().map(|d| d.lacking_fen().0).sum();
        prop_assert_eq!(lacking, total(&theirs) - total(&ours));
        let mut names: Vec<String> = found.iter().map(lotdesk_domain::reconcile::Difference::id).collect();
        names.sort();
        names.dedup();
        prop_assert_eq!(names.len(), found.len(), "each has a name of its own");
    }

    #[test]
    fn several_payments_of_one_order_are_one_sum_where_sums_count(parts in prop::collection::vec(1i64..9_000, 2..6), at in 0i64..1_000_000) {
        let here: Vec<Line> = parts.iter().map(|part| line(0, false, *part, at)).collect();
        let there = [line(0, false, parts.iter().sum(), at)];
        let strict = compare(Side::City, &here, &there, Rules { slack_ms: SLACK_MS, sums: false });
        prop_assert!(!strict.is_empty());
        prop_assert_eq!(compare(Side::City, &here, &there, Rules { slack_ms: SLACK_MS, sums: true }), vec![]);
    }
}

/// The way of the first movement of a number, wherever it stands.
fn ours_way(ours: &[Line], theirs: &[Line], no: usize, otherwise: bool) -> bool {
    let key = format!("T{}", no / 2);
    let first = ours.iter().chain(theirs).find(|line| line.key == key);
    first.map_or(otherwise, |line| line.way == MoneyWay::Refunded)
}
