//! Two lists of movements side by side. **Nothing is matched silently**: what agrees in key, way, amount, state and time is
//! one; everything else is a difference of a class.
//!
//! Within one key and way, in this order:
//! 1. same amount, same state, times no further apart than the slack: they agree;
//! 2. same amount and state, times further apart: [`Class::Time`];
//! 3. same amount, one of them withdrawn: [`Class::State`];
//! 4. more of an amount on one side than on the other, where one of it agreed: [`Class::Duplicate`];
//! 5. what is left on both sides: one sum each where sums may be compared ([`Rules::sums`]), else one by one: [`Class::Amount`];
//! 6. what is left on one side: [`Class::MissingThere`] or [`Class::MissingHere`].
//!
//! What was withdrawn and stands on one side alone moved no money, and is no difference. Nor is an amount of nothing.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::MoneyWay;
use crate::moment::Moment;
use crate::money::Fen;

/// What our ledger is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// What the gates did: cars that left, gates opened by hand.
    Gate,
    /// The city platform's bill (1401).
    City,
    /// The payment channels' files.
    Channel,
    /// What went through the drawers.
    Drawer,
}

/// How two sides differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// The other side has it, the ledger does not.
    MissingHere,
    /// The ledger has it, the other side does not.
    MissingThere,
    /// The amounts differ.
    Amount,
    /// The times differ by more than clocks do.
    Time,
    /// One side says that it was withdrawn.
    State,
    /// One side has it more often than the other.
    Duplicate,
}

/// A movement on one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What both sides know it by.
    pub key: String,
    /// Which way the money went.
    pub way: MoneyWay,
    /// How much, above zero.
    pub amount_fen: Fen,
    /// When.
    pub at: Moment,
    /// False where it was withdrawn in the end.
    pub done: bool,
    /// What a person knows it by.
    pub note: String,
}

/// How strict a comparison is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Times may be this far apart, in milliseconds.
    pub slack_ms: i64,
    /// Whether several lines of one side may be one line of the other.
    pub sums: bool,
}

/// What does not agree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Difference {
    /// The side that the ledger was held against.
    pub side: Side,
    /// How it differs.
    pub class: Class,
    /// What both sides know it by.
    pub key: String,
    /// Which way the money went.
    pub way: MoneyWay,
    /// The ledger's amount; none where it has nothing.
    pub ours_fen: Option<Fen>,
    /// The other side's; none where it has nothing.
    pub theirs_fen: Option<Fen>,
    /// The ledger's time.
    pub ours_at: Option<Moment>,
    /// The other side's.
    pub theirs_at: Option<Moment>,
    /// What a person knows it by.
    pub note: String,
}

impl Difference {
    /// Names it: the same difference has the same name however often it is found.
    pub fn id(&self) -> String {
        let fen = |amount: Option<Fen>| amount.map_or_else(|| "-".to_owned(), |amount| amount.0.to_string());
        let word = |what: words::Word| what.0;
        format!(
            "{}/{}/{}/{}/{}/{}",
            word(self.side.into()),
            word(self.class.into()),
            word(self.way.into()),
            fen(self.ours_fen),
            fen(self.theirs_fen),
            self.key
        )
    }

    /// What the ledger lacks (above zero) or has too much of (below), as money that came in.
    pub fn lacking_fen(&self) -> Fen {
        let apart = self.theirs_fen.unwrap_or(Fen::ZERO) - self.ours_fen.unwrap_or(Fen::ZERO);
        let apart = match self.class {
            Class::State => -self.ours_fen.unwrap_or(Fen::ZERO),
            Class::Time => Fen::ZERO,
            _ => apart,
        };
        if self.way == MoneyWay::Refunded { -apart } else { apart }
    }
}

/// The words by which a difference is named; they are written out so that a renamed variant keeps its name.
mod words {
    use super::{Class, MoneyWay, Side};

    pub(super) struct Word(pub(super) &'static str);

    impl From<Side> for Word {
        fn from(side: Side) -> Self {
            Self(match side {
                Side::Gate => "gate",
                Side::City => "city",
                Side::Channel => "channel",
                Side::Drawer => "drawer",
            })
        }
    }

    impl From<Class> for Word {
        fn from(class: Class) -> Self {
            Self(match class {
                Class::MissingHere => "missing_here",
                Class::MissingThere => "missing_there",
                Class::Amount => "amount",
                Class::Time => "time",
                Class::State => "state",
                Class::Duplicate => "duplicate",
            })
        }
    }

    impl From<MoneyWay> for Word {
        fn from(way: MoneyWay) -> Self {
            Self(match way {
                MoneyWay::Paid => "paid",
                MoneyWay::Refunded => "refunded",
            })
        }
    }
}

/// Holds the ledger's lines against another side's. The differences come in the order of key and way.
pub fn compare(side: Side, ours: &[Line], theirs: &[Line], rules: Rules) -> Vec<Difference> {
    let mut groups: BTreeMap<(&str, MoneyWay), Sides<'_>> = BTreeMap::new();
    for line in ours.iter().filter(|line| line.amount_fen != Fen::ZERO) {
        groups.entry((&line.key, line.way)).or_default().0.push(line);
    }
    for line in theirs.iter().filter(|line| line.amount_fen != Fen::ZERO) {
        groups.entry((&line.key, line.way)).or_default().1.push(line);
    }
    let mut found = Vec::new();
    for (ours, theirs) in groups.into_values() {
        Group { side, rules, ours, theirs, agreed: Vec::new() }.judge(&mut found);
    }
    found
}

/// The ledger's lines of one key and way, and the other side's.
type Sides<'a> = (Vec<&'a Line>, Vec<&'a Line>);

/// The lines of one key and way that nothing has been said of yet.
struct Group<'a> {
    side: Side,
    rules: Rules,
    ours: Vec<&'a Line>,
    theirs: Vec<&'a Line>,
    /// How much of which amount agreed.
    agreed: Vec<Fen>,
}

