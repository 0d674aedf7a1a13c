//! What a stay costs now, what of it is paid, what is due.

use lotdesk_domain::lot::Lot;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::Coupon;
use lotdesk_domain::parking::{ParkingRecord, Standing};
use lotdesk_domain::plate::Plate;
use lotdesk_domain::tariff::{Fee, FeeLine, FeeStep, TariffHistory};
use lotdesk_ledger::ReadTx;

use crate::api::exit::Quote;
use crate::api::refusal::{Code, Refusal};
use crate::coupons::{self, Stack};
use crate::covers::{self, Part};
use crate::{charging, reservations, sharing, stays};

/// The amount that the screen shows is honoured for this long after it changed, so that it does not move between the
/// driver's hand and the drawer.
pub(crate) const SHOWN_AMOUNT_HOLDS_MS: i64 = 120_000;

/// A quote, with what a payment of it needs to know.
pub(crate) struct Priced {
    pub quote: Quote,
    /// The stay's fee.
    pub fee: Fee,
    /// Due for parking before any coupon.
    pub gross_fen: Fen,
    /// What coupons take off.
    pub stack: Stack,
}

/// What a stay owes until `until`.
pub(crate) fn quote(
    tx: &ReadTx<'_>,
    lot: &Lot,
    tariffs: &TariffHistory,
    record: &ParkingRecord,
    until: Moment,
) -> Result<Quote, Refusal> {
    Ok(price(tx, lot, tariffs, record, until, &Coupon::NOTHING)?.quote)
}

/// Prices a stay until `until`: the tariff's fee less what was paid, less what its coupons and one more take off, less what
/// its deposit pays, and what its car owes for charging. After a payment that left nothing due nothing more is due for the
/// lot's free-exit minutes.
pub(crate) fn price(
    tx: &ReadTx<'_>,
    lot: &Lot,
    tariffs: &TariffHistory,
    record: &ParkingRecord,
    until: Moment,
    also: &Coupon,
) -> Result<Priced, Refusal> {
    let until = until.max(record.entered_at);
    let fee = fee(tx, tariffs, record, until)?;
    let settled_at = tx.charges_of(record.id)?.iter().filter_map(|charge| charge.settled_at).max();
    let free_exit_until = settled_at.map(|at| at.plus_minutes(i64::from(lot.free_exit_minutes)));
    // What counts towards the fee: money paid too much does not, it is given back.
    let settled = record.receivable_fen;
    let owed = (fee.fee_fen - settled).at_least_zero();
    let asked = match free_exit_until {
        Some(end) if until <= end => Fen::ZERO,
        _ => owed,
    };
    let shorter = |minutes: u32| -> Result<Fen, Refusal> {
        let until = until.plus_minutes(-i64::from(minutes)).max(record.entered_at);
        Ok((self::fee(tx, tariffs, record, until)?.fee_fen - settled).at_least_zero())
    };
    let stack = coupons::stack_on(tx, record, until, asked, also, shorter)?;
    let deposit = reservations::open_deposit(tx, &lot.booking, record.id)?.min(owed - stack.off_fen());
    let due = (asked - stack.off_fen() - deposit).at_least_zero();
    let charging_fen = charging::fee::unpaid(tx, record.id)?;
    let quote = Quote {
        record_id: record.id,
        vehicle: record.vehicle.clone(),
        standing: record.standing,
        entered_at: record.entered_at,
        entry_picture: record.entry_picture,
        priced_at: until,
        minutes: fee.minutes,
        fee_fen: fee.fee_fen,
        discount_fen: record.discount_fen,
        paid_fen: record.received_fen,
        coupons: stack.uses.iter().map(coupons::quoted).collect(),
        deposit_fen: deposit,
        due_fen: due + charging_fen,
        charging_fen: Some(charging_fen).filter(|fen| fen.is_positive()),
        free_exit_until,
        arrears_fen: arrears(tx, record)?,
        lines: fee.lines.clone(),
        tariff: tariffs.at(until).map_or_else(String::new, |tariff| tariff.name.clone()),
    };
    Ok(Priced { gross_fen: due + stack.off_fen(), quote, fee, stack })
}

