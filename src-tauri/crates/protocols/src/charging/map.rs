//! What the lot says of its charging, as messages for the charging platform.
//!
//! | fact | interface | own identifier | goes in order with |
//! | --- | --- | --- | --- |
//! | a connector's state changed | notification_stationstate | connector | nothing; the latest counts |
//! | an order of the platform's ended | notification_charge_order_info | order | the order |
//! | orders are reconciled | check_charge_orders | reconciliation | nothing |
//!
//! A station's change has no interface here: the city platform has it (1102).

use lotdesk_domain::charging::SettledBy;
use lotdesk_domain::fact::{Fact, FactMapper};
use lotdesk_domain::lot::Lot;
use lotdesk_domain::message::{Draft, Platform, Rank};
use serde::Serialize;

use super::check;
use crate::appendix_b::{StateNotice, check_request, connector_item, order_info, write};
use crate::interface::interface;

/// Version of this mapping; goes up when the same fact comes to be said otherwise.
pub const MAPPING_VERSION: u16 = 1;

/// Turns facts into messages for the charging platform.
#[derive(Clone, Copy, Debug, Default)]
pub struct ChargingMapper;

impl FactMapper for ChargingMapper {
    fn map(&self, fact: &Fact, _lot: &Lot) -> Vec<Draft> {
        match fact {
            Fact::ConnectorChanged { connector_id, state, park_state, lock_state } => {
                let notice = StateNotice { connector: connector_item(connector_id, *state, *park_state, *lock_state) };
                let problem = check::connector(&notice.connector);
                vec![draft("notification_stationstate", connector_id.clone(), &notice, problem)]
            }
            // Only what the platform started: it knows no other. Stated again when the car comes to be known; the platform is
            // told once all the same.
            Fact::ChargeOrderEnded { order, .. } if order.settled_by == SettledBy::Platform => {
                let info = order_info(order);
                let problem = check::order(&info);
                vec![draft("notification_charge_order_info", order.seq.to_string(), &info, problem)]
            }
            Fact::ChargeOrdersChecked { check, orders } => {
                let request = check_request(check, orders);
                let problem = check::reconciliation(&request);
                vec![draft("check_charge_orders", check.seq.to_string(), &request, problem)]
            }
            _ => Vec::new(),
        }
    }
}

fn draft<T: Serialize>(id: &'static str, own_id: String, content: &T, problem: Option<String>) -> Draft {
    let (body, problem) = match write(content) {
        Ok(body) => (body, problem),
        Err(error) => ("{}".to_owned(), Some(error.to_string())),
    };
    let rank = interface(Platform::Charging, id).map_or(Rank::Record, |row| row.rank);
    Draft {
        platform: Platform::Charging,
        interface: id,
        order_key: (rank == Rank::Record).then(|| own_id.clone()),
        coalesce_key: (rank == Rank::Snapshot).then(|| format!("{id}:{own_id}")),
        own_id,
        holds_back: true,
        rank,
        body,
        mapping_version: MAPPING_VERSION,
        problem,
    }
}
