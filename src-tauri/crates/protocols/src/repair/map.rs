//! A settled record as the archive's message: missing texts are 无 and missing numbers 0, as section 5 orders; the list
//! number and the two dates have no stand-in, and a record without a list number is never sent.

use chrono::NaiveDate;
use lotdesk_domain::fact::{Fact, FactMapper, PlatformReply};
use lotdesk_domain::lot::Lot;
use lotdesk_domain::message::{Draft, Outcome, Platform, Rank};
use lotdesk_domain::repair::{Fuel, RepairRecord, VehicleUse};
use rust_decimal::Decimal;

use super::wire::{BasicInfo, RepairProject, SaveRecord, VehiclePart};
use crate::json::to_canonical;

/// Changes whenever the same record would become another message.
const MAPPING_VERSION: u16 = 1;
/// What stands for a text that the shop does not have.
const NOTHING: &str = "无";

/// Says settled repairs to the archive. There is nothing to set: every one of them goes up, whether the archive can be reached
/// just now or not.
pub struct RepairMapper;

impl FactMapper for RepairMapper {
    fn map(&self, fact: &Fact, _lot: &Lot) -> Vec<Draft> {
        match fact {
            Fact::RepairSettled { record, revision } => vec![upload(record, *revision)],
            _ => Vec::new(),
        }
    }

    fn read_reply(&self, platform: Platform, interface: &str, body: &str) -> Option<PlatformReply> {
        let ours = platform == Platform::Repair && interface == "saveWeixiuRecord";
        (ours && super::client::outcome(200, body) == Outcome::Accepted).then_some(PlatformReply::RepairUploaded)
    }
}

/// The message of a record. `revision` counts its corrections. The archive overwrites by the list number, so only the
/// newest one matters: it takes the place of one that has not gone up, and waits for one that is on its way.
pub fn upload(record: &RepairRecord, revision: u32) -> Draft {
    let message = save_record(record);
    let problem = record.problems().first().map(ToString::to_string);
    let (body, problem) = match to_canonical(&message) {
        Ok(body) => (body, problem),
        Err(error) => ("{}".to_owned(), Some(error.to_string())),
    };
    Draft {
        platform: Platform::Repair,
        interface: "saveWeixiuRecord",
        own_id: format!("{}#{revision}", record.cost_list_code),
        order_key: Some(record.cost_list_code.clone()),
        holds_back: false,
        coalesce_key: Some(format!("saveWeixiuRecord:{}", record.cost_list_code)),
        rank: Rank::Record,
        body,
        mapping_version: MAPPING_VERSION,
        problem,
    }
}

fn save_record(record: &RepairRecord) -> SaveRecord {
    SaveRecord {
        basic_info: BasicInfo {
            companyname: or_nothing(&record.company_name),
            costlistcode: record.cost_list_code.trim().to_owned(),
            faultdescription: or_nothing(&record.fault),
            repairdate: day(record.brought_on),
            repairmileage: record.mileage_km.unwrap_or(0).to_string(),
            settledate: day(record.settled_on),
            vehicleplatenumber: or_nothing(&record.plate),
            vin: or_nothing(&record.vin),
            fueltype: fuel(record.fuel).to_owned(),
            vehicleusecharacter: vehicle_use(record.vehicle_use).to_owned(),
        },
        repairprojectlist: projects(record),
        vehiclepartslist: record
            .parts
            .iter()
            .map(|part| VehiclePart {
                partsname: or_nothing(&part.name),
                partsquantity: number(part.quantity),
                partscode: or_nothing(&part.code),
            })
            .collect(),
    }
}

/// 维修项目 is a field of every record: where none was noted it is 无 with 0 hours.
fn projects(record: &RepairRecord) -> Vec<RepairProject> {
    let project = |name: &str, hours| RepairProject { repairproject: or_nothing(name), workinghours: number(hours) };
    if record.items.is_empty() {
        return vec![project("", Decimal::ZERO)];
    }
    record.items.iter().map(|item| project(&item.name, item.hours)).collect()
}

fn or_nothing(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() { NOTHING.to_owned() } else { text.to_owned() }
}

fn day(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

fn number(number: Decimal) -> String {
    number.normalize().to_string()
}

/// 燃料（能源）类型, section 6.
pub const fn fuel(fuel: Fuel) -> &'static str {
    match fuel {
        Fuel::Petrol => "A",
        Fuel::Diesel => "B",
        Fuel::Electric => "C",
        Fuel::MixedOil => "D",
        Fuel::NaturalGas => "E",
        Fuel::LiquefiedGas => "F",
        Fuel::Methanol => "L",
        Fuel::Ethanol => "M",
        Fuel::Solar => "N",
        Fuel::Hybrid => "O",
        Fuel::Hydrogen => "P",
        Fuel::Biofuel => "Q",
        Fuel::DimethylEther => "R",
        Fuel::None => "Y",
        Fuel::Other => "Z",
    }
}

/// 车辆使用性质, section 6.
pub const fn vehicle_use(vehicle_use: VehicleUse) -> &'static str {
    match vehicle_use {
        VehicleUse::Commercial => "01",
        VehicleUse::Private => "02",
    }
}

#[cfg(test)]
mod tests {
    use lotdesk_domain::repair::{RepairItem, RepairPart};

    use super::*;

    fn record() -> RepairRecord {
        let day = |text: &str| text.parse().unwrap();
        RepairRecord {
            cost_list_code: "JS-1".into(),
            company_name: " ".into(),
            plate: String::new(),
            vin: String::new(),
            brought_on: day("2026-11-24"),
            mileage_km: None,
            settled_on: day("2026-11-25"),
            fault: String::new(),
            fuel: Fuel::Electric,
            vehicle_use: VehicleUse::Private,
            items: vec![RepairItem { name: String::new(), hours: Decimal::ZERO }],
            parts: vec![RepairPart { name: "滤芯".into(), code: String::new(), quantity: "1.50".parse().unwrap() }],
        }
    }

    #[test]
    fn what_is_missing_becomes_what_section_5_orders() {
        let draft = upload(&record(), 0);
        let want = r#"{"basicInfo":{"companyname":"无","costlistcode":"JS-1","faultdescription":"无","fueltype":"C","repairdate":"20261124","repairmileage":"0","settledate":"20261125","vehicleplatenumber":"无","vehicleusecharacter":"02","vin":"无"},"repairprojectlist":[{"repairproject":"无","workinghours":"0"}],"vehiclepartslist":[{"partscode":"无","partsname":"滤芯","partsquantity":"1.5"}]}"#;
        assert_eq!((draft.body.as_str(), draft.problem), (want, None));
    }

    #[test]
    fn a_record_without_items_has_one_that_says_so_and_without_parts_none() {
        let bare = upload(&RepairRecord { items: Vec::new(), parts: Vec::new(), ..record() }, 0);
        let end = r#""repairprojectlist":[{"repairproject":"无","workinghours":"0"}],"vehiclepartslist":[]}"#;
        assert!(bare.body.ends_with(end), "{}", bare.body);
    }

    #[test]
    fn a_record_without_a_list_number_never_leaves() {
        let draft = upload(&RepairRecord { cost_list_code: String::new(), ..record() }, 0);
        assert_eq!(draft.problem.as_deref(), Some("cost_list_code is empty"));
    }

    #[test]
    fn a_correction_is_a_message_of_its_own_that_takes_the_firsts_place() {
        let (first, second) = (upload(&record(), 0), upload(&record(), 1));
        assert_ne!(first.own_id, second.own_id);
        assert_eq!((first.order_key, first.coalesce_key), (second.order_key, second.coalesce_key));
    }
}
