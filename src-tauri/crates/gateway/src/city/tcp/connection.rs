//! The thin shell around a [`Session`]: bytes in and out, requests of ours in, requests of the platform out.

use std::collections::HashMap;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::{SinkExt, StreamExt};
use lotdesk_domain::moment::Clock;
use lotdesk_operations::api::board::LinkState;
use lotdesk_protocols::city::Dialect;
use lotdesk_protocols::city::client::{Credentials, Reply, request, tcp_login_item};
use lotdesk_protocols::city::frame::{Frame, FrameCodec, FrameDirection, FrameError, Version};
use tokio::io::{AsyncWrite, AsyncWriteExt, ReadHalf, WriteHalf};
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use tokio_util::codec::{FramedRead, FramedWrite};
use tokio_util::sync::CancellationToken;

use super::connect::ByteStream;
use super::handler::{DownlinkHandler, TcpWatch, fine, refusal};
use super::session::{Action, CallEnd, Content, Ended, Event, Session, Ticket};

/// The end of the stream is told to the platform for this long at most.
const CLOSE_WITHIN: Duration = Duration::from_secs(1);
/// A platform that asks and asks and never reads the answers is cut off when so many wait.
const MOST_QUEUED: usize = 256;

/// A request of ours on its way to the connection.
pub(super) struct Call {
    pub command: u16,
    pub data: Bytes,
    pub end: oneshot::Sender<CallEnd>,
}

/// What every connection needs.
pub(super) struct Surroundings {
    pub dialect: Dialect,
    pub credentials: Credentials,
    pub clock: Arc<dyn Clock>,
    pub handler: Arc<dyn DownlinkHandler>,
    pub watch: Arc<dyn TcpWatch>,
}

impl Surroundings {
    /// The envelope, made when it is sent: it carries the time.
    fn write(&self, content: Content) -> Result<Bytes, Ended> {
        let now = self.clock.now();
        let unwritten = |why: String| Ended::Cut { why: format!("the login cannot be built: {why}") };
        Ok(match content {
            Content::Given(data) => data,
            Content::Login => {
                let item = tcp_login_item(&self.credentials).map_err(|error| unwritten(error.to_string()))?;
                request(&self.dialect, &[&item], now).map_err(|error| unwritten(error.to_string()))?.into()
            }
            Content::Nothing => request(&self.dialect, &[], now).map_err(|error| unwritten(error.to_string()))?.into(),
            Content::Fine => fine(now).into(),
            Content::Refusal(words) => refusal(words, now).into(),
        })
    }
}

/// A connection under way.
struct Connection<'a> {
    session: Session,
    around: &'a Surroundings,
    out: mpsc::Sender<Frame>,
    answers: mpsc::UnboundedSender<(u32, Bytes)>,
    callers: HashMap<Ticket, oneshot::Sender<CallEnd>>,
    next_ticket: Ticket,
}

/// Lives through one connection. Gives back the session, for its packet numbers and how far it came, and how it ended.
pub(super) async fn live(
    stream: Box<dyn ByteStream>,
    session: Session,
    around: &Surroundings,
    calls: &mut mpsc::Receiver<Call>,
    stop: &CancellationToken,
) -> (Session, Ended) {
    let (read, write): (ReadHalf<_>, WriteHalf<_>) = tokio::io::split(stream);
    let mut frames = FramedRead::new(read, FrameCodec);
    let (out, to_send) = mpsc::channel(MOST_QUEUED);
    // The session bounds how many are asked for at once.
    let (answers, mut answered) = mpsc::unbounded_channel();
    let mut writer = pin!(send_all(write, to_send));
    let mut connection = Connection { session, around, out, answers, callers: HashMap::new(), next_ticket: 0 };
    let (mut stopping, mut unwritable) = (false, false);
    let mut ended = connection.turn(Event::Connected);
    while ended.is_none() {
        let wake_at = connection.session.wake_at();
        let event = tokio::select! {
            biased;
            () = stop.cancelled(), if !stopping => {
                stopping = true;
                Event::Stop
            }
            frame = frames.next() => match frame {
                Some(Ok(frame)) => Event::Received(frame),
                Some(Err(FrameError::Malformed(bad))) => Event::Lost(bad.into()),
                Some(Err(error)) => Event::Lost(Ended::Cut { why: error.to_string() }),
                None => Event::Lost(Ended::Cut { why: "the platform closed it".to_owned() }),
            },
            why = &mut writer => {
                unwritable = true;
                Event::Lost(Ended::Cut { why })
            }
            Some((packet_no, data)) = answered.recv() => {
                let ok = done(&data);
                Event::Answered { packet_no, data, ok }
            }
            Some(call) = calls.recv() => connection.take_up(call),
            () = at(wake_at) => Event::Tick,
        };
        ended = connection.turn(event);
    }
    let Connection { session, out, .. } = connection;
    // Whatever is queued still goes, and then the end of the stream, as far as the platform takes it in time.
    drop(out);
    if !unwritable {
        let _ = tokio::time::timeout(CLOSE_WITHIN, writer).await;
    }
    (session, ended.unwrap_or(Ended::Stopped))
}

