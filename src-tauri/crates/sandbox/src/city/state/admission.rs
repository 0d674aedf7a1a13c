//! Whether an item fits what the platform knows.

use lotdesk_domain::moment::Moment;
use lotdesk_protocols::json::Node;

use super::{Disorder, DisorderKind, Incoming, Record, State, gone, sums, text, thing, upper};
use crate::city::a2::{self, Refusal};
use crate::city::billing::check_credit;
use crate::city::check::dest_path;
use crate::city::street;

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
                let record = self.need_record(it, it.id, DisorderKind::ExitWithoutEntry, a2::NO_OBJECT)?;
                // One that ends a stay anew is as good as an exit; any other names no payments.
                match it.item.get("chargeIdList") {
                    Some(_) => self.need_payments(it, &record),
                    None => Ok(()),
                }
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
        self.need_payments(it, &record)
    }

    /// The payments that an exit names must have come, and add up to its sums.
    fn need_payments(&mut self, it: Incoming<'_>, record: &Record) -> Result<(), Refusal> {
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

    pub(super) fn need_lot(&mut self, it: Incoming<'_>, park_code: &str) -> Result<(), Refusal> {
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

    pub(super) fn find(&mut self, it: Incoming<'_>, what: DisorderKind, words: String) {
        self.disorder.push(Disorder { at_ms: it.at_ms, interface: it.interface.into(), id: it.id.into(), what, words });
    }
}
