//! The city platform's carrier, which hands the charging numbers to the charging link: they travel in appendix B's envelope
//! (6.10.6 b), everything else in the city platform's own.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use lotdesk_domain::message::{OnUnknown, Outcome};

use super::link::ChargingLink;
use crate::dispatcher::{BatchLimit, Carried, Carrier, Claimed, Departure, Exchange, Seen};

/// The interfaces that it hands over.
const NUMBERS: [&str; 3] = ["1102", "1103", "1105"];

/// Both carriers as one.
pub struct CityWithCharging<C> {
    city: Arc<C>,
    charging: Option<Arc<ChargingLink>>,
}

impl<C: Carrier> CityWithCharging<C> {
    /// Hands the numbers to `charging`; without one everything goes by the city platform's own envelope.
    pub const fn new(city: Arc<C>, charging: Option<Arc<ChargingLink>>) -> Self {
        Self { city, charging }
    }
}

#[async_trait]
impl<C: Carrier> Carrier for CityWithCharging<C> {
    async fn open(&self, prove: bool) -> (Seen, Option<Duration>) {
        self.city.open(prove).await
    }

    async fn send(&self, claimed: &Claimed, departure: &Departure) -> Carried {
        if NUMBERS.contains(&claimed.interface.as_str())
            && let Some(charging) = &self.charging
            && let Some(carried) = charging.send_number(claimed, departure).await
        {
            // A charging token that is not to be had says nothing about the city platform: its other messages go on.
            let seen = match carried.outcome {
                Outcome::Accepted | Outcome::Refused { .. } => carried.seen,
                Outcome::Unknown { .. } | Outcome::NotSent { .. } => Seen::Nothing,
            };
            return Carried::new(carried.outcome, seen);
        }
        self.city.send(claimed, departure).await
    }

    fn batch(&self, interface: &str) -> Option<BatchLimit> {
        // The charging numbers go one at a time.
        if NUMBERS.contains(&interface) { None } else { self.city.batch(interface) }
    }

    async fn send_together(&self, all: &[Claimed], departure: &Departure) -> Vec<Carried> {
        self.city.send_together(all, departure).await
    }

    fn on_unknown(&self, interface: &str) -> OnUnknown {
        self.city.on_unknown(interface)
    }

    fn has_already(&self, claimed: &Claimed, code: &str) -> bool {
        self.city.has_already(claimed, code)
    }

    fn take_exchanges(&self) -> Vec<Exchange> {
        self.city.take_exchanges()
    }

    async fn has_exchanges(&self) {
        self.city.has_exchanges().await;
    }

    async fn close(&self) {
        self.city.close().await;
    }
}
