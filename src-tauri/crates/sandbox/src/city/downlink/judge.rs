//! Holds an answer to a downlink against table 32, the interface's reply table and table A.2.

use lotdesk_domain::moment::Moment;
use lotdesk_protocols::json::Node;

use super::tables::{self, Asked, Count};
use crate::city::{a2, check};

/// 6.1.1 j: the clocks are kept together; further apart than this, one of them is wrong.
const CLOCKS_APART_S: i64 = 300;

/// Everything that is wrong with an answer.
pub(super) fn findings(code: &str, items: &[Node], status: Option<u16>, answer: &str, now: Moment) -> Vec<String> {
    let mut found = Vec::new();
    match Node::parse(answer) {
        Ok(reply) => {
            // What is turned away before it is read may say so by the status too.
            let refused = reply.get("resultCode").and_then(Node::to_integer) == Some(1);
            if let Some(status) = status.filter(|status| *status != 200 && !(refused && *status >= 400)) {
                found.push(format!("HTTP {status}: an answer comes with status 200"));
            }
            envelope(code, items, reply, now, &mut found);
        }
        Err(why) => found.push(format!("the answer is no JSON: {why}")),
    }
    found
}

fn envelope(code: &str, items: &[Node], mut reply: Node, now: Moment, found: &mut Vec<String>) {
    let data = reply.take("data");
    found.extend(check::item(&tables::REPLY, &reply, "reply").into_iter().map(|bad| bad.words));
    if let Some(seconds) = reply.get("timestamp").and_then(Node::to_integer)
        && (seconds - now.seconds()).abs() > CLOCKS_APART_S
    {
        found.push(format!("reply.timestamp is {seconds}, and it is {} now", now.seconds()));
    }
    let Some(Node::List(answers)) = data else {
        found.push("data must be a list of objects (table 32)".to_owned());
        return;
    };
    let failed = reply.get("resultCode").and_then(Node::to_integer) == Some(1);
    let words = reply.get("resultMsg").and_then(Node::as_text).unwrap_or_default();
    let any_refused = answers.iter().any(|answer| refusal_code(answer).is_some());
    if failed && !any_refused && a2_code(words.split_whitespace().next().unwrap_or_default()).is_none() {
        found.push("resultCode is 1, and no code of table A.2 says why".to_owned());
    }
    match tables::interface(code) {
        Some(asked) => answered(asked, items, &answers, failed, found),
        // Whatever is asked that does not exist is to be refused.
        None if !failed => found.push(format!("{code} is no interface, and it is not refused")),
        None => {}
    }
}

fn answered(asked: &Asked, items: &[Node], answers: &[Node], failed: bool, found: &mut Vec<String>) {
    for (i, answer) in answers.iter().enumerate() {
        let path = format!("data[{i}]");
        match refusal_code(answer) {
            None => found.extend(check::item(asked.reply, answer, &path).into_iter().map(|bad| bad.words)),
            Some(code) => refused(asked, answer, code, &path, found),
        }
    }
    let whole_refusal = failed && answers.len() <= 1;
    let wanted = match asked.count {
        Count::Each => items.len(),
        Count::None => 0,
        Count::AnyNumber => return,
    };
    if answers.len() != wanted && !whole_refusal {
        let none = if asked.count == Count::None { ", and none is to (应答为空)" } else { "" };
        found.push(format!("{} items were asked, {} answer{none}", items.len(), answers.len()));
    }
    let (path, field) = asked.echo;
    if answers.len() == items.len() && !path.is_empty() {
        for (i, (item, answer)) in items.iter().zip(answers).enumerate() {
            let sent = path.iter().try_fold(item, |node, step| node.get(step)).and_then(Node::text_or_number);
            let back = answer.get(field).and_then(Node::text_or_number);
            if back.is_some() && back != sent {
                let (sent, back) = (sent.unwrap_or_default(), back.unwrap_or_default());
                found.push(format!("data[{i}].{field} is {back}, and {sent} was asked"));
            }
        }
    }
}

/// A refused item owes a code of A.2 and words; what else its table wants it need not have.
fn refused(asked: &Asked, answer: &Node, code: &str, path: &str, found: &mut Vec<String>) {
    if a2_code(code).is_none() {
        found.push(format!("{path}.code is {code}, which is not in table A.2"));
    }
    let Node::Object(members) = answer else { return };
    let mut said = false;
    for (name, value) in members {
        said |= name == "message";
        let own = asked.reply.fields.iter().chain(tables::REFUSAL.fields).find(|field| field.name == name);
        match own {
            None => found.push(format!("{path}.{name} is not in table {}", asked.reply.number)),
            Some(field) => found.extend(check::field(asked.reply, field, value, path).into_iter().map(|bad| bad.words)),
        }
    }
    if !said {
        found.push(format!("{path}.message is missing: nobody is told what is wrong"));
    }
}

