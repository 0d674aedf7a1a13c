//! What stands behind the connection: who carries out the platform's requests, and who is told how it goes.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_operations::api::board::LinkState;
use lotdesk_protocols::city::client::Reply;

/// Who asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// We did.
    Up,
    /// The platform did.
    Down,
}

/// Carries out what the platform asks over TCP. Once begun it is not broken off, not even when the connection ends.
#[async_trait]
pub trait DownlinkHandler: Send + Sync + 'static {
    /// Carries out request `command`; `data` is its envelope (table 31) as it came. Gives the reply's envelope
    /// (table 32). What takes longer than 18 s was refused to the platform by then, and its reply is thrown away.
    async fn handle(&self, command: u16, data: Bytes) -> Bytes;
}

/// Is told how the connection stands. Must return at once.
pub trait TcpWatch: Send + Sync + 'static {
    /// The connection is now in this state; `error` is what ended the last one.
    fn link_changed(&self, state: LinkState, error: Option<String>);

    /// An interface was used: `ok` when it went well.
    fn exchanged(&self, command: u16, way: Way, at: Moment, ok: bool);
}

/// A reply that refuses (table 32): code 1000 of table A.2, which stands for whatever the table has no code for.
pub fn refusal(words: &str, now: Moment) -> String {
    let words = format!("1000 {words}");
    Reply { result_code: 1, result_msg: Some(words), timestamp: Some(now.seconds()), data: Vec::new() }.to_text()
}

/// A reply that says it is well and nothing more.
pub(super) fn fine(now: Moment) -> String {
    let words = Some("成功".to_owned());
    Reply { result_code: 0, result_msg: words, timestamp: Some(now.seconds()), data: Vec::new() }.to_text()
}

/// Refuses everything the platform asks, and says so.
pub struct NotServed {
    /// The replies' time.
    pub clock: Arc<dyn Clock>,
}

#[async_trait]
impl DownlinkHandler for NotServed {
    async fn handle(&self, command: u16, _data: Bytes) -> Bytes {
        refusal(&format!("{command} is not served yet"), self.clock.now()).into()
    }
}
