//! The times of the connection.

use std::time::Duration;

/// The times and bounds of the connection. The defaults are the standard's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// How often 1006 is sent, and how long its reply is waited for before it is sent again (6.1.3: 3 s).
    pub heartbeat: Duration,
    /// How often one heartbeat is sent before the connection is given up (6.1.3: once, and twice again).
    pub heartbeat_sendings: u32,
    /// How long the reply to a request is waited for (6.1.1 e: 20 s).
    pub reply: Duration,
    /// In this time the platform's requests are answered: short of the 20 s of 6.1.1 e, for the answer has a way to go.
    pub answer: Duration,
    /// How long the reply to the logout is waited for.
    pub logout: Duration,
    /// How many requests of ours may wait for their replies.
    pub most_calls: usize,
    /// How many requests of the platform may be worked on at once; more are refused at once.
    pub most_asked: usize,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            heartbeat: Duration::from_secs(3),
            heartbeat_sendings: 3,
            reply: Duration::from_secs(20),
            answer: Duration::from_secs(18),
            logout: Duration::from_secs(2),
            most_calls: 64,
            most_asked: 64,
        }
    }
}
