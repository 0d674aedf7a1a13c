//! The repair shop's papers as text: the settlement list (维修结算清单) that a customer signs, and the report that a shop can
//! show. Columns as on the receipt: ASCII takes one, everything else two.

use lotdesk_domain::moment::Moment;
use lotdesk_domain::repair::RepairForm;

use crate::receipt::columns::{centred, rule, spaces, width, wrap};

/// A sheet of A4 at a size that is read with ease.
pub const COLUMNS_A4: usize = 80;

/// What stands on a settlement list.
pub struct SettlementList<'a> {
    /// 维修企业名称
    pub company_name: &'a str,
    /// The shop's telephone.
    pub phone: &'a str,
    /// The shop's address.
    pub address: &'a str,
    /// The record.
    pub form: &'a RepairForm,
    /// When it was settled; none for a draft.
    pub settled_at: Option<Moment>,
    /// When the archive had it.
    pub uploaded_at: Option<Moment>,
    /// How often it was put right.
    pub revision: u32,
    /// When it is printed.
    pub printed_at: Moment,
}

/// Lays a settlement list out.
pub fn settlement_list(list: &SettlementList<'_>, columns: usize) -> Vec<String> {
    let form = list.form;
    let mut lines = centred(or_blank(list.company_name), columns);
    lines.extend(centred("机动车维修结算清单", columns));
    if list.settled_at.is_none() {
        lines.extend(centred("（未结算，仅供核对）", columns));
    }
    lines.push(rule(columns));
    let day = |day: Option<_>| day.map(|day: chrono::NaiveDate| day.to_string()).unwrap_or_default();
    let mileage = form.mileage_km.map(|km| format!("{km} 公里")).unwrap_or_default();
    let pairs = [
        [("结算清单编号", form.cost_list_code.clone()), ("车牌号码", form.plate.clone())],
        [("车辆识别代码", form.vin.clone()), ("送修里程", mileage)],
        [("送修日期", day(form.brought_on)), ("结算日期", day(form.settled_on))],
        [
            ("燃料类型", form.fuel.map(|fuel| fuel.zh().to_owned()).unwrap_or_default()),
            ("使用性质", form.vehicle_use.map(|of| of.zh().to_owned()).unwrap_or_default()),
        ],
    ];
    for [left, right] in pairs {
        let half = columns / 2;
        let cell = |(label, value): (&str, String)| format!("{label}：{value}");
        let (left, right) = (cell(left), cell(right));
        if width(&left) < half && width(&right) <= columns - half {
            lines.push(format!("{left}{}{right}", spaces(half - width(&left))));
        } else {
            lines.extend(wrap(&left, columns));
            lines.extend(wrap(&right, columns));
        }
    }
    lines.extend(wrap(&format!("故障描述：{}", form.fault), columns));
    lines.push(rule(columns));
    lines.extend(table_row("维修项目", "", "工时", columns));
    for item in &form.items {
        lines.extend(table_row(&item.name, "", &item.hours, columns));
    }
    if form.items.is_empty() {
        lines.push("（无）".to_owned());
    }
    lines.push(rule(columns));
    lines.extend(table_row("配件名称", "配件编码", "数量", columns));
    for part in &form.parts {
        lines.extend(table_row(&part.name, &part.code, &part.quantity, columns));
    }
    if form.parts.is_empty() {
        lines.push("（无）".to_owned());
    }
    lines.push(rule(columns));
    let archive = match (list.settled_at, list.uploaded_at) {
        (_, Some(at)) => format!("维修电子档案：已于 {} 上传", at.to_datetime_text()),
        (Some(_), None) => "维修电子档案：结算后自动上传".to_owned(),
        (None, None) => String::new(),
    };
    if !archive.is_empty() {
        lines.extend(wrap(&archive, columns));
    }
    if list.revision > 0 {
        lines.extend(wrap(&format!("本清单为第 {} 次更正", list.revision), columns));
    }
    for (label, value) in [("地址", list.address), ("电话", list.phone)] {
        if !value.is_empty() {
            lines.extend(wrap(&format!("{label}：{value}"), columns));
        }
    }
    lines.push(String::new());
    lines.push(format!("客户签字：{}经办人签字：", spaces(columns / 2 - width("客户签字："))));
    lines.push(String::new());
    lines.extend(wrap(&format!("打印时间：{}", list.printed_at.to_datetime_text()), columns));
    lines
}

