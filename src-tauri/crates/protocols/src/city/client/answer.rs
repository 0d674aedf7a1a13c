//! What the platform's answer means (DB4403/T 313, table 32).

use lotdesk_domain::message::Outcome;

use crate::city::codes;
use crate::city::wire::basic::Existence;
use crate::json::{JsonError, Node};

/// An answer as received (table 32).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// `resultCode`: 0 or 1 (table A.1); an Int in the table, text in most examples.
    pub result_code: i64,
    /// `resultMsg`.
    pub result_msg: Option<String>,
    /// `timestamp`, seconds; the examples have twelve digits.
    pub timestamp: Option<i64>,
    /// `data`.
    pub data: Vec<Node>,
}

/// Why a body is not an answer.
#[derive(Debug, thiserror::Error)]
pub enum ReplyError {
    /// Not JSON.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// Not an object with a `resultCode` that is a number.
    #[error("resultCode is missing or is no number (table 32)")]
    NoResultCode,
    /// `data` is neither a list nor an object.
    #[error("data must be an array (table 32)")]
    Data,
}

impl Reply {
    /// Reads an answer in every form that the standard's tables and examples have.
    ///
    /// # Errors
    /// When it is not JSON or has no `resultCode`.
    pub fn parse(text: &str) -> Result<Self, ReplyError> {
        let (mut root, _) = Node::parse_lenient(text)?;
        let result_code = root.get("resultCode").and_then(Node::to_integer).ok_or(ReplyError::NoResultCode)?;
        let data = match root.take("data") {
            None | Some(Node::Null) => Vec::new(),
            Some(Node::List(items)) => items,
            Some(item @ Node::Object(_)) => vec![item],
            Some(_) => return Err(ReplyError::Data),
        };
        Ok(Self {
            result_code,
            result_msg: root.get("resultMsg").and_then(Node::text_or_number).map(str::to_owned),
            timestamp: root.get("timestamp").and_then(Node::to_integer),
            data,
        })
    }

    /// The answer in the table's own form: `resultCode` a number, `data` a list.
    pub fn to_text(&self) -> String {
        let mut members = vec![("resultCode".to_owned(), Node::Number(self.result_code.to_string()))];
        if let Some(words) = &self.result_msg {
            members.push(("resultMsg".to_owned(), Node::Text(words.clone())));
        }
        if let Some(seconds) = self.timestamp {
            members.push(("timestamp".to_owned(), Node::Number(seconds.to_string())));
        }
        members.push(("data".to_owned(), Node::List(self.data.clone())));
        Node::Object(members).compact()
    }

    /// The first item.
    pub fn first(&self) -> Option<&Node> {
        self.data.first()
    }

    /// The refusal in it, when there is one: a `resultCode` other than 0, or an item with a `code` other than 0 even
    /// where `resultCode` is 0.
    pub fn refusal(&self) -> Option<Outcome> {
        let item = self.data.iter().find_map(|item| Some((item_code(item)?, item)));
        if let Some((code, item)) = item {
            let words = item.get("message").and_then(Node::text_or_number).filter(|words| !words.is_empty());
            return Some(refused(code, words.or(self.result_msg.as_deref())));
        }
        if self.result_code == 0 {
            return None;
        }
        // Where the item's table has no code, ours and others' refusals begin resultMsg with it.
        let words = self.result_msg.as_deref();
        let code = words.and_then(codes::leading_code).map_or_else(|| self.result_code.to_string(), |c| c.to_string());
        Some(refused(code, words))
    }
}

