//! What the platform knows of money: contracts to take fees by (5010, 6008), orders it was asked to take (5007), what was
//! paid (5008, and 6007 of its own) and given back (5009), and the bill of a day that comes of it (1401).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;
use lotdesk_protocols::json::Node;

use super::a2::{self, Refusal};

/// An order that the platform was asked to take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The item of 5007.
    pub item: Node,
    /// True once it was paid.
    pub paid: bool,
}

/// One line of a bill.
#[derive(Clone, Debug)]
struct Line {
    order_no: String,
    day: String,
    pay_type: i64,
    fen: i64,
    refund: bool,
    members: Vec<(&'static str, Node)>,
}

/// Everything the platform knows of money.
#[derive(Debug, Default)]
pub struct Money {
    contracts: BTreeSet<String>,
    orders: BTreeMap<String, Order>,
    lines: Vec<Line>,
}

fn text<'a>(node: &'a Node, name: &str) -> &'a str {
    node.get(name).and_then(Node::as_text).unwrap_or_default()
}

fn integer(node: &Node, name: &str) -> i64 {
    node.get(name).and_then(Node::to_integer).unwrap_or(0)
}

/// An amount in fen; the check has seen that it has exactly two decimals.
pub(super) fn fen(node: &Node, name: &str) -> i64 {
    node.get(name).and_then(Node::text_or_number).unwrap_or_default().replace('.', "").parse().unwrap_or(0)
}

/// Fen as a number with two decimals.
pub(super) fn yuan(fen: i64) -> Node {
    Node::Number(format!("{}.{:02}", fen / 100, fen % 100))
}

/// What an order asks for: table 14's dues less what was let off and paid.
pub(super) fn due(order: &Node) -> i64 {
    let dues = fen(order, "receivables") + fen(order, "otherFee") + fen(order, "chargingFee");
    dues - fen(order, "discount") - fen(order, "paidAmount")
}

fn date_time(node: &Node, name: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text(node, name), "%Y-%m-%d %H:%M:%S").ok()
}

fn bad(what: impl AsRef<str>) -> Refusal {
    Refusal::new(a2::OUT_OF_RANGE, what)
}

impl Money {
    /// A driver signs, or gives notice.
    pub fn contract(&mut self, plate: &str, open: bool) {
        if open {
            self.contracts.insert(plate.to_owned());
        } else {
            self.contracts.remove(plate);
        }
    }

    /// Whether the fee of a plate can be taken.
    pub fn has_contract(&self, plate: &str) -> bool {
        self.contracts.contains(plate)
    }

    /// Table 68: "0" where the fee can be taken, "1" where not.
    pub fn deduction(&self, item: &Node) -> Vec<(&'static str, Node)> {
        let state = if self.has_contract(text(item, "plateNo")) { "0" } else { "1" };
        vec![("state", Node::Text(state.into()))]
    }

    /// Holds an order against itself and the stay (table 14). `now` is China's wall clock.
    ///
    /// # Errors
    /// With the code of table A.2 that fits.
    pub fn admit_order(&self, item: &Node, plate: &str, entered: &str, now: NaiveDateTime) -> Result<(), Refusal> {
        if !text(item, "plateNo").is_empty() && text(item, "plateNo") != plate {
            return Err(Refusal::new(a2::NO_CAR, format!("the record's plate is {plate}")));
        }
        if text(item, "enterTime") != entered {
            return Err(bad(format!("enterTime is not the entry's: {entered}")));
        }
        let start = date_time(item, "chargingStart");
        let end = date_time(item, "leaveTime").unwrap_or(now);
        if start < date_time(item, "enterTime") {
            return Err(bad("chargingStart is before enterTime"));
        }
        // A begun minute counts, and clocks differ by another.
        let most = start.map_or(0, |start| (end - start).num_minutes() + 2);
        if integer(item, "chargingDuration") > most {
            return Err(bad(format!("chargingDuration is in minutes; {most} at the most have gone")));
        }
        if due(item) <= 0 {
            return Err(bad("nothing is due by this order"));
        }
        match self.orders.get(text(item, "orderNo")) {
            Some(order) if order.item != *item => {
                Err(Refusal::new(1200, format!("order {} came before with another content", text(item, "orderNo"))))
            }
            _ => Ok(()),
        }
    }

