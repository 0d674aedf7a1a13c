//! Charging orders: from the first wish to the last 分, and what the platform says of them afterwards.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::energy::Energy;
use super::price::{Prices, Rate};
use super::seq::OrderSeq;
use crate::id::Guid;
use crate::moment::Moment;
use crate::money::Fen;
use crate::plate::Plate;

/// Where an order stands (`StartChargeSeqStat`, tables B.13 and B.15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChargeState {
    /// 1: the charger was told and has not answered yet.
    Starting,
    /// 2
    Charging,
    /// 3: the charger was told to stop.
    Stopping,
    /// 4
    Ended,
}

/// Why charging ended (`StopReason`, table B.16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// 0: the driver.
    User,
    /// 1: the platform asked.
    Platform,
    /// 2: the car's battery management; it is full.
    Battery,
    /// 3: the charger broke, or never began.
    Fault,
    /// 4: unplugged.
    Unplugged,
    /// 5, of the codes left free: an attendant of the lot.
    Attendant,
}

/// Who takes the money for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum SettledBy {
    /// The lot, with the parking fee (`chargingFee`, table 14).
    Lot,
    /// The platform that had it started: its customer pays there, and the platform owes us.
    Platform,
}

/// What the platform said to a pushed order (`ConfirmResult`, table B.18).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Confirmation {
    /// 0
    Confirmed,
    /// 1, and the codes left free: a person must talk to the platform.
    Disputed,
}

/// Why a reconciled order is in dispute (`DisputeReason`, table B.22).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum DisputeReason {
    /// 1: the platform has no such order.
    NoSuchOrder,
    /// 2: the money differs.
    Money,
    /// 3: the energy differs.
    Energy,
    /// 4 to 99.
    Other,
}

/// One order that the platform disputes, with its own figures (table B.22).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Dispute {
    /// The order.
    pub seq: OrderSeq,
    /// The platform's energy.
    pub energy: Energy,
    /// The platform's amount.
    pub total_fen: Fen,
    /// Why.
    pub reason: DisputeReason,
}

/// A reconciliation pushed to the platform (table B.19), and what it disputes (table B.21).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ChargeCheck {
    /// Its number.
    pub seq: OrderSeq,
    /// From when: orders that ended at this moment or after.
    pub from: Moment,
    /// Until when: orders that ended before.
    pub until: Moment,
    /// How many.
    pub orders: u32,
    /// Their energy.
    pub energy: Energy,
    /// Their money.
    pub total_fen: Fen,
    /// When it was made.
    pub made_at: Moment,
    /// When the platform answered; none while it has not.
    pub answered_at: Option<Moment>,
    /// What it disputes.
    pub disputes: Vec<Dispute>,
}

/// `SumPeriod`: 32 details at most (table B.16).
pub const MOST_DETAILS: usize = 32;

/// A span charged at one price (table B.17).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ChargeDetail {
    /// Its begin.
    pub from: Moment,
    /// Its end.
    pub to: Moment,
    /// Price of electricity.
    pub electricity: Rate,
    /// Price of the service.
    pub service: Rate,
    /// Energy.
    pub energy: Energy,
    /// What the electricity costs.
    pub electricity_fen: Fen,
    /// What the service costs.
    pub service_fen: Fen,
}

/// The sums over an order's details.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Totals {
    /// Energy.
    pub energy: Energy,
    /// Electricity.
    pub electricity_fen: Fen,
    /// Service.
    pub service_fen: Fen,
}

impl Totals {
    /// Electricity and service.
    pub fn total_fen(&self) -> Fen {
        self.electricity_fen + self.service_fen
    }

    /// Adds the details up.
    pub fn of(details: &[ChargeDetail]) -> Self {
        Self {
            energy: details.iter().map(|d| d.energy).sum(),
            electricity_fen: details.iter().map(|d| d.electricity_fen).sum(),
            service_fen: details.iter().map(|d| d.service_fen).sum(),
        }
    }
}