impl Answer {
    /// What the answer to a request of several items means for the one that `key` names with `own_id`. One that the
    /// platform says nothing of shares the fate of the whole; where others of the same request have codes of their own and
    /// the whole is refused, nothing is known of it.
    pub fn outcome_of(&self, key: &str, own_id: &str) -> Outcome {
        let Some(reply) = &self.reply else { return self.outcome.clone() };
        if !matches!(self.outcome, Outcome::Accepted | Outcome::Refused { .. }) || self.token_refused() {
            return self.outcome.clone();
        }
        let about = |item: &&Node| {
            item.get(key).and_then(Node::text_or_number).is_some_and(|id| id.eq_ignore_ascii_case(own_id))
        };
        let own = reply.data.iter().filter(about);
        let mut named = false;
        for item in own {
            named = true;
            if let Some(code) = item_code(item) {
                let words = item.get("message").and_then(Node::text_or_number).filter(|words| !words.is_empty());
                return refused(code, words);
            }
        }
        let others_have_codes = reply.data.iter().any(|item| item_code(item).is_some());
        match (reply.result_code, others_have_codes) {
            (0, _) => Outcome::Accepted,
            // It is named, and without a code: nothing was wrong with it.
            (_, true) if named => Outcome::Accepted,
            (_, true) => {
                Outcome::Unknown { why: "the platform refused others of the request and says nothing of it".into() }
            }
            (_, false) => self.outcome.clone(),
        }
    }
}

fn item_code(item: &Node) -> Option<String> {
    let code = item.get("code")?.text_or_number()?.trim();
    (!code.is_empty() && code != "0").then(|| code.to_owned())
}

/// Whether a code stands in table A.2: it is about the message then, whatever the HTTP status.
fn is_of_a2(code: &str) -> bool {
    code.parse().ok().and_then(codes::words).is_some()
}

fn refused(code: String, words: Option<&str>) -> Outcome {
    let known = || code.parse().ok().and_then(codes::words).unwrap_or("失败");
    let words = words.map_or_else(|| known().to_owned(), str::to_owned);
    Outcome::Refused { code, words }
}

/// An answer and what it means.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What it means for the message.
    pub outcome: Outcome,
    /// The answer itself, when it could be read.
    pub reply: Option<Reply>,
}

impl Answer {
    /// Reads the HTTP status and the body of an answer. An answer that cannot be read leaves it open whether the
    /// message arrived.
    pub fn read(http_status: u16, body: &str) -> Self {
        let reply = Reply::parse(body);
        let refusal = reply.as_ref().ok().and_then(Reply::refusal);
        let outcome = match (&reply, http_status, refusal) {
            // 系统异常 in the standard's own form is trouble of the platform's, not of the message.
            (_, 500..=599, Some(Outcome::Refused { code, words })) if !is_of_a2(&code) => {
                Outcome::Unknown { why: format!("HTTP {http_status}: {code} {words}") }
            }
            (Ok(_), _, Some(refusal)) => refusal,
            (Ok(_), 200..=299, None) => Outcome::Accepted,
            // Something before the platform sent it elsewhere, or the platform took no part of it.
            (_, 100..=199 | 300..=399 | 429, _) => Outcome::NotSent { why: format!("HTTP {http_status}") },
            (_, 400..=499, _) if http_status != 408 => {
                Outcome::Refused { code: format!("HTTP {http_status}"), words: excerpt(body) }
            }
            (Ok(_), ..) => Outcome::Unknown { why: format!("HTTP {http_status} with an answer that says it is well") },
            (Err(error), 200..=299, _) => Outcome::Unknown { why: format!("the answer cannot be read: {error}") },
            (Err(_), ..) => Outcome::Unknown { why: format!("HTTP {http_status}: {}", excerpt(body)) },
        };
        Self { outcome, reply: reply.ok() }
    }

    /// True when the platform does not know our token (A.2, 3002): log in again and send once more. Nothing was taken.
    pub fn token_refused(&self) -> bool {
        matches!(&self.outcome, Outcome::Refused { code, .. } if code == "3002" || code == "HTTP 401")
    }
}

/// What the platform's answer means for the message.
pub fn outcome(http_status: u16, body: &str) -> Outcome {
    Answer::read(http_status, body).outcome
}

