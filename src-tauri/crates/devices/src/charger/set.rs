//! All of a lot's chargers: finds the one with the connector, and begins an order at most once.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use lotdesk_domain::charging::{OrderSeq, StopReason};
use lotdesk_domain::moment::Clock;
use lotdesk_operations::api::charger::{ChargerReport, ChargerSignal};

use super::{Charger, ChargerError, ChargerEvents, StartOrder};

/// The chargers.
pub struct ChargerSet {
    by_connector: HashMap<String, Arc<dyn Charger>>,
    begun: Mutex<HashSet<OrderSeq>>,
    clock: Arc<dyn Clock>,
    events: Arc<dyn ChargerEvents>,
}

impl ChargerSet {
    /// A set of these; of two with the same connector the later one has it.
    pub fn new(chargers: Vec<Arc<dyn Charger>>, clock: Arc<dyn Clock>, events: Arc<dyn ChargerEvents>) -> Self {
        let by_connector = chargers
            .into_iter()
            .flat_map(|charger| charger.connectors().into_iter().map(move |id| (id, charger.clone())))
            .collect();
        Self { by_connector, begun: Mutex::default(), clock, events }
    }

    /// Begins an order. When it cannot be begun the desk is told so, as if the charger had said it.
    ///
    /// # Errors
    /// Why it was not begun.
    pub async fn start(&self, order: StartOrder) -> Result<(), ChargerError> {
        let begun = self.begin(&order).await;
        if let Err(error) = &begun
            && *error != ChargerError::AlreadyRan
        {
            let what = ChargerSignal::Ended { seq: order.seq, reason: Some(StopReason::Fault), energy: None };
            self.events.reported(ChargerReport { connector_id: order.connector_id, at: self.clock.now(), what });
        }
        begun
    }

    async fn begin(&self, order: &StartOrder) -> Result<(), ChargerError> {
        let charger = self.charger(&order.connector_id)?;
        if self.clock.now() > order.expires_at {
            return Err(ChargerError::Expired);
        }
        if !self.begun.lock().unwrap_or_else(PoisonError::into_inner).insert(order.seq.clone()) {
            return Err(ChargerError::AlreadyRan);
        }
        charger.start(order).await
    }

    /// Ends an order.
    ///
    /// # Errors
    /// Why it was not ended.
    pub async fn stop(&self, connector_id: &str, seq: &OrderSeq) -> Result<(), ChargerError> {
        self.charger(connector_id)?.stop(connector_id, seq).await
    }

    fn charger(&self, connector_id: &str) -> Result<&Arc<dyn Charger>, ChargerError> {
        self.by_connector.get(connector_id).ok_or_else(|| ChargerError::UnknownConnector(connector_id.to_owned()))
    }
}
