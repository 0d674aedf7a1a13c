//! What the lot says about itself, as messages for the city platform.
//!
//! | fact | interface | own identifier | goes in order with |
//! | --- | --- | --- | --- |
//! | the lot was described | 3001, 8001 a garage, 3002 a lane or pass, 3003 a device, 3004 a space, 3005 | lot, garage, lane, device, space, permit | nothing; the latest counts |
//! | a car came in | 5004 | parking record | the record |
//! | a picture was taken | 2001 | picture | the record |
//! | money was taken | 5008 | charge | the record |
//! | a platform took money | 5008, where its profile wants it back | charge | the record |
//! | money is asked for | 5007 | order | the record, holding nothing back |
//! | money was given back | 5009 | refund | the record |
//! | a car left | 5005 | parking record | the record |
//! | a record was corrected | 5006 | record, moment and digest of what it says | the record |
//! | the counts changed | 5003 | lot | nothing; the latest counts |
//! | a space changed | 5001 | space | nothing; the latest counts |
//! | a device came or went | 5002 | device | nothing; the latest counts |
//! | a garage stands differently | 8002 | garage | nothing; the latest counts |
//! | a garage's spaces changed | 8003 | lot | nothing; the latest counts |
//! | something happened in a garage | 2002, types 8001 to 8031 | event | nothing |
//! | a plate is inside already | 2002, type 1001 | event | nothing |
//! | a bay's stay begins, is corrected, paid, over | 5004, 5006, 5008, 5005 by spaceNo | as above | the record |
//! | an invoice is asked for | 1201 | its serial number | the blue invoice |
//! | a debt is reported | 1301 | the report | nothing |
//! | a charging station changed | 1102 | station | nothing; the latest counts |
//! | a connector changed | 1103 | connector | nothing; the latest counts |
//! | a charging order ended and its car is known | 1105 | order | the order |
//! | a gate's motor is broken | 2002, type 1002 | event | nothing |
//! | a lane is used otherwise | 5011 | lane | nothing; the latest counts |
//! | a lease was saved, extended or ended | 5012 | lease, moment and digest of what it says | the lease |
//!
//! A record may be corrected more than once, and back again: so the moment and the content are part of a correction's
//! identifier. Keys under which the latest counts begin with the interface: a lot's 3001 never stands for its 5003.

mod basic;
mod billing;
mod charging;
mod entity;
mod garage;
mod lease;
mod money;
mod record;
mod state;
mod street;

use std::sync::Arc;

use lotdesk_domain::fact::{Described, Fact, FactMapper, PlatformReply};
use lotdesk_domain::lot::Lot;
use lotdesk_domain::message::{Draft, Platform, Rank};
use lotdesk_domain::moment::Clock;
use serde::Serialize;

pub(crate) use lease::lease_info;
pub(crate) use money::{coupon_kind, park_order};
pub(crate) use record::car_info;

pub use charging::CityCharging;

use super::{check, client};
use crate::interface::interface;
use crate::json::to_canonical;

/// Version of this mapping; goes up when the same fact comes to be said otherwise.
pub const MAPPING_VERSION: u16 = 1;

/// Turns facts into messages for the city platform.
pub struct CityMapper {
    clock: Arc<dyn Clock>,
    reports_its_own_payments: bool,
    charging: CityCharging,
}

impl CityMapper {
    /// A mapper. The clock gives the moment at which basic data says that it was seen (tables 9 and 10, `moment`).
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, reports_its_own_payments: false, charging: CityCharging::default() }
    }

    /// Whether a payment that the platform told us of (6007) is reported back to it (5008); the standard does not say.
    #[must_use]
    pub const fn reporting_its_own_payments(mut self, reports: bool) -> Self {
        self.reports_its_own_payments = reports;
        self
    }

    /// The mapper that tells of charging too (1102, 1103, 1105).
    #[must_use]
    pub fn with_charging(self, charging: CityCharging) -> Self {
        Self { charging, ..self }
    }
}

