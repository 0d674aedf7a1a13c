//! DB4403/T 313—2023, appendix B: the charging interfaces that the city platform takes over from T/CEC 102.

use lotdesk_domain::message::{Platform, Rank};

use crate::interface::Direction::{Both, Down, Up};
use crate::interface::{Direction, Interface};

const fn row(
    id: &'static str,
    name: &'static str,
    transport: &'static str,
    direction: Direction,
    source: &'static str,
) -> Interface {
    Interface::row(Platform::Charging, id, name, transport, direction, source)
}

/// A row per interface, in the order of the list.
pub const INTERFACES: [Interface; 8] = [
    row("query_token", "platform token", "https", Both, "B.3.1.3"),
    row("query_stations_info", "station query (paged)", "https", Down, "B.1.2.1"),
    row("notification_stationstate", "connector state push", "https", Up, "B.1.2.2").ranked(Rank::Snapshot),
    row("query_equip_auth", "equipment authentication", "https", Down, "B.2.1"),
    row("query_start_charge", "start charging", "https", Down, "B.2.2"),
    row("query_stop_charge", "stop charging", "https", Down, "B.2.3"),
    row("notification_charge_order_info", "charge order push", "https", Up, "B.2.4"),
    row("check_charge_orders", "order reconciliation push", "https", Up, "B.2.5"),
];
