//! Which parts of a stay cost nothing because somebody else has paid for them, or nobody need: a lease's days, shared hours,
//! a control list's free passage. What lies between and beyond is priced, each such part as a stay of its own.

use chrono::NaiveTime;
use lotdesk_domain::lease::{DaySpan, Lease};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::{ParkingRecord, Standing};
use lotdesk_domain::tariff::FeeStep;
use lotdesk_ledger::{LedgerError, ReadTx};

use crate::controls;

/// A part of a stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// What covers it; none where it is priced.
    pub by: Option<FeeStep>,
    pub from: Moment,
    pub to: Moment,
}

/// The stay in parts, in order and without a gap; one part that is priced where nothing covers any. A car that may pass
/// free of charge at `until` leaves free, whenever its permission began.
pub(crate) fn parts(tx: &ReadTx<'_>, record: &ParkingRecord, until: Moment) -> Result<Vec<Part>, LedgerError> {
    let from = record.entered_at;
    let free = controls::free_spans(tx, &record.vehicle.plate)?;
    if free.iter().any(|(begin, end)| *begin <= until && until <= *end) {
        return Ok(vec![Part { by: Some(FeeStep::FreeByList), from, to: until.max(from) }]);
    }
    let mut covers: Vec<(Moment, Moment, FeeStep)> = Vec::new();
    if record.standing == Standing::Lease {
        for lease in tx.leases_of(&record.vehicle.plate)? {
            covers.extend(lease_spans(&lease).map(|(begin, end)| (begin, end, FeeStep::CoveredByLease)));
        }
    }
    if let Some(share) = record.share_id.map(|id| tx.share(id)).transpose()?.flatten() {
        let shared = share.parts(from, until).into_iter().filter(|part| part.shared);
        covers.extend(shared.map(|part| (part.from, part.to, FeeStep::CoveredBySharing)));
    }
    covers.extend(free.into_iter().map(|(begin, end)| (begin, end, FeeStep::FreeByList)));
    Ok(cut(from, until, &covers))
}

/// Cuts a stay by what covers it. Of several covers the one that lasts longest goes on.
fn cut(from: Moment, until: Moment, covers: &[(Moment, Moment, FeeStep)]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut at = from;
    while at < until {
        let on = covers.iter().filter(|(begin, end, _)| *begin <= at && at < *end);
        // Of two that end together the first that was named: a lease before shared hours before a list.
        let longest = on.rev().max_by_key(|(_, end, _)| *end);
        let (by, to) = match longest {
            Some((_, end, step)) => (Some(*step), (*end).min(until)),
            None => {
                let next = covers.iter().map(|(begin, _, _)| *begin).filter(|begin| *begin > at).min();
                (None, next.map_or(until, |next| next.min(until)))
            }
        };
        match parts.last_mut() {
            Some(last) if last.by == by => last.to = to,
            _ => parts.push(Part { by, from: at, to }),
        }
        at = to;
    }
    if parts.is_empty() {
        let by = covers.iter().find(|(begin, end, _)| *begin <= from && from < *end).map(|(_, _, step)| *step);
        parts.push(Part { by, from, to: from });
    }
    parts
}

/// From the midnight of a lease's first day to that after its last, of each of its spans; to the moment of its removal.
/// A lease that is renewed is often a new one from the next day on.
fn lease_spans(lease: &Lease) -> impl Iterator<Item = (Moment, Moment)> {
    let now = DaySpan { first_day: lease.first_day, last_day: lease.last_day };
    let ended_at = lease.ended_at.unwrap_or(Moment(i64::MAX));
    let spans: Vec<DaySpan> = lease.earlier.iter().copied().chain([now]).collect();
    spans.into_iter().filter_map(move |span| {
        let midnight = |day: chrono::NaiveDate| Moment::from_china(day.and_time(NaiveTime::MIN));
        let (from, to) = (midnight(span.first_day), midnight(span.last_day.succ_opt()?).min(ended_at));
        (from < to).then_some((from, to))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stay_is_cut_by_what_covers_it() {
        use FeeStep::{CoveredByLease, CoveredBySharing, FreeByList};
        let told = |from: i64, until: i64, covers: &[(i64, i64, FeeStep)]| -> Vec<(Option<FeeStep>, i64, i64)> {
            let covers: Vec<_> = covers.iter().map(|(a, b, step)| (Moment(*a), Moment(*b), *step)).collect();
            cut(Moment(from), Moment(until), &covers).iter().map(|part| (part.by, part.from.0, part.to.0)).collect()
        };
        assert_eq!(told(0, 10, &[]), [(None, 0, 10)]);
        assert_eq!(told(0, 0, &[]), [(None, 0, 0)]);
        assert_eq!(told(0, 0, &[(-1, 5, CoveredByLease)]), [(Some(CoveredByLease), 0, 0)]);
        assert_eq!(told(0, 10, &[(-5, 4, CoveredByLease)]), [(Some(CoveredByLease), 0, 4), (None, 4, 10)]);
        // A lease that is renewed on the next day, and once more after a gap.
        assert_eq!(
            told(0, 10, &[(-5, 2, CoveredByLease), (2, 4, CoveredByLease), (7, 9, CoveredByLease)]),
            [(Some(CoveredByLease), 0, 4), (None, 4, 7), (Some(CoveredByLease), 7, 9), (None, 9, 10)]
        );
        // Shared hours that a lease overlaps.
        assert_eq!(
            told(0, 10, &[(0, 6, CoveredByLease), (4, 8, CoveredBySharing), (3, 5, FreeByList)]),
            [(Some(CoveredByLease), 0, 6), (Some(CoveredBySharing), 6, 8), (None, 8, 10)]
        );
    }
}
