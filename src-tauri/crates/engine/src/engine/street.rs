//! Bays along a street: a stay is over once its bay has stayed free for long enough, and somebody has to look.

use std::time::Duration;

use lotdesk_operations::Desk;
use tokio_util::sync::CancellationToken;

/// How often free bays are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Ends stays until `stop`. A lot without bays along a street has none, and a look costs one question.
pub(super) async fn settle_bays(desk: Desk, stop: CancellationToken) {
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
        match desk.settle_bays().await {
            Ok(0) => {}
            Ok(ended) => tracing::debug!(ended, "stays on the street ended"),
            Err(why) => tracing::error!(%why, "free bays could not be looked at"),
        }
    }
}
