//! Logging in: 1001, 1002, 1003 over HTTPS, 1004 over TCP (DB4403/T 313, 6.2.1–6.2.4).

use lotdesk_domain::message::Outcome;

use super::answer::{Answer, Reply};
use crate::cipher::{CipherError, des_cbc_encrypt};
use crate::city::wire::login::{LoginRequest, LogoutRequest, RefreshRequest, TcpLoginRequest, TokenReply};
use crate::json::{JsonError, to_canonical};

/// What the platform gave us to log in with.
#[derive(Clone)]
pub struct Credentials {
    /// `userId`, 32 characters at most.
    pub user_id: String,
    /// The password in plain text; it leaves the machine enciphered only.
    pub password: String,
    /// The platform's DES key, 8 bytes.
    pub des_key: Vec<u8>,
    /// DES start vector, 8 bytes; the key itself where none was agreed. The standard names none.
    pub des_iv: Option<Vec<u8>>,
    /// Where the platform calls us, unless it knows already (`callbackServer`).
    pub callback_server: Option<String>,
    /// Our page for paying online, when there is one (`onlineOrderUrl`).
    pub online_order_url: Option<String>,
}

impl std::fmt::Debug for Credentials {
    /// Password and key are never written to a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").field("user_id", &self.user_id).finish_non_exhaustive()
    }
}

/// Why a login could not be built.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    /// The DES key or start vector is wrong.
    #[error("the password cannot be enciphered: {0}")]
    Cipher(#[from] CipherError),
    /// The item could not be written.
    #[error(transparent)]
    Json(#[from] JsonError),
}

impl Credentials {
    /// The `password` field: DES-CBC with PKCS#7, Base64 (table 34).
    ///
    /// # Errors
    /// When key or start vector have not 8 bytes.
    pub fn enciphered_password(&self) -> Result<String, CipherError> {
        let iv = self.des_iv.as_deref().unwrap_or(&self.des_key);
        des_cbc_encrypt(&self.des_key, iv, &self.password)
    }
}

/// The item of 1001 (table 34).
///
/// # Errors
/// When the DES key or start vector have not 8 bytes.
pub fn login_item(credentials: &Credentials) -> Result<String, LoginError> {
    Ok(to_canonical(&LoginRequest {
        user_id: credentials.user_id.clone(),
        password: credentials.enciphered_password()?,
        callback_server: credentials.callback_server.clone(),
        online_order_url: credentials.online_order_url.clone(),
    })?)
}

/// The item of 1004, the login over TCP (table 40). 1005 and 1006 carry no item.
///
/// # Errors
/// When the DES key or start vector have not 8 bytes.
pub fn tcp_login_item(credentials: &Credentials) -> Result<String, LoginError> {
    Ok(to_canonical(&TcpLoginRequest {
        user_id: credentials.user_id.clone(),
        password: credentials.enciphered_password()?,
    })?)
}

/// The item of 1002 (table 36): the password again, and the token that runs out. The refresh token is never asked for.
///
/// # Errors
/// When the DES key or start vector have not 8 bytes.
pub fn refresh_item(credentials: &Credentials, access_token: &str) -> Result<String, LoginError> {
    Ok(to_canonical(&RefreshRequest {
        user_id: credentials.user_id.clone(),
        password: credentials.enciphered_password()?,
        access_token: access_token.to_owned(),
    })?)
}

/// The item of 1003 (table 38).
///
/// # Errors
/// Never in practice: a string always serialises.
pub fn logout_item(access_token: &str) -> Result<String, LoginError> {
    Ok(to_canonical(&LogoutRequest { access_token: access_token.to_owned() })?)
}

/// A right to call, for a while.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// Goes into the `Authorization` header.
    pub access_token: String,
    /// Kept, though no interface asks for it.
    pub refresh_token: Option<String>,
    /// Seconds for which it holds; none where the platform's text is no number.
    pub expires_in_s: Option<i64>,
}

impl std::fmt::Debug for Token {
    /// Tokens are never written to a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Token").field("expires_in_s", &self.expires_in_s).finish_non_exhaustive()
    }
}

