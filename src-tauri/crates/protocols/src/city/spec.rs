//! DB4403/T 313—2023, the city parking platform: 52 interfaces.

use lotdesk_domain::message::{OnUnknown, Platform, Rank};

use super::handlers::{of, of_down, of_nothing, of_query, of_token};
use super::wire::basic::{ChargingStandard, EntranceItem, EquipmentItem, ParkInfoItem, SpaceItem};
use super::wire::booking::{ConfirmReply, ConfirmRequest, LockReply, LockRequest, ShareReply, ShareRequest};
use super::wire::control::{CarLockItem, CarLockReply, ControlItem, ControlReply};
use super::wire::credit::PublicCreditInfo;
use super::wire::event::EventInfo;
use super::wire::garage::{GarageAnswer, GarageItem, GarageSpacesItem, GarageStateItem, RetrieveItem, StoreItem};
use super::wire::guidance::{GuidanceItem, GuidanceReply};
use super::wire::inside::{FindInsideItem, InsideCarItem};
use super::wire::invoice::{InvoiceItem, InvoiceReply, StockItem, StockReply};
use super::wire::lease::{LeaseAnswer, LeaseExtension, LeaseExtensionReply, LeaseItem, LeaseQuery};
use super::wire::login::{LoginRequest, LogoutRequest, RefreshRequest, TcpLoginRequest};
use super::wire::money::{DeductionChangedItem, ParkOrder, PriceStayItem, RefundInfo, StayPaidItem};
use super::wire::picture::PictureFields;
use super::wire::query::{BillLine, BillRequest, DeductionAnswer, DeductionRequest};
use super::wire::record::{ParkChargeInfo, ParkRecordInfo};
use super::wire::state::{EquipmentStateItem, LaneStateItem, ParkSpaceInfo, SpaceStateItem};
use crate::appendix_b::{
    CarOrder, CarOrderReply, CarOrdersReply, CarOrdersRequest, StateNotice, StateNoticeReply, StationNotice,
    StationNoticeReply, StationsReply, StationsRequest, of as charging, of_business as charging_business,
};
use crate::interface::Direction::{Both, Down, Up};
use crate::interface::{Direction, Interface};

const fn row(
    id: &'static str,
    name: &'static str,
    transport: &'static str,
    direction: Direction,
    source: &'static str,
) -> Interface {
    Interface::row(Platform::City, id, name, transport, direction, source)
}

