//! The record itself: the thirteen fields of 交办运〔2017〕69号 and the two codes that the archive wants beside them.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// 燃料（能源）类型, by the archive's code table (section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Fuel {
    /// A 汽油
    Petrol,
    /// B 柴油
    Diesel,
    /// C 电
    Electric,
    /// D 混合油
    MixedOil,
    /// E 天然气
    NaturalGas,
    /// F 液化石油气
    LiquefiedGas,
    /// L 甲醇
    Methanol,
    /// M 乙醇
    Ethanol,
    /// N 太阳能
    Solar,
    /// O 混合动力
    Hybrid,
    /// P 氢
    Hydrogen,
    /// Q 生物燃料
    Biofuel,
    /// R 二甲醚
    DimethylEther,
    /// Y 无
    None,
    /// Z 其他
    Other,
}

/// 车辆使用性质, by the archive's code table (section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum VehicleUse {
    /// 01 营运
    Commercial,
    /// 02 非营运
    Private,
}

impl Fuel {
    /// Every one, in the order of the code table.
    pub const ALL: [Fuel; 15] = [
        Fuel::Petrol,
        Fuel::Diesel,
        Fuel::Electric,
        Fuel::MixedOil,
        Fuel::NaturalGas,
        Fuel::LiquefiedGas,
        Fuel::Methanol,
        Fuel::Ethanol,
        Fuel::Solar,
        Fuel::Hybrid,
        Fuel::Hydrogen,
        Fuel::Biofuel,
        Fuel::DimethylEther,
        Fuel::None,
        Fuel::Other,
    ];

    /// The word of the code table, as it stands on a driving licence and in a shop's lists.
    pub const fn zh(self) -> &'static str {
        match self {
            Fuel::Petrol => "汽油",
            Fuel::Diesel => "柴油",
            Fuel::Electric => "电",
            Fuel::MixedOil => "混合油",
            Fuel::NaturalGas => "天然气",
            Fuel::LiquefiedGas => "液化石油气",
            Fuel::Methanol => "甲醇",
            Fuel::Ethanol => "乙醇",
            Fuel::Solar => "太阳能",
            Fuel::Hybrid => "混合动力",
            Fuel::Hydrogen => "氢",
            Fuel::Biofuel => "生物燃料",
            Fuel::DimethylEther => "二甲醚",
            Fuel::None => "无",
            Fuel::Other => "其他",
        }
    }
}

impl VehicleUse {
    /// Both.
    pub const ALL: [VehicleUse; 2] = [VehicleUse::Commercial, VehicleUse::Private];

    /// The word of the code table.
    pub const fn zh(self) -> &'static str {
        match self {
            VehicleUse::Commercial => "营运",
            VehicleUse::Private => "非营运",
        }
    }
}

/// 维修项目 with its 维修工时.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepairItem {
    /// What was done, 200 characters at most; 无 where nothing is known.
    pub name: String,
    /// Hours, one decimal; nought where unknown.
    pub hours: Decimal,
}

/// A part that was fitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepairPart {
    /// 配件名称, 50 characters at most.
    pub name: String,
    /// 配件编码, 50 characters at most.
    pub code: String,
    /// 配件数量, two decimals.
    pub quantity: Decimal,
}

/// A settled job. Texts may be empty where the shop has nothing to say: the archive's 无 and 0 are filled in for it.
#[derive(Clone, Debug, PartialEq)]
pub struct RepairRecord {
    /// 结算清单编号, unique in the shop: a second upload with it overwrites the first.
    pub cost_list_code: String,
    /// 维修企业名称.
    pub company_name: String,
    /// 车牌号码, as it stands on the car.
    pub plate: String,
    /// 车辆识别代码.
    pub vin: String,
    /// 送修日期.
    pub brought_on: NaiveDate,
    /// 送修里程 in kilometres; none where it was not read.
    pub mileage_km: Option<u32>,
    /// 结算日期.
    pub settled_on: NaiveDate,
    /// 故障描述.
    pub fault: String,
    /// 燃料类型.
    pub fuel: Fuel,
    /// 使用性质.
    pub vehicle_use: VehicleUse,
    /// 维修项目.
    pub items: Vec<RepairItem>,
    /// 配件.
    pub parts: Vec<RepairPart>,
}

/// A rule that a record breaks. Nothing that breaks one can be settled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRepair {
    /// A text is longer than the archive takes.
    #[error("{field} has {found} characters; {most} are the most")]
    TooLong {
        /// Which, such as `items[2].name`.
        field: String,
        /// How many it has.
        found: usize,
        /// How many it may have.
        most: usize,
    },
    /// A text without which the archive takes no record.
    #[error("{0} is empty")]
    Empty(String),
    /// A number is below nought, too large, or has more decimals than the archive takes.
    #[error("{field} must be from 0 up, with {decimals} decimals and {digits} digits at the most")]
    Number {
        /// Which.
        field: String,
        /// Digits in all.
        digits: u32,
        /// Of those, behind the point.
        decimals: u32,
    },
    /// It was settled before it came.
    #[error("it was settled before it was brought")]
    SettledBefore,
}

impl BadRepair {
    /// The field that breaks it, such as `items[2].name`.
    pub fn field(&self) -> &str {
        match self {
            BadRepair::TooLong { field, .. } | BadRepair::Number { field, .. } | BadRepair::Empty(field) => field,
            BadRepair::SettledBefore => "settled_on",
        }
    }

