//! Settings for AutoX3. The app's secret is not among them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::city::BadProfile;

/// AutoX3's settings, one table of `lotdesk.toml`. With the table there, its callback is served at `/autox3`; the secret
/// `autox3.app_secret` proves that a message is the app's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Autox3Profile {
    /// The address that was registered with AutoX3, such as `https://shop.example.com:8443/autox3`, where it is another one
    /// than the callback listener's own: its path is served too, and its name stands in our certificate.
    pub callback_url: Option<String>,
    /// Hosts that pictures are fetched from. Empty: any but this machine and private networks; with a list only those in it.
    pub picture_hosts: Vec<String>,
}

impl Autox3Profile {
    /// Checks every setting.
    ///
    /// # Errors
    /// The first setting that breaks a rule.
    pub fn check(&self) -> Result<(), BadProfile> {
        let bad = |field, rule: &str| Err(BadProfile { field, rule: rule.to_owned() });
        if let Some(url) = &self.callback_url {
            let parsed = reqwest::Url::parse(url);
            let usable = parsed.is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.host_str().is_some());
            if !usable || url.contains(['?', '#', '@']) {
                return bad("callback_url", "must be an address that begins with https://, without name or query");
            }
        }
        if self.picture_hosts.iter().any(|host| host.is_empty() || host.contains(['/', ' ', '@'])) {
            return bad("picture_hosts", "takes names of hosts alone, such as img.example.com");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_names_its_setting() {
        assert_eq!(Autox3Profile::default().check(), Ok(()));
        let url = |url: &str| Autox3Profile { callback_url: Some(url.into()), ..Autox3Profile::default() }.check();
        assert!(url("https://shop.example:8443/autox3").is_ok());
        assert_eq!(url("shop.example").unwrap_err().field, "callback_url");
        assert_eq!(url("https://me@shop.example").unwrap_err().field, "callback_url");
        let host = Autox3Profile { picture_hosts: vec!["https://x/".into()], ..Autox3Profile::default() };
        assert_eq!(host.check().unwrap_err().field, "picture_hosts");
    }
}
