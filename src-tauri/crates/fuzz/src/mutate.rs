//! Mutations without guidance: bytes changed, cut, doubled, crossed with another input, and words that matter put in.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// What parsers stumble over.
const WORDS: &[&[u8]] = &[
    b"null",
    b"true",
    b"-0",
    b"20.00",
    b"1e400",
    b"-1",
    b"99999999999999999999",
    b"44030400100101000010",
    b"9223372036854775808",
    b"\"\"",
    b"{}",
    b"[]",
    b"[{}]",
    b"\\u0000",
    b"\\ud800",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"SZTC",
    b"\xff\xff\xff\xff",
    b"\x00\xa0\x00\x01",
    b"\"data\":",
    b"\"code\":3002",
    b"9999-12-31 23:59:59",
    b"<!DOCTYPE",
    b"]]>",
    b"&lt;",
    b"\r\n--b--\r\n",
    "\u{7ca4}\u{3000}".as_bytes(),
];
/// No mutation grows beyond this, in bytes.
const MOST_BYTES: usize = 64 * 1024;

/// The input that this number stands for: the same one every time.
pub fn mutated(corpus: &[Vec<u8>], number: u64) -> Vec<u8> {
    let mut rng = StdRng::seed_from_u64(number);
    let Some(first) = pick(corpus, &mut rng) else { return Vec::new() };
    let mut input = first.clone();
    for _ in 0..rng.random_range(1..=8) {
        change(&mut input, corpus, &mut rng);
    }
    input.truncate(MOST_BYTES);
    input
}

fn pick<'a>(corpus: &'a [Vec<u8>], rng: &mut StdRng) -> Option<&'a Vec<u8>> {
    if corpus.is_empty() { None } else { corpus.get(rng.random_range(0..corpus.len())) }
}

fn change(input: &mut Vec<u8>, corpus: &[Vec<u8>], rng: &mut StdRng) {
    let at = rng.random_range(0..=input.len());
    let end = rng.random_range(at..=input.len().min(at + 40));
    match rng.random_range(0..7) {
        0 if at < input.len() => input[at] ^= 1 << rng.random_range(0..8),
        1 if at < input.len() => input[at] = rng.random(),
        2 => {
            input.drain(at..end);
        }
        3 => {
            let doubled = input[at..end].to_vec();
            input.splice(at..at, doubled);
        }
        4 => {
            let word = WORDS[rng.random_range(0..WORDS.len())];
            input.splice(at..end, word.iter().copied());
        }
        5 => {
            let other = pick(corpus, rng).cloned().unwrap_or_default();
            let from = rng.random_range(0..=other.len());
            input.truncate(at);
            input.extend_from_slice(&other[from..]);
        }
        _ => input.truncate(at),
    }
}
