//! Cars whose fee the platform takes by contract (C.1.2.6): asked about at the entry (5010), told of changes (6008), let
//! out before or after the platform has taken the fee, as the lot has it.
//!
//! - **Charge, then out**: the platform is asked once (5007) and the car waits for its word (6007), which lets it out.
//! - **Out, then charge**: the car leaves at once. Its fee is booked as owed by the platform, the exit goes up (5005), and
//!   then the order (5007); the platform's word (6007) settles the debt.

mod watch;

use lotdesk_domain::deduction::{DeductionRule, DeductionState};
use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::Lane;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::order::Coupon;
use lotdesk_domain::parking::{ParkingRecord, PlateRead, RecordState, RecordType};
use lotdesk_domain::posting::{Account, Movement};
use lotdesk_ledger::event::{Charged, DeductionBooked, DeductionKnown, ReadTaken};

use crate::act::Act;
use crate::api::lane::{ReadFate, ReadReply};
use crate::api::refusal::Refusal;
use crate::charging::fee as charging_fee;
use crate::effects::Effect;
use crate::lanes::{fate_word, goodbye, let_out};
use crate::{coupons, orders};

pub(crate) use watch::begin;

/// What the lot does with this stay's fee; none where it is paid as all others are.
fn rule(act: &Act<'_, '_>, record: &ParkingRecord) -> Result<Option<DeductionRule>, Refusal> {
    let rule = act.lot.payment.deduction;
    let on = rule != DeductionRule::Off && act.tx.deduction(record.id)? == Some(DeductionState::On);
    Ok(on.then_some(rule))
}

/// A car at the exit that owes something and may leave before the platform takes it.
pub(crate) fn out_then_charge(
    act: &mut Act<'_, '_>,
    lane: &Lane,
    read: &PlateRead,
    record: &ParkingRecord,
) -> Result<Option<ReadReply>, Refusal> {
    if !leaves_first(act, record)? {
        return Ok(None);
    }
    let taken = ReadTaken {
        clears_waiting: true,
        ..ReadTaken::new(read, fate_word(ReadFate::Left), Some(record.standing), Some(record.id))
    };
    act.record(taken, Some(record.id), None)?;
    let command = leave_owing(act, lane, (read.read_id, read.picture_id), record, read.taken_at)?;
    Ok(Some(goodbye(record, command)))
}

/// Whether a car that owes something may leave before the platform takes it.
pub(crate) fn leaves_first(act: &Act<'_, '_>, record: &ParkingRecord) -> Result<bool, Refusal> {
    Ok(rule(act, record)? == Some(DeductionRule::OutThenCharge))
}

/// Ends the stay with its fee as the platform's debt, opens the gate, and asks the platform for the money.
pub(crate) fn leave_owing(
    act: &mut Act<'_, '_>,
    lane: &Lane,
    read: (Guid, Option<Guid>),
    record: &ParkingRecord,
    left_at: Moment,
) -> Result<Guid, Refusal> {
    let left_at = left_at.max(record.entered_at);
    let leaving = ParkingRecord { left_at: Some(left_at), ..record.clone() };
    let given = orders::give_out(act, &leaving, left_at, &Coupon::NOTHING)?;
    let amount_fen = given.order.due_fen();
    if !amount_fen.is_positive() {
        return let_out(act, record, lane, Some(read), left_at, "read", RecordType::Normal);
    }
    // What coupons let off is no debt of the platform's.
    coupons::settle_at_exit(act, record.id, left_at)?;
    let charging_fen = given.order.charging_fen;
    let movement = Movement::deduction_booked(amount_fen - charging_fen)
        .map_err(Refusal::internal)?
        .with_charging_paid(Account::CityDeduction, charging_fen);
    let order_no = given.order.order_no.clone();
    let postings = Charged::postings_of(&movement);
    let booked = DeductionBooked { record_id: record.id, order_no, amount_fen, charging_fen, postings };
    act.record(booked, Some(record.id), Some(read.0))?;
    // The platform's debt now, under the stay's own identifier until its payment has one.
    charging_fee::settle(act, record.id, record.id, charging_fen)?;
    let command = let_out(act, record, lane, Some(read), left_at, "read", RecordType::Normal)?;
    orders::request(act, given)?;
    Ok(command)
}

/// Asks the platform for the fee of a car that stops at the exit, where the lot has it so. True when it is asked now or
/// was before.
pub(crate) fn charge_then_out(act: &mut Act<'_, '_>, record: &ParkingRecord) -> Result<bool, Refusal> {
    if rule(act, record)? != Some(DeductionRule::ChargeThenOut) {
        return Ok(false);
    }
    // A driver who is paying by a code must not be charged besides.
    if !act.tx.open_attempts_of(record.id)?.is_empty() {
        return Ok(false);
    }
    // Once a stay by itself: a second asking for another amount could take both.
    if act.tx.requested_order(record.id)?.is_none() {
        let given = orders::give_out(act, record, act.now, &Coupon::NOTHING)?;
        if !given.order.due_fen().is_positive() {
            return Ok(false);
        }
        orders::request(act, given)?;
    }
    Ok(true)
}

/// It became known whether a plate's fee can be taken. A car inside keeps it; one that stands at the exit is dealt with.
pub(crate) fn known(
    act: &mut Act<'_, '_>,
    record_id: Guid,
    state: DeductionState,
    source: &str,
) -> Result<(), Refusal> {
    let Some(record) = act.tx.record(record_id)?.filter(|record| record.state == RecordState::Inside) else {
        return Ok(());
    };
    if act.tx.deduction(record_id)? == Some(state) {
        return Ok(());
    }
    let plate = record.vehicle.plate.clone();
    act.record(DeductionKnown { record_id, plate, state, source: source.to_owned() }, Some(record_id), None)?;
    let Some((lane, waiting)) = orders::waits_to_pay(act, &record)? else { return Ok(()) };
    match rule(act, &record)? {
        Some(DeductionRule::OutThenCharge) => {
            let (seen, now) = ((waiting.read.id, waiting.read.picture_id), act.now);
            let command = leave_owing(act, &lane, seen, &record, now)?;
            let reply = goodbye(&record, command);
            act.effects.push(Effect::Show { lane_id: lane.id, screen: reply.screen, voice: reply.voice });
        }
        Some(DeductionRule::ChargeThenOut) => {
            charge_then_out(act, &record)?;
        }
        Some(DeductionRule::Off) | None => {}
    }
    Ok(())
}
