//! The form of a look at people's data in a plate's history.

use lotdesk_domain::plate::Plate;
use serde::{Deserialize, Serialize};

/// Somebody looked at a plate's history with people's data in full.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HistoryShown {
    /// The car.
    pub plate: Plate,
    /// Why.
    pub reason: String,
}
