//! What the charging platform calls us with (B.3.4): the envelope is verified before it is opened, and opened before it is
//! read. No sockets, no state: whether a token is ours and what is done about an ask is the caller's.

use chrono::NaiveDateTime;
use lotdesk_domain::ask::{Answer, AskRefusal};
use lotdesk_domain::moment::Moment;

pub use super::codes::{BAD_CONTENT, BAD_PARAMETERS, BAD_SIGNATURE, BAD_TOKEN, BROKEN, BUSY, OK, ret_words};
use super::dialect::Dialect;
use super::envelope::Keys;
use super::wire::{Message, Reply, TokenReply, TokenRequest};
use crate::appendix_b::{self, Meant, Str, Whole};
use crate::cipher::CipherError;
use crate::json::Node;

/// Why a call is not taken, by table B.26.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{ret} {words}")]
pub struct Fault {
    /// `Ret`
    pub ret: i64,
    /// `Msg`
    pub words: String,
}

impl Fault {
    /// A fault with the table's words, and what in particular.
    pub fn new(ret: i64, what: &str) -> Self {
        let words = if what.is_empty() { ret_words(ret).to_owned() } else { format!("{}：{what}", ret_words(ret)) };
        Self { ret, words }
    }

    /// The fault that a refused ask is.
    pub fn of(refusal: &AskRefusal) -> Self {
        Self::new(BAD_CONTENT, &refusal.words)
    }
}

/// A call, verified and opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The content, in JSON.
    pub content: String,
    /// The caller's clock.
    pub at: Moment,
    /// The caller's number of the call in its second.
    pub seq: String,
}

/// Verifies a call and opens it. `platform_id` is the `OperatorID` that the platform calls itself.
///
/// # Errors
/// 4003 where a member is missing or the caller is not the platform, 4001 where the signature is wrong, 4004 where it does
/// not open.
pub fn open(keys: &Keys, platform_id: &str, body: &str) -> Result<Opened, Fault> {
    let node = Node::parse(body).map_err(|_| Fault::new(BAD_PARAMETERS, "不是 JSON"))?;
    for member in ["OperatorID", "Data", "TimeStamp", "Seq", "Sig"] {
        if node.get(member).and_then(Node::text_or_number).is_none_or(str::is_empty) {
            return Err(Fault::new(BAD_PARAMETERS, member));
        }
    }
    let message: Message = serde_json::from_str(body).map_err(|_| Fault::new(BAD_PARAMETERS, ""))?;
    let Message { operator_id, data, time_stamp, seq, sig } = message;
    if operator_id.0 != platform_id {
        return Err(Fault::new(BAD_PARAMETERS, "OperatorID 不是约定的运营商"));
    }
    if !keys.verify_request(&operator_id.0, &data.0, &time_stamp.0, &seq.0, &sig.0) {
        return Err(Fault::new(BAD_SIGNATURE, ""));
    }
    let at = NaiveDateTime::parse_from_str(&time_stamp.0, "%Y%m%d%H%M%S")
        .map(Moment::from_china)
        .map_err(|_| Fault::new(BAD_PARAMETERS, "TimeStamp 格式应为 yyyyMMddHHmmss"))?;
    let content = keys.open(&data.0).map_err(|_| Fault::new(BAD_CONTENT, "Data 无法解密"))?;
    Ok(Opened { content, at, seq: seq.0 })
}

/// Puts the envelope around a reply: enciphered and signed like a request (table B.26).
///
/// # Errors
/// A key of the wrong length.
pub fn reply(keys: &Keys, content: &str) -> Result<String, CipherError> {
    envelope(keys, OK, ret_words(OK), content)
}

/// The reply that a fault is.
///
/// # Errors
/// A key of the wrong length.
pub fn refuse(keys: &Keys, fault: &Fault) -> Result<String, CipherError> {
    envelope(keys, fault.ret, &fault.words, "{}")
}

fn envelope(keys: &Keys, ret: i64, msg: &str, content: &str) -> Result<String, CipherError> {
    let data = keys.seal(content)?;
    let sig = keys.sign_reply(&ret.to_string(), msg, &data);
    let reply = Reply { ret: Whole(ret), msg: Str::from(msg), data: Str(data), sig: Str(sig) };
    // Four texts and a number are always JSON.
    Ok(serde_json::to_string(&reply).unwrap_or_default())
}

/// Reads what a call asks. `interface` is a name of [`Dialect::interface_named`].
///
/// # Errors
/// 4004 and what the content lacks or has wrong.
pub fn read(interface: &str, content: &str) -> Result<Meant, Fault> {
    appendix_b::read(interface, content).map_err(|refusal| Fault::of(&refusal))
}

