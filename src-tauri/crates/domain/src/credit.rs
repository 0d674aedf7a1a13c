//! Reports to the public credit register (DB4403/T 313, 6.12 and C.2.2.6): who did not pay after all this time.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::Guid;
use crate::moment::Moment;
use crate::money::Fen;

/// How long somebody may owe before a report is proposed, and who reports. Set up once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CreditRules {
    /// 公共信息提供单位代码: our unified social credit code, 18 characters at most.
    pub provider_code: String,
    /// A debt is overdue this many days after the car left, 1 to 365.
    pub overdue_after_days: u32,
}

/// Where a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum CreditState {
    /// A clerk has entered the person; a second person must agree.
    Proposed,
    /// Agreed: it is on its way to the platform, or there.
    Approved,
    /// Taken back before it was agreed to.
    Withdrawn,
}

/// A debt that is to be reported. Whom it is about is kept apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditReport {
    /// Our identifier, and the message's 信息流水号.
    pub id: Guid,
    /// 公共信息提供单位代码.
    pub provider_code: String,
    /// What happened, in Chinese, 500 characters at most.
    pub information: String,
}

/// The moment from which on a debt is overdue.
pub fn overdue_from(left_at: Moment, rules: &CreditRules) -> Moment {
    left_at.plus_minutes(i64::from(rules.overdue_after_days) * 24 * 60)
}

/// What happened, in the words of the standard's example: when and where the car stood, what is owed, since when.
pub fn information(place: &str, car: &str, entered_at: Moment, left_at: Moment, owed: Fen, overdue: Moment) -> String {
    let at = |moment: Moment| moment.to_china().format("%Y年%-m月%-d日%-H时%-M分").to_string();
    format!(
        "{}至{}，{car}在{place}停车，应缴停车费{owed}元，未在规定时间（{}）内补缴欠费",
        at(entered_at),
        at(left_at),
        at(overdue)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_says_where_when_and_how_much() {
        let rules = CreditRules { provider_code: "91440300708461136T".into(), overdue_after_days: 15 };
        let at = |text| Moment::from_datetime_text(text).unwrap();
        let left = at("2018-01-01 15:05:00");
        let overdue = overdue_from(left, &rules);
        assert_eq!(overdue, at("2018-01-16 15:05:00"));
        assert_eq!(
            information("福华一路泊位A108", "粤B88888", at("2018-01-01 13:00:00"), left, Fen(1250), overdue),
            "2018年1月1日13时0分至2018年1月1日15时5分，粤B88888在福华一路泊位A108停车，应缴停车费12.50元，\
             未在规定时间（2018年1月16日15时5分）内补缴欠费"
        );
    }
}