impl FactMapper for CityMapper {
    fn map(&self, fact: &Fact, lot: &Lot) -> Vec<Draft> {
        match fact {
            Fact::LotDescribed { tariff, stations, before } => {
                let now = Described { lot: lot.clone(), tariff: tariff.clone(), stations: stations.clone() };
                basic::described(&now, before.as_deref(), self.clock.now())
            }
            Fact::VehicleEntered { record } => vec![record::entered(record, lot)],
            Fact::Charged { charge, vehicle } => vec![record::charged(charge, Some(vehicle))],
            Fact::PaidByPlatform { charge, vehicle } if self.reports_its_own_payments => {
                vec![record::charged(charge, vehicle.as_ref())]
            }
            Fact::PaidByPlatform { .. } => Vec::new(),
            Fact::PaymentRequested { order } => vec![money::payment_requested(order, lot)],
            Fact::Refunded { refund } => vec![money::refunded(refund)],
            Fact::VehicleLeft { record, charge_ids } => vec![record::left(record, charge_ids, lot)],
            Fact::VehicleLeftAfterAll { record, charge_ids } => {
                vec![record::left_after_all(record, charge_ids, lot, self.clock.now())]
            }
            Fact::RecordCorrected { record } => vec![record::corrected(record, lot, self.clock.now())],
            Fact::PictureTaken { picture_id, record_id, garage, entering, taken_at } => {
                vec![record::picture(*picture_id, *record_id, garage.as_deref(), *entering, *taken_at, lot)]
            }
            Fact::CountsChanged { counts } => vec![state::counts(counts, lot)],
            Fact::SpaceChanged { space_no, state } => vec![state::space(space_no, *state, lot)],
            Fact::EquipmentChanged { equipment_id, online } => vec![state::equipment(*equipment_id, *online)],
            Fact::LaneStateChanged { lane_id, state, comment } => vec![state::lane(*lane_id, *state, comment, lot)],
            Fact::LeaseChanged { terms, removed } => vec![lease::changed(terms, *removed)],
            Fact::GateMotorFailed { event_id, equipment_id, lane, at, remark } => {
                vec![state::motor_failed(*event_id, *equipment_id, lane, *at, remark, lot)]
            }
            Fact::GarageStateChanged { garage, state, comment, at } => {
                vec![garage::state(garage, *state, comment.as_deref(), *at, lot)]
            }
            // A lot without garages has nothing to say here, and an empty list breaks table 94.
            Fact::GarageSpacesChanged { garages, .. } if garages.is_empty() => Vec::new(),
            Fact::GarageSpacesChanged { garages, at } => vec![garage::spaces(garages, *at, lot)],
            Fact::GarageEvent { event_id, garage, kind, space_no, plate, at, remark } => {
                let happened = garage::Happened {
                    event_id: *event_id,
                    garage,
                    kind: *kind,
                    space_no: space_no.as_deref(),
                    plate: plate.as_ref(),
                    at: *at,
                    remark: remark.as_deref(),
                };
                vec![garage::event(&happened, lot)]
            }
            Fact::SamePlateInside { event_id, vehicle, lane, at } => {
                vec![state::same_plate(*event_id, vehicle, lane, *at, lot)]
            }
            Fact::StayBegan { stay } => vec![street::entered(stay, lot)],
            Fact::StayCorrected { stay } => vec![street::corrected(stay, lot, self.clock.now())],
            Fact::StayCharged { charge, stay } => vec![street::charged(charge, stay)],
            Fact::StayEnded { stay, charge_ids } => vec![street::left(stay, charge_ids, lot)],
            Fact::InvoiceAsked { invoice, buyer_id, buyer } => vec![billing::invoice(invoice, *buyer_id, buyer)],
            Fact::DebtReported { report, subject_id, subject } => {
                vec![billing::credit(report, *subject_id, subject)]
            }
            Fact::StationChanged { station, prices } => {
                charging::station(station, prices.as_ref(), lot, &self.charging).into_iter().collect()
            }
            Fact::ConnectorChanged { connector_id, state, park_state, lock_state } => {
                charging::connector(connector_id, *state, *park_state, *lock_state, &self.charging)
                    .into_iter()
                    .collect()
            }
            Fact::ChargeOrderEnded { order, station_name, connector } => {
                charging::order(order, station_name, connector, &self.charging).into_iter().collect()
            }
            // Reconciled with the charging platform (1104, B.2.5).
            Fact::ChargeOrdersChecked { .. } | Fact::RepairSettled { .. } | Fact::EtcpPaid { .. } => Vec::new(),
        }
    }

    fn read_reply(&self, platform: Platform, interface: &str, body: &str) -> Option<PlatformReply> {
        match (platform, interface) {
            (Platform::City, "1201") => {
                client::read_invoice(body).map(|answer| PlatformReply::Invoice(Box::new(answer)))
            }
            _ => None,
        }
    }
}

/// What decides a message's place in the outbox.
enum Place {
    /// The latest for this entity counts.
    Latest(String),
    /// In order with the messages about this parking record.
    About(String),
    /// By itself.
    Alone,
}

fn draft<T: Serialize>(id: &'static str, own_id: String, place: Place, item: &T) -> Draft {
    let (body, problem) = match to_canonical(item) {
        Ok(body) => {
            let problem = check::problem(id, &body);
            (body, problem)
        }
        Err(error) => ("{}".to_owned(), Some(error.to_string())),
    };
    draft_of(id, own_id, place, body, problem)
}

fn draft_of(id: &'static str, own_id: String, place: Place, body: String, problem: Option<String>) -> Draft {
    let (order_key, coalesce_key) = match place {
        Place::Latest(entity) => (None, Some(format!("{id}:{entity}"))),
        Place::About(record) => (Some(record), None),
        Place::Alone => (None, None),
    };
    let rank = interface(Platform::City, id).map_or(Rank::Record, |row| row.rank);
    let platform = Platform::City;
    Draft {
        platform,
        interface: id,
        own_id,
        order_key,
        coalesce_key,
        rank,
        body,
        holds_back: true,
        mapping_version: MAPPING_VERSION,
        problem,
    }
}
