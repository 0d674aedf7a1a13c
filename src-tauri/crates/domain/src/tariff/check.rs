//! The rules that a tariff must keep before anybody is charged by it.

use super::{BadTariff, NewDay, Power, Price, Rate, Tariff};
use crate::money::Fen;
use crate::parking::VehicleClass;
use rust_decimal::Decimal;

/// Minutes of a day: 24 hours.
pub(super) const DAY_MINUTES: u32 = 24 * 60;

/// No single amount of a tariff is above this: a slip of the finger, and sums could leave the numbers.
const HIGHEST: Fen = Fen::from_yuan(100_000);

impl Tariff {
    /// Checks that every car in every area has exactly one rate, every minute exactly one price, periods are not empty and no
    /// longer than a day, amounts are not negative, and a cap is not below what it caps.
    ///
    /// # Errors
    /// The first field that breaks a rule.
    pub fn check(&self) -> Result<(), BadTariff> {
        if self.name.trim().is_empty() {
            return Err(BadTariff::new("name", "a name is wanted", "请填写名称"));
        }
        if let Some(index) = self.calendar.workdays.iter().position(|day| self.calendar.holidays.contains(day)) {
            return Err(BadTariff::new(
                format!("calendar.workdays[{index}]"),
                "this day stands among the holidays as well",
                "该日同时列在节假日中",
            ));
        }
        if self.rates.is_empty() {
            return Err(BadTariff::new("rates", "at least one rate is wanted", "至少需要一条费率"));
        }
        for (index, rate) in self.rates.iter().enumerate() {
            rate.check(&format!("rates[{index}]"))?;
        }
        self.check_classes()?;
        self.check_gaps()
    }

    /// No car has two rates that are for it alike.
    fn check_classes(&self) -> Result<(), BadTariff> {
        for (index, rate) in self.rates.iter().enumerate() {
            for (place, class) in rate.classes.iter().enumerate() {
                let field = format!("rates[{index}].classes[{place}]");
                let twice = rate.classes[..place].iter().position(|known| known == class).map(|at| (index, at));
                let earlier = || {
                    let alike = |other: &&Rate| other.is_for_the_same(rate);
                    let at = |other: &Rate| other.classes.iter().position(|known| known == class);
                    self.rates[..index]
                        .iter()
                        .enumerate()
                        .filter(|(_, other)| alike(other))
                        .find_map(|(i, other)| at(other).map(|at| (i, at)))
                };
                if let Some((other, at)) = twice.or_else(earlier) {
                    let other = format!("rates[{other}].classes[{at}]");
                    return Err(BadTariff::new(
                        field,
                        format!("the class {} has a rate already, in {other}", class.as_str()),
                        format!("{}已在 {other} 中设置费率", class.zh()),
                    ));
                }
            }
        }
        Ok(())
    }

    /// Every class has a rate for all areas, for cars of either power, reserved or not.
    fn check_gaps(&self) -> Result<(), BadTariff> {
        for class in VehicleClass::ALL {
            let general = |rate: &&Rate| rate.classes.contains(&class) && rate.areas.is_empty() && !rate.reserved;
            let rates: Vec<&Rate> = self.rates.iter().filter(general).collect();
            let (all, all_zh) = match rates.is_empty() {
                true if self.rates.iter().any(|rate| rate.classes.contains(&class)) => {
                    (" for areas that no rate names", "在未单列的区域")
                }
                _ => ("", ""),
            };
            let missing = [Power::Fuel, Power::NewEnergy]
                .into_iter()
                .filter(|power| !rates.iter().any(|rate| rate.power.is_none_or(|p| p == *power)))
                .collect::<Vec<_>>();
            let (cars, cars_zh) = match missing[..] {
                [] => continue,
                [Power::Fuel] => (" for fuel cars", "（燃油车）"),
                [Power::NewEnergy] => (" for new-energy cars", "（新能源车）"),
                _ => ("", ""),
            };
            return Err(BadTariff::new(
                "rates",
                format!("the class {} has no rate{cars}{all}", class.as_str()),
                format!("{}{cars_zh}{all_zh}没有费率", class.zh()),
            ));
        }
        Ok(())
    }
}

impl Rate {
    /// Whether another rate names the same besides the class, so that a car could have both.
    fn is_for_the_same(&self, other: &Rate) -> bool {
        let areas = match (self.areas.is_empty(), other.areas.is_empty()) {
            (true, true) => true,
            (false, false) => self.areas.iter().any(|area| other.areas.contains(area)),
            _ => false,
        };
        areas && self.power == other.power && self.reserved == other.reserved
    }

