//! The link to the city parking platform (DB4403/T 313): its settings, its session, its messages over HTTPS and
//! over [`tcp`].

mod link;
mod picture;
mod profile;
mod secrets;
pub mod selftest;
mod session;
mod skew;
pub mod tcp;

pub use link::{BadLink, CityLink};
pub use picture::{PictureProblem, PictureSource};
pub use profile::{BadProfile, CityProfile};
pub use secrets::CitySecrets;
