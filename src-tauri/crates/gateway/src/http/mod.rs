//! HTTP towards platforms: TLS by rustls with the ring provider, timeouts on everything, no redirects, no proxies taken
//! from the environment, no retries behind our back; and failures that say whether anything can have reached the
//! platform.

mod client;
mod endpoint;
mod failure;
mod tls;
mod token;

pub use client::{BadClient, HttpClient, REPLY_LIMIT_BYTES, Reply, Request};
pub use endpoint::{BadEndpoint, Endpoint};
pub use failure::{CallFailure, Reached};
pub use tls::{TlsFiles, TlsProblem, client_config};
pub use token::{GivenToken, NoToken, NotGiven, TokenHolder};
