//! What the platform knows: the lot, its records and payments, and how often each message came.

mod spaces;

use std::collections::{BTreeMap, BTreeSet};

use lotdesk_domain::moment::Moment;
use lotdesk_protocols::json::Node;
use serde::{Deserialize, Serialize};

use super::a2::{self, Refusal};
use super::billing::{Billing, check_credit};
use super::check::dest_path;
use super::leases::Leases;
use super::money::Money;
use super::street::{self, Spaces};

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
    /// 5005's `leaveTime`.
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
    /// Decides whether the item fits what is known. Findings are kept even where it is refused.
    ///
    /// # Errors
    /// With the code of table A.2 that fits.
    pub fn admit(&mut self, it: Incoming<'_>) -> Result<(), Refusal> {
        match it.interface {
            "2001" => {
                let park_code = dest_path(text(it.item, "destPath")).map_or("", |(park_code, _)| park_code);
                self.need_lot(it, park_code)
            }
            "3001" => Ok(()),
            "3005" => self.need_lot(it, text(it.item, "parkCode")),
            "5007" => self.admit_order(it),
            "5009" => {
                self.need_same_content(it)?;
                if self.latest.contains_key(&("5009".to_owned(), it.id.to_owned())) {
                    return Ok(());
                }
                self.money.admit_refund(it.item)
            }
            "3002" | "3003" | "3004" | "8001" => {
                let thing = thing(it).cloned();
                self.need_lot(it, thing.as_ref().map_or("", |thing| text(thing, "parkCode")))?;
                match it.interface {
                    "8001" => {
                        self.find_still_named(it);
                        Ok(())
                    }
                    _ => self.need_garage(it, thing.as_ref().map_or("", |thing| text(thing, "garageCode"))),
                }
            }
            "8002" => {
                self.need_lot(it, text(it.item, "parkCode"))?;
                self.need_garage(it, text(it.item, "garageCode"))
            }
            "8003" => self.admit_garage_spaces(it),
            "5003" => self.admit_counts(it),
            "2002" => {
                self.need_lot(it, text(it.item, "parkCode"))?;
                self.need_equipment(it, "equipmentId")?;
                self.need_same_content(it)
            }
            "5001" => self.admit_space_state(it),
            "5002" => self.need_equipment(it, "id"),
            "5011" => {
                self.need_lot(it, text(it.item, "parkCode"))?;
                self.need_entrance(it)
            }
            "5012" => self.need_lot(it, it.item.get("lease").map_or("", |lease| text(lease, "parkCode"))),
            "5004" => self.admit_entry(it),
            "1201" => self.billing.admit(it.item),
            "1301" => {
                check_credit(it.item)?;
                self.need_same_content(it)
            }
            "5005" => self.admit_exit(it),
            "5006" => {
                self.need_lot(it, text(it.item, "parkCode"))?;
                self.need_record(it, it.id, DisorderKind::ExitWithoutEntry, a2::NO_OBJECT).map(|_| ())
            }
            "5008" => self.admit_charge(it),
            _ => Ok(()),
        }
    }

    fn admit_garage_spaces(&mut self, it: Incoming<'_>) -> Result<(), Refusal> {
        self.need_lot(it, text(it.item, "parkCode"))?;
        for garage in it.item.get("garageSpacesList").and_then(Node::as_list).unwrap_or_default() {
            self.need_garage(it, text(garage, "garageCode"))?;
            let number = |name| garage.get(name).and_then(Node::to_integer).unwrap_or(0);
            for (free, total) in
                [("availableLargeSpaces", "totalLargeSpaces"), ("availableSmallSpaces", "totalSmallSpaces")]
            {
                if number(free) > number(total) {
                    let words = format!("{free} is {}, {total} is {}", number(free), number(total));
                    return Err(Refusal::new(a2::OUT_OF_RANGE, words));
                }
            }
        }
        Ok(())
    }

    /// A garage that something names must have been described by 8001.
    fn need_garage(&mut self, it: Incoming<'_>, code: &str) -> Result<(), Refusal> {
        if code.is_empty() || self.garages.contains_key(code) {
            return Ok(());
        }
        self.find(it, DisorderKind::BasicDataMissing, format!("garage {code} was never described by 8001"));
        Err(Refusal::new(a2::NO_GARAGE, format!("garageCode {code}")))
    }

    /// A garage is taken back while entrances, devices or spaces still name it: noticed, and done.
    fn find_still_named(&mut self, it: Incoming<'_>) {
        let code = thing(it).map_or("", |thing| text(thing, "garageCode"));
        let named = self.in_garages.values().filter(|garage| *garage == code).count();
        if gone(it) && named > 0 {
            self.find(it, DisorderKind::StillNamed, format!("{named} entrances, devices and spaces name it"));
        }
    }

    fn admit_entry(&mut self, it: Incoming<'_>) -> Result<(), Refusal> {
        self.need_lot(it, text(it.item, "parkCode"))?;
        self.need_equipment(it, "inEquipmentId")?;
        if let Err(refusal) = street::admit_entry(&self.spaces, it.item) {
            self.find(it, DisorderKind::BasicDataMissing, refusal.words.clone());
            return Err(refusal);
        }
        let space_no = upper(it.item, "spaceNo");
        if street::is_bay(&self.spaces, &space_no) {
            let stands = |id: &str, record: &Record| id != it.id && record.leave_time.is_none();
            let holder = self.records.iter().find(|(id, record)| record.space_no == space_no && stands(id, record));
            if let Some(words) = holder.map(|(holder, _)| format!("record {holder} has not left bay {space_no}")) {
                self.find(it, DisorderKind::BayTaken, words);
            }
        }
        self.need_same_content(it)
    }

    fn admit_exit(&mut self, it: Incoming<'_>) -> Result<(), Refusal> {
        self.need_lot(it, text(it.item, "parkCode"))?;
        if it.item.get("leaveTime").is_none() {
            return Err(Refusal::new(a2::NAMING, "leaveTime is missing from an exit"));
        }
        let record = self.need_record(it, it.id, DisorderKind::ExitWithoutEntry, a2::NOT_INSIDE)?;
        self.need_equipment(it, "outEquipmentId")?;
        let plate = it.item.get("parkCarInfo").map_or("", |car| text(car, "plateNo"));
        if !plate.is_empty() && plate != record.plate || text(it.item, "enterTime") != record.enter_time {
            let words = format!("entered as {} at {}", record.plate, record.enter_time);
            self.find(it, DisorderKind::EntryDiffers, words);
        }
        self.need_same_content(it)?;
        let named: Vec<String> = it
            .item
            .get("chargeIdList")
            .and_then(Node::as_list)
            .map(|ids| ids.iter().filter_map(Node::as_text).map(str::to_uppercase).collect())
            .unwrap_or_default();
        if let Some(unknown) = named.iter().find(|id| !self.charges.contains_key(*id)) {
            self.find(it, DisorderKind::ExitBeforeCharge, format!("payment {unknown} has not arrived"));
            return Err(Refusal::new(a2::NO_OBJECT, format!("chargeIdList names {unknown}")));
        }
        let paid = record
            .charge_ids
            .iter()
            .filter_map(|id| self.charges.get(id))
            .fold([0; 3], |sum, (_, charge)| std::array::from_fn(|i| sum[i] + charge[i]));
        let told = sums(it.item);
        // First out, then charged (C.1.2.6.2 e): what is due then is not paid yet.
        let later = self.money.has_contract(&record.plate) && told[0] >= paid[0];
        let street = street::is_bay(&self.spaces, &record.space_no);
        // An abnormal exit (table 14 `recordType` 1) is one of a car that was let go, or that nobody saw: it may still owe.
        let owing = it.item.get("recordType").and_then(Node::to_integer) == Some(1);
        let agree = street::sums_fit(street || later || owing, told, paid);
        if !agree || named.len() != record.charge_ids.len() {
            let words =
                format!("payments add up to {paid:?} fen in {}, the exit says {told:?}", record.charge_ids.len());
            self.find(it, DisorderKind::SumsDiffer, words);
        }
        Ok(())
    }

    fn admit_charge(&mut self, it: Incoming<'_>) -> Result<(), Refusal> {
        let record_id = upper(it.item, "recordId");
        let record = self.need_record(it, &record_id, DisorderKind::ChargeWithoutEntry, a2::NO_OBJECT)?;
        self.need_same_content(it)?;
        let street = street::is_bay(&self.spaces, &record.space_no);
        if !street && it.item.get("parkCarInfo").is_none() {
            return Err(Refusal::new(a2::NAMING, "parkCarInfo is missing off the street (table 15)"));
        }
        // Along a street a debt is paid long after the car has gone.
        if !street && record.leave_time.is_some() && !self.charges.contains_key(it.id) {
            self.find(it, DisorderKind::ChargeAfterExit, format!("record {record_id} was closed before"));
        }
        Ok(())
    }

    fn admit_order(&mut self, it: Incoming<'_>) -> Result<(), Refusal> {
        self.need_lot(it, text(it.item, "parkCode"))?;
        let record_id = upper(it.item, "recordId");
        let record = self.need_record(it, &record_id, DisorderKind::ChargeWithoutEntry, a2::NOT_INSIDE)?;
        if it.item.get("leaveTime").is_some() && record.leave_time.is_none() {
            self.find(it, DisorderKind::OrderBeforeExit, format!("record {record_id} has no exit yet"));
        }
        let now = Moment(it.at_ms).to_china();
        self.money.admit_order(it.item, &record.plate, &record.enter_time, now)
    }

    fn need_lot(&mut self, it: Incoming<'_>, park_code: &str) -> Result<(), Refusal> {
        if park_code.is_empty() || self.lots.contains_key(park_code) {
            return Ok(());
        }
        self.find(it, DisorderKind::BasicDataMissing, format!("lot {park_code} was never described by 3001"));
        Err(Refusal::new(a2::NO_LOT, format!("parkCode {park_code}")))
    }

    fn need_equipment(&mut self, it: Incoming<'_>, field: &str) -> Result<(), Refusal> {
        let id = upper(it.item, field);
        if id.is_empty() || self.equipment.contains(&id) {
            return Ok(());
        }
        self.find(it, DisorderKind::BasicDataMissing, format!("device {id} was never described by 3002 or 3003"));
        Err(Refusal::new(a2::NO_OBJECT, format!("{field} {id}")))
    }

    fn need_entrance(&mut self, it: Incoming<'_>) -> Result<(), Refusal> {
        if self.entrances.contains(it.id) {
            return Ok(());
        }
        self.find(it, DisorderKind::BasicDataMissing, format!("entrance {} was never described by 3002", it.id));
        Err(Refusal::new(a2::NO_OBJECT, format!("entranceID {}", it.id)))
    }

    fn need_record(&mut self, it: Incoming<'_>, id: &str, what: DisorderKind, code: a2::A2) -> Result<Record, Refusal> {
        if let Some(record) = self.records.get(id) {
            return Ok(record.clone());
        }
        self.find(it, what, format!("record {id} was never opened by 5004"));
        Err(Refusal::new(code, format!("record {id}")))
    }

    /// A repeat must be the same message: its identifier was given away.
    fn need_same_content(&mut self, it: Incoming<'_>) -> Result<(), Refusal> {
        let key = (it.interface.to_owned(), it.id.to_owned());
        match self.latest.get(&key) {
            Some(earlier) if *earlier != it.item.canonical() => {
                self.find(it, DisorderKind::OtherContent, format!("before: {earlier}"));
                Err(Refusal::new(1200, format!("{} came before with another content", it.id)))
            }
            _ => Ok(()),
        }
    }

    fn find(&mut self, it: Incoming<'_>, what: DisorderKind, words: String) {
        self.disorder.push(Disorder { at_ms: it.at_ms, interface: it.interface.into(), id: it.id.into(), what, words });
    }

    /// Lets an admitted item take effect. False where the same message had come before.
    pub fn apply(&mut self, it: Incoming<'_>) -> bool {
        let gone = gone(it);
        if let ("3002" | "3003" | "3004", Some(thing)) = (it.interface, thing(it)) {
            let key = (it.interface.to_owned(), it.id.to_owned());
            match text(thing, "garageCode") {
                "" => self.in_garages.remove(&key),
                _ if gone => self.in_garages.remove(&key),
                garage => self.in_garages.insert(key, garage.to_owned()),
            };
        }
        match it.interface {
            "8001" => {
                let code = thing(it).map_or("", |thing| text(thing, "garageCode")).to_owned();
                if gone {
                    self.garages.remove(&code)
                } else {
                    self.garages.insert(code, it.id.to_owned())
                };
            }
            "3001" => {
                let total = it.item.get("parkInfo").and_then(|n| n.get("totalSpaces")).and_then(Node::to_integer);
                if gone {
                    self.lots.remove(it.id)
                } else {
                    self.lots.insert(it.id.to_owned(), total.unwrap_or(0))
                };
            }
            "3002" => {
                keep(&mut self.entrances, it.id, gone);
                let devices = it.item.get("entranceExitInfo").and_then(|n| n.get("equipments")).and_then(Node::as_list);
                for device in devices.unwrap_or_default() {
                    keep(&mut self.equipment, &upper(device, "id"), gone);
                }
            }
            "3003" => keep(&mut self.equipment, it.id, gone),
            "3004" => {
                let position = it.item.get("spaceInfo").and_then(|n| n.get("positionType")).and_then(Node::to_integer);
                if gone {
                    self.spaces.remove(it.id);
                } else {
                    self.spaces.insert(it.id.to_owned(), position.unwrap_or(-1));
                }
            }
            "1201" => self.billing.make(it.item),
            "5004" | "5006" => {
                let record = self.records.entry(it.id.to_owned()).or_default();
                record.plate = it.item.get("parkCarInfo").map_or("", |car| text(car, "plateNo")).to_owned();
                record.enter_time = text(it.item, "enterTime").to_owned();
                record.space_no = upper(it.item, "spaceNo");
            }
            "5005" => {
                let record = self.records.entry(it.id.to_owned()).or_default();
                record.leave_time = Some(text(it.item, "leaveTime").to_owned());
            }
            "5007" => self.money.order(it.item),
            "5008" => self.paid(it, it.item),
            "5009" => {
                let key = (it.interface.to_owned(), it.id.to_owned());
                if !self.effects.contains_key(&key) {
                    let park_code = self.only_lot();
                    self.money.refunded(it.item, &park_code);
                }
            }
            // The platform's own news, once the lot has taken it.
            "6007" => {
                if let Some(charge) = it.item.get("chargeInfo") {
                    self.paid(it, charge);
                }
            }
            "5012" => self.leases.apply(it),
            "2001" => {
                let picture = picture(it);
                self.pictures.insert(it.id.to_owned(), picture);
            }
            _ => {}
        }
        // Several corrections of one record, or changes of one lease, are several effects; a repeat of one correction is none.
        let changes_often = ["5006", "5012"].contains(&it.interface);
        let id = if changes_often { format!("{}#{}", it.id, it.item.canonical()) } else { it.id.to_owned() };
        let key = (it.interface.to_owned(), id.clone());
        self.latest.insert(key.clone(), it.item.canonical());
        let order = &mut self.order;
        let effect = self.effects.entry(key).or_insert_with_key(|key| {
            order.push(key.clone());
            Effect { interface: it.interface.to_owned(), id, first_at_ms: it.at_ms, times: 0 }
        });
        effect.times += 1;
        effect.times == 1
    }

    /// A payment: once, by its identifier.
    fn paid(&mut self, it: Incoming<'_>, charge: &Node) {
        let record_id = upper(charge, "recordId");
        if self.charges.insert(it.id.to_owned(), (record_id.clone(), sums(charge))).is_none() {
            self.records.entry(record_id).or_default().charge_ids.push(it.id.to_owned());
            let park_code = self.only_lot();
            self.money.paid(charge, &park_code);
        }
    }

    /// Payments and refunds name no lot; the account has one in the sandbox.
    fn only_lot(&self) -> String {
        self.lots.keys().next().cloned().unwrap_or_default()
    }

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

fn keep(set: &mut BTreeSet<String>, id: &str, gone: bool) {
    if gone {
        set.remove(id)
    } else {
        set.insert(id.to_owned())
    };
}

fn picture(it: Incoming<'_>) -> Picture {
    let number = |name| it.item.get(name).and_then(Node::to_integer).unwrap_or(0);
    Picture {
        path: it.id.to_owned(),
        record_id: dest_path(text(it.item, "destPath")).map_or(String::new(), |(_, record)| record.to_uppercase()),
        biz_type: number("imageBizType"),
        bytes: u64::try_from(number("bytes")).unwrap_or(0),
        sha256: text(it.item, "sha256").to_owned(),
    }
}
