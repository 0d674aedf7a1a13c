//! The rules that a tariff must keep before anybody is charged by it.

use super::{BadTariff, Rate, Tariff};
use crate::money::Fen;
use crate::parking::VehicleClass;

/// Minutes of a day: 24 hours.
pub(super) const DAY_MINUTES: u32 = 24 * 60;

/// No single amount of a tariff is above this: a slip of the finger, and sums could leave the numbers.
const HIGHEST: Fen = Fen::from_yuan(100_000);

impl Tariff {
    /// Checks that every class has exactly one rate, periods are not empty and no longer than a day, amounts are not
    /// negative, and a cap is not below what it caps.
    ///
    /// # Errors
    /// The first field that breaks a rule.
    pub fn check(&self) -> Result<(), BadTariff> {
        if self.name.trim().is_empty() {
            return Err(BadTariff::new("name", "a name is wanted", "请填写名称"));
        }
        if self.rates.is_empty() {
            return Err(BadTariff::new("rates", "at least one rate is wanted", "至少需要一条费率"));
        }
        for (index, rate) in self.rates.iter().enumerate() {
            rate.check(&format!("rates[{index}]"))?;
        }
        self.check_classes()
    }

    fn check_classes(&self) -> Result<(), BadTariff> {
        let mut seen: Vec<(VehicleClass, String)> = Vec::new();
        for (index, rate) in self.rates.iter().enumerate() {
            for (place, class) in rate.classes.iter().enumerate() {
                let field = format!("rates[{index}].classes[{place}]");
                if let Some((_, other)) = seen.iter().find(|(known, _)| known == class) {
                    return Err(BadTariff::new(
                        field,
                        format!("the class {} has a rate already, in {other}", class.as_str()),
                        format!("{}已在 {other} 中设置费率", class.zh()),
                    ));
                }
                seen.push((*class, field));
            }
        }
        match VehicleClass::ALL.into_iter().find(|class| seen.iter().all(|(known, _)| known != class)) {
            None => Ok(()),
            Some(class) => Err(BadTariff::new(
                "rates",
                format!("the class {} has no rate", class.as_str()),
                format!("{}没有费率", class.zh()),
            )),
        }
    }
}

impl Rate {
    fn check(&self, path: &str) -> Result<(), BadTariff> {
        let bad =
            |field: &str, rule: &str, rule_zh: &str| Err(BadTariff::new(format!("{path}.{field}"), rule, rule_zh));
        if self.classes.is_empty() {
            return bad("classes", "at least one class is wanted", "至少需要一种车型");
        }
        if self.free_minutes_deducted && self.free_minutes >= DAY_MINUTES {
            return bad(
                "free_minutes",
                "free minutes that are taken off a stay must be less than a day (1440)",
                "从停车时长中扣除的免费分钟数必须小于 1440（一天）",
            );
        }
        for (field, minutes) in [("first_minutes", self.first_minutes), ("following_minutes", self.following_minutes)] {
            if !(1..=DAY_MINUTES).contains(&minutes) {
                return bad(field, "a period has 1 to 1440 minutes", "计费时段应为 1 至 1440 分钟");
            }
        }
        let amounts = [
            ("first_yuan", Some(self.first_fen)),
            ("following_yuan", Some(self.following_fen)),
            ("daily_cap_yuan", self.daily_cap_fen),
        ];
        for (field, amount) in amounts.into_iter().filter_map(|(field, amount)| Some((field, amount?))) {
            if amount < Fen::ZERO {
                return bad(field, "an amount must not be negative", "金额不能为负数");
            }
            if amount > HIGHEST {
                return bad(field, "an amount must not be above 100000.00", "金额不能超过 100000.00 元");
            }
        }
        if let Some(cap) = self.daily_cap_fen {
            if cap < self.first_fen {
                return bad(
                    "daily_cap_yuan",
                    "the cap of a day must not be below the price of the first period",
                    "每日最高收费不能低于首时段价格",
                );
            }
            if cap < self.following_fen {
                return bad(
                    "daily_cap_yuan",
                    "the cap of a day must not be below the price of a following period",
                    "每日最高收费不能低于后续时段价格",
                );
            }
        }
        Ok(())
    }
}
