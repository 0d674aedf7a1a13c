//! Writes the corpus where `cargo fuzz` looks for it: `corpus`.

use std::path::Path;

use lotdesk_fuzz::{TARGETS, corpus};

fn main() -> std::io::Result<()> {
    for (target, _) in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
        std::fs::create_dir_all(&folder)?;
        let inputs = corpus::of(target)?.into_iter().chain(corpus::regressions(target)?);
        for (no, input) in inputs.enumerate() {
            std::fs::write(folder.join(format!("fixture-{no}")), input)?;
        }
    }
    Ok(())
}
