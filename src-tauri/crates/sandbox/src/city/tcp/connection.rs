//! One connection of the TCP side.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use futures::{SinkExt, StreamExt};
use lotdesk_protocols::city::frame::{Frame, FrameCodec, FrameDirection, MOST_PACKET_NO};
use lotdesk_protocols::json::Node;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use tokio_util::codec::Framed;

use super::{Order, SILENCE};
use crate::city::a2::{self, Refusal};
use crate::city::journal::ItemFate;
use crate::city::platform::Shared;
use crate::city::server::{answer, verified};
use crate::city::tables::TCP_LOGIN;
use crate::city::{check, journal};

/// Bytes that no frame begins with.
const GARBAGE: &[u8] = b"HTTP/1.1 400 Bad Request\r\n\r\n";

/// Why the platform ends a connection.
#[derive(Debug, thiserror::Error)]
enum Ended {
    #[error("the client closed it")]
    Closed,
    #[error("what came cannot be read or sent: {0}")]
    Frame(#[from] lotdesk_protocols::city::frame::FrameError),
    #[error(transparent)]
    Io(#[from] std::io::Error),
    #[error(transparent)]
    Journal(#[from] journal::JournalError),
    #[error("no heartbeat for 9 s (6.1.3)")]
    Silent,
    #[error("{0} came before the login (6.2.4)")]
    NotLoggedIn(u16),
    #[error("the login was refused")]
    LoginRefused,
    #[error("packet number {0} is not between 1 and 2147483647 (table 33)")]
    PacketNo(u32),
    #[error("the client logged out")]
    LoggedOut,
    #[error("cut on purpose")]
    OnPurpose,
}

struct Connection<S> {
    frames: Framed<S, FrameCodec>,
    platform: Shared,
    /// While logged in: what to be known by.
    id: Option<u64>,
    asked: BTreeMap<u32, (u16, oneshot::Sender<String>)>,
    silent_at: Instant,
    orders: mpsc::UnboundedSender<Order>,
}

impl<S> Drop for Connection<S> {
    /// Also when the task is dropped.
    fn drop(&mut self) {
        if let Some(id) = self.id.take() {
            self.platform.tcp.gone(id);
        }
    }
}

/// Serves a connection to its end.
pub(super) async fn serve<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(stream: S, platform: Shared) {
    let (orders, mut to_do) = mpsc::unbounded_channel();
    let mut connection = Connection {
        frames: Framed::new(stream, FrameCodec),
        platform,
        id: None,
        asked: BTreeMap::new(),
        silent_at: Instant::now() + SILENCE,
        orders,
    };
    loop {
        let silent_at = connection.silent_at;
        let turn = tokio::select! {
            frame = connection.frames.next() => match frame {
                Some(Ok(frame)) => connection.took(frame).await,
                Some(Err(error)) => Err(error.into()),
                None => Err(Ended::Closed),
            },
            Some(order) = to_do.recv() => connection.carry_out(order).await,
            () = tokio::time::sleep_until(silent_at) => Err(Ended::Silent),
        };
        if let Err(why) = turn {
            tracing::debug!(%why, "a TCP connection to the sandbox ended");
            return;
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin + Send + 'static> Connection<S> {
    async fn took(&mut self, frame: Frame) -> Result<(), Ended> {
        if !(1..=MOST_PACKET_NO).contains(&frame.packet_no) {
            return Err(Ended::PacketNo(frame.packet_no));
        }
        match (frame.direction, frame.command, self.id) {
            (FrameDirection::Reply, ..) => {
                if let Some((command, answered)) = self.asked.remove(&frame.packet_no) {
                    if command != frame.command {
                        return Err(Ended::NotLoggedIn(frame.command));
                    }
                    let _ = answered.send(String::from_utf8_lossy(&frame.data).into_owned());
                }
                Ok(())
            }
            (_, 1004, _) => self.log_in(&frame).await,
            (_, command, None) => Err(Ended::NotLoggedIn(command)),
            (_, 1006, _) => self.heartbeat(&frame).await,
            (_, 1005, _) => {
                let (checked, body) = self.nothing_in(&frame);
                self.log("1005", Vec::new(), checked.as_ref().err(), body).await?;
                self.reply(&frame, checked.err()).await?;
                Err(Ended::LoggedOut)
            }
            (_, command, _) => {
                // Table 1 has no other interface that goes up over TCP.
                let refusal = Refusal::new(a2::NAMING, format!("{command} does not go up over TCP (table 1)"));
                self.reply(&frame, Some(refusal)).await
            }
        }
    }

    async fn log_in(&mut self, frame: &Frame) -> Result<(), Ended> {
        let body = String::from_utf8_lossy(&frame.data).into_owned();
        let checked = verified(&self.platform, &body).and_then(|items| {
            let [item] = items.as_slice() else {
                return Err(Refusal::new(a2::NAMING, format!("data has {} items, one is wanted", items.len())));
            };
            if let Some(first) = check::item(&TCP_LOGIN, item, "data[0]").into_iter().next() {
                return Err(first);
            }
            self.platform.check_password(item)?;
            Ok(item.get("userId").and_then(Node::as_text).unwrap_or_default().to_owned())
        });
        let ids = checked.as_ref().map(|id| vec![id.clone()]).unwrap_or_default();
        self.log("1004", ids, checked.as_ref().err(), body).await?;
        let refused = checked.err();
        let welcome = refused.is_none();
        if welcome && self.id.is_none() {
            self.id = Some(self.platform.tcp.logged_in(self.orders.clone()));
        }
        self.silent_at = Instant::now() + SILENCE;
        self.reply(frame, refused).await?;
        if welcome { Ok(()) } else { Err(Ended::LoginRefused) }
    }

    async fn heartbeat(&mut self, frame: &Frame) -> Result<(), Ended> {
        self.silent_at = Instant::now() + SILENCE;
        let (checked, _) = self.nothing_in(frame);
        self.platform.tcp.heartbeats.send_modify(|count| *count += 1);
        if self.platform.tcp.withhold_heartbeats.load(Ordering::Relaxed) {
            return Ok(());
        }
        self.reply(frame, checked.err()).await
    }

    /// 6.2.5 and 6.2.6: an envelope whose data is empty.
    fn nothing_in(&self, frame: &Frame) -> (Result<(), Refusal>, String) {
        let body = String::from_utf8_lossy(&frame.data).into_owned();
        let checked = verified(&self.platform, &body).and_then(|items| {
            if items.is_empty() { Ok(()) } else { Err(Refusal::new(a2::NAMING, "data must be empty")) }
        });
        (checked, body)
    }

    async fn reply(&mut self, frame: &Frame, refusal: Option<Refusal>) -> Result<(), Ended> {
        let data = answer(&self.platform, refusal.as_ref());
        self.frames.send(Frame::reply(frame.packet_no, frame.command, data)).await?;
        Ok(())
    }

    /// The journal waits for the disk.
    async fn log(
        &self,
        code: &'static str,
        ids: Vec<String>,
        refusal: Option<&Refusal>,
        body: String,
    ) -> Result<(), Ended> {
        let platform = self.platform.clone();
        let items = ids.iter().map(|_| ItemFate::Taken).collect();
        let remark = refusal.map(|refusal| refusal.words.clone());
        let logged = tokio::task::spawn_blocking(move || platform.log_tcp(code, ids, items, remark, body)).await;
        match logged {
            Ok(logged) => Ok(logged?),
            Err(_) => Err(Ended::Closed),
        }
    }

    async fn carry_out(&mut self, order: Order) -> Result<(), Ended> {
        match order {
            Order::Cut => Err(Ended::OnPurpose),
            Order::Garbage => {
                let stream = self.frames.get_mut();
                stream.write_all(GARBAGE).await?;
                Ok(stream.flush().await?)
            }
            Order::Ask { packet_no, command, data, answer } => {
                self.asked.insert(packet_no, (command, answer));
                Ok(self.frames.send(Frame::request(packet_no, command, data)).await?)
            }
        }
    }
}
