//! Between the lot's own words and appendix B's: exhaustive, so that a new word does not compile before it has a code.

use lotdesk_domain::charging::{
    ChargeCheck, ChargeOrder, ChargeState, Confirmation, Connector, ConnectorKind, ConnectorState, Dispute,
    DisputeReason, Energy, Equipment, EquipmentKind, LockState, ParkState, Prices, Station, StationKind, StationState,
    StopReason, fold_details,
};
use lotdesk_domain::lot::Lot;
use lotdesk_domain::money::Fen;

use super::business::{ChargeDetailItem, CheckOrdersReply, CheckOrdersRequest, CheckedOrder, OrderInfo};
use super::form::{At, Fixed, Str, Whole};
use super::numbered::CarOrder;
use super::station::{ConnectorInfo, ConnectorStateInfo, EquipmentInfo, StationInfo, StationStateInfo};

/// A station as table B.1 tells it.
pub fn station_info(station: &Station, prices: Option<&Prices>, lot: &Lot) -> StationInfo {
    let words = |of: fn(&Prices) -> String, most: usize| {
        // A description that does not fit is better left out than cut: half a tariff misleads.
        prices.map(of).filter(|text| text.chars().count() <= most).map(Str)
    };
    StationInfo {
        station_id: Str(station.station_id.clone()),
        operator_id: Str(station.operator_id.clone()),
        equipment_owner_id: Str(station.owner_id.clone()),
        station_name: Str(station.name.clone()),
        country_code: Str::from("CN"),
        area_code: Str(station.area_code.clone()),
        address: Str(station.address.clone()),
        station_tel: None,
        service_tel: Str(station.service_tel.clone()),
        station_type: Whole(match station.kind {
            StationKind::Public => 1,
            StationKind::Private => 50,
            StationKind::Buses => 100,
            StationKind::Sanitation => 101,
            StationKind::Logistics => 102,
            StationKind::Taxis => 103,
            StationKind::Other => 255,
        }),
        station_state: Whole(match station.state {
            StationState::Unknown => 0,
            StationState::Building => 1,
            StationState::Closed => 5,
            StationState::Maintenance => 6,
            StationState::InUse => 50,
        }),
        park_nums: Whole(i64::from(station.park_nums)),
        station_lng: Fixed(station.longitude_e6),
        station_lat: Fixed(station.latitude_e6),
        site_guide: None,
        construction: Whole(i64::from(station.construction)),
        pictures: None,
        match_cars: None,
        park_info: None,
        busine_hours: station.hours.clone().map(Str),
        electricity_fee: words(Prices::electricity_words, 256),
        service_fee: words(Prices::service_words, 100),
        park_fee: None,
        payment: None,
        support_order: None,
        remark: None,
        equipment_infos: station.equipment.iter().map(|pile| equipment_info(pile, lot)).collect(),
    }
}

fn equipment_info(pile: &Equipment, lot: &Lot) -> EquipmentInfo {
    EquipmentInfo {
        equipment_id: Str(pile.equipment_id.clone()),
        manufacturer_id: Str(pile.manufacturer_id.clone()),
        equipment_model: pile.model.clone().map(Str),
        production_date: None,
        equipment_type: Whole(match pile.kind {
            EquipmentKind::Dc => 1,
            EquipmentKind::Ac => 2,
            EquipmentKind::Both => 3,
            EquipmentKind::Wireless => 4,
            EquipmentKind::Other => 5,
        }),
        connector_infos: pile.connectors.iter().map(|plug| connector_info(plug, lot)).collect(),
        equipment_lng: None,
        equipment_lat: None,
        power: Fixed(i64::from(pile.power_tenths_kw)),
        equipment_name: pile.name.clone().map(Str),
        national_standard: Str(pile.standard.clone()),
    }
}

fn connector_info(plug: &Connector, lot: &Lot) -> ConnectorInfo {
    ConnectorInfo {
        connector_id: Str(plug.connector_id.clone()),
        connector_name: Some(Str(plug.name.clone())),
        connector_type: Whole(match plug.kind {
            ConnectorKind::Household => 1,
            ConnectorKind::AcSocket => 2,
            ConnectorKind::AcPlug => 3,
            ConnectorKind::DcPlug => 4,
            ConnectorKind::Wireless => 5,
            ConnectorKind::Other => 6,
        }),
        voltage_upper_limits: Whole(i64::from(plug.voltage_upper)),
        voltage_lower_limits: Whole(i64::from(plug.voltage_lower)),
        current: Whole(i64::from(plug.current)),
        power: Fixed(i64::from(plug.power_tenths_kw)),
        park_no: plug.space_no.as_deref().and_then(|space_no| park_no(space_no, lot)).map(Str),
        national_standard: Whole(i64::from(plug.standard)),
    }
}

/// `ParkNo` has 10 characters where a space's number has 28: the label on the floor stands in for a longer one.
fn park_no(space_no: &str, lot: &Lot) -> Option<String> {
    let fits = |text: &&str| (1..=10).contains(&text.chars().count());
    let label = || lot.spaces.iter().find(|space| space.space_no == space_no).map(|space| space.label.as_str());
    Some(space_no).filter(fits).or_else(|| label().filter(fits)).map(str::to_owned)
}

