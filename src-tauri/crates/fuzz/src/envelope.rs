//! Envelopes of requests and replies (DB4403/T 313, tables 31 and 32).

use lotdesk_domain::message::Outcome;
use lotdesk_domain::moment::Moment;
use lotdesk_protocols::city::client::{Answer, Reply, request};
use lotdesk_protocols::city::envelope::Received;
use lotdesk_protocols::city::{Dialect, SignAlgorithm, SignScope};

/// Whatever comes is answered; what we sign is found whole; nothing that is no yes is taken for one.
pub fn run(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    if let Ok(received) = Received::parse(&text) {
        let whole = [SignAlgorithm::Sha1, SignAlgorithm::Md5].map(|algorithm| received.is_whole(algorithm));
        assert!(whole != [true, true], "two digests at once");
        let items: Vec<String> = received.data.iter().map(|item| item.compact()).collect();
        let items: Vec<&str> = items.iter().map(String::as_str).collect();
        for sign_algorithm in [SignAlgorithm::Sha1, SignAlgorithm::Md5] {
            for sign_scope in [SignScope::List, SignScope::Object] {
                let dialect = Dialect { sign_algorithm, sign_scope, ..Dialect::default() };
                let ours = request(&dialect, &items, Moment(0)).expect("items that were read can be sent");
                let read = Received::parse(&ours).expect("what we send is an envelope");
                assert!(read.is_whole(sign_algorithm), "our own signature does not fit: {ours}");
            }
        }
    }
    if let Ok(reply) = Reply::parse(&text) {
        let again = Reply::parse(&reply.to_text()).expect("a reply that is written is one");
        assert_eq!(again.refusal(), reply.refusal(), "the written reply says something else");
    }
    for status in [200, 302, 404, 500] {
        let answer = Answer::read(status, &text);
        if answer.outcome == Outcome::Accepted {
            let reply = answer.reply.expect("a yes stands in a reply");
            assert_eq!((status, reply.result_code), (200, 0));
        }
    }
}
