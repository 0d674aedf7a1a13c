//! Made-up cars, as a technician would take them in.

use lotdesk_domain::moment::Moment;
use rand::RngExt;
use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A made-up order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MadeUpOrder {
    /// `receiveBaseId`
    pub number: i64,
    /// Plate.
    pub plate: String,
    /// VIN.
    pub vin: String,
    /// Make and model.
    pub car: (String, String),
    /// Family name, first name, telephone.
    pub owner: (String, String, String),
    /// Odometer in kilometres.
    pub odometer_km: u32,
    /// Fuel gauge in percent.
    pub fuel_percent: u32,
    /// Warning lights.
    pub lights: Vec<String>,
    /// Flaws: where, what, address of the picture.
    pub paint: Vec<(String, String, String)>,
    /// Belongings.
    pub belongings: Vec<String>,
    /// Remark.
    pub remark: String,
    /// When the car was made, in milliseconds.
    pub produced_ms: i64,
}

impl Default for MadeUpOrder {
    fn default() -> Self {
        Self {
            number: 1,
            plate: "粤B12345".into(),
            vin: "1M8GDM9AXKP042788".into(),
            car: ("比亚迪".into(), "秦 PLUS".into()),
            owner: ("某".into(), "先生".into(), "13800001234".into()),
            odometer_km: 67_000,
            fuel_percent: 60,
            lights: Vec::new(),
            paint: Vec::new(),
            belongings: Vec::new(),
            remark: String::new(),
            produced_ms: 1_325_347_200_000,
        }
    }
}

const CARS: [(&str, &str); 8] = [
    ("比亚迪", "秦 PLUS DM-i"),
    ("大众", "朗逸 1.5L"),
    ("丰田", "卡罗拉"),
    ("日产", "轩逸"),
    ("特斯拉", "Model Y"),
    ("本田", "雅阁"),
    ("五菱", "宏光 S"),
    ("宝马", "3 系"),
];
const LIGHTS: [&str; 8] = [
    "20_发动机故障",
    "16_机油不足",
    "15_水温异常",
    "19_安全气囊故障",
    "1_车门未关",
    "7_胎压异常",
    "9_制动片磨损",
    "11_蓄电池故障",
];
const PLACES: [(&str, &str); 6] = [
    ("sys_feature_0013_01", "右前门"),
    ("sys_feature_0013_02", "左前门"),
    ("sys_feature_0011_01", "前保险杠"),
    ("sys_feature_0011_02", "后保险杠"),
    ("sys_feature_0015_01", "左后翼子板"),
    ("sys_feature_0017_01", "引擎盖"),
];
const FLAWS: [&str; 4] = ["划痕", "凹陷", "掉漆", "裂纹"];
const BELONGINGS: [&str; 7] = ["儿童座椅", "雨伞", "行车记录仪", "高尔夫球包", "充电线", "工具箱", "水杯"];
const REMARKS: [&str; 5] = ["老客户，要旧件", "等车，请尽快", "异响，冷车明显", "常规保养", "刹车偏软"];
const FAMILIES: [&str; 6] = ["陈", "林", "黄", "李", "王", "周"];
const SERIAL: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";

fn one_of<'a, T: ?Sized>(rng: &mut StdRng, all: &[&'a T]) -> &'a T {
    all[rng.random_range(0..all.len())]
}

fn some_of(rng: &mut StdRng, all: &[&str], most: usize) -> Vec<String> {
    let count = rng.random_range(0..=most);
    let first = rng.random_range(0..all.len());
    (0..count).map(|at| all[(first + at) % all.len()].to_owned()).collect()
}

/// A number whose check digit is right.
fn vin(rng: &mut StdRng) -> String {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    const VALUES: &str = "0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ";
    let value = |c: u8| VALUES.find(c as char).map_or(0, |at| u32::try_from(at % 10).unwrap_or(0));
    let mut characters: Vec<u8> = b"LSV".to_vec();
    let letters = b"ABCDEFGHJKLMNPRSTUVWXYZ0123456789";
    while characters.len() < 17 {
        characters.push(match characters.len() {
            9 => b"GHJKLMNPRST"[rng.random_range(0..11)],
            11.. => b'0' + rng.random_range(0..10),
            _ => letters[rng.random_range(0..letters.len())],
        });
    }
    let sum: u32 = characters.iter().zip(WEIGHTS).map(|(c, weight)| value(*c) * weight).sum();
    characters[8] = match sum % 11 {
        10 => b'X',
        rest => b'0' + u8::try_from(rest).unwrap_or(0),
    };
    String::from_utf8(characters).unwrap_or_default()
}

