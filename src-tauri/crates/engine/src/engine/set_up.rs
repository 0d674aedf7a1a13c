//! The first start of a data directory, and what every start reads from it.

use std::path::Path;

use lotdesk_domain::id::GuidSource;
use lotdesk_ledger::Ledger;
use lotdesk_operations::api::refusal::Code;
use lotdesk_operations::{Caller, Desk, EngineNote, SystemGuids};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::error::StartError;
use super::options::StartOptions;
use crate::config::{self, Config, ConfigError, Effective, Layers};
use crate::home::Home;
use crate::secrets::{SecretStore, passphrase_from_env};
use crate::store::write_atomically;

/// A lot to begin with: one way in, one way out. Each data directory gets identifiers of its own.
const SAMPLE_LOT: &str = include_str!("../../../../../assets/lot/sample.toml");
const SAMPLE_TARIFF: &str = include_str!("../../../../../assets/tariffs/hourly.toml");
/// Remembers the lot file as it was taken last.
const LOT_TAKEN: &str = "lot.taken";
const DEMO_TARIFF: &str = include_str!("../../../../../assets/tariffs/shenzhen-mall.toml");

/// The configuration in force; on a first start `lotdesk.toml` is written before. A real lot's directory never becomes
/// a demo, nor the reverse: simulated cars have no business in a real ledger.
pub(super) fn configuration(options: &StartOptions) -> Result<Effective, StartError> {
    let home = &options.home;
    let marker = home.file(Path::new("demo"));
    let used = home.ledger_file().exists();
    if options.demo && used && !marker.exists() {
        return Err(StartError::Mixed { asked_demo: true });
    }
    // Nor does a place to practise become anything else, not even a plain demo: what is set there must stay without effect.
    let practised = home.file(Path::new("training.lotdesk"));
    if used && options.training != practised.exists() {
        return Err(StartError::Practice { asked: options.training });
    }
    if options.training && !used {
        super::practice::copy_of_the_real_lot(home)?;
    }
    config::write_default_if_missing(home, options.demo)?;
    let effective = config::load(home, &layers(options))?;
    let demo = effective.config.demo;
    if used && demo != marker.exists() {
        return Err(StartError::Mixed { asked_demo: demo });
    }
    if demo && !used {
        write(&marker, "This folder holds a demo: its cars, people and money are made up.\n")?;
    }
    if options.training && !used {
        write(&practised, "People practise here: nothing in this folder is real, and no platform hears of it.\n")?;
    }
    Ok(effective)
}

/// What stands above the file, for this start and for every reading after it.
pub(super) fn layers(options: &StartOptions) -> Layers {
    let mut layers = options.layers.clone();
    if options.demo {
        layers.command_line.push(("demo".into(), "true".into()));
    }
    // Above everything, whatever the environment or somebody's `--set` says.
    let training = if options.training { "true" } else { "false" };
    layers.command_line.push(("training".into(), training.into()));
    layers
}

fn write(path: &Path, text: &str) -> Result<(), ConfigError> {
    write_atomically(path, text.as_bytes()).map_err(|cause| ConfigError::File { path: path.to_owned(), cause })
}

/// The secrets; on a demo, its public ones stand below those that were set.
pub(super) fn secrets(home: &Home, settings: &Config) -> Result<SecretStore, StartError> {
    let store = SecretStore::new(&home.secrets_file(), settings.secrets.key, passphrase_from_env()?);
    Ok(if settings.demo { store.with_base(super::demo::secrets(home, settings)?) } else { store })
}

/// Writes the lot and the tariff on a first start, and tells the desk of the lot at every start.
pub(super) async fn lot_and_tariff(
    home: &Home,
    settings: &Config,
    desk: &Desk,
    ledger: &Ledger,
) -> Result<(), StartError> {
    let lot_file = home.file(&settings.lot.file);
    if !lot_file.exists() {
        let text = if settings.demo { lotdesk_sandbox::demo::LOT_TOML.to_owned() } else { sample_lot() };
        write(&lot_file, &text)?;
    }
    let lot = config::read_lot(&lot_file)?;
    let set = |name: &'static str, request| async move {
        desk.call(&Caller::Engine, name, request).await.map_err(StartError::SetUp)
    };
    // The file speaks when it is new or was edited. Between two edits stands what was set in the window.
    let mark = home.file(Path::new(LOT_TAKEN));
    let print = fingerprint(&lot_file)?;
    let spoken = std::fs::read_to_string(&mark).is_ok_and(|kept| kept.trim() == print);
    if !spoken || ledger.read(|tx| tx.lot()).await?.is_none() {
        match desk.call(&Caller::Engine, "lot.set", json!({ "lot": lot })).await {
            Ok(_) => write(&mark, &print)?,
            // The lot goes on as it was: its gates must not stay shut for what the file says. It is asked again next time.
            Err(refusal) if refusal.code == Code::NotPossibleNow => {
                tracing::error!(file = %lot_file.display(), why = refusal.en, "the lot's file is not taken");
                let note = EngineNote {
                    about: "lot_file".to_owned(),
                    lane_id: None,
                    zh: format!("停车场设置文件未采用：{}", refusal.zh),
                    en: format!("The lot's file is not taken: {}", refusal.en),
                    lasts: false,
                };
                desk.note(note).await.map_err(StartError::SetUp)?;
            }
            Err(refusal) => return Err(StartError::SetUp(refusal)),
        }
    }
    if ledger.read(|tx| tx.tariffs()).await?.is_empty() {
        let file = home.file(&settings.tariff.file);
        if !file.exists() {
            write(&file, if settings.demo { DEMO_TARIFF } else { SAMPLE_TARIFF })?;
        }
        let (_, text) = config::read_tariff(&file)?;
        set("tariff.load", json!({ "toml": text })).await?;
    }
    Ok(())
}

/// The lot file's content in 64 hexadecimal digits.
fn fingerprint(path: &Path) -> Result<String, ConfigError> {
    let bytes = std::fs::read(path).map_err(|cause| ConfigError::File { path: path.to_owned(), cause })?;
    Ok(hex::encode(Sha256::digest(bytes)))
}

/// Every `@GUID@` of the sample becomes an identifier that no other lot has.
fn sample_lot() -> String {
    with_guids(SAMPLE_LOT)
}

fn with_guids(text: &str) -> String {
    let mut parts = text.split("@GUID@");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(&SystemGuids.next_guid().to_string());
        text.push_str(part);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_a_first_start_keep_their_rules() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lot.toml");
        let street = with_guids(include_str!("../../../../../assets/lot/street.toml"));
        for text in [sample_lot(), street, lotdesk_sandbox::demo::LOT_TOML.to_owned()] {
            std::fs::write(&path, text).unwrap();
            config::read_lot(&path).unwrap();
        }
        for text in [SAMPLE_TARIFF, DEMO_TARIFF] {
            std::fs::write(&path, text).unwrap();
            config::read_tariff(&path).unwrap();
        }
        assert_ne!(sample_lot(), sample_lot(), "two lots have different identifiers");
    }
}
