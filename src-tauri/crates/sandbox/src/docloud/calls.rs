//! 违章查缴, 查询违章条数 and 车辆违章监控, judged strictly by the page.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::Docloud;
use super::made_up::{self, CITIES};
use super::state::{Order, State};

/// A refusal: a code of the dictionary, and its words where these say more.
pub(super) struct Refused(pub u32, pub String);

pub(super) type Judged = Result<Value, Refused>;

pub(super) fn refuse<T>(code: u32, words: &str) -> Result<T, Refused> {
    Err(Refused(code, words.to_owned()))
}

/// What is wanted of a POST: every member that is named, and no other one.
pub(super) fn members<'a>(body: &'a Value, must: &[&str], may: &[&str]) -> Result<&'a Map<String, Value>, Refused> {
    let Some(members) = body.as_object() else { return refuse(1001, "请求体应为 JSON 对象") };
    if let Some(name) = must.iter().find(|name| !members.contains_key(**name)) {
        return refuse(1001, &format!("缺少参数 {name}"));
    }
    match members.keys().find(|name| !must.contains(&name.as_str()) && !may.contains(&name.as_str())) {
        Some(name) => refuse(1001, &format!("未知参数 {name}")),
        None => Ok(members),
    }
}

pub(super) fn text<'a>(members: &'a Map<String, Value>, name: &str) -> Result<&'a str, Refused> {
    match members.get(name) {
        Some(Value::String(text)) => Ok(text),
        None => Ok(""),
        Some(_) => refuse(1001, &format!("参数 {name} 应为字符串")),
    }
}

fn plate(members: &Map<String, Value>) -> Result<String, Refused> {
    let plate = text(members, "plateNumber")?;
    let fits = (7..=8).contains(&plate.chars().count())
        && plate.chars().skip(1).all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    if fits { Ok(plate.to_owned()) } else { refuse(1030, "车牌格式错误") }
}

fn phone(members: &Map<String, Value>) -> Result<String, Refused> {
    let phone = text(members, "phone")?;
    if phone.len() == 11 && phone.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(phone.to_owned());
    }
    refuse(1035, "请输入正确的11位手机号码")
}

fn car_type(members: &Map<String, Value>) -> Result<(), Refused> {
    match members.get("carType").map(Value::as_str) {
        None | Some(Some("01" | "02" | "51" | "52" | "15")) => Ok(()),
        Some(_) => refuse(1001, "车辆类型 carType 无效"),
    }
}

/// Exactly what the city wants.
fn numbers(members: &Map<String, Value>, plate: &str, city: &str) -> Result<(), Refused> {
    let found = CITIES.iter().find(
        |(_, name, prefix, _, _)| {
            if city.is_empty() { plate.starts_with(prefix) } else { *name == city }
        },
    );
    let Some((_, _, _, vin, engine)) = found else { return refuse(1031, "该城市暂未开通") };
    for (name, wanted) in [("vin", *vin), ("engineNo", *engine)] {
        let length = i64::try_from(text(members, name)?.chars().count()).unwrap_or(i64::MAX);
        let fits = match wanted {
            -1 => length > 4,
            _ => length == wanted,
        };
        if !fits {
            return refuse(1032, &format!("{name} 位数错误，应为 {wanted}"));
        }
    }
    Ok(())
}

/// A token is a phone's with a car; a phone serves three cars.
fn token(docloud: &Docloud, state: &mut State, phone: &str, plate: &str) -> Result<String, Refused> {
    let cars = state.phones.entry(phone.to_owned()).or_default();
    if !cars.contains(plate) && cars.len() >= 3 {
        return refuse(1037, "用户车辆不能大于3辆");
    }
    cars.insert(plate.to_owned());
    let owner = (phone.to_owned(), plate.to_owned());
    if let Some((known, _)) = state.tokens.iter().find(|(_, of)| **of == owner) {
        return Ok(known.clone());
    }
    let drawn = docloud.config.guids.next_guid().to_string();
    state.tokens.insert(drawn.clone(), owner);
    Ok(drawn)
}

