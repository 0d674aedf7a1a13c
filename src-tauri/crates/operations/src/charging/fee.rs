//! What of a stay's charging joins its parking fee (`chargingFee`, table 14).
//!
//! An order's cost is owed from its end on (`owed:charging_drivers` against the two revenues). Paying it moves what is owed
//! into the drawer, or to whoever took the money; it is no parking revenue, and a record's sums (table 13) do not count it.
//!
//! Whoever takes money for a stay asks [`unpaid`], which a quote does already, adds [`Movement::with_charging_paid`] to its
//! movement, says in its event what of the money was for charging, and calls [`settle`] in the same transaction.
//!
//! [`Movement::with_charging_paid`]: lotdesk_domain::posting::Movement::with_charging_paid

use lotdesk_domain::charging::OrderSeq;
use lotdesk_domain::id::Guid;
use lotdesk_domain::money::Fen;
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::ChargeOrdersPaid;

use crate::act::Act;
use crate::api::refusal::Refusal;

/// What a stay still owes for charging.
pub(crate) fn unpaid(tx: &ReadTx<'_>, record_id: Guid) -> Result<Fen, Refusal> {
    Ok(tx.unpaid_charging_fee(record_id)?)
}

/// Marks as paid with a payment what it pays of what a stay owes for charging: the orders that ended first, as far as the
/// amount reaches. One that ended since it was asked for stays owed.
pub(crate) fn settle(act: &mut Act<'_, '_>, record_id: Guid, charge_id: Guid, amount: Fen) -> Result<(), Refusal> {
    let mut owing: Vec<_> =
        act.tx.charge_orders_of(record_id)?.into_iter().filter(|order| order.unpaid_fen().is_positive()).collect();
    owing.sort_by_key(|order| order.ended_at);
    let mut left = amount;
    let mut seqs: Vec<OrderSeq> = Vec::new();
    for order in owing {
        if order.unpaid_fen() <= left {
            left -= order.unpaid_fen();
            seqs.push(order.seq);
        }
    }
    if !seqs.is_empty() {
        act.record(ChargeOrdersPaid { charge_id, seqs }, Some(record_id), Some(charge_id))?;
    }
    Ok(())
}
