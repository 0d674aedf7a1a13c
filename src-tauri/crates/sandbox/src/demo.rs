//! The demo lot and its leases, compiled in so that the demo needs no files.

use lotdesk_domain::lease::Lease;
use lotdesk_domain::lot::Lot;
use serde::Deserialize;

/// The demo lot's description as text (`assets/demo/lot.toml`).
pub const LOT_TOML: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../assets/demo/lot.toml"));
/// The demo lot's leases as text (`assets/demo/leases.toml`).
pub const LEASES_TOML: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../assets/demo/leases.toml"));

/// Why a description was not read.
#[derive(Debug, thiserror::Error)]
#[error("the description is not what it should be: {0}")]
pub struct BadDescription(#[from] toml::de::Error);

#[derive(Deserialize)]
struct Leases {
    leases: Vec<Lease>,
}

/// The demo lot.
///
/// # Errors
/// When the text does not describe a lot; a test sees to it that it does.
pub fn lot() -> Result<Lot, BadDescription> {
    Ok(toml::from_str(LOT_TOML)?)
}

/// The demo lot's leases.
///
/// # Errors
/// When the text does not describe leases; a test sees to it that it does.
pub fn leases() -> Result<Vec<Lease>, BadDescription> {
    Ok(toml::from_str::<Leases>(LEASES_TOML)?.leases)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use lotdesk_domain::lot::LaneKind;

    use super::*;

    #[test]
    fn the_demo_lot_keeps_to_the_platforms_tables() {
        let lot = lot().unwrap();
        assert_eq!(lot.park_code.len(), 20);
        assert!(lot.park_code.bytes().all(|b| b.is_ascii_digit()));
        assert_eq!(lot.district_code, "440304");
        assert!(lot.operator_code.chars().count() <= 10 && lot.road.chars().count() <= 10);
        assert!(lot.owner.chars().count() <= 50);
        assert_eq!(
            lot.areas.iter().map(|a| (a.code.as_str(), a.total_spaces)).collect::<Vec<_>>(),
            [("B1", 120), ("B2", 100)]
        );
        assert_eq!(lot.lanes.iter().filter(|l| l.kind == LaneKind::Entry).count(), 2);
        assert_eq!(lot.lanes.iter().filter(|l| l.kind == LaneKind::Exit).count(), 2);
        assert_eq!(lot.spaces.iter().filter(|s| s.garage.is_none()).count(), 100);
        let [garage] = lot.garages.as_slice() else { panic!("one small garage") };
        assert_eq!(lot.garage_spaces(&garage.code).count(), 8);
        assert!(garage.code.len() == 22 && garage.code.starts_with(&lot.park_code) && !garage.passes.is_empty());
        assert!(garage.equipment.iter().all(|e| e.code.len() <= 20 && e.name.chars().count() <= 50));
        assert!(lot.permit.is_some(), "it charges, and says by what right");
        let ids: HashSet<_> = lot.lanes.iter().flat_map(|l| l.equipment.iter().map(|e| e.id).chain([l.id])).collect();
        assert_eq!(ids.len(), 12, "every identifier is its own");
        for lane in &lot.lanes {
            assert!(lane.name.chars().count() <= 10 && lane.camera().is_some());
            assert!(lot.areas.iter().any(|a| a.code == lane.area));
            assert!(lane.equipment.iter().all(|e| e.code.len() <= 20 && e.name.chars().count() <= 50));
        }
        let numbers: HashSet<_> = lot.spaces.iter().map(|s| s.space_no.as_str()).collect();
        assert_eq!(numbers.len(), lot.spaces.len());
        let area = |s: &lotdesk_domain::lot::Space| if s.garage.is_some() { "B1" } else { "B2" };
        assert!(lot.spaces.iter().all(|s| s.space_no.len() <= 28 && s.area == area(s)));
    }

    #[test]
    fn every_leased_plate_stands_in_one_lease() {
        let leases = leases().unwrap();
        let plates: Vec<_> = leases.iter().flat_map(|l| &l.plates).collect();
        assert_eq!(plates.iter().collect::<HashSet<_>>().len(), plates.len());
        assert!(leases.iter().all(|l| l.spaces >= 1 && l.first_day < l.last_day));
        assert!(leases.iter().any(|l| l.plates.len() > l.spaces as usize));
    }
}
