//! Channels, and the pay codes by which they are told apart.
//!
//! | channel | a driver's pay code |
//! | --- | --- |
//! | WeChat | 18 digits that begin with 10 to 15 |
//! | Alipay | 16 to 24 digits that begin with 25 to 30 |
//!
//! Source: the channels' own notes for merchants (付款码支付 / 当面付条码支付). A code is good for one payment within about a
//! minute; until then whoever has it can take money, so it is kept nowhere.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::parking::PayType;

/// Who moves the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum PayChannel {
    /// 微信支付
    WeChat,
    /// 支付宝
    Alipay,
    /// A bank: its own QR board, or an account that money comes to.
    Bank,
}

impl PayChannel {
    /// All of them.
    pub const ALL: [PayChannel; 3] = [PayChannel::WeChat, PayChannel::Alipay, PayChannel::Bank];

    /// How table 15 calls a payment through it.
    pub const fn pay_type(self) -> PayType {
        match self {
            PayChannel::WeChat => PayType::WeChat,
            PayChannel::Alipay => PayType::Alipay,
            PayChannel::Bank => PayType::UnionPay,
        }
    }

    /// Its word in accounts, such as `channel:wechat`.
    pub const fn word(self) -> &'static str {
        match self {
            PayChannel::WeChat => "wechat",
            PayChannel::Alipay => "alipay",
            PayChannel::Bank => "bank",
        }
    }

    /// Its name in Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            PayChannel::WeChat => "微信",
            PayChannel::Alipay => "支付宝",
            PayChannel::Bank => "银行",
        }
    }
}

/// A driver's pay code. It shows itself by its last digits alone.
#[derive(Clone, PartialEq, Eq)]
pub struct PayCode {
    digits: String,
    channel: PayChannel,
}

/// A text that is no pay code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no pay code of WeChat (18 digits from 10 to 15) or Alipay (16 to 24 digits from 25 to 30)")]
pub struct BadPayCode;

impl PayCode {
    /// Reads what a scanner typed: blanks and line ends around and between the digits do not count.
    ///
    /// # Errors
    /// When it is the code of no channel.
    pub fn parse(text: &str) -> Result<Self, BadPayCode> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if digits.len() > 24 || !digits.chars().all(|c| c.is_ascii_digit()) {
            return Err(BadPayCode);
        }
        let prefix: u32 = digits.get(..2).and_then(|two| two.parse().ok()).ok_or(BadPayCode)?;
        let channel = match (prefix, digits.len()) {
            (10..=15, 18) => PayChannel::WeChat,
            (25..=30, 16..=24) => PayChannel::Alipay,
            _ => return Err(BadPayCode),
        };
        Ok(Self { digits, channel })
    }

    /// Whose it is.
    pub const fn channel(&self) -> PayChannel {
        self.channel
    }

    /// The digits, for the one request that needs them.
    pub fn expose(&self) -> &str {
        &self.digits
    }

    /// The last four digits: enough to tell two scans apart, and no use to anybody.
    pub fn tail(&self) -> &str {
        &self.digits[self.digits.len() - 4..]
    }
}

impl fmt::Debug for PayCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PayCode({:?} …{})", self.channel, self.tail())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn channel(text: &str) -> Option<PayChannel> {
        PayCode::parse(text).ok().map(|code| code.channel())
    }

    #[test]
    fn the_prefix_and_the_length_tell_whose_code_it_is() {
        assert_eq!(channel("134567890123456789"), Some(PayChannel::WeChat));
        assert_eq!(channel(" 1045 6789 0123 4567 89\r\n"), Some(PayChannel::WeChat));
        assert_eq!(channel("1645678901234567 89"), None, "16 is nobody's");
        assert_eq!(channel("13456789012345678"), None, "17 digits");
        assert_eq!(channel("2512345678901234"), Some(PayChannel::Alipay));
        assert_eq!(channel("301234567890123456789012"), Some(PayChannel::Alipay));
        assert_eq!(channel("3012345678901234567890123"), None, "25 digits");
        assert_eq!(channel("311234567890123456"), None);
        assert_eq!((channel(""), channel("1"), channel("13456789012345678X")), (None, None, None));
        assert_eq!(channel("１３４５６７８９０１２３４５６７８９"), None, "full-width digits come from no scanner");
    }

    #[test]
    fn a_code_does_not_show_itself() {
        let code = PayCode::parse("134567890123456789").unwrap();
        assert_eq!(format!("{code:?}"), "PayCode(WeChat …6789)");
    }
}
