//! Where a platform lives and how it is reached.

use std::net::IpAddr;
use std::path::PathBuf;

use reqwest::Url;

/// Where a platform lives and how it is reached. Every client of the gateway is built from one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Scheme, host, port and the path that every request begins with, such as `https://abc.com/api/1.0`.
    pub base_url: String,
    /// PEM file of the authorities to trust instead of the system's.
    pub ca_file: Option<PathBuf>,
    /// PEM file of our certificate, where the platform asks for one.
    pub client_cert_file: Option<PathBuf>,
    /// PEM file of its key.
    pub client_key_file: Option<PathBuf>,
    /// How long a call may take from connecting to the last byte of the reply, in milliseconds.
    pub timeout_ms: u64,
    /// How long connecting and the TLS handshake may take, in milliseconds.
    pub connect_timeout_ms: u64,
    /// Plain `http` to another machine is allowed. On loopback it always is.
    pub allow_plain_http: bool,
}

impl Default for Endpoint {
    fn default() -> Self {
        Self {
            base_url: String::new(),
            ca_file: None,
            client_cert_file: None,
            client_key_file: None,
            timeout_ms: 20_000,
            connect_timeout_ms: 5_000,
            allow_plain_http: false,
        }
    }
}

/// Why an address cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadEndpoint {
    /// It is no address.
    #[error("{0:?} is no address: something like https://host/path is wanted")]
    NotAnAddress(String),
    /// It is neither http nor https.
    #[error("{0:?} is neither https nor http")]
    WrongScheme(String),
    /// Plain http to another machine without having been allowed.
    #[error("plain http to {0} sends everything in the clear: use https, or set allow_plain_http = true")]
    PlainHttp(String),
    /// A user name, a query or a fragment, which do not belong into a base address.
    #[error("a base address has no user name, query or fragment")]
    TooMuch,
    /// A certificate without its key or the other way round.
    #[error("client_cert_file and client_key_file go together")]
    HalfACertificate,
}

impl Endpoint {
    /// Checks what every platform's settings have in common.
    ///
    /// # Errors
    /// The first setting that breaks a rule, and the rule.
    pub fn check(&self) -> Result<(), (&'static str, String)> {
        self.base().map_err(|why| match why {
            BadEndpoint::HalfACertificate => ("ca_file", why.to_string()),
            _ => ("base_url", why.to_string()),
        })?;
        let times =
            [("timeout_ms", self.timeout_ms, 60_000), ("connect_timeout_ms", self.connect_timeout_ms, self.timeout_ms)];
        for (field, value, most) in times {
            if !(1..=most).contains(&value) {
                return Err((field, format!("{value} is not between 1 and {most}")));
            }
        }
        Ok(())
    }

    /// The base address, without a trailing slash, if it may be used.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn base(&self) -> Result<Url, BadEndpoint> {
        let text = self.base_url.trim().trim_end_matches('/');
        let url = Url::parse(text).map_err(|_| BadEndpoint::NotAnAddress(self.base_url.clone()))?;
        let host = url.host_str().ok_or_else(|| BadEndpoint::NotAnAddress(self.base_url.clone()))?;
        match url.scheme() {
            "https" => {}
            "http" if self.allow_plain_http || is_loopback(host) => {}
            "http" => return Err(BadEndpoint::PlainHttp(host.to_owned())),
            other => return Err(BadEndpoint::WrongScheme(other.to_owned())),
        }
        let bare = url.username().is_empty() && url.password().is_none() && url.query().is_none();
        if !bare || url.fragment().is_some() {
            return Err(BadEndpoint::TooMuch);
        }
        if self.client_cert_file.is_some() != self.client_key_file.is_some() {
            return Err(BadEndpoint::HalfACertificate);
        }
        Ok(url)
    }
}

/// Whether a host part means this machine. Names other than `localhost` never do: what they mean is decided elsewhere.
fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(base_url: &str, allow_plain_http: bool) -> Result<String, BadEndpoint> {
        Endpoint { base_url: base_url.into(), allow_plain_http, ..Endpoint::default() }.base().map(|u| u.to_string())
    }

    #[test]
    fn plain_http_leaves_the_machine_only_when_allowed_in_so_many_words() {
        assert_eq!(base("http://park.example/api", false), Err(BadEndpoint::PlainHttp("park.example".into())));
        assert_eq!(
            base("http://127.0.0.1.example/api", false),
            Err(BadEndpoint::PlainHttp("127.0.0.1.example".into()))
        );
        assert_eq!(base("http://park.example/api/", true).as_deref(), Ok("http://park.example/api"));
        assert_eq!(base("http://127.0.0.1:8080", false).as_deref(), Ok("http://127.0.0.1:8080/"));
        assert_eq!(base("http://[::1]:8080/a", false).as_deref(), Ok("http://[::1]:8080/a"));
        assert_eq!(base("http://localhost/a", false).as_deref(), Ok("http://localhost/a"));
    }

    #[test]
    fn what_is_no_base_address_is_named() {
        assert_eq!(base("", false), Err(BadEndpoint::NotAnAddress(String::new())));
        assert_eq!(base("park.example", false), Err(BadEndpoint::NotAnAddress("park.example".into())));
        assert_eq!(base("ftp://park.example", true), Err(BadEndpoint::WrongScheme("ftp".into())));
        assert_eq!(base("https://me:secret@park.example", false), Err(BadEndpoint::TooMuch));
        assert_eq!(base("https://park.example/?a=b", false), Err(BadEndpoint::TooMuch));
        let half = Endpoint {
            base_url: "https://park.example".into(),
            client_cert_file: Some("a.pem".into()),
            ..Endpoint::default()
        };
        assert_eq!(half.base(), Err(BadEndpoint::HalfACertificate));
    }
}
