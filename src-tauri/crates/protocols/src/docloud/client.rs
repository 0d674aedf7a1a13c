//! Requests to docloud and what its answers mean. No sockets: the caller carries the texts.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::wire::Reply;
use crate::json::{JsonError, Node, to_canonical};

/// A call: its parameters, and its body where it is a POST.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Call {
    /// Interface, such as `violation/query/1.0`, which is its path too.
    pub interface: &'static str,
    /// The query's own parameters.
    pub parameters: Vec<(&'static str, String)>,
    /// The body of a POST.
    pub body: Option<String>,
}

impl Call {
    /// A GET.
    pub fn get(interface: &'static str, parameters: Vec<(&'static str, String)>) -> Self {
        Self { interface, parameters, body: None }
    }

    /// A POST of a message.
    ///
    /// # Errors
    /// When the message cannot be written.
    pub fn post<T: Serialize>(interface: &'static str, message: &T) -> Result<Self, JsonError> {
        Ok(Self { interface, parameters: Vec::new(), body: Some(to_canonical(message)?) })
    }
}

/// How a call ends that is answered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotGranted {
    /// docloud refuses.
    #[error("{code} {words}")]
    Refused {
        /// The dictionary's code, or `HTTP 403`.
        code: String,
        /// docloud's words.
        words: String,
    },
    /// docloud has not taken it, and says that it did not look.
    #[error("{0}")]
    NotTaken(String),
    /// The answer cannot be read: what was asked may be done.
    #[error("the answer cannot be read: {0}")]
    Unreadable(String),
}

/// Reads an answer. `bare` answers (makes, lines, models) may come without the wrapper.
///
/// # Errors
/// A refusal, or what cannot be read.
pub fn read<T: DeserializeOwned>(http_status: u16, body: &str) -> Result<T, NotGranted> {
    let body = body.trim_start_matches('\u{feff}').trim();
    let well = (200..300).contains(&http_status);
    if well && body.starts_with('[') {
        return serde_json::from_str(body).map_err(|why| NotGranted::Unreadable(why.to_string()));
    }
    // What was asked for is read after it is known to be there.
    let reply: Result<Reply<Node>, _> = serde_json::from_str(body);
    match (reply, http_status) {
        (Ok(Reply { success: false, err_code, message, .. }), _) => {
            let code = err_code.map_or_else(|| "?".to_owned(), |code| code.0.to_string());
            let known = lotdesk_domain::violation::advice(&code).map_or("平台未说明原因", |advice| advice.words);
            let words = message.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty());
            Err(NotGranted::Refused { code, words: words.unwrap_or_else(|| known.to_owned()) })
        }
        (Ok(Reply { data: Some(data), .. }), 200..=299) => {
            serde_json::from_str(&data.compact()).map_err(|why| NotGranted::Unreadable(why.to_string()))
        }
        (_, 100..=199 | 300..=399 | 429) => Err(NotGranted::NotTaken(format!("HTTP {http_status}"))),
        (Err(_), 400..=499) if http_status != 408 => {
            Err(NotGranted::Refused { code: format!("HTTP {http_status}"), words: "平台拒绝了请求".to_owned() })
        }
        (Ok(_), _) => Err(NotGranted::Unreadable(format!("HTTP {http_status}, and nothing that was asked for"))),
        (Err(why), _) => Err(NotGranted::Unreadable(format!("HTTP {http_status}: {why}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::wire::{BrandOrSeries, OrderMade, Token};
    use super::*;

    #[test]
    fn an_answer_is_what_was_asked_for_or_a_refusal_in_words() {
        let made: OrderMade = read(200, r#"{"success": true, "data": {"orderId": "1234566"}}"#).unwrap();
        assert_eq!(made.order_id.0, 1_234_566);
        let refused = |body: &str| match read::<Token>(200, body) {
            Err(NotGranted::Refused { code, words }) => (code, words),
            Err(other) => panic!("{other}"),
            Ok(_) => panic!("granted"),
        };
        let words = |code: &str, words: &str| (code.to_owned(), words.to_owned());
        assert_eq!(refused(r#"{"success":false,"errCode":1000,"message":"系统异常"}"#), words("1000", "系统异常"));
        assert_eq!(
            refused(r#"{"success":false,"errCode":"1032","message":""}"#),
            words("1032", "车架号或发动机号位数错误")
        );
        assert_eq!(refused(r#"{"success":false}"#), words("?", "平台未说明原因"));
    }

    #[test]
    fn what_cannot_be_read_leaves_it_open() {
        for (status, body) in [
            (200, "<html>"),
            (504, ""),
            (200, r#"{"success":true}"#),
            (200, r#"{"success":true,"data":{}}"#),
            (408, "x"),
        ] {
            assert!(matches!(read::<OrderMade>(status, body), Err(NotGranted::Unreadable(_))), "{status} {body}");
        }
        assert!(matches!(read::<OrderMade>(429, ""), Err(NotGranted::NotTaken(_))));
        assert!(matches!(read::<OrderMade>(403, "no"), Err(NotGranted::Refused { .. })));
    }

    #[test]
    fn bare_lists_are_lists() {
        let brands: Vec<BrandOrSeries> =
            read(200, r#"[{"brandId": 33, "brandName": "奥迪", "mark": null, "icon": ""}]"#).unwrap();
        assert_eq!(brands.len(), 1);
        let wrapped: Vec<BrandOrSeries> = read(200, r#"{"success":true,"data":[{"seriesId":650}]}"#).unwrap();
        assert_eq!(wrapped[0].series_id.map(|id| id.0), Some(650));
    }
}