    /// The rule in Simplified Chinese.
    pub fn zh(&self) -> String {
        match self {
            BadRepair::TooLong { found, most, .. } => format!("最多 {most} 个字，现为 {found} 个"),
            BadRepair::Empty(_) => "必须填写".to_owned(),
            BadRepair::Number { digits, decimals, .. } => {
                format!("须为不小于 0 的数，最多 {digits} 位，其中小数最多 {decimals} 位")
            }
            BadRepair::SettledBefore => "结算日期不能早于送修日期".to_owned(),
        }
    }
}

/// Characters that each text may have (section 5).
mod most {
    pub const PLATE: usize = 8;
    pub const COMPANY: usize = 100;
    pub const VIN: usize = 17;
    pub const FAULT: usize = 200;
    pub const COST_LIST: usize = 50;
    pub const PART_NAME: usize = 50;
    pub const PART_CODE: usize = 50;
    pub const ITEM: usize = 200;
    /// 送修里程 is a text of so many digits.
    pub const MILEAGE_KM: u32 = 99_999_999;
}

impl RepairRecord {
    /// Every rule that it breaks; empty when it can be settled.
    pub fn problems(&self) -> Vec<BadRepair> {
        let mut problems = Vec::new();
        let texts = [
            ("cost_list_code", &self.cost_list_code, most::COST_LIST),
            ("company_name", &self.company_name, most::COMPANY),
            ("plate", &self.plate, most::PLATE),
            ("vin", &self.vin, most::VIN),
            ("fault", &self.fault, most::FAULT),
        ];
        for (field, text, most) in texts {
            problems.extend(too_long(field.to_owned(), text, most));
        }
        if self.cost_list_code.trim().is_empty() {
            problems.push(BadRepair::Empty("cost_list_code".into()));
        }
        if self.mileage_km.is_some_and(|km| km > most::MILEAGE_KM) {
            problems.push(BadRepair::Number { field: "mileage_km".into(), digits: 8, decimals: 0 });
        }
        if self.settled_on < self.brought_on {
            problems.push(BadRepair::SettledBefore);
        }
        for (no, item) in self.items.iter().enumerate() {
            problems.extend(too_long(format!("items[{no}].name"), &item.name, most::ITEM));
            problems.extend(bad_number(format!("items[{no}].hours"), item.hours, 12, 1));
        }
        for (no, part) in self.parts.iter().enumerate() {
            problems.extend(too_long(format!("parts[{no}].name"), &part.name, most::PART_NAME));
            problems.extend(too_long(format!("parts[{no}].code"), &part.code, most::PART_CODE));
            problems.extend(bad_number(format!("parts[{no}].quantity"), part.quantity, 12, 2));
        }
        problems
    }
}

fn too_long(field: String, text: &str, most: usize) -> Option<BadRepair> {
    let found = text.chars().count();
    (found > most).then_some(BadRepair::TooLong { field, found, most })
}

/// `digits,decimals` as the archive writes it: so many digits in all, of those so many behind the point.
fn bad_number(field: String, number: Decimal, digits: u32, decimals: u32) -> Option<BadRepair> {
    let number = number.normalize();
    let limit = Decimal::from(10_u64.pow(digits - decimals));
    let fits = !number.is_sign_negative() && number < limit && number.scale() <= decimals;
    (!fits).then_some(BadRepair::Number { field, digits, decimals })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The document's own example (section 5), its placeholder for a list number made a number.
    fn tyre() -> RepairRecord {
        RepairRecord {
            cost_list_code: "20215555455001".into(),
            company_name: "测试企业".into(),
            plate: "琼AF1111".into(),
            vin: "LTVBG864250132456".into(),
            brought_on: day("2021-12-12"),
            mileage_km: Some(10),
            settled_on: day("2021-12-12"),
            fault: "暂无".into(),
            fuel: Fuel::Petrol,
            vehicle_use: VehicleUse::Commercial,
            items: vec![RepairItem { name: "补胎(蘑菇钉补)".into(), hours: Decimal::ONE }],
            parts: Vec::new(),
        }
    }

    #[test]
    fn the_documents_example_can_be_settled() {
        assert_eq!(tyre().problems(), []);
        let bare = RepairRecord { company_name: String::new(), plate: String::new(), vin: String::new(), ..tyre() };
        assert_eq!(bare.problems(), [], "what is missing is filled with 无");
    }

    #[test]
    fn lengths_count_characters_and_every_break_is_named() {
        let record = RepairRecord {
            cost_list_code: " ".into(),
            fault: "故".repeat(201),
            settled_on: day("2021-12-11"),
            items: vec![
                RepairItem { name: "项".repeat(200), hours: "0.5".parse().unwrap() },
                RepairItem { name: "项".repeat(201), hours: "0.55".parse().unwrap() },
            ],
            parts: vec![RepairPart { name: "件".into(), code: "C".into(), quantity: "-1".parse().unwrap() }],
            ..tyre()
        };
        assert_eq!(
            record.problems(),
            [
                BadRepair::TooLong { field: "fault".into(), found: 201, most: 200 },
                BadRepair::Empty("cost_list_code".into()),
                BadRepair::SettledBefore,
                BadRepair::TooLong { field: "items[1].name".into(), found: 201, most: 200 },
                BadRepair::Number { field: "items[1].hours".into(), digits: 12, decimals: 1 },
                BadRepair::Number { field: "parts[0].quantity".into(), digits: 12, decimals: 2 },
            ]
        );
    }

    #[test]
    fn numbers_fit_up_to_their_last_digit() {
        let quantity = |text: &str| bad_number("q".into(), text.parse().unwrap(), 12, 2).is_none();
        assert!(quantity("9999999999.99") && quantity("1.500") && quantity("0"));
        assert!(!quantity("10000000000") && !quantity("0.001"));
    }
}
