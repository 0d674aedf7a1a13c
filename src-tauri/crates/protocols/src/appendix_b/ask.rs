//! What a platform asks of the charging stations, and what it is answered: contents become asks, answers become contents.
//! No envelope and no state here; both the charging calls and the city platform's numbers come through.

use lotdesk_domain::ask::charging::{
    AuthFailure, ChargingAnswer, ChargingAsk, EndedOrder, LONGEST_SPAN_MS, StartFailure, StopFailure,
};
use lotdesk_domain::ask::{Ask, AskCode, AskRefusal};
use lotdesk_domain::charging::OrderSeq;
use lotdesk_domain::plate::Plate;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::business::{
    EquipAuthReply, EquipAuthRequest, StartChargeReply, StartChargeRequest, StopChargeReply, StopChargeRequest,
};
use super::form::{Str, Whole};
use super::map::{car_order, connector_item, state_code, station_info, station_state_info};
use super::numbered::{CarOrdersReply, CarOrdersRequest};
use super::station::{StationStatusReply, StationStatusRequest, StationsReply, StationsRequest};
use crate::json::{Node, to_canonical};

/// More stations do not go on a page: table B.6 has no largest, and an answer must end somewhere. The pages are counted by
/// what goes on one.
const LARGEST_PAGE: u32 = 1_000;
/// More stations in one status query are refused: T/CEC 102, which has the query, has 50.
const MOST_STATIONS: usize = 50;
/// `PageSize` where none is given (table B.6).
const USUAL_PAGE: i64 = 10;

/// What a content means.
#[derive(Clone, Debug, PartialEq)]
pub struct Meant {
    /// Under which it is carried out once; none for questions, and for a stop, which knows its repeat by its order.
    pub key: Option<String>,
    /// What is asked.
    pub ask: Ask,
}

/// Reads what is asked of an interface by its appendix B name, or by its number where it has no other. 1104 stands for all
/// of B.2: what is meant shows in the members.
///
/// # Errors
/// What the content lacks or has wrong.
pub fn read(interface: &str, content: &str) -> Result<Meant, AskRefusal> {
    let question = |ask| Ok(Meant { key: None, ask: Ask::Charging(ask) });
    match interface {
        "query_stations_info" | "1101" => question(stations(&parse(content)?)?),
        "query_station_status" => {
            let StationStatusRequest { station_ids } = parse(content)?;
            if station_ids.len() > MOST_STATIONS {
                return Err(AskRefusal::new(AskCode::OutOfRange, "StationIDs 最多 50 个"));
            }
            question(ChargingAsk::StationStates { station_ids: station_ids.into_iter().map(|id| id.0).collect() })
        }
        "query_equip_auth" => {
            let EquipAuthRequest { seq, connector_id } = parse(content)?;
            order_seq("EquipAuthSeq", &seq)?;
            question(ChargingAsk::EquipAuth { connector_id: connector_id.0 })
        }
        "query_start_charge" => {
            let StartChargeRequest { seq, connector_id, qr_code } = parse(content)?;
            let seq = order_seq("StartChargeSeq", &seq)?;
            let key = Some(seq.to_string());
            let ask = ChargingAsk::Start { seq, connector_id: connector_id.0, qr_code: qr_code.0 };
            Ok(Meant { key, ask: Ask::Charging(ask) })
        }
        "query_stop_charge" => {
            let StopChargeRequest { seq, connector_id } = parse(content)?;
            let seq = order_seq("StartChargeSeq", &seq)?;
            question(ChargingAsk::Stop { seq, connector_id: connector_id.0 })
        }
        "1106" => question(orders(&parse(content)?)?),
        "1104" => read(business_named(content)?, content),
        _ => Err(AskRefusal::new(AskCode::Other, "无此接口")),
    }
}

/// Which of the messages that we serve of B.2 a content is.
///
/// # Errors
/// When it is none of them.
pub fn business_named(content: &str) -> Result<&'static str, AskRefusal> {
    let node = Node::parse(content).map_err(|error| AskRefusal::new(AskCode::WrongType, error.to_string()))?;
    let has = |name| node.get(name).is_some();
    if has("EquipAuthSeq") {
        Ok("query_equip_auth")
    } else if has("StartChargeSeq") && has("QRCode") {
        Ok("query_start_charge")
    } else if has("StartChargeSeq") {
        Ok("query_stop_charge")
    } else {
        Err(AskRefusal::new(AskCode::Other, "缺少 EquipAuthSeq 或 StartChargeSeq"))
    }
}

fn stations(asked: &StationsRequest) -> Result<ChargingAsk, AskRefusal> {
    let since =
        asked.since().map_err(|_| AskRefusal::new(AskCode::WrongType, "LastQueryTime 格式应为 yyyy-MM-dd HH:mm:ss"))?;
    let number = |name: &str, given: Option<Whole>, usual: i64| match given.map_or(usual, |n| n.0) {
        n if (1..=i64::from(i32::MAX)).contains(&n) => Ok(u32::try_from(n).unwrap_or(1)),
        n => Err(AskRefusal::new(AskCode::OutOfRange, format!("{name} 应为 1 至 {}，收到 {n}", i32::MAX))),
    };
    Ok(ChargingAsk::Stations {
        since,
        page_no: number("PageNo", asked.page_no, 1)?,
        page_size: number("PageSize", asked.page_size, USUAL_PAGE)?.min(LARGEST_PAGE),
    })
}

