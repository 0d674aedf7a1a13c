//! Holds a content against its table, and its sums against each other.

use chrono::NaiveDateTime;
use lotdesk_protocols::json::Node;

use super::tables::{Kind, Row, Table};

/// Everything that is wrong, in words; nothing where it keeps to the table.
pub fn content(table: &'static Table, node: &Node, tcec102: bool) -> Vec<String> {
    let mut found = Vec::new();
    object(table, node, "", tcec102, &mut found);
    if found.is_empty() {
        sums(table, node, &mut found);
    }
    found
}

fn object(table: &'static Table, node: &Node, path: &str, tcec102: bool, found: &mut Vec<String>) {
    let Node::Object(members) = node else {
        found.push(format!("{path} must be an object (table {})", table.number));
        return;
    };
    let name_of = |row: &Row| if tcec102 { row.tcec102 } else { row.name };
    for (name, _) in members {
        if !table.rows.iter().any(|row| name_of(row) == name) {
            found.push(format!("{path}.{name} is not in table {}", table.number));
        }
    }
    for row in table.rows {
        let path = format!("{path}.{}", name_of(row));
        match node.get(name_of(row)) {
            None if row.required => found.push(format!("{path} is missing (table {})", table.number)),
            None => {}
            Some(value) => {
                let before = found.len();
                if let Some(what) = wrong(row.kind, value, &path, tcec102, found) {
                    found.insert(before, format!("{path} {what} (table {})", table.number));
                }
            }
        }
    }
}

/// What is wrong with a value itself; what is wrong below it goes into `found`.
fn wrong(kind: Kind, value: &Node, path: &str, tcec102: bool, found: &mut Vec<String>) -> Option<String> {
    let characters = value.as_text().map(|text| text.chars().count());
    match (kind, value) {
        (Kind::Text(most), Node::Text(_)) => {
            let count = characters.unwrap_or(0);
            (count == 0 || count > most).then(|| format!("has {count} characters, 1 to {most} are wanted"))
        }
        (Kind::Exact(wanted), Node::Text(_)) => {
            (characters != Some(wanted)).then(|| format!("must have {wanted} characters"))
        }
        (Kind::DateTime, Node::Text(text)) => {
            let read = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S");
            (text.len() != 19 || read.is_err()).then(|| "must be yyyy-MM-dd HH:mm:ss".to_owned())
        }
        (Kind::Code(codes), Node::Number(text)) => {
            let known = text.parse::<i64>().is_ok_and(|n| codes.contains(&n));
            (!known).then(|| format!("is {text}, which is no code of it"))
        }
        (Kind::Count(most), Node::Number(text)) => {
            let fits = text.parse::<i64>().is_ok_and(|n| (0..=most).contains(&n));
            (!fits).then(|| format!("is {text}, 0 to {most} are wanted"))
        }
        (Kind::Decimal(places), Node::Number(text)) => {
            let decimals = text.split_once('.').map_or(0, |(_, after)| after.len());
            let plain = !text.contains(['e', 'E', '-']);
            (!plain || decimals > places)
                .then(|| format!("is {text}, at most {places} decimals and no sign are wanted"))
        }
        (Kind::Degrees, Node::Number(text)) => {
            let decimals = text.split_once('.').map_or(0, |(_, after)| after.len());
            let whole = text.split('.').next().and_then(|whole| whole.parse::<i32>().ok());
            let fits = decimals <= 6 && whole.is_some_and(|n| n.abs() <= 180);
            (!fits).then(|| format!("is {text}, degrees with at most six decimals are wanted"))
        }
        (Kind::One(table), node) => {
            object(table, node, path, tcec102, found);
            None
        }
        (Kind::Many(table), Node::List(items)) => {
            for (at, item) in items.iter().enumerate() {
                object(table, item, &format!("{path}[{at}]"), tcec102, found);
            }
            None
        }
        (Kind::Texts, Node::List(items)) => {
            items.iter().any(|item| item.as_text().is_none()).then(|| "must be an array of strings".to_owned())
        }
        (_, other) => Some(format!("has the wrong type: {}", other.kind())),
    }
}

/// A number as a whole one of its fourth decimal.
pub fn units(node: Option<&Node>) -> Option<i64> {
    let Some(Node::Number(text)) = node else { return None };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{fraction:0<4}").parse().ok()
}

