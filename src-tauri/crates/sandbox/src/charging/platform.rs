//! The platform's state: tokens, what was pushed, what it thinks of it, what goes wrong next.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use lotdesk_domain::moment::Moment;
use lotdesk_protocols::json::Node;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::ChargingConfig;
use super::check::units;

/// One thing that goes wrong, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// It is refused with this `Ret` and takes no effect.
    Refuse(i64),
    /// It takes effect, and the reply is lost on the way (HTTP 504).
    LoseReply,
    /// It takes effect, and the reply is no JSON.
    Garbage,
    /// It takes effect, and the reply bears a wrong signature.
    WrongSignature,
    /// An order is disputed, or a reconciliation disputes every order's money.
    Dispute,
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judged {
    /// It took effect.
    Taken,
    /// It came before with the same content, and changed nothing.
    Repeated,
    /// It was refused, with the `Ret` and why.
    Refused(i64, String),
}

/// A message that came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pushed {
    /// Interface by its name in DB4403/T 313, or its number.
    pub interface: String,
    /// What became of it.
    pub judged: Judged,
    /// Its content; null where it did not come to that.
    pub content: Node,
}

#[derive(Default)]
pub struct State {
    pub tokens: HashMap<String, Moment>,
    pub pushed: Vec<Pushed>,
    pub faults: Vec<(Option<String>, Fault)>,
    /// What it knows of orders: the content of B.16 by number.
    orders: BTreeMap<String, Node>,
    car_orders: BTreeMap<String, Node>,
    /// `TimeStamp` and `Seq` of what came: the same pair twice is a replay.
    pub seen: HashSet<(String, String)>,
}

/// The platform.
pub struct Platform {
    pub config: ChargingConfig,
    state: Mutex<State>,
    pub arrived: watch::Sender<usize>,
    pub sequence: Mutex<u32>,
}

impl Platform {
    pub fn new(config: ChargingConfig) -> Self {
        let (arrived, _) = watch::channel(0);
        Self { config, state: Mutex::default(), arrived, sequence: Mutex::default() }
    }

    /// Held for a few instructions, never across an await.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// 27 characters, the platform's own 9 first.
    pub fn order_number(&self) -> String {
        let digits = self.config.guids.next_guid().to_string();
        format!("{}{}", self.config.platform_id, &digits[digits.len() - 18..])
    }

    /// Writes down what came.
    pub fn note(&self, interface: &str, judged: Judged, content: Node) {
        let count = {
            let mut state = self.state();
            state.pushed.push(Pushed { interface: interface.to_owned(), judged, content });
            state.pushed.len()
        };
        self.arrived.send_replace(count);
    }
}

impl State {
    /// What strikes a call of this interface, once.
    pub fn strike(&mut self, interface: &str) -> Option<Fault> {
        let at = self.faults.iter().position(|(only, _)| only.as_deref().is_none_or(|only| only == interface))?;
        Some(self.faults.remove(at).1)
    }

    /// Takes a content in and gives what became of it, with the reply's content.
    pub fn take(&mut self, interface: &str, content: &Node, disputes: bool, tcec102: bool) -> (Judged, String) {
        let text = |name: &str| content.get(name).and_then(Node::as_text).unwrap_or_default().to_owned();
        match interface {
            "notification_stationstate" | "1103" => {
                let name = if tcec102 { "Status" } else { "State" };
                (Judged::Taken, format!(r#"{{"{name}":0}}"#))
            }
            "1102" => (Judged::Taken, r#"{"state":0}"#.to_owned()),
            "1105" => {
                let seq = text("startChargeSeq");
                let (judged, changed) = keep(&mut self.car_orders, &seq, content);
                (judged, format!(r#"{{"startChargeSeq":"{seq}","confirmResult":{}}}"#, i64::from(changed)))
            }
            "notification_charge_order_info" => {
                let seq = text("StartChargeSeq");
                let (judged, changed) = keep(&mut self.orders, &seq, content);
                let result = i64::from(changed || disputes);
                let connector = text("ConnectorID");
                let reply =
                    format!(r#"{{"StartChargeSeq":"{seq}","ConnectorID":"{connector}","ConfirmResult":{result}}}"#);
                (judged, reply)
            }
            _ => (Judged::Taken, self.checked(content, disputes)),
        }
    }

    /// Compares a reconciliation with what was pushed, order by order (tables B.19 to B.22).
    fn checked(&self, content: &Node, disputes: bool) -> String {
        let text = |name: &str| content.get(name).and_then(Node::as_text).unwrap_or_default();
        let (mut lines, mut power, mut money) = (Vec::new(), 0, 0);
        for order in content.get("ChargeOrders").and_then(Node::as_list).unwrap_or_default() {
            let seq = order.get("StartChargeSeq").and_then(Node::as_text).unwrap_or_default();
            let of = |node: &Node, name: &str| units(node.get(name)).unwrap_or(0);
            let known = self.orders.get(seq);
            let reason = match known {
                None => 1,
                Some(known) if disputes || of(known, "TotalMoney") != of(order, "TotalMoney") => 2,
                Some(known) if of(known, "TotalPower") != of(order, "TotalPower") => 3,
                Some(_) => continue,
            };
            let ours = known.unwrap_or(order);
            let (p, m) = (of(ours, "TotalPower"), of(ours, "TotalMoney"));
            power += p;
            money += m;
            lines.push(format!(
                r#"{{"StartChargeSeq":"{seq}","TotalPower":{},"TotalMoney":{},"DisputeReason":{reason}}}"#,
                two_decimals(p),
                two_decimals(m)
            ));
        }
        format!(
            r#"{{"CheckOrderSeq":"{}","StartTime":"{}","EndTime":"{}","TotalDisputeOrder":{},"TotalDisputePower":{}.{:04},"TotalDisputeMoney":{},"DisputeOrders":[{}]}}"#,
            text("CheckOrderSeq"),
            text("StartTime"),
            text("EndTime"),
            lines.len(),
            power / 10_000,
            power % 10_000,
            two_decimals(money),
            lines.join(",")
        )
    }
}

/// Ten-thousandths as a number with two decimals.
fn two_decimals(units: i64) -> String {
    format!("{}.{:02}", units / 10_000, units % 10_000 / 100)
}

/// Keeps the first content of a number. The second value is true when another one came under it.
fn keep(known: &mut BTreeMap<String, Node>, seq: &str, content: &Node) -> (Judged, bool) {
    match known.get(seq) {
        Some(before) if before.canonical() == content.canonical() => (Judged::Repeated, false),
        Some(_) => (Judged::Refused(0, "another content under the same number".to_owned()), true),
        None => {
            known.insert(seq.to_owned(), content.clone());
            (Judged::Taken, false)
        }
    }
}
