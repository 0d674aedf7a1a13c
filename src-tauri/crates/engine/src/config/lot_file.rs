//! The files beside `lotdesk.toml`: the lot and its first tariff.

use std::collections::BTreeSet;
use std::path::Path;

use lotdesk_domain::lot::{EquipmentKind, Lot, LotKind};
use lotdesk_domain::position::Position;
use lotdesk_domain::tariff::Tariff;

use super::check::{length, range};
use super::lot_garages::{check_garages, check_permit};
use super::{ConfigError, Problem, Source};

/// Reads a lot file and checks it.
///
/// # Errors
/// When it cannot be read, is no TOML, lacks something, or breaks a rule; every broken rule is told.
pub fn read_lot(path: &Path) -> Result<Lot, ConfigError> {
    let lot: Lot = read(path)?;
    let problems = check_lot(&lot);
    if problems.is_empty() { Ok(lot) } else { Err(in_file(path, problems)) }
}

/// Reads a tariff file and checks it; the text comes with it, as it is kept with the tariff.
///
/// # Errors
/// As [`read_lot`].
pub fn read_tariff(path: &Path) -> Result<(Tariff, String), ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|cause| ConfigError::File { path: path.to_owned(), cause })?;
    match Tariff::from_toml(&text) {
        Ok(tariff) => Ok((tariff, text)),
        Err(bad) => Err(in_file(path, vec![Problem::new(bad.field, bad.rule_zh, bad.rule)])),
    }
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|cause| ConfigError::File { path: path.to_owned(), cause })?;
    parse(path, &text)
}

fn parse<T: serde::de::DeserializeOwned>(path: &Path, text: &str) -> Result<T, ConfigError> {
    let bad = |field: String, words: &str, at: Option<std::ops::Range<usize>>| {
        let line = at.map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        let problem = Problem::new(field, format!("内容不符合要求：{words}"), words);
        match line {
            Some(line) => ConfigError::Bad(vec![Problem { source: Some(file_source(path, line)), ..problem }]),
            None => in_file(path, vec![problem]),
        }
    };
    let deserializer =
        toml::Deserializer::parse(text).map_err(|error| bad(String::new(), error.message(), error.span()))?;
    let mut unknown = Vec::new();
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(deserializer, &mut track);
    let value = serde_ignored::deserialize(tracked, |path| unknown.push(path.to_string()));
    match value {
        Ok(value) if unknown.is_empty() => Ok(value),
        Ok(_) => {
            let problems = unknown
                .into_iter()
                .map(|field| Problem::new(field, "没有这一项（拼写错误？）", "there is no such field (misspelt?)"));
            Err(in_file(path, problems.collect()))
        }
        Err(error) => {
            let field = track.path().to_string();
            Err(bad(if field == "." { String::new() } else { field }, toml_words(&error), error.span()))
        }
    }
}

fn toml_words(error: &toml::de::Error) -> &str {
    error.message()
}

fn file_source(path: &Path, line: usize) -> Source {
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Source::File { name, line }
}

fn in_file(path: &Path, problems: Vec<Problem>) -> ConfigError {
    ConfigError::Bad(
        problems
            .into_iter()
            .map(|p| Problem { source: p.source.or_else(|| Some(file_source(path, 1))), ..p })
            .collect(),
    )
}

/// Every rule of tables 3 and 7 to 10 of DB4403/T 313 that the lot breaks, and those that the console needs: codes are
/// unique, lanes and spaces lie in known areas, there is a way in and a way out, or bays along a street.
pub fn check_lot(lot: &Lot) -> Vec<Problem> {
    let mut found = Vec::new();
    digits(&mut found, "park_code", &lot.park_code, &[20]);
    digits(&mut found, "district_code", &lot.district_code, &[6, 9]);
    length(&mut found, "name", &lot.name, 1, 255);
    length(&mut found, "road", &lot.road, 1, 10);
    length(&mut found, "operator_code", &lot.operator_code, 1, 10);
    length(&mut found, "owner", &lot.owner, 1, 50);
    length(&mut found, "public_info", &lot.public_info, 0, 200);
    range(&mut found, "service_type", u64::from(lot.service_type), 1, 8);
    range(&mut found, "free_exit_minutes", u64::from(lot.free_exit_minutes), 0, 1440);
    range(&mut found, "same_read_seconds", u64::from(lot.same_read_seconds), 1, 600);
    if let Some(spaces) = lot.booking.reservable_spaces {
        range(&mut found, "booking.reservable_spaces", u64::from(spaces), 0, u64::from(lot.total_spaces()));
    }
    if lot.position.is_some_and(|at| Position::new(at.longitude, at.latitude).is_none()) {
        found.push(Problem::new("position", "经纬度超出范围", "is nowhere on earth"));
    }
    range(&mut found, "payment.request_wait_seconds", u64::from(lot.payment.request_wait_seconds), 5, 600);
    range(&mut found, "payment.gate_wait_seconds", u64::from(lot.payment.gate_wait_seconds), 5, 120);
    let limit = u64::try_from(lot.payment.refund_limit_fen.0).unwrap_or(u64::MAX);
    range(&mut found, "payment.refund_limit_fen", limit, 0, 100_000_000);
    check_areas(lot, &mut found);
    let mut ids = BTreeSet::new();
    check_lanes(lot, &mut ids, &mut found);
    check_garages(lot, &mut ids, &mut found);
    check_permit(lot, &mut found);
    let areas: BTreeSet<&str> = lot.areas.iter().map(|area| area.code.as_str()).collect();
    let mut numbers = BTreeSet::new();
    for (no, space) in lot.spaces.iter().enumerate() {
        let field = |name: &str| format!("spaces[{no}].{name}");
        length(&mut found, &field("space_no"), &space.space_no, 1, 28);
        unique(&mut found, &mut numbers, field("space_no"), &space.space_no);
        known_area(&mut found, &areas, field("area"), &space.area);
    }
    check_detectors(lot, &mut found);
    found
}

