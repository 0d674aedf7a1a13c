//! The secrets file, version 1:
//!
//! ```text
//! lotdesk-secrets 1\n
//! {"key":"passphrase","argon2id":{"m_kib":65536,"t":3,"p":1},"salt":"<32 hex>"}\n
//!   or {"key":"keychain","entry":"<32 hex>"}\n
//! 24 bytes nonce, then XChaCha20-Poly1305 of a JSON object name → secret; the two lines are authenticated too
//! ```
//! The whole file is replaced at every change, with a new nonce.

use std::collections::BTreeMap;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Secret, SecretError, SecretName};

const MAGIC: &[u8] = b"lotdesk-secrets 1\n";
const NONCE_BYTES: usize = 24;
/// RFC 9106's second recommendation: 64 MiB, three passes.
const M_KIB: u32 = 64 * 1024;
const T: u32 = 3;
const P: u32 = 1;
/// A header that asks for more is not one of ours: refuse it before allocating.
const MOST_M_KIB: u32 = 1024 * 1024;
const MOST_T: u32 = 20;
const MOST_HEADER_BYTES: usize = 1024;

/// The key that opens a file.
#[derive(Clone)]
pub(super) struct Key(pub(super) Zeroizing<[u8; 32]>);

/// The file's second line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "key", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Header {
    Passphrase { argon2id: Cost, salt: String },
    Keychain { entry: String },
}

/// What stretching the passphrase costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cost {
    m_kib: u32,
    t: u32,
    p: u32,
}

fn random<const N: usize>() -> Result<[u8; N], SecretError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| SecretError::NoRandom)?;
    Ok(bytes)
}

impl Header {
    pub(super) fn new_passphrase() -> Result<Self, SecretError> {
        let salt = hex::encode(random::<16>()?);
        Ok(Header::Passphrase { argon2id: Cost { m_kib: M_KIB, t: T, p: P }, salt })
    }

    pub(super) fn new_keychain() -> Result<(Self, Key), SecretError> {
        let entry = hex::encode(random::<16>()?);
        Ok((Header::Keychain { entry }, Key(Zeroizing::new(random()?))))
    }

    /// The keychain's entry, where the key is in the keychain.
    pub(super) fn entry(&self) -> Option<&str> {
        match self {
            Header::Passphrase { .. } => None,
            Header::Keychain { entry } => Some(entry),
        }
    }

    /// The key of a passphrase.
    pub(super) fn stretch(&self, passphrase: &Secret) -> Result<Key, SecretError> {
        let Header::Passphrase { argon2id: Cost { m_kib, t, p }, salt } = self else {
            return Err(SecretError::Format("the file's key is in the keychain, not a passphrase"));
        };
        if *m_kib > MOST_M_KIB || *t > MOST_T || *p > 16 {
            return Err(SecretError::Format("the secrets file asks for more work than any of ours"));
        }
        let salt = hex::decode(salt).map_err(|_| SecretError::Format("the secrets file's salt is no hexadecimal"))?;
        let params = Params::new(*m_kib, *t, *p, Some(32))
            .map_err(|_| SecretError::Format("the secrets file's cost parameters are none of argon2id's"))?;
        let mut key = Key(Zeroizing::new([0; 32]));
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.expose().as_bytes(), &salt, &mut *key.0)
            .map_err(|_| SecretError::Format("the secrets file's salt is too short"))?;
        Ok(key)
    }

    /// The header of a file.
    pub(super) fn read(content: &[u8]) -> Result<Self, SecretError> {
        let (header, _) = split(content)?;
        let line = header.get(MAGIC.len()..).unwrap_or_default();
        serde_json::from_slice(line).map_err(|_| SecretError::Format("the secrets file's header cannot be read"))
    }

    fn lines(&self) -> Vec<u8> {
        let mut lines = MAGIC.to_vec();
        // Strings and numbers only: this cannot fail, and if it did the header would be refused when read.
        lines.extend(serde_json::to_vec(self).unwrap_or_default());
        lines.push(b'\n');
        lines
    }
}

/// The two lines, and what follows.
fn split(content: &[u8]) -> Result<(&[u8], &[u8]), SecretError> {
    let rest =
        content.strip_prefix(MAGIC).ok_or(SecretError::Format("this is no secrets file, or one of a later version"))?;
    let end = rest
        .iter()
        .take(MOST_HEADER_BYTES)
        .position(|byte| *byte == b'\n')
        .ok_or(SecretError::Format("the secrets file's header does not end"))?;
    Ok(content.split_at(MAGIC.len() + end + 1))
}

/// The file's content for these secrets.
pub(super) fn seal(header: &Header, key: &Key, values: &BTreeMap<SecretName, Secret>) -> Result<Vec<u8>, SecretError> {
    let map: BTreeMap<&str, &str> = values.iter().map(|(name, secret)| (name.as_str(), secret.expose())).collect();
    let plain =
        Zeroizing::new(serde_json::to_vec(&map).map_err(|_| SecretError::Format("a secret cannot be written"))?);
    let mut content = header.lines();
    let nonce = random::<NONCE_BYTES>()?;
    let sealed = cipher(key)
        .encrypt(&XNonce::from(nonce), Payload { msg: &plain, aad: &content })
        .map_err(|_| SecretError::Format("the secrets are too long"))?;
    content.extend(nonce);
    content.extend(sealed);
    Ok(content)
}

/// The secrets in a file.
pub(super) fn open(_header: &Header, key: &Key, content: &[u8]) -> Result<BTreeMap<SecretName, Secret>, SecretError> {
    let (header, body) = split(content)?;
    let (nonce, sealed) =
        body.split_at_checked(NONCE_BYTES).ok_or(SecretError::Format("the secrets file is cut short"))?;
    let nonce: [u8; NONCE_BYTES] =
        nonce.try_into().map_err(|_| SecretError::Format("the secrets file is cut short"))?;
    let plain = Zeroizing::new(
        cipher(key)
            .decrypt(&XNonce::from(nonce), Payload { msg: sealed, aad: header })
            .map_err(|_| SecretError::WrongKey)?,
    );
    let map: BTreeMap<String, String> =
        serde_json::from_slice(&plain).map_err(|_| SecretError::Format("the secrets file's content cannot be read"))?;
    // A name that a later version knows is kept out of the way, not an error; a change here would drop it, so refuse.
    map.into_iter()
        .map(|(name, secret)| match name.parse() {
            Ok(name) => Ok((name, Secret::new(secret))),
            Err(_) => Err(SecretError::Format("the secrets file holds a name of a later version")),
        })
        .collect()
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&(*key.0).into())
}
