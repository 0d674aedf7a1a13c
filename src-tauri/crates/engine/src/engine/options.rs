//! What an engine is started with, and what it says when it is ready.

use std::collections::BTreeMap;

use serde::Serialize;

use super::callback::CallbackReady;
use crate::config::Layers;
use crate::home::{Home, HomeError, Pairing};

/// How an engine is started.
#[derive(Clone, Debug)]
pub struct StartOptions {
    /// The data directory.
    pub home: Home,
    /// What stands above the configuration file.
    pub layers: Layers,
    /// True when the demo was asked for.
    pub demo: bool,
    /// True for practising; the data directory is one of its own ([`Home::for_practice`]).
    pub training: bool,
    /// How much of it runs.
    pub extent: Extent,
    /// The owner elsewhere to attach to; none for a process that owns its directory or attaches to who does.
    pub attach: Option<Pairing>,
    /// On the demo lot: whether cars come by themselves. Off for tests that send their own.
    pub traffic: bool,
}

impl StartOptions {
    /// The same for practising, in the folder for that.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn for_practice(self) -> Result<Self, HomeError> {
        Ok(Self { home: self.home.for_practice()?, demo: true, training: true, attach: None, ..self })
    }

    /// Everything, by the settings of this directory and the process's environment.
    pub fn new(home: Home) -> Self {
        Self {
            home,
            layers: Layers::from_process(Vec::new()),
            demo: false,
            training: false,
            extent: Extent::Everything,
            attach: None,
            traffic: true,
        }
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

/// What the ready line says of the door for other PCs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AttachReady {
    /// Address and port.
    pub address: String,
    /// SHA-256 of its certificate, in hexadecimal digits.
    pub certificate_sha256: String,
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
    /// True for practising.
    pub training: bool,
    /// Base URL of the lane listener.
    pub lanes: Option<String>,
    /// The callback listener, where a platform is set up.
    pub callback: Option<CallbackReady>,
    /// The door for other PCs, where it is open.
    pub attach: Option<AttachReady>,
    /// Path of the local socket, or name of the pipe.
    pub socket: Option<String>,
    /// Base URL of the built-in city platform, where it runs.
    pub sandbox_city: Option<String>,
    /// Where the built-in platforms can be looked into, broken and told to push, by platform.
    pub sandbox_controls: BTreeMap<&'static str, String>,
}

impl Ready {
    pub(super) fn of(home: &Home, (demo, training): (bool, bool)) -> Self {
        let data = home.dir().display().to_string();
        Self {
            ready: true,
            data,
            demo,
            training,
            lanes: None,
            callback: None,
            attach: None,
            socket: None,
            sandbox_city: None,
            sandbox_controls: BTreeMap::new(),
        }
    }
}
