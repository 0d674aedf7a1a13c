//! The real window, driven by keys and clicks. `cargo xtask test window` builds the console and runs these; plain
//! `cargo test` leaves them out, since they need a built console, Xvfb and WebKitWebDriver.

#[cfg(target_os = "linux")]
mod bench;
#[cfg(target_os = "linux")]
mod harness;
#[cfg(target_os = "linux")]
mod stories;
