//! Who fetches invoices' PDFs from where the platform put them. Only for somebody who wants one.

use async_trait::async_trait;

use crate::picture_source::NotFetched;

/// Fetches PDFs.
#[async_trait]
pub trait FetchPapers: Send + Sync {
    /// The PDF at this address.
    ///
    /// # Errors
    /// Why it was not fetched.
    async fn fetch(&self, url: &str) -> Result<Vec<u8>, NotFetched>;
}

/// Where no platform is set up.
pub struct NoPapers;

#[async_trait]
impl FetchPapers for NoPapers {
    async fn fetch(&self, _url: &str) -> Result<Vec<u8>, NotFetched> {
        Err(NotFetched::NotSetUp)
    }
}
