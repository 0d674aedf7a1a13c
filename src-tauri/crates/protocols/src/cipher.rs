//! The ciphers that the platforms demand, both with PKCS#5/7 padding and Base64 around the bytes.

use aes::Aes128;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use cbc::{Decryptor, Encryptor};
use des::Des;

/// Why a text was neither enciphered nor deciphered.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
pub enum CipherError {
    /// The key has not the cipher's length.
    #[error("the key must have {wanted} bytes and has {given}")]
    KeyLength {
        /// What the cipher needs.
        wanted: usize,
        /// What was given.
        given: usize,
    },
    /// The start vector has not the cipher's length.
    #[error("the start vector must have {wanted} bytes and has {given}")]
    VectorLength {
        /// What the cipher needs.
        wanted: usize,
        /// What was given.
        given: usize,
    },
    /// Not Base64.
    #[error("the cipher text is not Base64")]
    Base64,
    /// Deciphered with another key, or damaged: the padding is wrong.
    #[error("the cipher text does not open with this key")]
    Padding,
    /// It opened, and is not UTF-8.
    #[error("the opened text is not UTF-8")]
    NotText,
}

const DES_BYTES: usize = 8;
const AES_BYTES: usize = 16;

fn lengths(key: &[u8], iv: &[u8], wanted: usize) -> Result<(), CipherError> {
    if key.len() != wanted {
        return Err(CipherError::KeyLength { wanted, given: key.len() });
    }
    if iv.len() != wanted {
        return Err(CipherError::VectorLength { wanted, given: iv.len() });
    }
    Ok(())
}

/// DES-CBC, Base64. For the password field of DB4403/T 313 (tables 34, 36, 40) and nothing else: DES protects nothing
/// by itself, the TLS around it does.
///
/// # Errors
/// When key or start vector have not 8 bytes.
pub fn des_cbc_encrypt(key: &[u8], iv: &[u8], text: &str) -> Result<String, CipherError> {
    lengths(key, iv, DES_BYTES)?;
    let cipher = Encryptor::<Des>::new_from_slices(key, iv).expect("the lengths were checked");
    Ok(BASE64.encode(cipher.encrypt_padded_vec::<Pkcs7>(text.as_bytes())))
}

/// Opens what [`des_cbc_encrypt`] made.
///
/// # Errors
/// When key or start vector have not 8 bytes, or the text does not open with them.
pub fn des_cbc_decrypt(key: &[u8], iv: &[u8], base64: &str) -> Result<String, CipherError> {
    lengths(key, iv, DES_BYTES)?;
    let bytes = BASE64.decode(base64.trim()).map_err(|_| CipherError::Base64)?;
    let cipher = Decryptor::<Des>::new_from_slices(key, iv).expect("the lengths were checked");
    let plain = cipher.decrypt_padded_vec::<Pkcs7>(&bytes).map_err(|_| CipherError::Padding)?;
    String::from_utf8(plain).map_err(|_| CipherError::NotText)
}

/// AES-128-CBC, Base64 (DB4403/T 313, B.3.3).
///
/// # Errors
/// When key or start vector have not 16 bytes.
pub fn aes128_cbc_encrypt(key: &[u8], iv: &[u8], text: &str) -> Result<String, CipherError> {
    lengths(key, iv, AES_BYTES)?;
    let cipher = Encryptor::<Aes128>::new_from_slices(key, iv).expect("the lengths were checked");
    Ok(BASE64.encode(cipher.encrypt_padded_vec::<Pkcs7>(text.as_bytes())))
}

/// Opens what [`aes128_cbc_encrypt`] made.
///
/// # Errors
/// When key or start vector have not 16 bytes, or the text does not open with them.
pub fn aes128_cbc_decrypt(key: &[u8], iv: &[u8], base64: &str) -> Result<String, CipherError> {
    lengths(key, iv, AES_BYTES)?;
    let bytes = BASE64.decode(base64.trim()).map_err(|_| CipherError::Base64)?;
    let cipher = Decryptor::<Aes128>::new_from_slices(key, iv).expect("the lengths were checked");
    let plain = cipher.decrypt_padded_vec::<Pkcs7>(&bytes).map_err(|_| CipherError::Padding)?;
    String::from_utf8(plain).map_err(|_| CipherError::NotText)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn des_gives_what_openssl_gives() {
        // printf %s 'Lot-2026' | openssl enc -des-cbc -K 3132333435363738 -iv 3132333435363738 -provider legacy -base64
        assert_eq!(des_cbc_encrypt(b"12345678", b"12345678", "Lot-2026").as_deref(), Ok("r2o1hCPqVF5FSU7oQY2JfA=="));
    }

    #[test]
    fn wrong_keys_and_texts_are_told_apart() {
        let short = des_cbc_encrypt(b"1234567", b"12345678", "x");
        assert_eq!(short, Err(CipherError::KeyLength { wanted: 8, given: 7 }));
        let short = aes128_cbc_encrypt(b"1234567890abcdef", b"12345678", "x");
        assert_eq!(short, Err(CipherError::VectorLength { wanted: 16, given: 8 }));
        assert_eq!(des_cbc_decrypt(b"12345678", b"12345678", "***"), Err(CipherError::Base64));
        assert_eq!(des_cbc_decrypt(b"12345678", b"12345678", "AAAA"), Err(CipherError::Padding));
    }

    proptest! {
        #[test]
        fn what_was_closed_opens_again(text in any::<String>(), key in any::<[u8; 16]>(), iv in any::<[u8; 16]>()) {
            let closed = aes128_cbc_encrypt(&key, &iv, &text).unwrap();
            prop_assert_eq!(aes128_cbc_decrypt(&key, &iv, &closed), Ok(text.clone()));
            let closed = des_cbc_encrypt(&key[..8], &iv[..8], &text).unwrap();
            prop_assert_eq!(des_cbc_decrypt(&key[..8], &iv[..8], &closed), Ok(text));
        }
    }
}
