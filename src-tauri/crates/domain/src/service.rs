//! Whether lanes and their devices do their work (DB4403/T 313, tables 58 and 69; A.3).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How a lane is used (table 69 `state`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum LaneService {
    /// 1 正常
    #[default]
    Normal,
    /// 2 拥堵: cars queue.
    Jammed,
    /// 3 严重拥堵: cars queue back to the road.
    BadlyJammed,
    /// 4 已停用: taken out of service; nobody is let in here.
    Closed,
}

impl LaneService {
    /// The state in Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            LaneService::Normal => "正常",
            LaneService::Jammed => "拥堵",
            LaneService::BadlyJammed => "严重拥堵",
            LaneService::Closed => "已停用",
        }
    }
}

/// True when the words of a gate's fault say that its motor is broken: that fault is an event of its own (A.3, 1002
/// 设备电机故障).
pub fn says_motor(remark: &str) -> bool {
    let remark = remark.to_lowercase();
    ["电机", "电动机", "马达", "motor"].iter().any(|word| remark.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_motor_is_told_by_its_names() {
        for remark in ["电机过热", "道闸马达卡死", "Motor blocked", "gate motor"] {
            assert!(says_motor(remark), "{remark}");
        }
        for remark in ["", "栏杆卡住", "relay did not answer"] {
            assert!(!says_motor(remark), "{remark}");
        }
    }
}
