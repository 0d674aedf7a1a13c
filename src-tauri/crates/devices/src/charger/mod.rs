//! Chargers: what lets current flow and says how much did. A driver reports, the desk decides; an order is begun at most
//! once and not after its time, and nothing of it survives the process.

mod set;
mod simulated;

pub use set::ChargerSet;
pub use simulated::{SimulatedCharger, SimulatedChargerConfig};

use async_trait::async_trait;
use lotdesk_domain::charging::OrderSeq;
use lotdesk_domain::moment::Moment;
use lotdesk_operations::api::charger::ChargerReport;

/// Let current flow at a connector for an order, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartOrder {
    /// The connector.
    pub connector_id: String,
    /// The order.
    pub seq: OrderSeq,
    /// After this moment it is not begun any more.
    pub expires_at: Moment,
}

/// Why a charger did not do what it was told.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum ChargerError {
    /// No charger has this connector.
    #[error("no charger has the connector {0}")]
    UnknownConnector(String),
    /// The order came too late.
    #[error("the order ran out before it could be begun")]
    Expired,
    /// The order was begun before.
    #[error("the order was begun before")]
    AlreadyRan,
    /// The connector cannot charge now; the text says why.
    #[error("the connector cannot charge: {0}")]
    NotReady(&'static str),
    /// The connector charges for another order, or for none.
    #[error("the connector does not charge for this order")]
    OtherOrder,
}

/// Is told what chargers say, in the order in which they say it. Must return at once.
pub trait ChargerEvents: Send + Sync {
    /// A charger said something.
    fn reported(&self, report: ChargerReport);
}

/// A driver of one or more connectors.
#[async_trait]
pub trait Charger: Send + Sync {
    /// Its connectors.
    fn connectors(&self) -> Vec<String>;

    /// Lets current flow. That it was told is the answer; that it flows is reported.
    ///
    /// # Errors
    /// Why it does not.
    async fn start(&self, order: &StartOrder) -> Result<(), ChargerError>;

    /// Ends an order. That it was told is the answer; the end is reported.
    ///
    /// # Errors
    /// Why it does not.
    async fn stop(&self, connector_id: &str, seq: &OrderSeq) -> Result<(), ChargerError>;
}
