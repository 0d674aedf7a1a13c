//! Digests and codes that the platforms sign with. Which text goes in, and in what case the digits come out, is each
//! platform's own matter and stands in its module.

use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use sha1::Sha1;
use subtle::ConstantTimeEq;

/// SHA-1 as lower-case hexadecimal digits.
pub fn sha1_hex(text: &[u8]) -> String {
    hex::encode(Sha1::digest(text))
}

/// MD5 as lower-case hexadecimal digits.
pub fn md5_hex(text: &[u8]) -> String {
    hex::encode(Md5::digest(text))
}

/// MD5 as upper-case hexadecimal digits.
pub fn md5_hex_upper(text: &[u8]) -> String {
    hex::encode_upper(Md5::digest(text))
}

/// HMAC-MD5 (RFC 2104) as upper-case hexadecimal digits.
pub fn hmac_md5_hex_upper(key: &[u8], text: &[u8]) -> String {
    let mut mac = Hmac::<Md5>::new_from_slice(key).expect("HMAC takes keys of every length");
    mac.update(text);
    hex::encode_upper(mac.finalize().into_bytes())
}

/// Compares two signatures as hexadecimal digits in either case, blanks around them passed over, in a time that does
/// not tell where they differ.
pub fn same_hex(given: &str, computed: &str) -> bool {
    let given = given.trim().to_ascii_lowercase();
    let computed = computed.trim().to_ascii_lowercase();
    given.as_bytes().ct_eq(computed.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_values() {
        // FIPS 180 and RFC 1321: the digests of "abc".
        assert_eq!(sha1_hex(b"abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert_eq!(md5_hex(b"abc"), "900150983cd24fb0d6963f7d28e17f72");
        assert_eq!(md5_hex_upper(b"abc"), "900150983CD24FB0D6963F7D28E17F72");
        // RFC 2202, test case 2.
        assert_eq!(hmac_md5_hex_upper(b"Jefe", b"what do ya want for nothing?"), "750C783E6AB0B503EAA86E310A5DB738");
    }

    #[test]
    fn signatures_compare_in_either_case() {
        assert!(same_hex(" 59F5688227", "59f5688227"));
        assert!(!same_hex("59f5688228", "59f5688227"));
        assert!(!same_hex("59f56882", "59f5688227"));
        assert!(!same_hex("", "59f5688227"));
    }
}