/// Detectors in the floor have identifiers of their own; bays along a street need no lanes, and are nothing without bays.
fn check_detectors(lot: &Lot, found: &mut Vec<Problem>) {
    let mut ids: BTreeSet<String> =
        lot.lanes.iter().flat_map(|lane| &lane.equipment).map(|device| device.id.to_string()).collect();
    for (no, space) in lot.spaces.iter().enumerate() {
        let Some(detector) = &space.detector else { continue };
        let field = |name: &str| format!("spaces[{no}].detector.{name}");
        length(found, &field("code"), &detector.code, 1, 20);
        length(found, &field("name"), &detector.name, 1, 50);
        unique(found, &mut ids, field("id"), &detector.id.to_string());
        if detector.kind != EquipmentKind::SpaceDetector {
            found.push(Problem::new(field("kind"), "车位上的设备只能是车位探测器", "must be space_detector"));
        }
    }
    if lot.kind == LotKind::OnStreet && lot.spaces.is_empty() {
        found.push(Problem::new(
            "spaces",
            "路内停车场至少要有一个泊位",
            "a lot along a street must have at least one bay",
        ));
    }
}

fn check_areas(lot: &Lot, found: &mut Vec<Problem>) {
    if lot.areas.is_empty() {
        found.push(Problem::new("areas", "至少要有一个区域", "there must be at least one area"));
    }
    let mut codes = BTreeSet::new();
    for (no, area) in lot.areas.iter().enumerate() {
        let field = |name: &str| format!("areas[{no}].{name}");
        length(found, &field("code"), &area.code, 1, 20);
        length(found, &field("name"), &area.name, 1, 50);
        unique(found, &mut codes, field("code"), &area.code);
        range(found, &field("total_spaces"), u64::from(area.total_spaces), 1, 100_000);
        range(found, &field("lease_spaces"), u64::from(area.lease_spaces), 0, u64::from(area.total_spaces));
        let known = lot.spaces.iter().filter(|space| space.area == area.code).count();
        if known > area.total_spaces as usize {
            found.push(Problem::new(
                field("total_spaces"),
                format!("该区域列出了 {known} 个车位，超过总数"),
                format!("the area lists {known} spaces, more than its total"),
            ));
        }
    }
}

fn check_lanes(lot: &Lot, ids: &mut BTreeSet<String>, found: &mut Vec<Problem>) {
    let areas: BTreeSet<&str> = lot.areas.iter().map(|area| area.code.as_str()).collect();
    let mut codes = BTreeSet::new();
    for (no, lane) in lot.lanes.iter().enumerate() {
        let field = |name: &str| format!("lanes[{no}].{name}");
        length(found, &field("name"), &lane.name, 1, 10);
        if lane.code.is_empty()
            || lane.code.len() > 20
            || !lane.code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        {
            found.push(Problem::new(
                field("code"),
                "只能用小写字母、数字和连字符，最多 20 个",
                "takes lower-case letters, digits and hyphens, 20 at most",
            ));
        }
        unique(found, &mut codes, field("code"), &lane.code);
        unique(found, ids, field("id"), &lane.id.to_string());
        known_area(found, &areas, field("area"), &lane.area);
        for (at, equipment) in lane.equipment.iter().enumerate() {
            let field = |name: &str| format!("lanes[{no}].equipment[{at}].{name}");
            length(found, &field("code"), &equipment.code, 1, 20);
            length(found, &field("name"), &equipment.name, 1, 50);
            unique(found, ids, field("id"), &equipment.id.to_string());
        }
    }
    if lot.kind == LotKind::OnStreet {
        return;
    }
    for (kind, zh, en) in [
        (lotdesk_domain::lot::LaneKind::Entry, "至少要有一条入口车道", "there must be at least one entry lane"),
        (lotdesk_domain::lot::LaneKind::Exit, "至少要有一条出口车道", "there must be at least one exit lane"),
    ] {
        if !lot.lanes.iter().any(|lane| lane.kind == kind) {
            found.push(Problem::new("lanes", zh, en));
        }
    }
}

fn digits(found: &mut Vec<Problem>, field: &str, value: &str, lengths: &[usize]) {
    if !lengths.contains(&value.len()) || !value.chars().all(|c| c.is_ascii_digit()) {
        let wanted = lengths.iter().map(ToString::to_string).collect::<Vec<_>>();
        found.push(Problem::new(
            field,
            format!("必须是 {} 位数字", wanted.join(" 或 ")),
            format!("must be {} digits", wanted.join(" or ")),
        ));
    }
}

pub(super) fn unique(found: &mut Vec<Problem>, seen: &mut BTreeSet<String>, field: String, value: &str) {
    if !seen.insert(value.to_owned()) {
        found.push(Problem::new(field, format!("“{value}”重复"), format!("{value:?} is there twice")));
    }
}

fn known_area(found: &mut Vec<Problem>, areas: &BTreeSet<&str>, field: String, value: &str) {
    if !areas.contains(value) {
        found.push(Problem::new(
            field,
            format!("没有编号为“{value}”的区域"),
            format!("no area has the code {value:?}"),
        ));
    }
}
