//! How a call fails, in words that a person can act on, and whether anything can have reached the other side.

use std::error::Error;
use std::io;

use rustls::CertificateError;

/// Whether a request that got no reply can have reached the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// It cannot: not one byte of it left.
    No,
    /// It may have.
    Maybe,
}

/// How a call fails.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallFailure {
    /// Nobody vouches for the certificate.
    #[error("the platform's certificate is signed by nobody we trust; name its authority in ca_file")]
    CertificateNotTrusted,
    /// The certificate is somebody else's.
    #[error("the platform's certificate is for another host name than the one we called")]
    CertificateNameWrong,
    /// The certificate's time is over or has not come.
    #[error("the platform's certificate is not valid at this time; check the clock of this computer")]
    CertificateExpired,
    /// TLS fails for another reason, such as a server that does not speak it.
    #[error("no secure connection: {0}")]
    Tls(String),
    /// Nothing listens at the address.
    #[error("the connection was refused: nothing listens at the platform's address")]
    ConnectionRefused,
    /// The host name means nothing.
    #[error("the platform's host name is not known; check its address in the settings, and the network")]
    HostNotFound,
    /// Connecting took too long.
    #[error("connecting took longer than {0} ms")]
    ConnectTimedOut(u64),
    /// Connecting failed for another reason.
    #[error("no connection: {0}")]
    NoConnection(String),
    /// The request cannot be built.
    #[error("the request cannot be built: {0}")]
    NotARequest(String),
    /// No complete reply in time.
    #[error("no complete reply within {0} ms")]
    TimedOut(u64),
    /// The connection was cut before the reply was complete.
    #[error("the connection was cut before the reply was complete: {0}")]
    Cut(String),
    /// The reply is longer than we read.
    #[error("the reply is longer than {0} bytes")]
    ReplyTooLong(usize),
}

impl CallFailure {
    /// Whether the request can have reached the other side.
    pub const fn reached(&self) -> Reached {
        match self {
            CallFailure::CertificateNotTrusted
            | CallFailure::CertificateNameWrong
            | CallFailure::CertificateExpired
            | CallFailure::Tls(_)
            | CallFailure::ConnectionRefused
            | CallFailure::HostNotFound
            | CallFailure::ConnectTimedOut(_)
            | CallFailure::NoConnection(_)
            | CallFailure::NotARequest(_) => Reached::No,
            CallFailure::TimedOut(_) | CallFailure::Cut(_) | CallFailure::ReplyTooLong(_) => Reached::Maybe,
        }
    }

    /// Reads the client's error. Only what surely happened before the first byte of the request counts as not reached.
    pub(super) fn of(error: &reqwest::Error, timeout_ms: u64, connect_timeout_ms: u64) -> Self {
        if error.is_builder() {
            return CallFailure::NotARequest(innermost(error));
        }
        if error.is_connect() {
            return of_connecting(error, connect_timeout_ms);
        }
        if error.is_timeout() {
            return CallFailure::TimedOut(timeout_ms);
        }
        CallFailure::Cut(innermost(error))
    }

    /// Reads the error of a connection of our own making, while it is made.
    pub(crate) fn of_io(error: &io::Error) -> Self {
        if let Some(tls) = find_tls(error) {
            return of_tls(tls);
        }
        match error.kind() {
            io::ErrorKind::ConnectionRefused => CallFailure::ConnectionRefused,
            _ => CallFailure::NoConnection(error.to_string()),
        }
    }
}

fn of_connecting(error: &reqwest::Error, connect_timeout_ms: u64) -> CallFailure {
    if let Some(tls) = find_tls(error) {
        return of_tls(tls);
    }
    if error.is_dns() {
        return CallFailure::HostNotFound;
    }
    if error.is_timeout() {
        return CallFailure::ConnectTimedOut(connect_timeout_ms);
    }
    if chain(error).filter_map(|e| e.downcast_ref::<io::Error>()).any(|e| e.kind() == io::ErrorKind::ConnectionRefused)
    {
        return CallFailure::ConnectionRefused;
    }
    CallFailure::NoConnection(innermost(error))
}

fn of_tls(error: &rustls::Error) -> CallFailure {
    match error {
        // A bad signature: somebody else's authority by the same name.
        rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer | CertificateError::BadSignature) => {
            CallFailure::CertificateNotTrusted
        }
        rustls::Error::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        ) => CallFailure::CertificateNameWrong,
        rustls::Error::InvalidCertificate(
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. },
        ) => CallFailure::CertificateExpired,
        other => CallFailure::Tls(other.to_string()),
    }
}

/// The TLS error inside, if that is what it was. An `io::Error` hides what it wraps from `source`, so look inside.
fn find_tls<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e rustls::Error> {
    chain(error).find_map(|e: &'e (dyn Error + 'static)| {
        e.downcast_ref::<rustls::Error>().or_else(|| {
            let mut io = e.downcast_ref::<io::Error>();
            while let Some(outer) = io {
                let inner = outer.get_ref()?;
                if let Some(tls) = inner.downcast_ref::<rustls::Error>() {
                    return Some(tls);
                }
                io = inner.downcast_ref::<io::Error>();
            }
            None
        })
    })
}

fn chain<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |e: &&'e (dyn Error + 'static)| (*e).source())
}

/// The innermost cause in words: the outer ones repeat the address, which may hold what does not belong on a screen.
fn innermost(error: &(dyn Error + 'static)) -> String {
    chain(error).last().map(ToString::to_string).unwrap_or_default()
}
