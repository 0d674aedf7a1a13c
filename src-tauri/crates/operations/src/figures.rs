//! How many cars, how many spaces: the lot's figures from the ledger.

use lotdesk_domain::lot::{Area, Lot, SpaceState};
use lotdesk_domain::parking::Counts;
use lotdesk_ledger::{LedgerError, ReadTx};

use crate::api::board::AreaView;

/// An area's cars and what is left of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AreaFigures {
    pub used: u32,
    /// Spaces that temporary cars may still take: what is free, less what is kept for lease cars that are not in yet.
    pub open_to_all: u32,
}

pub(crate) fn area(tx: &ReadTx<'_>, area: &Area) -> Result<AreaFigures, LedgerError> {
    let used = tx.used_by_area()?.get(&area.code).copied().unwrap_or(0);
    let lease_used = match area.lease_spaces {
        0 => 0,
        _ => tx.lease_used_by_area()?.get(&area.code).copied().unwrap_or(0),
    };
    Ok(figures(area, used, lease_used))
}

fn figures(area: &Area, used: u32, lease_used: u32) -> AreaFigures {
    let kept = area.lease_spaces.saturating_sub(lease_used);
    AreaFigures { used, open_to_all: area.total_spaces.saturating_sub(used).saturating_sub(kept) }
}

/// The whole lot by table 19.
pub(crate) fn counts(tx: &ReadTx<'_>, lot: &Lot) -> Result<Counts, LedgerError> {
    let (used, lease_used) = (tx.used_by_area()?, tx.lease_used_by_area()?);
    let in_area = |map: &std::collections::BTreeMap<String, u32>, code: &str| map.get(code).copied().unwrap_or(0);
    let mut counts = Counts { total: lot.total_spaces(), ..Counts::default() };
    for area in &lot.areas {
        let figures = figures(area, in_area(&used, &area.code), in_area(&lease_used, &area.code));
        counts.used += figures.used;
        counts.open_to_all += figures.open_to_all;
    }
    if !lot.spaces.is_empty() {
        let reserved = tx.space_states()?.values().filter(|state| **state == SpaceState::Reserved).count();
        counts.reserved = u32::try_from(reserved).unwrap_or(u32::MAX);
    }
    Ok(counts)
}

/// The areas as the board shows them.
pub(crate) fn areas(tx: &ReadTx<'_>, lot: &Lot) -> Result<Vec<AreaView>, LedgerError> {
    let used = tx.used_by_area()?;
    Ok(lot
        .areas
        .iter()
        .map(|area| AreaView {
            code: area.code.clone(),
            name: area.name.clone(),
            total: area.total_spaces,
            used: used.get(&area.code).copied().unwrap_or(0),
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_kept_for_leases_are_not_open_to_all() {
        let area = Area { code: "B1".into(), name: "B1".into(), total_spaces: 10, lease_spaces: 4 };
        assert_eq!(figures(&area, 0, 0).open_to_all, 6);
        // 5 cars, 3 of them lease cars: one lease space is still kept, 5 are free.
        assert_eq!(figures(&area, 5, 3).open_to_all, 4);
        assert_eq!(figures(&area, 6, 0).open_to_all, 0);
        assert_eq!(figures(&area, 12, 6).open_to_all, 0);
    }
}
