//! Trade numbers: under which a channel keeps a payment, and what stands on a driver's screen and on a merchant's file.
//!
//! | channel | its form |
//! | --- | --- |
//! | WeChat 交易单号 | 28 digits that begin with 1 or 4 |
//! | Alipay 交易号 | 16 or 28 digits; one of 28 begins with its day, such as 20261125 |
//! | a bank's 流水号 | 6 to 40 letters, digits and hyphens |

use std::fmt;

use chrono::NaiveDate;

use super::PayChannel;

/// A trade number whose form fits its channel.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TradeNo {
    channel: PayChannel,
    text: String,
}

/// A text that is no trade number of its channel.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{rule}")]
pub struct BadTradeNo {
    /// What fits.
    pub rule: &'static str,
    /// The same in Chinese.
    pub rule_zh: &'static str,
}

impl TradeNo {
    /// Reads a number as a person types it from a screen: blanks do not count, letters are capitals.
    ///
    /// # Errors
    /// When it is none of that channel.
    pub fn parse(channel: PayChannel, text: &str) -> Result<Self, BadTradeNo> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
        let digits = text.chars().all(|c| c.is_ascii_digit());
        let (good, rule, rule_zh) = match channel {
            PayChannel::WeChat => (
                digits && text.len() == 28 && text.starts_with(['1', '4']),
                "a WeChat trade number has 28 digits and begins with 1 or 4",
                "微信交易单号为 28 位数字，以 1 或 4 开头",
            ),
            PayChannel::Alipay => (
                digits && (text.len() == 16 || text.len() == 28 && begins_with_a_day(&text)),
                "an Alipay trade number has 16 digits, or 28 that begin with a day",
                "支付宝交易号为 16 位数字，或以日期开头的 28 位数字",
            ),
            PayChannel::Bank => (
                (6..=40).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'),
                "a bank's number has 6 to 40 letters, digits and hyphens",
                "银行流水号为 6 至 40 位字母、数字或连字符",
            ),
        };
        if good { Ok(Self { channel, text }) } else { Err(BadTradeNo { rule, rule_zh }) }
    }

    /// Whose it is.
    pub const fn channel(&self) -> PayChannel {
        self.channel
    }

    /// The number.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for TradeNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn begins_with_a_day(digits: &str) -> bool {
    digits.get(..8).is_some_and(|day| NaiveDate::parse_from_str(day, "%Y%m%d").is_ok()) && digits.starts_with("20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_fits_its_channel_or_is_refused() {
        let fits = |channel, text| TradeNo::parse(channel, text).is_ok();
        let wechat = "4200002712202611251234567890";
        let alipay = "2026112522001412345678901234";
        assert!(fits(PayChannel::WeChat, wechat) && fits(PayChannel::WeChat, "4200 0027 1220 2611 2512 3456 7890"));
        assert!(!fits(PayChannel::WeChat, alipay) && !fits(PayChannel::WeChat, &wechat[1..]));
        assert!(!fits(PayChannel::WeChat, "420000271220261125123456789O"), "a letter is no digit");
        assert!(fits(PayChannel::Alipay, alipay) && fits(PayChannel::Alipay, "2026112522001412"));
        assert!(!fits(PayChannel::Alipay, "2026132522001412345678901234"), "there is no 13th month");
        assert!(
            fits(PayChannel::Bank, "ab-12345") && !fits(PayChannel::Bank, "12345") && !fits(PayChannel::Bank, "a b!c1")
        );
        assert_eq!(TradeNo::parse(PayChannel::Bank, "ab-12345").unwrap().as_str(), "AB-12345");
    }
}
