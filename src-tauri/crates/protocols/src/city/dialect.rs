//! What one deployment of the city platform may do otherwise than another. The standard contradicts itself in these
//! places; the defaults are the reading that its own examples bear out.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Digest of the signature. 6.1.1 g says SHA-1, 6.1.2 says MD5; the example D.1 is SHA-1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignAlgorithm {
    /// SHA-1, lower-case hexadecimal digits.
    #[default]
    Sha1,
    /// MD5, lower-case hexadecimal digits.
    Md5,
}

/// What is signed. Table 31 sends a list as `data`; the example D.1 signs a bare object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignScope {
    /// The list as it is sent.
    #[default]
    List,
    /// The object in a list of one; longer and empty lists are signed as lists.
    Object,
}

/// A deployment's habits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Dialect {
    /// Digest of the signature.
    pub sign_algorithm: SignAlgorithm,
    /// What is signed.
    pub sign_scope: SignScope,
    /// Path after the base URL; `{code}` stands for the interface number. 6.1.2 has `/{code}`, D.16 `/up/park/{code}`.
    pub path_template: String,
    /// The word before the access token in the `Authorization` header, or the whole of it with `{token}` for the token:
    /// `bearer{token}` is the form of annex D's examples, `{token}` the bare token.
    pub token_type: String,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            sign_algorithm: SignAlgorithm::default(),
            sign_scope: SignScope::default(),
            path_template: "/{code}".to_owned(),
            token_type: "bearer".to_owned(),
        }
    }
}

impl Dialect {
    /// The path of an interface after the base URL, beginning with `/` (6.1.2).
    pub fn path(&self, code: &str) -> String {
        format!("/{}", self.path_template.replace("{code}", code).trim_start_matches('/'))
    }

    /// The address of an interface: base URL and path (6.1.2).
    pub fn url(&self, base: &str, code: &str) -> String {
        format!("{}{}", base.trim_end_matches('/'), self.path(code))
    }

    /// The value of the `Authorization` header (6.1.2).
    pub fn authorization(&self, access_token: &str) -> String {
        if self.token_type.contains("{token}") {
            return self.token_type.replace("{token}", access_token);
        }
        format!("{} {access_token}", self.token_type)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_follow_the_template() {
        let standard = Dialect::default();
        // 6.1.2 gives this address.
        assert_eq!(standard.url("https://abc.com/api/1.0", "1001"), "https://abc.com/api/1.0/1001");
        assert_eq!(standard.url("https://abc.com/api/1.0/", "1001"), "https://abc.com/api/1.0/1001");
        // D.16 gives this one.
        let other = Dialect { path_template: "up/park/{code}".into(), ..Dialect::default() };
        assert_eq!(other.url("https://serverUrl", "5001"), "https://serverUrl/up/park/5001");
        assert_eq!(other.path("5001"), "/up/park/5001");
        assert_eq!(standard.authorization("YWRtaW4"), "bearer YWRtaW4");
        for (form, header) in [("bearer{token}", "bearerYWRtaW4"), ("{token}", "YWRtaW4"), ("Token", "Token YWRtaW4")] {
            let other = Dialect { token_type: form.into(), ..Dialect::default() };
            assert_eq!(other.authorization("YWRtaW4"), header);
        }
    }
}
