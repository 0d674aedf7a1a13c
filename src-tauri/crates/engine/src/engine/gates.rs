//! Gates that should have opened for cars that were let out.

use std::time::Duration;

use lotdesk_operations::Desk;
use tokio_util::sync::CancellationToken;

/// How often they are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Watches gates until `stop`. A look where nothing waits costs one question.
pub(super) async fn watch(desk: Desk, stop: CancellationToken) {
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
        match desk.watch_gates().await {
            Ok(0) => {}
            Ok(gates) => tracing::warn!(gates, "a car was let out and the gate did not open"),
            Err(why) => tracing::error!(%why, "gates could not be looked at"),
        }
    }
}
