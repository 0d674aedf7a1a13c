//! 年检, judged strictly by the page.

use serde_json::{Map, Value, json};

use super::Docloud;
use super::calls::{Judged, members, refuse, text};
use super::made_up;
use super::state::{BoundCar, Inspection, State};

/// The customer of a token.
pub(super) fn customer(state: &State, token: &str) -> Result<String, super::calls::Refused> {
    if token.is_empty() {
        return refuse(1110, "TOKEN为空");
    }
    match state.customers.get(token) {
        Some(name) => Ok(name.clone()),
        None => refuse(1101, "无效的 TOKEN"),
    }
}

pub(super) fn assign_token(docloud: &Docloud, state: &mut State, body: &Value) -> Judged {
    let members = members(body, &["authCode"], &[])?;
    let name = text(members, "authCode")?.to_owned();
    if name.is_empty() {
        return refuse(1001, "缺少参数 authCode");
    }
    if let Some((known, _)) = state.customers.iter().find(|(_, of)| **of == name) {
        return Ok(json!({ "token": known }));
    }
    let token = docloud.config.guids.next_guid().to_string();
    state.customers.insert(token.clone(), name);
    Ok(json!({ "token": token }))
}

fn number(members: &Map<String, Value>, name: &str) -> Result<i64, super::calls::Refused> {
    match members.get(name).map(Value::as_i64) {
        Some(Some(number)) => Ok(number),
        _ => refuse(1001, &format!("参数 {name} 应为整数")),
    }
}

pub(super) fn bind(state: &mut State, owner: &str, body: &Value) -> Judged {
    let must = [
        "brandId",
        "seriesId",
        "modelId",
        "carNum",
        "registerDate",
        "carSeats",
        "useFor",
        "inspectionVehicleType",
        "operationType",
        "isAccidentCar",
    ];
    let members = members(body, &must, &["carId"])?;
    if !made_up::knows_model(number(members, "brandId")?, number(members, "seriesId")?, number(members, "modelId")?) {
        return refuse(1001, "车型不存在");
    }
    if text(members, "registerDate")?.parse::<chrono::NaiveDate>().is_err() {
        return refuse(1001, "registerDate 格式应为 2016-09-01");
    }
    if !text(members, "carSeats")?.bytes().all(|b| b.is_ascii_digit()) || text(members, "carSeats")?.is_empty() {
        return refuse(1001, "carSeats 应为数字");
    }
    for (name, allowed) in
        [("useFor", [0, 1]), ("inspectionVehicleType", [1, 10]), ("operationType", [0, 1]), ("isAccidentCar", [0, 1])]
    {
        if !allowed.contains(&number(members, name)?) {
            return refuse(1001, &format!("参数 {name} 无效"));
        }
    }
    let car = BoundCar { owner: owner.to_owned(), plate: text(members, "carNum")?.to_owned() };
    let id = match members.contains_key("carId") {
        true => number(members, "carId")?,
        false => state.number(7_951_000),
    };
    state.bound.insert(id, car);
    Ok(json!({ "carId": id }))
}

fn asked_number(query: &Map<String, Value>, name: &str) -> Result<i64, super::calls::Refused> {
    match text(query, name)?.parse() {
        Ok(number) => Ok(number),
        Err(_) => refuse(1001, &format!("参数 {name} 应为整数")),
    }
}

fn exempt(query: &Map<String, Value>) -> Result<(), super::calls::Refused> {
    if text(query, "inspectType")? == "1" { Ok(()) } else { refuse(1001, "inspectType 应为 1") }
}

pub(super) fn pre(state: &State, owner: &str, query: &Map<String, Value>) -> Judged {
    exempt(query)?;
    let id = asked_number(query, "carId")?;
    let Some(car) = state.bound.get(&id).filter(|car| car.owner == owner) else {
        return refuse(1102, "用户与车辆不匹配");
    };
    Ok(json!({
        "carRegisterCityId": 94,
        "carRegisterCityName": "宁波市",
        "totalPrice": 138.5,
        "inspectionCityId": 94,
        "inspectionCityName": "宁波市",
        "carNum": car.plate,
        "brandIcon": "",
        "carId": id,
        "inspectionShopId": 21_777,
        "phone": "18600000000",
        "goodsCode": "P291002",
        "exemptedInspectCityMaterialList": made_up::papers("isPic"),
    }))
}

pub(super) fn create(state: &mut State, owner: &str, body: &Value) -> Judged {
    let must = [
        "shopId",
        "carId",
        "inspectType",
        "contactPhone",
        "inspectCityId",
        "carOwnerPhone",
        "orderPrice",
        "name",
        "phone",
        "province",
        "city",
        "address",
    ];
    let may = ["county", "lat", "lng", "promotionId", "promotionType", "promotionName"];
    let members = members(body, &must, &may)?;
    let id = number(members, "carId")?;
    let Some(car) = state.bound.get(&id).filter(|car| car.owner == owner).cloned() else {
        return refuse(1102, "用户与车辆不匹配");
    };
    for name in ["contactPhone", "carOwnerPhone", "phone"] {
        let phone = text(members, name)?;
        if phone.len() != 11 || !phone.bytes().all(|b| b.is_ascii_digit()) {
            return refuse(1035, "请输入正确的11位手机号码");
        }
    }
    if number(members, "shopId")? != 21_777 || number(members, "inspectCityId")? != 94 {
        return refuse(1001, "检测站与城市不匹配");
    }
    if members.get("orderPrice").and_then(Value::as_f64) != Some(138.5) {
        return refuse(1105, "订单金额有误");
    }
    let county = text(members, "county")?;
    let mut address = json!({ "county": county });
    for name in ["name", "phone", "province", "city", "address"] {
        if text(members, name)?.is_empty() {
            return refuse(1001, &format!("缺少参数 {name}"));
        }
        address[name] = json!(text(members, name)?);
    }
    let order = state.number(7_951_500);
    let inspection = Inspection { owner: owner.to_owned(), plate: car.plate, status: 10, address };
    state.inspections.insert(order, inspection);
    Ok(json!({ "orderId": order }))
}

pub(super) fn detail(state: &State, owner: &str, query: &Map<String, Value>) -> Judged {
    exempt(query)?;
    let id = asked_number(query, "orderId")?;
    let Some(order) = state.inspections.get(&id).filter(|order| order.owner == owner) else {
        return refuse(1102, "用户与订单不匹配");
    };
    let back = order.status >= 35 && order.status < 60;
    Ok(json!({
        "orderId": id,
        "worderStatus": order.status,
        "plateNumber": order.plate,
        "carBrandLogo": "",
        "inspectionCityName": "宁波市",
        "shopName": "平台免检商家-沙箱",
        "shopAddress": "测试路 10 号",
        "contactPhone": "0574-00000000",
        "contactName": "沙箱",
        "sendEmsNumber": if order.status >= 20 { "SF1000000001" } else { "" },
        "userAddress": order.address,
        "memberPrice": 138.5,
        "bonuses": 0,
        "payPrice": if order.status > 10 { 138.5 } else { 0.0 },
        "backEmsCompany": if back { "顺丰" } else { "" },
        "backEmsNumber": if back { "SF2000000001" } else { "" },
        "needData": made_up::papers("pic"),
    }))
}
