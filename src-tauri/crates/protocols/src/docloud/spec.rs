//! docloud: traffic violations and vehicle inspection, 27 calls and two callbacks.

use lotdesk_domain::message::{OnUnknown, Platform};

use super::handlers;
use crate::interface::Direction::{Down, Up};
use crate::interface::{Direction, Interface};

const fn row(
    id: &'static str,
    name: &'static str,
    transport: &'static str,
    direction: Direction,
    source: &'static str,
) -> Interface {
    Interface::row(Platform::Docloud, id, name, transport, direction, source)
}

/// A row per interface, in the order of the list.
pub const INTERFACES: [Interface; 29] = [
    row("sign/test", "signature self-check", "https GET", Up, "签名规则").built(handlers::SIGN_TEST),
    row("violation/assign/token", "violation token", "https POST", Up, "违章查缴").built(handlers::TOKEN),
    row("violation/condition/all/1.0", "cities and conditions", "https GET", Up, "违章查缴")
        .built(handlers::CONDITIONS),
    row("violation/query/1.0", "violations and fees", "https POST", Up, "违章查缴").built(handlers::QUERY),
    // The car is queried again; a repeated outOrderNo is refused with 1117.
    row("violation/create/order", "handling order", "https POST", Up, "违章查缴")
        .lost(OnUnknown::Ask)
        .built(handlers::CREATE_ORDER),
    row("violation/order/status", "order state", "https GET", Up, "违章查缴").built(handlers::ORDER_STATUS),
    row("violation/order/detail", "order detail", "https GET", Up, "违章查缴").built(handlers::ORDER_DETAIL),
    row("callback-order", "order state callback", "webhook", Down, "违章查缴").built(handlers::ORDER_PUSH),
    row("violation/upload/material", "driving licence upload", "https POST", Up, "违章查缴").built(handlers::MATERIAL),
    row("violation/price/query", "price query", "https POST", Up, "违章查缴").built(handlers::PRICE),
    row("violation/deduct/self/valid", "self-deduction check", "https POST", Up, "违章查缴").built(handlers::DEDUCT),
    // As above.
    row("violation/deduct/self/create/order", "self-deduction order", "https POST", Up, "违章查缴")
        .lost(OnUnknown::Ask)
        .built(handlers::CREATE_ORDER),
    row("violation/amount/cities", "count: cities", "https GET", Up, "查询违章条数").built(handlers::AMOUNT_CITIES),
    row("violation/amount/query", "count: query", "https POST", Up, "查询违章条数").built(handlers::AMOUNT),
    row("monitor/car/add", "monitor car", "https POST", Up, "车辆违章监控").built(handlers::WATCH),
    row("monitor/car/batchAdd", "monitor cars (max 50)", "https POST", Up, "车辆违章监控").built(handlers::WATCH_BATCH),
    row("monitor/car/remove", "stop monitoring", "https POST", Up, "车辆违章监控").built(handlers::UNWATCH),
    row("monitor/car/batchRemove", "stop monitoring (max 50)", "https POST", Up, "车辆违章监控")
        .built(handlers::UNWATCH_BATCH),
    row("callback-monitor", "violation change callback", "webhook", Down, "车辆违章监控").built(handlers::MONITOR_PUSH),
    row("user/assign/token", "inspection token", "https POST", Up, "年检").built(handlers::USER_TOKEN),
    row("basedata/brand/list", "brands, and series by brandId", "https GET", Up, "年检").built(handlers::BRANDS),
    row("basedata/model/list", "models by seriesId", "https GET", Up, "年检").built(handlers::MODELS),
    row("area/province/list", "provinces", "https GET", Up, "年检").built(handlers::PROVINCES),
    row("area/city/list", "cities", "https GET", Up, "年检").built(handlers::CITIES),
    row("area/district/list", "districts", "https GET", Up, "年检").built(handlers::DISTRICTS),
    row("inspection/v2/vehicle/replace", "bind vehicle", "https POST", Up, "年检").built(handlers::VEHICLE),
    row("inspection/v2/order/pre", "exempt inspection: order to confirm", "https GET", Up, "年检")
        .built(handlers::PRE_ORDER),
    row("inspection/v2/order/detail", "exempt inspection: order detail", "https GET", Up, "年检")
        .built(handlers::INSPECTION),
    // Has no key of ours at all.
    row("inspection/v2/order/create", "exempt inspection: confirm order", "https POST", Up, "年检")
        .lost(OnUnknown::Person)
        .built(handlers::CREATE_INSPECTION),
];
