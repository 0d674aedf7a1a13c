//! ETCP's replies in the domain's words. What a reply leaves out stays empty; what cannot be counted in 分 is no bill.

use lotdesk_domain::etcp::{Bill, LotAround, LotRoom, LotState, LotsPage, PastStay, PlaceKind, from_bd09};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::position::Position;

use serde::de::DeserializeOwned;

use super::values::Yuan;
use super::wire::{LotItem, LotsData, PastItem, Reply, StateData, TokenData, UnpaidItem};
use crate::interface::HandlerError;
use crate::json::Node;

/// Reads `2017-06-10 16:27:30`, also with the blanks of the document's own example.
fn moment(text: &str) -> Option<Moment> {
    Moment::from_datetime_text(&text.replace(": ", ":"))
}

fn fen(yuan: &Yuan, member: &'static str) -> Result<lotdesk_domain::money::Fen, HandlerError> {
    yuan.to_fen().ok_or(HandlerError::Member(member))
}

/// The token of 8.2 and 8.3.
///
/// # Errors
/// When the reply has none.
pub fn read_token(body: &str) -> Result<String, HandlerError> {
    let reply: Reply<TokenData> = serde_json::from_str(body)?;
    let token = reply.data.map(|data| data.token).filter(|token| !token.trim().is_empty());
    token.ok_or(HandlerError::Member("data.token"))
}

/// A list of which each row was read by itself: one that cannot be read does not take the others with it.
#[derive(Debug)]
pub struct Rows<T> {
    /// Those that can be read.
    pub read: Vec<T>,
    /// Why the others cannot.
    pub unread: Vec<HandlerError>,
}

impl<T> Rows<T> {
    fn of<I: DeserializeOwned>(body: &str, row: fn(I) -> Result<T, HandlerError>) -> Result<Self, HandlerError> {
        let reply: Reply<Vec<Node>> = serde_json::from_str(body)?;
        let mut rows = Self { read: Vec::new(), unread: Vec::new() };
        for node in reply.data.unwrap_or_default() {
            match serde_json::from_str(&node.compact()).map_err(HandlerError::from).and_then(row) {
                Ok(read) => rows.read.push(read),
                Err(why) => rows.unread.push(why),
            }
        }
        // That none can be read is not that there is none.
        if rows.read.is_empty()
            && let Some(why) = rows.unread.pop()
        {
            return Err(why);
        }
        Ok(rows)
    }
}

/// The stays of 8.6.
///
/// # Errors
/// When the reply is no list of them, or none of its rows can be read.
pub fn read_history(body: &str) -> Result<Rows<PastStay>, HandlerError> {
    Rows::of(body, |item: PastItem| {
        Ok(PastStay {
            fee_fen: fen(&item.parking_fee, "parkingFee")?,
            cash_fen: fen(&item.actual, "actual")?,
            entered_at: moment(&item.entrance_time),
            left_at: moment(&item.exit_time),
            order_id: item.order_id,
            parking_id: item.parking_id,
            parking_name: item.parking_name,
            plate: item.car_number.trim().to_owned(),
        })
    })
}

/// The cars of 8.7: nothing for a car that is in no lot.
///
/// # Errors
/// When the reply is no list of them, or none of its rows can be read.
pub fn read_bills(body: &str) -> Result<Rows<Bill>, HandlerError> {
    Rows::of(body, |item: UnpaidItem| {
        Ok(Bill {
            fee_fen: fen(&item.parking_fee, "parkingFee")?,
            remaining_fen: fen(&item.remaining_fee, "remainingFee")?,
            entered_at: moment(&item.entrance_time),
            order_id: item.order_id,
            parking_id: item.parking_id.0,
            parking_name: item.parking_name.unwrap_or_default(),
            verification: item.verification_info,
        })
    })
}

/// The lots of 8.9. The page after this one is asked for by what stands in its items; an empty list ends.
///
/// # Errors
/// When the reply is no list of them.
pub fn read_lots(body: &str) -> Result<LotsPage, HandlerError> {
    let reply: Reply<LotsData> = serde_json::from_str(body)?;
    let items = reply.data.map(|data| data.list).unwrap_or_default();
    let next = items.iter().rev().map(|item| item.scroll_id.trim()).find(|id| !id.is_empty()).map(str::to_owned);
    Ok(LotsPage { lots: items.into_iter().map(lot).collect(), next })
}

fn lot(item: LotItem) -> LotAround {
    let degrees = |text: &str| text.trim().parse::<f64>().ok();
    let at = degrees(&item.lon).zip(degrees(&item.lat)).and_then(|(lon, lat)| Position::new(lon, lat));
    LotAround {
        own: item.kind == "ss",
        free_minutes: item.min_free_time.trim().parse().ok(),
        four_hours_fen: item.avg_cost_precise.to_fen().filter(|fen| fen.is_positive()),
        place: PlaceKind::from_code(&item.parking_type),
        room: LotRoom::from_zh(&item.capacity_status),
        electronic: item.pay_type.trim() == "1",
        distance_m: metres(&item.distance),
        position: at.map(from_bd09),
        parking_id: item.id,
        name: item.parking_name,
    }
}

