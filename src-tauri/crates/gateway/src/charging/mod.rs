//! The charging platform (DB4403/T 313, appendix B; T/CEC 102): both directions of it.
//!
//! - [`ChargingLink`] brings it our messages: token by `query_token`, the envelope of B.3.4 around each. For the city
//!   platform's numbers in that envelope, [`CityWithCharging`] hands them to it.
//! - [`ChargingDoor`] serves what it asks of us: verifies, opens, has it carried out once, and answers.
//! - [`ChargingReceiver`] stands before it on the callback listener.

mod door;
mod given;
mod link;
mod profile;
mod receiver;
mod secrets;
mod taker;
mod with_city;

pub use door::{ChargingDoor, Served, TurnedAway};
pub use link::{BadChargingLink, ChargingLink};
pub use profile::{ChargingProfile, NumbersEnvelope};
pub use receiver::ChargingReceiver;
pub(crate) use receiver::serve;
pub use secrets::ChargingSecrets;
pub use taker::ReplyTaker;
pub use with_city::CityWithCharging;
