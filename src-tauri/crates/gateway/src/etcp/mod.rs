//! ETCP parking: [`EtcpLink`] calls it for drivers and brings it the payments, [`EtcpReceiver`] takes what its lots push.

mod calls;
mod carrier;
mod link;
mod profile;
mod receiver;
mod users;

pub use link::{BadEtcpLink, EtcpLink};
pub use profile::{EtcpProfile, PushSigned};
pub use receiver::{EtcpReceiver, EtcpReceiverParts};
pub use users::EtcpUsers;
