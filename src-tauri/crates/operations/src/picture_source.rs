//! Who fetches pictures that lie somewhere else. Never of itself: only for somebody who wants to see one.

use async_trait::async_trait;

use crate::api::system::Picture;

/// Why a picture was not fetched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotFetched {
    /// Nobody here fetches pictures.
    #[error("pictures are not fetched: AutoX3 is not set up")]
    NotSetUp,
    /// It lies at an address that is not gone to.
    #[error("this address is not gone to: {0}")]
    NotAllowed(String),
    /// It could not be had.
    #[error("{0}")]
    Failed(String),
}

/// Fetches pictures.
#[async_trait]
pub trait FetchPictures: Send + Sync {
    /// The picture at this address.
    ///
    /// # Errors
    /// Why it was not fetched.
    async fn fetch(&self, url: &str) -> Result<Picture, NotFetched>;
}

/// Where nothing is set up.
pub struct NoPictures;

#[async_trait]
impl FetchPictures for NoPictures {
    async fn fetch(&self, _url: &str) -> Result<Picture, NotFetched> {
        Err(NotFetched::NotSetUp)
    }
}
