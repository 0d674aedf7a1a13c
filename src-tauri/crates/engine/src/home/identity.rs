//! The certificate of the door for other PCs: made once, kept among the secrets, known to them by its fingerprint.

use rcgen::{CertificateParams, DnType, ExtendedKeyUsagePurpose, KeyPair, KeyUsagePurpose, date_time_ymd};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::secrets::{Secret, SecretError, SecretName, SecretStore};

/// Why there is no certificate.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// The secrets cannot be opened.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// It could not be made.
    #[error("the certificate of the door for other PCs could not be made: {0}")]
    Making(#[from] rcgen::Error),
    /// What is kept is none.
    #[error("the secret attach.identity holds no certificate with its key; remove it to have a new one made")]
    Bad,
}

/// A certificate with its key.
pub struct Identity {
    pub(super) certificate: CertificateDer<'static>,
    pub(super) key: PrivateKeyDer<'static>,
}

impl Identity {
    /// The one that is kept; made where there is none yet.
    ///
    /// # Errors
    /// When it can be neither read nor made and kept.
    pub fn kept_in(secrets: &SecretStore) -> Result<Self, IdentityError> {
        let name = SecretName::attach_identity();
        if let Some(kept) = secrets.get(&name)? {
            return Self::read(kept.expose());
        }
        let made = Self::make()?;
        secrets.set(name, Secret::new(made.to_string()))?;
        Self::read(&made)
    }

    fn make() -> Result<Zeroizing<String>, IdentityError> {
        let mut params = CertificateParams::new(vec!["lotdesk".to_owned()])?;
        params.distinguished_name.push(DnType::CommonName, "Lotdesk");
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        // It is trusted by its fingerprint; an end would only come as a surprise one day.
        (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2049, 12, 31));
        let key = KeyPair::generate()?;
        let made = params.self_signed(&key)?;
        Ok(Zeroizing::new(format!("{}{}", key.serialize_pem(), made.pem())))
    }

    fn read(pem: &str) -> Result<Self, IdentityError> {
        let certificate = CertificateDer::from_pem_slice(pem.as_bytes()).map_err(|_| IdentityError::Bad)?;
        let key = PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| IdentityError::Bad)?;
        Ok(Self { certificate, key })
    }

    /// SHA-256 over the certificate, in hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        hex::encode(Sha256::digest(&self.certificate))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::KeyPlace;

    #[test]
    fn it_is_made_once_and_stands_nowhere_in_the_clear() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secrets.lotdesk");
        let store = || SecretStore::new(&file, KeyPlace::Passphrase, Some(Secret::new("a passphrase".into())));
        let first = Identity::kept_in(&store()).unwrap().fingerprint();
        assert_eq!(Identity::kept_in(&store()).unwrap().fingerprint(), first);
        let bytes = std::fs::read(&file).unwrap();
        assert!(!bytes.windows(11).any(|part| part == b"PRIVATE KEY"), "the key is encrypted");
        store().remove(&SecretName::attach_identity()).unwrap();
        assert_ne!(Identity::kept_in(&store()).unwrap().fingerprint(), first, "a new one is another one");
        store().set(SecretName::attach_identity(), Secret::new("none".into())).unwrap();
        assert!(matches!(Identity::kept_in(&store()), Err(IdentityError::Bad)));
    }
}
