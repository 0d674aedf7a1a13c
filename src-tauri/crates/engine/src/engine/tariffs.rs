//! Planned tariffs take effect by themselves; somebody has to look, so that the platforms hear of it.

use std::time::Duration;

use lotdesk_operations::Desk;
use tokio_util::sync::CancellationToken;

/// How often planned tariffs are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Looks until `stop`. Where none is planned a look costs one question.
pub(super) async fn take_over(desk: Desk, stop: CancellationToken) {
    loop {
        match desk.take_over_tariffs().await {
            Ok(0) => {}
            Ok(begun) => tracing::info!(begun, "planned tariffs took effect"),
            Err(why) => tracing::error!(%why, "planned tariffs could not be looked at"),
        }
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}
