//! Mechanical garages as the platform reads and asks them (tables 7, 90, 92, 94, 95, 97 to 100).

use lotdesk_protocols::json::Node;

use super::tables::{Codes, Field, Kind, Table};

const fn row(name: &'static str, kind: Kind, max: usize, required: bool, codes: Codes) -> Field {
    Field { name, kind, max, required, codes }
}

use Codes::{Any, Between};
const COUNT: Codes = Between(0, i32::MAX as i64);

/// Table 7, 机械车库信息.
pub static GARAGE_INFO: Table = Table {
    number: "7",
    fields: &[
        row("id", Kind::Uuid, 32, true, Any),
        row("parkCode", Kind::ParkCode, 20, true, Any),
        row("garageCode", Kind::Text, 22, true, Any),
        row("garageName", Kind::Text, 50, false, Any),
        row("operator", Kind::Text, 50, true, Any),
        row("garagesOwner", Kind::Text, 50, true, Any),
        row("garagesmaintainer", Kind::Text, 50, false, Any),
        row("manufacturer", Kind::Text, 50, false, Any),
        row("totalSpaces", Kind::Int, 0, true, COUNT),
        row("garageType", Kind::Int, 0, true, Between(1, 9)),
        row("longitude", Kind::Degrees, 0, false, Any),
        row("latitude", Kind::Degrees, 0, false, Any),
    ],
};

/// Table 90, 8001.
pub static GARAGE_REPORT: Table = Table {
    number: "90",
    fields: &[
        row("garageInfo", Kind::Object(&GARAGE_INFO), 0, true, Any),
        row("state", Kind::Int, 0, true, Between(1, 2)),
    ],
};

/// Table 92, 8002.
pub static GARAGE_STATE: Table = Table {
    number: "92",
    fields: &[
        row("parkCode", Kind::ParkCode, 20, true, Any),
        row("garageCode", Kind::Text, 22, true, Any),
        row("garagestate", Kind::Int, 0, true, Between(0, 4)),
        row("comment", Kind::Text, 200, false, Any),
        row("moment", Kind::DateTime, 0, true, Any),
    ],
};

/// Table 94, 8003.
pub static GARAGE_SPACES: Table = Table {
    number: "94",
    fields: &[
        row("parkCode", Kind::ParkCode, 20, true, Any),
        row("garageSpacesList", Kind::List(&GARAGE_SPACE), 0, true, Any),
        row("updateTime", Kind::DateTime, 0, true, Any),
    ],
};

/// Table 95.
pub static GARAGE_SPACE: Table = Table {
    number: "95",
    fields: &[
        row("garageCode", Kind::Text, 22, true, Any),
        row("totalLargeSpaces", Kind::Int, 0, true, COUNT),
        row("totalSmallSpaces", Kind::Int, 0, true, COUNT),
        row("availableLargeSpaces", Kind::Int, 0, true, COUNT),
        row("availableSmallSpaces", Kind::Int, 0, true, COUNT),
    ],
};

/// What is asked of a garage by 8004 (table 97) or 8005 (table 99).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GarageWish {
    /// `parkCode`
    pub park_code: String,
    /// `garageCode`
    pub garage_code: String,
    /// `plateNo`
    pub plate_no: Option<String>,
    /// `spaceNo`
    pub space_no: Option<String>,
    /// `garagePassCode`
    pub pass_code: Option<i64>,
    /// `bookTime`, `yyyy-MM-dd HH:mm:ss`; 8005 only.
    pub book_time: Option<String>,
}

impl GarageWish {
    /// The item of `data`, in the tables' order; what is not meant is left out.
    pub fn item(&self) -> String {
        let text = |value: &str| Node::Text(value.to_owned());
        let members = [
            ("parkCode", Some(text(&self.park_code))),
            ("garageCode", Some(text(&self.garage_code))),
            ("plateNo", self.plate_no.as_deref().map(text)),
            ("spaceNo", self.space_no.as_deref().map(text)),
            ("garagePassCode", self.pass_code.map(|code| Node::Number(code.to_string()))),
            ("bookTime", self.book_time.as_deref().map(text)),
        ];
        let told = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        Node::Object(told.collect()).compact()
    }
}

