//! Passwords, keys and tokens. They live in one encrypted file of the data directory and nowhere else: not in the
//! configuration, not in logs, not in error texts, not in `Debug`.
//!
//! What opens the file is a passphrase (`LOTDESK_PASSPHRASE`, or the file named by `LOTDESK_PASSPHRASE_FILE`), or a
//! random key in the system's keychain. One small key goes into the keychain rather than every secret, because Windows
//! caps a credential at 2,560 bytes and no keychain lists its entries in the same way.

mod file;
mod keychain;
mod secret;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use lotdesk_operations::api::refusal::{Code, Refusal};

use crate::config::KeyPlace;
use crate::store::write_atomically;
use file::{Header, Key};
pub use secret::{BadName, Secret, SecretName};

/// Why a secret cannot be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The file cannot be read or written.
    #[error("{path}: {cause}", path = path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The file wants a passphrase and none was given.
    #[error("the secrets file wants its passphrase: set LOTDESK_PASSPHRASE or LOTDESK_PASSPHRASE_FILE")]
    NoPassphrase,
    /// Not this passphrase, or the file was changed.
    #[error("the passphrase does not open the secrets file, or the file was damaged")]
    WrongKey,
    /// The system's keychain does not answer or does not hold the key.
    #[error(
        "the system's keychain does not give the key of the secrets file ({0}); set LOTDESK_PASSPHRASE to use a passphrase for a new file"
    )]
    Keychain(String),
    /// No secrets file, or one of a later version.
    #[error("{0}")]
    Format(&'static str),
    /// The system gives no random numbers.
    #[error("the system gives no random numbers")]
    NoRandom,
}

impl SecretError {
    /// As a refusal.
    pub fn to_refusal(&self) -> Refusal {
        let zh = match self {
            SecretError::Io { path, .. } => format!("无法读写密钥文件 {}", path.display()),
            SecretError::NoPassphrase => {
                "密钥文件需要口令：请设置 LOTDESK_PASSPHRASE 或 LOTDESK_PASSPHRASE_FILE".to_owned()
            }
            SecretError::WrongKey => "口令不正确，或密钥文件已损坏".to_owned(),
            SecretError::Keychain(_) => "系统钥匙串不可用：请设置 LOTDESK_PASSPHRASE 改用口令".to_owned(),
            SecretError::Format(_) => "密钥文件的格式无法识别，可能来自更新的版本".to_owned(),
            SecretError::NoRandom => "系统无法提供随机数".to_owned(),
        };
        Refusal::new(Code::BadField, zh, self.to_string()).at("secrets")
    }
}

/// The secrets of one data directory.
pub struct SecretStore {
    path: PathBuf,
    place: KeyPlace,
    passphrase: Option<Secret>,
    /// What holds where the file says nothing: the demo's public ones.
    base: BTreeMap<SecretName, Secret>,
    opened: Mutex<Option<Opened>>,
}

/// The file as last read.
struct Opened {
    stamp: Stamp,
    header: Header,
    key: Key,
    values: BTreeMap<SecretName, Secret>,
}

/// Tells whether the file is still the one that was read.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stamp {
    modified: Option<std::time::SystemTime>,
    bytes: u64,
}

impl std::fmt::Debug for SecretStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecretStore").field("path", &self.path).finish_non_exhaustive()
    }
}

impl SecretStore {
    /// The store of a secrets file, which need not exist yet. Nothing is read before the first question.
    pub fn new(path: &Path, place: KeyPlace, passphrase: Option<Secret>) -> Self {
        Self { path: path.to_owned(), place, passphrase, base: BTreeMap::new(), opened: Mutex::new(None) }
    }

    /// The same store, answering with these where the file has nothing.
    #[must_use]
    pub fn with_base(mut self, base: BTreeMap<SecretName, Secret>) -> Self {
        self.base = base;
        self
    }

    /// The secret of this name, if there is one.
    ///
    /// # Errors
    /// When the file is there and cannot be opened.
    pub fn get(&self, name: &SecretName) -> Result<Option<Secret>, SecretError> {
        let mut opened = self.opened.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        self.refresh(&mut opened)?;
        let kept = opened.as_ref().and_then(|opened| opened.values.get(name));
        Ok(kept.or_else(|| self.base.get(name)).cloned())
    }

    /// The names that have a secret.
    ///
    /// # Errors
    /// As [`SecretStore::get`].
    pub fn names(&self) -> Result<Vec<SecretName>, SecretError> {
        let mut opened = self.opened.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        self.refresh(&mut opened)?;
        let mut names: Vec<SecretName> = self.base.keys().cloned().collect();
        names.extend(opened.iter().flat_map(|opened| opened.values.keys().cloned()));
        names.sort();
        names.dedup();
        Ok(names)
    }

