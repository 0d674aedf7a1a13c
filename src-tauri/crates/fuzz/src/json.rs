//! The canonical form that is signed (DB4403/T 313, 6.1.1 g).

use lotdesk_protocols::json::Node;

/// Canonical text is canonical, says the same, and every number is written as it came.
pub fn run(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let Ok((node, doubled)) = Node::parse_lenient(text) else {
        assert!(Node::parse(text).is_err(), "the strict reader takes what the lenient one does not");
        return;
    };
    assert_eq!(Node::parse(text).is_ok(), doubled.is_empty());
    let canonical = node.canonical();
    let again = Node::parse(&canonical).expect("canonical text is JSON");
    assert_eq!(again.canonical(), canonical, "canonical text is not canonical");
    assert_eq!(numbers(&node), numbers(&again), "a number is written otherwise");
    let compact = node.compact();
    assert_eq!(Node::parse(&compact).expect("compact text is JSON"), node, "compact text says something else");
}

fn numbers(node: &Node) -> Vec<String> {
    let mut found = Vec::new();
    collect(node, &mut found);
    found.sort();
    found
}

fn collect(node: &Node, found: &mut Vec<String>) {
    match node {
        Node::Number(text) => found.push(text.clone()),
        Node::List(items) => items.iter().for_each(|item| collect(item, found)),
        Node::Object(members) => members.iter().for_each(|(_, member)| collect(member, found)),
        Node::Null | Node::Bool(_) | Node::Text(_) => {}
    }
}
