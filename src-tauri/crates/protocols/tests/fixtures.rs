//! Every registered handler runs over every fixture of its interface: what the platform's document shows is read, and
//! written in the form that the platform's tables prescribe.
//!
//! A fixture is `tests/fixtures/<platform>/<interface>.<request|reply>[-case].json` with `origin`, `repairs` (what the
//! document's text had to be mended in), `received` (the document's own text) and `sent` (by hand, from the tables).

use std::path::{Path, PathBuf};

use lotdesk_domain::message::Platform;
use lotdesk_protocols::city::envelope::Received;
use lotdesk_protocols::json::Node;
use lotdesk_protocols::{Part, interfaces};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures")
}

fn part_of(file: &str) -> Option<Part> {
    let case = file.strip_suffix(".json")?.rsplit_once('.')?.1;
    match case.split('-').next()? {
        "request" => Some(Part::Request),
        "reply" => Some(Part::Reply),
        _ => None,
    }
}

/// The item that the handler reads: out of the envelope, for the city platform.
fn item(platform: Platform, part: Part, received: &Node) -> String {
    match (platform, part, received.get("data")) {
        (Platform::City, Part::Request, Some(Node::List(items))) => {
            assert_eq!(Received::parse(&received.compact()).expect("an envelope").data, *items);
            match items.as_slice() {
                [] => "[]".to_owned(),
                [only] => only.compact(),
                _ => panic!("one item, or none"),
            }
        }
        _ => received.compact(),
    }
}

#[test]
fn every_handler_reads_and_writes_its_fixtures() {
    let mut ran = 0;
    for row in interfaces() {
        let Some(handler) = row.handler else { continue };
        for file in row.fixtures() {
            let path = folder().join(row.platform.as_str()).join(file);
            let fixture = Node::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
            let part = part_of(file).unwrap_or_else(|| panic!("{file} is neither a request nor a reply"));
            assert!(fixture.get("origin").and_then(Node::as_text).is_some_and(|text| !text.is_empty()), "{file}");
            let received = item(row.platform, part, fixture.get("received").unwrap());
            let sent = fixture.get("sent").unwrap().canonical();

            let written = handler.of(part)(&received).unwrap_or_else(|error| panic!("{file}: {error}"));
            assert_eq!(Node::parse(&written).unwrap().canonical(), sent, "{file}");
            let again = handler.of(part)(&written).unwrap_or_else(|error| panic!("{file}: {error}"));
            assert_eq!(again, written, "{file}: what is written is read the same");
            ran += 1;
        }
    }
    assert!(ran >= 40, "only {ran} fixtures ran");
}

#[test]
fn no_handler_is_without_a_fixture_of_both_parts() {
    for row in interfaces().iter().filter(|row| row.handler.is_some()) {
        let parts: Vec<_> = row.fixtures().filter_map(part_of).collect();
        for part in [Part::Request, Part::Reply] {
            assert!(parts.contains(&part), "{} {} has no {part:?}", row.platform.as_str(), row.id);
        }
        assert!(row.implemented());
    }
}

#[test]
fn no_fixture_is_without_a_handler() {
    for platform in Platform::ALL {
        let Ok(files) = std::fs::read_dir(folder().join(platform.as_str())) else { continue };
        for file in files {
            let name = file.unwrap().file_name().into_string().unwrap();
            let read =
                interfaces().iter().any(|row| row.handler.is_some() && row.fixtures().any(|fixture| fixture == name));
            assert!(read, "{}/{name} is read by nothing, or was added after the build", platform.as_str());
        }
    }
}
