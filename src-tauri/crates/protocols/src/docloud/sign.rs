//! The signature of docloud's calls (docloud, 签名规则), and the query that carries it.

use lotdesk_domain::moment::Moment;

use crate::sign::{md5_hex_upper, same_hex};

/// MD5 of key, secret, query and body one after the other and turned round, as upper-case hexadecimal digits.
///
/// The query's parameters are sorted by their names already, and joined as `a=1&b=2`. The text is turned round by
/// characters, not by bytes: Chinese text stays whole.
pub fn sign(app_key: &str, app_secret: &str, sorted_query: &str, body: &str) -> String {
    let turned: String = [app_key, app_secret, sorted_query, body].concat().chars().rev().collect();
    md5_hex_upper(turned.as_bytes())
}

/// The query of a call as it stands on the wire: the parameters with `app_key` and `timestamp` (in milliseconds), sorted, and
/// the signature after them. Values are percent-encoded first: what is signed is what the other side sees.
pub fn signed_query(app_key: &str, app_secret: &str, parameters: &[(&str, String)], body: &str, now: Moment) -> String {
    let mut all: Vec<(&str, String)> = parameters.iter().map(|(name, value)| (*name, encoded(value))).collect();
    all.push(("app_key", encoded(app_key)));
    all.push(("timestamp", now.0.to_string()));
    all.sort_by(|a, b| a.0.cmp(b.0));
    let query = all.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
    let sign = sign(app_key, app_secret, &query, body);
    format!("{query}&sign={sign}")
}

/// What stands in a query as it is: the unreserved characters of RFC 3986.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// A callback's query whose signature is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedQuery {
    /// Its parameters but the signature, sorted and joined as they were signed: the same text in whatever order they came, so
    /// that a message is known by it and its body.
    pub sorted: String,
    /// `timestamp`, in milliseconds (公共参数); none where that is no number.
    pub at: Option<Moment>,
}

/// The query of a callback that is docloud's: it names our key, and is signed with our secret over itself, sorted, and the body.
/// None for any other. Without a secret nothing is docloud's.
pub fn verified_query(app_key: &str, app_secret: &str, query: &str, body: &str) -> Option<SignedQuery> {
    let mut parameters: Vec<(&str, &str)> = query.split('&').map(|p| p.split_once('=').unwrap_or((p, ""))).collect();
    let one = |wanted: &str, parameters: &[(&str, &str)]| {
        let mut found = parameters.iter().filter(|(name, _)| *name == wanted);
        // A parameter given twice could be read in two ways.
        found.next().filter(|_| found.next().is_none()).map(|(_, value)| (*value).to_owned())
    };
    let given = one("sign", &parameters)?;
    let at = one("timestamp", &parameters)?;
    if one("app_key", &parameters).as_deref() != Some(encoded(app_key).as_str()) {
        return None;
    }
    parameters.retain(|(name, _)| *name != "sign");
    parameters.sort_by(|a, b| a.0.cmp(b.0));
    let sorted = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
    let fits = !app_secret.is_empty() && same_hex(&given, &sign(app_key, app_secret, &sorted, body));
    fits.then(|| SignedQuery { sorted, at: at.parse().ok().map(Moment) })
}

/// Whether a callback is docloud's, whenever it was sent.
pub fn is_signed(app_key: &str, app_secret: &str, query: &str, body: &str) -> bool {
    verified_query(app_key, app_secret, query, body).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_is_sorted_and_signed_as_it_stands() {
        let parameters = [("token", "N+k=".to_owned()), ("orderId", "7".to_owned())];
        let query = signed_query("TEST", "TEST", &parameters, "", Moment(1_472_182_371_254));
        let sorted = "app_key=TEST&orderId=7&timestamp=1472182371254&token=N%2Bk%3D";
        assert_eq!(query, format!("{sorted}&sign={}", sign("TEST", "TEST", sorted, "")));
        assert!(is_signed("TEST", "TEST", &query, ""));
        assert!(!is_signed("TEST", "TEST", &query, "{}"), "the body is signed too");
    }

    #[test]
    fn only_our_key_and_secret_pass() {
        let query = signed_query("K", "S", &[], "{\"a\":\"中\"}", Moment(1));
        let body = "{\"a\":\"中\"}";
        assert!(is_signed("K", "S", &query, body));
        assert!(is_signed("K", "S", &query.to_lowercase().replace("app_key=k", "app_key=K"), body), "in either case");
        assert!(!is_signed("K", "other", &query, body));
        assert!(!is_signed("J", "S", &query, body));
        assert!(!is_signed("K", "S", "", body));
        assert!(!is_signed("K", "S", &format!("{query}&app_key=K"), body), "given twice");
        let unsecured = signed_query("K", "", &[], body, Moment(1));
        assert!(!is_signed("K", "", &unsecured, body), "no secret takes nothing");
        let swapped = query.replace("timestamp=1", "timestamp=2");
        assert!(!is_signed("K", "S", &swapped, body));
    }

    #[test]
    fn a_query_in_another_order_is_the_same_one() {
        let query = signed_query("K", "S", &[], "{}", Moment(1_490_769_858_578));
        let turned = query.split('&').rev().collect::<Vec<_>>().join("&");
        let read = verified_query("K", "S", &query, "{}").unwrap();
        assert_eq!(read.at, Some(Moment(1_490_769_858_578)));
        assert_eq!(verified_query("K", "S", &turned, "{}"), Some(read));
    }
}
