//! Until when a settled record must have been uploaded, and how an upload stands to that.

use chrono::{Days, NaiveDate, NaiveTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::moment::Moment;

/// Four hours before the end there is still somebody in the shop.
const NEAR_MS: i64 = 4 * 3_600_000;

/// "At once, and no later than 24:00 of the next day" (数据采集时效): the midnight that ends the day after the settling, in
/// China.
pub fn upload_deadline(settled_on: NaiveDate) -> Moment {
    let last_midnight = settled_on.checked_add_days(Days::new(2)).unwrap_or(NaiveDate::MAX);
    Moment::from_china(last_midnight.and_time(NaiveTime::MIN))
}

/// How an upload stands to its deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Upload {
    /// The archive had it in time.
    InTime,
    /// The archive had it after the deadline.
    Late,
    /// It is not there, and there is time.
    Waiting,
    /// It is not there, and the deadline is near.
    Near,
    /// It is not there, and the deadline is over.
    Over,
}

impl Upload {
    /// How it stands at `now`; `uploaded_at` is when the archive had it first.
    pub fn at(deadline: Moment, uploaded_at: Option<Moment>, now: Moment) -> Self {
        match uploaded_at {
            Some(at) if at < deadline => Upload::InTime,
            Some(_) => Upload::Late,
            None if now >= deadline => Upload::Over,
            None if now.plus_ms(NEAR_MS) >= deadline => Upload::Near,
            None => Upload::Waiting,
        }
    }
}

/// Deadlines up to this one are near, or over, at a moment.
pub const fn near_until(now: Moment) -> Moment {
    now.plus_ms(NEAR_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_day_has_all_its_hours() {
        let settled_on = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
        assert_eq!(upload_deadline(settled_on).to_datetime_text(), "2026-12-02 00:00:00");
    }

    #[test]
    fn the_last_four_hours_are_near_and_midnight_is_over() {
        let at = |text: &str| Moment::from_datetime_text(text).unwrap();
        let deadline = at("2026-12-02 00:00:00");
        let stands = |uploaded, now: &str| Upload::at(deadline, uploaded, at(now));
        assert_eq!(stands(None, "2026-12-01 19:59:59"), Upload::Waiting);
        assert_eq!(stands(None, "2026-12-01 20:00:00"), Upload::Near);
        assert_eq!(stands(None, "2026-12-02 00:00:00"), Upload::Over);
        assert_eq!(stands(Some(at("2026-12-01 23:59:59")), "2026-12-05 00:00:00"), Upload::InTime);
        assert_eq!(stands(Some(deadline), "2026-12-05 00:00:00"), Upload::Late);
        assert_eq!(near_until(at("2026-12-01 20:00:00")), deadline);
    }
}
