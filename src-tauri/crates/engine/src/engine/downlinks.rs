//! What the city platform asked of us last, over whichever transport: the self-test waits for it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

/// A request of the platform's that was heard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Heard {
    count: u64,
    /// Interface, such as `6005`.
    pub(super) interface: String,
    /// `HTTPS` or `TCP`.
    pub(super) transport: &'static str,
}

/// Tells who waits for it. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Downlinks(Arc<watch::Sender<Heard>>);

impl Default for Downlinks {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(Heard::default())))
    }
}

impl Downlinks {
    /// The platform asked something, verified and over a connection that proves who it is.
    pub(super) fn heard(&self, interface: impl Into<String>, transport: &'static str) {
        let interface = interface.into();
        self.0.send_modify(|last| *last = Heard { count: last.count + 1, interface, transport });
    }

    /// Waits for the next one; none when none comes in time.
    pub(super) async fn next(&self, within: Duration) -> Option<Heard> {
        let mut seen = self.0.subscribe();
        let before = seen.borrow_and_update().count;
        let next = tokio::time::timeout(within, seen.wait_for(|last| last.count > before)).await;
        // The sender lives as long as this one.
        next.ok()?.ok().map(|heard| heard.clone())
    }
}
