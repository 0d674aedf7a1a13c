//! Charging: stations, connectors, orders, reconciliations, and what chargers report.

use lotdesk_domain::charging::{
    ChargeCheck, ChargeOrder, ChargeState, ConnectorState, Energy, LockState, OrderSeq, ParkState, PricePeriod, Prices,
    Station, StopReason,
};
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::plate::Plate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `charger.set_station`: a new station, or the new state of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SetStation {
    /// The station as it is from now on.
    pub station: Station,
}

/// `charger.set_price`: a station's prices from now on. Orders that run keep theirs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SetPrice {
    /// The station.
    pub station_id: String,
    /// The day's periods, the first from midnight; 1 to 12.
    pub periods: Vec<PricePeriod>,
}

/// Reply of `charger.stations`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct StationList {
    /// All stations.
    pub stations: Vec<StationView>,
}

/// A station as it is now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct StationView {
    /// Its description.
    pub station: Station,
    /// Its prices; none before they are set.
    pub prices: Option<Prices>,
    /// Its connectors.
    pub connectors: Vec<ConnectorView>,
}

/// A connector as it is now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ConnectorView {
    /// Its identifier.
    pub connector_id: String,
    /// Its name.
    pub name: String,
    /// Its station.
    pub station_id: String,
    /// The lot's space that it stands at.
    pub space_no: Option<String>,
    /// Its state.
    pub state: ConnectorState,
    /// Since when; none when it has never said anything.
    pub since: Option<Moment>,
    /// What is wrong with it.
    pub remark: Option<String>,
    /// The order that runs here.
    pub seq: Option<OrderSeq>,
    /// Its car, when it is known.
    pub plate: Option<Plate>,
    /// What has flowed so far.
    pub energy: Energy,
}

/// `charger.start`: lets a car charge, at the lot's own counter. The fee joins the parking fee.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct StartCharge {
    /// Drawn by the asker: a repeat with the same one gets the first answer.
    pub request_id: Guid,
    /// The connector.
    pub connector_id: String,
    /// The car's plate.
    pub plate: String,
}

/// `charger.stop`: ends charging. Answered at once; the charger reports the end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct StopCharge {
    /// The order.
    pub seq: OrderSeq,
}

/// `charger.name_car`: says whose order it is. The platform's orders name no car, and 1105 wants one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct NameCar {
    /// The order.
    pub seq: OrderSeq,
    /// The car's plate.
    pub plate: String,
}

/// `charger.orders`
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
#[ts(rename = "ChargeOrdersRequest")]
pub struct OrdersRequest {
    /// Any part of a plate; empty for all.
    pub plate: String,
    /// Only orders in this state.
    pub state: Option<ChargeState>,
    /// Only those that the platform disputes.
    pub disputed: bool,
    /// At most this many, 200 at most; 50 when 0.
    pub limit: u32,
    /// Go on after this order.
    pub after: Option<OrderSeq>,
}

/// Reply of `charger.orders`, the newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[ts(rename = "ChargeOrderList")]
pub struct OrderList {
    /// The page.
    pub orders: Vec<ChargeOrder>,
    /// True when there are more.
    pub more: bool,
}

/// `charger.check`: puts the orders that a platform settles and that ended within a span together and pushes them for
/// reconciliation (B.2.5).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CheckOrders {
    /// Orders that ended at this moment or after.
    pub from: Moment,
    /// And before this one.
    pub until: Moment,
}

/// Reply of `charger.checks`, the newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CheckList {
    /// The reconciliations, with what the platform disputes.
    pub checks: Vec<ChargeCheck>,
}

/// `charger.report`: what a charger says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ChargerReport {
    /// The connector.
    pub connector_id: String,
    /// When, by the charger.
    pub at: Moment,
    /// What.
    pub what: ChargerSignal,
}

/// What a charger can say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ChargerSignal {
    /// The connector's state.
    State {
        /// Its state.
        state: ConnectorState,
        /// What stands at it, where the charger knows.
        #[serde(default)]
        park_state: ParkState,
        /// Its bay's lock, where there is one.
        #[serde(default)]
        lock_state: LockState,
        /// For faults: what is wrong.
        #[serde(default)]
        remark: Option<String>,
    },
    /// Current flows.
    Begun {
        /// The order.
        seq: OrderSeq,
    },
    /// The meter.
    Metered {
        /// The order.
        seq: OrderSeq,
        /// What it shows, from the order's begin.
        energy: Energy,
    },
    /// It has ended, or could not begin.
    Ended {
        /// The order.
        seq: OrderSeq,
        /// Why; none when it was told to stop.
        #[serde(default)]
        reason: Option<StopReason>,
        /// What the meter shows; none when it does not know.
        #[serde(default)]
        energy: Option<Energy>,
    },
}
