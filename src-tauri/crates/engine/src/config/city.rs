//! The city platform's settings (DB4403/T 313). Its password and keys are secrets: `city.password`, `city.des_key`.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::check::{length, range, web_address};
use super::problem::Problem;

/// How to reach the city platform and which of the document's two readings it takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CityProfile {
    /// Base URL, such as `https://city.example.gov.cn/up/park`.
    pub base_url: String,
    /// Account given by the platform (table 34 `userName`).
    pub user_name: String,
    /// A file with the certificate authority in PEM, relative to the data directory, where the platform's certificate
    /// is not signed by a public one.
    pub ca_file: Option<PathBuf>,
    /// How messages are signed.
    pub sign: SignHash,
    /// What is signed when `data` holds one item.
    pub sign_scope: SignScope,
    /// Reply time-out in milliseconds (6.1.1 e: 20 s).
    pub timeout_ms: u32,
}

impl Default for CityProfile {
    fn default() -> Self {
        Self {
            base_url: String::new(),
            user_name: String::new(),
            ca_file: None,
            sign: SignHash::Sha1,
            sign_scope: SignScope::List,
            timeout_ms: 20_000,
        }
    }
}

/// The signature's hash: 6.1.1 g says SHA-1, 6.1.2 says MD5.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignHash {
    /// SHA-1, lower-case hexadecimal.
    #[default]
    Sha1,
    /// MD5.
    Md5,
}

/// What is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignScope {
    /// The list as sent.
    #[default]
    List,
    /// A list's only object.
    Object,
}

pub(super) fn check(city: &CityProfile, found: &mut Vec<Problem>) {
    web_address(found, "platforms.city.base_url", &city.base_url, &["https://"]);
    length(found, "platforms.city.user_name", &city.user_name, 1, 50);
    range(found, "platforms.city.timeout_ms", u64::from(city.timeout_ms), 1_000, 60_000);
}
