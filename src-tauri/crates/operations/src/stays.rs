//! What a tariff wants to know of a stay besides its time: what car it is, where it stands, when it charged, and what the
//! plate's stays before it were. Only what the tariff asks for is looked up.

use lotdesk_domain::charging::ChargeState;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::{ParkingRecord, Standing};
use lotdesk_domain::tariff::{Fee, GoesOn, Rate, Stay, TariffHistory};
use lotdesk_ledger::ReadTx;

use crate::api::refusal::Refusal;
use crate::quotes::bad_tariff;

/// A car that drives out and in all day is followed back this far.
const MOST_REENTRIES: usize = 48;

/// A stay of this record without what needs looking up.
pub(crate) fn plain(record: &ParkingRecord, from: Moment, until: Moment) -> Stay<'_> {
    Stay {
        new_energy: record.vehicle.is_new_energy(),
        reserved: record.standing == Standing::Reserved,
        area: Some(&record.area),
        ..Stay::of(record.vehicle.class, from, until)
    }
}

/// The rate at which a record's stay begins.
pub(crate) fn rate<'a>(tariffs: &'a TariffHistory, record: &ParkingRecord) -> Option<&'a Rate> {
    tariffs.at(record.entered_at)?.rate_of(&plain(record, record.entered_at, record.entered_at))
}

/// Prices a part of a record's stay. `used` says that the stay had the day's free minutes before.
pub(crate) fn price(
    tx: &ReadTx<'_>,
    tariffs: &TariffHistory,
    record: &ParkingRecord,
    (from, until): (Moment, Moment),
    used: bool,
) -> Result<Fee, Refusal> {
    let stay = plain(record, from, until);
    let Some(rate) = tariffs.at(from).and_then(|tariff| tariff.rate_of(&stay)) else {
        return tariffs.price(&stay).map_err(|why| bad_tariff(&why));
    };
    let charging = if rate.charging_free_minutes > 0 { charging(tx, record, until)? } else { Vec::new() };
    // Only the stay's own beginning may go on from another one.
    let goes_on = if from == record.entered_at { goes_on(tx, rate, record)? } else { None };
    let free_minutes_used = rate.free_once_a_day && (used || came_before(tx, record, from)?);
    let stay = Stay { charging: &charging, goes_on, free_minutes_used, ..stay };
    tariffs.price(&stay).map_err(|why| bad_tariff(&why))
}

/// When a record's car charged, in order, without overlaps.
fn charging(tx: &ReadTx<'_>, record: &ParkingRecord, until: Moment) -> Result<Vec<(Moment, Moment)>, Refusal> {
    let mut spans: Vec<(Moment, Moment)> = Vec::new();
    for order in tx.charge_orders_of(record.id)? {
        let Some(from) = order.started_at else { continue };
        let to = match (order.state, order.ended_at) {
            (_, Some(ended)) => ended,
            (ChargeState::Ended, None) => continue,
            _ => until,
        };
        if from < to {
            spans.push((from, to));
        }
    }
    spans.sort_unstable();
    let mut apart: Vec<(Moment, Moment)> = Vec::new();
    for (from, to) in spans {
        match apart.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => apart.push((from, to)),
        }
    }
    Ok(apart)
}

/// The stay that this one goes on from: the car was back in time, perhaps more than once. Stays that a lease or shared hours
/// covered are ones of their own.
fn goes_on(tx: &ReadTx<'_>, rate: &Rate, record: &ParkingRecord) -> Result<Option<GoesOn>, Refusal> {
    if rate.reentry_minutes == 0 || !pays(record) {
        return Ok(None);
    }
    let (mut first, mut last_left) = (record.clone(), None);
    for _ in 0..MOST_REENTRIES {
        let before = tx.record_before(&first)?.filter(pays);
        let Some((before, left_at)) = before.and_then(|before| before.left_at.map(|left_at| (before, left_at))) else {
            break;
        };
        if first.entered_at > left_at.plus_minutes(rate.reentry_minutes.into()) {
            break;
        }
        last_left.get_or_insert(left_at);
        first = before;
    }
    let Some(left_at) = last_left else { return Ok(None) };
    let free_minutes_used = rate.free_once_a_day && came_before(tx, &first, first.entered_at)?;
    Ok(Some(GoesOn { entered_at: first.entered_at, left_at, free_minutes_used }))
}

fn pays(record: &ParkingRecord) -> bool {
    matches!(record.standing, Standing::Temporary | Standing::Reserved)
}

/// Whether another stay of the plate began earlier on the same calendar day.
fn came_before(tx: &ReadTx<'_>, record: &ParkingRecord, at: Moment) -> Result<bool, Refusal> {
    let midnight = Moment::from_china(at.to_china().date().and_time(chrono::NaiveTime::MIN));
    Ok(tx.came_before(record, midnight, at)?)
}
