//! What the platform's reply means. Its signature comes first: a reply that nobody vouches for brings nothing. An error may
//! come without one, for only `Ret` and `Msg` are required (B.3.4.2).

use lotdesk_domain::message::Outcome;

use crate::appendix_b::{CheckOrdersReply, OrderInfoReply, StateNoticeReply};
use crate::charging::codes::{self, ret_words};
use crate::charging::envelope::Keys;
use crate::charging::wire::{Reply, TokenReply};
use crate::json::Node;

/// What an accepted reply says beyond that it was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Nothing that has to be kept.
    Nothing,
    /// Table B.18: what the platform says to an order.
    OrderConfirmed(OrderInfoReply),
    /// Table B.21: what it disputes.
    OrdersChecked(CheckOrdersReply),
}

/// A reply, verified, opened and understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What it means for the message.
    pub outcome: Outcome,
    /// What it says beyond that.
    pub content: Content,
    /// True when the platform does not know our token (`Ret` 4002).
    pub token_refused: bool,
}

impl Answer {
    fn of(outcome: Outcome) -> Self {
        Self { outcome, content: Content::Nothing, token_refused: false }
    }

    /// Reads the reply to a message of `interface`.
    pub fn read(keys: &Keys, interface: &str, status: u16, body: &str) -> Self {
        match open(keys, status, body) {
            Err(Closed::TokenRefused(words)) => {
                Self { token_refused: true, ..Self::of(Outcome::Refused { code: codes::BAD_TOKEN.to_string(), words }) }
            }
            Err(Closed::Outcome(outcome)) => Self::of(outcome),
            Ok(text) => understood(interface, &text),
        }
    }
}

/// Why there is no content.
enum Closed {
    TokenRefused(String),
    Outcome(Outcome),
}

/// Verifies and opens a reply.
fn open(keys: &Keys, status: u16, body: &str) -> Result<String, Closed> {
    let unknown = |why: String| Closed::Outcome(Outcome::Unknown { why });
    let not_sent = |why: String| Closed::Outcome(Outcome::NotSent { why });
    let reply = match Node::parse(body).ok().and_then(|_| serde_json::from_str::<Reply>(body).ok()) {
        Some(reply) if (200..600).contains(&status) => reply,
        _ => {
            return Err(match status {
                200..=299 => unknown("the reply is not the platform's form (table B.26)".to_owned()),
                401 => Closed::TokenRefused(format!("HTTP {status}")),
                300..=399 | 408 | 429 => not_sent(format!("HTTP {status}")),
                400..=499 => Closed::Outcome(Outcome::Refused {
                    code: format!("HTTP {status}"),
                    words: body.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect(),
                }),
                _ => unknown(format!("HTTP {status}")),
            });
        }
    };
    let ret = reply.ret.0;
    if reply.sig.0.trim().is_empty() {
        let words = words(ret, &reply.msg.0);
        match ret {
            codes::BAD_TOKEN => return Err(Closed::TokenRefused(words)),
            codes::BAD_SIGNATURE | codes::BAD_PARAMETERS | codes::BAD_CONTENT => {
                return Err(Closed::Outcome(Outcome::Refused { code: ret.to_string(), words }));
            }
            _ => {}
        }
    }
    if !keys.verify_reply(&ret.to_string(), &reply.msg.0, &reply.data.0, &reply.sig.0) {
        // A refusal that nobody signed may still tell a person what is wrong.
        let says = if ret == codes::OK { String::new() } else { format!(" (it says {ret} {})", reply.msg.0) };
        return Err(unknown(format!("the reply's signature is wrong: are the keys the same on both sides?{says}")));
    }
    let words = words(ret, &reply.msg.0);
    match ret {
        codes::OK => keys.open(&reply.data.0).map_err(|error| unknown(format!("the reply does not open: {error}"))),
        codes::BUSY => Err(not_sent(format!("-1 {words}"))),
        codes::BAD_TOKEN => Err(Closed::TokenRefused(words)),
        codes::BROKEN => Err(unknown(format!("500 {words}"))),
        other => Err(Closed::Outcome(Outcome::Refused { code: other.to_string(), words })),
    }
}

