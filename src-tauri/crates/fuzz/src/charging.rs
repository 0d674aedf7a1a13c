//! The charging envelope (DB4403/T 313, B.3): verified first, opened then, and what the content asks. The input's first
//! line may name an interface, `query_start_charge request`; the rest is a call, a reply, a content or a signature.

use lotdesk_domain::message::Outcome;
use lotdesk_domain::moment::Moment;
use lotdesk_protocols::charging::client::{Answer, Sequence, request};
use lotdesk_protocols::charging::envelope::Keys;
use lotdesk_protocols::charging::receiver;

const PLATFORM: &str = "123456789";

/// Nothing passes that nobody signed; what we seal opens again, and its signature fits it alone.
pub fn run(input: &[u8]) {
    let keys = Keys {
        data_secret: "1234567890abcdef".into(),
        data_secret_iv: "1234567890abcdef".into(),
        sig_secret: "1234567890abcdef".into(),
    };
    let text = String::from_utf8_lossy(input);
    let (line, content) = text.split_once('\n').unwrap_or(("", &text));
    let interface = line.split(' ').next().unwrap_or_default();

    // Whoever has not the keys is refused, and the refusal is one that the other side can verify.
    let _ = keys.open(content);
    if let Err(fault) = receiver::open(&keys, PLATFORM, content) {
        let said = receiver::refuse(&keys, &fault).expect("keys of the right length seal every fault");
        let answer = Answer::read(&keys, interface, 200, &said);
        assert!(!matches!(answer.outcome, Outcome::Accepted), "a refusal reads as a yes: {said}");
    }
    // A reply that nobody signed is no yes.
    if Answer::read(&keys, interface, 200, content).outcome == Outcome::Accepted {
        assert!(content.contains("\"Sig\""), "a yes without a signature: {content}");
    }
    // Whatever stands in a call that was signed, it is read or refused.
    let sealed = request(&keys, PLATFORM, content, Moment(1_795_400_000_000), &mut Sequence::default())
        .expect("keys of the right length seal every text");
    let opened = receiver::open(&keys, PLATFORM, &sealed).expect("what was signed is verified");
    assert_eq!(opened.content, content);
    assert_eq!(receiver::read(interface, content), receiver::read(interface, content), "read in two ways");
    let _ = receiver::read_token_request(content);

    let data = keys.seal(content).expect("keys of the right length seal every text");
    let sig = keys.sign_request(PLATFORM, &data, "20160729142400", "0001");
    assert!(keys.verify_request(PLATFORM, &data, "20160729142400", "0001", &sig));
    assert!(!keys.verify_request(PLATFORM, &data, "20160729142400", "0002", &sig));
    let ours = content.trim().eq_ignore_ascii_case(&sig);
    assert!(
        ours || !keys.verify_request(PLATFORM, &data, "20160729142400", "0001", content),
        "a made-up signature fits"
    );
}
