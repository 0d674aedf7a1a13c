//! Pictures by their address. An address in a message leads where its sender wants, so it is not followed into the own
//! network, nor on to somewhere else; and what comes back is a picture or nothing.

use std::time::Duration;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lotdesk_operations::api::system::Picture;
use lotdesk_operations::{FetchPictures, NotFetched};
use reqwest::{Client, Url};

use crate::http::{TlsFiles, TlsProblem, client_config};
use crate::net::is_inside;

/// No picture that a person looks at is larger.
const BYTES_MOST: usize = 8 * 1024 * 1024;
const TIMEOUT: Duration = Duration::from_secs(15);

/// Fetches pictures by their address.
pub struct AddressPictures {
    client: Client,
    hosts: Vec<String>,
}

impl AddressPictures {
    /// Fetches from these hosts alone; without any, from everywhere but this machine and private networks.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(hosts: &[String]) -> Result<Self, TlsProblem> {
        let client = Client::builder()
            .tls_backend_preconfigured(client_config(&TlsFiles::default())?)
            .http1_only()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(TIMEOUT)
            .user_agent(concat!("Lotdesk/", env!("CARGO_PKG_VERSION")))
            .build()
            .unwrap_or_default();
        Ok(Self { client, hosts: hosts.to_vec() })
    }

    /// The address, when it is one that is gone to.
    fn admitted(&self, text: &str) -> Result<Url, NotFetched> {
        let not = |what: &str| NotFetched::NotAllowed(what.chars().take(80).collect());
        let url = Url::parse(text).map_err(|_| not(text))?;
        let host = url.host_str().unwrap_or_default();
        let bare = host.trim_start_matches('[').trim_end_matches(']').to_lowercase();
        let admitted = if self.hosts.is_empty() {
            !bare.is_empty() && bare != "localhost" && !bare.parse().is_ok_and(is_inside)
        } else {
            self.hosts.iter().any(|known| known.eq_ignore_ascii_case(&bare))
        };
        let plain = matches!(url.scheme(), "https" | "http") && url.username().is_empty() && url.password().is_none();
        if admitted && plain { Ok(url) } else { Err(not(if host.is_empty() { text } else { host })) }
    }
}

/// What a picture says of itself in its first bytes.
fn media_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [b'B', b'M', ..] => Some("image/bmp"),
        _ => None,
    }
}

#[async_trait]
impl FetchPictures for AddressPictures {
    async fn fetch(&self, url: &str) -> Result<Picture, NotFetched> {
        let failed = |what: String| NotFetched::Failed(what);
        // The address is not said again: it may hold what opens it.
        let silent = |error: reqwest::Error| failed(error.without_url().to_string());
        let mut response = self.client.get(self.admitted(url)?).send().await.map_err(silent)?;
        if !response.status().is_success() {
            return Err(failed(format!("HTTP {}", response.status().as_u16())));
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(silent)? {
            if bytes.len() + chunk.len() > BYTES_MOST {
                return Err(failed(format!("more than {BYTES_MOST} bytes")));
            }
            bytes.extend_from_slice(&chunk);
        }
        let media_type = media_type(&bytes).ok_or_else(|| failed("what lies there is no picture".to_owned()))?;
        Ok(Picture { media_type: media_type.to_owned(), base64: STANDARD.encode(bytes) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admits(hosts: &[&str], url: &str) -> bool {
        let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
        AddressPictures { client: Client::new(), hosts }.admitted(url).is_ok()
    }

    #[test]
    fn an_address_in_a_message_does_not_lead_into_the_own_network() {
        let _ = rustls::crypto::ring::default_provider().install_default();
        assert!(admits(&[], "https://img.example.com/a.jpg") && admits(&[], "http://192.0.2.7/a.jpg"));
        for inside in [
            "http://127.0.0.1/a",
            "http://localhost:80/a",
            "http://10.1.2.3/a",
            "http://192.168.1.1/a",
            "http://169.254.169.254/latest/meta-data",
            "http://[::1]/a",
            "http://[::ffff:127.0.0.1]/a",
            "http://0/a",
            "file:///etc/passwd",
            "https://me:secret@img.example.com/a",
            "${url}",
        ] {
            assert!(!admits(&[], inside), "{inside}");
        }
        assert!(admits(&["127.0.0.1"], "http://127.0.0.1:9/a") && !admits(&["127.0.0.1"], "http://img.example.com/a"));
    }

    #[test]
    fn what_is_no_picture_is_told_by_its_first_bytes() {
        assert_eq!(media_type(b"\xFF\xD8\xFF\xE0"), Some("image/jpeg"));
        assert_eq!(media_type(b"RIFF\0\0\0\0WEBPVP8"), Some("image/webp"));
        assert_eq!(media_type(b"<svg onload=x>"), None);
        assert_eq!(media_type(b""), None);
    }
}