fn sums(table: &'static Table, node: &Node, found: &mut Vec<String>) {
    let unit = |name: &str| units(node.get(name)).unwrap_or(0);
    let list = |name: &str| node.get(name).and_then(Node::as_list).unwrap_or_default();
    let sum = |items: &[Node], name: &str| -> i64 { items.iter().filter_map(|item| units(item.get(name))).sum() };
    let mut wants = |fine: bool, what: &str| {
        if !fine {
            found.push(format!("{what} (table {})", table.number));
        }
    };
    match table.number {
        "B.16" => {
            wants(unit("TotalElecMoney") + unit("TotalSeviceMoney") == unit("TotalMoney"), "TotalMoney is not the sum");
            let details = list("ChargeDetails");
            if let Some(count) = node.get("SumPeriod").and_then(Node::to_integer) {
                wants(usize::try_from(count) == Ok(details.len()), "SumPeriod does not count the details");
            }
            if !details.is_empty() {
                wants(sum(details, "DetailPower") == unit("TotalPower"), "the details' energy is not TotalPower");
                wants(
                    sum(details, "DetailElecMoney") == unit("TotalElecMoney"),
                    "the details' money is not TotalElecMoney",
                );
            }
        }
        "B.19" => {
            let orders = list("ChargeOrders");
            let count = node.get("OrderCount").and_then(Node::to_integer);
            wants(count == i64::try_from(orders.len()).ok(), "OrderCount does not count the orders");
            wants(sum(orders, "TotalPower") == unit("TotalOrderPower"), "the orders' energy is not TotalOrderPower");
            wants(sum(orders, "TotalMoney") == unit("TotalOrderMoney"), "the orders' money is not TotalOrderMoney");
        }
        "105" => wants(unit("elecMoney") + unit("seviceMoney") == unit("totalMoney"), "totalMoney is not the sum"),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charging::tables::pushed;

    const ORDER: &str = r#"{"StartChargeSeq":"123456789000000201607290001","ConnectorID":"1","StartTime":"2016-07-29 14:24:00",
        "EndTime":"2016-07-29 15:54:00","TotalPower":12.50,"TotalElecMoney":9.25,"TotalSeviceMoney":6.25,"TotalMoney":15.50,
        "StopReason":2,"SumPeriod":1,"ChargeDetails":[{"DetailStartTime":"2016-07-29 14:24:00",
        "DetailEndTime":"2016-07-29 15:54:00","ElecPrice":0.7400,"DetailPower":12.50,"DetailElecMoney":9.25}]}"#;

    fn found(interface: &str, text: &str, tcec102: bool) -> Vec<String> {
        content(pushed(interface).unwrap(), &Node::parse(text).unwrap(), tcec102)
    }

    #[test]
    fn an_order_is_held_against_every_row_and_sum() {
        assert_eq!(found("notification_charge_order_info", ORDER, false), Vec::<String>::new());
        let breaks = [
            ("29 0001", "123456789000000201607290001", "12345678900000020160729000"),
            ("a form", "2016-07-29 14:24:00\",\n", "2016-07-29T14:24:00\",\n"),
            ("a decimal", "\"TotalPower\":12.50", "\"TotalPower\":12.501"),
            ("a sum", "\"TotalMoney\":15.50", "\"TotalMoney\":15.51"),
            ("a count", "\"SumPeriod\":1", "\"SumPeriod\":2"),
            ("a code", "\"StopReason\":2", "\"StopReason\":100"),
            ("a type", "\"StopReason\":2", "\"StopReason\":\"2\""),
            ("a name", "TotalSeviceMoney", "TotalServiceMoney"),
            ("a detail", "\"DetailPower\":12.50", "\"DetailPower\":12.49"),
        ];
        for (what, good, bad) in breaks {
            let text = ORDER.replace("\n        ", "\n").replace(good, bad);
            assert_ne!(text, ORDER.replace("\n        ", "\n"), "{what} was put in");
            assert!(!found("notification_charge_order_info", &text, false).is_empty(), "{what}");
        }
    }

    #[test]
    fn each_platform_has_one_spelling() {
        let ours = r#"{"ConnectorstateInfo":{"ConnectorID":"1","state":3,"Parkstate":50}}"#;
        let theirs = r#"{"ConnectorStatusInfo":{"ConnectorID":"1","Status":3,"ParkStatus":50}}"#;
        for (text, tcec102) in [(ours, false), (theirs, true)] {
            assert!(found("notification_stationstate", text, tcec102).is_empty());
            assert!(!found("notification_stationstate", text, !tcec102).is_empty());
        }
        assert!(!found("1103", &ours.replace(":3", ":9"), false).is_empty());
    }
}
