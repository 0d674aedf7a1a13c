//! What appendix B of DB4403/T 313 talks about: stations, connector states, charging orders. The charging calls and the
//! city platform's rows 1101 to 1106 are both made of it, so it stands beside them, like the ciphers.
//!
//! The types are written in this document's spelling and read in T/CEC 102's too; [`to_tcec102`] respells what is sent
//! to a platform of that dialect.

mod ask;
mod business;
mod form;
mod handler;
mod map;
mod numbered;
mod respell;
mod station;

pub use ask::{Meant, answer, business_named, read};
pub use business::{
    ChargeDetailItem, CheckOrdersReply, CheckOrdersRequest, CheckedOrder, DisputeOrder, EquipAuthReply,
    EquipAuthRequest, OrderInfo, OrderInfoReply, StartChargeReply, StartChargeRequest, StopChargeReply,
    StopChargeRequest,
};
pub use form::{At, Fixed, Str, Whole};
pub use handler::{of, of_business, write};
pub use map::{
    car_order, check_request, confirmation, connector_item, disputes, order_info, state_code, station_info,
    station_state_info,
};
pub use numbered::{CarOrder, CarOrderReply, CarOrdersReply, CarOrdersRequest, StationNotice, StationNoticeReply};
pub use respell::to_tcec102;
pub use station::{
    ConnectorInfo, ConnectorStateInfo, EquipmentInfo, StateNotice, StateNoticeReply, StationInfo, StationStateInfo,
    StationStatusReply, StationStatusRequest, StationsReply, StationsRequest,
};
