//! The timer of reservations: they begin to hold and run out by the clock, and the ledger has it a moment later. What ran
//! out while nothing was running does so at the start.

use std::sync::Arc;
use std::time::Duration;

use lotdesk_domain::moment::Clock;
use lotdesk_ledger::Committed;
use lotdesk_ledger::event::Event;
use lotdesk_operations::Desk;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

/// The clock is looked at this often at the least: somebody may set it.
const LOOK_AT_LEAST_EVERY: Duration = Duration::from_secs(30);
/// After a failure it is tried again so much later.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(5);

/// Keeps reservations until it is stopped.
pub(super) async fn keep(
    desk: Desk,
    mut committed: Receiver<Arc<Committed>>,
    clock: Arc<dyn Clock>,
    stop: CancellationToken,
) {
    loop {
        let wait = match desk.keep_reservations().await {
            Ok(Some(at)) => {
                let ms = u64::try_from(at.ms_since(clock.now())).unwrap_or(0);
                Duration::from_millis(ms).min(LOOK_AT_LEAST_EVERY)
            }
            Ok(None) => LOOK_AT_LEAST_EVERY,
            Err(why) => {
                tracing::warn!(%why, "reservations could not be kept by the clock");
                TRY_AGAIN_AFTER
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            going_on = another(&mut committed) => {
                if !going_on {
                    return;
                }
            }
            () = stop.cancelled() => return,
        }
    }
}

/// Waits until the reservations have changed, and with them the next moment; false once the ledger is closed.
async fn another(committed: &mut Receiver<Arc<Committed>>) -> bool {
    loop {
        match committed.recv().await {
            Ok(events) if events.iter().any(|recorded| moves_the_next(&recorded.event)) => return true,
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => return true,
            Err(RecvError::Closed) => return false,
        }
    }
}

fn moves_the_next(event: &Event) -> bool {
    matches!(event, Event::ReservationBooked(_) | Event::ReservationMoved(_) | Event::ReservationReopened(_))
}
