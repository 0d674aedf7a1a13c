//! The lot file's mechanical garages and its permit to charge (tables 4, 7 and 8 of DB4403/T 313).

use std::collections::BTreeSet;

use lotdesk_domain::lot::Lot;

use super::Problem;
use super::check::{length, range};
use super::lot_file::unique;

/// Every rule that the garages break. `ids` holds the identifiers that are given away already.
pub(super) fn check_garages(lot: &Lot, ids: &mut BTreeSet<String>, found: &mut Vec<Problem>) {
    let mut codes = BTreeSet::new();
    for (no, garage) in lot.garages.iter().enumerate() {
        let field = |name: &str| format!("garages[{no}].{name}");
        length(found, &field("code"), &garage.code, 1, 22);
        length(found, &field("name"), &garage.name, 0, 50);
        length(found, &field("operator"), &garage.operator, 1, 50);
        length(found, &field("owner"), &garage.owner, 1, 50);
        for (name, text) in [("maintainer", &garage.maintainer), ("manufacturer", &garage.manufacturer)] {
            length(found, &field(name), text.as_deref().unwrap_or_default(), 0, 50);
        }
        range(found, &field("cycle_seconds"), u64::from(garage.cycle_seconds), 5, 3_600);
        unique(found, &mut codes, field("code"), &garage.code);
        unique(found, ids, field("id"), &garage.id.to_string());
        if garage.passes.is_empty() {
            found.push(Problem::new(field("passes"), "至少要有一个出入口", "there must be at least one pass"));
        }
        let mut pass_codes = BTreeSet::new();
        for (at, pass) in garage.passes.iter().enumerate() {
            let field = |name: &str| format!("garages[{no}].passes[{at}].{name}");
            length(found, &field("name"), &pass.name, 1, 10);
            unique(found, &mut pass_codes, field("code"), &pass.code.to_string());
            unique(found, ids, field("id"), &pass.id.to_string());
        }
        if garage.equipment.is_empty() {
            found.push(Problem::new(
                field("equipment"),
                "至少要有一台设备（如控制装置），事件上报需要它",
                "there must be at least one device, such as the controller: events name it",
            ));
        }
        for (at, device) in garage.equipment.iter().enumerate() {
            let field = |name: &str| format!("garages[{no}].equipment[{at}].{name}");
            length(found, &field("code"), &device.code, 1, 20);
            length(found, &field("name"), &device.name, 1, 50);
            unique(found, ids, field("id"), &device.id.to_string());
        }
        if lot.garage_spaces(&garage.code).next().is_none() {
            found.push(Problem::new(
                field("code"),
                "没有车位属于该车库（在 spaces 中用 garage 注明）",
                "no space belongs to it (name it in the spaces' field garage)",
            ));
        }
    }
    for (no, space) in lot.spaces.iter().enumerate() {
        match &space.garage {
            Some(code) if !codes.contains(code) => found.push(Problem::new(
                format!("spaces[{no}].garage"),
                format!("没有编号为“{code}”的车库"),
                format!("no garage has the number {code:?}"),
            )),
            None if space.size.is_some() => found.push(Problem::new(
                format!("spaces[{no}].size"),
                "只有机械车库的车位才有此项",
                "only spaces of mechanical garages have one",
            )),
            _ => {}
        }
    }
}

/// Every rule of table 4 that the permit breaks.
pub(super) fn check_permit(lot: &Lot, found: &mut Vec<Problem>) {
    let Some(permit) = &lot.permit else { return };
    length(found, "permit.permit_no", &permit.permit_no, 1, 6);
    length(found, "permit.charger", &permit.charger, 1, 100);
    range(found, "permit.pricing", u64::from(permit.pricing), 1, 3);
    range(found, "permit.region", u64::from(permit.region), 1, 3);
    length(found, "permit.complaint_tel", &permit.complaint_tel, 1, 20);
    length(found, "permit.remark", permit.remark.as_deref().unwrap_or_default(), 0, 500);
}
