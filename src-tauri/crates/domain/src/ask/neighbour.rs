//! 9001: lots around (table 101).

/// A lot of the neighbourhood and its free spaces.
#[derive(Clone, Debug, PartialEq)]
pub struct NeighbourLot {
    /// Its number.
    pub park_code: String,
    /// Its name.
    pub name: String,
    /// Where it lies, as far as was told.
    pub address: Option<String>,
    /// Its district by GB/T 2260.
    pub district_code: String,
    /// All its spaces.
    pub total_spaces: u32,
    /// Those free.
    pub free_spaces: u32,
    /// GCJ-02 longitude and latitude in degrees, as they were written.
    pub position: Option<(String, String)>,
    /// Names of its entrances.
    pub entrances: Vec<String>,
    /// Hours, tariff and the like.
    pub public_info: Option<String>,
}
