//! A screen that nobody sees, and its picture.

mod picture;
mod xvfb;

pub use picture::{BadDump, Picture};
pub use xvfb::Xvfb;