    fn check(&self, path: &str) -> Result<(), BadTariff> {
        let bad =
            |field: &str, rule: &str, rule_zh: &str| Err(BadTariff::new(format!("{path}.{field}"), rule, rule_zh));
        if self.classes.is_empty() {
            return bad("classes", "at least one class is wanted", "至少需要一种车型");
        }
        for (field, minutes) in [
            ("free_minutes", if self.free_minutes_deducted { self.free_minutes } else { 0 }),
            ("new_energy_free_minutes", self.new_energy_free_minutes),
        ] {
            if minutes >= DAY_MINUTES {
                return bad(
                    field,
                    "free minutes that are taken off a stay must be less than a day (1440)",
                    "从停车时长中扣除的免费分钟数必须小于 1440（一天）",
                );
            }
        }
        if self.reentry_minutes >= DAY_MINUTES {
            return bad("reentry_minutes", "must be less than a day (1440)", "必须小于 1440（一天）");
        }
        if self.new_energy_discount.is_some_and(|share| share <= Decimal::ZERO || share > Decimal::ONE) {
            return bad(
                "new_energy_discount",
                "a share above 0, 1 at most, is wanted; 0.15 takes 15 % off",
                "应为大于 0、不超过 1 的比例，0.15 表示减免 15%",
            );
        }
        if let Some(price) = &self.price {
            price.check(path)?;
        }
        for (index, span) in self.spans.iter().enumerate() {
            let path = format!("{path}.spans[{index}]");
            if span.name.trim().is_empty() {
                return Err(BadTariff::new(format!("{path}.name"), "a name is wanted", "请填写名称"));
            }
            span.price.check(&path)?;
            check_cap(&path, "cap_yuan", ("the cap of a span", "时段最高收费"), span.cap_fen, &[span.price])?;
        }
        if self.spans.is_empty() && self.price.is_none() {
            return bad("following_yuan", "is missing", "缺少此项");
        }
        self.check_spans(path)?;
        let prices: Vec<Price> = self.price.into_iter().chain(self.spans.iter().map(|span| span.price)).collect();
        check_cap(path, "daily_cap_yuan", ("the cap of a day", "每日最高收费"), self.daily_cap_fen, &prices)?;
        check_cap(path, "stay_cap_yuan", ("the cap of a stay", "单次最高收费"), self.stay_cap_fen, &prices)?;
        let first = |price: &Price| matches!(price, Price::Periods { first: Some(_), .. } | Price::Once { .. });
        if self.new_day == NewDay::FirstPeriod && !prices.iter().any(first) {
            return bad("new_day", "there is no first period to begin again", "没有首时段，无法重新计费");
        }
        Ok(())
    }
}

impl Price {
    fn check(&self, path: &str) -> Result<(), BadTariff> {
        let bad =
            |field: &str, rule: &str, rule_zh: &str| Err(BadTariff::new(format!("{path}.{field}"), rule, rule_zh));
        let (minutes, amounts) = match *self {
            Price::Once { once_fen } => (Vec::new(), vec![("once_yuan", once_fen)]),
            Price::Periods { first, following_minutes, following_fen } => {
                let mut minutes: Vec<(&str, u32)> =
                    first.map(|first| ("first_minutes", first.minutes)).into_iter().collect();
                minutes.push(("following_minutes", following_minutes));
                let mut amounts: Vec<(&str, Fen)> =
                    first.map(|first| ("first_yuan", first.unit_fen)).into_iter().collect();
                amounts.push(("following_yuan", following_fen));
                (minutes, amounts)
            }
        };
        for (field, minutes) in minutes {
            if !(1..=DAY_MINUTES).contains(&minutes) {
                return bad(field, "a period has 1 to 1440 minutes", "计费时段应为 1 至 1440 分钟");
            }
        }
        if let Price::Periods { first: Some(first), .. } = self
            && !(1..=first.minutes).contains(&first.unit_minutes)
        {
            return bad(
                "first_unit_minutes",
                "a unit of the first period has 1 minute at least and is no longer than it",
                "首时段的计费单位至少 1 分钟，且不能长于首时段",
            );
        }
        for (field, amount) in amounts {
            check_amount(path, field, amount)?;
        }
        Ok(())
    }
}

fn check_amount(path: &str, field: &str, amount: Fen) -> Result<(), BadTariff> {
    let bad = |rule: &str, rule_zh: &str| Err(BadTariff::new(format!("{path}.{field}"), rule, rule_zh));
    if amount < Fen::ZERO {
        return bad("an amount must not be negative", "金额不能为负数");
    }
    if amount > HIGHEST {
        return bad("an amount must not be above 100000.00", "金额不能超过 100000.00 元");
    }
    Ok(())
}

/// A cap is not below any price that it caps.
fn check_cap(path: &str, field: &str, name: (&str, &str), cap: Option<Fen>, prices: &[Price]) -> Result<(), BadTariff> {
    let Some(cap) = cap else { return Ok(()) };
    check_amount(path, field, cap)?;
    for price in prices {
        let above = match *price {
            Price::Once { once_fen } if cap < once_fen => Some(("the price of a visit", "按次价格")),
            Price::Periods { first: Some(first), .. } if cap < first.unit_fen => {
                Some(("the price of the first period", "首时段价格"))
            }
            Price::Periods { following_fen, .. } if cap < following_fen => {
                Some(("the price of a following period", "后续时段价格"))
            }
            Price::Once { .. } | Price::Periods { .. } => None,
        };
        if let Some((what, what_zh)) = above {
            return Err(BadTariff::new(
                format!("{path}.{field}"),
                format!("{} must not be below {what}", name.0),
                format!("{}不能低于{what_zh}", name.1),
            ));
        }
    }
    Ok(())
}
