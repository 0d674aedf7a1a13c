//! The rules of the settings, beyond their types. Every broken one is told.

use lotdesk_gateway::autox3::Autox3Profile;
use lotdesk_gateway::charging::ChargingProfile;
use lotdesk_gateway::city::{BadProfile, CityProfile};
use lotdesk_gateway::docloud::DocloudProfile;
use lotdesk_gateway::etcp::EtcpProfile;
use lotdesk_gateway::payment::PaymentProfile;
use lotdesk_gateway::repair::RepairProfile;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::problem::Problem;
use super::{Config, DriverKind, DriverSettings, PrinterKind, PrinterSettings};

/// Every rule that the configuration breaks.
pub(super) fn check(config: &Config) -> Vec<Problem> {
    let mut found = Vec::new();
    file_name(&mut found, "lot.file", &config.lot.file);
    file_name(&mut found, "tariff.file", &config.tariff.file);
    range(&mut found, "pictures.max_bytes", u64::from(config.pictures.max_bytes), 10_000, 20_000_000);
    range(&mut found, "pictures.keep_days", u64::from(config.pictures.keep_days), 1, 3650);
    printer(&mut found, &config.printer);
    if !config.reports.daily_at.is_empty() && config.reports.daily_time().is_none() {
        found.push(Problem::new(
            "reports.daily_at",
            "必须是 HH:MM 形式的时间，例如 00:10；留空表示不自动生成",
            "must be a time as HH:MM, such as 00:10, or empty for never",
        ));
    }
    range(&mut found, "logs.max_file_bytes", config.logs.max_file_bytes, 100_000, 1_000_000_000);
    range(&mut found, "logs.max_files", u64::from(config.logs.max_files), 1, 100);
    for (code, driver) in &config.lanes.drivers {
        relay(&mut found, code, driver);
    }
    for bad in config.callback.check().err().unwrap_or_default() {
        found.push(Problem::new(format!("callback.{}", bad.field), format!("不符合要求：{}", bad.rule), bad.rule));
    }
    config.attach.check(&mut found);
    if let Some(profile) = &config.platforms.city {
        city(&mut found, profile);
    }
    if let Some(profile) = &config.platforms.charging {
        charging(&mut found, profile);
    }
    if let Some(profile) = &config.platforms.docloud {
        profile_rules(&mut found, "platforms.docloud", profile.clone(), DocloudProfile::check, &[("app_key", "x")]);
    }

    if let Some(profile) = &config.platforms.etcp {
        let good = [("base_url", "https://localhost"), ("merchant_no", "x")];
        profile_rules(&mut found, "platforms.etcp", profile.clone(), EtcpProfile::check, &good);
    }
    if let Some(profile) = &config.platforms.repair {
        let good = [("base_url", "https://localhost"), ("company_code", "x")];
        profile_rules(&mut found, "platforms.repair", profile.clone(), RepairProfile::check, &good);
    }
    if let Some(profile) = &config.payment {
        let good = [("base_url", "https://localhost"), ("merchant", "x")];
        profile_rules(&mut found, "payment", profile.clone(), PaymentProfile::check, &good);
    }
    if let Some(profile) = &config.platforms.autox3 {
        profile_rules(&mut found, "platforms.autox3", profile.clone(), Autox3Profile::check, &[]);
    }
    file_name(&mut found, "charging.file", &config.charging.file);
    found
}

fn printer(found: &mut Vec<Problem>, printer: &PrinterSettings) {
    if !matches!(printer.paper_mm, 58 | 80) {
        found.push(Problem::new("printer.paper_mm", "必须是 58 或 80", "must be 58 or 80"));
    }
    range(found, "printer.baud", u64::from(printer.baud), 1200, 921_600);
    match printer.kind {
        PrinterKind::None => {}
        PrinterKind::Network if printer.place.parse::<std::net::SocketAddr>().is_err() => found.push(Problem::new(
            "printer.place",
            "必须是打印机的地址和端口，例如 192.168.1.60:9100",
            "must be the printer's address and port, such as 192.168.1.60:9100",
        )),
        _ if printer.place.is_empty() => {
            found.push(Problem::new("printer.place", "必须填写打印机的位置", "must say where the printer is"));
        }
        _ => {}
    }
}

/// A profile's own check tells one broken rule at a time: what it told is put right, by a value that is good where the
/// default is not, and it is asked again.
fn profile_rules<P: Serialize + DeserializeOwned + Default>(
    found: &mut Vec<Problem>,
    table: &str,
    mut profile: P,
    check: impl Fn(&P) -> Result<(), BadProfile>,
    good: &[(&str, &str)],
) {
    let mut told: Vec<&'static str> = Vec::new();
    while let Err(bad) = check(&profile) {
        if told.contains(&bad.field) {
            return;
        }
        told.push(bad.field);
        found.push(Problem::new(format!("{table}.{}", bad.field), format!("不符合要求：{}", bad.rule), bad.rule));
        let better = || {
            let mut values = serde_json::to_value(&profile).ok()?;
            let known = good.iter().find(|(field, _)| *field == bad.field).map(|(_, value)| (*value).into());
            let defaults = || serde_json::to_value(P::default()).ok()?.get(bad.field).cloned();
            values[bad.field] = known.or_else(defaults)?;
            serde_json::from_value(values).ok()
        };
        match better() {
            Some(better) => profile = better,
            None => return,
        }
    }
}