/// Reads the answer to 1001 or 1002 (tables 35 and 37).
///
/// # Errors
/// The outcome when there is no token in it: refused, or no readable answer.
pub fn read_token(http_status: u16, body: &str) -> Result<Token, Outcome> {
    let answer = Answer::read(http_status, body);
    if answer.outcome != Outcome::Accepted {
        return Err(answer.outcome);
    }
    let unreadable = |why: String| Outcome::Unknown { why };
    let item = answer.reply.as_ref().and_then(Reply::first);
    let item = item.ok_or_else(|| unreadable("the answer carries no data".to_owned()))?;
    let reply: TokenReply =
        serde_json::from_str(&item.compact()).map_err(|e| unreadable(format!("the answer carries no token: {e}")))?;
    if reply.access_token.is_empty() {
        return Err(unreadable("the answer carries an empty token".to_owned()));
    }
    Ok(Token {
        access_token: reply.access_token,
        refresh_token: reply.refresh_token.filter(|token| !token.is_empty()),
        expires_in_s: reply.expires_in.seconds().filter(|seconds| *seconds > 0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credentials() -> Credentials {
        Credentials {
            user_id: "b38080814d9be81f014d9beb8109033a".into(),
            password: "Lot-2026".into(),
            des_key: b"12345678".to_vec(),
            des_iv: None,
            callback_server: None,
            online_order_url: None,
        }
    }

    #[test]
    fn the_login_carries_the_enciphered_password() {
        // The cipher text is openssl's: enc -des-cbc -K 3132333435363738 -iv 3132333435363738
        assert_eq!(
            login_item(&credentials()).unwrap(),
            r#"{"password":"r2o1hCPqVF5FSU7oQY2JfA==","userId":"b38080814d9be81f014d9beb8109033a"}"#
        );
        let called_back = Credentials { callback_server: Some("https://serverAddress".into()), ..credentials() };
        assert!(login_item(&called_back).unwrap().contains(r#""callbackServer":"https://serverAddress""#));
        assert_eq!(
            refresh_item(&credentials(), "T1").unwrap(),
            r#"{"accessToken":"T1","password":"r2o1hCPqVF5FSU7oQY2JfA==","userId":"b38080814d9be81f014d9beb8109033a"}"#
        );
        assert_eq!(logout_item("T1").unwrap(), r#"{"accessToken":"T1"}"#);
        // Over TCP neither address is told (table 40).
        assert_eq!(tcp_login_item(&called_back).unwrap(), login_item(&credentials()).unwrap());
    }

    #[test]
    fn the_start_vector_is_the_key_unless_one_was_agreed() {
        // openssl enc -des-cbc -K 3132333435363738 -iv 0000000000000000
        let zero = Credentials { des_iv: Some(vec![0; 8]), ..credentials() };
        assert_eq!(zero.enciphered_password().as_deref(), Ok("deKpWmMb/zECyL8vz/I17w=="));
        let short = Credentials { des_key: b"1234".to_vec(), ..credentials() };
        assert!(matches!(login_item(&short), Err(LoginError::Cipher(CipherError::KeyLength { wanted: 8, given: 4 }))));
        assert!(!format!("{:?}", credentials()).contains("Lot-2026"));
    }

    #[test]
    fn tokens_are_read_in_every_form() {
        // D.2 has resultCode as text and expiresIn as text.
        let d2 = r#"{"resultCode":"0","resultMsg":"成功","timestamp":125555556621,"data":[{"scope":"default",
            "tokenType":"bearer","expiresIn":"7200","accessToken":"A","refreshToken":"R"}]}"#;
        let token = read_token(200, d2).unwrap();
        assert_eq!((token.access_token.as_str(), token.expires_in_s), ("A", Some(7200)));
        assert_eq!(token.refresh_token.as_deref(), Some("R"));
        let int = d2.replace("\"7200\"", "600").replace("\"0\"", "0");
        assert_eq!(read_token(200, &int).unwrap().expires_in_s, Some(600));
        let stars = d2.replace("7200", "*****");
        assert_eq!(read_token(200, &stars).unwrap().expires_in_s, None);
    }

    #[test]
    fn a_refused_or_empty_login_gives_no_token() {
        let refused =
            r#"{"resultCode":1,"resultMsg":"失败","timestamp":1,"data":[{"code":3001,"message":"用户名或密码错误"}]}"#;
        assert_eq!(
            read_token(200, refused),
            Err(Outcome::Refused { code: "3001".into(), words: "用户名或密码错误".into() })
        );
        let empty = r#"{"resultCode":0,"timestamp":1,"data":[]}"#;
        assert!(matches!(read_token(200, empty), Err(Outcome::Unknown { .. })));
        let blank = r#"{"resultCode":0,"timestamp":1,"data":[{"accessToken":""}]}"#;
        assert!(matches!(read_token(200, blank), Err(Outcome::Unknown { .. })));
    }
}
