//! A record while a clerk writes it: anything may still be missing. What is missing or wrong is told field by field, all of
//! it at once; what merely looks wrong is told apart from that, for the clerk decides about it.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::record::{BadRepair, Fuel, RepairItem, RepairPart, RepairRecord, VehicleUse};
use super::vin::{VinDoubt, check_vin, model_year};
use crate::plate::Plate;

/// More lines than this are no job of one car.
const LINES_MOST: usize = 500;
/// No text that is kept is longer, settled or not.
const TEXT_MOST: usize = 1_000;

/// Where a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum RepairState {
    /// It is being written.
    Draft,
    /// The job is settled: the record goes up.
    Settled,
    /// It was thrown away before it was settled.
    Dropped,
}

/// A record as far as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct RepairForm {
    /// 结算清单编号. Drawn when it is left empty.
    pub cost_list_code: String,
    /// 车牌号码.
    pub plate: String,
    /// 车辆识别代码.
    pub vin: String,
    /// 送修日期, yyyy-MM-dd.
    #[schemars(with = "Option<String>")]
    #[ts(type = "string | null")]
    pub brought_on: Option<NaiveDate>,
    /// 送修里程, in kilometres.
    pub mileage_km: Option<u32>,
    /// 结算日期, yyyy-MM-dd.
    #[schemars(with = "Option<String>")]
    #[ts(type = "string | null")]
    pub settled_on: Option<NaiveDate>,
    /// 故障描述.
    pub fault: String,
    /// 燃料类型; it has no default.
    pub fuel: Option<Fuel>,
    /// 使用性质; it has no default.
    pub vehicle_use: Option<VehicleUse>,
    /// 维修项目.
    pub items: Vec<FormItem>,
    /// 配件.
    pub parts: Vec<FormPart>,
}

/// 维修项目 as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct FormItem {
    /// What was done.
    pub name: String,
    /// 维修工时, as typed; empty is nought.
    pub hours: String,
}

/// A part as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct FormPart {
    /// 配件名称.
    pub name: String,
    /// 配件编码.
    pub code: String,
    /// 配件数量, as typed; empty is nought.
    pub quantity: String,
}

/// What is to be said about one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FieldNote {
    /// The field, such as `items[2].hours`.
    pub field: String,
    /// In Simplified Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// The highest odometer reading that is known of a car from before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EarlierMileage {
    /// In kilometres.
    pub km: u32,
    /// When the car was brought then.
    pub on: NaiveDate,
}

fn note(field: impl Into<String>, zh: impl Into<String>, en: impl Into<String>) -> FieldNote {
    FieldNote { field: field.into(), zh: zh.into(), en: en.into() }
}

impl From<&BadRepair> for FieldNote {
    fn from(bad: &BadRepair) -> Self {
        note(bad.field(), bad.zh(), format!("{bad}."))
    }
}

