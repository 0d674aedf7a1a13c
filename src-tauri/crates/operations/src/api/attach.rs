//! PCs that attach over the network: who may, and whether the door is open.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `attach.admit`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct AdmitPc {
    /// What people call the PC, 1 to 30 characters, not the name of another one that may attach.
    pub name: String,
    /// The name or address by which that PC reaches this one; the door's own where none is given.
    #[serde(default)]
    #[ts(optional)]
    pub host: Option<String>,
}

/// Reply of `attach.admit`. The key in it is shown here and never again.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct AdmittedPc {
    /// Identifier.
    pub pc_id: Guid,
    /// What people call it.
    pub name: String,
    /// What is carried to that PC: `lotdesk://host:port/#fingerprint.key`.
    pub line: String,
}

impl std::fmt::Debug for AdmittedPc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AdmittedPc").field("pc_id", &self.pc_id).field("name", &self.name).finish_non_exhaustive()
    }
}

/// `attach.revoke`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RevokePc {
    /// Which.
    pub pc_id: Guid,
}

/// A PC that may attach, or might.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PcRow {
    /// Identifier.
    pub pc_id: Guid,
    /// What people call it.
    pub name: String,
    /// When it was admitted.
    pub admitted_at: Moment,
    /// By whom.
    pub admitted_by: Option<String>,
    /// When that was taken back; none while it may attach.
    pub revoked_at: Option<Moment>,
    /// By whom.
    pub revoked_by: Option<String>,
    /// When it was here last; none where it never was.
    pub seen_at: Option<Moment>,
    /// From which address.
    pub seen_from: Option<String>,
    /// Connections that it has open now.
    pub open: u32,
}

/// What was turned away at the door since the engine started.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct TurnedAway {
    /// Keys that are not known, or not any more.
    pub wrong_keys: u32,
    /// Tries of addresses that have to wait after wrong keys.
    pub locked_out: u32,
    /// Connections beyond those that there is room for.
    pub too_many: u32,
    /// Callers that do not speak our protocol, or not in time.
    pub not_ours: u32,
    /// When last.
    pub last_at: Option<Moment>,
    /// From which address last.
    pub last_from: Option<String>,
}

/// The door, while it is open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct AttachDoor {
    /// Address and port on which it listens.
    pub address: String,
    /// The name or address by which other PCs reach it, as pairing lines say it.
    pub host: String,
    /// SHA-256 over its certificate: 64 hexadecimal digits, which pairing lines carry.
    pub sha256: String,
    /// What was turned away.
    pub turned_away: TurnedAway,
}

/// Reply of `attach.list`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct AttachedPcs {
    /// The door; none while it is closed.
    pub door: Option<AttachDoor>,
    /// False where PCs cannot be admitted: this window is itself attached over the network.
    pub may_admit: bool,
    /// Those that may attach first, the newest of them first; then those that may not any more.
    pub pcs: Vec<PcRow>,
}
