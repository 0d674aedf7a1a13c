//! `cargo xtask bench protocol`: frames and signatures against a plain copy of the same bytes, and against Python's
//! `struct`, `binascii.crc_hqx` and `hashlib`, all in one run. What it aims at stands in [`AIMS`]; it tells whether that
//! was reached, and fails only when it cannot measure.

use std::hint::black_box;
use std::io::Write as _;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use lotdesk_protocols::city::SignAlgorithm;
use lotdesk_protocols::city::envelope::sign;
use lotdesk_protocols::city::frame::{Frame, FrameCodec};
use lotdesk_protocols::crc::crc16_xmodem;
use lotdesk_protocols::sign::same_hex;
use tokio_util::codec::{Decoder, Encoder};

/// Data of a message, in bytes: an ordinary record, and a small batch.
const SIZES: [usize; 2] = [300, 4096];
/// What `Framed` begins with.
const BUFFER_BYTES: usize = 8 * 1024;
/// The best of so many rounds counts: whatever else the machine does only makes a round slower.
const ROUNDS: usize = 15;
const ROUND: Duration = Duration::from_millis(40);
/// What it aims at: at least so many times Python at 300 B, at least this part of a plain copy's speed at 4 KiB.
const AIMS: (f64, f64) = (15.0, 0.5);

const PYTHON: &str = r#"
import binascii, hashlib, hmac, struct, sys, time
HEAD = struct.Struct(">4sBBIIBH")
def frame(data):
    head = HEAD.pack(b"SZTC", 1, 0, 7, len(data), 0, 5004)
    whole = head + data
    whole += struct.pack(">H", binascii.crc_hqx(whole, 0))
    flag, major, minor, no, length, direction, command = HEAD.unpack_from(whole)
    if flag != b"SZTC" or direction > 1 or len(whole) != 19 + length:
        raise SystemExit("malformed")
    if struct.unpack_from(">H", whole, 17 + length)[0] != binascii.crc_hqx(whole[:-2], 0):
        raise SystemExit("crc")
    return whole[17:17 + length]
def signature(data):
    sign = hashlib.sha1(data).hexdigest()
    if not hmac.compare_digest(sign, hashlib.sha1(data).hexdigest()):
        raise SystemExit("sign")
def best(work, data, rounds, seconds):
    count = 1
    while True:
        begin = time.perf_counter()
        for _ in range(count):
            work(data)
        took = time.perf_counter() - begin
        if took >= seconds:
            break
        count *= 2
    least = took / count
    for _ in range(rounds - 1):
        begin = time.perf_counter()
        for _ in range(count):
            work(data)
        least = min(least, (time.perf_counter() - begin) / count)
    return least * 1e9
for line in sys.stdin:
    size, rounds, seconds = line.split()
    data = (b'{"timestamp":1795400000,"data":[' + b"0123456789abcdef" * int(size))[:int(size)]
    print(best(frame, data, int(rounds), float(seconds)), best(signature, data, int(rounds), float(seconds)))
"#;

/// Nanoseconds of one piece of work, by the best round.
fn best(mut work: impl FnMut()) -> f64 {
    let mut count = 1_u32;
    let mut time = || {
        let begin = Instant::now();
        for _ in 0..count {
            work();
        }
        let took = begin.elapsed();
        let each = took.as_secs_f64() * 1e9 / f64::from(count);
        if took < ROUND {
            count = count.saturating_mul(2);
            return None;
        }
        Some(each)
    };
    let mut rounds = Vec::new();
    while rounds.len() < ROUNDS {
        rounds.extend(time());
    }
    rounds.into_iter().fold(f64::INFINITY, f64::min)
}

struct Measured {
    frame: f64,
    crc: f64,
    copy: f64,
    signature: f64,
}

