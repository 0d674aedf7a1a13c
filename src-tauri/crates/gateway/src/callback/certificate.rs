//! The listener's certificate: from files, or one of our own making that is kept in the data directory.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use lotdesk_operations::api::listener::{CertificateSource, CertificateView};
use rcgen::{CertificateParams, DnType, ExtendedKeyUsagePurpose, KeyPair, KeyUsagePurpose, date_time_ymd};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest, Sha256};

/// Key and certificate of our own making; readable by us only.
const OWN_FILE: &str = "callback-key.pem";
/// The certificate alone, to be given away.
const PUBLIC_FILE: &str = "callback-certificate.pem";
/// The first line of [`OWN_FILE`] names what the certificate was made for.
const NAMES: &str = "names: ";

/// Why there is no certificate.
#[derive(Debug, thiserror::Error)]
pub enum BadCertificate {
    /// A file cannot be read, or is not the PEM that is wanted.
    #[error("{}: {cause}", file.display())]
    Pem {
        /// The file.
        file: PathBuf,
        /// What was met.
        cause: rustls::pki_types::pem::Error,
    },
    /// There is no certificate in the file.
    #[error("{} holds no certificate", .0.display())]
    Empty(PathBuf),
    /// A certificate of our own could not be made.
    #[error("a certificate could not be made: {0}")]
    Making(#[from] rcgen::Error),
    /// It could not be kept.
    #[error("{}: {cause}", file.display())]
    Keeping {
        /// The file.
        file: PathBuf,
        /// What was met.
        cause: std::io::Error,
    },
}

/// A certificate chain with its key.
pub struct Certificate {
    pub(super) chain: Vec<CertificateDer<'static>>,
    pub(super) key: PrivateKeyDer<'static>,
    source: CertificateSource,
    file: PathBuf,
}

impl Certificate {
    /// Reads what the settings name.
    ///
    /// # Errors
    /// A file that cannot be read, or is not what is wanted.
    pub fn from_files(certificate: &Path, key: &Path) -> Result<Self, BadCertificate> {
        Self::read(certificate, key, CertificateSource::Files, certificate)
    }

    /// The one that is kept in this folder; made when there is none, or when it was made for other names. Its
    /// fingerprint stays the same as long as its names do.
    ///
    /// # Errors
    /// When it can be neither read nor made.
    pub fn kept_in(folder: &Path, names: &[String]) -> Result<Self, BadCertificate> {
        let (own, public) = (folder.join(OWN_FILE), folder.join(PUBLIC_FILE));
        let first_line = format!("{NAMES}{}", names.join(","));
        let known = std::fs::read_to_string(&own).is_ok_and(|text| text.lines().next() == Some(&first_line));
        if known && let Ok(kept) = Self::read(&own, &own, CertificateSource::SelfMade, &public) {
            if !public.exists() {
                keep(&public, &pem(&kept.chain))?;
            }
            return Ok(kept);
        }
        let mut params = CertificateParams::new(names.to_vec())?;
        params.distinguished_name.push(DnType::CommonName, "Lotdesk callback listener");
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        // Whoever trusts it does so by its fingerprint; an end would only come as a surprise one day.
        (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2049, 12, 31));
        let key = KeyPair::generate()?;
        let made = params.self_signed(&key)?;
        keep(&own, &format!("{first_line}\n{}{}", key.serialize_pem(), made.pem()))?;
        keep(&public, &made.pem())?;
        Self::read(&own, &own, CertificateSource::SelfMade, &public)
    }

    fn read(certificate: &Path, key: &Path, source: CertificateSource, show: &Path) -> Result<Self, BadCertificate> {
        let bad = |file: &Path, cause| BadCertificate::Pem { file: file.to_owned(), cause };
        let chain = CertificateDer::pem_file_iter(certificate)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|cause| bad(certificate, cause))?;
        if chain.is_empty() {
            return Err(BadCertificate::Empty(certificate.to_owned()));
        }
        let key = PrivateKeyDer::from_pem_file(key).map_err(|cause| bad(key, cause))?;
        Ok(Self { chain, key, source, file: show.to_owned() })
    }

    /// What a person needs to know of it.
    pub fn view(&self) -> CertificateView {
        let sha256 = self.chain.first().map(|own| fingerprint(own)).unwrap_or_default();
        CertificateView { source: self.source, sha256, file: self.file.display().to_string() }
    }
}

