//! The TCP side's frames (DB4403/T 313, table 33): the first byte of the input says how the stream is cut up.

use bytes::BytesMut;
use lotdesk_protocols::city::frame::{Frame, FrameCodec, FrameError, Malformed};
use tokio_util::codec::{Decoder, Encoder};

/// What a stream gave: its frames, how it ended, what was left.
type Gave = (Vec<Frame>, Option<Malformed>, Vec<u8>);

/// Whatever the cut, the same frames and the same end; and what was read is written as it came.
pub fn run(input: &[u8]) {
    let Some((cut, stream)) = input.split_first() else { return };
    let whole = read(stream, stream.len().max(1));
    let cut_up = read(stream, usize::from(*cut) + 1);
    assert_eq!(whole, cut_up, "another cut gives another stream");
    let mut written = BytesMut::new();
    for frame in &whole.0 {
        FrameCodec.encode(frame, &mut written).expect("what was read can be written");
    }
    let taken = stream.len() - whole.2.len();
    assert_eq!(&written[..], &stream[..taken], "what was read is written otherwise");
    let again = read(&written, written.len().max(1));
    assert_eq!((again.0, again.1), (whole.0, None), "what was written is read otherwise");
}

fn read(stream: &[u8], piece: usize) -> Gave {
    let (mut buffer, mut frames) = (BytesMut::new(), Vec::new());
    for piece in stream.chunks(piece) {
        buffer.extend_from_slice(piece);
        loop {
            match FrameCodec.decode(&mut buffer) {
                Ok(Some(frame)) => frames.push(frame),
                Ok(None) => break,
                Err(FrameError::Malformed(bad)) => {
                    // Found at once or with the next piece: what comes after it makes no difference.
                    let end = end_of(&frames);
                    return (frames, Some(kind(bad)), stream[end..].to_vec());
                }
                Err(other) => panic!("no connection is there to fail: {other}"),
            }
        }
    }
    (frames, None, buffer.to_vec())
}

fn end_of(frames: &[Frame]) -> usize {
    frames.iter().map(|frame| frame.data.len() + 19).sum()
}

/// A frame with two faults is refused for the one that shows first, which is the cut's doing.
fn kind(bad: Malformed) -> Malformed {
    match bad {
        Malformed::Length(_) | Malformed::Direction(_) => Malformed::Flag,
        other => other,
    }
}
