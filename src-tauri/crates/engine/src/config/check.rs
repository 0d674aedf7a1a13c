//! The rules of the settings, beyond their types. Every broken one is told.

use super::problem::Problem;
use super::{Config, DriverKind};

/// Every rule that the configuration breaks.
pub(super) fn check(config: &Config) -> Vec<Problem> {
    let mut found = Vec::new();
    file_name(&mut found, "lot.file", &config.lot.file);
    file_name(&mut found, "tariff.file", &config.tariff.file);
    range(&mut found, "pictures.max_bytes", u64::from(config.pictures.max_bytes), 10_000, 20_000_000);
    range(&mut found, "pictures.keep_days", u64::from(config.pictures.keep_days), 1, 3650);
    range(&mut found, "logs.max_file_bytes", config.logs.max_file_bytes, 100_000, 1_000_000_000);
    range(&mut found, "logs.max_files", u64::from(config.logs.max_files), 1, 100);
    for (code, driver) in &config.lanes.drivers {
        let field = |name: &str| format!("lanes.drivers.{code}.{name}");
        match (driver.kind, driver.url.as_deref()) {
            (DriverKind::HttpRelay, None) => found.push(Problem::new(
                field("url"),
                "http_relay 必须填写继电器地址，例如 http://192.168.1.50",
                "an http_relay needs its base URL, such as http://192.168.1.50",
            )),
            (DriverKind::HttpRelay, Some(url)) => web_address(&mut found, &field("url"), url, &["http://", "https://"]),
            (_, Some(_)) => {
                found.push(Problem::new(field("url"), "只有 http_relay 才有地址", "only an http_relay has a URL"))
            }
            (_, None) => {}
        }
        if let Some(timeout_ms) = driver.timeout_ms {
            range(&mut found, &field("timeout_ms"), u64::from(timeout_ms), 100, 10_000);
        }
    }
    if let Some(city) = &config.platforms.city {
        super::city::check(city, &mut found);
    }
    found
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
    if host.is_empty() || host.starts_with(['/', ':']) || host.contains(['@', ' ', '?', '#']) {
        let schemes = schemes.join(" / ");
        found.push(Problem::new(
            field,
            format!("必须是以 {schemes} 开头、不含用户名和参数的地址"),
            format!("must be an address that begins with {schemes}, without user name or query"),
        ));
    }
}

fn file_name(found: &mut Vec<Problem>, field: &str, path: &std::path::Path) {
    if path.file_name().is_none() {
        found.push(Problem::new(field, "必须是文件名", "must name a file"));
    }
}
