//! What an item that fits changes.

use std::collections::BTreeSet;

use lotdesk_protocols::json::Node;

use super::{Effect, Incoming, Picture, State, gone, sums, text, thing, upper};
use crate::city::check::dest_path;

impl State {
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
                if it.interface == "5006" {
                    // What a correction leaves out is not so: a car whose record lost its end is inside.
                    record.leave_time = it.item.get("leaveTime").and_then(Node::as_text).map(str::to_owned);
                }
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
