//! The items by which the platform deals with single cars, written from tables 18, 54, 77, 86 and 88 and the examples
//! D.15, D.30, D.36 and D.37: what a downlink console sends.

use lotdesk_domain::moment::Moment;
use lotdesk_protocols::json::Node;

fn text(name: &str, value: &str) -> (String, Node) {
    (name.to_owned(), Node::Text(value.to_owned()))
}

fn number(name: &str, value: impl ToString) -> (String, Node) {
    (name.to_owned(), Node::Number(value.to_string()))
}

/// A line of a control list (table 18).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedCar<'a> {
    /// 名单ID
    pub id: &'a str,
    /// 停车场编号
    pub park_code: &'a str,
    /// 车牌号码
    pub plate_no: &'a str,
    /// 控制策略类型: 1 不能进, 2 能进不能出, 3 不能进出, 4 发送警告信息, 5 免费自动进出
    pub strategy: u8,
    /// 开始日期时间; 不提供时，立即生效
    pub begins_at: Option<Moment>,
    /// 结束日期时间
    pub ends_at: Moment,
    /// 控制策略来源
    pub placed_by: &'a str,
}

/// An item of 4001 by table 54: the car is put on the list (`state` 1) or taken off (2).
pub fn listed(car: &ListedCar<'_>, placed: bool) -> Node {
    let vehicle = vec![text("plateNo", car.plate_no), ("eidEquiped".to_owned(), Node::Bool(false))];
    let mut sheet = vec![
        text("id", car.id),
        text("parkCode", car.park_code),
        ("parkCarInfo".to_owned(), Node::Object(vehicle)),
        number("strategyType", car.strategy),
    ];
    sheet.extend(car.begins_at.map(|at| text("beginDate", &at.to_datetime_text())));
    sheet.push(text("endDate", &car.ends_at.to_datetime_text()));
    sheet.push(text("strategyFrom", car.placed_by));
    let state = number("state", if placed { 1 } else { 2 });
    Node::Object(vec![("blackWhiteGraySheet".to_owned(), Node::Object(sheet)), state])
}

/// An item of 6003 by table 77: `lockFlag` 0 locks, 1 unlocks.
pub fn lock(id: &str, park_code: &str, plate_no: &str, lock: bool, feature_code: &str) -> Node {
    Node::Object(vec![
        text("id", id),
        text("parkCode", park_code),
        text("plateNo", plate_no),
        number("lockFlag", u8::from(!lock)),
        text("featureCode", feature_code),
    ])
}

/// An item of 6009 by table 86.
pub fn lease_of(park_code: &str, plate_no: &str) -> Node {
    Node::Object(vec![text("plateNo", plate_no), text("parkCode", park_code)])
}

/// An item of 6010 by table 88: the lease as 5012 brought it, paid for until this day (`yyyy-MM-dd`) at this moment.
/// Whoever has paid owes no months.
pub fn extension(lease: &Node, last_day: &str, at: Moment) -> Node {
    let Node::Object(members) = lease else { return Node::Object(Vec::new()) };
    let longer = members.iter().filter(|(name, _)| name != "unpaidMonths").map(|(name, value)| {
        let value = match name.as_str() {
            "endDate" => Node::Text(last_day.to_owned()),
            "moment" => Node::Number(at.seconds().to_string()),
            _ => value.clone(),
        };
        (name.clone(), value)
    });
    Node::Object(vec![("lease".to_owned(), Node::Object(longer.collect()))])
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOT: &str = "44030400100101000010";

    #[test]
    fn a_listed_car_is_written_as_in_table_18() {
        let car = ListedCar {
            id: "8E1804D7B1F64A51A955EF692FADB7CE",
            park_code: LOT,
            plate_no: "粤B88888",
            strategy: 3,
            begins_at: None,
            ends_at: Moment::from_datetime_text("2026-12-31 18:00:00").unwrap(),
            placed_by: "市交警局",
        };
        let wanted = r#"{"blackWhiteGraySheet":{"id":"8E1804D7B1F64A51A955EF692FADB7CE","parkCode":"44030400100101000010","parkCarInfo":{"plateNo":"粤B88888","eidEquiped":false},"strategyType":3,"endDate":"2026-12-31 18:00:00","strategyFrom":"市交警局"},"state":1}"#;
        assert_eq!(listed(&car, true).compact(), wanted);
        let begins_at = Moment::from_datetime_text("2026-12-01 00:00:00");
        let off = listed(&ListedCar { begins_at, ..car }, false).compact();
        assert!(off.contains(r#""beginDate":"2026-12-01 00:00:00""#) && off.ends_with(r#""state":2}"#), "{off}");
    }

    #[test]
    fn locking_is_flag_0() {
        let wanted = r#"{"id":"AA","parkCode":"44030400100101000010","plateNo":"粤B88888","lockFlag":0,"featureCode":"14d9be81f014d9"}"#;
        assert_eq!(lock("AA", LOT, "粤B88888", true, "14d9be81f014d9").compact(), wanted);
        assert!(lock("AA", LOT, "粤B88888", false, "1").compact().contains(r#""lockFlag":1"#));
    }

    #[test]
    fn an_extension_is_the_lease_that_was_reported_with_a_later_end() {
        assert_eq!(lease_of(LOT, "粤B88888").compact(), r#"{"plateNo":"粤B88888","parkCode":"44030400100101000010"}"#);
        let lease = r#"{"id":"AA","beginDate":"2026-11-01","endDate":"2026-11-30","unpaidMonths":1,"moment":1}"#;
        let item = extension(&Node::parse(lease).unwrap(), "2026-12-31", Moment(7_000));
        let wanted = r#"{"lease":{"id":"AA","beginDate":"2026-11-01","endDate":"2026-12-31","moment":7}}"#;
        assert_eq!(item.compact(), wanted);
    }
}
