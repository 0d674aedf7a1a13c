//! Baidu's coordinates (BD-09), in which ETCP asks and answers (8.9), and the GCJ-02 of everything else here.

use std::f64::consts::PI;

use crate::position::Position;

const TURN: f64 = PI * 3000.0 / 180.0;

/// A point of GCJ-02 as Baidu's map has it.
pub fn to_bd09(at: Position) -> Position {
    let (x, y) = (at.longitude, at.latitude);
    let far = x.hypot(y) + 0.000_02 * (y * TURN).sin();
    let angle = y.atan2(x) + 0.000_003 * (x * TURN).cos();
    Position { longitude: far * angle.cos() + 0.0065, latitude: far * angle.sin() + 0.006 }
}

/// A point of Baidu's map in GCJ-02, right to about a metre.
pub fn from_bd09(at: Position) -> Position {
    let (x, y) = (at.longitude - 0.0065, at.latitude - 0.006);
    let far = x.hypot(y) - 0.000_02 * (y * TURN).sin();
    let angle = y.atan2(x) - 0.000_003 * (x * TURN).cos();
    Position { longitude: far * angle.cos(), latitude: far * angle.sin() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_known_on_both_maps() {
        // 天安门 on AMap and on Baidu's map.
        let there = to_bd09(Position { longitude: 116.397_428, latitude: 39.909_23 });
        assert!((there.longitude - 116.403_849).abs() < 0.000_2, "{there:?}");
        assert!((there.latitude - 39.915_446).abs() < 0.000_2, "{there:?}");
    }

    #[test]
    fn there_and_back_is_within_two_metres() {
        for longitude in [87.6, 103.8, 114.06, 121.47, 126.6] {
            for latitude in [18.25, 22.54, 31.23, 39.9, 45.8] {
                let here = Position { longitude, latitude };
                let back = from_bd09(to_bd09(here));
                assert!(here.metres_to(back) <= 2, "{here:?} {back:?}");
                assert!(here.metres_to(to_bd09(here)) > 500, "the two maps are half a mile apart");
            }
        }
    }
}
