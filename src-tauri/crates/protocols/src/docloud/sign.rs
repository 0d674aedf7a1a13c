//! The signature of docloud's calls (docloud, 签名规则).

use crate::sign::md5_hex_upper;

/// MD5 of key, secret, query and body one after the other and turned round, as upper-case hexadecimal digits.
///
/// The query's parameters are sorted by their names already, and joined as `a=1&b=2`. The text is turned round by
/// characters, not by bytes: Chinese text stays whole.
pub fn sign(app_key: &str, app_secret: &str, sorted_query: &str, body: &str) -> String {
    let turned: String = [app_key, app_secret, sorted_query, body].concat().chars().rev().collect();
    md5_hex_upper(turned.as_bytes())
}
