//! Which column of a shop's list is what: shops head them in many ways.

/// A field of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    CostList,
    Plate,
    Vin,
    BroughtOn,
    Mileage,
    SettledOn,
    Fault,
    Fuel,
    VehicleUse,
    ItemName,
    ItemHours,
    PartName,
    PartCode,
    PartQuantity,
}

/// The field's name in a form, and how its column may be headed: small letters, without blanks and what stands in brackets.
const HEADS: [(Column, &str, &[&str]); 14] = [
    (
        Column::CostList,
        "cost_list_code",
        &["结算清单编号", "结算单号", "结算单编号", "清单编号", "工单号", "单号", "costlistcode"],
    ),
    (Column::Plate, "plate", &["车牌号码", "车牌号", "车牌", "vehicleplatenumber"]),
    (Column::Vin, "vin", &["车辆识别代码", "车辆识别代号", "vin码", "vin", "车架号"]),
    (Column::BroughtOn, "brought_on", &["送修日期", "进厂日期", "接车日期", "repairdate"]),
    (Column::Mileage, "mileage_km", &["送修里程", "进厂里程", "里程", "里程数", "行驶里程", "repairmileage"]),
    (Column::SettledOn, "settled_on", &["结算日期", "结算时间", "settledate"]),
    (Column::Fault, "fault", &["故障描述", "故障现象", "faultdescription"]),
    (Column::Fuel, "fuel", &["燃料类型", "燃料", "能源类型", "燃油类型", "fueltype"]),
    (Column::VehicleUse, "vehicle_use", &["使用性质", "车辆使用性质", "营运性质", "vehicleusecharacter"]),
    (Column::ItemName, "items.name", &["维修项目", "项目名称", "维修内容", "repairproject"]),
    (Column::ItemHours, "items.hours", &["维修工时", "工时", "工时数", "workinghours"]),
    (Column::PartName, "parts.name", &["配件名称", "材料名称", "配件", "partsname"]),
    (Column::PartCode, "parts.code", &["配件编码", "配件编号", "配件号", "partscode"]),
    (Column::PartQuantity, "parts.quantity", &["配件数量", "数量", "partsquantity"]),
];

/// What a column is, by its head; none for one that is not understood.
pub(super) fn column(head: &str) -> Option<(Column, &'static str)> {
    let plain = plain(head);
    HEADS.iter().find(|(_, _, heads)| heads.contains(&plain.as_str())).map(|(column, field, _)| (*column, *field))
}

/// Small letters, without blanks, stars and what stands in brackets: `VIN 码（必填）` is `vin码`.
fn plain(head: &str) -> String {
    let mut depth = 0_u32;
    let mut plain = String::new();
    for c in head.chars() {
        match c {
            '(' | '（' | '[' | '【' => depth += 1,
            ')' | '）' | ']' | '】' => depth = depth.saturating_sub(1),
            c if depth > 0 || c.is_whitespace() || matches!(c, '*' | '\u{feff}' | ':' | '：') => {}
            c => plain.extend(c.to_lowercase()),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read_as_shops_write_them() {
        let read = |head: &str| column(head).map(|(_, field)| field);
        assert_eq!(read("结算清单编号"), Some("cost_list_code"));
        assert_eq!(read("\u{feff}VIN 码（必填）"), Some("vin"));
        assert_eq!(read("* 燃料（能源）类型"), Some("fuel"));
        assert_eq!(read("单价"), None, "prices are none of the archive's business");
    }
}
