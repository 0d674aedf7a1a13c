//! Whether a rate's spans price every minute once: on workdays and holidays, and on the days after either.

use super::calendar::DayKind;
use super::{BadTariff, Rate};

const DAY_MINUTES: i64 = 24 * 60;

impl Rate {
    /// Refuses spans that overlap, and times without a price.
    pub(super) fn check_spans(&self, path: &str) -> Result<(), BadTariff> {
        let kinds: &[DayKind] = &[DayKind::Workday, DayKind::Holiday];
        for yesterday in kinds {
            for today in kinds {
                self.check_day(path, *yesterday, *today)?;
            }
        }
        Ok(())
    }

    fn check_day(&self, path: &str, yesterday: DayKind, today: DayKind) -> Result<(), BadTariff> {
        let mut priced: Vec<(i64, i64, usize)> = Vec::new();
        for (index, span) in self.spans.iter().enumerate() {
            let (from, to) = span.minutes();
            if span.days.includes(today) {
                priced.push((from, to.min(DAY_MINUTES), index));
            }
            if to > DAY_MINUTES && span.days.includes(yesterday) {
                priced.push((0, to - DAY_MINUTES, index));
            }
        }
        priced.sort_unstable();
        let (day, day_zh) = match today {
            DayKind::Workday => ("workdays", "工作日"),
            DayKind::Holiday => ("holidays", "节假日"),
        };
        let mut until = 0;
        let mut before: Option<usize> = None;
        for (from, to, index) in priced {
            if from < until {
                let other = before.unwrap_or_default();
                let at = clock(from);
                return Err(BadTariff::new(
                    format!("{path}.spans[{index}].from"),
                    format!("at {at} on {day} spans[{other}] has a price already: spans must not overlap"),
                    format!("{day_zh} {at} 已在 spans[{other}] 的时段内：时段不能重叠"),
                ));
            }
            if from > until {
                self.must_have_a_rest(path, (until, from), (day, day_zh))?;
            }
            (until, before) = (to, Some(index));
        }
        if until < DAY_MINUTES { self.must_have_a_rest(path, (until, DAY_MINUTES), (day, day_zh)) } else { Ok(()) }
    }

    fn must_have_a_rest(&self, path: &str, gap: (i64, i64), day: (&str, &str)) -> Result<(), BadTariff> {
        if self.price.is_some() {
            return Ok(());
        }
        let (from, to) = (clock(gap.0), clock(gap.1));
        Err(BadTariff::new(
            format!("{path}.spans"),
            format!("nothing is charged from {from} to {to} on {}: add a span, or a price for the rest", day.0),
            format!("{} {from} 至 {to} 没有价格：请增加时段，或为其余时间定价", day.1),
        ))
    }
}

fn clock(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
