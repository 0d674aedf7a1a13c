//! The client itself.

use std::time::Duration;

use reqwest::multipart::Form;
use reqwest::{RequestBuilder, Url, header};

use super::endpoint::{BadEndpoint, Endpoint};
use super::failure::CallFailure;
use super::tls::{TlsFiles, TlsProblem, client_config};

/// A reply is read up to here: DB4403/T 313 6.1.1 i lets nobody send more than 10 MB at once.
pub const REPLY_LIMIT_BYTES: usize = 10 * 1024 * 1024;

/// A reply as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// The whole body.
    pub body: Vec<u8>,
}

/// What a call carries besides its path.
#[derive(Clone, Debug, Default)]
pub struct Request<'a> {
    /// The query as it is to stand on the wire, already percent-encoded, without the question mark.
    pub query: Option<&'a str>,
    /// Headers: name and value. No value is ever shown.
    pub headers: &'a [(&'static str, &'a str)],
    /// Media type and text of a POST; a GET where there is none.
    pub body: Option<(&'static str, String)>,
}

/// Why a client cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum BadClient {
    /// The address.
    #[error(transparent)]
    Endpoint(#[from] BadEndpoint),
    /// The certificates.
    #[error(transparent)]
    Tls(#[from] TlsProblem),
    /// The library.
    #[error("the HTTP client cannot be built: {0}")]
    Client(#[from] reqwest::Error),
}

/// A client for one platform. Cheap to clone; connections are kept and shared.
#[derive(Clone, Debug)]
pub struct HttpClient {
    client: reqwest::Client,
    base: Url,
    timeout_ms: u64,
    connect_timeout_ms: u64,
}

impl HttpClient {
    /// Builds a client. Reads the certificate files now, so that a wrong one is told at start.
    ///
    /// # Errors
    /// An address or a file that cannot be used.
    pub fn new(endpoint: &Endpoint) -> Result<Self, BadClient> {
        let base = endpoint.base()?;
        let client = endpoint.client_cert_file.clone().zip(endpoint.client_key_file.clone());
        let tls = client_config(&TlsFiles { ca_file: endpoint.ca_file.clone(), client })?;
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .http1_only()
            .no_proxy()
            // A POST that is led elsewhere would carry the token to a stranger.
            .redirect(reqwest::redirect::Policy::none())
            // What is sent again, and when, is the dispatcher's decision alone.
            .retry(reqwest::retry::never())
            .timeout(Duration::from_millis(endpoint.timeout_ms))
            .connect_timeout(Duration::from_millis(endpoint.connect_timeout_ms))
            // A kept connection that a firewall forgot costs a whole time-out: keep none for long.
            .pool_idle_timeout(Duration::from_secs(30))
            .tcp_nodelay(true)
            .user_agent(concat!("Lotdesk/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { client, base, timeout_ms: endpoint.timeout_ms, connect_timeout_ms: endpoint.connect_timeout_ms })
    }

    /// Posts a JSON text to base + `path`. `authorization` is the whole header.
    ///
    /// # Errors
    /// No reply; [`CallFailure::reached`] says whether the request can have arrived. Any HTTP status is a reply.
    pub async fn post_json(&self, path: &str, authorization: Option<&str>, body: String) -> Result<Reply, CallFailure> {
        let request = self.post(path, authorization)?;
        self.call(request.header(header::CONTENT_TYPE, "application/json; charset=UTF-8").body(body)).await
    }

    /// Posts a form with files to base + `path`.
    ///
    /// # Errors
    /// As [`HttpClient::post_json`].
    pub async fn post_form(&self, path: &str, authorization: Option<&str>, form: Form) -> Result<Reply, CallFailure> {
        self.call(self.post(path, authorization)?.multipart(form)).await
    }

    /// Calls base + `path` as `request` says; for platforms whose calls carry a query, headers of their own, or no body at all.
    ///
    /// # Errors
    /// As [`HttpClient::post_json`].
    pub async fn call_with(&self, path: &str, request: Request<'_>) -> Result<Reply, CallFailure> {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path().trim_end_matches('/')));
        url.set_query(request.query);
        let mut call = match request.body {
            None => self.client.get(url),
            Some((media_type, body)) => self.client.post(url).header(header::CONTENT_TYPE, media_type).body(body),
        };
        for (name, text) in request.headers {
            let mut value = header::HeaderValue::from_str(text)
                .map_err(|_| CallFailure::NotARequest(format!("{name} holds characters that no header can")))?;
            value.set_sensitive(true);
            call = call.header(*name, value);
        }
        self.call(call).await
    }

    fn post(&self, path: &str, authorization: Option<&str>) -> Result<RequestBuilder, CallFailure> {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path().trim_end_matches('/')));
        let mut request = self.client.post(url);
        if let Some(text) = authorization {
            let mut value = header::HeaderValue::from_str(text)
                .map_err(|_| CallFailure::NotARequest("the token holds characters that no header can".into()))?;
            value.set_sensitive(true);
            request = request.header(header::AUTHORIZATION, value);
        }
        Ok(request)
    }

    async fn call(&self, request: RequestBuilder) -> Result<Reply, CallFailure> {
        let failed = |e: reqwest::Error| CallFailure::of(&e, self.timeout_ms, self.connect_timeout_ms);
        let mut response = request.send().await.map_err(failed)?;
        let status = response.status().as_u16();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            if body.len() + chunk.len() > REPLY_LIMIT_BYTES {
                return Err(CallFailure::ReplyTooLong(REPLY_LIMIT_BYTES));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Reply { status, body })
    }
}
