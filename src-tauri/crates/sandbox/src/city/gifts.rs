//! The items by which the platform gives spaces away and guides drivers, written from tables 73, 75, 79 and 101 and the
//! examples D.28, D.29, D.31 and D.43: what a downlink console sends.

use lotdesk_domain::moment::Moment;
use lotdesk_protocols::json::Node;

fn text(name: &str, value: &str) -> (String, Node) {
    (name.to_owned(), Node::Text(value.to_owned()))
}

fn number(name: &str, value: impl ToString) -> (String, Node) {
    (name.to_owned(), Node::Number(value.to_string()))
}

/// A reservation as the driver made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking<'a> {
    /// 预约编号
    pub book_code: &'a str,
    /// 停车场编号
    pub park_code: &'a str,
    /// 车牌号码
    pub plate_no: &'a str,
    /// 预约时间
    pub book_time: Moment,
    /// 预约过期时间
    pub over_time: Moment,
    /// 预约金额, in yuan with two decimals.
    pub book_money: &'a str,
    /// 保留时间, in minutes.
    pub obligat_minutes: u32,
}

/// An item of 6001 by table 73.
pub fn lock(booking: &Booking<'_>) -> Node {
    let car = vec![text("plateNo", booking.plate_no), ("eidEquiped".to_owned(), Node::Bool(false))];
    Node::Object(vec![
        text("bookCode", booking.book_code),
        text("parkCode", booking.park_code),
        ("parkCarInfo".to_owned(), Node::Object(car)),
        text("bookTime", &booking.book_time.to_datetime_text()),
        text("overTime", &booking.over_time.to_datetime_text()),
        number("bookMoney", booking.book_money),
        number("obligatTime", booking.obligat_minutes),
    ])
}

/// An item of 6001 as D.28 has it: the car flat, a blank in its plate, neither money nor grace.
pub fn lock_as_d_28(booking: &Booking<'_>) -> Node {
    let mut plate: Vec<char> = booking.plate_no.chars().collect();
    plate.insert(1.min(plate.len()), ' ');
    Node::Object(vec![
        text("bookCode", booking.book_code),
        text("parkCode", booking.park_code),
        text("plateNo", &plate.into_iter().collect::<String>()),
        ("eidEquiped".to_owned(), Node::Bool(false)),
        text("bookTime", &booking.book_time.to_datetime_text()),
        text("overTime", &booking.over_time.to_datetime_text()),
    ])
}

/// An item of 6002 by table 75: 0 cancels, 1 is paid, 2 prolongs.
pub fn confirm(book_code: &str, park_code: &str, confirm_state: u8) -> Node {
    Node::Object(vec![text("bookCode", book_code), text("parkCode", park_code), number("confirmstate", confirm_state)])
}

/// Shared hours as they are published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedHours<'a> {
    /// 共享停车记录ID
    pub id: &'a str,
    /// 停车场编号
    pub park_code: &'a str,
    /// 车牌号码
    pub plate_no: &'a str,
    /// 有效开始日期 and 有效结束日期, `yyyy-MM-dd`.
    pub days: (&'a str, &'a str),
    /// 每日有效开始时间 and 每日有效结束时间, `HH:mm:ss`; `HH:mm` in D.31.
    pub times: (&'a str, &'a str),
    /// 缓冲时间, in minutes.
    pub buffer_minutes: u32,
    /// 星期共享类型, 1 Monday to 7 Sunday.
    pub rule: &'a [u8],
}

/// An item of 6004 by table 79; with `cancels` it takes the hours back.
pub fn share(hours: &SharedHours<'_>, cancels: bool) -> Node {
    let rule = hours.rule.iter().map(|day| Node::Number(day.to_string())).collect();
    Node::Object(vec![
        text("id", hours.id),
        text("parkCode", hours.park_code),
        text("plateNo", hours.plate_no),
        text("startDate", hours.days.0),
        text("endDate", hours.days.1),
        text("startTime", hours.times.0),
        text("endTime", hours.times.1),
        number("bufferTime", hours.buffer_minutes),
        ("rule".to_owned(), Node::List(rule)),
        number("actionType", u8::from(cancels)),
        text("publisher", "李某"),
    ])
}

/// An item of 9001 by table 101: a lot with one entrance. The place is longitude and latitude as they are to be written.
pub fn lot_around(park_code: &str, name: &str, total: u32, remaining: u32, place: (&str, &str)) -> Node {
    let entrance = vec![
        text("id", "90731C48A7EA4C27BD4D57FF0E13D0D5"),
        text("name", "入口A"),
        text("parkCode", park_code),
        number("type", 1),
    ];
    Node::Object(vec![
        text("parkCode", park_code),
        text("parkName", name),
        text("city", "深圳市"),
        text("districtCode", "440304"),
        number("totalSpaces", total),
        number("remainingSpace", remaining),
        number("longitude", place.0),
        number("latitude", place.1),
        ("listEntranceInfo".to_owned(), Node::List(vec![Node::Object(entrance)])),
        text("publicInfo", "00:00~24:00"),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_the_one_of_d_28() {
        let at = |text| Moment::from_datetime_text(text).unwrap();
        let booking = Booking {
            book_code: "YD201801061235241240001",
            park_code: "44030400100101000010",
            plate_no: "粤B88888",
            book_time: at("2018-01-06 15:32:25"),
            over_time: at("2018-01-06 16:32:25"),
            book_money: "10.00",
            obligat_minutes: 15,
        };
        let hand = r#"{"bookCode":"YD201801061235241240001","parkCode":"44030400100101000010","plateNo":"粤 B88888","eidEquiped":false,"bookTime":"2018-01-06 15:32:25","overTime":"2018-01-06 16:32:25"}"#;
        assert_eq!(lock_as_d_28(&booking).compact(), hand);
        assert!(lock(&booking).compact().ends_with(r#""bookMoney":10.00,"obligatTime":15}"#));
    }

    #[test]
    fn shared_hours_are_those_of_d_31() {
        let hours = SharedHours {
            id: "ff8080814d9be81f014d9beb81090003",
            park_code: "44030400100101000010",
            plate_no: "粤B88888",
            days: ("2018-01-06", "2018-06-06"),
            times: ("09:00", "19:00"),
            buffer_minutes: 30,
            rule: &[2, 5],
        };
        let hand = r#"{"id":"ff8080814d9be81f014d9beb81090003","parkCode":"44030400100101000010","plateNo":"粤B88888","startDate":"2018-01-06","endDate":"2018-06-06","startTime":"09:00","endTime":"19:00","bufferTime":30,"rule":[2,5],"actionType":0,"publisher":"李某"}"#;
        assert_eq!(share(&hours, false).compact(), hand);
    }
}
