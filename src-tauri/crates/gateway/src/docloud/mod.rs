//! docloud (懂云): violations, watched fleets and inspections. Everything is asked directly, for a clerk waits for it;
//! [`DocloudLink`] holds the tokens, lets one question at a time out for a car, and rests when docloud is asked too often.

mod ask;
mod cache;
mod gate;
mod link;
mod profile;
mod receiver;

pub use link::{BadDocloudLink, DocloudLink};
pub use profile::DocloudProfile;
pub use receiver::{DocloudReceiver, DocloudReceiverParts};