fn car_of(state: &State, token: &str) -> Result<String, Refused> {
    if token.is_empty() {
        return refuse(1110, "TOKEN为空");
    }
    match state.tokens.get(token) {
        Some((_, plate)) => Ok(plate.clone()),
        None => refuse(1101, "无效的 TOKEN"),
    }
}

pub(super) fn assign_token(docloud: &Docloud, state: &mut State, body: &Value) -> Judged {
    let members = members(body, &["phone", "plateNumber"], &["vin", "engineNo"])?;
    let (phone, plate) = (phone(members)?, plate(members)?);
    numbers(members, &plate, "")?;
    Ok(json!({ "token": token(docloud, state, &phone, &plate)? }))
}

/// The answer of a query and of a price.
fn result(state: &mut State, plate: &str, token: Option<String>, with_fees: bool) -> Value {
    let all = state.violations(plate).clone();
    let open: Vec<_> = all.iter().filter(|violation| violation.status == 1).collect();
    let mut told = json!({
        "totalFine": open.iter().map(|v| v.fine_yuan).sum::<u32>().to_string(),
        "totalPoints": open.iter().map(|v| v.points).sum::<u32>(),
        "untreated": open.len(),
        "violations": all.iter().map(|violation| violation.told(with_fees)).collect::<Vec<_>>(),
    });
    if let Some(token) = token {
        told["token"] = json!(token);
    }
    told
}

pub(super) fn query(docloud: &Docloud, state: &mut State, body: &Value) -> Judged {
    let may = ["carType", "vin", "engineNo", "phone", "city", "needFee", "deductSelf"];
    let members = members(body, &["plateNumber"], &may)?;
    let plate = plate(members)?;
    car_type(members)?;
    numbers(members, &plate, text(members, "city")?)?;
    if plate.starts_with('浙') && !members.contains_key("phone") {
        return refuse(1013, "查询失败：浙江车辆须传入手机号");
    }
    let token = match members.contains_key("phone") {
        true => Some(token(docloud, state, &phone(members)?, &plate)?),
        false => None,
    };
    let with_fees = members.get("needFee").and_then(Value::as_bool).unwrap_or(false);
    Ok(result(state, &plate, token, with_fees))
}

pub(super) fn price(docloud: &Docloud, state: &mut State, body: &Value) -> Judged {
    let members = members(body, &["plateNumber", "phone", "items"], &["carType", "vin", "engineNo", "remark"])?;
    let (plate, phone) = (plate(members)?, phone(members)?);
    car_type(members)?;
    let items = members.get("items").and_then(Value::as_array).filter(|items| !items.is_empty());
    let Some(items) = items else { return refuse(1001, "items 应为非空列表") };
    let must = [
        "violationCity",
        "violationTime",
        "violationLocation",
        "violationCode",
        "violationFine",
        "violationMark",
        "violationReason",
    ];
    for item in items {
        let item = self::members(item, &must, &["violationNum"])?;
        if lotdesk_domain::moment::Moment::from_datetime_text(text(item, "violationTime")?).is_none() {
            return refuse(1001, "violationTime 格式应为 yyyy-MM-dd HH:mm:ss");
        }
        let number = |name: &str| item.get(name).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
        let (Some(fine), Some(points)) = (number("violationFine"), number("violationMark")) else {
            return refuse(1001, "violationFine、violationMark 应为整数");
        };
        let code = format!("Q-{}", text(item, "violationCode")?);
        let mut made = made_up::violation(&plate, 0, text(item, "violationTime")?.to_owned());
        (made.fine_yuan, made.points, made.code) = (fine, points, code);
        made.reason = text(item, "violationReason")?.to_owned();
        made.address = text(item, "violationLocation")?.to_owned();
        (made.can_select, made.needs_licence) = (points == 0, points > 0);
        let there = state.violations(&plate);
        if !there.iter().any(|known| known.code == made.code) {
            there.push(made);
        }
    }
    let token = token(docloud, state, &phone, &plate)?;
    let mut told = result(state, &plate, Some(token), true);
    if let Some(all) = told["violations"].as_array_mut() {
        all.retain(|violation| violation["code"].as_str().is_some_and(|code| code.starts_with("Q-")));
    }
    Ok(told)
}

