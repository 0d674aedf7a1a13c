//! Moments. The product runs in China: one time zone, UTC+8, no summer time.

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A moment in milliseconds since 1970-01-01T00:00:00 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(transparent)]
#[ts(type = "number")]
pub struct Moment(pub i64);

const CHINA_OFFSET_S: i32 = 8 * 3600;

impl Moment {
    /// The moment of a wall clock in China.
    pub fn from_china(local: NaiveDateTime) -> Self {
        Moment(local.and_utc().timestamp_millis() - i64::from(CHINA_OFFSET_S) * 1000)
    }

    /// The wall clock in China at this moment.
    pub fn to_china(self) -> NaiveDateTime {
        self.to_offset().naive_local()
    }

    fn to_offset(self) -> DateTime<FixedOffset> {
        let offset = FixedOffset::east_opt(CHINA_OFFSET_S).expect("UTC+8 is an offset");
        let utc = DateTime::<Utc>::from_timestamp_millis(self.0).unwrap_or(DateTime::<Utc>::UNIX_EPOCH);
        offset.from_utc_datetime(&utc.naive_utc())
    }

    /// `yyyy-MM-dd HH:mm:ss` on China's wall clock (DB4403/T 313, table 2 "DateTime").
    pub fn to_datetime_text(self) -> String {
        self.to_china().format("%Y-%m-%d %H:%M:%S").to_string()
    }

    /// Reads `yyyy-MM-dd HH:mm:ss` (a `T` between the two is taken too) on China's wall clock.
    pub fn from_datetime_text(text: &str) -> Option<Self> {
        let text = text.trim();
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S")
            .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S"))
            .ok()
            .map(Self::from_china)
    }

    /// Whole seconds since 1970 (DB4403/T 313, table 2 "Timestamp").
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// This moment and `millis` more.
    #[must_use]
    pub const fn plus_ms(self, millis: i64) -> Self {
        Moment(self.0 + millis)
    }

    /// This moment and `minutes` more.
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        Moment(self.0 + minutes * 60_000)
    }

    /// Milliseconds from `earlier` to this moment; negative when `earlier` is later.
    pub const fn ms_since(self, earlier: Moment) -> i64 {
        self.0 - earlier.0
    }
}

/// What tells the time: the system in production, a hand-set clock in tests.
pub trait Clock: Send + Sync {
    /// The moment it is.
    fn now(&self) -> Moment;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn china_is_eight_hours_ahead() {
        let epoch = Moment(0);
        assert_eq!(epoch.to_datetime_text(), "1970-01-01 08:00:00");
        assert_eq!(Moment::from_datetime_text("1970-01-01 08:00:00"), Some(epoch));
        assert_eq!(Moment::from_datetime_text("1970-01-01T08:00:01"), Some(Moment(1000)));
        assert_eq!(Moment::from_datetime_text("1970-13-01 08:00:01"), None);
        assert_eq!(Moment(-1).seconds(), -1);
    }
}
