//! The forms of what is decided about PCs that attach over the network. Their keys stand in none of them.

use lotdesk_domain::id::Guid;
use serde::{Deserialize, Serialize};

/// A PC may attach over the network from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PcAdmitted {
    /// Identifier.
    pub id: Guid,
    /// What people call it.
    pub name: String,
}

/// It may not any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PcRevoked {
    /// Which.
    pub id: Guid,
    /// What people called it.
    pub name: String,
}
