//! 1101 and 1106 in the city platform's own envelope (tables 31 and 32), where its profile wants them so; in that of
//! appendix B they come through the charging platform's receiver.

use lotdesk_domain::ask::{Answer, AskRefusal};

use super::{Item, Read, Receiver, Refuse};
use crate::appendix_b;
use crate::json::Node;

/// 1101
pub(super) const STATIONS: Receiver = Receiver { id: "1101", read: read_stations, answer, refuse: Refuse::Envelope };

/// 1106
pub(super) const ORDERS: Receiver = Receiver { id: "1106", read: read_orders, answer, refuse: Refuse::Envelope };

fn read_stations(item: &Item<'_>) -> Result<Read, AskRefusal> {
    read("1101", item)
}

fn read_orders(item: &Item<'_>) -> Result<Read, AskRefusal> {
    read("1106", item)
}

fn read(interface: &str, item: &Item<'_>) -> Result<Read, AskRefusal> {
    let meant = appendix_b::read(interface, &item.node.compact())?;
    Ok(Read { key: meant.key, ask: meant.ask })
}

fn answer(answer: &Answer, asked: &Node) -> Vec<Node> {
    let Answer::Charging(answer) = answer else { return Vec::new() };
    Node::parse(&appendix_b::answer(&asked.compact(), answer)).into_iter().collect()
}
