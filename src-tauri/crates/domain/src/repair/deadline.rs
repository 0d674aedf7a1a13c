//! Until when a settled record must have been uploaded.

use chrono::{Days, NaiveDate, NaiveTime};

use crate::moment::Moment;

/// "At once, and no later than 24:00 of the next day" (数据采集时效): the midnight that ends the day after the settling, in
/// China.
pub fn upload_deadline(settled_on: NaiveDate) -> Moment {
    let last_midnight = settled_on.checked_add_days(Days::new(2)).unwrap_or(NaiveDate::MAX);
    Moment::from_china(last_midnight.and_time(NaiveTime::MIN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_day_has_all_its_hours() {
        let settled_on = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
        assert_eq!(upload_deadline(settled_on).to_datetime_text(), "2026-12-02 00:00:00");
    }
}