    /// Keeps a secret, replacing what has its name.
    ///
    /// # Errors
    /// When the file cannot be opened or written; it is then as before.
    pub fn set(&self, name: SecretName, secret: Secret) -> Result<(), SecretError> {
        self.change(|values| {
            values.insert(name, secret);
            true
        })
        .map(|_| ())
    }

    /// Forgets a secret. False when there was none.
    ///
    /// # Errors
    /// As [`SecretStore::set`].
    pub fn remove(&self, name: &SecretName) -> Result<bool, SecretError> {
        self.change(|values| values.remove(name).is_some())
    }

    fn change(&self, change: impl FnOnce(&mut BTreeMap<SecretName, Secret>) -> bool) -> Result<bool, SecretError> {
        let mut opened = self.opened.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        // Two processes may set secrets at once: the second begins with what the first wrote.
        let lock_path = self.path.with_extension("lock");
        let io = |path: &Path| {
            let path = path.to_owned();
            move |cause| SecretError::Io { path, cause }
        };
        let lock = std::fs::File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_path)
            .map_err(io(&lock_path))?;
        lock.lock().map_err(io(&lock_path))?;
        self.refresh(&mut opened)?;
        let (header, key, mut values) = match opened.take() {
            Some(Opened { header, key, values, .. }) => (header, key, values),
            None => {
                let (header, key) = self.new_key()?;
                (header, key, BTreeMap::new())
            }
        };
        let changed = change(&mut values);
        if changed {
            let content = file::seal(&header, &key, &values)?;
            write_atomically(&self.path, &content).map_err(io(&self.path))?;
            *opened = Some(Opened {
                stamp: self.stamp()?.unwrap_or(Stamp { modified: None, bytes: 0 }),
                header,
                key,
                values,
            });
        }
        Ok(changed)
    }

    fn new_key(&self) -> Result<(Header, Key), SecretError> {
        match (self.place, &self.passphrase) {
            (KeyPlace::Passphrase, None) => Err(SecretError::NoPassphrase),
            (KeyPlace::Auto | KeyPlace::Passphrase, Some(passphrase)) => {
                let header = Header::new_passphrase()?;
                let key = header.stretch(passphrase)?;
                Ok((header, key))
            }
            (KeyPlace::Keychain, _) | (KeyPlace::Auto, None) => {
                let (header, key) = Header::new_keychain()?;
                keychain::put(header.entry().unwrap_or_default(), &key)?;
                Ok((header, key))
            }
        }
    }

    fn stamp(&self) -> Result<Option<Stamp>, SecretError> {
        match std::fs::metadata(&self.path) {
            Ok(meta) => Ok(Some(Stamp { modified: meta.modified().ok(), bytes: meta.len() })),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(SecretError::Io { path: self.path.clone(), cause }),
        }
    }

    fn refresh(&self, opened: &mut Option<Opened>) -> Result<(), SecretError> {
        let Some(stamp) = self.stamp()? else {
            *opened = None;
            return Ok(());
        };
        if opened.as_ref().is_some_and(|opened| opened.stamp == stamp) {
            return Ok(());
        }
        let content = std::fs::read(&self.path).map_err(|cause| SecretError::Io { path: self.path.clone(), cause })?;
        let header = Header::read(&content)?;
        // Stretching a passphrase takes a tenth of a second; the same header means the same key.
        let key = match opened.take() {
            Some(known) if known.header == header => known.key,
            _ => match header.entry() {
                Some(entry) => keychain::get(entry)?,
                None => header.stretch(self.passphrase.as_ref().ok_or(SecretError::NoPassphrase)?)?,
            },
        };
        let values = file::open(&header, &key, &content)?;
        *opened = Some(Opened { stamp, header, key, values });
        Ok(())
    }
}

/// The passphrase that the environment gives: `LOTDESK_PASSPHRASE`, or the first line of the file that
/// `LOTDESK_PASSPHRASE_FILE` names.
///
/// # Errors
/// When the named file cannot be read.
pub fn passphrase_from_env() -> Result<Option<Secret>, SecretError> {
    if let Ok(text) = std::env::var("LOTDESK_PASSPHRASE")
        && !text.is_empty()
    {
        return Ok(Some(Secret::new(text)));
    }
    let Some(path) = std::env::var_os("LOTDESK_PASSPHRASE_FILE").map(PathBuf::from) else { return Ok(None) };
    let text =
        zeroize::Zeroizing::new(std::fs::read_to_string(&path).map_err(|cause| SecretError::Io { path, cause })?);
    let line = text.lines().next().unwrap_or_default();
    Ok((!line.is_empty()).then(|| Secret::new(line.to_owned())))
}

#[cfg(test)]
mod tests;