    /// Holds a refund against what was paid by its order in its way (table 17).
    ///
    /// # Errors
    /// With the code of table A.2 that fits.
    pub fn admit_refund(&self, item: &Node) -> Result<(), Refusal> {
        let (order_no, pay_type, amount) =
            (text(item, "orderNo"), integer(item, "refundType"), fen(item, "refundMoney"));
        if amount <= 0 {
            return Err(bad("refundMoney is nothing"));
        }
        let of_order = |line: &&Line| line.order_no == order_no;
        if !self.lines.iter().any(|line| of_order(&line) && !line.refund) {
            return Err(Refusal::new(a2::NO_OBJECT, format!("no payment of order {order_no} is known")));
        }
        let sum = |refund: bool| -> i64 {
            let lines = self.lines.iter().filter(of_order);
            lines.filter(|line| line.refund == refund && line.pay_type == pay_type).map(|line| line.fen).sum()
        };
        let left = sum(false) - sum(true);
        if amount > left {
            return Err(bad(format!(
                "{amount} fen are more than the {left} that are left of it in this way of paying"
            )));
        }
        Ok(())
    }

    /// An order came, for the first time or again.
    pub fn order(&mut self, item: &Node) {
        let order = Order { item: item.clone(), paid: false };
        self.orders.entry(text(item, "orderNo").to_owned()).or_insert(order);
    }

    /// The order with this number.
    pub fn order_of(&self, order_no: &str) -> Option<&Order> {
        self.orders.get(order_no)
    }

    /// A payment came for the first time (table 15).
    pub fn paid(&mut self, charge: &Node, park_code: &str) {
        let order_no = text(charge, "orderNo").to_owned();
        if let Some(order) = self.orders.get_mut(&order_no) {
            order.paid = true;
        }
        let amounts = ["receivables", "discount", "received"].map(|name| (name, yuan(fen(charge, name))));
        let when = text(charge, "payTime").to_owned();
        let pay_type = integer(charge, "payType");
        let plate = charge.get("parkCarInfo").map(|car| text(car, "plateNo")).unwrap_or_default();
        let from = text(charge, "payFrom");
        let fen = fen(charge, "received");
        self.line(Said { order_no, park_code, plate, when: &when, pay_type, from, fen, refund: false }, amounts.into());
    }

    /// A refund came for the first time (table 17).
    pub fn refunded(&mut self, refund: &Node, park_code: &str) {
        let amount = fen(refund, "refundMoney");
        let amounts = vec![("receivables", yuan(0)), ("discount", yuan(0)), ("received", yuan(amount))];
        let said = Said {
            order_no: text(refund, "orderNo").to_owned(),
            park_code,
            plate: "",
            when: text(refund, "time"),
            pay_type: integer(refund, "refundType"),
            from: text(refund, "refundFrom"),
            fen: amount,
            refund: true,
        };
        self.line(said, amounts);
    }

    /// The lines of a bill (table 116). Nothing was ever withdrawn here, so REVOKED has none.
    pub fn bill(&self, item: &Node) -> Vec<Vec<(&'static str, Node)>> {
        let (day, kind) = (text(item, "billDate"), text(item, "billType"));
        let wanted = |line: &&Line| line.day == day && (kind == "ALL" || (kind == "REFUND") == line.refund);
        if kind == "REVOKED" {
            return Vec::new();
        }
        self.lines.iter().filter(wanted).map(|line| line.members.clone()).collect()
    }

    fn line(&mut self, said: Said<'_>, amounts: Vec<(&'static str, Node)>) {
        let Said { order_no, park_code, plate, when, pay_type, from, fen, refund } = said;
        let mut members =
            vec![("orderNo", Node::Text(order_no.clone())), ("parkCode", Node::Text(park_code.to_owned()))];
        if !plate.is_empty() {
            members.push(("plateNo", Node::Text(plate.to_owned())));
        }
        members.push(("payTime", Node::Text(when.to_owned())));
        members.extend(amounts);
        members.push(("payType", Node::Number(pay_type.to_string())));
        members.push(("payFrom", Node::Text(from.to_owned())));
        members.push(("actionType", Node::Number(u8::from(refund).to_string())));
        let day = when.get(..10).unwrap_or_default().to_owned();
        self.lines.push(Line { order_no, day, pay_type, fen, refund, members });
    }
}

/// What a line says beside its amounts.
struct Said<'a> {
    order_no: String,
    park_code: &'a str,
    plate: &'a str,
    when: &'a str,
    pay_type: i64,
    from: &'a str,
    fen: i64,
    refund: bool,
}
