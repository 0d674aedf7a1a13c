//! The settings in force as people read them.

use lotdesk_operations::api::settings::{SecretRow, SettingRow};

use crate::config::Effective;
use crate::secrets::{SecretError, SecretName, SecretStore};

/// Every setting with its value and source.
pub(super) fn rows(effective: &Effective) -> Vec<SettingRow> {
    let row = |row: &crate::config::SourcedValue| SettingRow {
        key: row.key.clone(),
        value: row.value.to_string(),
        source: row.source.to_string(),
    };
    effective.sources().iter().filter(|row| !row.value.is_null()).map(row).collect()
}

/// The secrets that are asked for, and those that are set besides; by name.
pub(super) fn secrets(
    store: &SecretStore,
    wanted: impl Iterator<Item = SecretName>,
) -> Result<Vec<SecretRow>, SecretError> {
    let set = store.names()?;
    let mut names: Vec<SecretName> = wanted.chain(set.iter().cloned()).collect();
    names.sort();
    names.dedup();
    Ok(names.into_iter().map(|name| SecretRow { set: set.contains(&name), name: name.to_string() }).collect())
}
