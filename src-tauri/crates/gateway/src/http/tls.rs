//! The TLS settings of a client. Checks are never switched off: a platform with a certificate of its own making is
//! trusted by naming its authority in `ca_file`.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;

/// The files that a TLS client is built from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TlsFiles {
    /// PEM file of the authorities to trust; the system's when absent. With a file, only those in it are trusted.
    pub ca_file: Option<PathBuf>,
    /// Our certificate and its key, PEM, where the platform asks for one.
    pub client: Option<(PathBuf, PathBuf)>,
}

/// Why a TLS client cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum TlsProblem {
    /// A file cannot be read, or is not the PEM that is wanted.
    #[error("{}: {cause}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// What was met.
        cause: rustls::pki_types::pem::Error,
    },
    /// There is no certificate in the file.
    #[error("{} holds no certificate", .0.display())]
    Empty(PathBuf),
    /// The system's authorities, a certificate or a key cannot be used.
    #[error("TLS cannot be set up: {0}")]
    Unusable(#[from] rustls::Error),
}

/// Builds the settings: TLS 1.2 and 1.3, ring, no protocol negotiation beyond HTTP/1.1.
///
/// # Errors
/// A file that cannot be read or used.
pub fn client_config(files: &TlsFiles) -> Result<ClientConfig, TlsProblem> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions()?;
    let builder = match &files.ca_file {
        Some(file) => {
            let mut roots = RootCertStore::empty();
            for certificate in certificates(file)? {
                roots.add(certificate)?;
            }
            builder.with_root_certificates(roots)
        }
        None => {
            // "dangerous" is rustls' word for any verifier handed in; this one asks the operating system.
            builder.dangerous().with_custom_certificate_verifier(system_verifier(provider)?)
        }
    };
    let mut config = match &files.client {
        Some((certificate, key_file)) => {
            let key = PrivateKeyDer::from_pem_file(key_file)
                .map_err(|cause| TlsProblem::File { file: key_file.clone(), cause })?;
            builder.with_client_auth_cert(certificates(certificate)?, key)?
        }
        None => builder.with_no_client_auth(),
    };
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// The verifier that asks the operating system, one for all clients: on Linux each of its own would read the system's
/// hundred and more certificates again, which took a third of a start.
fn system_verifier(provider: Arc<CryptoProvider>) -> Result<Arc<Verifier>, TlsProblem> {
    static SHARED: Mutex<Weak<Verifier>> = Mutex::new(Weak::new());
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(verifier) = shared.upgrade() {
        return Ok(verifier);
    }
    let verifier = Arc::new(Verifier::new(provider)?);
    *shared = Arc::downgrade(&verifier);
    Ok(verifier)
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, TlsProblem> {
    let bad = |cause| TlsProblem::File { file: file.to_owned(), cause };
    let all = CertificateDer::pem_file_iter(file).map_err(bad)?.collect::<Result<Vec<_>, _>>().map_err(bad)?;
    if all.is_empty() { Err(TlsProblem::Empty(file.to_owned())) } else { Ok(all) }
}
