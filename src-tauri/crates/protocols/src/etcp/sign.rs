//! The signatures of ETCP's calls (ETCP open platform, 5.4) and of its pushes (9.1, 9.2).

use serde_json::value::RawValue;

use crate::interface::HandlerError;
use crate::json::Node;
use crate::sign::{md5_hex_upper, same_hex};

/// MD5 of data, merchant key and time stamp one after the other, as upper-case hexadecimal digits.
///
/// `time_stamp` is `yyyyMMddHHmmss`, local time.
pub fn sign(data: &str, merchant_key: &str, time_stamp: &str) -> String {
    md5_hex_upper(format!("{data}{merchant_key}{time_stamp}").as_bytes())
}

/// What `data` is in the signature of a push, on which the document is silent: always the pushed object without `signment`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignedForm {
    /// Its members in the order received, without blanks.
    #[default]
    Received,
    /// Its members sorted by their names, without blanks.
    Sorted,
    /// The very text that came, `signment` and its comma cut out.
    Raw,
}

/// The name of the member that the signature of a push stands in.
const SIGNMENT: &str = "signment";

/// MD5 of merchant number, `data` and merchant key one after the other (9.1), as upper-case hexadecimal digits.
pub fn push_sign(merchant_no: &str, data: &str, merchant_key: &str) -> String {
    md5_hex_upper(format!("{merchant_no}{data}{merchant_key}").as_bytes())
}

/// The part of a push that is signed, and its signature.
///
/// # Errors
/// When it is no object, or has no signature.
pub fn signed_part(body: &str, form: SignedForm) -> Result<(String, String), HandlerError> {
    let mut root = Node::parse(body)?;
    let signment = root.take(SIGNMENT);
    let signment = signment.as_ref().and_then(Node::as_text).ok_or(HandlerError::Member(SIGNMENT))?.to_owned();
    let data = match form {
        SignedForm::Received => root.compact(),
        SignedForm::Sorted => root.canonical(),
        SignedForm::Raw => without_signment(body)?,
    };
    Ok((data, signment))
}

/// Whether a push is signed with this key. No key and no number sign nothing.
///
/// # Errors
/// When it is no object, or has no signature.
pub fn push_is_signed(
    body: &str,
    merchant_no: &str,
    merchant_key: &str,
    form: SignedForm,
) -> Result<bool, HandlerError> {
    let (data, signment) = signed_part(body, form)?;
    let known = !merchant_no.is_empty() && !merchant_key.is_empty();
    Ok(known && same_hex(&signment, &push_sign(merchant_no, &data, merchant_key)))
}

/// The text with the member cut out: from its name to the end of its value, and one comma beside it.
fn without_signment(body: &str) -> Result<String, HandlerError> {
    #[derive(serde::Deserialize)]
    struct Signed<'a> {
        #[serde(borrow)]
        signment: &'a RawValue,
    }
    let missing = || HandlerError::Member(SIGNMENT);
    let signed: Signed<'_> = serde_json::from_str(body)?;
    let value = signed.signment.get();
    // Borrowed from the text, so it lies in it.
    let from = (value.as_ptr() as usize).checked_sub(body.as_ptr() as usize).ok_or_else(missing)?;
    let (before, rest) = (body.get(..from).ok_or_else(missing)?, body.get(from + value.len()..).ok_or_else(missing)?);
    let before = before.trim_end().strip_suffix(':').ok_or_else(missing)?.trim_end();
    let before = before.strip_suffix("\"signment\"").ok_or_else(missing)?;
    let (before, rest) = match (before.trim_end().strip_suffix(','), rest.trim_start().strip_prefix(',')) {
        (Some(before), _) => (before, rest),
        (None, Some(rest)) => (before, rest),
        (None, None) => (before, rest),
    };
    Ok(format!("{before}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUSH: &str = r#"{ "b": 1, "signment": "X",  "a":"渝ATX061" }"#;

    fn data(body: &str, form: SignedForm) -> String {
        signed_part(body, form).unwrap().0
    }

    #[test]
    fn what_is_signed_is_the_push_without_its_signature() {
        assert_eq!(data(PUSH, SignedForm::Received), r#"{"b":1,"a":"渝ATX061"}"#);
        assert_eq!(data(PUSH, SignedForm::Sorted), r#"{"a":"渝ATX061","b":1}"#);
        assert_eq!(data(PUSH, SignedForm::Raw), r#"{ "b": 1,  "a":"渝ATX061" }"#);
        assert_eq!(data(r#"{"signment":"X","a":1}"#, SignedForm::Raw), r#"{"a":1}"#);
        assert_eq!(data(r#"{"a":1,"signment":"X"}"#, SignedForm::Raw), r#"{"a":1}"#);
        assert_eq!(data(r#"{"signment":"X"}"#, SignedForm::Raw), "{}");
        assert!(signed_part("{}", SignedForm::Received).is_err());
        assert!(signed_part(r#"{"signment":1}"#, SignedForm::Received).is_err());
        assert!(signed_part("[]", SignedForm::Raw).is_err());
    }

    #[test]
    fn a_push_is_taken_by_its_own_key_alone() {
        // printf %s 'M1' '{"b":1,"a":"渝ATX061"}' 'key' | md5sum
        let body = PUSH.replace("\"X\"", "\"a90ee73c2d07d65bb5aa0f456e34ffe1\"");
        let signed = |no: &str, key: &str, form| push_is_signed(&body, no, key, form).unwrap();
        assert!(signed("M1", "key", SignedForm::Received));
        assert!(!signed("M1", "key", SignedForm::Sorted), "another form signs another text");
        assert!(!signed("M2", "key", SignedForm::Received) && !signed("M1", "KEY", SignedForm::Received));
        let bare = body.replace("a90ee73c2d07d65bb5aa0f456e34ffe1", &push_sign("", r#"{"b":1,"a":"渝ATX061"}"#, ""));
        assert!(!push_is_signed(&bare, "", "", SignedForm::Received).unwrap(), "nothing set up takes nothing");
    }
}
