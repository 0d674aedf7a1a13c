//! The lots around (9001): kept as the platform tells them, offered when ours is full.

use lotdesk_domain::lot::Lot;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::neighbour::{NeighbourLot, Offer};
use lotdesk_ledger::event::NeighbourTold;
use lotdesk_ledger::{LedgerError, ReadTx};

use crate::act::Act;
use crate::api::Nothing;
use crate::api::refusal::Refusal;
use crate::api::reservation::NeighbourList;
use crate::caller::Who;
use crate::desk::Desk;

/// Keeps what the platform told. The same as before is written down again only when it would soon count as old: a
/// platform may tell of a hundred lots every minute, and the journal keeps every line for ever.
pub(crate) fn told(act: &mut Act<'_, '_>, lot: NeighbourLot) -> Result<(), LedgerError> {
    let fresh_for = i64::from(act.lot.guidance.holds_minutes / 4);
    if let Some(known) = act.tx.neighbour(&lot.park_code)?
        && act.now < known.told_at.plus_minutes(fresh_for)
        && (NeighbourLot { told_at: lot.told_at, ..known }) == lot
    {
        return Ok(());
    }
    let NeighbourLot {
        park_code,
        name,
        address,
        total_spaces,
        free_spaces,
        position,
        entrances,
        public_info,
        told_at: _,
    } = lot;
    let position = position.map(|at| (at.longitude, at.latitude));
    let told = NeighbourTold { park_code, name, address, total_spaces, free_spaces, position, entrances, public_info };
    act.record(told, None, None)?;
    Ok(())
}

/// The nearest lots with free spaces, by the lot's rules.
pub(crate) fn offers(tx: &ReadTx<'_>, lot: &Lot, now: Moment) -> Result<Vec<Offer>, LedgerError> {
    Ok(lot.guidance.offers(&tx.neighbours()?, &lot.park_code, lot.position, now))
}

/// What a driver who cannot come in is told of them: lines for the screen, and what is said.
pub(crate) fn offer_words(offers: &[Offer]) -> (Vec<String>, String) {
    let screen = offers.iter().map(|offer| format!("{} 余 {} 位", offer.name, offer.free_spaces)).collect();
    let voice = match offers.first() {
        Some(nearest) => format!("，可前往{}，余{}个车位", nearest.name, nearest.free_spaces),
        None => String::new(),
    };
    (screen, voice)
}

/// `neighbour.list`.
pub(crate) async fn list(desk: &Desk, _who: Who, _request: Nothing) -> Result<NeighbourList, Refusal> {
    let (lot, now) = (desk.lot(), desk.now());
    desk.look(move |tx| Ok(NeighbourList { neighbours: tx.neighbours()?, offers: offers(tx, &lot, now)? })).await
}