/// Whether a refusal (A.2) of the same item sent once more says that the first one arrived: 对象已存在 (1200), and for an
/// item that takes something back (`state` 2) 对象已删除 (1400).
pub fn says_it_has(item: &str, code: &str) -> bool {
    let takes_back = || {
        let item = Node::parse_lenient(item).ok();
        item.and_then(|(item, _)| item.get("state")?.to_integer()) == Some(Existence::Deleted.code())
    };
    match code {
        "1200" => !takes_back(),
        "1400" => takes_back(),
        _ => false,
    }
}

/// The beginning of a body that is no answer, for a person.
fn excerpt(body: &str) -> String {
    const CHARACTERS: usize = 120;
    let line: String = body.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(CHARACTERS).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refusal(code: &str, words: &str) -> Outcome {
        Outcome::Refused { code: code.into(), words: words.into() }
    }

    #[test]
    fn result_code_is_taken_as_number_and_as_text() {
        for code in ["0", "\"0\"", "\" 0\""] {
            let body = format!(r#"{{"resultCode":{code},"resultMsg":"成功","timestamp":125555556621,"data":[]}}"#);
            assert_eq!(outcome(200, &body), Outcome::Accepted, "{code}");
        }
    }

    #[test]
    fn http_200_can_be_a_refusal() {
        let whole = r#"{"resultCode":1,"resultMsg":"失败","timestamp":1,"data":[]}"#;
        assert_eq!(outcome(200, whole), refusal("1", "失败"));
        let item = r#"{"resultCode":0,"resultMsg":"成功","timestamp":1,"data":[{"id":"A","code":1103,"message":"车辆不存在"}]}"#;
        assert_eq!(outcome(200, item), refusal("1103", "车辆不存在"));
        let text = r#"{"resultCode":"0","timestamp":1,"data":[{},{"code":"1007"}]}"#;
        assert_eq!(outcome(200, text), refusal("1007", "超出规定值范围"), "A.2 gives the words");
        let leading = r#"{"resultCode":1,"resultMsg":"1101 停车场不存在","timestamp":1,"data":[]}"#;
        assert_eq!(outcome(200, leading), refusal("1101", "1101 停车场不存在"));
        let fine = r#"{"resultCode":0,"timestamp":1,"data":[{"id":"A","code":0,"message":""}]}"#;
        assert_eq!(outcome(200, fine), Outcome::Accepted);
    }

    #[test]
    fn what_cannot_be_read_leaves_it_open() {
        for body in ["", "<html>", "{}", r#"{"resultCode":"yes","data":[]}"#, r#"{"resultCode":0,"data":7}"#] {
            assert!(matches!(outcome(200, body), Outcome::Unknown { .. }), "{body}");
        }
        assert!(matches!(outcome(502, "<html>bad gateway"), Outcome::Unknown { .. }));
        assert!(matches!(outcome(500, r#"{"resultCode":0,"data":[]}"#), Outcome::Unknown { .. }));
        assert!(matches!(outcome(408, ""), Outcome::Unknown { .. }));
    }

    #[test]
    fn the_http_status_counts_where_the_body_says_nothing() {
        assert_eq!(outcome(404, "<h1>no   such\n page"), refusal("HTTP 404", "<h1>no such page"));
        assert!(matches!(outcome(302, ""), Outcome::NotSent { .. }));
        assert!(matches!(outcome(429, ""), Outcome::NotSent { .. }));
        let body = r#"{"resultCode":1,"timestamp":1,"data":[{"code":3002}]}"#;
        assert_eq!(outcome(401, body), refusal("3002", "访问令牌错误"));
        assert_eq!(outcome(500, body), refusal("3002", "访问令牌错误"));
    }

    #[test]
    fn trouble_of_the_platform_is_no_refusal_of_the_message() {
        let trouble = r#"{"resultCode":1,"resultMsg":"系统异常","timestamp":1,"data":[]}"#;
        for status in [500, 502, 503] {
            let why = format!("HTTP {status}: 1 系统异常");
            assert_eq!(outcome(status, trouble), Outcome::Unknown { why });
        }
        assert_eq!(outcome(400, trouble), refusal("1", "系统异常"));
        // A code of A.2 is about the message.
        let leading = r#"{"resultCode":1,"resultMsg":"1101 停车场不存在","data":[]}"#;
        assert_eq!(outcome(500, leading), refusal("1101", "1101 停车场不存在"));
    }

    #[test]
    fn a_repeat_that_is_there_already_is_told_from_other_refusals() {
        let record = r#"{"id":"A","received":15.00}"#;
        let (there, gone) = (r#"{"parkInfo":{},"state":1}"#, r#"{"parkInfo":{},"state":2}"#);
        assert!(says_it_has(record, "1200") && says_it_has(there, "1200") && says_it_has(gone, "1400"));
        assert!(!says_it_has(record, "1400") && !says_it_has(there, "1400") && !says_it_has(gone, "1200"));
        assert!(!says_it_has(record, "1007") && !says_it_has(record, "1"));
    }

    #[test]
    fn each_item_of_a_batch_has_its_own_fate() {
        let of = |body: &str, id: &str| Answer::read(200, body).outcome_of("spaceNo", id);
        let some = r#"{"resultCode":0,"resultMsg":"成功","data":[{"spaceNo":"a1"},{"spaceNo":"A2","code":1007,"message":"超出"}]}"#;
        assert_eq!(of(some, "A1"), Outcome::Accepted);
        assert_eq!(of(some, "A2"), refusal("1007", "超出"));
        assert_eq!(of(some, "A3"), Outcome::Accepted, "the whole is well, and nothing is said against it");
        let refused = some.replace("\"resultCode\":0", "\"resultCode\":1");
        assert_eq!(of(&refused, "A2"), refusal("1007", "超出"));
        assert_eq!(of(&refused, "A1"), Outcome::Accepted, "it is named without a code");
        assert!(matches!(of(&refused, "A3"), Outcome::Unknown { .. }));
        let whole = r#"{"resultCode":1,"resultMsg":"1101 停车场不存在","data":[]}"#;
        assert_eq!(of(whole, "A1"), refusal("1101", "1101 停车场不存在"));
        let token = r#"{"resultCode":1,"data":[{"code":3002}]}"#;
        assert!(Answer::read(200, token).token_refused());
        assert_eq!(of(token, "A1"), refusal("3002", "访问令牌错误"));
        assert!(matches!(of("<html>", "A1"), Outcome::Unknown { .. }));
    }

    #[test]
    fn a_refused_token_is_told_apart() {
        assert!(Answer::read(200, r#"{"resultCode":1,"data":[{"code":"3002"}]}"#).token_refused());
        assert!(Answer::read(401, "").token_refused());
        assert!(!Answer::read(200, r#"{"resultCode":1,"data":[{"code":3001}]}"#).token_refused());
        assert!(!Answer::read(403, "").token_refused());
    }

    #[test]
    fn one_object_for_a_list_is_taken() {
        let reply = Reply::parse(r#"{"resultCode":0,"data":{"id":"A"}}"#).unwrap();
        assert_eq!(reply.to_text(), r#"{"resultCode":0,"data":[{"id":"A"}]}"#);
    }

    proptest! {
        #[test]
        fn every_answer_is_read_without_a_panic(status in 100u16..600, body in any::<String>()) {
            prop_assert_ne!(outcome(status, &body), Outcome::Accepted);
        }

        #[test]
        fn nothing_but_result_code_0_is_accepted(code in any::<i64>(), status in 200u16..300) {
            let body = format!("{{\"resultCode\":{code},\"data\":[]}}");
            prop_assert_eq!(outcome(status, &body) == Outcome::Accepted, code == 0);
        }
    }
}