impl MadeUpOrder {
    /// Draws one. Every fourth car was here before: the same few plates and numbers come back.
    pub fn draw(rng: &mut StdRng, number: i64, now: Moment, pictures_url: &str) -> Self {
        let car = CARS[rng.random_range(0..CARS.len())];
        // At most one letter in the serial: plates with more than two do not exist.
        let first = SERIAL[rng.random_range(0..SERIAL.len())] as char;
        let plate = format!("粤B{first}{:04}", rng.random_range(0..10_000));
        let flaws = rng.random_range(0..4);
        let paint = (0..flaws)
            .map(|at| {
                let place = PLACES[rng.random_range(0..PLACES.len())].1;
                (place.to_owned(), one_of(rng, &FLAWS).to_owned(), format!("{pictures_url}/{number}-{at}.jpg"))
            })
            .collect();
        let age_days = rng.random_range(200..3_000_i64);
        Self {
            number,
            plate,
            vin: vin(rng),
            car: (car.0.to_owned(), car.1.to_owned()),
            owner: (
                one_of(rng, &FAMILIES).to_owned(),
                if rng.random_range(0..2) == 0 { "先生" } else { "女士" }.to_owned(),
                format!("138{:08}", rng.random_range(0..100_000_000_u32)),
            ),
            odometer_km: rng.random_range(1_000..180_000),
            fuel_percent: rng.random_range(5..=100),
            lights: some_of(rng, &LIGHTS, 3),
            paint,
            belongings: some_of(rng, &BELONGINGS, 3),
            remark: one_of(rng, &REMARKS).to_owned(),
            produced_ms: now.plus_ms(-age_days * 86_400_000).0,
        }
    }

    /// `content`, with the members of the page in their order.
    pub fn content(&self) -> String {
        let paint: Vec<_> = self
            .paint
            .iter()
            .map(|(place, flaw, url)| {
                let code =
                    PLACES.iter().find(|(_, name)| name == place).map_or("sys_feature_0000_00", |(code, _)| code);
                json!({ "describe": flaw, "images": [url], "position": code, "positionName": place })
            })
            .collect();
        json!({
            "carInfo": {
                "carBrandName": self.car.0,
                "carNum": self.plate,
                "carOwnerFirstName": self.owner.1,
                "carOwnerGender": if self.owner.1 == "女士" { "FEMALE" } else { "MALE" },
                "carOwnerLastName": self.owner.0,
                "carOwnerMobile": self.owner.2,
                "carProductionDate": self.produced_ms,
                "carStyleName": self.car.1,
                "carVin": self.vin,
            },
            "preCheckInfo": {
                "lightInfo": self.lights,
                "odograph": f64::from(self.odometer_km),
                "oilGauge": self.fuel_percent,
                "paintsInfo": paint,
                "personalItemList": self.belongings,
                "remark": self.remark,
            },
            "receiveBaseId": self.number,
            "staffInfo": {
                "areaCode": "+86", "brandId": 1, "mobile": "13800000001", "storeId": 3, "userId": 18, "userName": "某师傅",
            },
        })
        .to_string()
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn cars_are_drawn_with_numbers_that_hold_and_the_same_seed_draws_the_same() {
        let now = Moment(1_795_400_000_000);
        let draw = |seed| MadeUpOrder::draw(&mut StdRng::seed_from_u64(seed), 7, now, "http://127.0.0.1/p");
        assert_eq!(draw(1), draw(1));
        for seed in 0..200 {
            let order = draw(seed);
            assert_eq!(lotdesk_domain::repair::check_vin(&order.vin), None, "{}", order.vin);
            assert!(lotdesk_domain::plate::Plate::parse(&order.plate).is_ok(), "{}", order.plate);
        }
    }
}
