//! The receiver behind the TCP connection: it is logged in, or the frame would not have come here (6.2.4).

use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use tokio::time::Instant;

use super::receiver::{CityReceiver, Origin};
use crate::city::tcp::DownlinkHandler;

/// The session itself answers for us after 18 s; ours comes before that.
const ANSWER_WITHIN: Duration = Duration::from_millis(17_500);

#[async_trait]
impl DownlinkHandler for CityReceiver {
    async fn handle(&self, command: u16, data: Bytes) -> Bytes {
        let origin = Origin {
            transport: "tcp",
            peer: self.parts().tcp_address.clone().unwrap_or_default(),
            address: None,
            proof: Ok(()),
            answer_by: Instant::now() + ANSWER_WITHIN,
        };
        self.take(command.to_string(), data, origin).await.reply.into()
    }
}