/// A connector's state as table B.4 tells it. What nothing knows is left out.
pub fn connector_item(
    connector_id: &str,
    state: ConnectorState,
    park_state: ParkState,
    lock_state: LockState,
) -> ConnectorStateInfo {
    ConnectorStateInfo {
        connector_id: Str(connector_id.to_owned()),
        state: Whole(match state {
            ConnectorState::Offline => 0,
            ConnectorState::Free => 1,
            ConnectorState::Plugged => 2,
            ConnectorState::Charging => 3,
            ConnectorState::Reserved => 4,
            ConnectorState::Fault => 255,
        }),
        park_state: match park_state {
            ParkState::Unknown => None,
            ParkState::Free => Some(Whole(10)),
            ParkState::Taken => Some(Whole(50)),
        },
        lock_state: match lock_state {
            LockState::Unknown => None,
            LockState::Unlocked => Some(Whole(10)),
            LockState::Locked => Some(Whole(50)),
        },
    }
}

/// A station's connectors as table B.5 tells them.
pub fn station_state_info(station_id: &str, connectors: Vec<ConnectorStateInfo>) -> StationStateInfo {
    StationStateInfo { station_id: Str(station_id.to_owned()), connectors }
}

/// `StartChargeSeqStat`; 5 where there is no such order.
pub fn state_code(state: Option<ChargeState>) -> Whole {
    Whole(match state {
        Some(ChargeState::Starting) => 1,
        Some(ChargeState::Charging) => 2,
        Some(ChargeState::Stopping) => 3,
        Some(ChargeState::Ended) => 4,
        None => 5,
    })
}

/// An ended order as table B.16 tells it. One that never began to charge begins and ends when it was asked for and given up.
pub fn order_info(order: &ChargeOrder) -> OrderInfo {
    let totals = order.totals();
    let started = order.started_at.unwrap_or(order.asked_at);
    let details: Vec<ChargeDetailItem> = fold_details(&order.meter.details)
        .into_iter()
        .map(|detail| ChargeDetailItem {
            start_time: At(detail.from),
            end_time: At(detail.to),
            elec_price: Some(Fixed(detail.electricity.0)),
            service_price: Some(Fixed(detail.service.0)),
            power: Fixed(detail.energy.0),
            elec_money: Some(Fixed(detail.electricity_fen.0)),
            service_money: Some(Fixed(detail.service_fen.0)),
        })
        .collect();
    OrderInfo {
        seq: Str(order.seq.to_string()),
        connector_id: Str(order.connector_id.clone()),
        start_time: At(started),
        end_time: At(order.ended_at.unwrap_or(started)),
        total_power: Fixed(totals.energy.0),
        total_elec_money: Fixed(totals.electricity_fen.0),
        total_service_money: Fixed(totals.service_fen.0),
        total_money: Fixed(totals.total_fen().0),
        stop_reason: Whole(match order.stop_reason {
            Some(StopReason::User) => 0,
            Some(StopReason::Platform) => 1,
            Some(StopReason::Battery) => 2,
            Some(StopReason::Fault) | None => 3,
            Some(StopReason::Unplugged) => 4,
            Some(StopReason::Attendant) => 5,
        }),
        sum_period: Some(Whole(i64::try_from(details.len()).unwrap_or(0))),
        details: Some(details),
    }
}

/// An ended order with its car, as tables 105 and 109 tell it; none while the car is not known.
pub fn car_order(order: &ChargeOrder, station_name: &str, connector: &Connector) -> Option<CarOrder> {
    let plate = order.plate.as_ref()?;
    let totals = order.totals();
    let started = order.started_at.unwrap_or(order.asked_at);
    Some(CarOrder {
        start_charge_seq: Str(order.seq.to_string()),
        station_id: Str(order.station_id.clone()),
        station_name: Str::from(station_name),
        connector_id: Str(order.connector_id.clone()),
        connector_name: Str(connector.name.clone()),
        plate_num: Str(plate.to_string()),
        space_no: connector.space_no.clone().map(Str),
        start_time: At(started),
        end_time: At(order.ended_at.unwrap_or(started)),
        power: Fixed(totals.energy.0),
        elec_money: Fixed(totals.electricity_fen.0),
        sevice_money: Fixed(totals.service_fen.0),
        total_money: Fixed(totals.total_fen().0),
    })
}

/// A reconciliation as table B.19 tells it.
pub fn check_request(check: &ChargeCheck, orders: &[ChargeOrder]) -> CheckOrdersRequest {
    CheckOrdersRequest {
        seq: Str(check.seq.to_string()),
        start_time: At(check.from),
        end_time: At(check.until),
        order_count: Whole(i64::from(check.orders)),
        // Hundredths of a kWh in ten-thousandths.
        total_power: Fixed(check.energy.0.saturating_mul(100)),
        total_money: Fixed(check.total_fen.0),
        orders: orders
            .iter()
            .map(|order| CheckedOrder {
                seq: Str(order.seq.to_string()),
                total_power: Fixed(order.totals().energy.0),
                total_money: Fixed(order.totals().total_fen().0),
            })
            .collect(),
    }
}

/// `ConfirmResult`: everything but 0 wants a person.
pub const fn confirmation(confirm_result: Whole) -> Confirmation {
    if confirm_result.0 == 0 { Confirmation::Confirmed } else { Confirmation::Disputed }
}

/// What a reconciliation's reply disputes; lines whose order number is none are left out, they name nothing of ours.
pub fn disputes(reply: &CheckOrdersReply) -> Vec<Dispute> {
    let of = |line: &super::business::DisputeOrder| {
        Some(Dispute {
            seq: line.seq.0.parse().ok()?,
            energy: Energy(line.total_power.0),
            total_fen: Fen(line.total_money.0),
            reason: match line.reason.0 {
                1 => DisputeReason::NoSuchOrder,
                2 => DisputeReason::Money,
                3 => DisputeReason::Energy,
                _ => DisputeReason::Other,
            },
        })
    };
    reply.orders.iter().filter_map(of).collect()
}
