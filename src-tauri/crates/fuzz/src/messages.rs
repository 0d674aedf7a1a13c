//! Every interface's own reader. The input's first line names the interface and the half, `5004 request`; the rest is
//! the message.

use lotdesk_domain::ask::{AskCode, AskRefusal};
use lotdesk_domain::moment::Moment;
use lotdesk_protocols::city::client::Reply;
use lotdesk_protocols::city::receiver::{Item, RECEIVERS, reply};
use lotdesk_protocols::json::Node;
use lotdesk_protocols::{Part, interfaces};

/// The name of an interface and the text after it.
fn split(input: &[u8]) -> Option<(&str, &str)> {
    std::str::from_utf8(input).ok()?.split_once('\n')
}

/// A handler answers whatever comes, and reads what it wrote as the same.
pub fn run(input: &[u8]) {
    let Some((line, text)) = split(input) else { return };
    let (id, part) = line.split_once(' ').unwrap_or((line, "request"));
    let part = if part == "reply" { Part::Reply } else { Part::Request };
    for row in interfaces().iter().filter(|row| row.id == id) {
        let Some(handler) = row.handler else { continue };
        if let Ok(written) = handler.of(part)(text) {
            let again = handler.of(part)(&written).expect("what a handler wrote is what it reads");
            assert_eq!(again, written, "what a handler wrote is written otherwise the second time");
        }
    }
}

/// A receiver turns whatever comes into an ask or a refusal, and every refusal is a reply that says so.
pub fn receivers(input: &[u8]) {
    let Some((id, text)) = split(input) else { return };
    let id = id.split(' ').next().unwrap_or(id);
    let Ok(node) = Node::parse(text) else { return };
    for receiver in RECEIVERS.iter().filter(|receiver| receiver.id == id) {
        let read = (receiver.read)(&Item { node: &node, timestamp: Some(1_795_400_000) });
        let again = (receiver.read)(&Item { node: &node, timestamp: Some(1_795_400_000) });
        assert_eq!(read, again, "the same item is read in two ways");
        let refusal = match read {
            Ok(_) => AskRefusal::new(AskCode::Other, "不受理"),
            Err(refusal) => refusal,
        };
        let said = reply(receiver, &[(node.clone(), Err(refusal))], Moment(0));
        let said = Reply::parse(&said).expect("a refusal is a reply by table 32");
        assert!(said.refusal().is_some(), "a refusal reads as a yes: {}", said.to_text());
    }
}