fn or_blank(text: &str) -> &str {
    if text.is_empty() { "　" } else { text }
}

/// Three columns of a table: the first wraps, the last stands at the right.
fn table_row(first: &str, second: &str, last: &str, columns: usize) -> Vec<String> {
    let (last_at, second_at) = (columns - 10, columns - 34);
    let first_room = if second.is_empty() { last_at - 2 } else { second_at - 2 };
    let firsts = wrap(first, first_room);
    let seconds = if second.is_empty() { Vec::new() } else { wrap(second, last_at - second_at - 2) };
    let count = firsts.len().max(seconds.len()).max(1);
    (0..count)
        .map(|at| {
            let mut line = firsts.get(at).cloned().unwrap_or_default();
            if let Some(second) = seconds.get(at) {
                line.push_str(&spaces(second_at.saturating_sub(width(&line))));
                line.push_str(second);
            }
            if at == 0 && !last.is_empty() {
                let room = columns.saturating_sub(width(&line) + width(last));
                line.push_str(&spaces(room.max(1)));
                line.push_str(last);
            }
            line
        })
        .collect()
}

/// A settled record in a report.
pub struct UploadLine<'a> {
    /// 结算清单编号
    pub cost_list_code: &'a str,
    /// When it was settled.
    pub settled_at: Moment,
    /// When the archive had it first.
    pub uploaded_at: Option<Moment>,
    /// How that stands to the deadline, in words.
    pub verdict: &'a str,
    /// How often it was put right.
    pub corrections: u32,
}

/// A report over a span of days.
pub struct Compliance<'a> {
    /// 维修企业名称
    pub company_name: &'a str,
    /// First and last day.
    pub days: (&'a str, &'a str),
    /// Settled, in time, late, missing.
    pub counts: [u32; 4],
    /// The upload in the middle of all, in milliseconds.
    pub median_ms: Option<i64>,
    /// Line by line.
    pub lines: Vec<UploadLine<'a>>,
    /// When it was made.
    pub made_at: Moment,
}

/// Lays a report out.
pub fn compliance(report: &Compliance<'_>, columns: usize) -> Vec<String> {
    let mut lines = centred(or_blank(report.company_name), columns);
    lines.extend(centred("维修电子档案上传情况表", columns));
    lines.push(rule(columns));
    let [settled, in_time, late, missing] = report.counts;
    lines.extend(wrap(&format!("结算日期：{} 至 {}", report.days.0, report.days.1), columns));
    lines.extend(wrap(
        &format!("结算 {settled} 份，按时上传 {in_time} 份，逾期上传 {late} 份，尚未上传 {missing} 份"),
        columns,
    ));
    if let Some(median_ms) = report.median_ms {
        lines.extend(wrap(&format!("上传用时中位数：{}", took(median_ms)), columns));
    }
    lines.push(rule(columns));
    lines.push(upload_row(["结算清单编号", "结算时间", "上传时间", "用时", "结果"], columns));
    for line in &report.lines {
        let minute = |at: Moment| at.to_datetime_text()[5..16].to_owned();
        let uploaded = line.uploaded_at.map_or_else(|| "—".to_owned(), minute);
        let used = line.uploaded_at.map_or_else(|| "—".to_owned(), |at| took(at.ms_since(line.settled_at)));
        let verdict = match line.corrections {
            0 => line.verdict.to_owned(),
            times => format!("{}（更正 {times}）", line.verdict),
        };
        lines.push(upload_row([line.cost_list_code, &minute(line.settled_at), &uploaded, &used, &verdict], columns));
    }
    lines.push(rule(columns));
    lines.extend(wrap("时限：结算次日 24 时前；结算即自动上传，本系统无上传开关。", columns));
    lines.extend(wrap(&format!("制表时间：{}", report.made_at.to_datetime_text()), columns));
    lines
}

