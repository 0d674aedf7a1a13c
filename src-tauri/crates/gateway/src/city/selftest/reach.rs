//! Getting there: the host name, the port, and whose certificate stands there.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lotdesk_operations::api::selftest::SelfTestFinding as Finding;
use reqwest::Url;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, SignatureScheme};
use sha2::{Digest, Sha256};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::words::{Found, call_failed};
use crate::city::profile::CityProfile;
use crate::city::tcp::Address;
use crate::http::{CallFailure, TlsFiles, client_config};

/// Where to connect.
pub(super) struct Target {
    host: String,
    port: u16,
    /// The name that the certificate must bear; none for plain http.
    name: Option<ServerName<'static>>,
    within_ms: u64,
}

fn bad_address(text: &str) -> Found {
    Found::failed(Finding::BadSetting, format!("地址无法识别：{text}"), format!("This is no address: {text}."))
}

impl Target {
    /// The HTTPS side of a profile.
    pub(super) fn of(profile: &CityProfile) -> Result<Self, Found> {
        let url = Url::parse(&profile.base_url).map_err(|_| bad_address(&profile.base_url))?;
        let host = url.host_str().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let port = url.port_or_known_default().unwrap_or_default();
        let name = match url.scheme() {
            "https" => Some(ServerName::try_from(host.clone()).map_err(|_| bad_address(&profile.base_url))?),
            _ => None,
        };
        Ok(Self { host, port, name, within_ms: profile.connect_timeout_ms })
    }

    /// The TCP side of a profile.
    pub(super) fn tcp(text: &str, profile: &CityProfile) -> Result<Self, Found> {
        let address = Address::parse(text).map_err(|_| bad_address(text))?;
        let (host, port) = address.host_and_port();
        let name = Some(address.certificate_name());
        Ok(Self { host: host.to_owned(), port, name, within_ms: profile.connect_timeout_ms })
    }

    async fn dial(&self) -> Result<(TcpStream, SocketAddr), CallFailure> {
        let within = Duration::from_millis(self.within_ms);
        let dial = async {
            let known = tokio::net::lookup_host((self.host.as_str(), self.port)).await;
            let known: Vec<SocketAddr> = known.map_err(|_| CallFailure::HostNotFound)?.collect();
            let stream = TcpStream::connect(known.as_slice()).await.map_err(|error| CallFailure::of_io(&error))?;
            let address = stream.peer_addr().map_err(|error| CallFailure::of_io(&error))?;
            Ok((stream, address))
        };
        tokio::time::timeout(within, dial).await.unwrap_or(Err(CallFailure::ConnectTimedOut(self.within_ms)))
    }

    /// Looks the name up and connects.
    pub(super) async fn connect(&self) -> (Option<TcpStream>, Found) {
        let (host, port) = (&self.host, self.port);
        match self.dial().await {
            Ok((stream, address)) => {
                let found = Found::passed(
                    format!("{host} 端口 {port} 可连接（{address}）"),
                    format!("{host}, port {port}, is reached at {address}."),
                );
                (Some(stream), found)
            }
            Err(failure) => {
                (None, call_failed(&failure, &format!("{host} 端口 {port}"), &format!("{host}, port {port}")))
            }
        }
    }

    /// Shakes hands over a connection. The value is there when the next step may be tried.
    pub(super) async fn secure(&self, stream: TcpStream, profile: &CityProfile) -> (Option<()>, Found) {
        if self.name.is_none() {
            let found = Found::noted(
                Finding::PlainHttp,
                "使用明文 http，途中任何人都能读到内容；标准要求 https（6.1.1 f）",
                "Plain http: anybody on the way can read along. The standard wants https (6.1.1 f).",
            );
            return (Some(()), found);
        }
        match self.handshake(stream, profile).await {
            Ok(stream) => {
                let version = stream.get_ref().1.protocol_version().map(|version| format!("{version:?}"));
                let version = version.unwrap_or_default().replace("v1_", " 1.");
                let host = &self.host;
                let found = Found::passed(
                    format!("{version}，证书属于 {host} 且受信任"),
                    format!("{version}; the certificate is {host}'s and trusted."),
                );
                (Some(()), found)
            }
            Err(found) => (None, found),
        }
    }

    /// A connection with TLS on it, made anew.
    pub(super) async fn secure_stream(&self, profile: &CityProfile) -> Result<TlsStream<TcpStream>, Found> {
        let (stream, found) = self.connect().await;
        self.handshake(stream.ok_or(found)?, profile).await
    }

