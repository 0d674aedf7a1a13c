//! What an address that is told to a platform says about this listener.

use axum::http::Uri;

/// The host of a web address; none where it has none.
pub fn host_of(url: &str) -> Option<String> {
    let uri: Uri = url.trim().parse().ok()?;
    Some(uri.host()?.trim_matches(['[', ']']).to_owned())
}

/// The path of a web address, without slashes around it.
pub fn path_of(url: &str) -> String {
    url.trim().parse::<Uri>().map(|uri| uri.path().trim_matches('/').to_owned()).unwrap_or_default()
}

/// True where this host is this machine itself.
pub fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_paths() {
        let url = "https://lot.example:8443/from/city/";
        assert_eq!((host_of(url).as_deref(), path_of(url).as_str()), (Some("lot.example"), "from/city"));
        assert_eq!(
            (host_of("https://[2001:db8::1]").as_deref(), path_of("https://lot").as_str()),
            (Some("2001:db8::1"), "")
        );
        assert_eq!(host_of("lot"), Some("lot".into()));
        assert!(is_this_machine("::1") && is_this_machine("localhost") && !is_this_machine("192.0.2.1"));
    }
}