fn upload_row(cells: [&str; 5], columns: usize) -> String {
    let widths = [columns.saturating_sub(54), 13, 13, 12, 16];
    let mut line = String::new();
    for (cell, room) in cells.iter().zip(widths) {
        let mut shown = String::new();
        for c in cell.chars() {
            if width(&shown) + width(c.encode_utf8(&mut [0; 4])) > room.saturating_sub(1) {
                break;
            }
            shown.push(c);
        }
        line.push_str(&shown);
        line.push_str(&spaces(room.saturating_sub(width(&shown))));
    }
    line.trim_end().to_owned()
}

/// A span in the two largest units.
fn took(ms: i64) -> String {
    let seconds = ms.max(0) / 1000;
    match seconds {
        0..60 => format!("{seconds} 秒"),
        60..3_600 => format!("{} 分", seconds / 60),
        3_600..86_400 => format!("{} 时 {} 分", seconds / 3_600, seconds % 3_600 / 60),
        _ => format!("{} 天 {} 时", seconds / 86_400, seconds % 86_400 / 3_600),
    }
}

#[cfg(test)]
mod tests {
    use lotdesk_domain::repair::{FormItem, FormPart, Fuel, VehicleUse};

    use super::*;

    fn form() -> RepairForm {
        RepairForm {
            cost_list_code: "JS20261125001".into(),
            plate: "粤B12345".into(),
            vin: "1M8GDM9AXKP042788".into(),
            mileage_km: Some(67_000),
            fault: "发动机异响".into(),
            fuel: Some(Fuel::Petrol),
            vehicle_use: Some(VehicleUse::Private),
            items: vec![FormItem { name: "更换机油".into(), hours: "0.5".into() }],
            parts: vec![FormPart { name: "机油".repeat(30), code: "5W-30".into(), quantity: "4".into() }],
            ..RepairForm::default()
        }
    }

    #[test]
    fn a_list_has_every_field_and_no_line_too_wide() {
        let form = form();
        let list = SettlementList {
            company_name: "测试企业",
            phone: "",
            address: "",
            form: &form,
            settled_at: Some(Moment(0)),
            uploaded_at: Some(Moment(60_000)),
            revision: 1,
            printed_at: Moment(0),
        };
        let lines = settlement_list(&list, COLUMNS_A4);
        assert!(lines.iter().all(|line| width(line) <= COLUMNS_A4), "{lines:#?}");
        let text = lines.join("\n");
        for part in [
            "测试企业",
            "维修结算清单",
            "JS20261125001",
            "粤B12345",
            "1M8GDM9AXKP042788",
            "67000 公里",
            "发动机异响",
            "更换机油",
            "0.5",
            "5W-30",
            "已于 1970-01-01 08:01:00 上传",
            "第 1 次更正",
            "客户签字",
        ] {
            assert!(text.contains(part), "{part} is missing:\n{text}");
        }
        assert!(!text.contains('元'), "no prices");
    }

    #[test]
    fn a_report_says_how_long_each_took() {
        let line = |uploaded_at| UploadLine {
            cost_list_code: "JS20261125001",
            settled_at: Moment(0),
            uploaded_at,
            verdict: "按时",
            corrections: 0,
        };
        let report = Compliance {
            company_name: "测试企业",
            days: ("2026-11-01", "2026-11-30"),
            counts: [2, 1, 0, 1],
            median_ms: Some(3_000),
            lines: vec![line(Some(Moment(3_000))), line(None)],
            made_at: Moment(0),
        };
        let lines = compliance(&report, COLUMNS_A4);
        assert!(lines.iter().all(|line| width(line) <= COLUMNS_A4), "{lines:#?}");
        let text = lines.join("\n");
        assert!(text.contains("按时上传 1 份") && text.contains("3 秒") && text.contains("—"), "{text}");
        assert_eq!((took(3_700_000), took(90_000_000)), ("1 时 1 分".into(), "1 天 1 时".into()));
    }
}
