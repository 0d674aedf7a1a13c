//! Making the connection: the address, TCP, TLS.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

use crate::http::{CallFailure, TlsFiles, TlsProblem, client_config};

/// Host and port of the platform's TCP side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// A name, or an address without brackets.
    host: String,
    port: u16,
    /// What the certificate must say.
    name: ServerName<'static>,
}

/// Why a text is no address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no host and port, such as city.example.gov.cn:9000")]
pub struct BadAddress(pub String);

impl Address {
    /// Reads `host:port`, `1.2.3.4:port` or `[::1]:port`.
    ///
    /// # Errors
    /// When it is something else.
    pub fn parse(text: &str) -> Result<Self, BadAddress> {
        let bad = || BadAddress(text.to_owned());
        let (host, port) = text.rsplit_once(':').ok_or_else(bad)?;
        let all_digits = port.bytes().all(|byte| byte.is_ascii_digit());
        let port: u16 = port.parse().ok().filter(|port| *port > 0 && all_digits).ok_or_else(bad)?;
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        // Without brackets nobody knows where a version 6 address ends.
        if bare.is_some() != host.contains(':') {
            return Err(bad());
        }
        let host = bare.unwrap_or(host).to_owned();
        let name = ServerName::try_from(host.clone()).map_err(|_| bad())?;
        Ok(Self { host, port, name })
    }

    /// Host, without brackets, and port.
    pub fn host_and_port(&self) -> (&str, u16) {
        (&self.host, self.port)
    }

    /// The name that the certificate must bear.
    pub fn certificate_name(&self) -> ServerName<'static> {
        self.name.clone()
    }
}

/// A connection's two directions.
pub trait ByteStream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> ByteStream for S {}

/// Makes connections.
#[async_trait]
pub trait Connector: Send + Sync + 'static {
    /// A connection that is ready for frames.
    async fn connect(&self) -> Result<Box<dyn ByteStream>, CallFailure>;
}

/// TCP with TLS on it. There is no way without TLS (6.1.3).
pub struct TlsConnector {
    address: Address,
    tls: tokio_rustls::TlsConnector,
    timeout_ms: u64,
}

impl TlsConnector {
    /// Reads the certificate files now, so that a wrong one is told at start. `timeout_ms` is for TCP and TLS together.
    ///
    /// # Errors
    /// A file that cannot be used.
    pub fn new(address: Address, files: &TlsFiles, timeout_ms: u64) -> Result<Self, TlsProblem> {
        let mut config: ClientConfig = client_config(files)?;
        // No protocol name was agreed for this one.
        config.alpn_protocols.clear();
        Ok(Self { address, tls: Arc::new(config).into(), timeout_ms })
    }

    async fn both(&self) -> Result<tokio_rustls::client::TlsStream<TcpStream>, CallFailure> {
        let failed = |error: std::io::Error| CallFailure::of_io(&error);
        let known = tokio::net::lookup_host((self.address.host.as_str(), self.address.port)).await;
        let known: Vec<SocketAddr> = known.map_err(|_| CallFailure::HostNotFound)?.collect();
        let stream = TcpStream::connect(known.as_slice()).await.map_err(failed)?;
        // Frames are small and wait for their replies.
        stream.set_nodelay(true).map_err(failed)?;
        self.tls.connect(self.address.name.clone(), stream).await.map_err(failed)
    }
}

#[async_trait]
impl Connector for TlsConnector {
    async fn connect(&self) -> Result<Box<dyn ByteStream>, CallFailure> {
        match tokio::time::timeout(Duration::from_millis(self.timeout_ms), self.both()).await {
            Ok(Ok(stream)) => Ok(Box::new(stream)),
            Ok(Err(failure)) => Err(failure),
            Err(_) => Err(CallFailure::ConnectTimedOut(self.timeout_ms)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_host_and_port() {
        for (text, host, port) in [
            ("city.example.gov.cn:9000", "city.example.gov.cn", 9000),
            ("127.0.0.1:1", "127.0.0.1", 1),
            ("[::1]:65535", "::1", 65_535),
        ] {
            let address = Address::parse(text).unwrap();
            assert_eq!((address.host.as_str(), address.port), (host, port));
        }
        let wrong = [
            "",
            "city.example",
            "city.example:",
            ":9000",
            "city.example:0",
            "city.example:65536",
            "city.example:+9",
            "::1:9000",
            "[city.example]:9000 ",
            "[127.0.0.1]:9000",
            "https://city.example:9000",
            "city.example:9000/x",
            "user@city.example:9000",
            "city example:9000",
        ];
        for text in wrong {
            assert_eq!(Address::parse(text), Err(BadAddress(text.into())));
        }
    }
}