/// One car at one connector, from the wish to charge to the settled money.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ChargeOrder {
    /// Its number.
    pub seq: OrderSeq,
    /// The station.
    pub station_id: String,
    /// The connector.
    pub connector_id: String,
    /// The car, when it is known: what the platform starts names none.
    pub plate: Option<Plate>,
    /// The car's stay in the lot.
    pub record_id: Option<Guid>,
    /// Who takes the money.
    pub settled_by: SettledBy,
    /// Where it stands.
    pub state: ChargeState,
    /// The prices that held when it began; a change of prices does not touch it.
    pub prices: Prices,
    /// When it was asked for.
    pub asked_at: Moment,
    /// When current began to flow.
    pub started_at: Option<Moment>,
    /// When it ended.
    pub ended_at: Option<Moment>,
    /// The meter when it was read last.
    pub meter: Meter,
    /// Why it ended.
    pub stop_reason: Option<StopReason>,
    /// What the platform said to it.
    pub confirmed: Option<Confirmation>,
    /// Why the platform disputes it, from a reconciliation.
    pub dispute: Option<DisputeReason>,
    /// The payment that it was paid with at the lot.
    pub charge_id: Option<Guid>,
}

impl ChargeOrder {
    /// The sums so far.
    pub fn totals(&self) -> Totals {
        Totals::of(&self.meter.details)
    }

    /// What the driver still owes the lot for it; nothing while it runs, for what the platform settles, and once paid.
    pub fn unpaid_fen(&self) -> Fen {
        match (self.state, self.settled_by, self.charge_id) {
            (ChargeState::Ended, SettledBy::Lot, None) => self.totals().total_fen(),
            _ => Fen::ZERO,
        }
    }
}

/// An order's meter: what has flowed, span by span.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Meter {
    /// When it was read last; none before current flowed.
    pub read_at: Option<Moment>,
    /// What it showed then, counted from the order's begin.
    pub shown: Energy,
    /// The spans so far.
    pub details: Vec<ChargeDetail>,
}

impl Meter {
    /// Current begins to flow.
    pub fn begin(at: Moment) -> Self {
        Self { read_at: Some(at), shown: Energy::ZERO, details: Vec::new() }
    }

    /// Takes a reading in. What has flowed since the last one is spread evenly over the time between, so that a reading
    /// across a change of price falls to both. A reading from before the last one, and one that shows less, change nothing.
    pub fn read(&mut self, at: Moment, shown: Energy, prices: &Prices) {
        let Some(since) = self.read_at else { return };
        if at < since || shown < self.shown {
            return;
        }
        let (span_ms, flowed) = (i128::from(at.ms_since(since)), i128::from((shown - self.shown).0));
        let (mut from, mut told) = (since, 0_i128);
        loop {
            let (period, ends) = prices.at(from);
            let to = ends.min(at);
            // The part up to here, counted from the last reading: what is rounded off goes to the next span, never away.
            let until_here = if to >= at { flowed } else { flowed * i128::from(to.ms_since(since)) / span_ms };
            let energy = Energy(i64::try_from(until_here - told).unwrap_or(0));
            self.add(from, to, period.electricity, period.service, energy, prices);
            told = until_here;
            if to >= at {
                break;
            }
            from = to;
        }
        self.read_at = Some(at);
        self.shown = shown;
    }

    fn add(&mut self, from: Moment, to: Moment, electricity: Rate, service: Rate, energy: Energy, prices: &Prices) {
        match self.details.last_mut() {
            // Within the same period of the same day.
            Some(last) if last.to == from && prices.at(last.from).1 == prices.at(from).1 => {
                last.to = to;
                last.energy += energy;
                last.electricity_fen = last.electricity.of(last.energy);
                last.service_fen = last.service.of(last.energy);
            }
            _ if to == from && energy == Energy::ZERO => {}
            _ => self.details.push(ChargeDetail {
                from,
                to,
                electricity,
                service,
                energy,
                electricity_fen: electricity.of(energy),
                service_fen: service.of(energy),
            }),
        }
    }
}

/// The details as table B.16 takes them: where there are more than 32, those of one price become one, from the first begin
/// to the last end. The sums stay.
pub fn fold_details(details: &[ChargeDetail]) -> Vec<ChargeDetail> {
    if details.len() <= MOST_DETAILS {
        return details.to_vec();
    }
    let mut folded: Vec<ChargeDetail> = Vec::new();
    for detail in details {
        let same = |d: &&mut ChargeDetail| (d.electricity, d.service) == (detail.electricity, detail.service);
        match folded.iter_mut().find(same) {
            Some(whole) => {
                whole.to = detail.to;
                whole.energy += detail.energy;
                whole.electricity_fen += detail.electricity_fen;
                whole.service_fen += detail.service_fen;
            }
            None => folded.push(detail.clone()),
        }
    }
    folded
}