impl<'a> Group<'a> {
    fn judge(mut self, found: &mut Vec<Difference>) {
        self.ours.sort_by_key(|line| line.at);
        self.theirs.sort_by_key(|line| line.at);
        let slack = self.rules.slack_ms;
        while let Some((ours, _)) = self.take(|ours, theirs| {
            ours.amount_fen == theirs.amount_fen && ours.done == theirs.done && apart(ours, theirs) <= slack
        }) {
            self.agreed.push(ours.amount_fen);
        }
        while let Some((ours, theirs)) =
            self.take(|ours, theirs| ours.amount_fen == theirs.amount_fen && ours.done == theirs.done)
        {
            self.agreed.push(ours.amount_fen);
            found.push(self.differ(Class::Time, Some(ours), Some(theirs)));
        }
        while let Some((ours, theirs)) = self.take(|ours, theirs| ours.amount_fen == theirs.amount_fen) {
            found.push(self.differ(Class::State, Some(ours), Some(theirs)));
        }
        // Withdrawn on one side alone: no money moved, and nobody says that it did.
        self.ours.retain(|line| line.done);
        self.theirs.retain(|line| line.done);
        self.duplicates(found);
        if self.rules.sums && !self.ours.is_empty() && !self.theirs.is_empty() {
            let (ours, theirs) = (sum(&self.ours), sum(&self.theirs));
            if ours != theirs {
                let mut difference = self.differ(Class::Amount, Some(self.ours[0]), Some(self.theirs[0]));
                (difference.ours_fen, difference.theirs_fen) = (Some(ours), Some(theirs));
                found.push(difference);
            } else if apart(self.ours[0], self.theirs[0]) > slack {
                let mut difference = self.differ(Class::Time, Some(self.ours[0]), Some(self.theirs[0]));
                (difference.ours_fen, difference.theirs_fen) = (Some(ours), Some(theirs));
                found.push(difference);
            }
            return;
        }
        while let Some((ours, theirs)) = self.take(|_, _| true) {
            found.push(self.differ(Class::Amount, Some(ours), Some(theirs)));
        }
        for line in &self.ours {
            found.push(self.differ(Class::MissingThere, Some(line), None));
        }
        for line in &self.theirs {
            found.push(self.differ(Class::MissingHere, None, Some(line)));
        }
    }

    /// Takes the first two lines out that fit each other.
    fn take(&mut self, fit: impl Fn(&Line, &Line) -> bool) -> Option<(&'a Line, &'a Line)> {
        for at in 0..self.ours.len() {
            if let Some(other) = self.theirs.iter().position(|theirs| fit(self.ours[at], theirs)) {
                return Some((self.ours.remove(at), self.theirs.remove(other)));
            }
        }
        None
    }

    /// Lines that repeat one that agreed: one difference an amount, with all of it on either side.
    fn duplicates(&mut self, found: &mut Vec<Difference>) {
        let mut amounts = self.agreed.clone();
        amounts.sort_unstable();
        amounts.dedup();
        for amount in amounts {
            let agreed: Fen = self.agreed.iter().filter(|fen| **fen == amount).copied().sum();
            let again = |lines: &mut Vec<&'a Line>| -> (Fen, Option<&'a Line>) {
                let first = lines.iter().find(|line| line.amount_fen == amount).copied();
                let more = lines.iter().filter(|line| line.amount_fen == amount).map(|line| line.amount_fen).sum();
                lines.retain(|line| line.amount_fen != amount);
                (more, first)
            };
            // With sums, a second half of the same amount is no repeat.
            if self.rules.sums && !self.ours.is_empty() && !self.theirs.is_empty() {
                continue;
            }
            let (ours, ours_first) = again(&mut self.ours);
            let (theirs, theirs_first) = again(&mut self.theirs);
            if ours_first.is_none() && theirs_first.is_none() {
                continue;
            }
            let mut difference = self.differ(Class::Duplicate, ours_first, theirs_first);
            (difference.ours_fen, difference.theirs_fen) = (Some(agreed + ours), Some(agreed + theirs));
            found.push(difference);
        }
    }

    fn differ(&self, class: Class, ours: Option<&Line>, theirs: Option<&Line>) -> Difference {
        let known = ours.or(theirs);
        Difference {
            side: self.side,
            class,
            key: known.map_or_else(String::new, |line| line.key.clone()),
            way: known.map_or(MoneyWay::Paid, |line| line.way),
            ours_fen: ours.map(|line| line.amount_fen),
            theirs_fen: theirs.map(|line| line.amount_fen),
            ours_at: ours.map(|line| line.at),
            theirs_at: theirs.map(|line| line.at),
            note: ours
                .filter(|line| !line.note.is_empty())
                .or(theirs)
                .map_or_else(String::new, |line| line.note.clone()),
        }
    }
}

fn apart(ours: &Line, theirs: &Line) -> i64 {
    ours.at.ms_since(theirs.at).saturating_abs()
}

fn sum(lines: &[&Line]) -> Fen {
    lines.iter().map(|line| line.amount_fen).sum()
}
