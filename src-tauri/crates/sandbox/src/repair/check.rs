//! The document's table (section 5), as the archive reads it. Everything is text; what is missing is 无 or 0 and never empty.

use chrono::NaiveDate;
use lotdesk_protocols::json::Node;

/// What is wrong with an upload, in the archive's words; none when it is taken.
pub(super) fn upload(root: &Node, today: NaiveDate) -> Result<String, String> {
    members(root, "", &["access_token", "basicInfo", "repairprojectlist", "vehiclepartslist"])?;
    let basic = root.get("basicInfo").unwrap_or(&Node::Null);
    members(
        basic,
        "basicInfo",
        &[
            "companyname",
            "costlistcode",
            "faultdescription",
            "repairdate",
            "repairmileage",
            "settledate",
            "vehicleplatenumber",
            "vin",
            "fueltype",
            "vehicleusecharacter",
        ],
    )?;
    let code = text(basic, "costlistcode", 50)?;
    if code.trim() != code || code == "无" {
        return Err("结算清单编号costlistcode不能为空".to_owned());
    }
    text(basic, "companyname", 100)?;
    text(basic, "faultdescription", 200)?;
    text(basic, "vehicleplatenumber", 8)?;
    let vin = text(basic, "vin", 17)?;
    if vin != "无" && vin.chars().count() != 17 {
        return Err("车辆识别代码vin应为17位".to_owned());
    }
    let mileage = text(basic, "repairmileage", 8)?;
    if !mileage.bytes().all(|b| b.is_ascii_digit()) {
        return Err("送修里程repairmileage应为数字".to_owned());
    }
    let (repaired, settled) = (day(basic, "repairdate", "送修日期")?, day(basic, "settledate", "结算日期")?);
    if settled < repaired {
        return Err("结算日期settledate早于送修日期repairdate".to_owned());
    }
    if settled > today {
        return Err("结算日期settledate晚于当前日期".to_owned());
    }
    let fuel = text(basic, "fueltype", 10)?;
    if !["A", "B", "C", "D", "E", "F", "L", "M", "N", "O", "P", "Q", "R", "Y", "Z"].contains(&fuel) {
        return Err("燃料类型fueltype不在代码表中".to_owned());
    }
    if !["01", "02"].contains(&text(basic, "vehicleusecharacter", 10)?) {
        return Err("使用性质vehicleusecharacter不在代码表中".to_owned());
    }
    let projects = root.get("repairprojectlist").and_then(Node::as_list).ok_or("维修项目repairprojectlist应为列表")?;
    if projects.is_empty() {
        return Err("维修项目repairprojectlist不能为空".to_owned());
    }
    for project in projects {
        members(project, "repairprojectlist", &["repairproject", "workinghours"])?;
        text(project, "repairproject", 200)?;
        decimal(project, "workinghours", 12, 1)?;
    }
    let parts = root.get("vehiclepartslist").and_then(Node::as_list).ok_or("配件vehiclepartslist应为列表")?;
    for part in parts {
        members(part, "vehiclepartslist", &["partsname", "partscode", "partsquantity"])?;
        text(part, "partsname", 50)?;
        text(part, "partscode", 50)?;
        decimal(part, "partsquantity", 12, 2)?;
    }
    Ok(code.to_owned())
}

/// Exactly these members, each once.
fn members(node: &Node, within: &str, wanted: &[&str]) -> Result<(), String> {
    let Node::Object(members) = node else { return Err(format!("{within}应为对象")) };
    if let Some(missing) = wanted.iter().find(|name| !members.iter().any(|(key, _)| key == *name)) {
        return Err(format!("缺少{missing}"));
    }
    match members.iter().find(|(key, _)| !wanted.contains(&key.as_str())) {
        Some((key, _)) => Err(format!("多余的字段{key}")),
        None => Ok(()),
    }
}

fn text<'a>(node: &'a Node, name: &str, most: usize) -> Result<&'a str, String> {
    let text = node.get(name).and_then(Node::as_text).ok_or_else(|| format!("{name}应为字符串"))?;
    match text.chars().count() {
        0 => Err(format!("{name}不能为空")),
        count if count > most => Err(format!("{name}长度超过{most}")),
        _ => Ok(text),
    }
}

fn day(node: &Node, name: &str, zh: &str) -> Result<NaiveDate, String> {
    let text = text(node, name, 8)?;
    let read = NaiveDate::parse_from_str(text, "%Y%m%d").ok().filter(|_| text.len() == 8);
    read.ok_or_else(|| format!("{zh}{name}格式应为YYYYMMDD"))
}

/// So many digits in all, so many of them behind the point.
fn decimal(node: &Node, name: &str, digits: usize, decimals: usize) -> Result<(), String> {
    let text = text(node, name, digits + 1)?;
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let are_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let fits = !whole.is_empty()
        && are_digits(whole)
        && are_digits(rest)
        && whole.len() <= digits - decimals
        && rest.len() <= decimals
        && !text.ends_with('.');
    if fits { Ok(()) } else { Err(format!("{name}应为不超过{digits},{decimals}的数字")) }
}
