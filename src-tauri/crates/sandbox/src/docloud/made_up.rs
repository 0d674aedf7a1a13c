//! Made-up cities, cars, makes and places. What a plate has follows from the plate, so that a test knows it.

use serde_json::{Value, json};

use super::state::Violation;

/// Province, city, beginning of its plates, wanted of the VIN, wanted of the engine's number.
pub(super) const CITIES: [(&str, &str, &str, i64, i64); 6] = [
    ("北京市", "北京市", "京", 0, -1),
    ("河北省", "石家庄市", "冀A", 0, 4),
    ("浙江省", "杭州市", "浙A", 6, 6),
    ("浙江省", "宁波市", "浙B", 6, 6),
    ("广东省", "广州市", "粤A", 6, 4),
    ("广东省", "深圳市", "粤B", 6, 4),
];

/// What each city wants, as the page writes it.
pub(super) fn conditions() -> Value {
    let mut provinces: Vec<Value> = Vec::new();
    for (province, city, prefix, vin, engine) in CITIES {
        let row = json!({
            "city": city, "cityPrefix": prefix, "vinLength": vin.to_string(), "engineNoLength": engine.to_string(),
            "carTypes": ["01", "02", "51", "52"],
        });
        match provinces.iter_mut().find(|known| known["province"] == province) {
            Some(known) => {
                if let Some(list) = known["list"].as_array_mut() {
                    list.push(row);
                }
            }
            None => provinces.push(json!({ "province": province, "list": [row] })),
        }
    }
    Value::Array(provinces)
}

const STREETS: [&str; 5] = ["深南大道与新洲路口", "文二西路口", "滨海大道辅路", "北环大道香蜜湖路段", "石岩大道"];
const REASONS: [(&str, u32, u32); 5] = [
    ("机动车违反禁止标线指示", 200, 0),
    ("违反规定停放、临时停车，影响其他车辆通行", 300, 0),
    ("机动车不在机动车道内行驶", 150, 0),
    ("驾驶机动车违反道路交通信号灯通行", 200, 6),
    ("超过规定时速10%未达20%", 150, 0),
];

/// A plate's number among the made-up ones.
fn seed(plate: &str) -> usize {
    plate.chars().fold(7, |sum, c| (sum * 31 + c as usize) % 9_973)
}

/// A violation of a plate by its place.
pub(super) fn violation(plate: &str, at: usize, time: String) -> Violation {
    let drawn = seed(plate) + at * 3;
    let (reason, fine_yuan, points) = REASONS[drawn % REASONS.len()];
    let city = CITIES.iter().find(|(_, _, prefix, _, _)| plate.starts_with(prefix)).unwrap_or(&CITIES[5]);
    Violation {
        code: format!("{:04}-{}{at}", seed(plate), city.2.chars().last().unwrap_or('X')),
        time,
        fine_yuan,
        fee_yuan: 23,
        points,
        address: STREETS[drawn % STREETS.len()].to_owned(),
        reason: reason.to_owned(),
        city: (city.0, city.1),
        // 只支持非扣分违章的代办
        can_select: points == 0,
        needs_licence: points > 0,
        status: 1,
    }
}

/// What a car has when it is asked for first: three, unless its plate ends in 0.
pub(super) fn violations(plate: &str) -> Vec<Violation> {
    if plate.ends_with('0') {
        return Vec::new();
    }
    let day = |at: usize| format!("2026-10-{:02} 0{}:2{}:38", 3 + at * 7, 8 - at, at);
    (0..3).map(|at| violation(plate, at, day(at))).collect()
}

/// Makes, by number; each has two lines, each line two models.
const BRANDS: [(i64, &str, &str); 4] =
    [(33, "奥迪", "A"), (34, "阿尔法罗密欧", "A"), (15, "宝马", "B"), (75, "比亚迪", "B")];

pub(super) fn brands() -> Value {
    BRANDS
        .iter()
        .map(|(id, name, letter)| {
            json!({
                "brandId": id, "brandName": name, "alphaCode": letter, "mark": null, "icon": "", "createTime": "",
                "isValid": null, "isValidStr": null, "autoHomeId": null,
            })
        })
        .collect()
}

pub(super) fn series(brand: i64) -> Value {
    let Some((_, name, _)) = BRANDS.iter().find(|(id, _, _)| *id == brand) else { return json!([]) };
    let row =
        |at: i64| json!({ "seriesId": brand * 100 + at, "seriesName": format!("{name} {at} 系"), "brandId": null });
    json!([row(1), row(2)])
}

pub(super) fn models(series: i64) -> Value {
    if !BRANDS.iter().any(|(id, _, _)| *id == series / 100) {
        return json!([]);
    }
    // The page's example has texts here.
    let row = |at: i64, name: &str| json!({ "modelId": (series * 10 + at).to_string(), "modelName": name, "tireStandard": "215/45R16" });
    json!([row(1, "2024款 豪华型"), row(2, "2024款 舒适型")])
}

pub(super) fn knows_model(brand: i64, series: i64, model: i64) -> bool {
    BRANDS.iter().any(|(id, _, _)| *id == brand) && series / 100 == brand && model / 10 == series
}

pub(super) fn provinces() -> Value {
    json!([{ "id": 4, "name": "浙江省" }, { "id": 19, "name": "广东省" }])
}

pub(super) fn cities(province: i64) -> Value {
    match province {
        4 => json!([
            { "id": 1, "name": "杭州市", "provinceId": 4 },
            { "id": 94, "name": "宁波市", "provinceId": 4 },
        ]),
        19 => json!([{ "id": 202, "name": "深圳市", "provinceId": 19 }]),
        _ => json!([]),
    }
}

pub(super) fn districts(city: i64) -> Value {
    match city {
        1 => json!([{ "id": 1, "name": "上城区", "cityId": 1 }, { "id": 2, "name": "西湖区", "cityId": 1 }]),
        94 => json!([{ "id": 31, "name": "海曙区", "cityId": 94 }]),
        202 => json!([{ "id": 51, "name": "福田区", "cityId": 202 }, { "id": 52, "name": "南山区", "cityId": 202 }]),
        _ => json!([]),
    }
}

/// The documents of an exempt inspection, as the page shows them; `pic` is how one of its examples spells the last member.
pub(super) fn papers(pic: &str) -> Value {
    let row = |text: &str, message: Value, picture: bool| {
        let mut row = json!({ "address": "", "text": text, "message": message });
        row[pic] = json!(picture);
        row
    };
    json!([
        row("行驶证正副本原件", json!([]), false),
        row(
            "在保险期间内的交强险保单副本原件",
            json!(["被保险人需与行驶证上车辆所有人一致", "请检查保单是否已过期"]),
            true
        ),
        row("车主身份证正反面复印件", json!([]), false),
        row("车辆违章处理完", json!([]), false),
    ])
}