impl Connection<'_> {
    fn take_up(&mut self, call: Call) -> Event {
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        self.callers.insert(ticket, call.end);
        Event::Call { ticket, command: call.command, data: call.data }
    }

    /// Lets the session decide, and carries its actions out. Some when it is over.
    fn turn(&mut self, event: Event) -> Option<Ended> {
        let mut ended = None;
        self.session.handle(event, Instant::now());
        while let Some(action) = self.session.next_action() {
            if let Some(why) = self.carry_out(action) {
                ended = Some(why);
            }
        }
        ended
    }

    fn carry_out(&mut self, action: Action) -> Option<Ended> {
        match action {
            Action::Send { direction, packet_no, command, content } => match self.around.write(content) {
                Ok(data) => {
                    // A writer that is gone tells why itself.
                    if let Err(TrySendError::Full(_)) = self.out.try_send(frame(direction, packet_no, command, data)) {
                        let why = "the platform does not read what is sent to it".to_owned();
                        self.session.handle(Event::Lost(Ended::Cut { why }), Instant::now());
                    }
                }
                Err(why) => self.session.handle(Event::Lost(why), Instant::now()),
            },
            Action::Ask { packet_no, command, data } => {
                let (handler, answers) = (self.around.handler.clone(), self.answers.clone());
                // Not tied to the connection: what has begun is finished.
                tokio::spawn(async move {
                    let data = handler.handle(command, data).await;
                    let _ = answers.send((packet_no, data));
                });
            }
            Action::Settle { ticket, end } => {
                if let Some(caller) = self.callers.remove(&ticket) {
                    // A caller that went away does not want to know.
                    let _ = caller.send(end);
                }
            }
            Action::LoggedIn => self.around.watch.link_changed(LinkState::Up, None),
            Action::Exchanged { command, way, ok } => {
                self.around.watch.exchanged(command, way, self.around.clock.now(), ok);
            }
            Action::End(why) => return Some(why),
        }
        None
    }
}

fn frame(direction: FrameDirection, packet_no: u32, command: u16, data: Bytes) -> Frame {
    Frame { version: Version::OURS, packet_no, direction, command, data }
}

/// Whether a reply of ours says that it was done.
fn done(data: &[u8]) -> bool {
    Reply::parse(&String::from_utf8_lossy(data)).is_ok_and(|reply| reply.refusal().is_none())
}

/// Sends until the queue is closed, then closes the stream. Gives why it could not.
async fn send_all<W: AsyncWrite + Unpin>(write: W, mut to_send: mpsc::Receiver<Frame>) -> String {
    let mut frames = FramedWrite::new(write, FrameCodec);
    while let Some(frame) = to_send.recv().await {
        if let Err(error) = frames.send(frame).await {
            return error.to_string();
        }
    }
    match frames.get_mut().shutdown().await {
        Ok(()) => "closed".to_owned(),
        Err(error) => error.to_string(),
    }
}

async fn at(when: Option<Instant>) {
    match when {
        Some(when) => tokio::time::sleep_until(when).await,
        None => poll_fn(|_| std::task::Poll::Pending).await,
    }
}
