//! A fleet's list as a file: read line by line, looked at first, then sent. A line with errors is left out and says why.

use lotdesk_domain::person::{CarPapers, mask_number};
use lotdesk_domain::repair::FieldNote;
use lotdesk_domain::violation::{CarType, WatchState};

use super::add::{Member, fleet_name, read};
use crate::api::fleet::{FleetCarForm, FleetLine, FleetPreview, ImportFleet};
use crate::api::refusal::Refusal;
use crate::api::repair_import::{ImportColumn, ImportFate, ImportRepairs};
use crate::caller::Who;
use crate::desk::Desk;
use crate::repairs::sheet_of;
use crate::violations::papers_of;

/// A field of a line, and how its column may be headed, in small letters and without blanks.
const HEADS: [(&str, &[&str]); 5] = [
    ("plate", &["车牌", "车牌号", "车牌号码", "号牌号码", "platenumber", "plate"]),
    ("car_type", &["车辆类型", "车型", "号牌种类", "cartype"]),
    ("vin", &["车架号", "车辆识别代号", "车辆识别代码", "vin", "vin码"]),
    ("engine_no", &["发动机号", "发动机号码", "engineno"]),
    ("fleet", &["车队", "所属车队", "单位", "客户", "fleet"]),
];

/// `fleet.import_preview`.
pub(crate) async fn import_preview(desk: &Desk, _who: Who, request: ImportFleet) -> Result<FleetPreview, Refusal> {
    Ok(looked_at(desk, request).await?.0)
}

fn plain(head: &str) -> String {
    let head = head.split(['(', '（']).next().unwrap_or_default();
    head.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '\u{feff}' | ':' | '：' | '_'))
        .collect::<String>()
        .to_lowercase()
}

fn field(head: &str) -> Option<&'static str> {
    let plain = plain(head);
    HEADS.iter().find(|(_, heads)| heads.contains(&plain.as_str())).map(|(field, _)| *field)
}

/// A kind of car by its code or its words.
fn car_type(text: &str) -> Option<CarType> {
    Some(match text.trim() {
        "" | "小型" | "小型车" | "小型汽车" | "小车" => CarType::Small,
        "大型" | "大型车" | "大型汽车" | "大车" => CarType::Large,
        "大型新能源汽车" | "大型新能源" => CarType::LargeNewEnergy,
        "小型新能源汽车" | "小型新能源" | "新能源" => CarType::SmallNewEnergy,
        "挂车" => CarType::Trailer,
        code => return CarType::from_code(code),
    })
}

/// What would become of the file, and the cars that would be sent: of its lines without errors.
pub(super) async fn looked_at(desk: &Desk, request: ImportFleet) -> Result<(FleetPreview, Vec<Member>), Refusal> {
    let usual_fleet = request.fleet.clone();
    let rows = sheet_of(desk, ImportRepairs { file_name: request.file_name, base64: request.base64 }).await?;
    let heading = rows.iter().position(|row| row.iter().any(|cell| field(cell) == Some("plate"))).ok_or_else(|| {
        Refusal::field(
            "base64",
            "找不到表头：需要“车牌号”“车架号”“发动机号”列（可有“车辆类型”“车队”）",
            "No heading is found: columns 车牌号, 车架号 and 发动机号 are wanted.",
        )
    })?;
    let fields: Vec<Option<&'static str>> = rows[heading].iter().map(|head| field(head)).collect();
    let columns = rows[heading]
        .iter()
        .zip(&fields)
        .filter(|(head, _)| !head.trim().is_empty())
        .map(|(head, field)| ImportColumn { head: head.trim().to_owned(), field: field.map(str::to_owned) })
        .collect();
    let rows: Vec<(u32, Vec<String>)> =
        (1_u32..).zip(rows).skip(heading + 1).filter(|(_, row)| row.iter().any(|c| !c.trim().is_empty())).collect();
    let (lines, members) = desk
        .look(move |tx| {
            let (mut lines, mut members) = (Vec::new(), Vec::<Member>::new());
            for (line, row) in rows {
                let cell = |wanted: &str| {
                    let at = fields.iter().position(|field| *field == Some(wanted));
                    at.and_then(|at| row.get(at)).map(|text| text.trim().to_owned()).unwrap_or_default()
                };
                let mut errors = Vec::new();
                let kind = car_type(&cell("car_type")).unwrap_or_else(|| {
                    errors.push(FieldNote {
                        field: "car_type".into(),
                        zh: "车辆类型不认识，可填 01、02、51、52、15 或“小型汽车”等".into(),
                        en: "This kind of car is not known; write 01, 02, 51, 52 or 15.".into(),
                    });
                    CarType::Small
                });
                let named = cell("fleet");
                let fleet = fleet_name(if named.is_empty() { &usual_fleet } else { &named }).unwrap_or_else(|bad| {
                    errors.push(FieldNote { field: "fleet".into(), zh: bad.zh, en: bad.en });
                    String::new()
                });
                let form = FleetCarForm {
                    plate: cell("plate"),
                    car_type: kind,
                    vin: cell("vin"),
                    engine_no: cell("engine_no"),
                };
                let mut shown = FleetLine {
                    line,
                    plate: form.plate.clone(),
                    car_type: kind,
                    vin: mask_number(&form.vin),
                    engine_no: mask_number(&form.engine_no),
                    fleet: fleet.clone(),
                    fate: ImportFate::Bad,
                    errors: Vec::new(),
                };
                let car = match read(&form) {
                    Ok(car) => Some(car),
                    Err(notes) => {
                        errors.extend(notes);
                        None
                    }
                };
                if let Some(car) = car.as_ref()
                    && members.iter().any(|(_, other)| other.plate == car.plate)
                {
                    errors.push(FieldNote {
                        field: "plate".into(),
                        zh: "该车牌在文件中出现过".into(),
                        en: "This plate stands in the file already.".into(),
                    });
                }
                if let (Some(car), true) = (car, errors.is_empty()) {
                    shown.plate.clone_from(&car.plate);
                    let known = tx.watched_car(&car.plate)?.filter(|known| known.state == WatchState::Watched);
                    shown.fate = match known {
                        None => ImportFate::New,
                        Some(known) => {
                            let papers = CarPapers {
                                vin: car.vin.clone(),
                                engine_no: car.engine_no.clone(),
                                ..CarPapers::default()
                            };
                            let same = known.fleet == fleet
                                && known.car_type == car.car_type
                                && papers_of(tx, known.person_id)? == Some(papers);
                            if same { ImportFate::Same } else { ImportFate::Changed }
                        }
                    };
                    if shown.fate != ImportFate::Same {
                        members.push((fleet, car));
                    }
                }
                shown.errors = errors;
                lines.push(shown);
            }
            Ok((lines, members))
        })
        .await?;
    let of =
        |fate: ImportFate| u32::try_from(lines.iter().filter(|line| line.fate == fate).count()).unwrap_or(u32::MAX);
    let preview = FleetPreview {
        columns,
        new: of(ImportFate::New),
        changed: of(ImportFate::Changed),
        same: of(ImportFate::Same),
        bad: of(ImportFate::Bad),
        lines,
    };
    Ok((preview, members))
}