/// 创建代缴订单, and with `own` that of self-deduction.
pub(super) fn create_order(docloud: &Docloud, state: &mut State, body: &Value, own: bool) -> Judged {
    let must: &[&str] = match own {
        false => &["violationCodes", "totalPrice", "outOrderNo", "token"],
        true => &["violationCodes", "totalPrice", "outOrderNo", "token", "driveNum", "fileNum"],
    };
    let members = members(body, must, &["carType", "lng", "lat"])?;
    car_type(members)?;
    let plate = car_of(state, text(members, "token")?)?;
    let number = text(members, "outOrderNo")?.to_owned();
    if number.is_empty() {
        return refuse(1001, "缺少参数 outOrderNo");
    }
    if state.out_order_nos.contains(&number) {
        return refuse(1117, "提交的订单号已存在");
    }
    let codes: Vec<String> = members
        .get("violationCodes")
        .and_then(Value::as_array)
        .map(|codes| codes.iter().filter_map(Value::as_str).map(str::to_owned).collect())
        .unwrap_or_default();
    if codes.is_empty() {
        return refuse(1106, "无待处理违章");
    }
    let mut price = 0;
    for code in &codes {
        let Some(violation) = state.violations(&plate).iter().find(|v| v.code == *code) else {
            return refuse(1107, "违章信息校验失败，可能违章CODE错误");
        };
        match violation.status {
            1 => {}
            2 => return refuse(1104, "违章已在处理中，不能重复下单"),
            _ => return refuse(1008, "违章已处理完成，不能重复下单"),
        }
        if !violation.can_select && !own {
            return refuse(1103, "抱歉，处理城市暂不支持违章代缴");
        }
        price += violation.price_yuan();
    }
    let total = text(members, "totalPrice")?;
    if total != format!("{price}.00") && total != price.to_string() {
        return refuse(1105, "订单金额有误");
    }
    state.out_order_nos.insert(number);
    for violation in state.violations(&plate) {
        if codes.contains(&violation.code) {
            violation.status = 2;
        }
    }
    let id = state.number(1_234_500);
    let now = docloud.config.clock.now().to_datetime_text();
    let order = Order {
        id,
        token: text(members, "token")?.to_owned(),
        plate,
        codes,
        price_yuan: price,
        status: 1,
        made_at: now.clone(),
        changed_at: now,
        cancel_reason: None,
    };
    state.orders.insert(id, order);
    Ok(json!({ "orderId": id }))
}

fn order_of<'a>(state: &'a State, query: &Map<String, Value>) -> Result<&'a Order, Refused> {
    let token = text(query, "token")?;
    car_of(state, token)?;
    let id: Option<i64> = text(query, "orderId")?.parse().ok();
    match id.and_then(|id| state.orders.get(&id)) {
        Some(order) if order.token == token => Ok(order),
        _ => refuse(1102, "用户与订单不匹配"),
    }
}

pub(super) fn order_status(state: &mut State, query: &Map<String, Value>) -> Judged {
    let order = order_of(state, query)?.clone();
    let all = state.violations(&order.plate).clone();
    let touched: Vec<Value> = all
        .iter()
        .filter(|violation| order.codes.contains(&violation.code))
        .map(|violation| json!({ "code": violation.code, "processStatus": violation.status }))
        .collect();
    Ok(json!({
        "orderId": order.id, "orderStatus": order.status.to_string(), "modifyTime": order.changed_at,
        "violations": touched,
    }))
}

pub(super) fn order_detail(docloud: &Docloud, state: &mut State, query: &Map<String, Value>) -> Judged {
    let order = order_of(state, query)?.clone();
    let all = state.violations(&order.plate).clone();
    let violations: Vec<Value> =
        all.iter().filter(|violation| order.codes.contains(&violation.code)).map(|v| v.in_order()).collect();
    let mut told = json!({
        "orderId": order.id,
        "orderStatus": order.status.to_string(),
        "orderCreateTime": order.made_at,
        "orderPrice": order.price_yuan,
        "payUrl": format!("{}?order={}", docloud.pay_url, order.id),
        "plateNumber": order.plate,
        "violations": violations,
    });
    if order.status >= 2 {
        told["orderPayTime"] = json!(order.changed_at);
    }
    if order.status == 4 {
        told["orderCloseTime"] = json!(order.changed_at);
        told["cancelReason"] = json!(order.cancel_reason);
    }
    Ok(told)
}

