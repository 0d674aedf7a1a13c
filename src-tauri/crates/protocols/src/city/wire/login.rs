//! Logging in (DB4403/T 313, tables 34 to 41).

use serde::{Deserialize, Serialize};

use super::form::Text;

/// `expiresIn`: an Int in the table, text in the examples.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExpiresIn(pub String);

impl ExpiresIn {
    /// Seconds; none where the text is no number.
    pub fn seconds(&self) -> Option<i64> {
        self.0.trim().parse().ok()
    }
}

impl Serialize for ExpiresIn {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.seconds() {
            Some(seconds) => serializer.serialize_i64(seconds),
            None => serializer.serialize_str(&self.0),
        }
    }
}

impl<'de> Deserialize<'de> for ExpiresIn {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Text::deserialize(deserializer).map(|text| ExpiresIn(text.0))
    }
}

/// 1001 request, table 34.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoginRequest {
    /// `userId`
    pub user_id: String,
    /// `password`, enciphered.
    pub password: String,
    /// `callbackServer`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub callback_server: Option<String>,
    /// `onlineOrderUrl`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online_order_url: Option<String>,
}

/// 1002 request, table 36.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RefreshRequest {
    /// `userId`
    pub user_id: String,
    /// `password`, enciphered.
    pub password: String,
    /// `accessToken`
    pub access_token: String,
}

/// 1003 request, table 38.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogoutRequest {
    /// `accessToken`
    pub access_token: String,
}

/// 1004 request, table 40.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TcpLoginRequest {
    /// `userId`
    pub user_id: String,
    /// `password`, enciphered.
    pub password: String,
}

/// 1001 and 1002 reply, tables 35 and 37.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenReply {
    /// `id`, in 1002 alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `scope`, in 1001 alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// `tokenType`, by default `bearer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_type: Option<String>,
    /// `expiresIn`: seconds; an Int in the table, text in the examples.
    #[serde(default)]
    pub expires_in: ExpiresIn,
    /// `accessToken`
    pub access_token: String,
    /// `refreshToken`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
}
