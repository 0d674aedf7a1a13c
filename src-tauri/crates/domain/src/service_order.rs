//! A service order as a technician's app hands it over at the door of the shop: the car, what the first look found, what
//! lies in it. A clerk makes a repair record of it.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::moment::Moment;

/// What became of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ServiceOrderState {
    /// Nobody has done anything about it.
    New,
    /// It became a repair record, or the draft of one.
    Drafted,
    /// Somebody said that nothing comes of it.
    SetAside,
}

/// A service order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServiceOrder {
    /// The app's number of it.
    pub order_no: Option<i64>,
    /// The plate as typed; seldom checked there.
    pub plate: String,
    /// The vehicle identification number as typed.
    pub vin: String,
    /// Make.
    pub brand: String,
    /// Model.
    pub trim: String,
    /// When it was made.
    pub produced_at: Option<Moment>,
    /// Family name and first name of the owner, as far as they are known.
    pub owner_name: String,
    /// The owner's telephone.
    pub owner_phone: String,
    /// Warning lights, each `number_name`.
    pub lights: Vec<String>,
    /// What the odometer shows, in kilometres.
    pub odometer_km: Option<Decimal>,
    /// What the fuel gauge shows, in percent.
    pub fuel_percent: Option<Decimal>,
    /// Flaws of the paint.
    pub paint: Vec<PaintFinding>,
    /// Belongings left in the car.
    pub belongings: Vec<String>,
    /// Whatever else was noted.
    pub remark: String,
    /// Who took the car in.
    pub received_by: String,
}

impl ServiceOrder {
    /// The odometer in whole kilometres, where it can be a car's.
    pub fn mileage_km(&self) -> Option<u32> {
        use rust_decimal::prelude::ToPrimitive;
        self.odometer_km
            .filter(|km| !km.is_sign_negative())
            .and_then(|km| km.trunc().to_u32())
            .filter(|km| *km < 100_000_000)
    }
}

/// A flaw of the paint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaintFinding {
    /// Where.
    pub position: String,
    /// What.
    pub finding: String,
    /// Addresses of its pictures. They are fetched only when somebody wants to see them.
    pub pictures: Vec<String>,
}
