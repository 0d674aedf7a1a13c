//! DB4403/T 313—2023, appendix B: the charging interfaces that the city platform takes over from T/CEC 102.

use lotdesk_domain::message::{Platform, Rank};

use super::wire::{TokenReply, TokenRequest};
use crate::appendix_b::{
    CheckOrdersReply, CheckOrdersRequest, EquipAuthReply, EquipAuthRequest, OrderInfo, OrderInfoReply,
    StartChargeReply, StartChargeRequest, StateNotice, StateNoticeReply, StationsReply, StationsRequest,
    StopChargeReply, StopChargeRequest, of,
};
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

/// A row per interface, in the order of the list. The platform knows an order and a reconciliation by their numbers: after
/// a lost reply the same one may go again.
pub const INTERFACES: [Interface; 8] = [
    row("query_token", "platform token", "https", Both, "B.3.1.3").built(of::<TokenRequest, TokenReply>()),
    row("query_stations_info", "station query (paged)", "https", Down, "B.1.2.1")
        .built(of::<StationsRequest, StationsReply>()),
    row("notification_stationstate", "connector state push", "https", Up, "B.1.2.2")
        .ranked(Rank::Snapshot)
        .built(of::<StateNotice, StateNoticeReply>()),
    row("query_equip_auth", "equipment authentication", "https", Down, "B.2.1")
        .built(of::<EquipAuthRequest, EquipAuthReply>()),
    row("query_start_charge", "start charging", "https", Down, "B.2.2")
        .built(of::<StartChargeRequest, StartChargeReply>()),
    row("query_stop_charge", "stop charging", "https", Down, "B.2.3").built(of::<StopChargeRequest, StopChargeReply>()),
    row("notification_charge_order_info", "charge order push", "https", Up, "B.2.4")
        .built(of::<OrderInfo, OrderInfoReply>()),
    row("check_charge_orders", "order reconciliation push", "https", Up, "B.2.5")
        .built(of::<CheckOrdersRequest, CheckOrdersReply>()),
];