pub(super) fn material(state: &mut State, body: &Value) -> Judged {
    let members = members(body, &["travelLicenseImg", "travelLicenseImgBg", "token"], &[])?;
    let plate = car_of(state, text(members, "token")?)?;
    for name in ["travelLicenseImg", "travelLicenseImgBg"] {
        let Ok(bytes) = STANDARD.decode(text(members, name)?) else { return refuse(1001, "图片不是 base64") };
        if bytes.len() > 500 * 1024 {
            return refuse(1002, "上传文件大小超过限制");
        }
        if !matches!(bytes.as_slice(), [0xFF, 0xD8, ..] | [0x89, b'P', b'N', b'G', ..] | [b'B', b'M', ..]) {
            return refuse(1001, "图片格式不支持");
        }
    }
    for violation in state.violations(&plate) {
        // With the licence at hand those with points can be handled too.
        violation.can_select = true;
    }
    Ok(json!(true))
}

pub(super) fn can_deduct(state: &mut State, body: &Value) -> Judged {
    let members = members(body, &["token", "driveNum", "fileNum"], &["carType"])?;
    car_of(state, text(members, "token")?)?;
    // A citizen's number of 18 characters; one that ends in 0 is somebody else's.
    let licence = text(members, "driveNum")?;
    Ok(json!({ "result": licence.len() == 18 && !licence.ends_with('0') }))
}

pub(super) fn amount_cities() -> Value {
    let mut provinces: Vec<Value> = vec![json!({ "province": "北京市", "prefix": "京" })];
    for (province, city, prefix, _, _) in CITIES.iter().skip(1) {
        let row = json!({ "city": city, "cityPrefix": prefix });
        match provinces.iter_mut().find(|known| known["province"] == *province) {
            Some(known) => {
                if let Some(list) = known["list"].as_array_mut() {
                    list.push(row);
                }
            }
            None => {
                let letter: String = prefix.chars().take(1).collect();
                provinces.push(json!({ "province": province, "prefix": letter, "list": [row] }));
            }
        }
    }
    Value::Array(provinces)
}

pub(super) fn amount(state: &mut State, body: &Value) -> Judged {
    let members = members(body, &["plateNumber", "engineNo"], &["carType"])?;
    let plate = plate(members)?;
    if text(members, "engineNo")?.chars().count() != 6 {
        return refuse(1032, "发动机号应为后6位");
    }
    if !matches!(members.get("carType").map(Value::as_i64), None | Some(Some(1 | 2 | 15))) {
        return refuse(1001, "carType 应为 1、2 或 15");
    }
    let total = state.violations(&plate).iter().filter(|violation| violation.status == 1).count().min(10);
    Ok(
        json!({ "total": total, "otherProvince": 0, "localProvince": total.saturating_sub(1), "localCity": total.min(1) }),
    )
}

/// One car, or fifty at most.
pub(super) fn watch(state: &mut State, body: &Value, batch: bool, add: bool) -> Judged {
    let cars: Vec<&Value> = match (batch, body) {
        (false, car) => vec![car],
        (true, Value::Array(cars)) if (1..=50).contains(&cars.len()) => cars.iter().collect(),
        (true, Value::Array(_)) => return refuse(1001, "一次 1 至 50 辆"),
        (true, _) => return refuse(1001, "请求体应为列表"),
    };
    let must: &[&str] = match add {
        true => &["carType", "plateNumber", "vin", "engineNo"],
        false => &["carType", "plateNumber"],
    };
    let mut plates = Vec::new();
    for car in cars {
        let members = members(car, must, &[])?;
        car_type(members)?;
        let plate = plate(members)?;
        if add && text(members, "vin")?.chars().count() < 6 {
            return refuse(1032, "车架号或发动机号位数错误");
        }
        plates.push((plate, text(members, "engineNo")?.to_owned()));
    }
    for (plate, engine) in plates {
        if add {
            state.watched.insert(plate, engine);
        } else {
            state.watched.remove(&plate);
        }
    }
    Ok(json!(true))
}
