//! Assembly: configuration, secrets, the data directory's one owner, and how others attach to it.
//!
//! - [`config`]: `lotdesk.toml`, the environment and the command line become one typed configuration that knows where
//!   each value came from.
//! - [`secrets`]: passwords and tokens, encrypted, never in the configuration.
//! - [`home`]: the data directory, its lock, and the local socket by which other processes reach the owner.
//! - [`engine`]: everything that runs, put together and taken down in order.
//! - [`door`] and [`console`]: the one way to the engine, wherever it runs.
//! - [`fetch`]: files of the engine's machine, brought to the one that asks.
//! - [`pictures`]: pictures as files.
//! - [`logs`]: log files of bounded size and number.

pub mod config;
pub mod console;
pub mod door;
pub mod engine;
pub mod fetch;
pub mod home;
pub mod logs;
mod papers;
pub mod pictures;
pub mod secrets;
mod store;
