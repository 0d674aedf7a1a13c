//! What other machines send can be anything: handlers and readers answer with an error, they never panic.

use std::path::Path;
use std::sync::LazyLock;

use lotdesk_protocols::city::envelope::Received;
use lotdesk_protocols::json::Node;
use lotdesk_protocols::{Part, interfaces};
use proptest::prelude::*;
use proptest::sample::Index;

/// What a member's value may become.
const OTHERS: &[&str] = &[
    "null",
    "true",
    "-1",
    "0",
    "1.50",
    "1e400",
    "99999999999999999999",
    "9223372036854775807",
    "\"\"",
    "\"0\"",
    "\"x\"",
    "[]",
    "{}",
    "[{}]",
    "\"9999-12-31 23:59:59\"",
];

/// Interface and text of every fixture, as material to damage.
static MATERIAL: LazyLock<Vec<(&'static str, String)>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures");
    let mut material = Vec::new();
    for row in interfaces().iter().filter(|row| row.handler.is_some()) {
        for file in row.fixtures() {
            let text = std::fs::read_to_string(folder.join(row.platform.as_str()).join(file)).unwrap();
            material.push((row.id, Node::parse(&text).unwrap().get("sent").unwrap().canonical()));
        }
    }
    material
});

fn run(id: &str, text: &str) {
    for row in interfaces().iter().filter(|row| row.id == id) {
        if let Some(handler) = row.handler {
            for part in [Part::Request, Part::Reply] {
                if let Ok(written) = handler.of(part)(text) {
                    let again = handler.of(part)(&written).unwrap();
                    assert_eq!(again, written, "what is written is read, and written the same");
                }
            }
        }
    }
    let _ = Received::parse(text);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn damaged_messages_are_answered(which in any::<Index>(), cuts in prop::collection::vec((any::<Index>(), any::<char>(), any::<bool>()), 1..6)) {
        let (id, text) = which.get(&MATERIAL);
        let mut characters: Vec<char> = text.chars().collect();
        for (place, other, put) in cuts {
            if characters.is_empty() {
                break;
            }
            let at = place.index(characters.len());
            if put { characters[at] = other } else { characters.remove(at); }
        }
        run(id, &characters.into_iter().collect::<String>());
    }

    #[test]
    fn members_of_any_kind_are_answered(which in any::<Index>(), place in any::<Index>(), other in prop::sample::select(OTHERS)) {
        // One member's value becomes something else.
        let (id, text) = which.get(&MATERIAL);
        let mut node = Node::parse(text).unwrap();
        let replacement = Node::parse(other).unwrap();
        // A call without parameters has no member.
        if let Node::Object(members) = &mut node
            && !members.is_empty()
        {
            let at = place.index(members.len());
            members[at].1 = replacement;
        }
        run(id, &node.compact());
    }
}
