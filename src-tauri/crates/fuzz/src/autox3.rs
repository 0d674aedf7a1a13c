//! What AutoX3 pushes: verified over the raw text first, read then. The input is a push, or the content of one.

use lotdesk_protocols::autox3::receiver::{NotTaken, order, verified};
use lotdesk_protocols::sign::sha1_hex;

const SECRET: &str = "a-secret-of-the-fuzzer";

/// Nothing passes that nobody signed; what is signed passes as the very text that came; and whatever stands in it is read
/// or refused, in one way.
pub fn run(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    assert!(verified(&text, SECRET).is_err(), "a made-up signature fits");
    assert!(matches!(verified(&text, ""), Err(NotTaken::Form(_) | NotTaken::Signature)), "no secret takes nothing");
    assert_eq!(order(&text).ok(), order(&text).ok(), "read in two ways");

    // Whatever is an object can be the content of a push, and is signed as it stands.
    let content = text.trim();
    if content.starts_with('{') && serde_json::from_str::<&serde_json::value::RawValue>(content).is_ok() {
        let sign = |content: &str| sha1_hex(["m1", "t", "{}", "7", content, SECRET].concat().as_bytes());
        let push = |content: &str, signature: &str| {
            format!(
                r#"{{"content":{content},"createTime":7,"msgType":"t","msgSignature":"{signature}","msgId":"m1","staffInfo":{{}}}}"#
            )
        };
        let signature = sign(content);
        let read = verified(&push(content, &signature), SECRET).expect("what was signed is verified");
        assert_eq!(read.content.get(), content, "the content is another text");
        let respaced = content.replacen('{', "{ ", 1);
        assert!(verified(&push(&respaced, &signature), SECRET).is_err(), "another text passes by the same signature");
    }
}
