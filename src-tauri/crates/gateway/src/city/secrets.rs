//! What the platform gave us to log in with. Kept apart from the settings, never written to a log, wiped when dropped.

use lotdesk_protocols::city::client::Credentials;
use zeroize::Zeroize;

use super::profile::{BadProfile, CityProfile};

const DES_BYTES: usize = 8;

/// The platform's password and DES key.
#[derive(Clone)]
pub struct CitySecrets {
    password: String,
    des_key: [u8; DES_BYTES],
    des_iv: Option<[u8; DES_BYTES]>,
}

impl CitySecrets {
    /// Takes the secrets as they were typed in. Key and start vector are 8 characters, or 16 hexadecimal digits. Without
    /// a start vector the key stands in for it: the standard names none (table 34).
    ///
    /// # Errors
    /// The secret that breaks a rule, without its content.
    pub fn new(password: &str, des_key: &str, des_iv: Option<&str>) -> Result<Self, BadProfile> {
        if password.is_empty() {
            return Err(BadProfile { field: "password", rule: "is missing".into() });
        }
        Ok(Self {
            password: password.to_owned(),
            des_key: eight_bytes("des_key", des_key)?,
            des_iv: des_iv.map(|iv| eight_bytes("des_iv", iv)).transpose()?,
        })
    }

    /// What a login is made of.
    pub(super) fn credentials(&self, profile: &CityProfile) -> Credentials {
        Credentials {
            user_id: profile.user_id.clone(),
            password: self.password.clone(),
            des_key: self.des_key.to_vec(),
            des_iv: self.des_iv.map(|iv| iv.to_vec()),
            callback_server: profile.callback_server.clone(),
            online_order_url: profile.online_order_url.clone(),
        }
    }
}

impl Drop for CitySecrets {
    fn drop(&mut self) {
        self.password.zeroize();
        self.des_key.zeroize();
        self.des_iv.zeroize();
    }
}

impl std::fmt::Debug for CitySecrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CitySecrets(..)")
    }
}

fn eight_bytes(field: &'static str, text: &str) -> Result<[u8; DES_BYTES], BadProfile> {
    let bytes = text.as_bytes();
    if let Ok(bytes) = bytes.try_into() {
        return Ok(bytes);
    }
    let mut out = [0; DES_BYTES];
    if bytes.len() == 2 * DES_BYTES && bytes.iter().all(u8::is_ascii_hexdigit) {
        for (byte, pair) in out.iter_mut().zip(bytes.chunks(2)) {
            let digit = |at: usize| pair[at].to_ascii_lowercase();
            let value = |d: u8| if d.is_ascii_digit() { d - b'0' } else { d - b'a' + 10 };
            *byte = value(digit(0)) * 16 + value(digit(1));
        }
        return Ok(out);
    }
    Err(BadProfile { field, rule: "must be 8 characters, or 16 hexadecimal digits".into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_eight_characters_or_sixteen_digits() {
        let of = |secrets: &CitySecrets| {
            let credentials = secrets.credentials(&CityProfile::default());
            (credentials.des_key, credentials.des_iv)
        };
        let plain = CitySecrets::new("Lot-2026", "12345678", None).unwrap();
        assert_eq!(of(&plain), (b"12345678".to_vec(), None));
        let digits = CitySecrets::new("Lot-2026", "0123456789abCDEF", Some("00000000000000ff")).unwrap();
        let key = vec![0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef];
        assert_eq!(of(&digits), (key, Some(vec![0, 0, 0, 0, 0, 0, 0, 0xff])));
        assert_eq!(CitySecrets::new("x", "1234567", None).unwrap_err().field, "des_key");
        assert_eq!(CitySecrets::new("x", "12345678", Some("0123456789abcdeg")).unwrap_err().field, "des_iv");
        assert_eq!(CitySecrets::new("", "12345678", None).unwrap_err().field, "password");
        assert_eq!(format!("{plain:?}"), "CitySecrets(..)");
    }
}
