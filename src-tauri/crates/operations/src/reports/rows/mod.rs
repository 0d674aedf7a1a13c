//! The rows of each report, a turn at a time: what fits into one look at the ledger, so that no snapshot is held for long.

mod details;
mod repairs;
mod sums;

use std::collections::HashMap;
use std::sync::Arc;

use lotdesk_domain::lot::Lot;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::table::{Cell, Heading, Language};
use lotdesk_ledger::{LedgerError, ReadTx};

use super::span::Span;
use super::{columns, words};
use crate::api::refusal::Refusal;
use crate::api::report::ReportKind;

/// Takes a row and says whether it wants more.
pub(super) type Take<'t> = &'t mut dyn FnMut(&[Cell<'_>]) -> bool;

/// Behind which row a turn begins. What the two numbers are is the report's own affair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place(i64, i64);

impl Place {
    pub(super) fn parse(text: &str) -> Result<Self, Refusal> {
        let numbers = text.split_once('.').and_then(|(a, b)| Some(Place(a.parse().ok()?, b.parse().ok()?)));
        numbers.ok_or_else(|| Refusal::field("after", "翻页位置无效", "The place of the page is none of ours."))
    }

    pub(super) fn text(self) -> String {
        format!("{}.{}", self.0, self.1)
    }
}

/// What rows are told with: the period, and the names behind identifiers.
pub(super) struct About {
    pub lot: Arc<Lot>,
    pub span: Span,
    pub language: Language,
    pub now: Moment,
    operators: HashMap<String, String>,
    lanes: HashMap<String, String>,
}

impl About {
    pub(super) fn read(
        tx: &ReadTx<'_>,
        lot: Arc<Lot>,
        span: Span,
        language: Language,
        now: Moment,
    ) -> Result<Self, LedgerError> {
        let operators = tx.operators()?.into_iter().map(|operator| (operator.id.to_string(), operator.name)).collect();
        let lanes = lot.lanes.iter().map(|lane| (lane.id.to_string(), lane.name.clone())).collect();
        Ok(Self { lot, span, language, now, operators, lanes })
    }

    /// What stands above the rows. The journal's head stands on a shift sheet, so that the paper can be held against the
    /// ledger.
    pub(super) fn heading(&self, tx: &ReadTx<'_>, kind: ReportKind) -> Result<Heading, LedgerError> {
        let zh = self.language == Language::Zh;
        let (lot, days, now) = (&self.lot.name, self.span.text(zh), self.now.to_datetime_text());
        let mut lines = if zh {
            vec![format!("停车场：{lot}    期间：{days}    生成时间：{now}")]
        } else {
            vec![format!("Lot: {lot}    Period: {days}    Made at: {now}")]
        };
        match kind {
            ReportKind::Shifts => {
                let head = tx.head()?;
                let (seq, hash) = (head.seq, head.hash_text());
                lines.push(if zh {
                    format!("账本第 {seq} 条，校验值 {hash}")
                } else {
                    format!("Journal at {seq}, hash {hash}")
                });
            }
            ReportKind::Reconciliation => lines.push(self.billed(tx)?),
            ReportKind::RepairUploads => lines.extend(repairs::about(tx, self)?),
            _ => {}
        }
        Ok(Heading {
            title: words::title(kind, self.language).to_owned(),
            lines,
            columns: columns::of(kind, self.span.hourly()),
            language: self.language,
        })
    }

    /// How many of the days have a bill: what was never asked for is not compared.
    fn billed(&self, tx: &ReadTx<'_>) -> Result<String, LedgerError> {
        let mut billed = 0;
        for day in lotdesk_domain::reconcile::days(self.span.first, self.span.last) {
            billed += usize::from(tx.city_bill(day)?.is_some());
        }
        let days = self.span.days();
        Ok(match self.language {
            Language::Zh => format!("{days} 天中有 {billed} 天取得平台账单；未取得账单的日期不参与比对"),
            Language::En => {
                format!("{billed} of {days} days have the platform's bill; days without one are not compared")
            }
        })
    }

    fn pick(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.language.pick(zh, en)
    }

    fn lane<'a>(&'a self, id: Option<&'a str>) -> &'a str {
        match id {
            None | Some("") => "",
            // A lane that is no more is known by its identifier.
            Some(id) => self.lanes.get(id).map_or(id, String::as_str),
        }
    }

    /// An operator by identifier, or whoever else by origin.
    fn who<'a>(&'a self, who: &'a str) -> &'a str {
        match who {
            "platform:city" => self.pick("城市平台", "City platform"),
            "platform:charging" => self.pick("充电平台", "Charging platform"),
            "engine" => self.pick("系统", "Engine"),
            other => self.operators.get(other).map_or(other, String::as_str),
        }
    }
}

/// Whether a report's rows come a turn at a time; the others are few, and come all at once.
pub(super) const fn in_turns(kind: ReportKind) -> bool {
    matches!(kind, ReportKind::Payments | ReportKind::Stays | ReportKind::Releases)
}

/// How many rows a report is going to have, where that can be told.
pub(super) fn count(tx: &ReadTx<'_>, about: &About, kind: ReportKind) -> Result<Option<u64>, LedgerError> {
    let (from, before) = (about.span.from(), about.span.before());
    Ok(match kind {
        ReportKind::Payments => Some(tx.payment_count(from, before)?),
        ReportKind::Stays => Some(tx.stay_count(from, before)?),
        _ => None,
    })
}

/// Hands on the rows behind a place, at most `limit`; gives where it ended when there may be more.
pub(super) fn turn(
    tx: &ReadTx<'_>,
    about: &About,
    kind: ReportKind,
    after: Place,
    limit: u32,
    take: Take<'_>,
) -> Result<Option<Place>, Refusal> {
    match kind {
        ReportKind::Payments => details::payments(tx, about, after, limit, take),
        ReportKind::Stays => details::stays(tx, about, after, limit, take),
        ReportKind::Releases => details::releases(tx, about, after, limit, take),
        _ => {
            // Few rows: those of earlier pages are made again and passed over.
            let (mut skip, mut left, mut more) = (after.0, limit, false);
            all(tx, about, kind, &mut |row| {
                if skip > 0 {
                    skip -= 1;
                    return true;
                }
                if left == 0 {
                    more = true;
                    return false;
                }
                left -= 1;
                take(row)
            })?;
            Ok(more.then_some(Place(after.0 + i64::from(limit), 0)))
        }
    }
}

fn all(tx: &ReadTx<'_>, about: &About, kind: ReportKind, take: Take<'_>) -> Result<(), Refusal> {
    match kind {
        ReportKind::Daily => sums::daily(tx, about, take),
        ReportKind::Monthly => sums::monthly(tx, about, take),
        ReportKind::Lanes => sums::lanes(tx, about, take),
        ReportKind::Operators => sums::operators(tx, about, take),
        ReportKind::PayTypes => sums::pay_types(tx, about, take),
        ReportKind::Shifts => sums::drawers(tx, about, take),
        ReportKind::Occupancy => sums::occupancy(tx, about, take),
        ReportKind::Arrears => details::arrears(tx, about, take),
        ReportKind::Reconciliation => details::reconciliation(tx, about, take),
        ReportKind::RepairUploads => repairs::uploads(tx, about, take),
        ReportKind::Payments | ReportKind::Stays | ReportKind::Releases => Ok(()),
    }
}
