//! Why a reservation cannot be made, changed or cancelled (DB4403/T 313, table A.2).

use super::ReservationState;

/// The refusals that table A.2 has for reservations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NotReserved {
    /// 1104: no reservation has this code.
    NotThere,
    /// 1201: the code stands for another reservation.
    OtherContent,
    /// 1300: it was used already.
    Used,
    /// 1301: its time is over.
    Expired,
    /// 1401: it was cancelled.
    Cancelled,
    /// 1501: no space can be reserved.
    NothingLeft,
    /// 5004: it ends before it begins, or is over already.
    BadTimes,
}

impl NotReserved {
    /// Why something that stands so can be changed no more; none while it can.
    pub const fn when(state: ReservationState) -> Option<Self> {
        match state {
            ReservationState::Ahead | ReservationState::Holding => None,
            ReservationState::Used => Some(NotReserved::Used),
            ReservationState::Cancelled => Some(NotReserved::Cancelled),
            ReservationState::Expired => Some(NotReserved::Expired),
        }
    }

    /// What to say to people, in Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            NotReserved::NotThere => "没有这份预约",
            NotReserved::OtherContent => "该预约编号已用于另一份预约",
            NotReserved::Used => "预约车辆已入场，预约已使用",
            NotReserved::Expired => "预约已过期",
            NotReserved::Cancelled => "预约已取消",
            NotReserved::NothingLeft => "没有可预约车位",
            NotReserved::BadTimes => "预约时间有误：须先开始后结束，且尚未过期",
        }
    }

    /// The same in English.
    pub const fn en(self) -> &'static str {
        match self {
            NotReserved::NotThere => "There is no such reservation.",
            NotReserved::OtherContent => "This booking code stands for another reservation.",
            NotReserved::Used => "The car has come in: the reservation was used.",
            NotReserved::Expired => "The reservation has run out.",
            NotReserved::Cancelled => "The reservation was cancelled.",
            NotReserved::NothingLeft => "No space can be reserved.",
            NotReserved::BadTimes => "The times cannot be kept: it must end after it begins, and not be over already.",
        }
    }
}
