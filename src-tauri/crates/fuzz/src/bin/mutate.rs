//! Runs a target over mutations for a while: `mutate TARGET SECONDS [FIRST]`. What breaks it is kept in `regressions`.

use std::panic::catch_unwind;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use lotdesk_fuzz::{corpus, mutate, target};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (Some(name), Some(seconds)) = (words.first(), words.get(1).and_then(|s| s.parse().ok())) else {
        eprintln!("usage: mutate TARGET SECONDS [FIRST NUMBER]");
        return ExitCode::from(2);
    };
    let Some(run) = target(name) else {
        eprintln!("no target is called {name}");
        return ExitCode::from(2);
    };
    let mut inputs = corpus::of(name).expect("the fixtures are there");
    inputs.extend(corpus::regressions(name).expect("the folder reads"));
    let end = Instant::now() + Duration::from_secs(seconds);
    let first: u64 = words.get(2).and_then(|n| n.parse().ok()).unwrap_or(0);
    let mut number = first;
    while Instant::now() < end {
        let input = mutate::mutated(&inputs, number);
        if catch_unwind(|| run(&input)).is_err() {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("regressions").join(name);
            std::fs::create_dir_all(&folder).expect("a folder");
            std::fs::write(folder.join(format!("mutation-{number}")), &input).expect("a file");
            eprintln!("mutation {number} breaks {name}");
            return ExitCode::FAILURE;
        }
        number += 1;
    }
    println!("{name}: {} mutations, nothing broke; go on with {number}", number - first);
    ExitCode::SUCCESS
}