/// SHA-256 over a certificate as OpenSSL writes it: capital hexadecimal digits with colons.
pub fn fingerprint(certificate: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(certificate) {
        let colon = if text.is_empty() { "" } else { ":" };
        // Writing to a text does not fail.
        let _ = write!(text, "{colon}{byte:02X}");
    }
    text
}

fn pem(chain: &[CertificateDer<'_>]) -> String {
    use base64::Engine as _;
    let mut text = String::new();
    for certificate in chain {
        let body = base64::engine::general_purpose::STANDARD.encode(certificate);
        text.push_str("-----BEGIN CERTIFICATE-----\n");
        for line in body.as_bytes().chunks(64) {
            text.push_str(&String::from_utf8_lossy(line));
            text.push('\n');
        }
        text.push_str("-----END CERTIFICATE-----\n");
    }
    text
}

/// Writes a file whole or not at all; on Unix it is readable by us only.
fn keep(file: &Path, text: &str) -> Result<(), BadCertificate> {
    let folder = file.parent().unwrap_or_else(|| Path::new("."));
    let write = || {
        std::fs::create_dir_all(folder)?;
        let mut new = tempfile::NamedTempFile::new_in(folder)?;
        new.write_all(text.as_bytes())?;
        new.as_file().sync_all()?;
        new.persist(file).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(|cause| BadCertificate::Keeping { file: file.to_owned(), cause })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn what_was_made_once_is_kept_and_what_was_made_for_other_names_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("tls");
        let first = Certificate::kept_in(&own, &names(&["localhost", "127.0.0.1"])).unwrap();
        let again = Certificate::kept_in(&own, &names(&["localhost", "127.0.0.1"])).unwrap();
        assert_eq!(first.view(), again.view());
        assert_eq!(first.view().source, CertificateSource::SelfMade);
        assert_eq!(first.view().sha256.len(), 32 * 3 - 1);
        let public = PathBuf::from(first.view().file);
        assert!(!std::fs::read_to_string(&public).unwrap().contains("PRIVATE"));
        assert_eq!(CertificateDer::from_pem_file(&public).unwrap(), first.chain[0]);
        // Given away and deleted: it is written again from what is kept.
        std::fs::remove_file(&public).unwrap();
        Certificate::kept_in(&own, &names(&["localhost", "127.0.0.1"])).unwrap();
        assert_eq!(CertificateDer::from_pem_file(&public).unwrap(), first.chain[0]);
        let other = Certificate::kept_in(&own, &names(&["lot.example"])).unwrap();
        assert_ne!(first.view().sha256, other.view().sha256);
        // A torn file is no reason not to start.
        std::fs::write(own.join(OWN_FILE), "names: lot.example\n-----BEGIN").unwrap();
        assert!(Certificate::kept_in(&own, &names(&["lot.example"])).is_ok());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = own.join(OWN_FILE).metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "the key is ours alone");
        }
    }

    #[test]
    fn files_are_named_when_they_are_not_what_is_wanted() {
        let folder = tempfile::tempdir().unwrap();
        let (missing, empty) = (folder.path().join("none.pem"), folder.path().join("empty.pem"));
        std::fs::write(&empty, "").unwrap();
        let why = |file: &Path| Certificate::from_files(file, file).map(|_| ()).unwrap_err().to_string();
        assert!(why(&missing).contains("none.pem"));
        assert!(why(&empty).contains("empty.pem"));
    }

    #[test]
    fn a_fingerprint_is_written_as_openssl_does() {
        // printf abc | sha256sum
        let wanted = "BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD";
        assert_eq!(fingerprint(b"abc"), wanted);
    }
}
