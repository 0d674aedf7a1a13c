//! The side of a PC that attaches to an owner elsewhere: TLS to a certificate that is known by its fingerprint alone.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, SignatureScheme};
use sha2::{Digest, Sha256};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::client::AttachError;
use super::pairing::Pairing;

/// An owner that is there answers within this time.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);

/// How often the owner is asked whether it is there, and how long it may say nothing.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How often.
    pub ping_every: Duration,
    /// How long.
    pub silent_for: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { ping_every: Duration::from_secs(4), silent_for: Duration::from_secs(12) }
    }
}

/// Connects and shakes hands with just the owner whose certificate has this fingerprint.
pub(super) async fn connect(pairing: &Pairing) -> Result<TlsStream<TcpStream>, AttachError> {
    let late = |_| AttachError::Away(pairing.place(), io::Error::from(io::ErrorKind::TimedOut));
    let away = |cause| AttachError::Away(pairing.place(), cause);
    let stream = tokio::time::timeout(CONNECT_WITHIN, TcpStream::connect(pairing.host())).await.map_err(late)?;
    let stream = stream.map_err(away)?;
    // Lines are small, and somebody waits for each.
    let _ = stream.set_nodelay(true);
    let pinned = Arc::new(Pinned::to(pairing.sha256()));
    let provider = pinned.provider.clone();
    let config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(|error| away(io::Error::other(error)))?
        .dangerous()
        .with_custom_certificate_verifier(pinned.clone())
        .with_no_client_auth();
    let mut config = config;
    config.enable_sni = false;
    config.alpn_protocols = vec![super::network::ALPN.to_vec()];
    // The name is in no certificate that counts; the fingerprint is.
    let name = ServerName::try_from("lotdesk").map_err(|error| away(io::Error::other(error)))?;
    let shaken = tokio::time::timeout(CONNECT_WITHIN, TlsConnector::from(Arc::new(config)).connect(name, stream)).await;
    match shaken.map_err(late)? {
        Ok(stream) => Ok(stream),
        Err(_) if pinned.strange.load(Ordering::Relaxed) => Err(AttachError::Stranger(pairing.place())),
        Err(cause) => Err(away(cause)),
    }
}

/// Takes one certificate and no other. Who may have made it, for which name and until when does not matter: whoever holds
/// its key is the owner that the pairing line was made by.
#[derive(Debug)]
struct Pinned {
    sha256: [u8; 32],
    provider: Arc<CryptoProvider>,
    strange: AtomicBool,
}

impl Pinned {
    fn to(sha256: [u8; 32]) -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        Self { sha256, provider, strange: AtomicBool::new(false) }
    }
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if <[u8; 32]>::from(Sha256::digest(end_entity)) == self.sha256 {
            return Ok(ServerCertVerified::assertion());
        }
        self.strange.store(true, Ordering::Relaxed);
        Err(rustls::Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure))
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _certificate: &CertificateDer<'_>,
        _signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Err(rustls::Error::General("TLS 1.3 alone is spoken".into()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
