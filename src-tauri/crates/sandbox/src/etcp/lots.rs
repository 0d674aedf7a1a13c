//! Its own lots, and lots around a point or in a city, in pages (8.9, 8.10).

use lotdesk_domain::moment::Moment;
use lotdesk_protocols::json::Node;
use lotdesk_protocols::sign::md5_hex;

use super::check::{No, no, text};
use super::{Etcp, State};

/// Number and name of the lots that it works itself.
pub(super) const OWN_LOTS: [(i64, &str); 3] =
    [(3126, "ETCP 智慧停车场（演示一号）"), (3127, "ETCP 演示广场地库"), (3128, "ETCP 演示医院停车楼")];
const OWN_SPACES: [i64; 3] = [114, 260, 180];

/// As many lots are known around any point.
const AROUND: i64 = 27;
const IN_A_CITY: i64 = 34;
const A_PAGE: i64 = 10;
const ROOMS: [&str; 3] = ["充足", "较少", "紧张"];

/// A number between 0 and `below` that is always the same for the same words.
fn draw(words: &str, below: i64) -> i64 {
    let digits: String = md5_hex(words.as_bytes()).chars().take(8).collect();
    i64::from(u32::from_str_radix(&digits, 16).unwrap_or_default()) % below
}

impl Etcp {
    /// 8.9
    pub(super) fn around(&self, data: &Node) -> Result<Option<Node>, No> {
        let degrees = |name: &str| {
            let given = text(data, name);
            match (given.is_empty(), given.parse::<f64>()) {
                (true, _) => Ok(None),
                (false, Ok(degrees)) if degrees.abs() <= 180.0 => Ok(Some(degrees)),
                (false, _) => Err(no(6, format!("参数错误：{name}"))),
            }
        };
        let (lat, lon, radius, city) = (degrees("lat")?, degrees("lon")?, text(data, "radius"), text(data, "city"));
        let pay_type = text(data, "payType");
        if !["", "0", "1", "2"].contains(&pay_type) {
            return Err(no(6, "参数错误：payType"));
        }
        let (place, count, reach) = match (lat, lon, city.is_empty()) {
            (Some(lat), Some(lon), true) => {
                let reach: i64 = radius
                    .parse()
                    .ok()
                    .filter(|m| (500..=3000).contains(m))
                    .ok_or_else(|| no(20102, "若使用经纬度查询则搜索半径值为必填，取值范围500~3000"))?;
                (format!("{lat:.3},{lon:.3}"), AROUND, Some((lat, lon, reach)))
            }
            (None, None, false) if radius.is_empty() => (city.to_owned(), IN_A_CITY, None),
            _ => return Err(no(6, "参数错误：按经纬度查询和按城市查询二选一")),
        };
        let all: Vec<Vec<(String, Node)>> = (0..count)
            .filter_map(|n| lot(&place, n, reach))
            .filter(|(kind, _)| pay_type.is_empty() || pay_type == "0" || pay_type == *kind)
            .map(|(_, members)| members)
            .collect();
        let scroll = text(data, "scrollId");
        let from = match scroll.strip_prefix("scroll") {
            None if scroll.is_empty() => 0,
            Some(rest) => rest.parse::<usize>().map_err(|_| no(6, "参数错误：scrollId"))?,
            None => return Err(no(6, "参数错误：scrollId")),
        };
        let to = from + A_PAGE as usize;
        let page = all.into_iter().skip(from).take(A_PAGE as usize).map(|mut members| {
            members.push(("scrollId".to_owned(), Node::Text(format!("scroll{to}"))));
            Node::Object(members)
        });
        Ok(Some(Node::Object(vec![("list".to_owned(), Node::List(page.collect()))])))
    }

    /// 8.10
    pub(super) fn lot_state(&self, state: &State, data: &Node, now: Moment) -> Result<Option<Node>, No> {
        let id = text(data, "parkingId");
        let own = OWN_LOTS.iter().position(|(number, _)| number.to_string() == id);
        let (spaces, room) = match own {
            Some(at) => {
                let inside = state.cars.iter().filter(|car| car.lot == at && car.left_at.is_none()).count();
                let free = OWN_SPACES[at] - i64::try_from(inside).unwrap_or(i64::MAX);
                let room = if free * 3 > OWN_SPACES[at] {
                    0
                } else if free > 10 {
                    1
                } else {
                    2
                };
                (OWN_SPACES[at], room)
            }
            None if id.ends_with("3jk=") => (60 + draw(id, 400), draw(&format!("{id}{}", now.0 / 600_000), 3)),
            None => return Err(no(1, "失败：没有该车场")),
        };
        let text = |name: &str, text: String| (name.to_owned(), Node::Text(text));
        Ok(Some(Node::Object(vec![
            text("totalSpace", spaces.to_string()),
            text("time", now.to_datetime_text()),
            text("status", ROOMS[usize::try_from(room).unwrap_or_default()].to_owned()),
        ])))
    }
}

/// A made-up lot: how it is paid, and its members but the page's. None where it lies outside.
fn lot(place: &str, n: i64, reach: Option<(f64, f64, i64)>) -> Option<(&'static str, Vec<(String, Node)>)> {
    let seed = format!("{place}#{n}");
    let pick = |what: &str, below: i64| draw(&format!("{seed}{what}"), below);
    let metres = 60 + n * 110 + pick("far", 60);
    let (lat, lon) = match reach {
        Some((lat, lon, reach)) => {
            if metres > reach {
                return None;
            }
            let angle = (pick("angle", 360) as f64).to_radians();
            let degrees = metres as f64 / 111_200.0;
            (lat + degrees * angle.sin(), lon + degrees * angle.cos() / lat.to_radians().cos().max(0.1))
        }
        None => (22.5 + pick("lat", 900) as f64 / 10_000.0, 114.0 + pick("lon", 900) as f64 / 10_000.0),
    };
    let own = pick("own", 5) < 3;
    let pay = if own && pick("pay", 4) > 0 { "1" } else { "2" };
    let roads = ["演示一路", "演示大道", "样例街", "示范路", "模拟巷"];
    let kinds = ["停车场", "地下车库", "停车楼", "路侧停车区", "广场停车场"];
    let road = roads[usize::try_from(pick("road", 5)).unwrap_or_default()];
    let kind = kinds[usize::try_from(pick("kind", 5)).unwrap_or_default()];
    let text = |name: &str, text: String| (name.to_owned(), Node::Text(text));
    let cost = 800 + pick("cost", 40) * 50 + 78;
    let members = vec![
        text("id", format!("{}3jk=", md5_hex(seed.as_bytes()).chars().take(8).collect::<String>())),
        text("parkingName", format!("{road} {} 号{kind}", n + 1)),
        text("type", if own { "ss" } else { "tp" }.to_owned()),
        text("minFreeTime", ["0", "15", "30", "120"][usize::try_from(pick("free", 4)).unwrap_or_default()].to_owned()),
        ("avgCostPrecise".to_owned(), Node::Number(super::check::yuan(cost))),
        text("parkingType", ["8", "7", "146"][usize::try_from(pick("type", 3)).unwrap_or_default()].to_owned()),
        text("capacityStatus", ROOMS[usize::try_from(pick("room", 3)).unwrap_or_default()].to_owned()),
        text("payType", pay.to_owned()),
        text("distance", if reach.is_some() { format!("{metres}m") } else { "0m".to_owned() }),
        text("lon", format!("{lon:.6}")),
        text("lat", format!("{lat:.6}")),
    ];
    Some((pay, members))
}
