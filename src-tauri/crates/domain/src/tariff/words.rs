//! Tariffs in words for people.

use chrono::NaiveTime;
use rust_decimal::Decimal;

use super::{DayCount, FeeStep, NewDay, Power, Price, Rate, Span, SpanDays};
use crate::money::Fen;
use crate::parking::VehicleClass;

impl FeeStep {
    /// What the line charges, in Chinese, as receipts print it.
    pub const fn zh(self) -> &'static str {
        match self {
            FeeStep::FreeMinutes => "免费时段",
            FeeStep::NewEnergyFree => "新能源免费时段",
            FeeStep::FreeWhileCharging => "充电免停车费",
            FeeStep::FirstPeriod => "首时段",
            FeeStep::FollowingPeriods => "后续时段",
            FeeStep::Once => "按次",
            FeeStep::SpanCap => "超时段最高减免",
            FeeStep::DailyCap => "超每日最高减免",
            FeeStep::StayCap => "超单次最高减免",
            FeeStep::NewEnergyDiscount => "新能源优惠",
            FeeStep::NewTariff => "起执行新收费标准",
            FeeStep::EarlierStay => "连续停放此前费用",
            FeeStep::CoveredByLease => "月租车免费",
            FeeStep::CoveredBySharing => "共享时段免费",
            FeeStep::FreeByList => "名单免费通行",
        }
    }
}

impl Rate {
    /// The rate in the words of a price board: `30 分钟内免费，首小时 8 元，之后每小时 2 元，24 小时最高 20 元`.
    pub fn wording_zh(&self) -> String {
        let mut parts = Vec::new();
        if self.free_minutes > 0 {
            let counted = if self.free_minutes_deducted { "（不计入停车时长）" } else { "" };
            let once = if self.free_once_a_day { "（每日一次）" } else { "" };
            parts.push(format!("{} 分钟内免费{counted}{once}", self.free_minutes));
        }
        let daily =
            self.day == DayCount::Calendar || self.daily_cap_fen.is_some() || self.new_day == NewDay::FirstPeriod;
        let mut prices: Vec<String> = self.spans.iter().map(span_zh).collect();
        match (&self.price, prices.is_empty()) {
            (Some(price), true) => parts.push(price_zh(price, daily)),
            (Some(price), false) => prices.push(format!("其余时间{}", price_zh(price, false))),
            (None, _) => {}
        }
        if !prices.is_empty() {
            parts.push(prices.join("；"));
        }
        let day_zh = if self.day == DayCount::Calendar { "自然日" } else { "24 小时" };
        if let Some(cap) = self.daily_cap_fen {
            parts.push(format!("{day_zh}最高 {} 元", yuan(cap)));
        }
        if let Some(cap) = self.stay_cap_fen {
            parts.push(format!("单次最高 {} 元", yuan(cap)));
        }
        let once = |price: &Price| matches!(price, Price::Once { .. });
        let capped = self.daily_cap_fen.is_some() || self.stay_cap_fen.is_some();
        if !capped && self.spans.iter().all(|s| s.cap_fen.is_none()) && !self.price.as_ref().is_some_and(once) {
            parts.push("不封顶".to_owned());
        }
        if self.new_day == NewDay::FirstPeriod {
            let again = if self.day == DayCount::Calendar { "每日重新计费" } else { "满 24 小时重新计费" };
            parts.push(again.to_owned());
        }
        self.favours_zh(&mut parts);
        parts.join("，")
    }

    fn favours_zh(&self, parts: &mut Vec<String>) {
        if self.new_energy_free_minutes > 0 {
            parts.push(format!("新能源汽车前{}免费", length(self.new_energy_free_minutes)));
        }
        if let Some(share) = self.new_energy_discount {
            parts.push(format!("新能源汽车优惠 {}%", (share * Decimal::ONE_HUNDRED).normalize()));
        }
        if self.charging_free_minutes > 0 {
            parts.push(format!("充电期间免停车费，最多{}", length(self.charging_free_minutes)));
        }
        if self.reentry_minutes > 0 {
            parts.push(format!("{} 分钟内再次入场连续计费", self.reentry_minutes));
        }
    }

    /// Whom the rate is for: `小型车、中型车临时停放`, `B1 新能源小型车临时停放`.
    pub fn item_zh(&self) -> String {
        let areas = if self.areas.is_empty() { String::new() } else { format!("{} ", self.areas.join("、")) };
        let power = match self.power {
            None => "",
            Some(Power::NewEnergy) => "新能源",
            Some(Power::Fuel) => "燃油",
        };
        let all = VehicleClass::ALL.iter().all(|class| self.classes.contains(class));
        let classes = match all && (!areas.is_empty() || !power.is_empty() || self.reserved) {
            true => "车辆".to_owned(),
            false => self.classes.iter().map(|class| class.zh()).collect::<Vec<_>>().join("、"),
        };
        format!("{areas}{power}{classes}{}", if self.reserved { "预约停放" } else { "临时停放" })
    }
}

fn span_zh(span: &Span) -> String {
    let days = match span.days {
        SpanDays::EveryDay => "",
        SpanDays::Workdays => "工作日",
        SpanDays::Holidays => "节假日",
    };
    let clock = |time: NaiveTime| time.format("%H:%M");
    let times = match (span.from, span.to) {
        (from, to) if from == to && from == NaiveTime::MIN => String::new(),
        (from, to) if to == NaiveTime::MIN => format!("{}—24:00", clock(from)),
        (from, to) if to <= from => format!("{}—次日 {}", clock(from), clock(to)),
        (from, to) => format!("{}—{}", clock(from), clock(to)),
    };
    // A span that is called after its days needs no second word for them.
    let when = [if span.name == days { "" } else { days }, &times].into_iter().filter(|text| !text.is_empty());
    let when = when.collect::<Vec<_>>().join(" ");
    let when = if when.is_empty() { when } else { format!("（{when}）") };
    let cap = span.cap_fen.map_or_else(String::new, |cap| format!("，最高 {} 元", yuan(cap)));
    format!("{}{when}{}{cap}", span.name, price_zh(&span.price, span.from == span.to))
}

fn price_zh(price: &Price, daily: bool) -> String {
    match *price {
        Price::Once { once_fen } => format!("{}按次 {} 元", if daily { "每日" } else { "" }, yuan(once_fen)),
        Price::Periods { first: None, following_minutes, following_fen } => {
            format!("每{} {} 元", period(following_minutes), yuan(following_fen))
        }
        Price::Periods { first: Some(first), following_minutes, following_fen } => {
            let first = if first.unit_minutes == first.minutes {
                format!("首{} {} 元", period(first.minutes), yuan(first.unit_fen))
            } else {
                format!("首{}内每{} {} 元", period(first.minutes), period(first.unit_minutes), yuan(first.unit_fen))
            };
            format!("{first}，之后每{} {} 元", period(following_minutes), yuan(following_fen))
        }
    }
}

/// `小时`, ` 2 小时`, `半小时`, ` 45 分钟`.
fn period(minutes: u32) -> String {
    match minutes {
        30 => "半小时".to_owned(),
        60 => "小时".to_owned(),
        _ => length(minutes),
    }
}

/// ` 2 小时`, ` 45 分钟`.
fn length(minutes: u32) -> String {
    if minutes.is_multiple_of(60) { format!(" {} 小时", minutes / 60) } else { format!(" {minutes} 分钟") }
}

/// Whole yuan without decimals, others with two.
fn yuan(amount: Fen) -> String {
    if amount.0 % 100 == 0 { (amount.0 / 100).to_string() } else { amount.to_string() }
}
