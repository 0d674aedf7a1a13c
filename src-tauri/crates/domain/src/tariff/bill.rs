//! The lines of a fee as they grow, day by day. Days that are alike are told together, and a stay of very many days that
//! differ is told by what they charge: an explanation is to be read.

use super::{FeeLine, FeeStep};
use crate::moment::Moment;
use crate::money::Fen;

/// More lines than this are put together by what they charge.
const MOST_LINES: usize = 24;

/// A line with places in time as milliseconds since 1970.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub what: FeeStep,
    /// The span, by its place in the rate.
    pub span: Option<usize>,
    pub times: u64,
    pub each_fen: Fen,
    pub from_ms: i64,
    pub to_ms: i64,
}

impl Line {
    fn is_like(&self, other: &Line) -> bool {
        (self.what, self.span, self.each_fen) == (other.what, other.span, other.each_fen)
    }

    pub fn amount(&self) -> Fen {
        times(self.times, self.each_fen)
    }
}

/// Days alike, one after the other.
#[derive(Debug)]
struct Days {
    lines: Vec<Line>,
    days: u64,
    from_ms: i64,
    to_ms: i64,
}

/// What a rate charges, in days.
#[derive(Debug, Default)]
pub(super) struct Bill {
    groups: Vec<Days>,
}

impl Bill {
    /// Adds `days` days with these lines each, which span the time from one moment to another.
    pub fn push(&mut self, lines: Vec<Line>, days: u64, from_ms: i64, to_ms: i64) {
        if let Some(last) = self.groups.last_mut()
            && last.lines.len() == lines.len()
            && last.lines.iter().zip(&lines).all(|(a, b)| a.is_like(b) && a.times == b.times)
        {
            last.days += days;
            last.to_ms = to_ms;
            return;
        }
        self.groups.push(Days { lines, days, from_ms, to_ms });
    }

    /// The lines, in order.
    pub fn into_lines(self, name: impl Fn(usize) -> String) -> Vec<FeeLine> {
        let mut lines: Vec<Line> = Vec::new();
        for group in self.groups {
            // One day's lines have their own places; of several days alike they span them all.
            lines.extend(group.lines.into_iter().map(|line| match group.days {
                1 => line,
                days => Line { times: line.times * days, from_ms: group.from_ms, to_ms: group.to_ms, ..line },
            }));
        }
        if lines.len() > MOST_LINES {
            lines = together(lines);
        }
        lines.into_iter().map(|line| written(line, &name)).collect()
    }
}

/// One line for each thing that is charged, however often and whenever.
fn together(lines: Vec<Line>) -> Vec<Line> {
    let mut sums: Vec<Line> = Vec::new();
    for line in lines {
        match sums.iter_mut().find(|sum| sum.is_like(&line)) {
            Some(sum) => {
                sum.times += line.times;
                sum.to_ms = sum.to_ms.max(line.to_ms);
            }
            None => sums.push(line),
        }
    }
    sums
}

fn written(line: Line, name: impl Fn(usize) -> String) -> FeeLine {
    FeeLine {
        what: line.what,
        name: line.span.map(name),
        // A stay has at most u32::MAX minutes, and a period at least one.
        times: u32::try_from(line.times).unwrap_or(u32::MAX),
        each_fen: line.each_fen,
        amount_fen: line.amount(),
        from: Moment(line.from_ms),
        to: Moment(line.to_ms),
    }
}

/// At most u32::MAX times an amount that the check keeps at ten million 分: far inside of the numbers.
pub(super) fn times(count: u64, each: Fen) -> Fen {
    Fen(i64::try_from(count).unwrap_or(i64::MAX).saturating_mul(each.0))
}

impl From<Line> for FeeLine {
    /// A line without a span.
    fn from(line: Line) -> FeeLine {
        written(line, |_| String::new())
    }
}