/// What the driver of this car still owes of earlier stays.
fn arrears(tx: &ReadTx<'_>, record: &ParkingRecord) -> Result<Option<Fen>, Refusal> {
    let debts = tx.open_debts_of(&record.vehicle.plate)?;
    let owed: Fen = debts
        .iter()
        .filter(|debt| debt.by_driver && debt.record_id != record.id)
        .map(lotdesk_ledger::tables::deductions::Debt::open_fen)
        .sum();
    Ok(Some(owed).filter(|fen| fen.is_positive()))
}

/// The stay's fee: by the tariffs, less the parts that a lease, shared hours or a free passage cover. Each part between and
/// beyond them is priced as a stay of its own.
pub(crate) fn fee(
    tx: &ReadTx<'_>,
    tariffs: &TariffHistory,
    record: &ParkingRecord,
    until: Moment,
) -> Result<Fee, Refusal> {
    let parts = covers::parts(tx, record, until)?;
    if let [Part { by: None, from, to }] = parts[..] {
        return stays::price(tx, tariffs, record, (from, to), false);
    }
    let minutes = whole_minutes(until.ms_since(record.entered_at));
    let mut fee = Fee { fee_fen: Fen::ZERO, minutes, lines: Vec::new() };
    let mut priced_on = None;
    for Part { by, from, to } in parts {
        match by {
            Some(step) => fee.lines.push(nothing(step, from, to)),
            None => {
                let day = from.to_china().date();
                let part = stays::price(tx, tariffs, record, (from, to), priced_on == Some(day))?;
                priced_on = Some(day);
                fee.fee_fen += part.fee_fen;
                fee.lines.extend(part.lines);
            }
        }
    }
    Ok(fee)
}

/// A line that charges nothing.
fn nothing(what: FeeStep, from: Moment, to: Moment) -> FeeLine {
    FeeLine { what, name: None, times: 1, each_fen: Fen::ZERO, amount_fen: Fen::ZERO, from, to }
}

fn whole_minutes(ms: i64) -> u32 {
    u32::try_from(ms.max(0).div_euclid(60_000)).unwrap_or(u32::MAX)
}

/// What a car is to the lot when it arrives: a lease car while its lease has a space left, a shared car within its hours,
/// a reserved car while a space is held for it, a temporary car otherwise.
pub(crate) fn standing(tx: &ReadTx<'_>, plate: &Plate, at: Moment) -> Result<Standing, Refusal> {
    if has_lease_space(tx, plate, at, None)? {
        return Ok(Standing::Lease);
    }
    if sharing::covering(tx, plate, at)?.is_some() {
        return Ok(Standing::Shared);
    }
    if reservations::holding(tx, plate, at)? {
        return Ok(Standing::Reserved);
    }
    Ok(Standing::Temporary)
}

/// Whether a lease covers a plate on a day and has a space left; a car that is inside already, under this plate or
/// another, does not take its own space.
pub(crate) fn has_lease_space(
    tx: &ReadTx<'_>,
    plate: &Plate,
    at: Moment,
    itself: Option<&ParkingRecord>,
) -> Result<bool, Refusal> {
    let day = at.to_china().date();
    let leases = tx.leases_of(plate)?;
    for lease in leases.iter().filter(|lease| lease.ended_at.is_none() && lease.covers_day(day)) {
        let counted = itself.is_some_and(|r| r.standing == Standing::Lease && lease.plates.contains(&r.vehicle.plate));
        if tx.lease_cars_inside(&lease.plates)? < lease.spaces + u32::from(counted) {
            return Ok(true);
        }
    }
    Ok(false)
}

pub(crate) fn bad_tariff(why: &lotdesk_domain::tariff::BadTariff) -> Refusal {
    // Where the text is no TOML the field is a line, and the rule's words name it already.
    let zh = if why.field.starts_with("line ") {
        format!("收费标准有误：{}", why.rule_zh)
    } else {
        format!("收费标准有误（{}）：{}", why.field, why.rule_zh)
    };
    Refusal::new(Code::BadTariff, zh, format!("Tariff: {why}.")).at(why.field.clone())
}