    async fn handshake(&self, stream: TcpStream, profile: &CityProfile) -> Result<TlsStream<TcpStream>, Found> {
        let Some(name) = &self.name else { return Err(bad_address(&self.host)) };
        let client = profile.client_cert_file.clone().zip(profile.client_key_file.clone());
        let files = TlsFiles { ca_file: profile.ca_file.clone(), client };
        let mut config = client_config(&files).map_err(|bad| {
            Found::failed(
                Finding::BadSetting,
                format!("证书文件无法使用：{bad}"),
                format!("A certificate file cannot be used: {bad}."),
            )
        })?;
        config.alpn_protocols.clear();
        let within = Duration::from_millis(self.within_ms);
        let shake = TlsConnector::from(Arc::new(config)).connect(name.clone(), stream);
        let error = match tokio::time::timeout(within, shake).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => error,
            Err(_) => {
                return Err(call_failed(&CallFailure::ConnectTimedOut(self.within_ms), "TLS 握手", "TLS handshake"));
            }
        };
        let tls = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
        let found = call_failed(&CallFailure::of_io(&error), "TLS", "TLS");
        Err(match tls {
            Some(rustls::Error::InvalidCertificate(why)) => self.with_certificate(found, why).await,
            _ => found,
        })
    }

    /// Adds what the certificate says of itself, so that it can be compared with what the platform's operator knows.
    async fn with_certificate(&self, found: Found, why: &CertificateError) -> Found {
        let mut found = found;
        if let CertificateError::NotValidForNameContext { presented, .. } = why
            && !presented.is_empty()
        {
            let (host, names) = (&self.host, names(presented));
            found = found.and(
                &format!("。我们访问的是 {host}，证书写的是 {names}"),
                &format!("We called {host}; the certificate is for {names}."),
            );
        }
        let Some(certificate) = self.peek().await else { return found };
        let print = fingerprint(&certificate);
        if let Some((issuer, subject)) = common_names(&certificate) {
            let own = if issuer == subject { ("（自签名）", " (self-signed)") } else { ("", "") };
            found = found.and(
                &format!("。证书主体 {subject}，签发者 {issuer}{}", own.0),
                &format!("Its subject is {subject}, its issuer {issuer}{}.", own.1),
            );
        }
        found.and(
            &format!("。证书 SHA-256 指纹 {print}，可与平台方核对"),
            &format!("Its SHA-256 fingerprint is {print}; compare it with the platform's operator."),
        )
    }

    /// Asks once more for the certificate alone. The handshake is broken off by us, so nothing is said to whoever it is.
    async fn peek(&self) -> Option<CertificateDer<'static>> {
        let (stream, _) = self.dial().await.ok()?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let seen = Arc::new(LookOnly { provider: provider.clone(), seen: Mutex::default() });
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .ok()?
            // "dangerous" is rustls' word for any verifier handed in; this one trusts nobody.
            .dangerous()
            .with_custom_certificate_verifier(seen.clone())
            .with_no_client_auth();
        let shake = TlsConnector::from(Arc::new(config)).connect(self.name.clone()?, stream);
        let _ = tokio::time::timeout(Duration::from_millis(self.within_ms), shake).await;
        seen.seen.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Keeps the certificate that it is shown, and refuses it.
#[derive(Debug)]
struct LookOnly {
    provider: Arc<CryptoProvider>,
    seen: Mutex<Option<CertificateDer<'static>>>,
}

impl ServerCertVerifier for LookOnly {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(end_entity.clone().into_owned());
        Err(rustls::Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure))
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Err(rustls::Error::General("only looked at".to_owned()))
    }

    fn verify_tls13_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Err(rustls::Error::General("only looked at".to_owned()))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// The names of a certificate as rustls writes them: `DnsName("abc.com")`.
fn names(presented: &[String]) -> String {
    let bare = |name: &String| name.split('"').nth(1).unwrap_or(name).to_owned();
    presented.iter().map(bare).collect::<Vec<_>>().join(", ")
}

fn fingerprint(certificate: &CertificateDer<'_>) -> String {
    let digest = Sha256::digest(certificate.as_ref());
    digest.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}

/// Common names of issuer and subject, for a person to read. They are the first two of their kind in a certificate: the
/// issuer stands before the subject (RFC 5280, 4.1). None where either has no such name.
pub(super) fn common_names(certificate: &[u8]) -> Option<(String, String)> {
    const COMMON_NAME: [u8; 5] = [0x06, 0x03, 0x55, 0x04, 0x03];
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(step) = certificate.get(at..)?.windows(COMMON_NAME.len()).position(|bytes| bytes == COMMON_NAME) {
        at += step + COMMON_NAME.len();
        // Tag, a length of one byte, the text.
        let length = usize::from(*certificate.get(at + 1)?);
        let text = certificate.get(at + 2..at + 2 + length)?;
        found.push(String::from_utf8_lossy(text).chars().filter(|c| !c.is_control()).collect::<String>());
        if let [issuer, subject] = found.as_slice() {
            return Some((issuer.clone(), subject.clone()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_for_a_person_and_damage_is_borne() {
        let certificate = b"\x30\x09\x06\x03\x55\x04\x03\x0c\x02CA..\x06\x03\x55\x04\x03\x13\x08city.gov";
        assert_eq!(common_names(certificate), Some(("CA".into(), "city.gov".into())));
        for cut in 0..certificate.len() {
            assert_eq!(common_names(&certificate[..cut]), None, "{cut}");
        }
        assert_eq!(names(&["DnsName(\"a.gov\")".into(), "odd".into()]), "a.gov, odd");
        assert!(fingerprint(&CertificateDer::from(vec![1])).starts_with("4B:F5:12:2F:34:45:54:C5"));
    }
}
