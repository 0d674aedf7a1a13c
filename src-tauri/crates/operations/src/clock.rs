//! The real clock and the real source of identifiers. Everything else takes them as arguments.

use lotdesk_domain::id::{Guid, GuidSource};
use lotdesk_domain::moment::{Clock, Moment};

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        Moment(chrono::Utc::now().timestamp_millis())
    }
}

/// Identifiers that begin with the time (UUID version 7), so that new rows lie side by side in the ledger's indexes.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemGuids;

impl GuidSource for SystemGuids {
    fn next_guid(&self) -> Guid {
        Guid::from_bytes(uuid::Uuid::now_v7().into_bytes())
    }
}
