//! Words that several refusals share, and the ledger's errors as refusals.

use lotdesk_ledger::LedgerError;

use crate::api::refusal::{Code, Refusal};

impl From<LedgerError> for Refusal {
    fn from(why: LedgerError) -> Self {
        match why {
            LedgerError::Closed => {
                Refusal::new(Code::Unavailable, "系统正在关闭，请稍后重试", "The engine is closing. Try again later.")
            }
            other => Refusal::internal(other),
        }
    }
}

pub(crate) fn no_such_record() -> Refusal {
    Refusal::new(Code::NotFound, "没有这条停车记录", "There is no such parking record.").at("record_id")
}

pub(crate) fn no_such_lane() -> Refusal {
    Refusal::new(Code::NoSuchLane, "没有这条车道，或车道方向不符", "There is no such lane, or it leads the other way.")
        .at("lane_id")
}

pub(crate) fn not_waiting_any_more() -> Refusal {
    Refusal::new(
        Code::NotFound,
        "该车已不在车道等候，请以当前画面为准",
        "That car does not wait at the lane any more; go by the screen as it is now.",
    )
    .at("read_id")
}

pub(crate) fn not_inside() -> Refusal {
    Refusal::new(Code::NotInside, "该车已离场或记录已取消", "The car has left, or the record was cancelled.")
        .at("record_id")
}

pub(crate) fn bad_plate(field: &str, why: &lotdesk_domain::plate::BadPlate) -> Refusal {
    let zh = format!("车牌有误：{}", why.zh());
    Refusal::new(Code::BadPlate, zh, format!("Not a plate: {why}.")).at(field)
}
