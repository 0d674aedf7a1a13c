//! Every target over its corpus, over what broke it once, and over mutations of both. A failure names the number of the
//! mutation: `cargo run -p lotdesk-fuzz --bin mutate -- TARGET 1 NUMBER` keeps it.

use std::panic::catch_unwind;

use lotdesk_fuzz::{TARGETS, corpus, mutate};

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