fn refusal_code(answer: &Node) -> Option<&str> {
    answer.get("code").and_then(Node::text_or_number).filter(|code| *code != "0")
}

fn a2_code(text: &str) -> Option<u16> {
    text.parse().ok().filter(|code| a2::known(*code))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment(1_772_000_000_000);

    fn found(code: &str, items: &str, answer: &str) -> Vec<String> {
        let Node::List(items) = Node::parse(items).unwrap() else { panic!("a list") };
        findings(code, &items, Some(200), answer, NOW)
    }

    fn only(code: &str, items: &str, answer: &str) -> String {
        let found = found(code, items, answer);
        assert_eq!(found.len(), 1, "{found:?}");
        found.concat()
    }

    const BOOK: &str = r#"[{"bookCode":"B1"}]"#;

    fn booked(data: &str) -> String {
        format!(r#"{{"resultCode":0,"resultMsg":"成功","timestamp":1772000000,"data":{data}}}"#)
    }

    #[test]
    fn answers_that_keep_to_the_tables() {
        assert!(found("6001", BOOK, &booked(r#"[{"bookCode":"B1","reservableSpace":3}]"#)).is_empty());
        assert!(
            found("6001", BOOK, &booked(r#"[{"bookCode":"B1","code":1501,"message":"没有可预约车位"}]"#)).is_empty()
        );
        assert!(found("6005", "[{}]", &booked("[]")).is_empty());
        assert!(found("6007", "[{}]", &booked("[]")).is_empty());
        let token = r#"{"resultCode":1,"resultMsg":"失败","timestamp":1772000000,"data":[{"code":3002,"message":"访问令牌错误"}]}"#;
        assert!(found("6001", r#"[{"bookCode":"B1"},{"bookCode":"B2"}]"#, token).is_empty());
        let whole = r#"{"resultCode":1,"resultMsg":"4001 车辆不在场内","timestamp":1772000000,"data":[]}"#;
        assert!(found("6006", "[{}]", whole).is_empty());
    }

    #[test]
    fn each_break_of_a_rule_is_told() {
        assert!(only("6001", BOOK, "<html>").contains("no JSON"));
        assert!(only("6001", BOOK, &booked(r#"[{"bookCode":"B1","free":3}]"#)).contains("free is not in table 74"));
        assert!(only("6001", BOOK, &booked(r#"[{"reservableSpace":3}]"#)).contains("bookCode is missing"));
        assert!(only("6001", BOOK, &booked("[]")).contains("1 items were asked, 0 answer"));
        assert!(only("6001", BOOK, &booked(r#"[{"bookCode":"B2"}]"#)).contains("B2, and B1 was asked"));
        assert!(only("6001", BOOK, &booked(r#"[{"bookCode":"B1","code":1502,"message":"x"}]"#)).contains("A.2"));
        assert!(only("6001", BOOK, &booked(r#"[{"bookCode":"B1","code":1501}]"#)).contains("message is missing"));
        assert!(only("6001", BOOK, &booked(r#"[{"bookCode":"B1","reservableSpace":"3"}]"#)).contains("number"));
        assert!(only("6007", "[{}]", &booked("[{}]")).contains("1 items were asked, 1 answer, and none"));
        let late = booked(r#"[{"bookCode":"B1"}]"#).replace("1772000000", "1771990000");
        assert!(only("6001", BOOK, &late).contains("it is 1772000000 now"));
        let silent = r#"{"resultCode":1,"resultMsg":"失败","timestamp":1772000000,"data":[]}"#;
        assert!(only("6001", BOOK, silent).contains("no code of table A.2"));
        assert!(only("7777", "[{}]", &booked("[]")).contains("7777 is no interface"));
        let text = booked(r#"[{"bookCode":"B1"}]"#).replace(r#""resultCode":0"#, r#""resultCode":"0""#);
        assert!(only("6001", BOOK, &text).contains("resultCode"));
        let Node::List(items) = Node::parse(BOOK).unwrap() else { panic!("a list") };
        let found = findings("6001", &items, Some(500), &booked(r#"[{"bookCode":"B1"}]"#), NOW);
        assert!(found.concat().contains("HTTP 500"));
    }
}
