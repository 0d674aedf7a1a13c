//! The repair archive (汽车维修电子健康档案): [`RepairLink`] brings it the settled records, one token at a time.

mod link;
mod profile;

pub use link::{BadRepairLink, RepairLink};
pub use profile::RepairProfile;
