//! Which columns each report has.

use lotdesk_domain::table::{CellKind, Column};

use super::adds_up;
use crate::api::report::ReportKind;

use CellKind::{Count, Day, Minutes, Moment, Money, Permille, Text};

/// Key, heads, what stands in it, width in half-width characters.
type Row = (&'static str, &'static str, &'static str, CellKind, u32);

/// What stands behind the first column wherever payments are added up.
const TAKINGS: [Row; 14] = [
    ("payments", "笔数", "Payments", Count, 7),
    ("receivable", "应收", "Due", Money, 11),
    ("discount", "优惠", "Let off", Money, 10),
    ("received", "实收", "Received", Money, 11),
    ("cash", "现金", "Cash", Money, 10),
    ("wechat", "微信", "WeChat", Money, 10),
    ("alipay", "支付宝", "Alipay", Money, 10),
    ("unionpay", "银联", "UnionPay", Money, 10),
    ("etc", "ETC", "ETC", Money, 9),
    ("other", "其他", "Other", Money, 9),
    ("free_passes", "免费放行", "Free passes", Count, 9),
    ("refunds", "退款笔数", "Refunds", Count, 9),
    ("refunded", "退款", "Refunded", Money, 10),
    ("net", "净收", "Net", Money, 11),
];

const PAYMENTS: [Row; 14] = [
    ("paid_at", "缴费时间", "Paid at", Moment, 19),
    ("order_no", "订单编号", "Order", Text, 28),
    ("plate", "车牌", "Plate", Text, 11),
    ("entered_at", "入场时间", "Entered", Moment, 19),
    ("left_at", "离场时间", "Left", Moment, 19),
    ("receivable", "应收", "Due", Money, 10),
    ("discount", "优惠", "Let off", Money, 9),
    ("received", "实收", "Received", Money, 10),
    ("refunded", "已退", "Refunded", Money, 9),
    ("pay_type", "支付方式", "Paid by", Text, 9),
    ("pay_from", "支付渠道", "Channel", Text, 12),
    ("lane", "车道", "Lane", Text, 12),
    ("operator", "收款员", "Taken by", Text, 10),
    ("ending", "结果", "Result", Text, 12),
];

const STAYS: [Row; 11] = [
    ("plate", "车牌", "Plate", Text, 11),
    ("standing", "类型", "Kind", Text, 8),
    ("area", "区域", "Area", Text, 10),
    ("entered_at", "入场时间", "Entered", Moment, 19),
    ("entry_lane", "入口", "Entry", Text, 12),
    ("left_at", "离场时间", "Left", Moment, 19),
    ("exit_lane", "出口", "Exit", Text, 12),
    ("state", "状态", "State", Text, 10),
    ("receivable", "应收", "Due", Money, 10),
    ("discount", "优惠", "Let off", Money, 9),
    ("received", "实收", "Received", Money, 10),
];

const SHIFTS: [Row; 6] = [
    ("drawer", "钱箱", "Drawer", Text, 20),
    ("before", "期初", "Before", Money, 12),
    ("in", "收入现金", "Cash in", Money, 12),
    ("out", "支出现金", "Cash out", Money, 12),
    ("after", "期末应有", "Should be in it", Money, 14),
    ("movements", "笔数", "Movements", Count, 10),
];

const RECONCILIATION: [Row; 8] = [
    ("order_no", "订单编号", "Order", Text, 28),
    ("way", "方向", "Way", Text, 8),
    ("what", "差异", "Difference", Text, 16),
    ("at", "时间", "When", Moment, 19),
    ("ours", "本地金额", "Our amount", Money, 12),
    ("theirs", "平台金额", "Platform's amount", Money, 12),
    ("off", "差额", "Off by", Money, 12),
    ("report", "上报", "Our report", Text, 16),
];

const ARREARS: [Row; 9] = [
    ("where", "地点", "Where", Text, 8),
    ("plate", "车牌", "Plate", Text, 11),
    ("reference", "订单/泊位", "Order or bay", Text, 28),
    ("entered_at", "入场时间", "Entered", Moment, 19),
    ("left_at", "离场时间", "Left", Moment, 19),
    ("amount", "应收", "Due", Money, 11),
    ("paid", "已付", "Paid", Money, 11),
    ("open", "欠费", "Owed", Money, 11),
    ("days", "欠费天数", "Days", Count, 9),
];

const RELEASES: [Row; 8] = [
    ("operator", "操作员", "Operator", Text, 12),
    ("at", "时间", "When", Moment, 19),
    ("what", "事项", "What", Text, 12),
    ("lane", "车道", "Lane", Text, 12),
    ("plate", "车牌", "Plate", Text, 11),
    ("let_off", "免收金额", "Let off", Money, 11),
    ("reason", "原因", "Reason", Text, 30),
    ("approver", "审批人", "Approved by", Text, 12),
];

const OCCUPANCY: [Row; 7] = [
    ("entered", "入场", "Entered", Count, 8),
    ("left", "离场", "Left", Count, 8),
    ("inside", "期末在场", "Inside at end", Count, 12),
    ("most", "最多在场", "Most inside", Count, 12),
    ("occupancy", "最高占用率", "Highest occupancy", Permille, 12),
    ("turnover", "周转率", "Turnover", Permille, 10),
    ("stay", "平均停留（分）", "Average stay (min)", Minutes, 16),
];

const REPAIR_UPLOADS: [Row; 9] = [
    ("code", "结算清单编号", "List number", Text, 20),
    ("plate", "车牌", "Plate", Text, 11),
    ("vin", "车辆识别代码", "VIN", Text, 19),
    ("settled_at", "结算时间", "Settled", Moment, 19),
    ("deadline", "上传时限", "Deadline", Moment, 19),
    ("uploaded_at", "上传时间", "Uploaded", Moment, 19),
    ("took", "用时（分）", "Took (min)", Minutes, 11),
    ("verdict", "结果", "Result", Text, 12),
    ("corrections", "更正次数", "Corrections", Count, 10),
];

/// The columns of a report.
pub(super) fn of(kind: ReportKind, hourly: bool) -> Vec<Column> {
    let first: &[Row] = match kind {
        ReportKind::Daily => &[("day", "日期", "Day", Day, 11)],
        ReportKind::Monthly => &[("month", "月份", "Month", Text, 9)],
        ReportKind::Lanes => &[("lane", "车道", "Lane", Text, 14)],
        ReportKind::Operators => &[("operator", "收款员", "Taken by", Text, 14)],
        ReportKind::PayTypes => &[("pay_type", "支付方式", "Paid by", Text, 10)],
        ReportKind::Occupancy if hourly => &[("from", "时段", "From", Moment, 19)],
        ReportKind::Occupancy => &[("day", "日期", "Day", Day, 11)],
        _ => &[],
    };
    let rest: &[Row] = match kind {
        ReportKind::Daily | ReportKind::Monthly | ReportKind::Lanes | ReportKind::Operators | ReportKind::PayTypes => {
            &TAKINGS
        }
        ReportKind::Payments => &PAYMENTS,
        ReportKind::Stays => &STAYS,
        ReportKind::Shifts => &SHIFTS,
        ReportKind::Reconciliation => &RECONCILIATION,
        ReportKind::Arrears => &ARREARS,
        ReportKind::Releases => &RELEASES,
        ReportKind::Occupancy => &OCCUPANCY,
        ReportKind::RepairUploads => &REPAIR_UPLOADS,
    };
    first.iter().chain(rest).map(column).collect()
}

fn column(row: &Row) -> Column {
    let (key, zh, en, kind, width) = *row;
    // What is inside at different times, or how long stays or debts are on average, adds up to nothing.
    let snapshot = matches!(key, "inside" | "most" | "stay" | "days" | "took");
    Column { key: key.to_owned(), zh: zh.to_owned(), en: en.to_owned(), kind, width, total: adds_up(kind) && !snapshot }
}
