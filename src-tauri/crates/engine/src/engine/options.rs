//! What an engine is started with, and what it says when it is ready.

use serde::Serialize;

use super::callback::CallbackReady;
use crate::config::Layers;
use crate::home::Home;

/// How an engine is started.
#[derive(Clone, Debug)]
pub struct StartOptions {
    /// The data directory.
    pub home: Home,
    /// What stands above the configuration file.
    pub layers: Layers,
    /// True when the demo was asked for.
    pub demo: bool,
    /// How much of it runs.
    pub extent: Extent,
    /// On the demo lot: whether cars come by themselves. Off for tests that send their own.
    pub traffic: bool,
}

impl StartOptions {
    /// Everything, by the settings of this directory and the process's environment.
    pub fn new(home: Home) -> Self {
        Self { home, layers: Layers::from_process(Vec::new()), demo: false, extent: Extent::Everything, traffic: true }
    }
}

/// How much of an engine runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Lanes, platforms, socket: the owner that stays.
    Everything,
    /// The command list only, for one command from a terminal while nobody owns the directory. Gates do not open.
    CommandsOnly,
}

/// What an owner says when it is ready: one JSON line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ready {
    /// Always true.
    pub ready: bool,
    /// The data directory.
    pub data: String,
    /// True on the demo lot.
    pub demo: bool,
    /// Base URL of the lane listener.
    pub lanes: Option<String>,
    /// The callback listener, where a platform is set up.
    pub callback: Option<CallbackReady>,
    /// Path of the local socket, or name of the pipe.
    pub socket: Option<String>,
    /// Base URL of the built-in city platform, where it runs.
    pub sandbox_city: Option<String>,
}

impl Ready {
    pub(super) fn of(home: &Home, demo: bool) -> Self {
        let data = home.dir().display().to_string();
        Self { ready: true, data, demo, lanes: None, callback: None, socket: None, sandbox_city: None }
    }
}