/// The platform's words, or the table's where it has none.
fn words(ret: i64, msg: &str) -> String {
    if msg.trim().is_empty() { ret_words(ret).to_owned() } else { msg.to_owned() }
}

/// What an opened content means.
fn understood(interface: &str, text: &str) -> Answer {
    let unreadable = |error: serde_json::Error| {
        Answer::of(Outcome::Unknown { why: format!("the reply's content cannot be read: {error}") })
    };
    match interface {
        "notification_stationstate" | "1103" => match serde_json::from_str::<StateNoticeReply>(text) {
            // 1 means dropped and not to be sent again.
            Ok(_) => Answer::of(Outcome::Accepted),
            Err(error) => unreadable(error),
        },
        "notification_charge_order_info" => match serde_json::from_str::<OrderInfoReply>(text) {
            Ok(reply) => Answer { content: Content::OrderConfirmed(reply), ..Answer::of(Outcome::Accepted) },
            Err(error) => unreadable(error),
        },
        "check_charge_orders" => match serde_json::from_str::<CheckOrdersReply>(text) {
            Ok(reply) => Answer { content: Content::OrdersChecked(reply), ..Answer::of(Outcome::Accepted) },
            Err(error) => unreadable(error),
        },
        "1105" => match Node::parse(text).ok().as_ref().and_then(|n| n.get("confirmResult")).and_then(Node::to_integer)
        {
            Some(0) => Answer::of(Outcome::Accepted),
            Some(code) => Answer::of(Outcome::Refused {
                code: code.to_string(),
                words: "confirmResult：失败（表 106）".to_owned(),
            }),
            None => Answer::of(Outcome::Unknown { why: "the reply has no confirmResult (table 106)".to_owned() }),
        },
        // 1102: state 1 means dropped and not to be sent again (table 104).
        _ => Answer::of(Outcome::Accepted),
    }
}

