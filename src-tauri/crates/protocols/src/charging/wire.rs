//! The messages around the content (tables B.25, B.26) and the token's (B.23, B.24). What the content is made of stands in
//! [`crate::appendix_b`].

use serde::{Deserialize, Deserializer, Serialize};

use crate::appendix_b::{Str, Whole};

/// Table B.25.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// `OperatorID`
    #[serde(rename = "OperatorID")]
    pub operator_id: Str,
    /// `Data`, enciphered.
    #[serde(rename = "Data")]
    pub data: Str,
    /// `TimeStamp`, yyyyMMddHHmmss.
    #[serde(rename = "TimeStamp")]
    pub time_stamp: Str,
    /// `Seq`, four digits.
    #[serde(rename = "Seq")]
    pub seq: Str,
    /// `Sig`
    #[serde(rename = "Sig")]
    pub sig: Str,
}

/// B.3.4.2, table B.26. Only `Ret` and `Msg` are required; null stands for what is not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// `Ret`
    #[serde(rename = "Ret")]
    pub ret: Whole,
    /// `Msg`
    #[serde(rename = "Msg", default, deserialize_with = "or_nothing")]
    pub msg: Str,
    /// `Data`, enciphered.
    #[serde(rename = "Data", default, deserialize_with = "or_nothing")]
    pub data: Str,
    /// `Sig`
    #[serde(rename = "Sig", default, deserialize_with = "or_nothing")]
    pub sig: Str,
}

fn or_nothing<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Str, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// Table B.23. Holds a secret: it has no way to be logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRequest {
    /// `OperatorID`
    #[serde(rename = "OperatorID")]
    pub operator_id: Str,
    /// `OperatorSecret`
    #[serde(rename = "OperatorSecret")]
    pub operator_secret: Str,
}

/// Table B.24.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenReply {
    /// `OperatorID`
    #[serde(rename = "OperatorID")]
    pub operator_id: Str,
    /// `SuccStat`: 0 yes, 1 no.
    #[serde(rename = "SuccStat")]
    pub succ_stat: Whole,
    /// `AccessToken`; empty when there is none.
    #[serde(rename = "AccessToken", default)]
    pub access_token: Str,
    /// `TokenAvailableTime`, in seconds.
    #[serde(rename = "TokenAvailableTime")]
    pub available_s: Whole,
    /// `FailReason`: 0 none, 1 no such operator, 2 wrong secret.
    #[serde(rename = "FailReason")]
    pub fail_reason: Whole,
}
