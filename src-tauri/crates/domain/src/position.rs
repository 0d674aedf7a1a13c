//! Places on the map: GCJ-02 coordinates, as the city platform writes them (DB4403/T 313, table 2, note 2).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A point, in degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// East of Greenwich, -180 to 180.
    pub longitude: f64,
    /// North of the equator, -90 to 90.
    pub latitude: f64,
}

/// Mean radius of the earth, in metres.
const EARTH_RADIUS_M: f64 = 6_371_009.0;

impl Position {
    /// The point, when there is such a one: D.43 of the standard has a latitude of 115 degrees.
    pub fn new(longitude: f64, latitude: f64) -> Option<Self> {
        let on_earth = (-180.0..=180.0).contains(&longitude) && (-90.0..=90.0).contains(&latitude);
        on_earth.then_some(Self { longitude, latitude })
    }

    /// The way to the other point as the crow flies, in metres, by the haversine formula.
    pub fn metres_to(self, other: Position) -> u32 {
        let half_sine = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
        let across = self.latitude.to_radians().cos() * other.latitude.to_radians().cos();
        let h = half_sine(other.latitude - self.latitude) + across * half_sine(other.longitude - self.longitude);
        let metres = 2.0 * EARTH_RADIUS_M * h.clamp(0.0, 1.0).sqrt().asin();
        // Half the earth's girth at the most: far inside of the numbers.
        metres.round() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_map() {
        // A hundredth of a degree of latitude is 1112 m anywhere; of longitude, in Shenzhen, 1026 m.
        let here = Position::new(114.06, 22.54).unwrap();
        assert_eq!(here.metres_to(Position { latitude: 22.55, ..here }), 1112);
        assert_eq!(here.metres_to(Position { longitude: 114.07, ..here }), 1027);
        assert_eq!(here.metres_to(here), 0);
        assert_eq!(Position::new(72.160_97, 115.050_93), None, "as D.43 prints it");
        assert_eq!(Position::new(f64::NAN, 0.0), None);
    }
}
