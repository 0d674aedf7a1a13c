//! ETCP open platform: ten calls and two pushes.

use lotdesk_domain::message::{OnUnknown, Platform};

use super::handlers;
use crate::interface::Direction::{Down, Up};
use crate::interface::{Direction, Interface};

const fn row(
    id: &'static str,
    name: &'static str,
    transport: &'static str,
    direction: Direction,
    source: &'static str,
) -> Interface {
    Interface::row(Platform::Etcp, id, name, transport, direction, source)
}

/// A row per interface, in the order of the list.
pub const INTERFACES: [Interface; 12] = [
    // Sends a text message, one a minute.
    row("uservalidatecode", "SMS code", "http GET", Up, "8.1").lost(OnUnknown::Person).built(handlers::CODE),
    // Uses up the code.
    row("userlogin", "login by code", "http POST", Up, "8.2").lost(OnUnknown::Person).built(handlers::LOGIN),
    row("usersignin", "joint login", "http POST", Up, "8.3").built(handlers::SIGN_IN),
    row("bindcar", "bind plate", "http POST", Up, "8.4").built(handlers::BIND),
    row("unbindcar", "unbind plate", "http POST", Up, "8.5").built(handlers::UNBIND),
    row("orderhistory", "parking history", "http GET", Up, "8.6").built(handlers::HISTORY),
    row("orderunpay", "fee of the car in the lot", "http GET", Up, "8.7").built(handlers::UNPAID),
    // Orderhistory tells whether the payment arrived.
    row("orderpaid", "payment done notification", "http POST", Up, "8.8")
        .lost(OnUnknown::Ask)
        .keeping_reply()
        .built(handlers::PAID),
    row("surroundingparking", "lot list (radius or city, scrollId)", "http POST", Up, "8.9").built(handlers::LOTS),
    row("parkingstatus", "lot state", "http POST", Up, "8.10").built(handlers::STATE),
    row("push-entry", "vehicle entry push", "webhook", Down, "9.1").built(handlers::ENTRY),
    row("push-exit", "vehicle exit push", "webhook", Down, "9.2").built(handlers::EXIT),
];
