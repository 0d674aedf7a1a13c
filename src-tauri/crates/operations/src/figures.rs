//! How many cars, how many spaces: the lot's figures from the ledger.

use lotdesk_domain::lot::{Area, Lot};
use lotdesk_domain::parking::Counts;
use lotdesk_ledger::{LedgerError, ReadTx};

use crate::api::board::AreaView;

/// An area's cars and what is left of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AreaFigures {
    pub used: u32,
    /// Spaces that temporary cars may still take: what is free, less what is kept for lease cars that are not in yet and
    /// what reservations hold.
    pub open_to_all: u32,
}

pub(crate) fn area(tx: &ReadTx<'_>, area: &Area) -> Result<AreaFigures, LedgerError> {
    let used = tx.used_by_area()?.get(&area.code).copied().unwrap_or(0);
    let lease_used = match area.lease_spaces {
        0 => 0,
        _ => tx.lease_used_by_area()?.get(&area.code).copied().unwrap_or(0),
    };
    let held = tx.held_by_area()?.get(&area.code).copied().unwrap_or(0);
    Ok(figures(area, used, lease_used, held))
}

fn figures(area: &Area, used: u32, lease_used: u32, held: u32) -> AreaFigures {
    let kept = area.lease_spaces.saturating_sub(lease_used);
    AreaFigures { used, open_to_all: area.total_spaces.saturating_sub(used).saturating_sub(kept).saturating_sub(held) }
}

/// The whole lot by table 19.
pub(crate) fn counts(tx: &ReadTx<'_>, lot: &Lot) -> Result<Counts, LedgerError> {
    let (used, lease_used, held) = (tx.used_by_area()?, tx.lease_used_by_area()?, tx.held_by_area()?);
    let in_area = |map: &std::collections::BTreeMap<String, u32>, code: &str| map.get(code).copied().unwrap_or(0);
    let mut counts = Counts { total: lot.total_spaces(), ..Counts::default() };
    for area in &lot.areas {
        let [used, lease_used, held] = [&used, &lease_used, &held].map(|map| in_area(map, &area.code));
        let figures = figures(area, used, lease_used, held);
        counts.used += figures.used;
        counts.open_to_all += figures.open_to_all;
        counts.reserved += held;
    }
    Ok(counts)
}

/// The areas as the board shows them.
pub(crate) fn areas(tx: &ReadTx<'_>, lot: &Lot) -> Result<Vec<AreaView>, LedgerError> {
    let (used, held) = (tx.used_by_area()?, tx.held_by_area()?);
    Ok(lot
        .areas
        .iter()
        .map(|area| AreaView {
            code: area.code.clone(),
            name: area.name.clone(),
            total: area.total_spaces,
            used: used.get(&area.code).copied().unwrap_or(0),
            reserved: held.get(&area.code).copied().unwrap_or(0),
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_kept_for_leases_and_reservations_are_not_open_to_all() {
        let area = Area { code: "B1".into(), name: "B1".into(), total_spaces: 10, lease_spaces: 4 };
        assert_eq!(figures(&area, 0, 0, 0).open_to_all, 6);
        // 5 cars, 3 of them lease cars: one lease space is still kept, 5 are free.
        assert_eq!(figures(&area, 5, 3, 0).open_to_all, 4);
        assert_eq!(figures(&area, 5, 3, 1).open_to_all, 3, "one is held by a reservation");
        assert_eq!(figures(&area, 6, 0, 0).open_to_all, 0);
        assert_eq!(figures(&area, 12, 6, 1).open_to_all, 0);
    }
}
