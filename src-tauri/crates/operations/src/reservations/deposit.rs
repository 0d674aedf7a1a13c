//! Deposits: taken by the platform for us, and at the end spent on the fee, kept or returned, by the lot's rules.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::{ParkingRecord, PayType};
use lotdesk_domain::posting::Movement;
use lotdesk_domain::reservation::{BookingRules, DepositFate, ReservationState};
use lotdesk_ledger::event::{Charged, DepositSettled};
use lotdesk_ledger::{LedgerError, ReadTx};

use crate::act::Act;
use crate::api::refusal::Refusal;
use crate::{orders, quotes, words};

type Postings = Vec<(String, Fen)>;

/// Through what such a payment came (table 15 `payFrom`).
pub(crate) const PAID_FROM: &str = "预约金";

pub(super) fn taken(amount: Fen) -> Result<Postings, Refusal> {
    let movement = Movement::deposit_taken(amount).map_err(Refusal::internal)?;
    Ok(Charged::postings_of(&movement))
}

/// Where the deposit of a reservation goes that ends so. A used one's stays until the stay ends.
pub(super) fn at_end(rules: &BookingRules, state: ReservationState, open: Fen) -> Result<Postings, Refusal> {
    let fate = match state {
        ReservationState::Cancelled => rules.deposit_when_cancelled,
        ReservationState::Expired => rules.deposit_when_expired,
        ReservationState::Ahead | ReservationState::Holding | ReservationState::Used => return Ok(Vec::new()),
    };
    let kept = match fate {
        DepositFate::Returned => Fen::ZERO,
        DepositFate::Kept => open,
    };
    ended(open, Fen::ZERO, kept)
}

fn ended(open: Fen, spent: Fen, kept: Fen) -> Result<Postings, Refusal> {
    let movement = Movement::deposit_ended(open, spent, kept).map_err(Refusal::internal)?;
    Ok(Charged::postings_of(&movement))
}

/// What of a deposit may still go into this stay's fee.
pub(crate) fn open_deposit(tx: &ReadTx<'_>, rules: &BookingRules, record_id: Guid) -> Result<Fen, LedgerError> {
    if !rules.deposit_counts_towards_fee {
        return Ok(Fen::ZERO);
    }
    Ok(tx.reservation_of_record(record_id)?.map_or(Fen::ZERO, |stored| stored.deposit_open_fen))
}

/// The stay ends: what the fee asks for is a payment out of the deposit, the rest goes back or stays, by the lot's rule.
pub(crate) fn settle_at_exit(act: &mut Act<'_, '_>, record_id: Guid, left_at: Moment) -> Result<(), Refusal> {
    let Some(stored) = act.tx.reservation_of_record(record_id)? else { return Ok(()) };
    let open = stored.deposit_open_fen;
    if open == Fen::ZERO {
        return Ok(());
    }
    // What was paid a moment ago stands in the ledger already.
    let record = act.tx.record(record_id)?.ok_or_else(words::no_such_record)?;
    let (spent, kept) = if act.lot.booking.deposit_counts_towards_fee {
        let fee = quotes::fee(act.tx, &act.tariffs, &record, left_at)?.fee_fen;
        let owed = (fee - record.receivable_fen).at_least_zero();
        (open.min(owed), Fen::ZERO)
    } else {
        (Fen::ZERO, open)
    };
    if spent.is_positive() {
        pay(act, &record, spent)?;
    }
    let settled =
        DepositSettled { book_code: stored.reservation.book_code, postings: ended(open - spent, Fen::ZERO, kept)? };
    act.record(settled, Some(record_id), None)?;
    Ok(())
}

fn pay(act: &mut Act<'_, '_>, record: &ParkingRecord, spent: Fen) -> Result<(), Refusal> {
    let id = act.ids.next_guid();
    let charged = Charged {
        id,
        order_no: orders::number(act, id),
        record_id: record.id,
        paid_at: act.now,
        priced_at: None,
        receivable_fen: spent,
        discount_fen: Fen::ZERO,
        received_fen: spent,
        charging_fen: Fen::ZERO,
        tendered_fen: spent,
        pay_type: PayType::Other,
        pay_from: PAID_FROM.to_owned(),
        let_off: None,
        coupons: Vec::new(),
        discounts: Vec::new(),
        lane_id: None,
        gate_command_id: None,
        postings: ended(spent, spent, Fen::ZERO)?,
    };
    let charge = charged.to_charge();
    act.record(charged, Some(record.id), None)?;
    act.state(&Fact::Charged { charge, vehicle: record.vehicle.clone() })?;
    Ok(())
}
