//! Control lists: cars that the city or the lot treats apart (DB4403/T 313, 5.4.15, table 18; 6.5; C.1.2.1).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::Guid;
use crate::moment::Moment;
use crate::plate::Plate;

/// What is done with a listed car (table 18 `strategyType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Strategy {
    /// 1 不能进: it is not let in.
    NoEntry,
    /// 2 能进不能出: it is let in and not let out.
    NoExit,
    /// 3 不能进出: neither.
    NoPassage,
    /// 4 发送警告信息: it passes as any car does, and the people at the lot are told.
    Warn,
    /// 5 免费自动进出: it passes by itself, full or not, and pays nothing.
    FreePassage,
}

impl Strategy {
    /// Every strategy, in the order of the table.
    pub const ALL: [Strategy; 5] =
        [Strategy::NoEntry, Strategy::NoExit, Strategy::NoPassage, Strategy::Warn, Strategy::FreePassage];

    /// True when the car is not let in.
    pub const fn bars_entry(self) -> bool {
        matches!(self, Strategy::NoEntry | Strategy::NoPassage)
    }

    /// True when the car is not let out.
    pub const fn bars_exit(self) -> bool {
        matches!(self, Strategy::NoExit | Strategy::NoPassage)
    }

    /// The strategy in Chinese, for screens and refusals.
    pub const fn zh(self) -> &'static str {
        match self {
            Strategy::NoEntry => "禁止入场",
            Strategy::NoExit => "禁止出场",
            Strategy::NoPassage => "禁止进出",
            Strategy::Warn => "警告",
            Strategy::FreePassage => "免费通行",
        }
    }

    /// The strategy in English.
    pub const fn en(self) -> &'static str {
        match self {
            Strategy::NoEntry => "may not enter",
            Strategy::NoExit => "may not leave",
            Strategy::NoPassage => "may neither enter nor leave",
            Strategy::Warn => "to be watched",
            Strategy::FreePassage => "passes free of charge",
        }
    }
}

/// One line of a control list (table 18).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ControlEntry {
    /// Identifier (`id`), the list's keeper's own.
    pub id: Guid,
    /// The car, by its plate: that is what a lane sees (C.1.2.1.2).
    pub plate: Plate,
    /// What is done with it.
    pub strategy: Strategy,
    /// From when (`beginDate`); none from the moment at which it was put on the list.
    pub begins_at: Option<Moment>,
    /// The last moment at which it holds (`endDate`).
    pub ends_at: Moment,
    /// Who put it there (`strategyFrom`), 50 characters at most.
    pub placed_by: String,
    /// True where the city platform keeps it (4001); false where a manager of the lot does.
    pub from_city: bool,
}

impl ControlEntry {
    /// True when it holds at this moment, both ends included.
    pub fn holds_at(&self, at: Moment) -> bool {
        self.begins_at.is_none_or(|from| from <= at) && at <= self.ends_at
    }
}

/// What the lists say of one car at one moment. Where several lines name it, a bar is stronger than a free passage, and
/// a warning goes beside either.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Controls {
    /// Why it is not let in.
    pub no_entry: Option<ControlEntry>,
    /// Why it is not let out.
    pub no_exit: Option<ControlEntry>,
    /// Why the people at the lot are told.
    pub warning: Option<ControlEntry>,
    /// Why it passes by itself and pays nothing.
    pub free: Option<ControlEntry>,
}

impl Controls {
    /// Judges the lines that name a car, of which some may not hold yet or any more.
    pub fn judge(entries: &[ControlEntry], at: Moment) -> Self {
        let holding = || entries.iter().filter(|entry| entry.holds_at(at));
        let first = |wanted: fn(Strategy) -> bool| holding().find(|entry| wanted(entry.strategy)).cloned();
        Self {
            no_entry: first(Strategy::bars_entry),
            no_exit: first(Strategy::bars_exit),
            warning: first(|strategy| strategy == Strategy::Warn),
            free: first(|strategy| strategy == Strategy::FreePassage),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(strategy: Strategy, begins_at: Option<i64>, ends_at: i64) -> ControlEntry {
        ControlEntry {
            id: Guid::from_bytes([1; 16]),
            plate: Plate::parse("粤B88888").unwrap(),
            strategy,
            begins_at: begins_at.map(Moment),
            ends_at: Moment(ends_at),
            placed_by: "某平台".into(),
            from_city: true,
        }
    }

    #[test]
    fn each_strategy_does_what_the_table_says() {
        // Table 18: 1 不能进, 2 能进不能出, 3 不能进出, 4 发送警告信息, 5 免费自动进出.
        let judged = Strategy::ALL.map(|strategy| {
            let controls = Controls::judge(&[entry(strategy, None, 10)], Moment(5));
            (
                controls.no_entry.is_some(),
                controls.no_exit.is_some(),
                controls.warning.is_some(),
                controls.free.is_some(),
            )
        });
        assert_eq!(
            judged,
            [
                (true, false, false, false),
                (false, true, false, false),
                (true, true, false, false),
                (false, false, true, false),
                (false, false, false, true),
            ]
        );
    }

    #[test]
    fn a_line_holds_from_its_beginning_to_its_end() {
        let line = entry(Strategy::NoEntry, Some(3), 7);
        let holds: Vec<i64> = (0..10).filter(|at| line.holds_at(Moment(*at))).collect();
        assert_eq!(holds, [3, 4, 5, 6, 7]);
        assert!(entry(Strategy::NoEntry, None, 7).holds_at(Moment(-1)), "without a beginning it holds at once");
    }

    #[test]
    fn lines_that_hold_are_put_together() {
        let lines = [
            entry(Strategy::FreePassage, None, 10),
            entry(Strategy::Warn, None, 10),
            entry(Strategy::NoExit, Some(8), 10),
            entry(Strategy::NoEntry, None, 4),
        ];
        let controls = Controls::judge(&lines, Moment(5));
        assert!(controls.free.is_some() && controls.warning.is_some());
        assert!(controls.no_exit.is_none() && controls.no_entry.is_none());
        assert!(Controls::judge(&lines, Moment(9)).no_exit.is_some());
    }
}
