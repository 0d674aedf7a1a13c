//! The envelope of every call (DB4403/T 313, tables 31 and 32) and its signature (6.1.1 g).
//!
//! The signature has no secret in it: it proves that the data is whole, not who sent it.

use lotdesk_domain::moment::Moment;

use super::dialect::{Dialect, SignAlgorithm, SignScope};
use crate::json::{JsonError, Node};
use crate::sign::{md5_hex, same_hex, sha1_hex};

/// Signs a canonical text.
pub fn sign(algorithm: SignAlgorithm, canonical: &str) -> String {
    match algorithm {
        SignAlgorithm::Sha1 => sha1_hex(canonical.as_bytes()),
        SignAlgorithm::Md5 => md5_hex(canonical.as_bytes()),
    }
}

/// Builds a request (table 31) around these items. The bytes signed are the bytes sent: `data` goes out in its
/// canonical form.
///
/// # Errors
/// When an item is not JSON.
pub fn request(dialect: &Dialect, items: &[&str], now: Moment) -> Result<String, JsonError> {
    let items = items.iter().map(|item| Ok(Node::parse(item)?.canonical())).collect::<Result<Vec<_>, JsonError>>()?;
    let data = format!("[{}]", items.join(","));
    let signed = match (dialect.sign_scope, items.as_slice()) {
        (SignScope::Object, [only]) => only,
        _ => &data,
    };
    let sign = sign(dialect.sign_algorithm, signed);
    Ok(format!(r#"{{"timestamp":{},"sign":"{sign}","data":{data}}}"#, now.seconds()))
}

/// A request that somebody sent us, or that a simulator was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Seconds since 1970; none where the sender's form is not understood (the examples have 12 digits).
    pub timestamp: Option<i64>,
    /// The signature as given.
    pub sign: String,
    /// The items.
    pub data: Vec<Node>,
}

/// Why a request was not taken.
#[derive(Debug, thiserror::Error)]
pub enum EnvelopeError {
    /// Not JSON, or a key twice: what was signed would be open to doubt.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// A member of table 31 is missing.
    #[error("{0} is missing (table 31)")]
    Missing(&'static str),
    /// A member of table 31 is not what the table says.
    #[error("{member} must be {wanted} (table 31)")]
    Form {
        /// Which.
        member: &'static str,
        /// What the table says.
        wanted: &'static str,
    },
}

impl Received {
    /// Reads a request.
    ///
    /// # Errors
    /// When it is not JSON or has not the members of table 31.
    pub fn parse(text: &str) -> Result<Self, EnvelopeError> {
        let mut root = Node::parse(text)?;
        let timestamp = root.get("timestamp").ok_or(EnvelopeError::Missing("timestamp"))?.to_integer();
        let sign = match root.get("sign").ok_or(EnvelopeError::Missing("sign"))? {
            Node::Text(sign) => sign.clone(),
            _ => return Err(EnvelopeError::Form { member: "sign", wanted: "a string" }),
        };
        match root.take("data").ok_or(EnvelopeError::Missing("data"))? {
            Node::List(data) => Ok(Self { timestamp, sign, data }),
            _ => Err(EnvelopeError::Form { member: "data", wanted: "an array" }),
        }
    }

    /// True when the signature fits the data, signed as a list or, where the list has one element, as that object.
    pub fn is_whole(&self, algorithm: SignAlgorithm) -> bool {
        let list = Node::List(self.data.clone()).canonical();
        let as_list = same_hex(&self.sign, &sign(algorithm, &list));
        let as_object = match self.data.as_slice() {
            [only] => same_hex(&self.sign, &sign(algorithm, &only.canonical())),
            _ => false,
        };
        as_list || as_object
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const D1: &str = r#"{ "userId": "cadre01", "password": "205af3fa28810be321ef49d0993fee24", "callbackServer": "http://www.cncadre.com/" }"#;
    const D1_SIGN: &str = "59f5688227e06ae8059cba5286a700c95103353b";
    const D1_SORTED: &str = r#"{"callbackServer":"http://www.cncadre.com/","password":"205af3fa28810be321ef49d0993fee24","userId":"cadre01"}"#;

    #[test]
    fn the_example_d1_comes_out() {
        let dialect = Dialect { sign_scope: SignScope::Object, ..Dialect::default() };
        let text = request(&dialect, &[D1], Moment(1_514_739_661_999)).unwrap();
        assert_eq!(text, format!(r#"{{"timestamp":1514739661,"sign":"{D1_SIGN}","data":[{D1_SORTED}]}}"#));
    }

    #[test]
    fn by_default_the_list_is_signed() {
        // printf %s '[<D1_SORTED>]' | sha1sum, and md5sum
        let sha1 = "25330ce117fba3d00dd4d47167f3118274551302";
        let md5 = "c92d91a0eabbd152beed2b065830db09";
        let text = request(&Dialect::default(), &[D1], Moment(0)).unwrap();
        assert_eq!(text, format!(r#"{{"timestamp":0,"sign":"{sha1}","data":[{D1_SORTED}]}}"#));
        let dialect = Dialect { sign_algorithm: SignAlgorithm::Md5, ..Dialect::default() };
        let text = request(&dialect, &[D1], Moment(0)).unwrap();
        assert_eq!(text, format!(r#"{{"timestamp":0,"sign":"{md5}","data":[{D1_SORTED}]}}"#));
    }

    #[test]
    fn no_data_is_an_empty_list_and_its_signature() {
        // printf %s '[]' | sha1sum
        let text = request(&Dialect::default(), &[], Moment(0)).unwrap();
        assert_eq!(text, r#"{"timestamp":0,"sign":"97d170e1550eee4afc0af065b78cda302a97674c","data":[]}"#);
    }

    #[test]
    fn both_scopes_are_taken_and_a_changed_item_is_not() {
        for scope in [SignScope::List, SignScope::Object] {
            for algorithm in [SignAlgorithm::Sha1, SignAlgorithm::Md5] {
                let dialect = Dialect { sign_scope: scope, sign_algorithm: algorithm, ..Dialect::default() };
                let text = request(&dialect, &[D1], Moment(0)).unwrap();
                let received = Received::parse(&text).unwrap();
                assert!(received.is_whole(algorithm), "{scope:?} {algorithm:?}");
                let changed = Received::parse(&text.replace("cadre01", "cadre02")).unwrap();
                assert!(!changed.is_whole(algorithm));
            }
        }
        // Two elements are never signed as one object.
        let dialect = Dialect { sign_scope: SignScope::Object, ..Dialect::default() };
        let text = request(&dialect, &["1", "2"], Moment(0)).unwrap();
        assert!(Received::parse(&text).unwrap().is_whole(SignAlgorithm::Sha1));
        let bad = text.replace("[1,2]", "[2,1]");
        assert!(!Received::parse(&bad).unwrap().is_whole(SignAlgorithm::Sha1));
    }

    #[test]
    fn a_request_without_its_members_names_the_one() {
        let missing = |text| Received::parse(text).unwrap_err().to_string();
        assert_eq!(missing(r#"{"sign":"","data":[]}"#), "timestamp is missing (table 31)");
        assert_eq!(missing(r#"{"timestamp":1,"data":[]}"#), "sign is missing (table 31)");
        assert_eq!(missing(r#"{"timestamp":1,"sign":"","data":{}}"#), "data must be an array (table 31)");
        assert_eq!(missing(r#"{"timestamp":1,"timestamp":1,"sign":"","data":[]}"#), "timestamp is given twice");
        // The examples of appendix D have twelve digits where four bytes are said.
        let odd = Received::parse(r#"{"timestamp":125555556621,"sign":"x","data":[]}"#).unwrap();
        assert_eq!(odd.timestamp, Some(125_555_556_621));
    }
}
