//! Whether a message is whole and fresh.

use std::time::Duration;

use lotdesk_domain::ask::{AskCode, AskRefusal};
use lotdesk_domain::moment::Moment;
use lotdesk_operations::api::listener::PushRefusal;
use lotdesk_protocols::city::SignAlgorithm;
use lotdesk_protocols::city::envelope::Received;
use sha2::{Digest, Sha256};

/// What a message is known by: a repeat has the same interface and the very same bytes.
pub(super) fn digest(interface: &str, body: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(interface.as_bytes());
    hash.update([0]);
    hash.update(body);
    hash.finalize().into()
}

/// A message that is not taken: why, and what the platform is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NotTaken {
    pub reason: PushRefusal,
    pub refusal: AskRefusal,
}

impl NotTaken {
    pub(super) fn new(reason: PushRefusal, code: AskCode, words: impl Into<String>) -> Self {
        Self { reason, refusal: AskRefusal::new(code, words) }
    }
}

/// Reads the envelope (table 31) and verifies its signature, over the list or over the object in a list of one.
///
/// # Errors
/// When it is no such envelope, or the signature does not fit.
pub(super) fn whole(body: &[u8], algorithm: SignAlgorithm) -> Result<Received, NotTaken> {
    let bad = |words: String| NotTaken::new(PushRefusal::BadEnvelope, AskCode::Other, words);
    let text = std::str::from_utf8(body).map_err(|_| bad("请求不是 UTF-8 文本".into()))?;
    // Some senders put a byte order mark before it.
    let text = text.trim_start_matches('\u{feff}');
    let received = Received::parse(text).map_err(|error| bad(format!("请求格式有误：{error}")))?;
    if received.is_whole(algorithm) {
        Ok(received)
    } else {
        Err(NotTaken::new(PushRefusal::BadSignature, AskCode::Other, "签名与 data 不符"))
    }
}

/// How a timestamp stands to our clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Freshness {
    /// Within the window, or nothing is asked of it.
    Fresh,
    /// Outside, by so many seconds; positive when the sender is ahead.
    Off(i64),
    /// It is no time that can be read: the document's own examples have twelve digits.
    Unreadable,
}

/// The years in which a timestamp can be meant as one: 2000 to 2100.
const READABLE_S: std::ops::Range<i64> = 946_684_800..4_102_444_800;

/// Reads a timestamp in seconds or milliseconds and compares it with our clock.
pub(super) fn freshness(timestamp: Option<i64>, now: Moment, window: Duration) -> Freshness {
    let seconds = match timestamp {
        Some(seconds) if READABLE_S.contains(&seconds) => seconds,
        Some(millis) if READABLE_S.contains(&millis.div_euclid(1000)) => millis.div_euclid(1000),
        _ => return Freshness::Unreadable,
    };
    let off = seconds - now.seconds();
    let window = i64::try_from(window.as_secs()).unwrap_or(i64::MAX);
    if window == 0 || off.abs() <= window { Freshness::Fresh } else { Freshness::Off(off) }
}

/// What is to be done about a message that is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// It is new.
    Take,
    /// It is there already, and its time is not over: the first answer again.
    Repeat,
    /// Its time is over.
    Refuse(NotTaken),
}

