//! Charging (DB4403/T 313, 6.10 and appendix B): stations with their equipment and connectors, what a kWh costs at what
//! time of the day, and charging orders with their periods. Pure, exact: energy in hundredths of a kWh, prices in
//! ten-thousandths of a yuan, money in 分.

mod energy;
mod order;
mod price;
mod seq;
mod station;

pub use energy::{BadEnergy, Energy};
pub use order::{
    ChargeCheck, ChargeDetail, ChargeOrder, ChargeState, Confirmation, Dispute, DisputeReason, MOST_DETAILS, Meter,
    SettledBy, StopReason, Totals, fold_details,
};
pub use price::{BadPrices, PricePeriod, Prices, Rate, STEP_MINUTES};
pub use seq::{BadSeq, OrderSeq};
pub use station::{
    BadStation, Connector, ConnectorKind, ConnectorState, Equipment, EquipmentKind, ListedPile, ListedStation,
    LockState, ParkState, Station, StationKind, StationState,
};