/// A row per interface, in the order of the list.
pub const INTERFACES: [Interface; 52] = [
    row("1001", "login", "https", Up, "6.2.1 D.2").built(of_token::<LoginRequest>()),
    row("1002", "refresh token", "https", Up, "6.2.2 D.3").built(of_token::<RefreshRequest>()),
    row("1003", "logout", "https", Up, "6.2.3 D.4").built(of::<LogoutRequest>()),
    row("1004", "login", "tcp", Up, "6.2.4 D.5").built(of::<TcpLoginRequest>()),
    row("1005", "logout", "tcp", Up, "6.2.5 D.6").built(of_nothing()),
    row("1006", "heartbeat", "tcp", Up, "6.2.6 D.7").built(of_nothing()),
    row("2001", "image upload (multipart/form-data)", "https", Up, "6.3.1 D.8").built(of::<PictureFields>()),
    row("2002", "system event report", "https", Up, "6.3.2 D.9").built(of::<EventInfo>()),
    row("3001", "parking lot information", "https", Up, "6.4.1 D.10").ranked(Rank::Basic).built(of::<ParkInfoItem>()),
    row("3002", "entrance/exit information", "https", Up, "6.4.2 D.11").ranked(Rank::Basic).built(of::<EntranceItem>()),
    row("3003", "equipment information", "https", Up, "6.4.3 D.12").ranked(Rank::Basic).built(of::<EquipmentItem>()),
    row("3004", "space information (batch)", "https", Up, "6.4.4 D.13")
        .ranked(Rank::Basic)
        .batched("spaceNo")
        .built(of::<SpaceItem>()),
    row("3005", "charging standard (tariff) information", "https", Up, "6.4.5 D.14")
        .ranked(Rank::Basic)
        .built(of::<ChargingStandard>()),
    row("4001", "vehicle control list (black/white/grey)", "https+tcp", Down, "6.5 D.15")
        .built(of_down::<ControlItem, ControlReply>()),
    row("5001", "space state change (batch)", "https", Up, "6.6.1 D.16")
        .ranked(Rank::Snapshot)
        .batched("spaceNo")
        .built(of::<SpaceStateItem>()),
    row("5002", "equipment state", "https", Up, "6.6.2 D.17").ranked(Rank::Snapshot).built(of::<EquipmentStateItem>()),
    row("5003", "in-lot space counts", "https", Up, "6.6.3 D.18").ranked(Rank::Snapshot).built(of::<ParkSpaceInfo>()),
    row("5004", "vehicle entry", "https", Up, "6.6.4 D.19").built(of::<ParkRecordInfo>()),
    row("5005", "vehicle exit", "https", Up, "6.6.5 D.20").built(of::<ParkRecordInfo>()),
    row("5006", "record correction", "https", Up, "6.6.6 D.21").built(of::<ParkRecordInfo>()),
    // Asks the platform to take money.
    row("5007", "request payment", "https", Up, "6.6.7 D.22").lost(OnUnknown::Person).built(of::<ParkOrder>()),
    row("5008", "charge (payment) record", "https", Up, "6.6.8 D.23").built(of::<ParkChargeInfo>()),
    row("5009", "refund", "https", Up, "6.6.9 D.24").built(of::<RefundInfo>()),
    row("5010", "deduction (non-inductive payment) sign check", "https", Up, "6.6.10 D.25")
        .built(of_query::<DeductionRequest, DeductionAnswer>()),
    row("5011", "entrance/exit state change (batch)", "https", Up, "6.6.11 D.26")
        .ranked(Rank::Snapshot)
        .built(of::<LaneStateItem>()),
    row("5012", "monthly lease update", "https", Up, "6.6.12 D.27").built(of::<LeaseItem>()),
    row("6001", "space reservation lock", "https+tcp", Down, "6.7.1 D.28").built(of_down::<LockRequest, LockReply>()),
    row("6002", "space reservation confirm/cancel/extend", "https+tcp", Down, "6.7.2 D.29")
        .built(of_down::<ConfirmRequest, ConfirmReply>()),
    row("6003", "vehicle lock/unlock", "https+tcp", Down, "6.7.3 D.30").built(of_down::<CarLockItem, CarLockReply>()),
    row("6004", "shared parking", "https+tcp", Down, "6.7.4 D.31").built(of_down::<ShareRequest, ShareReply>()),
    row("6005", "in-lot vehicle query (fuzzy)", "https+tcp", Down, "6.7.5 D.32")
        .built(of_down::<FindInsideItem, InsideCarItem>()),
    row("6006", "parking fee query", "https+tcp", Down, "6.7.6 D.33").built(of_down::<PriceStayItem, ParkOrder>()),
    row("6007", "order paid notification", "https+tcp", Down, "6.7.7 D.34").built(of::<StayPaidItem>()),
    row("6008", "deduction contract state change", "https+tcp", Down, "6.7.8 D.35").built(of::<DeductionChangedItem>()),
    row("6009", "monthly lease query", "https", Both, "6.7.9 D.36").built(of_down::<LeaseQuery, LeaseAnswer>()),
    row("6010", "monthly lease extension", "https (tcp accepted)", Down, "6.7.10 D.37")
        .built(of_down::<LeaseExtension, LeaseExtensionReply>()),
    // Entrances, devices, spaces and records name their garage: it goes before them, as the other basic data does.
    row("8001", "mechanical garage information", "https", Up, "6.8.1 D.38")
        .ranked(Rank::Basic)
        .built(of::<GarageItem>()),
    row("8002", "mechanical garage running state", "https", Up, "6.8.2 D.39")
        .ranked(Rank::Snapshot)
        .built(of::<GarageStateItem>()),
    row("8003", "mechanical garage free spaces", "https", Up, "6.8.3 D.40")
        .ranked(Rank::Snapshot)
        .built(of::<GarageSpacesItem>()),
    row("8004", "mechanical garage store", "https", Down, "6.8.4 D.41").built(of_down::<StoreItem, GarageAnswer>()),
    row("8005", "mechanical garage retrieve", "https", Down, "6.8.5 D.42")
        .built(of_down::<RetrieveItem, GarageAnswer>()),
    row("9001", "parking lot information push (guidance)", "https+tcp", Down, "6.9 D.43")
        .built(of_down::<GuidanceItem, GuidanceReply>()),
    row("1101", "charging station filing (query_stations_info)", "https", Down, "6.10.2 B.1.2.1")
        .built(charging::<StationsRequest, StationsReply>()),
    row("1102", "charging station change push", "https", Up, "6.10.3")
        .ranked(Rank::Snapshot)
        .built(charging::<StationNotice, StationNoticeReply>()),
    row("1103", "equipment state push (notification_stationstate)", "https", Up, "6.10.4 B.1.2.2")
        .ranked(Rank::Snapshot)
        .built(charging::<StateNotice, StateNoticeReply>()),
    row("1104", "charging business exchange (B.2)", "https", Both, "6.10.5 B.2").built(charging_business()),
    row("1105", "charging order push", "https", Up, "6.10.6").built(charging::<CarOrder, CarOrderReply>()),
    row("1106", "charging order query", "https", Down, "6.10.7").built(charging::<CarOrdersRequest, CarOrdersReply>()),
    // Issues an invoice, and nothing here asks whether it was.
    row("1201", "e-invoice issue", "https", Up, "6.11.1 D.44")
        .lost(OnUnknown::Person)
        .keeping_reply()
        .built(of_query::<InvoiceItem, InvoiceReply>()),
    row("1202", "invoice stock query", "https", Up, "6.11.2 D.45").built(of_query::<StockItem, StockReply>()),
    row("1301", "public credit information", "https", Up, "6.12 D.46").built(of::<PublicCreditInfo>()),
    row("1401", "reconciliation order request", "https", Up, "6.13 D.47").built(of_query::<BillRequest, BillLine>()),
];
