//! The lines of a list as jobs: lines with the same list number are one, each bringing an item, a part, or both.

use chrono::NaiveDate;
use lotdesk_domain::repair::{FieldNote, FormItem, FormPart, Fuel, RepairForm, VehicleUse};

use super::columns::{Column, column};
use crate::api::refusal::Refusal;
use crate::api::repair_import::{ImportColumn, ImportError, ImportFate, ImportJob};

/// What a list says.
pub(super) struct ReadJobs {
    pub columns: Vec<ImportColumn>,
    pub jobs: Vec<ImportJob>,
}

/// Reads a list. The heading is the first line that has the list number's column.
///
/// # Errors
/// When no line is such a heading.
pub(super) fn read(rows: &[Vec<String>]) -> Result<ReadJobs, Refusal> {
    let is_heading =
        |row: &Vec<String>| row.iter().any(|cell| column(cell).is_some_and(|(column, _)| column == Column::CostList));
    let heading = rows.iter().position(is_heading).ok_or_else(|| {
        Refusal::field(
            "base64",
            "找不到表头：需要“结算清单编号”一列（另有车牌号码、VIN、送修日期、结算日期、燃料类型、使用性质等）",
            "No heading is found: a column 结算清单编号 is wanted, beside plate, VIN, dates, fuel and use.",
        )
    })?;
    let read: Vec<Option<(Column, &'static str)>> = rows[heading].iter().map(|head| column(head)).collect();
    let columns = rows[heading]
        .iter()
        .zip(&read)
        .filter(|(head, _)| !head.trim().is_empty())
        .map(|(head, read)| ImportColumn {
            head: head.trim().to_owned(),
            field: read.map(|(_, field)| field.to_owned()),
        })
        .collect();
    let mut jobs: Vec<ImportJob> = Vec::new();
    for (at, row) in rows.iter().enumerate().skip(heading + 1) {
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let line = u32::try_from(at + 1).unwrap_or(u32::MAX);
        let cells = read.iter().zip(row).filter_map(|(read, cell)| Some((read.as_ref()?.0, cell.trim())));
        take(&mut jobs, line, cells.filter(|(_, cell)| !cell.is_empty()).collect());
    }
    for job in &mut jobs {
        job.form = std::mem::take(&mut job.form).tidied();
    }
    Ok(ReadJobs { columns, jobs })
}

/// A line without a list number, plate and VIN goes on with the job above it.
fn take(jobs: &mut Vec<ImportJob>, line: u32, cells: Vec<(Column, &str)>) {
    let cell = |wanted: Column| cells.iter().find(|(column, _)| *column == wanted).map(|(_, text)| *text);
    let code = cell(Column::CostList).unwrap_or_default();
    let goes_on = code.is_empty() && cell(Column::Plate).is_none() && cell(Column::Vin).is_none() && !jobs.is_empty();
    let known = match goes_on {
        true => Some(jobs.len() - 1),
        false => jobs.iter().rposition(|job| !code.is_empty() && job.form.cost_list_code == code),
    };
    let at = known.unwrap_or_else(|| {
        jobs.push(ImportJob {
            lines: Vec::new(),
            form: RepairForm { cost_list_code: code.to_owned(), ..RepairForm::default() },
            fate: ImportFate::Bad,
            errors: Vec::new(),
            doubts: Vec::new(),
        });
        jobs.len() - 1
    });
    let job = &mut jobs[at];
    job.lines.push(line);
    let (mut item, mut part) = (FormItem::default(), FormPart::default());
    for (column, text) in cells {
        match column {
            Column::ItemName => text.clone_into(&mut item.name),
            Column::ItemHours => text.clone_into(&mut item.hours),
            Column::PartName => text.clone_into(&mut part.name),
            Column::PartCode => text.clone_into(&mut part.code),
            Column::PartQuantity => text.clone_into(&mut part.quantity),
            Column::CostList => {}
            column => head_field(job, line, column, text),
        }
    }
    if item != FormItem::default() {
        job.form.items.push(item);
    }
    if part != FormPart::default() {
        job.form.parts.push(part);
    }
}

/// A field that a job has once. A later line may repeat it, and may not contradict it.
fn head_field(job: &mut ImportJob, line: u32, column: Column, text: &str) {
    let form = &mut job.form;
    let result = match column {
        Column::Plate => put(&mut form.plate, text, "plate"),
        Column::Vin => put(&mut form.vin, text, "vin"),
        Column::Fault => put(&mut form.fault, text, "fault"),
        Column::BroughtOn => read_into(&mut form.brought_on, day(text), "brought_on", DAY),
        Column::SettledOn => read_into(&mut form.settled_on, day(text), "settled_on", DAY),
        Column::Mileage => read_into(&mut form.mileage_km, mileage(text), "mileage_km", NUMBER),
        Column::Fuel => read_into(&mut form.fuel, fuel(text), "fuel", CODE),
        Column::VehicleUse => read_into(&mut form.vehicle_use, vehicle_use(text), "vehicle_use", CODE),
        _ => Ok(()),
    };
    if let Err(note) = result {
        job.errors.push(ImportError { line, note });
    }
}

const DAY: (&str, &str) = ("日期看不懂，请写成 2026-11-25", "The day is not understood; write 2026-11-25.");
const NUMBER: (&str, &str) = ("须为整数公里", "Whole kilometres are wanted.");
const CODE: (&str, &str) = ("不是代码表中的值", "It is not in the code table.");

fn note(field: &str, (zh, en): (&str, &str)) -> FieldNote {
    FieldNote { field: field.to_owned(), zh: zh.to_owned(), en: en.to_owned() }
}

fn contradicts(field: &str) -> FieldNote {
    note(field, ("与同一编号的前一行不一致", "It contradicts an earlier line with the same number."))
}

fn put(kept: &mut String, text: &str, field: &str) -> Result<(), FieldNote> {
    if kept.is_empty() {
        text.clone_into(kept);
    }
    if kept == text { Ok(()) } else { Err(contradicts(field)) }
}

fn read_into<T: PartialEq + Copy>(
    kept: &mut Option<T>,
    read: Option<T>,
    field: &str,
    wrong: (&str, &str),
) -> Result<(), FieldNote> {
    let Some(read) = read else { return Err(note(field, wrong)) };
    match *kept {
        Some(before) if before != read => Err(contradicts(field)),
        _ => {
            *kept = Some(read);
            Ok(())
        }
    }
}

/// `2026-11-25`, `2026/11/5`, `20261125`, `2026年11月5日`, each with a time behind it or not.
fn day(text: &str) -> Option<NaiveDate> {
    let date = text.split([' ', 'T']).next().unwrap_or(text);
    if date.len() == 8 && date.bytes().all(|b| b.is_ascii_digit()) {
        return NaiveDate::parse_from_str(date, "%Y%m%d").ok();
    }
    let plain = date.replace(['年', '月', '/', '.'], "-");
    let mut parts = plain.trim_end_matches(['日', '-']).split('-');
    let mut next = || parts.next()?.trim().parse::<u32>().ok();
    let (year, month, day) = (next()?, next()?, next()?);
    if parts.next().is_some() || !(1980..=2200).contains(&year) {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// `67000`, `67,000`, `67000.0`, `67000 公里`.
fn mileage(text: &str) -> Option<u32> {
    let lower = text.to_lowercase();
    let bare = lower.trim_end_matches("公里").trim_end_matches("km").trim().replace([',', '，'], "");
    let whole = match bare.split_once('.') {
        Some((whole, rest)) if rest.bytes().all(|b| b == b'0') => whole.to_owned(),
        Some(_) => return None,
        None => bare,
    };
    whole.parse().ok()
}

/// By its letter, its word, or as it is said.
fn fuel(text: &str) -> Option<Fuel> {
    const LETTERS: &str = "ABCDEFLMNOPQRYZ";
    const SAID: [(&str, Fuel); 8] = [
        ("电动", Fuel::Electric),
        ("纯电", Fuel::Electric),
        ("纯电动", Fuel::Electric),
        ("油电混合", Fuel::Hybrid),
        ("混动", Fuel::Hybrid),
        ("插电混动", Fuel::Hybrid),
        ("燃气", Fuel::NaturalGas),
        ("氢燃料", Fuel::Hydrogen),
    ];
    let upper = text.to_uppercase();
    if upper.len() == 1 {
        return LETTERS.find(upper.as_str()).and_then(|at| Fuel::ALL.get(at).copied());
    }
    let word = Fuel::ALL.into_iter().find(|fuel| fuel.zh() == text && *fuel != Fuel::None);
    word.or_else(|| (text == "无").then_some(Fuel::None))
        .or_else(|| SAID.iter().find(|(said, _)| *said == text).map(|(_, fuel)| *fuel))
}

fn vehicle_use(text: &str) -> Option<VehicleUse> {
    match text {
        "01" | "1" | "营运" | "运营" => Some(VehicleUse::Commercial),
        "02" | "2" | "非营运" | "非运营" => Some(VehicleUse::Private),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
    }

    const HEAD: &str =
        "结算清单编号,车牌,VIN,送修日期,里程,结算日期,故障描述,燃料,使用性质,维修项目,工时,配件名称,配件编码,数量,单价";

    #[test]
    fn lines_of_one_number_are_one_job() {
        let text = format!(
            "某维修厂 2026 年 11 月\n{HEAD}\nA1,粤B·12345,1M8GDM9AXKP042788,2026/11/24,67000 公里,20261125,异响,汽油,02,更换机油,0.5,机油,5W-30,4,88\n,,,,,,,,,更换机滤,0.3,机滤,,1,20\nA1,,,,,,,,,,,垫片,,1,\n\nB2,粤B54321,,2026年11月5日,,2026-11-05,,C,营运,保养,1,,,,"
        );
        let ReadJobs { columns, jobs } = read(&rows(&text)).unwrap();
        assert_eq!(columns.len(), 15);
        assert_eq!(columns[14].field, None);
        assert_eq!(jobs.len(), 2);
        assert_eq!(jobs[0].lines, [3, 4, 5]);
        assert_eq!((jobs[0].form.items.len(), jobs[0].form.parts.len()), (2, 3));
        assert_eq!((jobs[0].form.plate.as_str(), jobs[0].form.mileage_km), ("粤B12345", Some(67_000)));
        assert_eq!(jobs[1].form.fuel, Some(Fuel::Electric));
        assert_eq!(jobs[1].form.brought_on.unwrap().to_string(), "2026-11-05");
        assert!(jobs.iter().all(|job| job.errors.is_empty()));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let text = format!("{HEAD}\nA1,粤B12345,,昨天,6.5万,2026-11-25,,煤油,自用,,,,,,\nA1,粤B54321,,,,,,,,,,,,,");
        let ReadJobs { jobs, .. } = read(&rows(&text)).unwrap();
        let told: Vec<(u32, &str)> = jobs[0].errors.iter().map(|e| (e.line, e.note.field.as_str())).collect();
        assert_eq!(told, [(2, "brought_on"), (2, "mileage_km"), (2, "fuel"), (2, "vehicle_use"), (3, "plate")]);
        assert!(read(&rows("甲,乙\n1,2")).is_err());
    }

    #[test]
    fn codes_are_read_by_letter_and_by_word() {
        for (at, fuel_of) in Fuel::ALL.into_iter().enumerate() {
            assert_eq!(fuel(&"ABCDEFLMNOPQRYZ"[at..=at]), Some(fuel_of));
            assert_eq!(fuel(fuel_of.zh()), Some(fuel_of));
        }
        assert_eq!((fuel("混动"), fuel("G")), (Some(Fuel::Hybrid), None));
    }
}
