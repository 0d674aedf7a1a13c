//! Who asks.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use axum::http::header::AUTHORIZATION;
use ipnet::IpNet;
use lotdesk_domain::moment::Moment;
use lotdesk_operations::api::listener::PushRefusal;
use subtle::ConstantTimeEq;
use tokio::time::Instant;

use crate::callback::{BadCertificate, ClientCertificates, Head};
use crate::city::tokens::{GivenTokens, Standing, hash};

/// Why there is no guard.
#[derive(Debug, thiserror::Error)]
pub enum BadGuard {
    /// An address that is none.
    #[error("downlink_addresses: {0:?} is no address and no network such as 192.0.2.0/24")]
    Address(String),
    /// The certificates that the platform may show.
    #[error("downlink_client_ca_file: {0}")]
    Certificates(#[from] BadCertificate),
}

/// Knows the platform when it calls over HTTPS.
pub struct Guard {
    tokens: Arc<GivenTokens>,
    /// Digest of the token that was agreed for downlinks.
    agreed: Option<[u8; 32]>,
    certificates: Option<ClientCertificates>,
    addresses: Vec<IpNet>,
}

impl Guard {
    /// A guard by the tokens that the platform gave us, and by what was agreed with it besides.
    ///
    /// # Errors
    /// A file that cannot be used, or an address that is none.
    pub fn new(
        tokens: Arc<GivenTokens>,
        agreed_token: Option<&str>,
        certificates: Option<&Path>,
        addresses: &[String],
    ) -> Result<Self, BadGuard> {
        Ok(Self {
            tokens,
            agreed: agreed_token.filter(|token| !token.is_empty()).map(hash),
            certificates: certificates.map(ClientCertificates::from_file).transpose()?,
            addresses: addresses.iter().map(|text| network(text)).collect::<Result<_, _>>()?,
        })
    }

    /// Says whether the caller is the platform.
    ///
    /// # Errors
    /// With what its proof lacks.
    pub(super) fn admit(&self, head: &Head, now: Moment) -> Result<(), PushRefusal> {
        let address = head.from.address.to_canonical();
        // The list comes on top of a proof and never stands for one.
        if !self.addresses.is_empty() && !self.addresses.iter().any(|network| network.contains(&address)) {
            return Err(PushRefusal::StrangeAddress);
        }
        if self.certificates.as_ref().is_some_and(|known| known.know(&head.from.certificates, now)) {
            return Ok(());
        }
        let token = head.headers.get(AUTHORIZATION).and_then(|value| bearer(value.to_str().ok()?));
        let Some(token) = token else { return Err(PushRefusal::NoToken) };
        let agreed = self.agreed.is_some_and(|agreed| agreed.ct_eq(&hash(token)).into());
        match (agreed, self.tokens.standing(token, Instant::now())) {
            (true, _) | (_, Standing::Holds) => Ok(()),
            (_, Standing::Stale) => Err(PushRefusal::StaleToken),
            (_, Standing::Unknown) => Err(PushRefusal::WrongToken),
        }
    }
}

/// The token of an `Authorization: bearer …`; the word in any case, as RFC 9110 has it. Annex D's examples write the word
/// and the token as one, and some leave the word out: whatever it is, it is held against the tokens that we know.
fn bearer(header: &str) -> Option<&str> {
    const WORD: &str = "bearer";
    let header = header.trim();
    let token = match header.split_at_checked(WORD.len()) {
        Some((word, token)) if word.eq_ignore_ascii_case(WORD) => token.trim(),
        _ => header,
    };
    // Two words are another scheme's.
    (!token.is_empty() && !token.contains(char::is_whitespace)).then_some(token)
}

/// An address stands for itself alone.
pub(in crate::city) fn network(text: &str) -> Result<IpNet, BadGuard> {
    let text = text.trim();
    text.parse::<IpNet>()
        .or_else(|_| text.parse::<IpAddr>().map(IpNet::from))
        .map_err(|_| BadGuard::Address(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue};

    use super::*;
    use crate::callback::Peer;

    fn head(address: &str, authorization: Option<&'static str>) -> Head {
        let mut headers = HeaderMap::new();
        if let Some(text) = authorization {
            headers.insert(AUTHORIZATION, HeaderValue::from_static(text));
        }
        let from = Peer { address: address.parse().unwrap(), certificates: Arc::new([]) };
        Head { path: "/6005".into(), query: None, headers, from, answer_by: Instant::now() }
    }

    fn asked(guard: &Guard, address: &str, authorization: Option<&'static str>) -> Result<(), PushRefusal> {
        guard.admit(&head(address, authorization), Moment(0))
    }

    #[tokio::test]
    async fn the_token_that_the_platform_gave_is_the_proof() {
        let tokens = GivenTokens::new();
        let guard = Guard::new(tokens.clone(), None, None, &[]).unwrap();
        let ask = |header| asked(&guard, "192.0.2.1", header);
        assert_eq!(ask(Some("bearer T1")), Err(PushRefusal::WrongToken), "nobody has given us one yet");
        tokens.given("T1", Some(7200), Instant::now());
        // All 43 examples of annex D write the word and the token as one.
        for right in ["bearer T1", "Bearer T1", "BEARER  T1 ", "bearerT1", "BearerT1", "T1", " T1 "] {
            assert_eq!(ask(Some(right)), Ok(()), "{right}");
        }
        for wrong in ["bearer T", "bearer T1x", "bearer t1", "bearerT", "T", "t1", "basicT1"] {
            assert_eq!(ask(Some(wrong)), Err(PushRefusal::WrongToken), "{wrong}");
        }
        for none in [None, Some("bearer"), Some("bearer "), Some("basic T1"), Some("bearer T1 T1"), Some("")] {
            assert_eq!(ask(none), Err(PushRefusal::NoToken), "{none:?}");
        }
        tokens.end(Instant::now());
        assert_eq!(ask(Some("bearer T1")), Err(PushRefusal::StaleToken));
    }

    #[test]
    fn an_agreed_token_works_besides_and_an_address_never_alone() {
        let list = ["192.0.2.0/24".to_owned(), "2001:db8::7".to_owned()];
        let guard = Guard::new(GivenTokens::new(), Some("agreed-with-the-city"), None, &list).unwrap();
        let right = Some("bearer agreed-with-the-city");
        assert_eq!(asked(&guard, "192.0.2.9", right), Ok(()));
        assert_eq!(asked(&guard, "::ffff:192.0.2.9", right), Ok(()));
        assert_eq!(asked(&guard, "2001:db8::7", right), Ok(()));
        assert_eq!(asked(&guard, "2001:db8::8", right), Err(PushRefusal::StrangeAddress));
        assert_eq!(asked(&guard, "192.0.2.9", None), Err(PushRefusal::NoToken));
        assert_eq!(asked(&guard, "192.0.2.9", Some("bearer other")), Err(PushRefusal::WrongToken));
        // An empty secret is no secret.
        let guard = Guard::new(GivenTokens::new(), Some(""), None, &[]).unwrap();
        assert_eq!(asked(&guard, "192.0.2.9", Some("bearer ")), Err(PushRefusal::NoToken));
        assert!(Guard::new(GivenTokens::new(), None, None, &["everybody".to_owned()]).is_err());
    }
}
