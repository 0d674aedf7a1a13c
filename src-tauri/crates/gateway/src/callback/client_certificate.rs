//! Certificates of those who call us. The handshake proves that the caller holds the key to what it shows; whether that
//! certificate is one that a platform agreed with us is for the platform's receiver to say, because one listener serves
//! several platforms.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use lotdesk_domain::moment::Moment;
use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{DigitallySignedStruct, DistinguishedName, Error, RootCertStore, SignatureScheme};

use super::certificate::BadCertificate;

/// Asks for a certificate, takes the handshake without one too, and checks that the key belongs to what is shown.
#[derive(Debug)]
pub(super) struct ShownCertificate(pub(super) Arc<CryptoProvider>);

impl ClientCertVerifier for ShownCertificate {
    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        // Nothing is granted for it here: the receiver asks `ClientCertificates`.
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

/// The certificates that a platform may show: those in a file, and those that they have signed.
#[derive(Clone, Debug)]
pub struct ClientCertificates(Arc<dyn ClientCertVerifier>);

impl ClientCertificates {
    /// Reads the PEM file that the platform's profile names.
    ///
    /// # Errors
    /// When it cannot be read or used.
    pub fn from_file(file: &Path) -> Result<Self, BadCertificate> {
        let bad = |cause| BadCertificate::Pem { file: file.to_owned(), cause };
        let empty = || BadCertificate::Empty(file.to_owned());
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_file_iter(file).map_err(bad)? {
            roots.add(certificate.map_err(bad)?).map_err(|_| empty())?;
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier =
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build().map_err(|_| empty())?;
        Ok(Self(verifier))
    }

    /// True when this chain, the caller's own first, is one of them now.
    pub fn know(&self, chain: &[CertificateDer<'static>], now: Moment) -> bool {
        let Some((own, intermediates)) = chain.split_first() else { return false };
        let now = Duration::from_millis(u64::try_from(now.0).unwrap_or(0));
        self.0.verify_client_cert(own, intermediates, UnixTime::since_unix_epoch(now)).is_ok()
    }
}
