//! The stay that a plate, a part of one, or a bay means.

use lotdesk_domain::plate::Plate;
use lotdesk_domain::street::{StayState, StreetStay};
use lotdesk_ledger::tables::street::StaySearch;
use lotdesk_ledger::{LedgerError, ReadTx};

/// Stays with this very plate, the newest first. A plate is a part of itself and of few others.
fn of_plate(tx: &ReadTx<'_>, plate: &Plate, search: StaySearch) -> Result<Vec<StreetStay>, LedgerError> {
    let search = StaySearch { plate_part: plate.to_string(), limit: 100, ..search };
    let mut stays = tx.search_stays(&search)?;
    stays.retain(|stay| stay.vehicle.as_ref().is_some_and(|vehicle| vehicle.plate == *plate));
    Ok(stays)
}

/// The stay of a car that stands in a bay; where it stands in none, the newest one that it still owes for (C.2.2.5).
pub(crate) fn owing_or_standing(tx: &ReadTx<'_>, plate: &Plate) -> Result<Option<StreetStay>, LedgerError> {
    let standing = of_plate(tx, plate, StaySearch { open_only: true, ..StaySearch::default() })?;
    if let Some(stay) = standing.into_iter().next() {
        return Ok(Some(stay));
    }
    let owing = of_plate(tx, plate, StaySearch { owing_only: true, ..StaySearch::default() })?;
    Ok(owing.into_iter().next())
}

/// Whether a plate has ever stood in a bay.
pub(crate) fn is_known(tx: &ReadTx<'_>, plate: &Plate) -> Result<bool, LedgerError> {
    Ok(!of_plate(tx, plate, StaySearch::default())?.is_empty())
}

/// The stay of the car that stands in a bay.
pub(crate) fn in_bay(tx: &ReadTx<'_>, space_no: &str) -> Result<Option<StreetStay>, LedgerError> {
    let newest = tx.newest_stay(space_no)?.map(|(stay, _)| stay);
    Ok(newest.filter(|stay| stay.state != StayState::Left))
}

/// Cars that stand in bays and whose plate has this part, the newest first.
pub(crate) fn standing(tx: &ReadTx<'_>, plate_part: &str, limit: u32) -> Result<Vec<StreetStay>, LedgerError> {
    let search = StaySearch { plate_part: plate_part.to_owned(), open_only: true, limit, ..StaySearch::default() };
    let mut stays = tx.search_stays(&search)?;
    stays.truncate(limit as usize);
    Ok(stays)
}
