//! What docloud knows.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Value, json};

use super::push::Went;
use super::{Came, Fault, made_up};

/// A violation, in the page's own words.
#[derive(Clone, Debug)]
pub(super) struct Violation {
    pub code: String,
    pub time: String,
    pub fine_yuan: u32,
    pub fee_yuan: u32,
    pub points: u32,
    pub address: String,
    pub reason: String,
    pub city: (&'static str, &'static str),
    pub can_select: bool,
    pub needs_licence: bool,
    /// 1 not handled, 2 under way, 3 done, 4 not supported.
    pub status: u8,
}

impl Violation {
    /// As the query tells it: fees are texts.
    pub fn told(&self, with_fees: bool) -> Value {
        let mut told = json!({
            "code": self.code,
            "time": self.time,
            "fine": format!("{}.00", self.fine_yuan),
            "address": self.address,
            "reason": self.reason,
            "point": self.points,
            "violationCity": self.city.1,
            "province": self.city.0,
            "city": self.city.1,
            "canSelect": u8::from(self.can_select),
            "processStatus": self.status,
            "paymentStatus": if self.status == 3 { 2 } else { 1 },
            "needTravelLicense": u8::from(self.needs_licence),
        });
        if with_fees {
            told["serviceFee"] = json!(format!("{}.00", self.fee_yuan));
        }
        told
    }

    /// As an order's detail tells it: no more members than these.
    pub fn in_order(&self) -> Value {
        json!({
            "code": self.code,
            "time": self.time,
            "fine": format!("{}.00", self.fine_yuan),
            "address": self.address,
            "reason": self.reason,
            "point": self.points,
            "province": self.city.0,
            "city": self.city.1,
            "serviceFee": format!("{}.00", self.fee_yuan),
        })
    }

    /// As a push tells it: fees are numbers.
    pub fn pushed(&self) -> Value {
        json!({
            "code": self.code,
            "time": self.time,
            "fine": format!("{}.00", self.fine_yuan),
            "address": self.address,
            "reason": self.reason,
            "point": self.points,
            "violationCity": self.city.1,
            "processStatus": self.status,
            "paymentStatus": 1,
            "serviceFee": self.fee_yuan,
            "canSelect": u8::from(self.can_select),
            "markFee": 0,
            "needTravelLicense": u8::from(self.needs_licence),
            "organName": "某市公安局交通警察支队",
        })
    }

    pub fn price_yuan(&self) -> u32 {
        self.fine_yuan + self.fee_yuan
    }
}

/// An order.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub id: i64,
    pub token: String,
    pub plate: String,
    pub codes: Vec<String>,
    pub price_yuan: u32,
    /// 1 made, 2 paid, 3 done, 4 closed.
    pub status: u8,
    pub made_at: String,
    pub changed_at: String,
    pub cancel_reason: Option<String>,
}

/// A car that is inspected.
#[derive(Clone, Debug)]
pub(super) struct BoundCar {
    pub owner: String,
    pub plate: String,
}

/// An inspection.
#[derive(Clone, Debug)]
pub(super) struct Inspection {
    pub owner: String,
    pub plate: String,
    pub status: u8,
    pub address: Value,
}

#[derive(Default)]
pub(super) struct State {
    pub came: Vec<Came>,
    /// Pushes with their queries, for sending one once more.
    pub went: Vec<Went>,
    pub faults: Vec<(String, Fault)>,
    pub callback_url: Option<String>,
    /// Cars by plate.
    pub cars: BTreeMap<String, Vec<Violation>>,
    /// Token: phone and plate.
    pub tokens: HashMap<String, (String, String)>,
    /// Cars of a phone.
    pub phones: HashMap<String, HashSet<String>>,
    /// Cars that are being asked for just now.
    pub asked: HashSet<String>,
    pub orders: BTreeMap<i64, Order>,
    pub out_order_nos: HashSet<String>,
    pub watched: BTreeMap<String, String>,
    /// Token: the customer's name.
    pub customers: HashMap<String, String>,
    pub bound: BTreeMap<i64, BoundCar>,
    pub inspections: BTreeMap<i64, Inspection>,
    next: i64,
}

impl State {
    /// A number that nobody had.
    pub fn number(&mut self, first: i64) -> i64 {
        self.next += 1;
        first + self.next
    }

    /// A car's violations; drawn when it is asked for first.
    pub fn violations(&mut self, plate: &str) -> &mut Vec<Violation> {
        self.cars.entry(plate.to_owned()).or_insert_with(|| made_up::violations(plate))
    }
}
