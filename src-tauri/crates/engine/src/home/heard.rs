//! Whether the other side of a network connection is still there: a cable that is pulled says nothing.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, ReadBuf};
use tokio::time::Instant;

/// When something was heard last.
#[derive(Clone)]
pub(super) struct Heard(Arc<Mutex<Instant>>);

impl Heard {
    fn last(&self) -> Instant {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Until nothing was heard for so long. A part of a line counts: a long one may take its time.
    pub(super) async fn silent_for(&self, long: Duration) {
        loop {
            let last = self.last();
            tokio::time::sleep_until(last + long).await;
            if self.last() == last {
                return;
            }
        }
    }
}

/// A reader that notes when something came.
pub(super) struct Listening<R> {
    inner: R,
    heard: Heard,
}

impl<R> Listening<R> {
    pub(super) fn to(inner: R) -> (Self, Heard) {
        let heard = Heard(Arc::new(Mutex::new(Instant::now())));
        (Self { inner, heard: heard.clone() }, heard)
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for Listening<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let before = into.filled().len();
        let read = Pin::new(&mut self.inner).poll_read(context, into);
        if into.filled().len() > before {
            *self.heard.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        }
        read
    }
}
