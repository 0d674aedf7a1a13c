//! What docloud pushes: verified over query and body first, read then. The input is a body.

use lotdesk_domain::moment::Moment;
use lotdesk_protocols::docloud::receiver;
use lotdesk_protocols::docloud::sign::{is_signed, signed_query};

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
