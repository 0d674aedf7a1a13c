//! Who fetches invoices' PDFs from where the platform put them. Only for somebody who wants one.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use tokio::sync::watch;

use crate::api::billing::PaperFetch;
use crate::picture_source::NotFetched;

/// How far the fetching of a PDF is, and the wish to end it.
pub struct PaperProgress {
    received: AtomicU64,
    of_bytes: Mutex<Option<u64>>,
    stage: watch::Sender<Stage>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Running,
    Cancelled,
    Ended,
}

impl Default for PaperProgress {
    fn default() -> Self {
        Self { received: AtomicU64::new(0), of_bytes: Mutex::default(), stage: watch::Sender::new(Stage::Running) }
    }
}

impl PaperProgress {
    /// How large it is going to be, where the other side says so.
    pub fn expects(&self, of_bytes: Option<u64>) {
        *self.of_bytes.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = of_bytes;
    }

    /// So many more bytes are here.
    pub fn receives(&self, bytes: usize) {
        self.received.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub(crate) fn view(&self) -> PaperFetch {
        let of_bytes = *self.of_bytes.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        PaperFetch { under_way: true, received: self.received.load(Ordering::Relaxed), of_bytes }
    }

    pub(crate) fn cancel(&self) {
        self.stage.send_if_modified(|stage| {
            let running = *stage == Stage::Running;
            if running {
                *stage = Stage::Cancelled;
            }
            running
        });
    }

    pub(crate) fn end(&self) {
        self.stage.send_replace(Stage::Ended);
    }

    /// Until somebody wishes it to end.
    pub(crate) async fn cancelled(&self) {
        let mut stage = self.stage.subscribe();
        if stage.wait_for(|stage| *stage == Stage::Cancelled).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Until it has ended, however it did.
    pub(crate) async fn ended(&self) {
        let _ = self.stage.subscribe().wait_for(|stage| *stage == Stage::Ended).await;
    }
}

/// Fetches PDFs.
#[async_trait]
pub trait FetchPapers: Send + Sync {
    /// The PDF at this address. Dropped while it is under way, it leaves nothing behind.
    ///
    /// # Errors
    /// Why it was not fetched.
    async fn fetch(&self, url: &str, progress: &PaperProgress) -> Result<Vec<u8>, NotFetched>;
}

/// Where no platform is set up.
pub struct NoPapers;

#[async_trait]
impl FetchPapers for NoPapers {
    async fn fetch(&self, _url: &str, _progress: &PaperProgress) -> Result<Vec<u8>, NotFetched> {
        Err(NotFetched::NotSetUp)
    }
}
