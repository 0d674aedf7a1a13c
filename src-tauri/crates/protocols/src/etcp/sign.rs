//! The signature of ETCP's calls (ETCP open platform, 5.4).

use crate::sign::md5_hex_upper;

/// MD5 of data, merchant key and time stamp one after the other, as upper-case hexadecimal digits.
///
/// `time_stamp` is `yyyyMMddHHmmss`, local time.
pub fn sign(data: &str, merchant_key: &str, time_stamp: &str) -> String {
    md5_hex_upper(format!("{data}{merchant_key}{time_stamp}").as_bytes())
}
