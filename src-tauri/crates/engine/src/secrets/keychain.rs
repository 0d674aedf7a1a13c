//! The system's keychain: Credential Manager on Windows, Keychain on macOS, the Secret Service elsewhere.

use zeroize::Zeroizing;

use super::SecretError;
use super::file::Key;

const SERVICE: &str = "cn.lotdesk.console";

/// The D-Bus client behind the Secret Service blocks, which must not happen on a thread of the async runtime.
fn elsewhere<T: Send>(work: impl FnOnce() -> Result<T, SecretError> + Send) -> Result<T, SecretError> {
    std::thread::scope(|scope| {
        scope.spawn(work).join().unwrap_or_else(|_| Err(SecretError::Keychain("it broke".into())))
    })
}

fn entry(name: &str) -> Result<keyring::Entry, SecretError> {
    keyring::Entry::new(SERVICE, name).map_err(|error| SecretError::Keychain(error.to_string()))
}

pub(super) fn put(name: &str, key: &Key) -> Result<(), SecretError> {
    elsewhere(|| entry(name)?.set_secret(key.0.as_slice()).map_err(|error| SecretError::Keychain(error.to_string())))
}

pub(super) fn get(name: &str) -> Result<Key, SecretError> {
    elsewhere(|| {
        let bytes =
            Zeroizing::new(entry(name)?.get_secret().map_err(|error| SecretError::Keychain(error.to_string()))?);
        let key: [u8; 32] =
            bytes.as_slice().try_into().map_err(|_| SecretError::Keychain("its entry is not 32 bytes long".into()))?;
        Ok(Key(Zeroizing::new(key)))
    })
}