/// Decides between the three. `first_came` is when the very same message was taken first.
pub(super) fn turn(freshness: Freshness, first_came: Option<Moment>, now: Moment, window: Duration) -> Turn {
    let window_ms = i64::try_from(window.as_millis()).unwrap_or(i64::MAX);
    let replay = || NotTaken::new(PushRefusal::Replay, AskCode::Other, "该请求早已处理，不再重复执行");
    match (freshness, first_came) {
        (Freshness::Off(_), Some(_)) => Turn::Refuse(replay()),
        (Freshness::Off(seconds), None) => {
            let which = if seconds > 0 { "快" } else { "慢" };
            let words = format!("时间戳比本机时钟{which} {} 秒", seconds.abs());
            Turn::Refuse(NotTaken::new(PushRefusal::StaleTimestamp, AskCode::OutOfRange, words))
        }
        (_, None) => Turn::Take,
        (Freshness::Fresh, Some(_)) => Turn::Repeat,
        // Nothing in it says how old it is, so our own memory has to.
        (Freshness::Unreadable, Some(_)) if window_ms == 0 => Turn::Repeat,
        (Freshness::Unreadable, Some(first)) if now.ms_since(first) <= window_ms => Turn::Repeat,
        (Freshness::Unreadable, Some(_)) => Turn::Refuse(replay()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Moment = Moment(1_795_400_000_500);
    const WINDOW: Duration = Duration::from_secs(300);

    fn at(timestamp: i64) -> Freshness {
        freshness(Some(timestamp), NOW, WINDOW)
    }

    #[test]
    fn a_timestamp_is_read_in_seconds_and_in_milliseconds() {
        for fresh in [1_795_400_000, 1_795_399_700, 1_795_400_300, 1_795_400_000_000, 1_795_399_700_999] {
            assert_eq!(at(fresh), Freshness::Fresh, "{fresh}");
        }
        assert_eq!(at(1_795_399_699), Freshness::Off(-301));
        assert_eq!(at(1_795_400_301_000), Freshness::Off(301));
        assert_eq!(freshness(Some(1_700_000_000), NOW, Duration::ZERO), Freshness::Fresh, "the window is off");
        // Appendix D.
        for odd in [Some(125_555_556_621), Some(0), Some(-5), Some(i64::MAX), Some(i64::MIN), None] {
            assert_eq!(freshness(odd, NOW, WINDOW), Freshness::Unreadable, "{odd:?}");
        }
    }

    #[test]
    fn a_repeat_in_time_is_answered_again_and_a_replay_is_not() {
        let before = |ms: i64| Some(NOW.plus_ms(-ms));
        let decide = |freshness, first| turn(freshness, first, NOW, WINDOW);
        let refused = |turn| match turn {
            Turn::Refuse(not) => Some(not.reason),
            Turn::Take | Turn::Repeat => None,
        };
        assert_eq!(decide(Freshness::Fresh, None), Turn::Take);
        assert_eq!(decide(Freshness::Fresh, before(10)), Turn::Repeat);
        assert_eq!(refused(decide(Freshness::Off(-301), before(301_000))), Some(PushRefusal::Replay));
        assert_eq!(refused(decide(Freshness::Off(-301), None)), Some(PushRefusal::StaleTimestamp));
        assert_eq!(decide(Freshness::Unreadable, None), Turn::Take);
        assert_eq!(decide(Freshness::Unreadable, before(300_000)), Turn::Repeat);
        assert_eq!(refused(decide(Freshness::Unreadable, before(300_001))), Some(PushRefusal::Replay));
        assert_eq!(turn(Freshness::Unreadable, before(900_000), NOW, Duration::ZERO), Turn::Repeat);
        let Turn::Refuse(slow) = decide(Freshness::Off(-301), None) else { panic!("refused") };
        assert_eq!(slow.refusal.words, "时间戳比本机时钟慢 301 秒");
    }

    #[test]
    fn what_is_not_the_envelope_or_not_signed_is_told_apart() {
        // printf %s '[{"a":20.00}]' | sha1sum
        let sign = lotdesk_protocols::sign::sha1_hex(br#"[{"a":20.00}]"#);
        let good = format!(r#"{{"timestamp":1,"sign":"{sign}","data":[{{"a":20.00}}]}}"#);
        let reason = |body: &str| whole(body.as_bytes(), SignAlgorithm::Sha1).err().map(|not| not.reason);
        assert_eq!(reason(&good), None);
        assert_eq!(reason(&format!("\u{feff}{good}")), None);
        assert_eq!(reason(&good.replace("20.00", "20.0")), Some(PushRefusal::BadSignature));
        assert_eq!(reason(&good.replace(&sign, "")), Some(PushRefusal::BadSignature));
        for bad in ["", "{}", "[]", "<html>", r#"{"timestamp":1,"sign":"x"}"#, r#"{"timestamp":1,"sign":1,"data":[]}"#]
        {
            assert_eq!(reason(bad), Some(PushRefusal::BadEnvelope), "{bad}");
        }
        assert_eq!(whole(b"\xff{}", SignAlgorithm::Sha1).unwrap_err().reason, PushRefusal::BadEnvelope);
    }

    #[test]
    fn the_same_bytes_for_another_interface_are_another_message() {
        assert_ne!(digest("6001", b"2"), digest("6005", b"2"));
        assert_ne!(digest("600", b"52"), digest("6005", b"2"));
        assert_eq!(digest("6005", b"2"), digest("6005", b"2"));
    }

    proptest! {
        #[test]
        fn nothing_that_comes_makes_it_panic(body in any::<Vec<u8>>(), timestamp in any::<Option<i64>>(), now in any::<i32>()) {
            let _ = whole(&body, SignAlgorithm::Sha1);
            let _ = freshness(timestamp, Moment(i64::from(now) * 1000), WINDOW);
        }
    }
}
