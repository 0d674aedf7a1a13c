//! What the platform knows: the lot, its records and payments, and how often each message came.

mod admission;
mod effect;
mod spaces;

use std::collections::{BTreeMap, BTreeSet};

use lotdesk_protocols::json::Node;
use serde::{Deserialize, Serialize};

use super::billing::Billing;
use super::leases::Leases;
use super::money::Money;
use super::street::Spaces;

/// A business effect: one message's meaning, however often the message came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// The interface.
    pub interface: String,
    /// The message's own identifier: record, payment, event, device, space or lot.
    pub id: String,
    /// When it took effect first, in milliseconds since 1970.
    pub first_at_ms: i64,
    /// How often it came and was taken; above 1 for a repeat, and for basic data and snapshots that were updated.
    pub times: u32,
}

/// A message out of order, or at odds with an earlier one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disorder {
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// The interface.
    pub interface: String,
    /// The message's own identifier.
    pub id: String,
    /// What.
    pub what: DisorderKind,
    /// In words.
    pub words: String,
}

/// Kinds of disorder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisorderKind {
    /// Something about a lot, a device or a space that basic data had not named yet.
    BasicDataMissing,
    /// 5005, 5006 for a record without 5004.
    ExitWithoutEntry,
    /// 5008 for a record without 5004.
    ChargeWithoutEntry,
    /// 5008 after the record's 5005.
    ChargeAfterExit,
    /// 5005 names a payment that 5008 has not brought.
    ExitBeforeCharge,
    /// The same identifier with another content.
    OtherContent,
    /// 5005's sums are not those of the record's payments.
    SumsDiffer,
    /// Something is deleted that other things still name.
    StillNamed,
    /// 5005 names another plate or another entry time than 5004 did.
    EntryDiffers,
    /// 5007 speaks of an exit that 5005 has not told of.
    OrderBeforeExit,
    /// 5004 for a bay along a street in which another record's car still stands.
    BayTaken,
}

/// A picture: what it is about, its size and its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// `destPath` and `fileName` together.
    pub path: String,
    /// The record that it belongs to.
    pub record_id: String,
    /// `imageBizType`.
    pub biz_type: i64,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
}

/// A parking record as the platform has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The plate of 5004, or of the latest 5006.
    pub plate: String,
    /// 5004's `enterTime`, or that of the latest 5006.
    pub enter_time: String,
    /// The bay, along a street.
    pub space_no: String,
    /// 5005's `leaveTime`, or that of the latest 5006.
    pub leave_time: Option<String>,
    /// The payments that 5008 brought, in order.
    pub charge_ids: Vec<String>,
}

/// Everything that the platform knows.
#[derive(Debug, Default)]
pub struct State {
    /// Contracts, orders, payments, refunds.
    pub money: Money,
    lots: BTreeMap<String, i64>,
    /// Identifier of each garage by its code, and what names the garage: entrances, devices, spaces.
    garages: BTreeMap<String, String>,
    in_garages: BTreeMap<(String, String), String>,
    entrances: BTreeSet<String>,
    equipment: BTreeSet<String>,
    spaces: Spaces,
    /// Invoices and stock.
    pub billing: Billing,
    records: BTreeMap<String, Record>,
    charges: BTreeMap<String, (String, [i64; 3])>,
    pictures: BTreeMap<String, Picture>,
    /// Monthly leases that 5012 brought.
    pub leases: Leases,
    latest: BTreeMap<(String, String), String>,
    effects: BTreeMap<(String, String), Effect>,
    order: Vec<(String, String)>,
    disorder: Vec<Disorder>,
}

/// One item on its way in.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    /// The interface.
    pub interface: &'a str,
    /// Its own identifier, in capitals.
    pub id: &'a str,
    /// The item.
    pub item: &'a Node,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
}

fn text<'a>(node: &'a Node, name: &str) -> &'a str {
    node.get(name).and_then(Node::as_text).unwrap_or_default()
}

fn upper(node: &Node, name: &str) -> String {
    text(node, name).to_uppercase()
}

/// Receivable, discount and received in fen; the check has seen that each has exactly two decimals.
fn sums(node: &Node) -> [i64; 3] {
    ["receivables", "discount", "received"].map(|name| {
        let literal = node.get(name).and_then(Node::text_or_number).unwrap_or_default();
        literal.replace('.', "").parse().unwrap_or(0)
    })
}

impl State {
    /// The distinct business effects, in the order in which they happened first.
    pub fn effects(&self) -> Vec<Effect> {
        self.order.iter().filter_map(|key| self.effects.get(key).cloned()).collect()
    }

    /// What came out of order.
    pub fn disorder(&self) -> &[Disorder] {
        &self.disorder
    }

    /// A record.
    pub fn record(&self, id: &str) -> Option<&Record> {
        self.records.get(&id.to_uppercase())
    }

    /// The pictures that came.
    pub fn pictures(&self) -> Vec<Picture> {
        self.pictures.values().cloned().collect()
    }

    /// The newest content that came for an interface and identifier, in canonical JSON.
    pub fn latest(&self, interface: &str, id: &str) -> Option<&str> {
        let id = if interface == "2001" { id.to_owned() } else { id.to_uppercase() };
        self.latest.get(&(interface.to_owned(), id)).map(String::as_str)
    }
}

/// What an item of basic data describes.
fn thing(it: Incoming<'_>) -> Option<&Node> {
    let name = match it.interface {
        "3002" => "entranceExitInfo",
        "3003" => "equipment",
        "3004" => "spaceInfo",
        "8001" => "garageInfo",
        _ => return None,
    };
    it.item.get(name)
}

/// True for basic data that is taken back: `state` 2.
fn gone(it: Incoming<'_>) -> bool {
    it.item.get("state").and_then(Node::to_integer) == Some(2)
}
