//! 1101, 1104, 1106 and appendix B: what a platform asks of the charging stations (tables B.6 to B.15, 107 to 109).

use std::sync::Arc;

use crate::charging::{
    ChargeOrder, ChargeState, Connector, ConnectorState, LockState, OrderSeq, ParkState, Prices, Station,
};
use crate::lot::Lot;
use crate::moment::Moment;
use crate::plate::Plate;

/// A question or an order about charging.
#[derive(Clone, Debug, PartialEq)]
pub enum ChargingAsk {
    /// `query_stations_info`, 1101: the stations that changed, page by page.
    Stations {
        /// Changed at this moment or after; all where none is given.
        since: Option<Moment>,
        /// From 1.
        page_no: u32,
        /// How many on a page.
        page_size: u32,
    },
    /// `query_station_status`: how the connectors of these stations are.
    StationStates {
        /// The stations; all where the list is empty.
        station_ids: Vec<String>,
    },
    /// `query_equip_auth`: could a car charge at this connector now?
    EquipAuth {
        /// The connector.
        connector_id: String,
    },
    /// `query_start_charge`
    Start {
        /// The order's number, the platform's.
        seq: OrderSeq,
        /// The connector.
        connector_id: String,
        /// What stood in the code that was scanned.
        qr_code: String,
    },
    /// `query_stop_charge`
    Stop {
        /// The order.
        seq: OrderSeq,
        /// Its connector.
        connector_id: String,
    },
    /// 1106: a car's orders.
    Orders {
        /// The car.
        plate: Plate,
        /// Only at this station.
        station_id: Option<String>,
        /// Begun at this moment or after.
        from: Moment,
        /// Begun before or at this one.
        until: Moment,
    },
}

/// 1106 looks over 24 hours at the most (table 107).
pub const LONGEST_SPAN_MS: i64 = 24 * 3_600_000;

/// What it is answered.
#[derive(Clone, Debug, PartialEq)]
pub enum ChargingAnswer {
    /// A page of stations.
    Stations(StationPage),
    /// The connectors of each station.
    StationStates(Vec<StationStates>),
    /// Whether a car could charge; why not.
    EquipAuth(Result<(), AuthFailure>),
    /// Whether charging begins; why not. The order's state comes with it where there is an order.
    Started(Option<ChargeState>, Result<(), StartFailure>),
    /// Whether charging ends; why not.
    Stopped(Option<ChargeState>, Result<(), StopFailure>),
    /// The orders.
    Orders(Vec<EndedOrder>),
}

/// A page of stations (table B.7).
#[derive(Clone, Debug, PartialEq)]
pub struct StationPage {
    /// The page asked for.
    pub page_no: u32,
    /// How many pages there are.
    pub page_count: u32,
    /// How many stations there are.
    pub item_size: u32,
    /// Those on the page, with their prices.
    pub stations: Vec<(Station, Option<Prices>)>,
    /// The lot that they lie in.
    pub lot: Arc<Lot>,
}

/// A station's connectors as they are now (table B.5).
#[derive(Clone, Debug, PartialEq)]
pub struct StationStates {
    /// The station.
    pub station_id: String,
    /// Its connectors.
    pub connectors: Vec<(String, ConnectorState, ParkState, LockState)>,
}

/// An ended order with the names that table 109 wants.
#[derive(Clone, Debug, PartialEq)]
pub struct EndedOrder {
    /// The order.
    pub order: ChargeOrder,
    /// The station's name.
    pub station_name: String,
    /// Its connector.
    pub connector: Connector,
}

/// `FailReason` of table B.11.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuthFailure {
    /// 1: no car is plugged in.
    NotPlugged,
    /// 2: the connector is broken or offline.
    CheckFailed,
    /// 3, of the codes left free: another car charges here.
    InUse,
    /// 4, of the codes left free: there is no such connector.
    NoSuchConnector,
}

/// `FailReason` of table B.13.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StartFailure {
    /// 1
    NoSuchConnector,
    /// 2
    Offline,
    /// 3, of the codes left free: no car is plugged in.
    NotPlugged,
    /// 4, of the codes left free: another car charges here.
    InUse,
    /// 5, of the codes left free: the connector is broken.
    Fault,
    /// 6, of the codes left free: the station is closed or has no prices yet.
    StationClosed,
}

/// `FailReason` of table B.15.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StopFailure {
    /// 1: no such connector, or no such order on it.
    NoSuchConnector,
    /// 2
    Offline,
    /// 3
    AlreadyStopped,
}