fn relay(found: &mut Vec<Problem>, code: &str, driver: &DriverSettings) {
    let field = |name: &str| format!("lanes.drivers.{code}.{name}");
    let schemes = ["http://", "https://"];
    match (driver.kind, driver.url.as_deref()) {
        (DriverKind::HttpRelay, None) => found.push(Problem::new(
            field("url"),
            "http_relay 必须填写开闸地址，例如 http://192.168.1.50/open",
            "an http_relay needs the address that opens the gate, such as http://192.168.1.50/open",
        )),
        (DriverKind::HttpRelay, Some(url)) => web_address(found, &field("url"), url, &schemes),
        (DriverKind::Camera | DriverKind::Simulated, _) => {
            let given = [
                ("url", driver.url.is_some()),
                ("method", driver.method.is_some()),
                ("body", driver.body.is_some()),
                ("timeout_ms", driver.timeout_ms.is_some()),
                ("probe_url", driver.probe_url.is_some()),
                ("probe_every_ms", driver.probe_every_ms.is_some()),
                ("ca_file", driver.ca_file.is_some()),
            ];
            for (name, _) in given.into_iter().filter(|(_, given)| *given) {
                found.push(Problem::new(field(name), "只用于 http_relay", "is for an http_relay only"));
            }
            return;
        }
    }
    if let Some(url) = &driver.probe_url {
        web_address(found, &field("probe_url"), url, &schemes);
    }
    if let Some(timeout_ms) = driver.timeout_ms {
        range(found, &field("timeout_ms"), u64::from(timeout_ms), 100, 10_000);
    }
    if let Some(every_ms) = driver.probe_every_ms {
        range(found, &field("probe_every_ms"), u64::from(every_ms), 1_000, 3_600_000);
    }
}

/// The profile's own check tells one broken rule at a time: what it told is put right, and it is asked again.
fn city(found: &mut Vec<Problem>, profile: &CityProfile) {
    let mut profile = profile.clone();
    let mut told: Vec<&'static str> = Vec::new();
    while let Err(bad) = profile.check() {
        if told.contains(&bad.field) {
            return;
        }
        told.push(bad.field);
        let field = format!("platforms.city.{}", bad.field);
        found.push(Problem::new(field, format!("不符合要求：{}", bad.rule), bad.rule));
        match put_right(&profile, bad.field) {
            Some(better) => profile = better,
            None => return,
        }
    }
}

/// As [`city`].
fn charging(found: &mut Vec<Problem>, profile: &ChargingProfile) {
    let mut profile = profile.clone();
    let mut told: Vec<&'static str> = Vec::new();
    while let Err(bad) = profile.check() {
        if told.contains(&bad.field) {
            return;
        }
        told.push(bad.field);
        let field = format!("platforms.charging.{}", bad.field);
        found.push(Problem::new(field, format!("不符合要求：{}", bad.rule), bad.rule));
        match charging_put_right(&profile, bad.field) {
            Some(better) => profile = better,
            None => return,
        }
    }
}

fn charging_put_right(profile: &ChargingProfile, field: &str) -> Option<ChargingProfile> {
    let mut values = serde_json::to_value(profile).ok()?;
    let good = match field {
        "base_url" => "https://localhost".into(),
        "operator_id" | "platform_operator_id" => "123456789".into(),
        other => serde_json::to_value(ChargingProfile::default()).ok()?.get(other)?.clone(),
    };
    values[field] = good;
    serde_json::from_value(values).ok()
}

fn put_right(profile: &CityProfile, field: &str) -> Option<CityProfile> {
    let mut values = serde_json::to_value(profile).ok()?;
    let good = match field {
        "base_url" => "https://localhost".into(),
        "user_id" => "x".into(),
        other => serde_json::to_value(CityProfile::default()).ok()?.get(other)?.clone(),
    };
    values[field] = good;
    serde_json::from_value(values).ok()
}

pub(super) fn range(found: &mut Vec<Problem>, field: &str, value: u64, least: u64, most: u64) {
    if !(least..=most).contains(&value) {
        found.push(Problem::new(
            field,
            format!("必须在 {least} 到 {most} 之间，现在是 {value}"),
            format!("must lie between {least} and {most}, and is {value}"),
        ));
    }
}

pub(super) fn length(found: &mut Vec<Problem>, field: &str, value: &str, least: usize, most: usize) {
    let count = value.chars().count();
    if !(least..=most).contains(&count) {
        found.push(Problem::new(
            field,
            format!("长度必须为 {least} 到 {most} 个字符，现在是 {count} 个"),
            format!("must have {least} to {most} characters, and has {count}"),
        ));
    }
}

pub(super) fn web_address(found: &mut Vec<Problem>, field: &str, value: &str, schemes: &[&str]) {
    let host = schemes.iter().find_map(|scheme| value.strip_prefix(scheme)).unwrap_or_default();
    // A user name or password in an address would end up in logs.
    if host.is_empty() || host.starts_with(['/', ':']) || host.contains(['@', ' ']) {
        let schemes = schemes.join(" / ");
        found.push(Problem::new(
            field,
            format!("必须是以 {schemes} 开头、不含用户名和密码的地址"),
            format!("must be an address that begins with {schemes}, without name or password"),
        ));
    }
}

fn file_name(found: &mut Vec<Problem>, field: &str, path: &std::path::Path) {
    if path.file_name().is_none() {
        found.push(Problem::new(field, "必须是文件名", "must name a file"));
    }
}