/// Writes the content of a reply in the platform's spelling.
pub fn answer(asked: &str, answer: &Answer, dialect: Dialect) -> String {
    let Answer::Charging(answer) = answer else { return "{}".to_owned() };
    let content = appendix_b::answer(asked, answer);
    dialect.respell(&content).unwrap_or(content)
}

/// Reads the platform's own `query_token` (table B.23).
///
/// # Errors
/// 4004.
pub fn read_token_request(content: &str) -> Result<TokenRequest, Fault> {
    serde_json::from_str(content).map_err(|error| Fault::new(BAD_CONTENT, &error.to_string()))
}

/// Why the platform gets no token (`FailReason`, table B.24).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoToken {
    /// 1
    NoSuchOperator,
    /// 2
    WrongSecret,
}

/// Writes the content of the reply to the platform's `query_token` (table B.24): the token and how long it holds, in
/// seconds.
pub fn token_answer(operator_id: &str, given: Result<(&str, i64), NoToken>) -> String {
    let (token, seconds, succ_stat, fail_reason) = match given {
        Ok((token, seconds)) => (token, seconds, 0, 0),
        Err(NoToken::NoSuchOperator) => ("", 0, 1, 1),
        Err(NoToken::WrongSecret) => ("", 0, 1, 2),
    };
    let reply = TokenReply {
        operator_id: Str::from(operator_id),
        succ_stat: Whole(succ_stat),
        access_token: Str::from(token),
        available_s: Whole(seconds),
        fail_reason: Whole(fail_reason),
    };
    appendix_b::write(&reply).unwrap_or_else(|_| "{}".to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::charging::client::{Sequence, request};

    fn keys() -> Keys {
        Keys {
            data_secret: "1234567890abcdef".into(),
            data_secret_iv: "abcdef1234567890".into(),
            sig_secret: "0123456789abcdef".into(),
        }
    }

    const NOW: Moment = Moment(1_469_773_440_000);

    fn call(content: &str) -> String {
        request(&keys(), "123456789", content, NOW, &mut Sequence::default()).unwrap()
    }

    fn ret(body: &str) -> i64 {
        open(&keys(), "123456789", body).unwrap_err().ret
    }

    #[test]
    fn a_call_is_verified_then_opened() {
        let opened = open(&keys(), "123456789", &call(r#"{"a":1.50}"#)).unwrap();
        assert_eq!(opened, Opened { content: r#"{"a":1.50}"#.into(), at: NOW, seq: "0001".into() });
        let good = call("{}");
        assert_eq!(ret(&good.replace(r#""Seq":"0001""#, r#""Seq":"0002""#)), BAD_SIGNATURE);
        assert_eq!(ret(&good.replace(r#""Sig""#, r#""Sign""#)), BAD_PARAMETERS);
        assert_eq!(open(&keys(), "987654321", &good).unwrap_err().ret, BAD_PARAMETERS);
        assert_eq!(ret("nothing"), BAD_PARAMETERS);
        // Signed well over what does not open.
        let sig = keys().sign_request("123456789", "AAAA", "20160729142400", "0001");
        let damaged = format!(
            r#"{{"OperatorID":"123456789","Data":"AAAA","TimeStamp":"20160729142400","Seq":"0001","Sig":"{sig}"}}"#
        );
        assert_eq!(ret(&damaged), BAD_CONTENT);
    }

    #[test]
    fn a_reply_carries_its_signature_also_when_it_refuses() {
        for text in [reply(&keys(), "{}").unwrap(), refuse(&keys(), &Fault::new(BAD_TOKEN, "")).unwrap()] {
            let reply: Reply = serde_json::from_str(&text).unwrap();
            assert!(keys().verify_reply(&reply.ret.0.to_string(), &reply.msg.0, &reply.data.0, &reply.sig.0));
            assert_eq!(keys().open(&reply.data.0).as_deref(), Ok("{}"));
        }
    }

    #[test]
    fn seconds_are_counted_anew() {
        let mut sequence = Sequence::default();
        let seqs = [0, 1, 999, 1_000].map(|ms| sequence.next(NOW.plus_ms(ms)));
        assert_eq!(seqs, ["0001", "0002", "0003", "0001"]);
    }

    proptest! {
        #[test]
        fn nothing_that_arrives_panics(body in any::<String>(), content in any::<String>()) {
            prop_assert!(open(&keys(), "123456789", &body).is_err());
            for interface in ["1101", "query_station_status", "query_equip_auth", "query_start_charge", "1104", "1106"] {
                let _ = read(interface, &content);
            }
        }
    }
}
