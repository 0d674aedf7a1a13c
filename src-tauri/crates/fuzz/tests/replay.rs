//! Every target over its corpus, over what broke it once, and over mutations of both. A failure names the number of the
//! mutation: `cargo run -p lotdesk-fuzz --bin mutate -- TARGET 1 NUMBER` keeps it.

use std::panic::catch_unwind;

use lotdesk_domain::message::Platform;
use lotdesk_fuzz::{TARGETS, corpus, mutate};
use lotdesk_protocols::Direction;

/// Enough to stumble over a slip, few enough for every run of the tests.
const MUTATIONS: u64 = 4_000;

#[test]
fn every_target_has_a_corpus_and_bears_it() {
    for (name, run) in TARGETS {
        let inputs = corpus::of(name).unwrap();
        assert!(inputs.len() > 2, "{name} begins with nothing");
        for input in inputs.iter().chain(&corpus::regressions(name).unwrap()) {
            run(input);
        }
    }
}

#[test]
fn every_target_bears_mutations() {
    for (name, run) in TARGETS {
        let mut inputs = corpus::of(name).unwrap();
        inputs.extend(corpus::regressions(name).unwrap());
        for number in 0..MUTATIONS {
            let input = mutate::mutated(&inputs, number);
            assert!(
                catch_unwind(|| run(&input)).is_ok(),
                "mutation {number} breaks {name}: {:?}",
                String::from_utf8_lossy(&input)
            );
        }
    }
}

#[test]
fn every_target_is_one_for_cargo_fuzz_too() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    for (name, _) in TARGETS {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} is not in fuzz/Cargo.toml");
        assert!(folder.join(format!("fuzz_targets/{name}.rs")).exists(), "{name}");
    }
}

/// The target that reads what a platform sends by this interface, and what an input of it begins with.
fn target_of(platform: Platform, id: &str) -> (&'static str, String) {
    match (platform, id) {
        (Platform::City, _) => ("receivers", format!("{id} request\n")),
        (Platform::Charging, _) => ("charging", format!("{id} request\n")),
        (Platform::Docloud, "callback-order") => ("docloud_order", "{".to_owned()),
        (Platform::Docloud, _) => ("docloud_monitor", "{".to_owned()),
        (Platform::Etcp, _) => ("etcp", "{".to_owned()),
        (Platform::Autox3, _) => ("autox3", "{".to_owned()),
        (Platform::Repair, _) => panic!("the archive calls nobody"),
    }
}

/// Whatever a platform may call at our listener is read by a target, and that begins with such a message.
#[test]
fn every_callback_has_a_target_that_begins_with_one() {
    let called = lotdesk_protocols::interfaces().iter().filter(|row| row.direction != Direction::Up);
    let mut count = 0;
    for row in called.filter(|row| row.handler.is_some()) {
        let (name, beginning) = target_of(row.platform, row.id);
        assert!(lotdesk_fuzz::target(name).is_some(), "{name} for {} {}", row.platform.as_str(), row.id);
        let inputs = corpus::of(name).unwrap();
        let there = inputs.iter().any(|input| input.starts_with(beginning.as_bytes()));
        assert!(there, "{name} has no input for {} {}", row.platform.as_str(), row.id);
        count += 1;
    }
    assert!(count > 20, "{count} interfaces that platforms call");
}