impl RepairForm {
    /// The same with texts as they are kept: without blanks around them; plate and VIN in capitals, without blanks and dots.
    /// Lines in which nothing is written go.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        let capitals =
            |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '·').collect::<String>().to_uppercase();
        (self.plate, self.vin) = (capitals(&self.plate), capitals(&self.vin));
        for text in [&mut self.cost_list_code, &mut self.fault] {
            *text = text.trim().to_owned();
        }
        for item in &mut self.items {
            *item = FormItem { name: item.name.trim().to_owned(), hours: item.hours.trim().to_owned() };
        }
        for part in &mut self.parts {
            let trimmed = |text: &str| text.trim().to_owned();
            *part =
                FormPart { name: trimmed(&part.name), code: trimmed(&part.code), quantity: trimmed(&part.quantity) };
        }
        self.items.retain(|item| *item != FormItem::default());
        self.parts.retain(|part| *part != FormPart::default());
        self
    }

    /// What keeps it from being kept at all, settled or not: it is larger than anything that a person writes.
    pub fn too_large(&self) -> Option<FieldNote> {
        if self.items.len() > LINES_MOST || self.parts.len() > LINES_MOST {
            let field = if self.items.len() > LINES_MOST { "items" } else { "parts" };
            return Some(note(field, format!("最多 {LINES_MOST} 行"), format!("{LINES_MOST} lines are the most.")));
        }
        let texts = [&self.cost_list_code, &self.plate, &self.vin, &self.fault].into_iter();
        let items = self.items.iter().flat_map(|item| [&item.name, &item.hours]);
        let parts = self.parts.iter().flat_map(|part| [&part.name, &part.code, &part.quantity]);
        let long = texts.chain(items).chain(parts).any(|text| text.chars().count() > TEXT_MOST);
        long.then(|| note("", format!("每项最多 {TEXT_MOST} 字"), format!("{TEXT_MOST} characters are the most.")))
    }

    /// The record, when it can be settled: today and the shop's name come from outside.
    ///
    /// # Errors
    /// Every field that is missing or breaks a rule of the archive.
    pub fn to_record(&self, company_name: &str, today: NaiveDate) -> Result<RepairRecord, Vec<FieldNote>> {
        let mut notes = Vec::new();
        let missing = |field: &str| note(field, "必须填写", "Must be filled in.");
        let mut number = |field: String, text: &str| match text {
            "" => Decimal::ZERO,
            text => text.parse().unwrap_or_else(|_| {
                notes.push(note(field, "须为数字", "Must be a number."));
                Decimal::ZERO
            }),
        };
        let items = self.items.iter().enumerate().map(|(at, item)| RepairItem {
            name: item.name.clone(),
            hours: number(format!("items[{at}].hours"), &item.hours),
        });
        let items = items.collect();
        let parts = self.parts.iter().enumerate().map(|(at, part)| RepairPart {
            name: part.name.clone(),
            code: part.code.clone(),
            quantity: number(format!("parts[{at}].quantity"), &part.quantity),
        });
        let parts = parts.collect();
        for (field, is_there) in [
            ("brought_on", self.brought_on.is_some()),
            ("settled_on", self.settled_on.is_some()),
            ("fuel", self.fuel.is_some()),
            ("vehicle_use", self.vehicle_use.is_some()),
        ] {
            if !is_there {
                notes.push(missing(field));
            }
        }
        if self.settled_on.is_some_and(|day| day > today) {
            notes.push(note("settled_on", "结算日期不能晚于今天", "It cannot be settled in the future."));
        }
        let record = RepairRecord {
            cost_list_code: self.cost_list_code.clone(),
            company_name: company_name.to_owned(),
            plate: self.plate.clone(),
            vin: self.vin.clone(),
            brought_on: self.brought_on.unwrap_or(today),
            mileage_km: self.mileage_km,
            settled_on: self.settled_on.unwrap_or(self.brought_on.unwrap_or(today)),
            fault: self.fault.clone(),
            fuel: self.fuel.unwrap_or(Fuel::Other),
            vehicle_use: self.vehicle_use.unwrap_or(VehicleUse::Private),
            items,
            parts,
        };
        notes.extend(record.problems().iter().map(FieldNote::from));
        if notes.is_empty() { Ok(record) } else { Err(notes) }
    }

    /// What looks wrong. `before` is the car's highest reading of an earlier day.
    pub fn doubts(&self, today: NaiveDate, before: Option<EarlierMileage>) -> Vec<FieldNote> {
        let mut notes = Vec::new();
        if self.vin.is_empty() {
            notes.push(note("vin", "未填写车辆识别代码，将按“无”上传", "Without a VIN; 无 will be uploaded."));
        } else if let Some(doubt) = check_vin(&self.vin) {
            let (zh, en) = vin_words(doubt);
            notes.push(note("vin", zh, en));
        } else if self.brought_on.is_some_and(|day| made_later(&self.vin, day)) {
            notes.push(note(
                "vin",
                "识别代码的年份晚于送修日期，请核对",
                "By its VIN the car was made after it was brought; look again.",
            ));
        }
        if self.plate.is_empty() {
            notes.push(note("plate", "未填写车牌号码，将按“无”上传", "Without a plate; 无 will be uploaded."));
        } else if let Err(why) = Plate::parse(&self.plate) {
            notes.push(note("plate", format!("不像车牌：{}", why.zh()), format!("Not a plate: {why}.")));
        }
        if let (Some(km), Some(before)) = (self.mileage_km, before)
            && km < before.km
        {
            notes.push(note(
                "mileage_km",
                format!("里程比 {} 的 {} 公里少，请核对", before.on, before.km),
                format!("Less than the {} km of {}; look again.", before.km, before.on),
            ));
        }
        if self.brought_on.is_some_and(|day| day > today) {
            notes.push(note("brought_on", "送修日期晚于今天，请核对", "Brought in the future; look again."));
        }
        notes
    }
}

