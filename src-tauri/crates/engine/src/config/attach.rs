//! The settings of the door for other PCs.

use std::net::SocketAddr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::problem::Problem;

/// The door by which windows and terminals of other PCs attach, those that `attach.admit` let in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AttachSettings {
    /// Where it listens, always with TLS; closed where none is given. `127.0.0.1:5290` is heard on this machine alone,
    /// `0.0.0.0:5290` in every network that it is in.
    #[schemars(with = "Option<String>")]
    pub listen: Option<SocketAddr>,
    /// The name or address by which other PCs reach this one, for their pairing lines; without it, the address on which it
    /// listens, or this machine's own in its network.
    pub host: Option<String>,
}

impl AttachSettings {
    pub(super) fn check(&self, found: &mut Vec<Problem>) {
        let Some(host) = &self.host else { return };
        let is_name = host.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c));
        let is_address = host.parse::<std::net::IpAddr>().is_ok();
        if host.is_empty() || host.len() > 253 || !(is_name || is_address) {
            found.push(Problem::new(
                "attach.host",
                "须为本机的名称或 IP 地址，不含端口，例如 192.168.1.20",
                "must be this machine's name or IP address without a port, such as 192.168.1.20",
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Layers, load};
    use crate::home::Home;

    #[test]
    fn it_is_closed_by_itself_and_while_people_practise_and_wants_a_plain_host() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path()).unwrap();
        let read = |text: &str| {
            std::fs::write(home.config_file(), text).unwrap();
            load(&home, &Layers::default()).map(|effective| effective.config)
        };
        assert_eq!(read("").unwrap().attach, AttachSettings::default());
        let open = read("[attach]\nlisten = \"0.0.0.0:5290\"\nhost = \"booth.lan\"\n").unwrap();
        assert!(open.attach.listen.is_some());
        assert_eq!(open.for_practice().attach, AttachSettings::default());
        for host in ["", "booth.lan:5290", "https://booth.lan", "a b"] {
            let refusal = read(&format!("[attach]\nhost = {host:?}\n")).unwrap_err().to_refusal();
            assert_eq!(refusal.field.as_deref(), Some("attach.host"), "{host:?}");
        }
        assert_eq!(Config::default().attach.listen, None);
    }
}