/// `350m`, and `1.2km` as others write it.
fn metres(text: &str) -> Option<u32> {
    let text = text.trim().to_lowercase();
    let (number, scale) = match (text.strip_suffix("km"), text.strip_suffix('m')) {
        (Some(number), _) => (number, 1000.0),
        (None, Some(number)) => (number, 1.0),
        (None, None) => (text.as_str(), 1.0),
    };
    let number: f64 = number.trim().parse().ok()?;
    // A saturating cast of a number within the earth's girth.
    (0.0..=40_000_000.0).contains(&(number * scale)).then(|| (number * scale).round() as u32)
}

/// The state of 8.10.
///
/// # Errors
/// When the reply has none.
pub fn read_state(body: &str) -> Result<LotState, HandlerError> {
    let reply: Reply<StateData> = serde_json::from_str(body)?;
    let data = reply.data.ok_or(HandlerError::Member("data"))?;
    Ok(LotState {
        total_spaces: data.total_space.trim().parse().ok(),
        room: LotRoom::from_zh(&data.status),
        at: moment(&data.time),
    })
}

#[cfg(test)]
mod tests {
    use lotdesk_domain::money::Fen;

    use super::*;

    #[test]
    fn amounts_come_in_yuan_as_text_or_number() {
        let past = read_history(r#"{"code":0,"message":"ok","data":[{"parkingName":"测试车场","entranceTime":"2017-06-10 16: 27: 30","exitTime":"2017-06-10 19: 27: 30","parkingFee":"5.5","actual":"0.0","parkingId":"10361002","orderId":"B","carNumber":"京 MZ1173"}]}"#).unwrap().read;
        assert_eq!((past[0].fee_fen, past[0].cash_fen), (Fen(550), Fen(0)));
        assert_eq!(past[0].left_at.unwrap().to_datetime_text(), "2017-06-10 19:27:30");
        let bills = read_bills(r#"{"code":0,"data":[{"carNumber":"渝****87","entranceTime":"2017-06-11 11:19:27","exitTime":"2017-06-11 11:59:47","orderId":"B9","parkingFee":2,"parkingId":3126,"remainingFee":"2","verificationInfo":"FS/+"}],"message":"ok"}"#).unwrap().read;
        assert_eq!((bills[0].remaining_fen, bills[0].parking_id.as_str()), (Fen(200), "3126"));
        for nothing in [r#"{"code":0,"message":"ok"}"#, r#"{"code":0,"message":"ok","data":null}"#] {
            assert_eq!(read_bills(nothing).unwrap().read, []);
            assert_eq!(read_history(nothing).unwrap().read, []);
        }
        assert!(read_bills(r#"{"code":0,"data":[{"orderId":"A","parkingFee":"1.234","parkingId":1,"remainingFee":1,"verificationInfo":"v"}]}"#).is_err());
    }

    #[test]
    fn one_row_does_not_take_the_others_with_it() {
        // 现金金额（现金出场）: of a car that left without paying in cash there is none.
        let row = |rest: &str| format!(r#"{{"orderId":"A","parkingFee":"8.0"{rest}}}"#);
        let history = |rows: &str| read_history(&format!(r#"{{"code":0,"message":"ok","data":[{rows}]}}"#));
        for without in ["", r#","actual":null"#, r#","actual":"""#, r#","actual":" ""#] {
            let past = history(&row(without)).unwrap().read;
            assert_eq!((past[0].fee_fen, past[0].cash_fen), (Fen(800), Fen(0)), "{without}");
        }
        let one_bad = format!(r#"{{"orderId":"B","parkingFee":null}},{}"#, row(r#","actual":"8.0""#));
        let rows = history(&one_bad).unwrap();
        assert_eq!((rows.read.len(), rows.read[0].cash_fen, rows.unread.len()), (1, Fen(800), 1));
        assert!(history(r#"{"orderId":"B","parkingFee":null}"#).is_err(), "none can be read: not that there is none");
        assert!(history(&row(r#","actual":"-8.0""#)).is_err());

        let bills = |rows: &str| read_bills(&format!(r#"{{"code":0,"message":"ok","data":[{rows}]}}"#));
        let fee = r#"{"orderId":"A","parkingFee":2,"remainingFee":2,"parkingId":1}"#;
        let rows = bills(&format!("7,{fee}")).unwrap();
        assert_eq!((rows.read[0].remaining_fen, rows.read[0].verification.as_str()), (Fen(200), ""));
        assert_eq!(rows.unread.len(), 1);
    }

    #[test]
    fn the_next_page_stands_in_the_items() {
        let page = |id: &str| {
            read_lots(&format!(r#"{{"code":0,"message":"ok","data":{{"list":[{{"id":"dhX=","parkingName":"莆田万达广场","type":"ss","minFreeTime":"120","avgCostPrecise":12.78,"parkingType":"8","capacityStatus":"充足","payType":"1","distance":"1.2km","scrollId":"{id}","lon":"119.0029","lat":"25.424324"}}]}}}}"#)).unwrap()
        };
        let first = page("ekn");
        assert_eq!(
            (first.next.as_deref(), first.lots[0].distance_m, first.lots[0].own),
            (Some("ekn"), Some(1200), true)
        );
        assert_eq!((first.lots[0].four_hours_fen, first.lots[0].free_minutes), (Some(Fen(1278)), Some(120)));
        assert_eq!(page("").next, None);
        assert_eq!(
            read_lots(r#"{"code":0,"message":"ok","data":{"list":[]}}"#).unwrap(),
            LotsPage { lots: vec![], next: None }
        );
        assert_eq!((metres("0m"), metres("350 m"), metres("x"), metres("-1m")), (Some(0), Some(350), None, None));
    }
}