fn made_later(vin: &str, day: NaiveDate) -> bool {
    model_year(vin, day.year()).is_some_and(|year| year > day.year() + 1)
}

fn vin_words(doubt: VinDoubt) -> (String, String) {
    match doubt {
        VinDoubt::Length(found) => (
            format!("识别代码应为 17 位，现为 {found} 位，请核对"),
            format!("A VIN has 17 characters, this one {found}; look again."),
        ),
        VinDoubt::Character(c) => {
            (format!("识别代码中不应有“{c}”，请核对"), format!("No VIN has the character {c:?}; look again."))
        }
        VinDoubt::CheckDigit { found, wanted } => (
            format!("识别代码第 9 位校验位应为 {wanted}，现为 {found}，请核对"),
            format!("The ninth character should be {wanted}, and is {found}; look again."),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn whole() -> RepairForm {
        RepairForm {
            cost_list_code: "JS20261125001".into(),
            plate: "粤B12345".into(),
            vin: "1M8GDM9AXKP042788".into(),
            brought_on: Some(day("2026-11-24")),
            mileage_km: Some(67_000),
            settled_on: Some(day("2026-11-25")),
            fault: "异响".into(),
            fuel: Some(Fuel::Petrol),
            vehicle_use: Some(VehicleUse::Private),
            items: vec![FormItem { name: "更换机油".into(), hours: "0.5".into() }],
            parts: vec![FormPart { name: "机油".into(), code: "5W-30".into(), quantity: "4".into() }],
        }
    }

    #[test]
    fn a_whole_form_is_a_record_and_an_empty_one_says_all_that_it_lacks() {
        let record = whole().to_record("测试企业", day("2026-11-25")).unwrap();
        assert_eq!((record.items[0].hours, record.company_name.as_str()), (Decimal::new(5, 1), "测试企业"));
        let notes = RepairForm::default().to_record("", day("2026-11-25")).unwrap_err();
        let fields: Vec<&str> = notes.iter().map(|note| note.field.as_str()).collect();
        assert_eq!(fields, ["brought_on", "settled_on", "fuel", "vehicle_use", "cost_list_code"]);
    }

    #[test]
    fn what_breaks_a_rule_is_told_field_by_field() {
        let mut form = whole();
        form.items[0].hours = "半".into();
        form.parts[0].quantity = "1.234".into();
        form.settled_on = Some(day("2026-11-26"));
        let notes = form.to_record("", day("2026-11-25")).unwrap_err();
        let fields: Vec<&str> = notes.iter().map(|note| note.field.as_str()).collect();
        assert_eq!(fields, ["items[0].hours", "settled_on", "parts[0].quantity"]);
    }

    #[test]
    fn tidying_drops_empty_lines_and_writes_plate_and_vin_in_capitals() {
        let mut form = RepairForm { plate: " 粤b·12345".into(), vin: "1m8gdm9axkp042788 ".into(), ..whole() };
        form.items.push(FormItem { name: " ".into(), hours: String::new() });
        let tidied = form.tidied();
        assert_eq!((tidied.plate.as_str(), tidied.vin.as_str()), ("粤B12345", "1M8GDM9AXKP042788"));
        assert_eq!(tidied.items.len(), 1);
    }

    #[test]
    fn a_mileage_that_went_down_and_a_mistyped_vin_are_doubted() {
        let today = day("2026-11-25");
        assert_eq!(whole().doubts(today, None), []);
        let before = EarlierMileage { km: 67_001, on: day("2026-03-01") };
        let doubts = whole().doubts(today, Some(before));
        assert_eq!(doubts.iter().map(|note| note.field.as_str()).collect::<Vec<_>>(), ["mileage_km"]);
        assert!(doubts[0].zh.contains("67001"), "{}", doubts[0].zh);
        assert_eq!(whole().doubts(today, Some(EarlierMileage { km: 67_000, ..before })), []);
        let odd = RepairForm { vin: "1M8GDM9A1KP042788".into(), plate: "12345".into(), ..whole() };
        assert_eq!(odd.doubts(today, None).len(), 2);
    }

    #[test]
    fn what_nobody_writes_is_not_kept() {
        assert_eq!(whole().too_large(), None);
        assert!(RepairForm { fault: "故".repeat(1_001), ..whole() }.too_large().is_some());
        let many = RepairForm { items: vec![FormItem::default(); 501], ..whole() };
        assert_eq!(many.too_large().map(|note| note.field), Some("items".to_owned()));
    }
}
