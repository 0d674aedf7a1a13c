//! This document's names in T/CEC 102's spelling: it writes `Status` where this one writes `state`.

use crate::json::Node;

const NAMES: &[(&str, &str)] = &[
    ("Stationstate", "StationStatus"),
    ("StationstateInfos", "StationStatusInfos"),
    ("ConnectorstateInfos", "ConnectorStatusInfos"),
    ("ConnectorstateInfo", "ConnectorStatusInfo"),
    ("state", "Status"),
    ("State", "Status"),
    ("Parkstate", "ParkStatus"),
    ("Lockstate", "LockStatus"),
];

/// The message with its members respelt, at every depth. Content is not touched.
#[must_use]
pub fn to_tcec102(node: Node) -> Node {
    match node {
        Node::Object(members) => Node::Object(
            members
                .into_iter()
                .map(|(name, value)| {
                    let theirs = NAMES.iter().find(|(ours, _)| *ours == name).map(|(_, theirs)| (*theirs).to_owned());
                    (theirs.unwrap_or(name), to_tcec102(value))
                })
                .collect(),
        ),
        Node::List(items) => Node::List(items.into_iter().map(to_tcec102).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_respelt_and_content_is_not() {
        let ours = r#"{"ConnectorstateInfo":{"ConnectorID":"state","Lockstate":0,"Parkstate":10,"state":1}}"#;
        let theirs = r#"{"ConnectorStatusInfo":{"ConnectorID":"state","LockStatus":0,"ParkStatus":10,"Status":1}}"#;
        assert_eq!(to_tcec102(Node::parse(ours).unwrap()).compact(), theirs);
    }
}
