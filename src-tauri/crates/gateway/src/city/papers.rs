//! An invoice's PDF, fetched from where the platform says that it lies (`pdfurl`, DB4403/T 313 table 111).
//!
//! The address is the platform's word, and what it leads to is not trusted: it is gone to by https, or at the platform's own
//! host and port; never into the own network otherwise, never on to somewhere else; what comes back is a PDF of a bounded
//! size within a bounded time, or nothing. Neither token nor certificate of ours goes along.

use std::net::SocketAddr;
use std::time::Duration;

use async_trait::async_trait;
use lotdesk_operations::{FetchPapers, NotFetched, PaperProgress};
use reqwest::{Client, ClientBuilder, Url};

use super::CityProfile;
use crate::http::{TlsFiles, TlsProblem, client_config};
use crate::net::is_inside;

/// No invoice of a hundred lines is larger.
const BYTES_MOST: usize = 8 * 1024 * 1024;
const TIMEOUT: Duration = Duration::from_secs(20);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Fetches invoices' PDFs.
pub struct InvoicePapers {
    /// Scheme, host and port of the platform itself.
    own: Option<Url>,
    ours: TlsFiles,
    timeout: Duration,
    bytes_most: usize,
}

impl InvoicePapers {
    /// For the invoices of this platform, whose own authority is trusted at its own host alone.
    ///
    /// # Errors
    /// When a certificate file cannot be used.
    pub fn new(profile: &CityProfile) -> Result<Self, TlsProblem> {
        let ours = TlsFiles { ca_file: profile.ca_file.clone(), client: None };
        client_config(&ours)?;
        let own = Url::parse(&profile.base_url).ok();
        Ok(Self { own, ours, timeout: TIMEOUT, bytes_most: BYTES_MOST })
    }

    /// The address, and whether it is the platform's own.
    fn admitted(&self, text: &str) -> Result<(Url, bool), NotFetched> {
        let not = |what: &str| NotFetched::NotAllowed(what.chars().take(80).collect());
        let url = Url::parse(text.trim()).map_err(|_| not(text))?;
        let host = url.host_str().unwrap_or_default().to_owned();
        let bare = host.trim_start_matches('[').trim_end_matches(']').to_lowercase();
        let silent = url.username().is_empty() && url.password().is_none();
        let is_own = self.own.as_ref().is_some_and(|own| {
            (own.scheme(), own.host_str(), own.port_or_known_default())
                == (url.scheme(), url.host_str(), url.port_or_known_default())
        });
        let outside = url.scheme() == "https"
            && !bare.is_empty()
            && bare != "localhost"
            && !bare.ends_with(".localhost")
            && !bare.parse().is_ok_and(is_inside);
        if silent && (is_own || outside) {
            Ok((url, is_own))
        } else {
            Err(not(if host.is_empty() { text } else { &host }))
        }
    }

    fn builder(&self, files: &TlsFiles) -> Result<ClientBuilder, NotFetched> {
        let tls = client_config(files).map_err(|bad| NotFetched::Failed(bad.to_string()))?;
        Ok(Client::builder()
            .tls_backend_preconfigured(tls)
            .http1_only()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(self.timeout)
            .user_agent(concat!("Lotdesk/", env!("CARGO_PKG_VERSION"))))
    }

    /// A client for this address. A name that leads into the own network is not followed there: what it means is looked up
    /// once, here, and the connection goes to just that.
    async fn client(&self, url: &Url, is_own: bool) -> Result<Client, NotFetched> {
        let failed = |why: String| NotFetched::Failed(why);
        if is_own {
            return self.builder(&self.ours)?.build().map_err(|why| failed(why.to_string()));
        }
        let (host, port) = (url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or(443));
        let found = tokio::time::timeout(CONNECT_TIMEOUT, tokio::net::lookup_host((host, port)));
        let found = found.await.map_err(|_| failed(format!("the name {host} is not found in time")))?;
        let found: Vec<SocketAddr> = found.map_err(|why| failed(format!("{host}: {why}")))?.collect();
        let inside = |address: &SocketAddr| is_inside(address.ip());
        if found.is_empty() || found.iter().any(inside) {
            return Err(NotFetched::NotAllowed(host.chars().take(80).collect()));
        }
        let builder = self.builder(&TlsFiles::default())?.resolve_to_addrs(host, &found);
        builder.build().map_err(|why| failed(why.to_string()))
    }
}

#[async_trait]
impl FetchPapers for InvoicePapers {
    async fn fetch(&self, url: &str, progress: &PaperProgress) -> Result<Vec<u8>, NotFetched> {
        let failed = |what: String| NotFetched::Failed(what);
        // The address is not said again: it may hold what opens it.
        let silent = |error: reqwest::Error| failed(error.without_url().to_string());
        let (url, is_own) = self.admitted(url)?;
        let mut response = self.client(&url, is_own).await?.get(url).send().await.map_err(silent)?;
        if !response.status().is_success() {
            return Err(failed(format!("HTTP {}", response.status().as_u16())));
        }
        let too_much = || failed(format!("more than {} bytes", self.bytes_most));
        if response.content_length().is_some_and(|length| length > self.bytes_most as u64) {
            return Err(too_much());
        }
        progress.expects(response.content_length());
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(silent)? {
            if bytes.len() + chunk.len() > self.bytes_most {
                return Err(too_much());
            }
            bytes.extend_from_slice(&chunk);
            progress.receives(chunk.len());
        }
        if !bytes.starts_with(b"%PDF-") {
            return Err(failed("what lies there is no PDF".to_owned()));
        }
        Ok(bytes)
    }
}

#[cfg(test)]
#[path = "papers_tests.rs"]
mod tests;
