//! What must hold for every input that another machine can send. A target takes any bytes and panics where a promise is
//! broken; it is run three ways:
//!
//! - `cargo test -p lotdesk-fuzz`: over the corpus, what was found before, and thousands of mutations of both;
//! - `cargo run -p lotdesk-fuzz --bin mutate -- TARGET SECONDS`: the same mutations for as long as you like;
//! - `RUSTC_BOOTSTRAP=1 cargo fuzz run TARGET` in this folder: guided by coverage, with the address sanitizer. Give it the
//!   corpus first: `cargo run -p lotdesk-fuzz --bin corpus`.
//!
//! An input that broke something goes into `regressions/TARGET/` and stays there.

pub mod autox3;
#[cfg(feature = "devices")]
pub mod camera;
pub mod charging;
pub mod corpus;
pub mod docloud;
pub mod envelope;
pub mod etcp;
pub mod frame;
pub mod json;
pub mod messages;
pub mod mutate;

/// A target: its name and what it does with any bytes.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: &[Target] = &[
    ("frame", frame::run),
    ("json", json::run),
    ("envelope", envelope::run),
    ("messages", messages::run),
    ("receivers", messages::receivers),
    ("charging", charging::run),
    ("autox3", autox3::run),
    ("docloud_order", docloud::order),
    ("docloud_monitor", docloud::monitor),
    ("docloud_query", docloud::query),
    ("etcp", etcp::run),
    #[cfg(feature = "devices")]
    ("camera", camera::run),
];

/// The target of this name.
pub fn target(name: &str) -> Option<fn(&[u8])> {
    TARGETS.iter().find(|(known, _)| *known == name).map(|(_, run)| *run)
}
