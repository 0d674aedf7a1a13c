use proptest::prelude::*;

use super::*;

#[test]
fn number_text_survives() {
    // Both literals stand in DB4403/T 313, D.19.
    let text = r#"{"received": 15.00, "parkCode": 44030400100101000010}"#;
    let node = Node::parse(text).unwrap();
    assert_eq!(node.canonical(), r#"{"parkCode":44030400100101000010,"received":15.00}"#);
    assert_eq!(node.compact(), r#"{"received":15.00,"parkCode":44030400100101000010}"#);
    assert_eq!(Node::parse("1E+2").unwrap(), Node::Number("1E+2".into()));
    assert_eq!(Node::parse("-0").unwrap().canonical(), "-0");
}

#[test]
fn keys_are_sorted_at_every_level_and_nothing_is_escaped_needlessly() {
    let text = "{\"b\":\"\", \"a\":[{\"d\":null,\"c\":{}}], \"B\":\"粤\\u0042 \\/ \\n\\\"\", \"é\":true}";
    let canonical = Node::parse(text).unwrap().canonical();
    assert_eq!(
        canonical, "{\"B\":\"粤B / \\n\\\"\",\"a\":[{\"c\":{},\"d\":null}],\"b\":\"\",\"é\":true}",
        "upper case before lower case before é; / and 粤 as they are; empty values kept"
    );
}

#[test]
fn a_key_given_twice_is_refused_or_reported() {
    let text = r#"{"data":[{"a":1,"b":2,"a":3}]}"#;
    assert!(matches!(Node::parse(text), Err(JsonError::Duplicate { path }) if path == "data[0].a"));
    let (node, duplicates) = Node::parse_lenient(text).unwrap();
    assert_eq!(duplicates, ["data[0].a"]);
    assert_eq!(node.canonical(), r#"{"data":[{"a":3,"b":2}]}"#);
    // Escaped and plain spelling of one key are one key.
    assert!(matches!(Node::parse(r#"{"a":1,"\u0061":2}"#), Err(JsonError::Duplicate { .. })));
}

#[test]
fn limits_hold() {
    let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(Node::parse(&deep(MAX_DEPTH)).is_ok());
    assert!(matches!(Node::parse(&deep(MAX_DEPTH + 1)), Err(JsonError::TooDeep { .. })));
    assert!(matches!(Node::parse(&deep(200_000)), Err(JsonError::TooDeep { .. } | JsonError::Malformed(_))));
    let long = format!("\"{}\"", "x".repeat(MAX_BYTES));
    assert!(matches!(Node::parse(&long), Err(JsonError::TooLong { bytes }) if bytes == MAX_BYTES + 2));
}

#[test]
fn what_is_not_json_is_refused() {
    for text in ["", " ", "{", "[1,]", "{\"a\":1,}", "01", "1.", "NaN", "'a'", "\"\\ud800\"", "1 2", "{a:1}", "+1"] {
        assert!(matches!(Node::parse(text), Err(JsonError::Malformed(_))), "{text:?}");
    }
    assert_eq!(Node::parse_lenient("\u{feff}1").unwrap().0, Node::Number("1".into()));
}

fn number() -> impl Strategy<Value = Node> {
    "-?(0|[1-9][0-9]{0,24})(\\.[0-9]{1,6})?([eE][-+]?[0-9]{1,3})?".prop_map(Node::Number)
}

fn node() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        Just(Node::Null),
        any::<bool>().prop_map(Node::Bool),
        number(),
        any::<String>().prop_map(Node::Text),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Node::List),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|members| Node::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn writing_and_reading_give_the_same_value(node in node()) {
        prop_assert_eq!(&Node::parse(&node.compact()).unwrap(), &node);
    }

    #[test]
    fn the_canonical_form_is_its_own_canonical_form(node in node()) {
        let canonical = node.canonical();
        prop_assert_eq!(Node::parse(&canonical).unwrap().canonical(), canonical);
    }

    #[test]
    fn the_order_of_members_does_not_matter(node in node()) {
        fn turned(node: &Node) -> Node {
            match node {
                Node::Object(members) => {
                    Node::Object(members.iter().rev().map(|(key, value)| (key.clone(), turned(value))).collect())
                }
                Node::List(items) => Node::List(items.iter().map(turned).collect()),
                other => other.clone(),
            }
        }
        prop_assert_eq!(turned(&node).canonical(), node.canonical());
    }

    #[test]
    fn number_text_comes_out_as_it_went_in(number in number()) {
        let text = format!("{{\"n\": {} }}", number.compact());
        prop_assert_eq!(Node::parse(&text).unwrap().get("n").cloned(), Some(number));
    }

    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        let _ = Node::parse(&text);
    }

    #[test]
    fn it_agrees_with_serde_json_on_what_is_json(text in "[\\[\\]{}\",:0-9a-e.\\\\ntrufls -]{0,24}") {
        let theirs = serde_json::from_str::<serde_json::Value>(&text).is_ok();
        let ours = Node::parse_lenient(&text).is_ok();
        // A number beyond f64 is text to us and an error to serde_json.
        prop_assert!(ours || !theirs, "{text:?}");
    }
}