/// Reads the reply to our `query_token`: the token, and how long it holds in seconds (table B.24).
///
/// # Errors
/// How the call ended otherwise.
pub fn read_token(keys: &Keys, status: u16, body: &str) -> Result<(String, i64), Outcome> {
    let text = match open(keys, status, body) {
        Ok(text) => text,
        Err(Closed::TokenRefused(words)) => {
            return Err(Outcome::Refused { code: codes::BAD_TOKEN.to_string(), words });
        }
        Err(Closed::Outcome(outcome)) => return Err(outcome),
    };
    let reply: TokenReply = serde_json::from_str(&text)
        .map_err(|error| Outcome::Unknown { why: format!("the reply's content cannot be read: {error}") })?;
    if reply.succ_stat.0 != 0 || reply.access_token.0.is_empty() {
        let words = match reply.fail_reason.0 {
            1 => "无此运营商",
            2 => "密钥错误",
            _ => "平台拒绝发放凭证",
        };
        return Err(Outcome::Refused { code: reply.fail_reason.0.to_string(), words: words.to_owned() });
    }
    Ok((reply.access_token.0, reply.available_s.0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys() -> Keys {
        Keys {
            data_secret: "1234567890abcdef".into(),
            data_secret_iv: "1234567890abcdef".into(),
            sig_secret: "1234567890abcdef".into(),
        }
    }

    fn reply(ret: &str, msg: &str, content: &str) -> String {
        let data = keys().seal(content).unwrap();
        let sig = keys().sign_reply(ret, msg, &data);
        format!(r#"{{"Ret":{ret},"Msg":"{msg}","Data":"{data}","Sig":"{sig}"}}"#)
    }

    fn outcome(interface: &str, body: &str) -> Outcome {
        Answer::read(&keys(), interface, 200, body).outcome
    }

    #[test]
    fn a_reply_counts_only_with_its_signature() {
        let good = reply("0", "", r#"{"State":0}"#);
        assert_eq!(outcome("notification_stationstate", &good), Outcome::Accepted);
        // The code may come as text, and the digits of the signature in either case.
        let as_text = good.replace(r#""Ret":0"#, r#""Ret":"0""#);
        assert_eq!(outcome("notification_stationstate", &as_text), Outcome::Accepted);
        let forged = good.replace(r#""Msg":"""#, r#""Msg":"x""#);
        assert!(matches!(outcome("notification_stationstate", &forged), Outcome::Unknown { .. }));
        // One that is there and wrong is not believed, whatever it vouches for.
        let wrong = r#"{"Ret":4002,"Msg":"Token 错误","Data":"","Sig":"00112233445566778899AABBCCDDEEFF"}"#;
        let answer = Answer::read(&keys(), "1102", 200, wrong);
        let Outcome::Unknown { why } = answer.outcome else { panic!("believed") };
        assert!(why.contains("4002") && !answer.token_refused, "{why}");
        for unsigned in [r#"{"Ret":0,"Msg":""}"#, r#"{"Ret":0,"Msg":"","Data":null,"Sig":null}"#] {
            assert!(matches!(outcome("1102", unsigned), Outcome::Unknown { .. }), "{unsigned}");
        }
    }

    #[test]
    fn an_error_needs_neither_data_nor_signature() {
        for rest in ["", r#","Data":null,"Sig":null"#, r#","Data":"","Sig":"""#] {
            let said = |ret: i64| Answer::read(&keys(), "1102", 200, &format!(r#"{{"Ret":{ret},"Msg":"x"{rest}}}"#));
            assert!(said(4002).token_refused, "{rest}");
            for ret in [4001, 4003, 4004] {
                let refused = Outcome::Refused { code: ret.to_string(), words: "x".into() };
                assert_eq!(said(ret).outcome, refused, "{rest}");
            }
            for ret in [-1, 0, 500] {
                assert!(matches!(said(ret).outcome, Outcome::Unknown { .. }), "{ret} {rest}");
            }
        }
    }

    #[test]
    fn codes_of_table_b_26() {
        assert!(matches!(outcome("1102", &reply("-1", "busy", "")), Outcome::NotSent { .. }));
        assert!(matches!(outcome("1102", &reply("500", "", "")), Outcome::Unknown { .. }));
        let refused = Outcome::Refused { code: "4004".into(), words: "请求的业务参数不合法".into() };
        assert_eq!(outcome("1102", &reply("4004", "", "")), refused);
        assert!(Answer::read(&keys(), "1102", 200, &reply("4002", "", "")).token_refused);
        assert!(Answer::read(&keys(), "1102", 401, "").token_refused);
    }

    #[test]
    fn what_the_content_says() {
        assert_eq!(outcome("1105", &reply("0", "", r#"{"confirmResult":0}"#)), Outcome::Accepted);
        assert!(matches!(outcome("1105", &reply("0", "", r#"{"confirmResult":1}"#)), Outcome::Refused { .. }));
        assert!(matches!(outcome("notification_charge_order_info", &reply("0", "", "{}")), Outcome::Unknown { .. }));
        let said = reply("0", "", r#"{"StartChargeSeq":"x","ConnectorID":"1","ConfirmResult":1}"#);
        let answer = Answer::read(&keys(), "notification_charge_order_info", 200, &said);
        assert!(matches!(answer.content, Content::OrderConfirmed(reply) if reply.confirm_result.0 == 1));
        let token = r#"{"OperatorID":"x","SuccStat":0,"AccessToken":"T","TokenAvailableTime":"60","FailReason":0}"#;
        assert_eq!(read_token(&keys(), 200, &reply("0", "", token)), Ok(("T".into(), 60)));
        let wrong = r#"{"OperatorID":"x","SuccStat":1,"AccessToken":"","TokenAvailableTime":0,"FailReason":2}"#;
        let refused = Outcome::Refused { code: "2".into(), words: "密钥错误".into() };
        assert_eq!(read_token(&keys(), 200, &reply("0", "", wrong)), Err(refused));
    }

    proptest! {
        #[test]
        fn every_reply_is_read_without_a_panic(status in 100u16..600, body in any::<String>()) {
            prop_assert_ne!(Answer::read(&keys(), "1102", status, &body).outcome, Outcome::Accepted);
        }
    }
}