fn orders(asked: &CarOrdersRequest) -> Result<ChargingAsk, AskRefusal> {
    let plate = Plate::parse(&asked.plate_num.0)
        .map_err(|why| AskRefusal::new(AskCode::WrongType, format!("plateNum：{}", why.zh())))?;
    let (from, until) = (asked.start_time.0, asked.end_time.0);
    if !(0..=LONGEST_SPAN_MS).contains(&until.ms_since(from)) {
        return Err(AskRefusal::new(AskCode::OutOfRange, "startTime 至 endTime 最长 24 小时，且不能颠倒"));
    }
    let station_id = asked.station_id.clone().map(|id| id.0).filter(|id| !id.is_empty());
    Ok(ChargingAsk::Orders { plate, station_id, from, until })
}

fn order_seq(field: &str, text: &Str) -> Result<OrderSeq, AskRefusal> {
    text.0
        .parse()
        .map_err(|_| AskRefusal::new(AskCode::WrongType, format!("{field} 应为运营商 ID 与唯一编号，共 27 字符")))
}

fn parse<T: DeserializeOwned>(content: &str) -> Result<T, AskRefusal> {
    Node::parse(content).map_err(|error| AskRefusal::new(AskCode::WrongType, error.to_string()))?;
    serde_json::from_str(content).map_err(|error| {
        let words = error.to_string();
        let code = if words.starts_with("missing field") { AskCode::Other } else { AskCode::WrongType };
        AskRefusal::new(code, words)
    })
}

/// Writes an answer as the content of the reply. `asked` is the content asked with.
pub fn answer(asked: &str, answer: &ChargingAnswer) -> String {
    let asked = Node::parse(asked).unwrap_or(Node::Null);
    let echoed = |name: &str| Str::from(asked.get(name).and_then(Node::text_or_number).unwrap_or_default());
    match answer {
        ChargingAnswer::Stations(page) => content(&StationsReply {
            page_no: Whole(i64::from(page.page_no)),
            page_count: Whole(i64::from(page.page_count)),
            item_size: Whole(i64::from(page.item_size)),
            station_infos: page
                .stations
                .iter()
                .map(|(station, prices)| station_info(station, prices.as_ref(), &page.lot))
                .collect(),
        }),
        ChargingAnswer::StationStates(stations) => content(&StationStatusReply {
            total: Whole(i64::try_from(stations.len()).unwrap_or(0)),
            stations: stations
                .iter()
                .map(|station| {
                    let item = |(id, state, park, lock): &(String, _, _, _)| connector_item(id, *state, *park, *lock);
                    station_state_info(&station.station_id, station.connectors.iter().map(item).collect())
                })
                .collect(),
        }),
        ChargingAnswer::EquipAuth(outcome) => content(&EquipAuthReply {
            seq: echoed("EquipAuthSeq"),
            connector_id: echoed("ConnectorID"),
            succ_stat: Whole(i64::from(outcome.is_err())),
            fail_reason: Whole(outcome.err().map_or(0, |why| match why {
                AuthFailure::NotPlugged => 1,
                AuthFailure::CheckFailed => 2,
                AuthFailure::InUse => 3,
                AuthFailure::NoSuchConnector => 4,
            })),
        }),
        ChargingAnswer::Started(state, outcome) => content(&StartChargeReply {
            seq: echoed("StartChargeSeq"),
            stat: state_code(*state),
            connector_id: echoed("ConnectorID"),
            succ_stat: Whole(i64::from(outcome.is_err())),
            fail_reason: Whole(outcome.err().map_or(0, |why| match why {
                StartFailure::NoSuchConnector => 1,
                StartFailure::Offline => 2,
                StartFailure::NotPlugged => 3,
                StartFailure::InUse => 4,
                StartFailure::Fault => 5,
                StartFailure::StationClosed => 6,
            })),
        }),
        ChargingAnswer::Stopped(state, outcome) => content(&StopChargeReply {
            seq: echoed("StartChargeSeq"),
            stat: state_code(*state),
            succ_stat: Whole(i64::from(outcome.is_err())),
            fail_reason: Whole(outcome.err().map_or(0, |why| match why {
                StopFailure::NoSuchConnector => 1,
                StopFailure::Offline => 2,
                StopFailure::AlreadyStopped => 3,
            })),
        }),
        ChargingAnswer::Orders(orders) => {
            let of = |ended: &EndedOrder| car_order(&ended.order, &ended.station_name, &ended.connector);
            let lines: Vec<_> = orders.iter().filter_map(of).collect();
            content(&CarOrdersReply { item_size: Whole(i64::try_from(lines.len()).unwrap_or(0)), charge_orders: lines })
        }
    }
}

/// Nothing that is written here can fail to be JSON; if it did, the content would be empty.
fn content<T: Serialize>(of: &T) -> String {
    to_canonical(of).unwrap_or_else(|_| "{}".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page_size(content: &str) -> Result<u32, AskCode> {
        match read("query_stations_info", content).map_err(|refusal| refusal.code)?.ask {
            Ask::Charging(ChargingAsk::Stations { page_size, .. }) => Ok(page_size),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn table_b_6_has_no_largest_page_and_an_answer_must_end() {
        assert_eq!(page_size("{}"), Ok(10), "不填写默认为 10");
        assert_eq!(page_size(r#"{"PageSize":51}"#), Ok(51));
        assert_eq!(page_size(r#"{"PageSize":1000}"#), Ok(1000));
        assert_eq!(page_size(r#"{"PageSize":"100000"}"#), Ok(1000));
        assert_eq!(page_size(r#"{"PageSize":0}"#), Err(AskCode::OutOfRange));
    }
}
