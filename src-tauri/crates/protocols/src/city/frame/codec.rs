//! Bytes to frames and back. What is not whole yet is waited for; what can never become a frame is an error, and the
//! same error however often it is asked: such a stream has no next frame, so the connection must be dropped.

use std::io;

use bytes::{Buf, BufMut, BytesMut};
use tokio_util::codec::{Decoder, Encoder};

use super::{CHECK_BYTES, Frame, FrameDirection, HEAD_FLAG, HEADER_BYTES, MOST_DATA_BYTES, Version};
use crate::crc::crc16_xmodem;

const LENGTH_AT: usize = 10;
const DIRECTION_AT: usize = 14;
/// What is made room for ahead of the bytes themselves: a length alone is no reason to allocate megabytes.
const MOST_RESERVED_BYTES: usize = 64 * 1024;

/// Why bytes are no frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// They do not begin with `SZTC`: not this protocol, or out of step.
    #[error("headFlag is not SZTC: the stream is out of step (table 33)")]
    Flag,
    /// The data would be longer than a message may be.
    #[error("length is {0}, more than 10 MB (6.1.1 i)")]
    Length(u32),
    /// Neither a request nor a reply.
    #[error("direction is {0}, neither 0 nor 1 (table 33)")]
    Direction(u8),
    /// The check does not fit: something was damaged on the way.
    #[error("crc16 is {given:04X}, the bytes give {computed:04X} (table 33)")]
    Crc {
        /// What stands in the frame.
        given: u16,
        /// What the bytes before it give.
        computed: u16,
    },
}

/// Why there is no frame, or none can be written.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// The bytes are no frame. The connection must be dropped.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// The data is longer than a message may be, in bytes; nothing was written.
    #[error("a message of {0} bytes is longer than 10 MB (6.1.1 i)")]
    TooLong(usize),
    /// The connection failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Reads and writes frames. It keeps nothing between two of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct FrameCodec;

/// The length of the whole frame, once enough of it is there to tell.
fn whole(src: &[u8]) -> Result<Option<usize>, Malformed> {
    let seen = src.len().min(HEAD_FLAG.len());
    if src[..seen] != HEAD_FLAG[..seen] {
        return Err(Malformed::Flag);
    }
    let Some(mut length) = src.get(LENGTH_AT..DIRECTION_AT) else { return Ok(None) };
    let length = length.get_u32();
    let data_bytes = usize::try_from(length).ok().filter(|bytes| *bytes <= MOST_DATA_BYTES);
    let data_bytes = data_bytes.ok_or(Malformed::Length(length))?;
    if let Some(direction) = src.get(DIRECTION_AT)
        && FrameDirection::from_code(*direction).is_none()
    {
        return Err(Malformed::Direction(*direction));
    }
    Ok(Some(HEADER_BYTES + data_bytes + CHECK_BYTES))
}

impl Decoder for FrameCodec {
    type Item = Frame;
    type Error = FrameError;

    fn decode(&mut self, src: &mut BytesMut) -> Result<Option<Frame>, FrameError> {
        let Some(bytes) = whole(src)? else { return Ok(None) };
        if src.len() < bytes {
            src.reserve((bytes - src.len()).min(MOST_RESERVED_BYTES));
            return Ok(None);
        }
        let checked = bytes - CHECK_BYTES;
        let given = (&src[checked..bytes]).get_u16();
        let computed = crc16_xmodem(&src[..checked]);
        if given != computed {
            return Err(Malformed::Crc { given, computed }.into());
        }
        let mut head = &src[HEAD_FLAG.len()..HEADER_BYTES];
        let version = Version { major: head.get_u8(), minor: head.get_u8() };
        let packet_no = head.get_u32();
        head.advance(DIRECTION_AT - LENGTH_AT);
        let code = head.get_u8();
        let direction = FrameDirection::from_code(code).ok_or(Malformed::Direction(code))?;
        let command = head.get_u16();
        let mut data = src.split_to(bytes);
        data.truncate(checked);
        data.advance(HEADER_BYTES);
        Ok(Some(Frame { version, packet_no, direction, command, data: data.freeze() }))
    }
}

impl Encoder<&Frame> for FrameCodec {
    type Error = FrameError;

    fn encode(&mut self, frame: &Frame, dst: &mut BytesMut) -> Result<(), FrameError> {
        let too_long = FrameError::TooLong(frame.data.len());
        let Some(length) = u32::try_from(frame.data.len()).ok().filter(|_| frame.data.len() <= MOST_DATA_BYTES) else {
            return Err(too_long);
        };
        let mut head = [0; HEADER_BYTES];
        head[..4].copy_from_slice(&HEAD_FLAG);
        head[4] = frame.version.major;
        head[5] = frame.version.minor;
        head[6..10].copy_from_slice(&frame.packet_no.to_be_bytes());
        head[10..14].copy_from_slice(&length.to_be_bytes());
        head[14] = frame.direction.code();
        head[15..17].copy_from_slice(&frame.command.to_be_bytes());
        dst.reserve(HEADER_BYTES + frame.data.len() + CHECK_BYTES);
        let begin = dst.len();
        dst.put_slice(&head);
        dst.put_slice(&frame.data);
        let check = crc16_xmodem(&dst[begin..]);
        dst.put_u16(check);
        Ok(())
    }
}

impl Encoder<Frame> for FrameCodec {
    type Error = FrameError;

    fn encode(&mut self, frame: Frame, dst: &mut BytesMut) -> Result<(), FrameError> {
        Encoder::<&Frame>::encode(self, &frame, dst)
    }
}
