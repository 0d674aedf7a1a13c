//! Until when a stay is covered, so that it costs nothing: by a lease, by a control list's free passage, or by one after
//! the other.

use chrono::NaiveTime;
use lotdesk_domain::lease::Lease;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::{ParkingRecord, Standing};
use lotdesk_domain::tariff::FeeStep;
use lotdesk_ledger::{LedgerError, ReadTx};

use crate::controls;

/// The end of what covers a stay from its entry on, and what covers it first; none where nothing does. A car that may
/// pass free of charge at `until` leaves free, whenever its permission began.
pub(crate) fn covered_until(
    tx: &ReadTx<'_>,
    record: &ParkingRecord,
    until: Moment,
) -> Result<Option<(Moment, FeeStep)>, LedgerError> {
    let free = controls::free_spans(tx, &record.vehicle.plate)?;
    if free.iter().any(|(from, to)| *from <= until && until <= *to) {
        return Ok(Some((until.max(record.entered_at), FeeStep::FreeByList)));
    }
    let leases = match record.standing {
        Standing::Lease => tx.leases_of(&record.vehicle.plate)?,
        Standing::Temporary | Standing::Reserved | Standing::Shared => Vec::new(),
    };
    let mut end = record.entered_at;
    let mut by = None;
    loop {
        let by_lease = leases.iter().filter_map(|lease| lease_end(lease, end)).max();
        let by_list = free.iter().filter(|(from, to)| *from <= end && end < *to).map(|(_, to)| *to).max();
        let (next, step) = match (by_lease, by_list) {
            (Some(lease), Some(list)) if list > lease => (list, FeeStep::FreeByList),
            (Some(lease), _) => (lease, FeeStep::CoveredByLease),
            (None, Some(list)) => (list, FeeStep::FreeByList),
            (None, None) => return Ok(by.map(|step| (end, step))),
        };
        end = next;
        by.get_or_insert(step);
    }
}

/// The end of the last day of the lease's span that a moment lies in, or of the lease, where it was removed before. A
/// lease that is renewed is often a new one from the next day on: the caller goes on from there.
fn lease_end(lease: &Lease, at: Moment) -> Option<Moment> {
    let last_day = lease.covered_until(at.to_china().date())?;
    let midnight = Moment::from_china(last_day.succ_opt()?.and_time(NaiveTime::MIN));
    let end = lease.ended_at.map_or(midnight, |ended| ended.min(midnight));
    (end > at).then_some(end)
}
