//! Why a lane's device does not do what it is told, as our own drivers find it: a closed list with words in both languages.
//! What a device says of itself is another matter: those words are told as they came.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Trouble {
    /// No driver stands at the lane.
    NoDriver,
    /// More orders wait for the lane than it keeps up with.
    Busy,
    /// The gate command's time was over before it could be carried out.
    Expired,
    /// The device's address in the settings is none.
    BadAddress,
    /// The device did not answer.
    TimedOut {
        /// Within this time, in milliseconds.
        within_ms: u64,
    },
    /// The device refused.
    Answered {
        /// The HTTP status that it answered with.
        status: u16,
    },
    /// Nothing was heard of a device that calls regularly.
    Silent {
        /// For this long, in seconds.
        for_s: u64,
    },
    /// Nothing listens at its address.
    Refused,
    /// It hung up.
    HungUp,
    /// No way leads to its address.
    NoRoute,
    /// Its name stands for no address.
    NoSuchName,
    /// Its certificate is not trusted.
    Certificate,
    /// It cannot be reached, for another reason: the log has it.
    Unreachable,
    /// The car went back from the gate without passing.
    TurnedBack,
}

impl Trouble {
    /// In Simplified Chinese.
    pub fn zh(self) -> String {
        match self {
            Trouble::NoDriver => "车道未接设备".into(),
            Trouble::Busy => "设备处理不过来".into(),
            Trouble::Expired => "指令已过期，未执行".into(),
            Trouble::BadAddress => "设备地址设置有误".into(),
            Trouble::TimedOut { within_ms } => format!("继电器 {} 秒内无应答", seconds(within_ms)),
            Trouble::Answered { status } => format!("继电器拒绝，状态码 {status}"),
            Trouble::Silent { for_s } => format!("{for_s} 秒没有消息"),
            Trouble::Refused => "继电器拒绝连接".into(),
            Trouble::HungUp => "继电器中断连接".into(),
            Trouble::NoRoute => "网络不通".into(),
            Trouble::NoSuchName => "继电器域名无法解析".into(),
            Trouble::Certificate => "继电器证书不受信任".into(),
            Trouble::Unreachable => "继电器连不上".into(),
            Trouble::TurnedBack => "车辆倒车离开道闸".into(),
        }
    }

    /// The same in English.
    pub fn en(self) -> String {
        match self {
            Trouble::NoDriver => "no device stands at the lane".into(),
            Trouble::Busy => "the device does not keep up".into(),
            Trouble::Expired => "the command had expired and was not carried out".into(),
            Trouble::BadAddress => "the device's address is set wrongly".into(),
            Trouble::TimedOut { within_ms } => format!("the relay did not answer within {} s", seconds(within_ms)),
            Trouble::Answered { status } => format!("the relay refused with status {status}"),
            Trouble::Silent { for_s } => format!("silent for {for_s} s"),
            Trouble::Refused => "the relay refuses connections".into(),
            Trouble::HungUp => "the relay hung up".into(),
            Trouble::NoRoute => "no way leads to the relay".into(),
            Trouble::NoSuchName => "the relay's name cannot be resolved".into(),
            Trouble::Certificate => "the relay's certificate is not trusted".into(),
            Trouble::Unreachable => "the relay cannot be reached".into(),
            Trouble::TurnedBack => "the car went back from the gate".into(),
        }
    }

    /// Its number, where it has one.
    pub const fn number(self) -> Option<u64> {
        match self {
            Trouble::TimedOut { within_ms } => Some(within_ms),
            Trouble::Answered { status } => Some(status as u64),
            Trouble::Silent { for_s } => Some(for_s),
            _ => None,
        }
    }
}

/// `3`, or `0.25`.
fn seconds(ms: u64) -> String {
    let text = format!("{}.{:03}", ms / 1000, ms % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_carry_the_number() {
        let late = Trouble::TimedOut { within_ms: 3_000 };
        assert_eq!(
            (late.zh(), late.en()),
            ("继电器 3 秒内无应答".into(), "the relay did not answer within 3 s".into())
        );
        assert_eq!(Trouble::TimedOut { within_ms: 250 }.zh(), "继电器 0.25 秒内无应答");
        assert_eq!(Trouble::Answered { status: 503 }.en(), "the relay refused with status 503");
    }
}
