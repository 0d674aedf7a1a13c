//! docloud: traffic violations and vehicle inspection, 27 calls and two callbacks.

use lotdesk_domain::message::{OnUnknown, Platform};

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
    row("sign/test", "signature self-check", "https GET", Up, "签名规则"),
    row("violation/assign/token", "violation token", "https POST", Up, "违章查缴"),
    row("violation/condition/all/1.0", "cities and conditions", "https GET", Up, "违章查缴"),
    row("violation/query/1.0", "violations and fees", "https POST", Up, "违章查缴"),
    // The car is queried again; a repeated outOrderNo is refused with 1117.
    row("violation/create/order", "handling order", "https POST", Up, "违章查缴").lost(OnUnknown::Ask),
    row("violation/order/status", "order state", "https GET", Up, "违章查缴"),
    row("violation/order/detail", "order detail", "https GET", Up, "违章查缴"),
    row("callback-order", "order state callback", "webhook", Down, "违章查缴"),
    row("violation/upload/material", "driving licence upload", "https POST", Up, "违章查缴"),
    row("violation/price/query", "price query", "https POST", Up, "违章查缴"),
    row("violation/deduct/self/valid", "self-deduction check", "https POST", Up, "违章查缴"),
    // As above.
    row("violation/deduct/self/create/order", "self-deduction order", "https POST", Up, "违章查缴")
        .lost(OnUnknown::Ask),
    row("violation/amount/cities", "count: cities", "https GET", Up, "查询违章条数"),
    row("violation/amount/query", "count: query", "https POST", Up, "查询违章条数"),
    row("monitor/car/add", "monitor car", "https POST", Up, "车辆违章监控"),
    row("monitor/car/batchAdd", "monitor cars (max 50)", "https POST", Up, "车辆违章监控"),
    row("monitor/car/remove", "stop monitoring", "https POST", Up, "车辆违章监控"),
    row("monitor/car/batchRemove", "stop monitoring (max 50)", "https POST", Up, "车辆违章监控"),
    row("callback-monitor", "violation change callback", "webhook", Down, "车辆违章监控"),
    row("user/assign/token", "inspection token", "https POST", Up, "年检"),
    row("basedata/brand/list", "brands, and series by brandId", "https GET", Up, "年检"),
    row("basedata/model/list", "models by seriesId", "https GET", Up, "年检"),
    row("area/province/list", "provinces", "https GET", Up, "年检"),
    row("area/city/list", "cities", "https GET", Up, "年检"),
    row("area/district/list", "districts", "https GET", Up, "年检"),
    row("inspection/v2/vehicle/replace", "bind vehicle", "https POST", Up, "年检"),
    row("inspection/v2/order/pre", "exempt inspection: order to confirm", "https GET", Up, "年检"),
    row("inspection/v2/order/detail", "exempt inspection: order detail", "https GET", Up, "年检"),
    // Has no key of ours at all.
    row("inspection/v2/order/create", "exempt inspection: confirm order", "https POST", Up, "年检")
        .lost(OnUnknown::Person),
];
