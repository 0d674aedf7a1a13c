//! Cars that ETCP's lots tell of (9.1, 9.2).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::moment::Moment;
use crate::money::Fen;

/// 用户类型.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ParkUser {
    /// 76: 长租用户
    LongTerm,
    /// 77: 临停用户
    Temporary,
}

impl ParkUser {
    /// Reads ETCP's number.
    pub fn from_code(code: &str) -> Option<Self> {
        match code.trim() {
            "76" => Some(ParkUser::LongTerm),
            "77" => Some(ParkUser::Temporary),
            _ => None,
        }
    }
}

/// 车辆入场.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarEntered {
    /// 停车记录 ID: one stay has one.
    pub syn_id: String,
    /// 车牌号码, in our normal form where it is a plate of this country, else as it came.
    pub plate: String,
    /// 车场 ID, as text.
    pub park_id: String,
    /// The lot's name.
    pub park_name: String,
    /// 入场时间.
    pub entered_at: Moment,
    /// Long-term or temporary, where it says so.
    pub user: Option<ParkUser>,
    /// 长租车位 ID; empty for temporary cars.
    pub fixed_space: String,
    /// 长租剩余天数; none for temporary cars.
    pub remaining_days: Option<i64>,
    /// 推送时间.
    pub pushed_at: Option<Moment>,
}

/// 车辆出场.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarLeft {
    /// The stay as it began.
    pub entered: CarEntered,
    /// 出场时间.
    pub left_at: Moment,
    /// 停留时间, in seconds.
    pub stayed_s: i64,
    /// 应收金额, the one amount of ETCP's that comes in 分.
    pub receivable_fen: Fen,
}
