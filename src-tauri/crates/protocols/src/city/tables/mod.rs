//! The standard's tables as data: a row per field. What [`super::check`] looks a message up in before it is queued.
//!
//! To have another interface checked, write its tables here and name its request table in [`request_table`].

mod billing;
mod bookings;
mod charging;
mod controls;
mod entities;
mod garages;
mod leases;
mod requests;

/// A table of DB4403/T 313.
#[derive(Debug)]
pub struct Table {
    /// Its number in the standard.
    pub number: &'static str,
    /// The name of what it describes.
    pub name: &'static str,
    /// Its rows.
    pub fields: &'static [Field],
    /// What its remarks ask for beyond a single field.
    pub rules: &'static [Rule],
}

/// A row of a table.
#[derive(Debug)]
pub struct Field {
    /// 属性
    pub name: &'static str,
    /// 数据类型, with 字符长度 where it has one.
    pub kind: Kind,
    /// 必须
    pub required: bool,
}

/// Types of table 2, and the forms that remarks prescribe within them.
#[derive(Debug)]
pub enum Kind {
    /// String of at most so many characters.
    Text(usize),
    /// String without a length of its own.
    LongText,
    /// String out of a list of codes.
    TextOf(&'static [&'static str]),
    /// String of decimal digits, as long as one of these.
    Digits(&'static [usize]),
    /// String of at most so many binary digits.
    Binary(usize),
    /// String: 12 decimal digits and a check digit or X (table 11 `vrdb_seqno`).
    TagNumber,
    /// String: a plate of at most 10 characters, without blanks and dots.
    Plate,
    /// String in Base64, of at most so many characters.
    Base64(usize),
    /// String: `/yyyyMMdd/lot/garage/record/` (table 42 `destPath`).
    DestPath,
    /// Uuid: 32 hexadecimal digits.
    Uuid,
    /// DateTime: `yyyy-MM-dd HH:mm:ss`.
    DateTime,
    /// Date: `yyyy-MM-dd`.
    Date,
    /// Time: `HH:mm:ss`.
    Time,
    /// Int that counts: 4 bytes, not below zero.
    Count,
    /// Int out of a list of codes.
    IntOf(&'static [i64]),
    /// Timestamp: seconds since 1970 in 4 bytes.
    Timestamp,
    /// Long that counts.
    Long,
    /// Boolean.
    Boolean,
    /// Decimal that is an amount: yuan with exactly two decimals (table 2, note 1).
    Amount,
    /// Double that is an amount with two decimals, also below nothing, of at most so many characters (table 110).
    SignedAmount(usize),
    /// String that is a number: of at most so many characters, with at most so many decimals (table 110).
    NumberText(usize, usize),
    /// Int from 0 to 9, or the text X (table 30 `idType`).
    IdType,
    /// Double, or a Decimal that is no amount, between these whole numbers.
    Number(i64, i64),
    /// An object of another table.
    Object(&'static Table),
    /// A list of objects of another table.
    List(&'static Table),
    /// A list of strings of at most so many characters.
    Texts(usize),
    /// A list of Uuids.
    Uuids,
    /// A list of Ints out of a list of codes.
    IntsOf(&'static [i64]),
}

/// A remark that ties fields together.
#[derive(Debug)]
pub enum Rule {
    /// One of these must be given.
    OneOf(&'static [&'static str]),
    /// When this Boolean is true, those must be given.
    WhenTrue(&'static str, &'static [&'static str]),
    /// When this is not given, that must be.
    Unless(&'static str, &'static str),
    /// When this Int is one of these codes, that must be given.
    WhenCode(&'static str, &'static [i64], &'static str),
    /// When this String is that code, the other must be given.
    WhenText(&'static str, &'static str, &'static str),
    /// The first number, given as text, is the sum of the other two.
    Sum(&'static str, &'static str, &'static str),
    /// The list has at most so many items.
    ItemsAtMost(&'static str, usize),
    /// The second DateTime must not lie before the first.
    NotBefore(&'static str, &'static str),
    /// The second Date must not lie before the first.
    DayNotBefore(&'static str, &'static str),
    /// The first Int must not exceed the second.
    AtMost(&'static str, &'static str),
}

const fn must(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: true }
}

const fn may(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: false }
}

/// The table of a reply's item, for what we answer.
pub fn reply_table(interface: &str) -> Option<&'static Table> {
    Some(match interface {
        "6001" => &bookings::LOCK_REPLY,
        "6002" => &bookings::CONFIRM_REPLY,
        "6004" => &bookings::SHARE_REPLY,
        "9001" => &bookings::GUIDANCE_REPLY,
        _ => return None,
    })
}

/// The table of an interface's request item, for the interfaces that are built.
pub fn request_table(interface: &str) -> Option<&'static Table> {
    Some(match interface {
        "1001" => &requests::LOGIN,
        "1002" => &requests::REFRESH,
        "1003" => &requests::LOGOUT,
        "1004" => &requests::TCP_LOGIN,
        "2001" => &requests::PICTURE,
        "2002" => &entities::EVENT_INFO,
        "3001" => &requests::PARK_INFO_ITEM,
        "3002" => &requests::ENTRANCE_ITEM,
        "3003" => &requests::EQUIPMENT_ITEM,
        "3004" => &requests::SPACE_ITEM,
        "3005" => &entities::CHARGING_STANDARD,
        "4001" => &controls::CONTROL_ITEM,
        "5001" => &requests::SPACE_STATE,
        "5002" => &requests::EQUIPMENT_STATE,
        "5003" => &entities::PARK_SPACE_INFO,
        "5004" | "5005" | "5006" => &entities::PARK_RECORD_INFO,
        "5007" => &entities::PARK_ORDER,
        "5008" => &entities::PARK_CHARGE_INFO,
        "5009" => &entities::REFUND_INFO,
        "5010" => &requests::DEDUCTION,
        "1401" => &requests::BILL,
        "6001" => &bookings::LOCK,
        "6002" => &bookings::CONFIRM,
        "6004" => &bookings::SHARE,
        "9001" => &bookings::GUIDANCE,
        "1201" => &billing::INVOICE,
        "1202" => &billing::INVOICE_STOCK,
        "1301" => &billing::PUBLIC_CREDIT_INFO,
        "1102" => &charging::STATION_NOTICE,
        "1103" => &charging::STATE_NOTICE,
        "1105" => &charging::CAR_ORDER,
        "5011" => &requests::LANE_STATE,
        "5012" => &leases::LEASE_ITEM,
        "6003" => &controls::LOCK,
        "6009" => &leases::LEASE_QUERY,
        "6010" => &leases::LEASE_EXTENSION,
        "8001" => &garages::GARAGE_ITEM,
        "8002" => &garages::GARAGE_STATE,
        "8003" => &garages::GARAGE_SPACES,
        "8004" => &garages::STORE,
        "8005" => &garages::RETRIEVE,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interface::{Direction, Interface};

    #[test]
    fn rules_speak_of_fields_that_the_table_has() {
        for row in crate::city::spec::INTERFACES.iter().filter_map(|row| request_table(row.id)) {
            look_into(row);
        }
    }

    fn look_into(table: &Table) {
        for (at, field) in table.fields.iter().enumerate() {
            assert!(table.fields[..at].iter().all(|other| other.name != field.name), "{} twice", field.name);
            if let Kind::Object(inner) | Kind::List(inner) = field.kind {
                look_into(inner);
            }
        }
        for rule in table.rules {
            let named: Vec<&str> = match rule {
                Rule::OneOf(names) => names.to_vec(),
                Rule::WhenTrue(flag, names) => [&[*flag], *names].concat(),
                Rule::WhenText(a, _, b) => vec![a, b],
                Rule::Sum(a, b, c) => vec![a, b, c],
                Rule::ItemsAtMost(a, _) => vec![a],
                Rule::Unless(a, b)
                | Rule::WhenCode(a, _, b)
                | Rule::NotBefore(a, b)
                | Rule::DayNotBefore(a, b)
                | Rule::AtMost(a, b) => vec![a, b],
            };
            for name in named {
                assert!(table.fields.iter().any(|field| field.name == name), "table {}: {name}", table.number);
            }
        }
    }

    #[test]
    fn every_built_interface_has_a_table() {
        // 6.2.5 and 6.2.6: neither has an item. What the platform asks of us is read, not checked before it is sent.
        // 1104 stands for what appendix B has names for, and is sent under those.
        let asks = |row: &&Interface| row.direction != Direction::Down && !["1005", "1006", "1104"].contains(&row.id);
        for row in crate::city::spec::INTERFACES.iter().filter(asks) {
            assert_eq!(row.handler.is_some(), request_table(row.id).is_some(), "{}", row.id);
        }
    }
}
