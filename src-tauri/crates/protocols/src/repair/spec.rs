//! Vehicle-repair electronic health archive: two calls.

use lotdesk_domain::message::Platform;

use super::handlers::{SAVE, TOKEN};
use crate::interface::Direction::Up;
use crate::interface::{Direction, Interface};

const fn row(
    id: &'static str,
    name: &'static str,
    transport: &'static str,
    direction: Direction,
    source: &'static str,
) -> Interface {
    Interface::row(Platform::Repair, id, name, transport, direction, source)
}

/// A row per interface, in the order of the list.
pub const INTERFACES: [Interface; 2] = [
    row("getToken", "access token (2 h)", "https POST", Up, "4").built(TOKEN),
    row("saveWeixiuRecord", "repair record upload (overwrites same costlistcode)", "https POST", Up, "5")
        .keeping_reply()
        .built(SAVE),
];
