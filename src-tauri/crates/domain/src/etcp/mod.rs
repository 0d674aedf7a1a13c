//! ETCP parking (ETCP open platform 1.3.6): drivers who are served at the desk, cars bound to them, what a car in one of its
//! lots owes, lots around, and cars that its lots tell of.

mod around;
mod bill;
mod bind;
mod code;
mod place;
mod settle;
mod stay;

pub use around::{
    LotAround, LotPayWay, LotRoom, LotState, LotsAsked, LotsPage, LotsPlace, LotsWhere, PlaceKind, RADIUS_M,
};
pub use bill::{Arrived, Bill, PaidNotice, PastStay, Proof, arrived};
pub use bind::{A_MONTH_MOST, AT_ONCE_MOST, BindRule, color_code, may_bind, month_began};
pub use code::{CODE_EVERY_MS, code_again_at, is_mobile};
pub use place::{from_bd09, to_bd09};
pub use settle::SettledFrom;
pub use stay::{CarEntered, CarLeft, ParkUser};