fn measure(size: usize) -> Measured {
    let text: String =
        r#"{"timestamp":1795400000,"data":["#.chars().chain("0123456789abcdef".chars().cycle()).take(size).collect();
    let frame = Frame::request(7, 5004, Bytes::from(text.clone()));
    // As a connection does it: a buffer of the size that tokio-util begins with, and what was read makes room for what
    // comes. A larger one would be measured by the pages that it walks through.
    let mut buffer = BytesMut::with_capacity(BUFFER_BYTES);
    let frames = best(|| {
        FrameCodec.encode(black_box(&frame), &mut buffer).expect("it is short");
        let read = FrameCodec.decode(&mut buffer).expect("it is whole").expect("it is there");
        assert_eq!(black_box(read).data.len(), size);
    });
    let mut whole = BytesMut::new();
    FrameCodec.encode(&frame, &mut whole).expect("it is short");
    let mut target = vec![0; whole.len()];
    let copy = best(|| black_box(&mut target).copy_from_slice(black_box(&whole)));
    let crc = best(|| {
        black_box(crc16_xmodem(black_box(&whole)));
    });
    let signature = best(|| {
        let given = sign(SignAlgorithm::Sha1, black_box(&text));
        assert!(same_hex(&given, &sign(SignAlgorithm::Sha1, black_box(&text))));
    });
    Measured { frame: frames, crc, copy, signature }
}

/// What Python takes for a frame and for a signature, by size; nothing where there is no Python.
fn python() -> Option<Vec<(f64, f64)>> {
    let name = if cfg!(windows) { "python" } else { "python3" };
    let mut child =
        Command::new(name).args(["-c", PYTHON]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    let mut stdin = child.stdin.take()?;
    for size in SIZES {
        writeln!(stdin, "{size} {ROUNDS} {}", ROUND.as_secs_f64()).ok()?;
    }
    drop(stdin);
    let output = child.wait_with_output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let rows: Vec<(f64, f64)> = text
        .lines()
        .filter_map(|line| {
            let (frame, signature) = line.split_once(' ')?;
            Some((frame.parse().ok()?, signature.parse().ok()?))
        })
        .collect();
    (rows.len() == SIZES.len()).then_some(rows)
}

fn main() -> ExitCode {
    // `cargo test --benches` wants to know that it starts.
    if std::env::args().any(|word| word == "--test") {
        return ExitCode::SUCCESS;
    }
    let ours = SIZES.map(measure);
    let Some(theirs) = python() else {
        eprintln!("python3 does not run here, and the ratios need it");
        return ExitCode::FAILURE;
    };
    println!("nanoseconds a message, best of {ROUNDS} rounds; data of");
    println!("{:<44}{:>10} B{:>10} B", "", SIZES[0], SIZES[1]);
    let row = |name: &str, values: [f64; 2]| println!("{name:<44}{:>12.1}{:>12.1}", values[0], values[1]);
    row("frame: encode + decode, CRC both times", ours.each_ref().map(|m| m.frame));
    row("  of it one CRC-16/XMODEM", ours.each_ref().map(|m| m.crc));
    row("plain copy of the same bytes", ours.each_ref().map(|m| m.copy));
    row("Python: struct + binascii.crc_hqx", [theirs[0].0, theirs[1].0]);
    row("sign + verify, SHA-1", ours.each_ref().map(|m| m.signature));
    row("Python: hashlib.sha1", [theirs[0].1, theirs[1].1]);
    println!("ratios");
    let faster = [theirs[0].0 / ours[0].frame, theirs[1].0 / ours[1].frame];
    let of_copy = ours.each_ref().map(|m| m.copy / m.frame);
    row("frame: times as fast as Python", faster);
    println!("{:<44}{:>12.3}{:>12.3}", "frame: part of a plain copy's speed", of_copy[0], of_copy[1]);
    // Both ends must look at every byte once for the check: no frame is faster than the copy and two of those.
    let bound = ours.each_ref().map(|m| m.copy / (m.copy + 2.0 * m.crc));
    println!("{:<44}{:>12.3}{:>12.3}", "  the most that the two checks leave", bound[0], bound[1]);
    row("sign + verify: times as fast as Python", [theirs[0].1 / ours[0].signature, theirs[1].1 / ours[1].signature]);
    let word = |reached: bool| if reached { "reached" } else { "missed" };
    println!("aim at {} B, {} times Python: {}", SIZES[0], AIMS.0, word(faster[0] >= AIMS.0));
    println!("aim at {} B, {} of a plain copy: {} ({:.3})", SIZES[1], AIMS.1, word(of_copy[1] >= AIMS.1), of_copy[1]);
    ExitCode::SUCCESS
}
