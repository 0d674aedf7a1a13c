//! One command at a time: whose turn it is, and how long the others wait.

use crate::id::Guid;
use crate::moment::Moment;

/// A command that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The command.
    pub id: Guid,
    /// When it was asked for; of equal ones the first goes first.
    pub asked_no: i64,
    /// When it should begin: at once, or, for a booked one, so that the car is there at the booked time.
    pub due_at: Moment,
    /// How long it takes, in seconds.
    pub takes_s: u32,
}

/// The command that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Running {
    /// How long it still takes, in seconds.
    pub remains_s: u32,
}

/// The waiting commands in the order of their turns: by when they should begin, then by when they were asked for.
pub fn in_order(waiting: &[Line]) -> Vec<Line> {
    let mut lines = waiting.to_vec();
    lines.sort_by_key(|line| (line.due_at, line.asked_no));
    lines
}

/// The command whose turn it is when nothing runs; none where none is due yet.
pub fn next(waiting: &[Line], now: Moment) -> Option<Line> {
    in_order(waiting).into_iter().next().filter(|line| line.due_at <= now)
}

/// Seconds until a waiting command has ended (`remainSeconds`): what runs and those before it go first, and a booked one
/// does not begin before its time. None for a command that does not wait.
pub fn remaining_s(waiting: &[Line], running: Option<Running>, now: Moment, id: Guid) -> Option<u32> {
    let mut free_at = now.plus_ms(i64::from(running.map_or(0, |r| r.remains_s)) * 1000);
    for line in in_order(waiting) {
        let ends_at = free_at.max(line.due_at).plus_ms(i64::from(line.takes_s) * 1000);
        if line.id == id {
            let ms = ends_at.ms_since(now).max(0);
            return Some(u32::try_from((ms + 999) / 1000).unwrap_or(u32::MAX));
        }
        free_at = ends_at;
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id(n: u8) -> Guid {
        Guid::from_bytes([n; 16])
    }

    fn line(n: u8, due_s: i64, takes_s: u32) -> Line {
        Line { id: id(n), asked_no: i64::from(n), due_at: Moment(due_s * 1000), takes_s }
    }

    #[test]
    fn a_booked_command_does_not_keep_the_machine_idle() {
        let now = Moment(100_000);
        let waiting = [line(1, 500, 60), line(2, 100, 60), line(3, 100, 60)];
        assert_eq!(next(&waiting, now).map(|l| l.id), Some(id(2)));
        assert_eq!(next(&waiting[..1], now), None, "its time has not come");
        assert_eq!(next(&waiting[..1], Moment(500_000)).map(|l| l.id), Some(id(1)));
        let running = Some(Running { remains_s: 30 });
        let remains = |n| remaining_s(&waiting, running, now, id(n));
        assert_eq!([remains(2), remains(3), remains(1), remains(9)], [Some(90), Some(150), Some(460), None]);
    }

    #[test]
    fn a_command_that_is_late_waits_for_those_before_it() {
        // Booked for 100 s, and the machine is busy until 130 s.
        let waiting = [line(1, 100, 60)];
        assert_eq!(remaining_s(&waiting, Some(Running { remains_s: 30 }), Moment(100_000), id(1)), Some(90));
    }

    proptest! {
        #[test]
        fn everyone_waits_at_least_as_long_as_those_before(
            dues in prop::collection::vec((0_i64..1000, 1_u32..200), 1..12), busy in 0_u32..300, now_s in 0_i64..1000
        ) {
            let waiting: Vec<Line> =
                dues.iter().zip(1_u8..).map(|((due, takes), n)| line(n, *due, *takes)).collect();
            let now = Moment(now_s * 1000);
            let mut before = u64::from(busy);
            for line in in_order(&waiting) {
                let remains = remaining_s(&waiting, Some(Running { remains_s: busy }), now, line.id).unwrap();
                prop_assert!(u64::from(remains) >= before + u64::from(line.takes_s));
                prop_assert!(now.plus_ms(i64::from(remains) * 1000) >= line.due_at);
                before = u64::from(remains);
            }
        }
    }
}
