//! What ETCP pushes, entries and exits: verified first, read then. The input is a push with or without its signature.

use lotdesk_domain::moment::Moment;
use lotdesk_protocols::etcp::receiver::{Agreed, NotTaken, Push, read, verified};
use lotdesk_protocols::etcp::sign::{SignedForm, push_sign, signed_part};
use lotdesk_protocols::json::Node;

const KEY: &str = "a-key-of-the-fuzzer";
const FORMS: [SignedForm; 3] = [SignedForm::Received, SignedForm::Sorted, SignedForm::Raw];

fn agreed(form: SignedForm, merchant_key: &str) -> Agreed<'_> {
    Agreed { merchant_no: "M1", merchant_key, form, window_ms: i64::MAX }
}

/// Nothing passes that nobody signed; what is signed passes, in whichever form was agreed, and is read or refused as it is
/// without its signature; nothing passes without a key.
pub fn run(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let now = Moment(0);
    for form in FORMS {
        let said = verified(&text, &agreed(form, KEY), now);
        assert!(matches!(said, Err(NotTaken::Form(_) | NotTaken::Signature)), "a made-up signature fits");
        assert!(verified(&text, &agreed(form, ""), now).is_err(), "no key takes nothing");
    }
    assert_eq!(read(&text).ok(), read(&text).ok(), "read in two ways");

    // Whatever is an object can be a push, and is signed as it stands.
    let Ok(mut root @ Node::Object(_)) = Node::parse(&text) else { return };
    root.take("signment");
    let bare = root.compact();
    let Node::Object(mut members) = root else { return };
    members.push(("signment".to_owned(), Node::Text("X".to_owned())));
    let unsigned = Node::Object(members).compact();
    for form in FORMS {
        let Ok((data, _)) = signed_part(&unsigned, form) else { panic!("a push has no part to sign") };
        if form != SignedForm::Sorted {
            assert_eq!(data, bare, "the signed part is another text");
        }
        let open = unsigned.strip_suffix("\"X\"}").expect("it stands at the end");
        let signed = format!("{open}{:?}}}", push_sign("M1", &data, KEY));
        match (verified(&signed, &agreed(form, KEY), now), read(&bare)) {
            (Ok(push), Ok(plain)) => {
                assert_eq!(push, plain, "the signature changes what is read");
                if let Push::Left(left) = push {
                    assert!(left.stayed_s >= 0 && left.receivable_fen.0 >= 0, "below nothing");
                }
            }
            (Err(NotTaken::Form(_)), Err(_)) => {}
            (said, plain) => panic!("signed {said:?}, plain {plain:?}"),
        }
    }
}