/// What the lot answered to 8004 or 8005 (tables 98 and 100 in the envelope of table 32).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GarageReply {
    /// It moves, and has done so in this many seconds.
    Seconds(i64),
    /// It does not, by this code of table A.2.
    Refused(i64, String),
}

/// Reads an answer, strictly by the tables.
///
/// # Errors
/// What is wrong with it.
pub fn read_reply(answer: &str) -> Result<GarageReply, String> {
    let envelope = Node::parse(answer).map_err(|why| why.to_string())?;
    let number = |node: &Node, name: &str| match node.get(name) {
        Some(Node::Number(digits)) => digits.parse::<i64>().ok(),
        _ => None,
    };
    let result = number(&envelope, "resultCode").filter(|code| matches!(code, 0 | 1));
    let result = result.ok_or("resultCode must be the number 0 or 1 (table 32)")?;
    let [item] = envelope.get("data").and_then(Node::as_list).ok_or("data must be a list (table 32)")? else {
        return Err("one item was asked, and one is to be answered".into());
    };
    let Node::Object(members) = item else { return Err("an item must be an object".into()) };
    if let Some((name, _)) = members.iter().find(|(n, _)| !["code", "message", "remainSeconds"].contains(&n.as_str())) {
        return Err(format!("{name} is not in tables 98 and 100"));
    }
    match (number(item, "remainSeconds"), number(item, "code")) {
        (Some(seconds), None | Some(0)) if seconds >= 0 && result == 0 => Ok(GarageReply::Seconds(seconds)),
        (None, Some(code)) if code != 0 && result == 1 => {
            let words = item.get("message").and_then(Node::as_text).unwrap_or_default().to_owned();
            Ok(GarageReply::Refused(code, words))
        }
        _ => Err(format!("neither seconds nor a refusal: {}", item.compact())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_is_the_documents_example() {
        // D.42 a), with the plate's blank taken out.
        let wish = GarageWish {
            park_code: "44030400100101000010".into(),
            garage_code: "4403040010010100001001".into(),
            plate_no: Some("粤B88888".into()),
            space_no: Some("4403040010010100001000B1A108".into()),
            pass_code: Some(10),
            book_time: Some("2018-01-08 12:00:00".into()),
        };
        let item = r#"{"parkCode":"44030400100101000010","garageCode":"4403040010010100001001","plateNo":"粤B88888","spaceNo":"4403040010010100001000B1A108","garagePassCode":10,"bookTime":"2018-01-08 12:00:00"}"#;
        assert_eq!(wish.item(), item);
    }

    #[test]
    fn answers_are_read_by_the_tables() {
        let read = |data: &str, code: u8| {
            read_reply(&format!(r#"{{"resultCode":{code},"resultMsg":"x","timestamp":1,"data":[{data}]}}"#))
        };
        assert_eq!(read(r#"{"remainSeconds":120}"#, 0), Ok(GarageReply::Seconds(120)));
        assert_eq!(read(r#"{"code":5001,"message":"x"}"#, 1), Ok(GarageReply::Refused(5001, "x".into())));
        for (data, code) in [
            (r#"{"remainSeconds":-1}"#, 0),
            (r#"{"remainSeconds":"120"}"#, 0),
            (r#"{"remainSeconds":120}"#, 1),
            (r#"{"remainSeconds":120,"id":"A"}"#, 0),
            (r#"{"code":5001}"#, 0),
            ("", 0),
            ("{}", 0),
        ] {
            assert!(read(data, code).is_err(), "{data}");
        }
        assert!(read_reply(r#"{"resultCode":"0","data":[{"remainSeconds":1}]}"#).is_err(), "an Int by table 32");
    }
}
