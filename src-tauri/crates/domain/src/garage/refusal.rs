//! Why a garage does not do what it is asked, in words for people. The code of table A.2 is named beside each; the asks'
//! handlers and the commands' refusals both go by this list.

use crate::ask::{AskCode, AskRefusal};

/// Why a garage does not do what it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.en())]
pub enum GarageRefusal {
    /// 5001
    NoSuchGarage,
    /// 5002
    NoSuchPass,
    /// 5003
    NoSuchSpace,
    /// 1103: the car does not stand in this garage, or not in that space.
    NoSuchCar,
    /// 5004: in the past, or too far ahead.
    BadBookTime,
    /// 1200: the car stands in the garage already.
    StoredAlready,
    /// 1500: no space is free that takes the car.
    Full,
    /// 1500: the space is taken or promised.
    SpaceTaken,
    /// 1000: neither a plate nor a space was named.
    NothingNamed,
    /// 1000: it is stopped, under repair or has a fault.
    OutOfOrder,
    /// 1000: too many commands wait.
    TooManyWait,
}

impl GarageRefusal {
    /// What is wrong and what to do next, in Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            GarageRefusal::NoSuchGarage => "机械车库不存在",
            GarageRefusal::NoSuchPass => "机械车库出入口（或通道）不存在",
            GarageRefusal::NoSuchSpace => "机械车库的车位不存在",
            GarageRefusal::NoSuchCar => "该车不在此车库或不在该车位，请核对车牌和车位",
            GarageRefusal::BadBookTime => "预约时间有误：应晚于当前时间，且不超过 7 天",
            GarageRefusal::StoredAlready => "该车已在车库内或正在存车",
            GarageRefusal::Full => "车库没有适合该车的空余车位",
            GarageRefusal::SpaceTaken => "该车位已占用或已分配，请换一个车位",
            GarageRefusal::NothingNamed => "请提供车牌号码或车位编号",
            GarageRefusal::OutOfOrder => "车库已停用、维修或故障，暂不能存取车",
            GarageRefusal::TooManyWait => "车库排队已满，请稍后再试",
        }
    }

    /// The same in English.
    pub const fn en(self) -> &'static str {
        match self {
            GarageRefusal::NoSuchGarage => "There is no such garage.",
            GarageRefusal::NoSuchPass => "The garage has no such pass.",
            GarageRefusal::NoSuchSpace => "The garage has no such space.",
            GarageRefusal::NoSuchCar => "The car is not in this garage, or not in that space; check plate and space.",
            GarageRefusal::BadBookTime => "The booked time must be later than now and within 7 days.",
            GarageRefusal::StoredAlready => "The car is in the garage already, or on its way in.",
            GarageRefusal::Full => "The garage has no free space that takes the car.",
            GarageRefusal::SpaceTaken => "The space is taken or given to another car; choose another.",
            GarageRefusal::NothingNamed => "Name a plate or a space.",
            GarageRefusal::OutOfOrder => "The garage is stopped, under repair or has a fault; it moves no car now.",
            GarageRefusal::TooManyWait => "Too many commands wait for the garage; try again later.",
        }
    }

    /// The request's field that it is about.
    pub const fn field(self) -> Option<&'static str> {
        match self {
            GarageRefusal::NoSuchGarage | GarageRefusal::OutOfOrder | GarageRefusal::TooManyWait => Some("garage"),
            GarageRefusal::NoSuchPass => Some("pass"),
            GarageRefusal::NoSuchSpace | GarageRefusal::SpaceTaken => Some("space_no"),
            GarageRefusal::NoSuchCar | GarageRefusal::StoredAlready | GarageRefusal::NothingNamed => Some("plate"),
            GarageRefusal::BadBookTime => Some("book_at"),
            GarageRefusal::Full => None,
        }
    }
}

impl From<GarageRefusal> for AskRefusal {
    fn from(why: GarageRefusal) -> Self {
        let code = match why {
            GarageRefusal::NoSuchGarage => AskCode::NoSuchGarage,
            GarageRefusal::NoSuchPass => AskCode::NoSuchPass,
            GarageRefusal::NoSuchSpace => AskCode::NoSuchGarageSpace,
            GarageRefusal::NoSuchCar => AskCode::NoSuchVehicle,
            GarageRefusal::BadBookTime => AskCode::BadBookingTime,
            GarageRefusal::StoredAlready => AskCode::AlreadyThere,
            GarageRefusal::Full | GarageRefusal::SpaceTaken => AskCode::NoneLeft,
            GarageRefusal::NothingNamed | GarageRefusal::OutOfOrder | GarageRefusal::TooManyWait => AskCode::Other,
        };
        AskRefusal::new(code, why.zh())
    }
}
