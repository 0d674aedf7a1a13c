//! The platform's own certificate authority, made anew at every start.

use std::path::Path;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

/// Why there is no TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A certificate could not be made.
    #[error("a certificate could not be made: {0}")]
    Certificate(#[from] rcgen::Error),
    /// The certificate was not taken.
    #[error("the certificate was not taken: {0}")]
    Rustls(#[from] rustls::Error),
    /// The key was not understood.
    #[error("the key was not understood: {0}")]
    Key(&'static str),
    /// The authority's certificate could not be written.
    #[error("the authority's certificate could not be written: {0}")]
    Write(#[from] std::io::Error),
}

/// Makes an authority and a server certificate for 127.0.0.1 and localhost, and writes the authority's certificate as PEM.
///
/// # Errors
/// When a certificate cannot be made, or the file cannot be written.
pub fn acceptor(ca_pem_path: &Path) -> Result<TlsAcceptor, TlsError> {
    let mut params = CertificateParams::new(Vec::<String>::new())?;
    params.distinguished_name.push(DnType::CommonName, "Lotdesk sandbox authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let ca_key = KeyPair::generate()?;
    let ca = params.self_signed(&ca_key)?;
    let issuer = Issuer::new(params, ca_key);

    let mut params = CertificateParams::new(vec!["127.0.0.1".to_owned(), "localhost".to_owned()])?;
    params.distinguished_name.push(DnType::CommonName, "Lotdesk sandbox city");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let key = KeyPair::generate()?;
    let certificate = params.signed_by(&key, &issuer)?;

    if let Some(folder) = ca_pem_path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let whole = ca_pem_path.with_extension("new");
    std::fs::write(&whole, ca.pem())?;
    std::fs::rename(&whole, ca_pem_path)?;

    let key = PrivateKeyDer::try_from(key.serialize_der()).map_err(TlsError::Key)?;
    let chain = vec![CertificateDer::from(certificate.der().to_vec())];
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
