//! The TCP connection: in memory with tokio's time paused, and over TLS on loopback.

mod paused;
mod sockets;

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use futures::{SinkExt, StreamExt};
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_gateway::city::tcp::{
    Connector, DownlinkHandler, NotServed, Pace, TcpLink, TcpParts, TcpRunner, TcpWatch, Way,
};
use lotdesk_gateway::dispatcher::BackoffPolicy;
use lotdesk_operations::api::board::LinkState;
use lotdesk_protocols::city::Dialect;
use lotdesk_protocols::city::client::Credentials;
use lotdesk_protocols::city::frame::{Frame, FrameCodec};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;
use tokio_util::codec::Framed;

const NOW: Moment = Moment(1_795_400_000_000);
/// The envelope of 1005 and 1006: `97d1…` is sha1sum of `[]`.
const NOTHING: &str = r#"{"timestamp":1795400000,"sign":"97d170e1550eee4afc0af065b78cda302a97674c","data":[]}"#;
const WELL: &str = r#"{"resultCode":"0","resultMsg":"成功","timestamp":125555556621,"data":[]}"#;

struct StillClock;
impl Clock for StillClock {
    fn now(&self) -> Moment {
        NOW
    }
}

/// What the link told.
struct Diary {
    states: watch::Sender<Vec<(LinkState, Option<String>)>>,
    exchanged: Mutex<Vec<(u16, Way, bool)>>,
}

impl Diary {
    fn new() -> Arc<Self> {
        Arc::new(Self { states: watch::Sender::default(), exchanged: Mutex::default() })
    }

    /// Resolves once the link has told so many states; gives the last of them.
    async fn state(&self, count: usize) -> (LinkState, Option<String>) {
        let mut states = self.states.subscribe();
        states.wait_for(|states| states.len() >= count).await.unwrap()[count - 1].clone()
    }
}

impl TcpWatch for Diary {
    fn link_changed(&self, state: LinkState, error: Option<String>) {
        self.states.send_modify(|states| states.push((state, error)));
    }

    fn exchanged(&self, command: u16, way: Way, at: Moment, ok: bool) {
        assert_eq!(at, NOW);
        self.exchanged.lock().unwrap().push((command, way, ok));
    }
}

/// Waits to be let go on, then says so much.
struct Slow {
    go: tokio::sync::Semaphore,
    done: watch::Sender<u32>,
}

#[async_trait]
impl DownlinkHandler for Slow {
    async fn handle(&self, command: u16, data: Bytes) -> Bytes {
        self.go.acquire().await.unwrap().forget();
        self.done.send_modify(|done| *done += 1);
        let data = String::from_utf8_lossy(&data);
        format!(r#"{{"resultCode":0,"timestamp":1,"data":[{{"command":{command},"was":{data}}}]}}"#).into()
    }
}

fn link(
    connector: impl Connector,
    diary: &Arc<Diary>,
    handler: Option<Arc<dyn DownlinkHandler>>,
) -> (TcpLink, TcpRunner) {
    let clock = Arc::new(StillClock);
    TcpLink::new(TcpParts {
        connector: Arc::new(connector),
        dialect: Dialect::default(),
        credentials: Credentials {
            user_id: "b38080814d9be81f014d9beb8109033a".into(),
            password: "Lot-2026".into(),
            des_key: b"12345678".to_vec(),
            des_iv: None,
            callback_server: Some("https://lot.example".into()),
            online_order_url: None,
        },
        clock: clock.clone(),
        handler: handler.unwrap_or_else(|| Arc::new(NotServed { clock })),
        watch: diary.clone(),
        pace: Pace::default(),
        backoff: BackoffPolicy { first_ms: 1_000, max_ms: 60_000 },
        seed: 7,
    })
}

/// The platform's end of a connection.
struct Platform<S>(Framed<S, FrameCodec>);

impl<S: AsyncRead + AsyncWrite + Unpin> Platform<S> {
    fn new(stream: S) -> Self {
        Self(Framed::new(stream, FrameCodec))
    }

    /// The next frame; none when the client closed the connection.
    async fn next(&mut self) -> Option<Frame> {
        self.0.next().await.map(|frame| frame.expect("a whole frame"))
    }

    async fn say(&mut self, frame: Frame) {
        self.0.send(frame).await.expect("the client reads");
    }

    async fn answer(&mut self, frame: &Frame) {
        self.say(Frame::reply(frame.packet_no, frame.command, WELL)).await;
    }

    /// Takes the login, whose envelope was worked out with openssl and sha1sum, and the first heartbeat.
    async fn welcome(&mut self) {
        let login = self.next().await.expect("a login");
        assert_eq!(login.command, 1004);
        // printf '[{"password":"r2o1hCPqVF5FSU7oQY2JfA==","userId":"b38080814d9be81f014d9beb8109033a"}]' | sha1sum
        let wanted = concat!(
            r#"{"timestamp":1795400000,"sign":"5f277283a2af4db1521aec8308f562adb86e2335","#,
            r#""data":[{"password":"r2o1hCPqVF5FSU7oQY2JfA==","userId":"b38080814d9be81f014d9beb8109033a"}]}"#
        );
        assert_eq!(login.data, wanted);
        self.answer(&login).await;
        let beat = self.next().await.expect("a heartbeat");
        assert_eq!((beat.command, &beat.data[..]), (1006, NOTHING.as_bytes()));
        self.answer(&beat).await;
    }

    /// The next frame that is no heartbeat; heartbeats are answered.
    async fn next_but_heartbeats(&mut self) -> Option<Frame> {
        loop {
            match self.next().await {
                Some(frame) if frame.command == 1006 => self.answer(&frame).await,
                other => return other,
            }
        }
    }
}
