//! Whether the callback server is the right one: by its certificate's fingerprint, as an operator would have handed it to
//! the platform. On the loopback the first certificate that is met is taken, and no other one afterwards.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use sha2::{Digest, Sha256};

/// A text that is no fingerprint.
#[derive(Debug, thiserror::Error)]
#[error("a fingerprint has 64 hexadecimal digits (SHA-256), and {0:?} has not")]
pub struct BadPin(String);

#[derive(Debug, Default)]
struct Known {
    pinned: Option<String>,
    seen: Option<String>,
}

/// The certificates that are taken.
#[derive(Debug, Default)]
pub(super) struct Trust(Mutex<Known>);

impl Trust {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn pin(&self, fingerprint: &str) -> Result<(), BadPin> {
        let digits: String = fingerprint.chars().filter(|c| *c != ':').collect();
        if digits.len() != 64 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(BadPin(fingerprint.to_owned()));
        }
        self.known().pinned = Some(digits.to_ascii_uppercase());
        Ok(())
    }

    /// The certificate that was shown last.
    pub(super) fn seen(&self) -> Option<String> {
        self.known().seen.clone()
    }

    /// The settings of a TLS client that takes these certificates only.
    pub(super) fn client(self: &Arc<Self>) -> Result<ClientConfig, Error> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = Arc::new(Verifier { trust: self.clone(), provider: provider.clone() });
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            // "dangerous" is rustls' word for any verifier handed in; this one compares fingerprints.
            .dangerous()
            .with_custom_certificate_verifier(verifier)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }

    fn judge(&self, certificate: &CertificateDer<'_>, server: &ServerName<'_>) -> Result<(), Error> {
        let shown = hex::encode_upper(Sha256::digest(certificate));
        let mut known = self.known();
        known.seen = Some(shown.clone());
        match &known.pinned {
            Some(pinned) if *pinned == shown => Ok(()),
            Some(pinned) => Err(Error::General(format!("its certificate has the fingerprint {shown}, not {pinned}"))),
            None if is_loopback(server) => {
                known.pinned = Some(shown);
                Ok(())
            }
            None => Err(Error::General(format!(
                "its certificate has the fingerprint {shown}; give it as `fingerprint` when it is the right one"
            ))),
        }
    }
}

fn is_loopback(server: &ServerName<'_>) -> bool {
    match server {
        ServerName::IpAddress(ip) => IpAddr::from(*ip).is_loopback(),
        name => name.to_str() == "localhost",
    }
}

#[derive(Debug)]
struct Verifier {
    trust: Arc<Trust>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.trust.judge(end_entity, server_name).map(|()| ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_one_on_the_loopback_is_taken_and_no_other_afterwards() {
        let trust = Trust::default();
        let (one, other) = (CertificateDer::from(vec![1]), CertificateDer::from(vec![2]));
        let (here, there) = (ServerName::try_from("127.0.0.1").unwrap(), ServerName::try_from("192.0.2.1").unwrap());
        assert!(trust.judge(&one, &there).is_err());
        assert!(trust.judge(&one, &here).is_ok());
        assert!(trust.judge(&other, &here).is_err());
        assert!(trust.judge(&one, &there).is_ok());
        trust.pin(&hex::encode(Sha256::digest([2]))).unwrap();
        assert!(trust.judge(&other, &there).is_ok() && trust.judge(&one, &here).is_err());
        assert!(trust.pin("AB:CD").is_err());
    }
}
