//! The link to the city parking platform (DB4403/T 313): its settings, its session, its messages over HTTPS and
//! over [`tcp`].

mod link;
mod person;
mod picture;
mod profile;
mod secrets;
mod session;
mod skew;
pub mod tcp;

pub use link::{BadLink, CityLink};
pub use person::PersonSource;
pub use picture::{PictureProblem, PictureSource};
pub use profile::{BadProfile, CityProfile};
pub use secrets::CitySecrets;
