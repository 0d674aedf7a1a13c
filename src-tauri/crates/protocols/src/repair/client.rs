//! Requests to the archive and what its answers mean. No sockets: the caller carries the texts.

use lotdesk_domain::message::Outcome;

use super::wire::{Reply, TokenRequest};
use crate::json::{JsonError, Node, to_canonical};

/// A token is good for this long (section 3, 2).
pub const TOKEN_LIVES_S: u64 = 2 * 3600;

/// `getToken`'s body.
///
/// # Errors
/// Never for these two texts.
pub fn token_request(company_code: &str, password: &str) -> Result<String, JsonError> {
    to_canonical(&TokenRequest { companycode: company_code.to_owned(), companypassword: password.to_owned() })
}

/// The token in `getToken`'s answer.
///
/// # Errors
/// How the call ended otherwise.
pub fn read_token(http_status: u16, body: &str) -> Result<String, Outcome> {
    match outcome(http_status, body) {
        Outcome::Accepted => {}
        other => return Err(other),
    }
    let reply: Option<Reply> = serde_json::from_str(body).ok();
    let token = reply.and_then(|reply| reply.access_token).filter(|token| !token.is_empty());
    token.ok_or_else(|| Outcome::Unknown { why: "the answer has no access_token".to_owned() })
}

/// `saveWeixiuRecord`'s body: the stored message with the token.
///
/// # Errors
/// When the stored message is no object.
pub fn save_request(message: &str, token: &str) -> Result<String, JsonError> {
    let mut root = Node::parse(message)?;
    if let Node::Object(members) = &mut root {
        members.insert(0, ("access_token".to_owned(), Node::Text(token.to_owned())));
    }
    Ok(root.compact())
}

/// What an answer means: `code` 1 is success; anything else is a refusal in the archive's own words.
pub fn outcome(http_status: u16, body: &str) -> Outcome {
    let reply: Result<Reply, _> = serde_json::from_str(body);
    match (reply, http_status) {
        (Ok(reply), _) if reply.code.trim() == "1" && (200..300).contains(&http_status) => Outcome::Accepted,
        (Ok(reply), _) if reply.code.trim() != "1" => {
            let words = if reply.status.is_empty() { "平台未说明原因".to_owned() } else { reply.status };
            Outcome::Refused { code: reply.code, words }
        }
        (_, 100..=199 | 300..=399 | 429) => Outcome::NotSent { why: format!("HTTP {http_status}") },
        (_, 400..=499) if http_status != 408 => {
            Outcome::Refused { code: format!("HTTP {http_status}"), words: "平台拒绝了请求".to_owned() }
        }
        (Ok(_), _) => Outcome::Unknown { why: format!("HTTP {http_status} with an answer that says it is well") },
        (Err(error), _) => {
            Outcome::Unknown { why: format!("HTTP {http_status}, and the answer cannot be read: {error}") }
        }
    }
}

/// Whether a refusal is about the token and not about the record. The document names no code for that, so its words tell.
pub fn blames_token(outcome: &Outcome) -> bool {
    let Outcome::Refused { code, words } = outcome else { return false };
    let words = words.to_lowercase();
    code == "HTTP 401" || ["token", "凭证", "令牌"].iter().any(|word| words.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documents_answers_are_understood() {
        let token = r#"{"code": "1", "status": "获取成功", "access_token": "35904267BE2685498290C42FFC6B18C0"}"#;
        assert_eq!(read_token(200, token), Ok("35904267BE2685498290C42FFC6B18C0".to_owned()));
        assert_eq!(outcome(200, r#"{"code": "1", "status": "同步成功"}"#), Outcome::Accepted);
    }

    #[test]
    fn every_other_code_is_a_refusal_in_the_archives_words() {
        let refused = |code: &str, words: &str| Outcome::Refused { code: code.into(), words: words.into() };
        assert_eq!(outcome(200, r#"{"code":"0","status":"VIN码长度不符"}"#), refused("0", "VIN码长度不符"));
        assert_eq!(outcome(200, r#"{"code":-5,"status":""}"#), refused("-5", "平台未说明原因"));
        for no_words in [r#"{"code":"0","status":null}"#, r#"{"code":"0"}"#] {
            assert_eq!(outcome(200, no_words), refused("0", "平台未说明原因"), "{no_words}");
        }
        assert_eq!(read_token(200, r#"{"code":"2","status":"密码错误"}"#), Err(refused("2", "密码错误")));
    }

    #[test]
    fn a_refused_token_is_told_from_a_refused_record() {
        let refused = |words: &str| outcome(200, &format!(r#"{{"code":"0","status":"{words}"}}"#));
        assert!(blames_token(&refused("access_token已失效")) && blames_token(&refused("接口调用凭证过期")));
        assert!(!blames_token(&refused("VIN码长度不符")) && !blames_token(&Outcome::Accepted));
    }

    #[test]
    fn what_cannot_be_read_leaves_it_open() {
        assert!(matches!(outcome(200, "<html>"), Outcome::Unknown { .. }));
        assert!(matches!(outcome(502, r#"{"code":"1","status":""}"#), Outcome::Unknown { .. }));
        assert!(matches!(read_token(200, r#"{"code":"1","status":"获取成功"}"#), Err(Outcome::Unknown { .. })));
    }

    #[test]
    fn the_token_comes_at_sending() {
        let body = save_request(r#"{"basicInfo":{},"vehiclepartslist":[]}"#, "T").unwrap();
        assert_eq!(body, r#"{"access_token":"T","basicInfo":{},"vehiclepartslist":[]}"#);
    }
}
