//! What a kWh costs at what time of the day. Two prices a period: electricity, and the service of having it here.

use chrono::Timelike;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::energy::Energy;
use crate::moment::Moment;
use crate::money::Fen;

/// A price of a kWh in ten-thousandths of a yuan: the four decimals of `ElecPrice` and `SevicePrice` (table B.17).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(transparent)]
#[ts(type = "number", rename = "PriceRate")]
pub struct Rate(pub i64);

impl Rate {
    /// What so much energy costs, rounded to whole 分, a half upwards.
    pub fn of(self, energy: Energy) -> Fen {
        // 1/100 kWh × 1/10000 yuan per kWh is a millionth of a yuan; 10,000 of those are a 分.
        let millionths = i128::from(self.0) * i128::from(energy.0);
        Fen(i64::try_from((millionths + 5_000).div_euclid(10_000)).unwrap_or(i64::MAX))
    }

    /// Yuan with four decimals, as table B.17 wants them.
    pub fn to_yuan_text(self) -> String {
        format!("{}.{:04}", self.0 / 10_000, self.0 % 10_000)
    }
}

/// Periods begin on a multiple of this many minutes.
pub const STEP_MINUTES: u16 = 15;
/// More periods a day than this would not fit into the texts of table B.1.
const MOST_PERIODS: usize = 12;
/// The dearest kWh that is taken for meant: 100 yuan.
const DEAREST: i64 = 1_000_000;
const DAY_MINUTES: u16 = 24 * 60;

/// One period of the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PricePeriod {
    /// Its first minute of the day, 0 to 1425, a multiple of 15. It lasts until the next one begins.
    pub from_minute: u16,
    /// Electricity, in 0.0001 yuan a kWh.
    pub electricity: Rate,
    /// Service, in 0.0001 yuan a kWh.
    pub service: Rate,
}

/// A day's prices. The periods cover it without a gap: the first begins at midnight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(transparent)]
pub struct Prices(Vec<PricePeriod>);

/// Prices that break a rule.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("{field}: {rule}")]
pub struct BadPrices {
    /// The field, such as `periods[1].from_minute`.
    pub field: String,
    /// The rule.
    pub rule: &'static str,
    /// The same in Simplified Chinese.
    pub rule_zh: &'static str,
}

impl Prices {
    /// Checks a day's periods.
    ///
    /// # Errors
    /// The first rule that is broken: 1 to 12 periods, the first at midnight, each later than the one before, on quarter
    /// hours, no price below zero or above 100 yuan.
    pub fn new(periods: Vec<PricePeriod>) -> Result<Self, BadPrices> {
        let bad = |field: String, rule, rule_zh| Err(BadPrices { field, rule, rule_zh });
        if periods.is_empty() || periods.len() > MOST_PERIODS {
            return bad("periods".into(), "a day has 1 to 12 periods", "一天须有 1 至 12 个时段");
        }
        for (at, period) in periods.iter().enumerate() {
            let field = |name: &str| format!("periods[{at}].{name}");
            if at == 0 && period.from_minute != 0 {
                return bad(field("from_minute"), "the first period begins at midnight", "第一个时段须从 0 点开始");
            }
            if period.from_minute >= DAY_MINUTES || period.from_minute % STEP_MINUTES != 0 {
                return bad(field("from_minute"), "a period begins on a quarter hour", "时段须从整刻钟开始");
            }
            if at > 0 && periods[at - 1].from_minute >= period.from_minute {
                return bad(field("from_minute"), "each period begins after the one before", "时段须按先后排列");
            }
            for (name, rate) in [("electricity", period.electricity), ("service", period.service)] {
                if !(0..=DEAREST).contains(&rate.0) {
                    return bad(
                        field(name),
                        "a price lies between 0 and 100 yuan a kWh",
                        "单价须在 0 至 100 元/度之间",
                    );
                }
            }
        }
        Ok(Self(periods))
    }

    /// The periods.
    pub fn periods(&self) -> &[PricePeriod] {
        &self.0
    }

