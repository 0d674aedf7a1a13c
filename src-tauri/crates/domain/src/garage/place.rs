//! Which space of a garage a car is given, and how many are left.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::kind::SpaceSize;
use crate::lot::{Space, SpaceState};
use crate::parking::VehicleClass;

/// Spaces of a mechanical garage by table 95.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct GarageCounts {
    /// The garage (`Garage::code`).
    pub garage: String,
    /// Large spaces.
    pub total_large: u32,
    /// Small spaces.
    pub total_small: u32,
    /// Large spaces that are free.
    pub free_large: u32,
    /// Small spaces that are free.
    pub free_small: u32,
}

/// The space that a car of this class is given: the first free one in the smallest size that takes it, so that large
/// spaces stay free for large cars. None when none is free. `free` says whether a space is free and promised to nobody.
pub fn choose_space<'a>(
    spaces: impl IntoIterator<Item = &'a Space>,
    class: VehicleClass,
    free: impl Fn(&Space) -> bool,
) -> Option<&'a Space> {
    spaces
        .into_iter()
        .filter(|space| size(space).takes(class) && free(space))
        // Of equal ones the first: the lot's file lists the nearest first.
        .min_by_key(|space| size(space).is_large())
}

/// A garage's space whose size the lot's file does not tell takes small cars.
fn size(space: &Space) -> SpaceSize {
    space.size.unwrap_or(SpaceSize::Compact)
}

/// Spaces of a garage by table 95. What is reserved, taken or unknown is not available.
pub fn counts<'a>(
    garage: &str,
    spaces: impl IntoIterator<Item = &'a Space>,
    state: impl Fn(&Space) -> SpaceState,
) -> GarageCounts {
    let mut counts = GarageCounts { garage: garage.to_owned(), ..GarageCounts::default() };
    for space in spaces {
        let free = u32::from(state(space) == SpaceState::Free);
        let (total, available) = if size(space).is_large() {
            (&mut counts.total_large, &mut counts.free_large)
        } else {
            (&mut counts.total_small, &mut counts.free_small)
        };
        *total += 1;
        *available += free;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn space(no: &str, size: SpaceSize) -> Space {
        Space {
            space_no: no.into(),
            label: no.into(),
            area: "A".into(),
            garage: Some("G".into()),
            size: Some(size),
            detector: None,
        }
    }

    #[test]
    fn large_spaces_stay_free_for_large_cars() {
        let spaces = [space("L1", SpaceSize::Large), space("S1", SpaceSize::Compact), space("S2", SpaceSize::Mini)];
        let given = |class, taken: &[&str]| {
            choose_space(&spaces, class, |s| !taken.contains(&s.space_no.as_str())).map(|s| s.space_no.as_str())
        };
        assert_eq!(given(VehicleClass::Small, &[]), Some("S1"));
        assert_eq!(given(VehicleClass::Small, &["S1"]), Some("S2"));
        assert_eq!(given(VehicleClass::Small, &["S1", "S2"]), Some("L1"));
        assert_eq!(given(VehicleClass::Large, &[]), Some("L1"));
        assert_eq!(given(VehicleClass::Large, &["L1"]), None);
    }

    #[test]
    fn what_is_not_known_to_be_free_is_not_available() {
        let spaces = [space("L1", SpaceSize::Medium), space("S1", SpaceSize::Compact), space("S2", SpaceSize::Mini)];
        let counted = counts("G", &spaces, |s| match s.space_no.as_str() {
            "S1" => SpaceState::Free,
            "S2" => SpaceState::Unknown,
            _ => SpaceState::Taken,
        });
        let wanted = GarageCounts { garage: "G".into(), total_large: 1, total_small: 2, free_large: 0, free_small: 1 };
        assert_eq!(counted, wanted);
    }
}
