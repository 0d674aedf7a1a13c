//! The link to the city parking platform (DB4403/T 313): its settings, its session, its messages over HTTPS and
//! over [`tcp`], and what it asks of us ([`receive`]).

mod link;
mod papers;
mod person;
mod picture;
mod profile;
pub mod receive;
mod secrets;
pub mod selftest;
mod session;
mod skew;
pub mod tcp;
mod tokens;

pub use link::{BadLink, CityLink};
pub use papers::InvoicePapers;
pub use person::PersonSource;
pub use picture::{PictureProblem, PictureSource};
pub use profile::{BadProfile, CityProfile};
pub use secrets::CitySecrets;
pub use tokens::GivenTokens;
