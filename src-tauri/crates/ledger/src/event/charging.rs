//! Charging: the stored forms. Fields are the journal's own; names here never change with the domain's.

use lotdesk_domain::charging::{
    BadPrices, ChargeDetail, Confirmation, ConnectorState, Dispute, DisputeReason, Energy, LockState, Meter, OrderSeq,
    ParkState, PricePeriod, Prices, Rate, SettledBy, StopReason,
};
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::plate::Plate;
use serde::{Deserialize, Serialize};

/// A station was set up or changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StationSaved {
    /// Which.
    pub station_id: String,
    /// The station in its file form, as JSON text.
    pub station: String,
}

/// A station's prices from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChargePricesSet {
    /// Which.
    pub station_id: String,
    /// A day's periods: first minute, electricity and service in 0.0001 yuan a kWh.
    pub periods: Vec<(u16, i64, i64)>,
}

/// A day's prices as they are stored.
pub fn stored_periods(prices: &Prices) -> Vec<(u16, i64, i64)> {
    prices.periods().iter().map(|p| (p.from_minute, p.electricity.0, p.service.0)).collect()
}

/// The prices behind stored periods.
///
/// # Errors
/// The rule that they break; what was stored kept them all.
pub fn prices_of(periods: &[(u16, i64, i64)]) -> Result<Prices, BadPrices> {
    let period = |&(from_minute, electricity, service): &(u16, i64, i64)| PricePeriod {
        from_minute,
        electricity: Rate(electricity),
        service: Rate(service),
    };
    Prices::new(periods.iter().map(period).collect())
}

/// A connector's state changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConnectorChanged {
    /// Which.
    pub connector_id: String,
    /// Its state.
    #[serde(with = "crate::codes::word")]
    pub state: ConnectorState,
    /// What stands at it.
    #[serde(with = "crate::codes::word")]
    pub park_state: ParkState,
    /// Its bay's lock.
    #[serde(with = "crate::codes::word")]
    pub lock_state: LockState,
    /// For faults.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

/// Somebody wants to charge: the charger is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChargeAsked {
    /// The order's number.
    pub seq: OrderSeq,
    /// The station.
    pub station_id: String,
    /// The connector.
    pub connector_id: String,
    /// The car, when it is known.
    pub plate: Option<Plate>,
    /// Its stay in the lot.
    pub record_id: Option<Guid>,
    /// Who takes the money.
    #[serde(with = "crate::codes::word")]
    pub settled_by: SettledBy,
    /// The prices that hold for it, as [`stored_periods`] writes them.
    pub periods: Vec<(u16, i64, i64)>,
    /// What stood in the code that was scanned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qr_code: Option<String>,
}

/// Current flows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChargeBegun {
    /// The order.
    pub seq: OrderSeq,
    /// Since when.
    pub at: Moment,
}

/// A meter as it is stored.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StoredMeter {
    /// When it was read.
    pub read_at: Option<Moment>,
    /// What it showed, in 0.01 kWh since the order's begin.
    pub shown: Energy,
    /// Begin, end, electricity and service price, energy, electricity and service money.
    pub details: Vec<(Moment, Moment, i64, i64, Energy, Fen, Fen)>,
}

impl From<&Meter> for StoredMeter {
    fn from(meter: &Meter) -> Self {
        let Meter { read_at, shown, details } = meter;
        let stored =
            |d: &ChargeDetail| (d.from, d.to, d.electricity.0, d.service.0, d.energy, d.electricity_fen, d.service_fen);
        Self { read_at: *read_at, shown: *shown, details: details.iter().map(stored).collect() }
    }
}

impl From<StoredMeter> for Meter {
    fn from(meter: StoredMeter) -> Self {
        let StoredMeter { read_at, shown, details } = meter;
        let detail = |(from, to, electricity, service, energy, electricity_fen, service_fen)| ChargeDetail {
            from,
            to,
            electricity: Rate(electricity),
            service: Rate(service),
            energy,
            electricity_fen,
            service_fen,
        };
        Self { read_at, shown, details: details.into_iter().map(detail).collect() }
    }
}

/// The meter was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChargeMetered {
    /// The order.
    pub seq: OrderSeq,
    /// The meter after it.
    pub meter: StoredMeter,
}

/// The charger was told to stop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChargeStopAsked {
    /// The order.
    pub seq: OrderSeq,
    /// On whose wish.
    #[serde(with = "crate::codes::word")]
    pub reason: StopReason,
}

/// An order ended. What it costs is owed from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChargeEnded {
    /// The order.
    pub seq: OrderSeq,
    /// When.
    pub at: Moment,
    /// Why.
    #[serde(with = "crate::codes::word")]
    pub reason: StopReason,
    /// The meter at the end.
    pub meter: StoredMeter,
    /// The balanced postings: account and amount; none where nothing flowed.
    pub postings: Vec<(String, Fen)>,
}

/// The car of an order came to be known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChargeCarNamed {
    /// The order.
    pub seq: OrderSeq,
    /// The car.
    pub plate: Plate,
    /// Its stay in the lot.
    pub record_id: Option<Guid>,
}

/// What the platform said to an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChargeOrderConfirmed {
    /// The order.
    pub seq: OrderSeq,
    /// What it said.
    #[serde(with = "crate::codes::word")]
    pub confirmed: Confirmation,
}

/// Orders were paid with a parking order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChargeOrdersPaid {
    /// The payment.
    pub charge_id: Guid,
    /// The orders.
    pub seqs: Vec<OrderSeq>,
}

/// Orders were put together for the platform to check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChargeOrdersChecked {
    /// The reconciliation's number.
    pub seq: OrderSeq,
    /// Orders that ended at this moment or after.
    pub from: Moment,
    /// And before this one.
    pub until: Moment,
    /// How many.
    pub orders: u32,
    /// Their energy.
    pub energy: Energy,
    /// Their money.
    pub total_fen: Fen,
}

/// What the platform disputes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChargeCheckAnswered {
    /// The reconciliation.
    pub seq: OrderSeq,
    /// Its disputes.
    pub disputes: Vec<StoredDispute>,
}

/// A dispute as it is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredDispute {
    /// The order.
    pub seq: OrderSeq,
    /// The platform's energy.
    pub energy: Energy,
    /// The platform's amount.
    pub total_fen: Fen,
    /// Why.
    #[serde(with = "crate::codes::word")]
    pub reason: DisputeReason,
}

impl From<Dispute> for StoredDispute {
    fn from(dispute: Dispute) -> Self {
        let Dispute { seq, energy, total_fen, reason } = dispute;
        Self { seq, energy, total_fen, reason }
    }
}

impl From<StoredDispute> for Dispute {
    fn from(dispute: StoredDispute) -> Self {
        let StoredDispute { seq, energy, total_fen, reason } = dispute;
        Self { seq, energy, total_fen, reason }
    }
}
