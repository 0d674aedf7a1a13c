//! `config.state`, `config.reload`: the settings in force and where each came from. Secrets are named, never shown.

use lotdesk_domain::moment::Moment;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::refusal::Refusal;

/// One setting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SettingRow {
    /// Its name, such as `platforms.city.base_url`.
    pub key: String,
    /// Its value, as `lotdesk.toml` would have it.
    pub value: String,
    /// Where the value came from, such as `lotdesk.toml, line 12`.
    pub source: String,
}

/// One secret, by name only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SecretRow {
    /// Its name, such as `city.password`.
    pub name: String,
    /// Whether it is set.
    pub set: bool,
}

/// Settings that were not taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RefusedSettings {
    /// When they were read.
    pub at: Moment,
    /// Why, with the field.
    pub refusal: Refusal,
}

/// Reply of `config.state`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SettingsState {
    /// The settings' file.
    pub file: String,
    /// Since when these settings are in force.
    pub since: Moment,
    /// Every setting, by name.
    pub rows: Vec<SettingRow>,
    /// The secrets that the settings ask for, and those that are set besides.
    pub secrets: Vec<SecretRow>,
    /// Settings that were read later and refused; what is in force went on.
    pub refused: Option<RefusedSettings>,
    /// Settings that were changed and take effect when the engine is started again.
    pub at_next_start: Vec<String>,
}

/// Reply of `config.reload`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Reloaded {
    /// Settings whose value is another one now.
    pub changed: Vec<String>,
    /// What was begun anew with them, such as `platforms.city`. A changed secret or certificate file does this too.
    pub begun_anew: Vec<String>,
    /// Those that take effect when the engine is started again.
    pub at_next_start: Vec<String>,
}
