//! The frame check of the city platform's TCP connection (DB4403/T 313, table 33 `crc16`).

use crc_fast::{CrcAlgorithm, checksum};

/// CRC-16/XMODEM: polynomial 0x1021, start 0, nothing reflected, nothing added at the end.
pub fn crc16_xmodem(bytes: &[u8]) -> u16 {
    // The library counts every width in 64 bits; this algorithm's upper 48 are empty.
    checksum(CrcAlgorithm::Crc16Xmodem, bytes) as u16
}
