//! The bytes are laid out by hand from table 33; the checks are those of Python's `binascii.crc_hqx(bytes, 0)`.

use bytes::{BufMut, BytesMut};
use proptest::prelude::*;
use tokio_util::codec::{Decoder, Encoder};

use super::*;

/// A heartbeat (1006) with the envelope around an empty list.
const HEARTBEAT: &[u8] = b"SZTC\
    \x01\x00\
    \x00\x00\x00\x01\
    \x00\x00\x00\x54\
    \x00\
    \x03\xee\
    {\"timestamp\":1795400000,\"sign\":\"97d170e1550eee4afc0af065b78cda302a97674c\",\"data\":[]}\
    \x5d\x1d";

/// A reply without data, with the last number there is.
const EMPTY_REPLY: &[u8] = b"SZTC\x01\x00\x7f\xff\xff\xff\x00\x00\x00\x00\x01\x03\xee\x8e\xf7";

/// A request of the platform, 4001, whose data has a character of three bytes.
const DOWNLINK: &[u8] =
    b"SZTC\x01\x00\x01\x02\x03\x04\x00\x00\x00\x0b\x00\x0f\xa1\x7b\x22\x61\x22\x3a\x22\xe7\xb2\xa4\x22\x7d\x0a\x2d";

fn frames() -> [(&'static [u8], Frame); 3] {
    let said = r#"{"timestamp":1795400000,"sign":"97d170e1550eee4afc0af065b78cda302a97674c","data":[]}"#;
    [
        (HEARTBEAT, Frame::request(1, 1006, said)),
        (EMPTY_REPLY, Frame::reply(2_147_483_647, 1006, "")),
        (DOWNLINK, Frame::request(16_909_060, 4001, r#"{"a":"粤"}"#)),
    ]
}

fn decode_all(bytes: &[u8]) -> (Vec<Frame>, Option<Malformed>, BytesMut) {
    let (mut buffer, mut frames) = (BytesMut::from(bytes), Vec::new());
    loop {
        match FrameCodec.decode(&mut buffer) {
            Ok(Some(frame)) => frames.push(frame),
            Ok(None) => return (frames, None, buffer),
            Err(FrameError::Malformed(bad)) => return (frames, Some(bad), buffer),
            Err(other) => panic!("{other}"),
        }
    }
}

fn malformed(bytes: &[u8]) -> Option<Malformed> {
    decode_all(bytes).1
}

fn encoded(frame: &Frame) -> BytesMut {
    let mut buffer = BytesMut::new();
    FrameCodec.encode(frame, &mut buffer).unwrap();
    buffer
}

#[test]
fn frames_are_table_33_byte_for_byte() {
    for (bytes, frame) in frames() {
        assert_eq!(&encoded(&frame)[..], bytes);
        assert_eq!(decode_all(bytes), (vec![frame], None, BytesMut::new()));
    }
    assert_eq!(HEARTBEAT.len(), HEADER_BYTES + 84 + CHECK_BYTES);
    assert_eq!(HEADER_BYTES + CHECK_BYTES, 19);
}

#[test]
fn what_is_not_whole_is_waited_for() {
    for (bytes, _) in frames() {
        for cut in 0..bytes.len() {
            let (read, bad, left) = decode_all(&bytes[..cut]);
            assert_eq!((read, bad, &left[..]), (vec![], None, &bytes[..cut]), "{cut} bytes");
        }
    }
}

#[test]
fn what_can_never_become_a_frame_is_told_as_early_as_it_shows() {
    assert_eq!(malformed(b"H"), Some(Malformed::Flag), "one wrong byte is enough");
    assert_eq!(malformed(b"SZTD"), Some(Malformed::Flag));
    assert_eq!(malformed(b"HTTP/1.1 400 Bad Request\r\n"), Some(Malformed::Flag));
    let long = b"SZTC\x01\x00\x00\x00\x00\x01\x00\xa0\x00\x01";
    assert_eq!(malformed(long), Some(Malformed::Length(10_485_761)), "before a byte of the data came");
    assert_eq!(malformed(b"SZTC\x01\x00\x00\x00\x00\x01\xff\xff\xff\xff"), Some(Malformed::Length(u32::MAX)));
    assert_eq!(malformed(b"SZTC\x01\x00\x00\x00\x00\x01\x00\xa0\x00\x00"), None, "10 MB are allowed");
    assert_eq!(malformed(b"SZTC\x01\x00\x00\x00\x00\x01\x00\x00\x00\x00\x02"), Some(Malformed::Direction(2)));
    let mut wrong = EMPTY_REPLY.to_vec();
    wrong[18] = 0xf6;
    assert_eq!(malformed(&wrong), Some(Malformed::Crc { given: 0x8ef6, computed: 0x8ef7 }));
}

#[test]
fn a_broken_stream_stays_broken() {
    let mut stream = EMPTY_REPLY.to_vec();
    stream[17] ^= 1;
    stream.extend_from_slice(HEARTBEAT);
    let mut buffer = BytesMut::from(&stream[..]);
    for _ in 0..3 {
        assert!(matches!(FrameCodec.decode(&mut buffer), Err(FrameError::Malformed(Malformed::Crc { .. }))));
        assert_eq!(&buffer[..], stream);
    }
}

#[test]
fn a_length_alone_allocates_little() {
    let mut buffer = BytesMut::from(&b"SZTC\x01\x00\x00\x00\x00\x01\x00\xa0\x00\x00"[..]);
    assert!(FrameCodec.decode(&mut buffer).unwrap().is_none());
    assert!(buffer.capacity() < 1024 * 1024, "{} bytes", buffer.capacity());
}

#[test]
fn too_much_is_not_written() {
    let mut buffer = BytesMut::new();
    buffer.put_slice(b"before");
    let frame = Frame::request(1, 3004, vec![b' '; MOST_DATA_BYTES + 1]);
    assert!(matches!(FrameCodec.encode(&frame, &mut buffer), Err(FrameError::TooLong(10_485_761))));
    assert_eq!(&buffer[..], b"before");
    let most = Frame::request(1, 3004, vec![b' '; MOST_DATA_BYTES]);
    assert_eq!(decode_all(&encoded(&most)).0, [most]);
}

#[test]
fn packet_numbers_begin_again_after_the_last() {
    let mut numbers = PacketNumbers::default();
    assert_eq!([numbers.take(), numbers.take()], [1, 2]);
    let mut numbers = PacketNumbers::beginning_with(2_147_483_646);
    assert_eq!([numbers.take(), numbers.take(), numbers.take()], [2_147_483_646, 2_147_483_647, 1]);
    for none in [0, 2_147_483_648, u32::MAX] {
        assert_eq!(PacketNumbers::beginning_with(none).take(), 1);
    }
}

fn any_frame() -> impl Strategy<Value = Frame> {
    let data = proptest::collection::vec(any::<u8>(), 0..600);
    (any::<[u8; 2]>(), any::<u32>(), any::<bool>(), any::<u16>(), data).prop_map(
        |([major, minor], packet_no, reply, command, data)| Frame {
            version: Version { major, minor },
            packet_no,
            direction: if reply { FrameDirection::Reply } else { FrameDirection::Request },
            command,
            data: data.into(),
        },
    )
}

proptest! {
    #[test]
    fn what_was_written_is_read(frame in any_frame()) {
        prop_assert_eq!(decode_all(&encoded(&frame)), (vec![frame], None, BytesMut::new()));
    }

    #[test]
    fn any_split_of_the_stream_gives_the_same_frames(
        frames in proptest::collection::vec(any_frame(), 1..6),
        pieces in proptest::collection::vec(1usize..200, 1..40),
    ) {
        let stream: Vec<u8> = frames.iter().flat_map(|frame| encoded(frame).to_vec()).collect();
        let (mut buffer, mut read, mut rest) = (BytesMut::new(), Vec::new(), &stream[..]);
        let mut sizes = pieces.into_iter().cycle();
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(sizes.next().unwrap().min(rest.len()));
            rest = after;
            buffer.put_slice(piece);
            while let Some(frame) = FrameCodec.decode(&mut buffer).unwrap() {
                read.push(frame);
            }
        }
        prop_assert_eq!(read, frames);
        prop_assert!(buffer.is_empty());
    }

    // A damaged length moves the check elsewhere, where it fits by chance once in 65536; the frame after it is out of
    // step in any case. Every other damage of one byte is found for certain: the check sees any 16 bits in a row.
    #[test]
    fn a_damaged_byte_is_never_passed_over(
        frames in proptest::collection::vec(any_frame(), 2..4),
        at in any::<prop::sample::Index>(),
        bits in 1u8..,
    ) {
        let first = encoded(&frames[0]);
        let at = at.index(first.len());
        let mut stream: Vec<u8> = frames.iter().flat_map(|frame| encoded(frame).to_vec()).collect();
        stream[at] ^= bits;
        let (read, bad, left) = decode_all(&stream);
        if (10..14).contains(&at) {
            prop_assert!(read.len() <= 1 && (bad.is_some() || !left.is_empty()), "{:?}", read);
        } else {
            prop_assert_eq!(read, []);
            prop_assert!(bad.is_some());
        }
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..100), flag in any::<bool>()) {
        let mut stream = if flag { HEAD_FLAG.to_vec() } else { Vec::new() };
        stream.extend(bytes);
        decode_all(&stream);
    }
}
