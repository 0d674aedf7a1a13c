//! The frame of the city platform's TCP connection (DB4403/T 313, 6.1.3, table 33): big-endian, a byte beside the other.
//!
//! | bytes | field | |
//! | --- | --- | --- |
//! | 4 | headFlag | `SZTC` |
//! | 2 | version | major, minor |
//! | 4 | packetNo | 1 to 2³¹ − 1, round and round; a reply has its request's |
//! | 4 | length | of the data |
//! | 1 | direction | 0 request, 1 reply |
//! | 2 | command | the interface's number |
//! | N | data | JSON in UTF-8, as over HTTPS |
//! | 2 | crc16 | CRC-16/XMODEM over everything before it |

mod codec;
mod packet_no;

use bytes::Bytes;

pub use codec::{FrameCodec, FrameError, Malformed};
pub use packet_no::{MOST_PACKET_NO, PacketNumbers};

/// `headFlag`.
pub const HEAD_FLAG: [u8; 4] = *b"SZTC";
/// Bytes before the data.
pub const HEADER_BYTES: usize = 17;
/// Bytes after the data.
pub const CHECK_BYTES: usize = 2;
/// What one message may carry at most (6.1.1 i).
pub const MOST_DATA_BYTES: usize = 10 * 1024 * 1024;

/// `version`. The standard names no number; the first one is sent and every one is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// First byte.
    pub major: u8,
    /// Second byte.
    pub minor: u8,
}

impl Version {
    /// The version that is sent.
    pub const OURS: Version = Version { major: 1, minor: 0 };
}

/// `direction`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameDirection {
    /// 0
    Request,
    /// 1
    Reply,
}

impl FrameDirection {
    /// The byte on the wire.
    pub const fn code(self) -> u8 {
        match self {
            FrameDirection::Request => 0,
            FrameDirection::Reply => 1,
        }
    }

    /// The meaning of a byte of table 33.
    pub const fn from_code(code: u8) -> Option<Self> {
        match code {
            0 => Some(FrameDirection::Request),
            1 => Some(FrameDirection::Reply),
            _ => None,
        }
    }
}

/// A message with its head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// `version`
    pub version: Version,
    /// `packetNo`; what the other side sent is not held against the range, so that its reply can carry it back.
    pub packet_no: u32,
    /// `direction`
    pub direction: FrameDirection,
    /// `command`: the interface's number, such as 1004.
    pub command: u16,
    /// `data`. That it is JSON is the reader's to see.
    pub data: Bytes,
}

impl Frame {
    /// A request of ours.
    pub fn request(packet_no: u32, command: u16, data: impl Into<Bytes>) -> Self {
        let data = data.into();
        Self { version: Version::OURS, packet_no, direction: FrameDirection::Request, command, data }
    }

    /// The reply to a request: the same number, the same command.
    pub fn reply(packet_no: u32, command: u16, data: impl Into<Bytes>) -> Self {
        let data = data.into();
        Self { version: Version::OURS, packet_no, direction: FrameDirection::Reply, command, data }
    }
}

#[cfg(test)]
mod tests;
