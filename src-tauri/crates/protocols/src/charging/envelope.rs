//! The envelope of the charging calls (DB4403/T 313, B.3.3, B.3.4): enciphered data and its signature.

use crate::cipher::{CipherError, aes128_cbc_decrypt, aes128_cbc_encrypt};
use crate::sign::{hmac_md5_hex_upper, same_hex};

/// The keys that both sides agreed on.
#[derive(Clone)]
pub struct Keys {
    /// `DataSecret`, 16 characters.
    pub data_secret: String,
    /// `DataSecretIV`, 16 characters.
    pub data_secret_iv: String,
    /// `SigSecret`.
    pub sig_secret: String,
}

impl std::fmt::Debug for Keys {
    /// Keys are never written to a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl Keys {
    /// Enciphers the data of a request or a reply: AES-128-CBC, PKCS#5/7, Base64.
    ///
    /// # Errors
    /// When a key has not 16 bytes.
    pub fn seal(&self, data: &str) -> Result<String, CipherError> {
        aes128_cbc_encrypt(self.data_secret.as_bytes(), self.data_secret_iv.as_bytes(), data)
    }

    /// Opens what [`Keys::seal`] closed. The signature is verified before.
    ///
    /// # Errors
    /// When a key has not 16 bytes, or the text does not open with it.
    pub fn open(&self, data: &str) -> Result<String, CipherError> {
        aes128_cbc_decrypt(self.data_secret.as_bytes(), self.data_secret_iv.as_bytes(), data)
    }

    /// Signs a request: HMAC-MD5 over the four values one after the other, as upper-case hexadecimal digits.
    pub fn sign_request(&self, operator_id: &str, sealed_data: &str, time_stamp: &str, seq: &str) -> String {
        let text = [operator_id, sealed_data, time_stamp, seq].concat();
        hmac_md5_hex_upper(self.sig_secret.as_bytes(), text.as_bytes())
    }

    /// Signs a reply: HMAC-MD5 over the three values one after the other.
    pub fn sign_reply(&self, ret: &str, msg: &str, sealed_data: &str) -> String {
        hmac_md5_hex_upper(self.sig_secret.as_bytes(), [ret, msg, sealed_data].concat().as_bytes())
    }

    /// True when a request bears this signature.
    pub fn verify_request(&self, operator_id: &str, sealed: &str, time_stamp: &str, seq: &str, sig: &str) -> bool {
        same_hex(sig, &self.sign_request(operator_id, sealed, time_stamp, seq))
    }

    /// True when a reply bears this signature.
    pub fn verify_reply(&self, ret: &str, msg: &str, sealed: &str, sig: &str) -> bool {
        same_hex(sig, &self.sign_reply(ret, msg, sealed))
    }
}
