//! Cameras' clocks, by the reads that come in.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use lotdesk_domain::id::Guid;
use lotdesk_domain::parking::{PlateRead, STALE_READ_MS};

/// So many reads in a row, all as late as each other, are a slow clock and no slow line.
const IN_A_ROW: u32 = 3;
/// They differ by this much at most, in milliseconds.
const ALIKE_MS: i64 = 5_000;

/// What is known of each lane's camera.
#[derive(Default)]
pub(super) struct CameraClocks(Mutex<HashMap<Guid, Seen>>);

#[derive(Clone, Copy, Default)]
struct Seen {
    late_ms: i64,
    in_a_row: u32,
    /// The last that was told; nothing was since the start.
    told: Option<bool>,
}

/// What is told of a camera's clock, once for each change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClockNews {
    /// It is slow.
    Slow { seconds: i64 },
    /// It is right, after it was not, or for the first time.
    Right,
}

impl CameraClocks {
    /// A read came in. One that the camera kept says nothing of its clock.
    pub(super) fn heard(&self, read: &PlateRead) -> Option<ClockNews> {
        if read.buffered {
            return None;
        }
        let late_ms = read.received_at.ms_since(read.taken_at);
        let mut lanes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = lanes.entry(read.lane_id).or_default();
        if late_ms <= STALE_READ_MS {
            seen.in_a_row = 0;
            let news = seen.told != Some(true);
            seen.told = Some(true);
            return news.then_some(ClockNews::Right);
        }
        let alike = seen.in_a_row > 0 && (seen.late_ms - late_ms).abs() <= ALIKE_MS;
        seen.in_a_row = if alike { seen.in_a_row + 1 } else { 1 };
        seen.late_ms = late_ms;
        if seen.in_a_row < IN_A_ROW || seen.told == Some(false) {
            return None;
        }
        seen.told = Some(false);
        Some(ClockNews::Slow { seconds: late_ms / 1000 })
    }
}

#[cfg(test)]
mod tests {
    use lotdesk_domain::moment::Moment;

    use super::*;

    #[test]
    fn a_slow_clock_is_told_once_and_so_is_that_it_is_right_again() {
        let clocks = CameraClocks::default();
        let read = |late_ms: i64, buffered: bool| {
            let received_at = Moment(1_795_000_000_000);
            let (read_id, lane_id) = (Guid::from_bytes([2; 16]), Guid::from_bytes([1; 16]));
            let taken_at = received_at.plus_ms(-late_ms);
            let (vehicle, confidence, picture_id) = (None, None, None);
            clocks.heard(&PlateRead {
                read_id,
                lane_id,
                vehicle,
                taken_at,
                received_at,
                buffered,
                confidence,
                picture_id,
            })
        };
        assert_eq!(read(200, false), Some(ClockNews::Right), "an alarm from before the start may be open");
        assert_eq!(read(200, false), None);
        // Kept ones, and old ones of any age, are no slow clock.
        for late_ms in [3_600_000, 40_000, 90_000, 40_500] {
            assert_eq!((read(late_ms, true), read(late_ms, false)), (None, None));
        }
        assert_eq!(read(41_000, false), None);
        assert_eq!(read(40_200, false), Some(ClockNews::Slow { seconds: 40 }));
        assert_eq!(read(40_100, false), None);
        assert_eq!(read(300, false), Some(ClockNews::Right));
    }
}
