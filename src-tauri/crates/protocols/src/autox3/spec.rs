//! AutoX3 service orders: one callback.

use lotdesk_domain::message::Platform;

use super::handlers::PUSH;
use crate::interface::Direction::Down;
use crate::interface::{Direction, Interface};

const fn row(
    id: &'static str,
    name: &'static str,
    transport: &'static str,
    direction: Direction,
    source: &'static str,
) -> Interface {
    Interface::row(Platform::Autox3, id, name, transport, direction, source)
}

/// A row per interface, in the order of the list.
pub const INTERFACES: [Interface; 1] = [row(
    "event.autox3.order.receivebase.create",
    "service order callback",
    "webhook",
    Down,
    "Create Service Order Callback",
)
.built(PUSH)];