    /// The period that a moment lies in, and when the next one begins.
    pub fn at(&self, moment: Moment) -> (PricePeriod, Moment) {
        let clock = moment.to_china();
        let minute = u16::try_from(clock.hour() * 60 + clock.minute()).unwrap_or(0);
        // The first begins at midnight, so there is one.
        let index = self.0.iter().rposition(|period| period.from_minute <= minute).unwrap_or(0);
        let ends = self.0.get(index + 1).map_or(DAY_MINUTES, |next| next.from_minute);
        let minute_begins = moment.0 - i64::from(clock.second()) * 1000 - i64::from(clock.nanosecond() / 1_000_000);
        let period = self.0.get(index).cloned().unwrap_or(PricePeriod {
            from_minute: 0,
            electricity: Rate(0),
            service: Rate(0),
        });
        (period, Moment(minute_begins).plus_minutes(i64::from(ends - minute)))
    }

    /// The electricity's prices in words for `ElectricityFee` (table B.1).
    pub fn electricity_words(&self) -> String {
        self.words(|period| period.electricity)
    }

    /// The service's prices in words for `ServiceFee` (table B.1).
    pub fn service_words(&self) -> String {
        self.words(|period| period.service)
    }

    fn words(&self, of: impl Fn(&PricePeriod) -> Rate) -> String {
        let price = |rate: Rate| {
            let text = rate.to_yuan_text();
            let short = text.trim_end_matches('0');
            short.strip_suffix('.').unwrap_or(short).to_owned()
        };
        let mut parts: Vec<(u16, u16, Rate)> = Vec::new();
        for (at, period) in self.0.iter().enumerate() {
            let ends = self.0.get(at + 1).map_or(DAY_MINUTES, |next| next.from_minute);
            match parts.last_mut() {
                Some(last) if last.2 == of(period) => last.1 = ends,
                _ => parts.push((period.from_minute, ends, of(period))),
            }
        }
        if let [(_, _, only)] = parts.as_slice() {
            return format!("{}元/度", price(*only));
        }
        let clock = |minute: u16| format!("{}:{:02}", minute / 60, minute % 60);
        let all: Vec<String> =
            parts.iter().map(|(from, to, r)| format!("{}-{} {}", clock(*from), clock(*to), price(*r))).collect();
        format!("{}元/度", all.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from_minute: u16, electricity: i64, service: i64) -> PricePeriod {
        PricePeriod { from_minute, electricity: Rate(electricity), service: Rate(service) }
    }

    #[test]
    fn a_price_times_an_energy_is_rounded_once_half_upwards() {
        assert_eq!(Rate(5_000).of(Energy(1)), Fen(1), "0.5 分");
        assert_eq!(Rate(4_999).of(Energy(1)), Fen(0));
        assert_eq!(Rate(12_345).of(Energy(1_000)), Fen(1_235), "12.345 yuan");
        assert_eq!(Rate(12_345).to_yuan_text(), "1.2345");
    }

    #[test]
    fn each_rule_names_its_field() {
        let field = |periods| Prices::new(periods).unwrap_err().field;
        assert_eq!(field(vec![]), "periods");
        assert_eq!(field(vec![period(15, 1, 1)]), "periods[0].from_minute");
        assert_eq!(field(vec![period(0, 1, 1), period(7, 1, 1)]), "periods[1].from_minute");
        assert_eq!(field(vec![period(0, 1, 1), period(60, 1, 1), period(60, 1, 1)]), "periods[2].from_minute");
        assert_eq!(field(vec![period(0, -1, 1)]), "periods[0].electricity");
        assert_eq!(field(vec![period(0, 1, 1_000_001)]), "periods[0].service");
    }

    #[test]
    fn the_period_of_a_moment_and_its_end() {
        let prices = Prices::new(vec![period(0, 3_000, 8_000), period(480, 9_000, 8_000)]).unwrap();
        let at = |text| Moment::from_datetime_text(text).unwrap();
        let (found, ends) = prices.at(at("2026-11-23 07:59:59"));
        assert_eq!((found.electricity, ends), (Rate(3_000), at("2026-11-23 08:00:00")));
        let (found, ends) = prices.at(at("2026-11-23 08:00:00"));
        assert_eq!((found.electricity, ends), (Rate(9_000), at("2026-11-24 00:00:00")));
        assert_eq!(prices.electricity_words(), "0:00-8:00 0.3 8:00-24:00 0.9元/度");
        assert_eq!(prices.service_words(), "0.8元/度");
    }
}
