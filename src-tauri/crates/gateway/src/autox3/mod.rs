//! AutoX3: the technician's app hands service orders over by a callback. Nothing is ever asked of it but pictures, and those
//! only for somebody who wants to see one.

mod pictures;
mod profile;
mod receiver;

pub use pictures::AddressPictures;
pub use profile::Autox3Profile;
pub use receiver::{Autox3Receiver, ReceiverParts};
