//! Tariffs in words for people.

use super::{FeeStep, NewDay, Rate};
use crate::money::Fen;

impl FeeStep {
    /// What the line charges, in Chinese, as receipts print it.
    pub const fn zh(self) -> &'static str {
        match self {
            FeeStep::FreeMinutes => "免费时段",
            FeeStep::FirstPeriod => "首时段",
            FeeStep::FollowingPeriods => "后续时段",
            FeeStep::DailyCap => "超每日最高减免",
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
            parts.push(format!("{} 分钟内免费{counted}", self.free_minutes));
        }
        parts.push(format!("首{} {} 元", span(self.first_minutes), yuan(self.first_fen)));
        parts.push(format!("之后每{} {} 元", span(self.following_minutes), yuan(self.following_fen)));
        parts.push(match self.daily_cap_fen {
            Some(cap) => format!("24 小时最高 {} 元", yuan(cap)),
            None => "不封顶".to_owned(),
        });
        if self.new_day == NewDay::FirstPeriod {
            parts.push("满 24 小时重新计费".to_owned());
        }
        parts.join("，")
    }
}

/// `小时`, ` 2 小时`, `半小时`, ` 45 分钟`.
fn span(minutes: u32) -> String {
    match minutes {
        30 => "半小时".to_owned(),
        60 => "小时".to_owned(),
        _ if minutes.is_multiple_of(60) => format!(" {} 小时", minutes / 60),
        _ => format!(" {minutes} 分钟"),
    }
}

/// Whole yuan without decimals, others with two.
fn yuan(amount: Fen) -> String {
    if amount.0 % 100 == 0 { (amount.0 / 100).to_string() } else { amount.to_string() }
}
