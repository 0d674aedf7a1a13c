//! A secret and its name.

use std::fmt;
use std::str::FromStr;

use zeroize::Zeroizing;

/// A text that is wiped from memory when it goes, and never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a text in.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text, for the one place that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A secret's name: `city.password`, `city.des_key`, `lane.in-1.token`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretName(String);

/// The charging platform's secrets.
const CHARGING: [&str; 5] = ["data_secret", "data_secret_iv", "sig_secret", "operator_secret", "platform_secret"];

/// A text that names no secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} names no secret: city.password, city.des_key, city.des_iv, city.downlink_token, charging.data_secret, charging.data_secret_iv, charging.sig_secret, charging.operator_secret, charging.platform_secret, docloud.app_secret, etcp.merchant_key, repair.password, autox3.app_secret, payment.key, attach.identity, bays.token, lane.CODE.token or lane.CODE.relay"
)]
pub struct BadName(pub String);

impl SecretName {
    /// The city platform's password.
    pub fn city_password() -> Self {
        Self("city.password".into())
    }

    /// The key that the city platform's password is encrypted with.
    pub fn city_des_key() -> Self {
        Self("city.des_key".into())
    }

    /// One of the charging platform's: `data_secret`, `data_secret_iv`, `sig_secret`, `operator_secret`, and, where the two
    /// sides have one each, `platform_secret`.
    pub fn charging(name: &str) -> Self {
        Self(format!("charging.{name}"))
    }

    /// The key by which ETCP and we sign (商户密钥).
    pub fn etcp_merchant_key() -> Self {
        Self("etcp.merchant_key".into())
    }

    /// The repair shop's password at the archive (维修企业登录密码).
    pub fn repair_password() -> Self {
        Self("repair.password".into())
    }

    /// The secret by which AutoX3 signs what it pushes.
    pub fn autox3_app_secret() -> Self {
        Self("autox3.app_secret".into())
    }

    /// The secret by which calls to docloud and its pushes are signed.
    pub fn docloud_app_secret() -> Self {
        Self("docloud.app_secret".into())
    }

    /// Our key at the payment channel.
    pub fn payment_key() -> Self {
        Self("payment.key".into())
    }

    /// Certificate and key of the door for other PCs, made by itself.
    pub fn attach_identity() -> Self {
        Self("attach.identity".into())
    }

    /// The token by which the lane of this code is known to the lane listener.
    pub fn lane_token(code: &str) -> Self {
        Self(format!("lane.{code}.token"))
    }

    /// The token by which the detectors of bays along a street are known to the lane listener.
    pub fn bays_token() -> Self {
        Self("bays.token".into())
    }

    /// The start vector of that cipher, where the platform agreed one.
    pub fn city_des_iv() -> Self {
        Self("city.des_iv".into())
    }

    /// The token by which the city platform is known when it calls us, where one was agreed besides the access token.
    pub fn city_downlink_token() -> Self {
        Self("city.downlink_token".into())
    }

    /// `name:password` of the relay at the lane of this code.
    pub fn lane_relay(code: &str) -> Self {
        Self(format!("lane.{code}.relay"))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SecretName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for SecretName {
    type Err = BadName;

    /// A closed list, so that a misspelt name is found when it is set and not when it is missed.
    fn from_str(text: &str) -> Result<Self, BadName> {
        let rest = text.strip_prefix("lane.").unwrap_or_default();
        let lane = rest.strip_suffix(".token").or_else(|| rest.strip_suffix(".relay")).is_some_and(|code| {
            !code.is_empty()
                && code.len() <= 20
                && code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        });
        let fixed = [
            "city.password",
            "city.des_key",
            "city.des_iv",
            "city.downlink_token",
            "etcp.merchant_key",
            "repair.password",
            "docloud.app_secret",
            "autox3.app_secret",
            "payment.key",
            "attach.identity",
            "bays.token",
        ]
        .contains(&text);
        let charging = text.strip_prefix("charging.").is_some_and(|name| CHARGING.contains(&name));
        if lane || fixed || charging { Ok(Self(text.to_owned())) } else { Err(BadName(text.to_owned())) }
    }
}
