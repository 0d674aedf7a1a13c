//! What docloud pushes: verified over query and body first, held against the clock, read then. The input is a body; for
//! `docloud_query` it is what stands between our key and the time in a query.

use lotdesk_domain::moment::Moment;
use lotdesk_protocols::docloud::receiver::{self, Agreed, NotTaken};
use lotdesk_protocols::docloud::sign::{is_signed, sign, signed_query, verified_query};

const KEY: &str = "FUZZ";
const SECRET: &str = "a-secret-of-the-fuzzer";

/// Nothing passes that nobody signed; what is signed passes with the very query and body that came and with no other.
fn verified(body: &str) {
    assert!(!is_signed(KEY, SECRET, body, body), "a made-up query fits");
    assert!(!is_signed(KEY, "", body, body), "no secret takes nothing");
    let query = signed_query(KEY, SECRET, &[], body, Moment(7));
    assert!(is_signed(KEY, SECRET, &query, body), "what was signed is not verified");
    let changed = format!("{body} ");
    assert!(!is_signed(KEY, SECRET, &query, &changed), "another body passes by the same signature");
}

/// News of an order.
pub fn order(input: &[u8]) {
    let body = String::from_utf8_lossy(input);
    verified(&body);
    let read = receiver::order(&body).ok();
    assert_eq!(read, receiver::order(&body).ok(), "read in two ways");
    if let Some(news) = read {
        assert!(news.violations.len() <= body.len(), "more violations than text");
    }
}

/// News of a watched car.
pub fn monitor(input: &[u8]) {
    let body = String::from_utf8_lossy(input);
    verified(&body);
    let read = receiver::monitor(&body).ok();
    assert_eq!(read, receiver::monitor(&body).ok(), "read in two ways");
    if let Some(Ok(violations)) = read.map(|news| news.news) {
        // Whatever can be chosen has amounts that add up.
        for violation in violations.iter().filter(|violation| violation.can_select) {
            assert!(violation.fine_fen.0.checked_add(violation.service_fee_fen.unwrap_or_default().0).is_some());
        }
    }
}

/// A query with whatever parameters: nothing passes that nobody signed, what is signed passes in any order as the same message,
/// and at its own time alone.
pub fn query(input: &[u8]) {
    const SENT: Moment = Moment(1_490_769_858_578);
    let agreed = Agreed { app_key: KEY, app_secret: SECRET, window_ms: 600_000 };
    let text = String::from_utf8_lossy(input);
    assert!(verified_query(KEY, SECRET, &text, "{}").is_none(), "a made-up query fits");
    let said = receiver::verified(&text, b"{}", &agreed, SENT);
    assert_eq!(said.err(), Some(NotTaken::Signature), "a made-up query passes");

    // What a sender could have signed: its own parameters beside ours, each once.
    let mut all: Vec<String> = text.split('&').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let named = |part: &str| part.split('=').next().unwrap_or_default().to_owned();
    all.retain(|part| !["app_key", "timestamp", "sign"].contains(&named(part).as_str()));
    all.push(format!("app_key={KEY}"));
    all.push(format!("timestamp={}", SENT.0));
    all.sort_by_key(|part| named(part));
    let sorted = all.iter().map(|part| if part.contains('=') { part.clone() } else { format!("{part}=") });
    let sorted = sorted.collect::<Vec<_>>().join("&");
    let signature = sign(KEY, SECRET, &sorted, "{}");
    let turned = all.iter().rev().cloned().collect::<Vec<_>>().join("&");
    let there = verified_query(KEY, SECRET, &format!("{}&sign={signature}", all.join("&")), "{}");
    assert_eq!(
        there.as_ref().map(|signed| signed.sorted.as_str()),
        Some(sorted.as_str()),
        "what was signed is refused"
    );
    // Several parameters of one name keep their order among themselves, which turning them round does not.
    let names: Vec<String> = all.iter().map(|part| named(part)).collect();
    if names.windows(2).all(|pair| pair[0] != pair[1]) {
        assert_eq!(verified_query(KEY, SECRET, &format!("sign={signature}&{turned}"), "{}"), there, "another message");
    }
    let query = format!("{sorted}&sign={signature}");
    for (off_ms, fresh) in [(0, true), (600_000, true), (600_001, false), (-600_001, false)] {
        let said = receiver::verified(&query, b"{}", &agreed, Moment(SENT.0 + off_ms));
        assert_eq!(said.is_ok(), fresh, "{off_ms} ms off");
    }
}
