//! In memory, with tokio's time paused: every wait takes exactly as long as it should.

use std::time::Duration;

use lotdesk_gateway::city::tcp::{ByteStream, CallEnd};
use lotdesk_gateway::http::CallFailure;
use tokio::io::DuplexStream;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::*;

/// Each attempt asks the test for its outcome.
struct Scripted {
    attempts: mpsc::UnboundedSender<Instant>,
    outcomes: tokio::sync::Mutex<mpsc::UnboundedReceiver<Option<DuplexStream>>>,
}

#[async_trait]
impl Connector for Scripted {
    async fn connect(&self) -> Result<Box<dyn ByteStream>, CallFailure> {
        let _ = self.attempts.send(Instant::now());
        match self.outcomes.lock().await.recv().await.expect("the test gives one") {
            Some(stream) => Ok(Box::new(stream)),
            None => Err(CallFailure::ConnectionRefused),
        }
    }
}

struct Stage {
    link: TcpLink,
    diary: Arc<Diary>,
    attempts: mpsc::UnboundedReceiver<Instant>,
    outcomes: mpsc::UnboundedSender<Option<DuplexStream>>,
    stop: CancellationToken,
    running: tokio::task::JoinHandle<()>,
}

impl Stage {
    fn set(handler: Option<Arc<dyn DownlinkHandler>>) -> Self {
        let diary = Diary::new();
        let (attempts, seen) = mpsc::unbounded_channel();
        let (outcomes, given) = mpsc::unbounded_channel();
        let connector = Scripted { attempts, outcomes: tokio::sync::Mutex::new(given) };
        let (link, runner) = link(connector, &diary, handler);
        let stop = CancellationToken::new();
        let running = tokio::spawn(runner.run(stop.clone()));
        Self { link, diary, attempts: seen, outcomes, stop, running }
    }

    /// Lets the next attempt succeed.
    async fn accept(&mut self) -> Platform<DuplexStream> {
        self.attempts.recv().await.expect("an attempt");
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        self.outcomes.send(Some(ours)).unwrap();
        Platform::new(theirs)
    }

    async fn refuse(&mut self) -> Instant {
        let at = self.attempts.recv().await.expect("an attempt");
        self.outcomes.send(None).unwrap();
        at
    }

    async fn end(self) {
        self.stop.cancel();
        self.running.await.unwrap();
    }
}

fn call(stage: &Stage, command: u16, item: &'static str) -> tokio::task::JoinHandle<CallEnd> {
    let link = stage.link.clone();
    tokio::spawn(async move { link.call(command, &[item]).await })
}

#[tokio::test(start_paused = true)]
async fn three_heartbeats_without_a_reply_and_it_connects_again() {
    let mut stage = Stage::set(None);
    let begin = Instant::now();
    let mut platform = stage.accept().await;
    let login = platform.next().await.unwrap();
    platform.answer(&login).await;
    let mut beats = Vec::new();
    while let Some(frame) = platform.next().await {
        assert_eq!(frame.command, 1006);
        beats.push((frame.packet_no, begin.elapsed().as_secs()));
    }
    assert_eq!(beats, [(2, 0), (2, 3), (2, 6)], "the same heartbeat, 3 s apart (6.1.3)");
    assert_eq!(begin.elapsed().as_secs(), 9);

    let again = stage.attempts.recv().await.unwrap();
    let waited = again - begin - Duration::from_secs(9);
    assert!((500..=1_001).contains(&waited.as_millis()), "{waited:?}");
    let (ours, theirs) = tokio::io::duplex(1 << 16);
    stage.outcomes.send(Some(ours)).unwrap();
    let mut platform = Platform::new(theirs);
    let login = platform.next().await.unwrap();
    assert_eq!((login.command, login.packet_no), (1004, 3), "the numbers go on");
    let (up, down) = (stage.diary.state(1).await, stage.diary.state(2).await);
    assert_eq!(up, (LinkState::Up, None));
    assert_eq!(down.0, LinkState::Down);
    assert!(down.1.unwrap().contains("heartbeats"));
    assert_eq!(*stage.diary.exchanged.lock().unwrap(), [(1004, Way::Up, true), (1006, Way::Up, false)]);
    stage.end().await;
}

#[tokio::test(start_paused = true)]
async fn it_waits_longer_and_longer_until_a_heartbeat_is_answered() {
    let mut stage = Stage::set(None);
    let mut last = stage.refuse().await;
    for whole_ms in [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000] {
        let at = stage.refuse().await;
        let waited = (at - last).as_millis();
        // Tokio's timer rounds up to the next millisecond.
        assert!((whole_ms / 2..=whole_ms + 1).contains(&waited), "{waited} of {whole_ms} ms");
        last = at;
    }
    let mut platform = stage.accept().await;
    platform.welcome().await;
    stage.diary.state(10).await;
    // The reply to the heartbeat and the end arrive in this order.
    drop(platform);
    let cut = Instant::now();
    let waited = (stage.refuse().await - cut).as_millis();
    assert!((500..=1_001).contains(&waited), "{waited} ms: it begins anew");
    stage.end().await;
}

#[tokio::test(start_paused = true)]
async fn a_refused_login_rests_so_that_the_account_is_not_locked() {
    let mut stage = Stage::set(None);
    let mut last = None;
    for rest_s in [0, 5, 10, 20] {
        let at = stage.attempts.recv().await.unwrap();
        if let Some(last) = last {
            assert_eq!((at - last as Instant).as_secs(), rest_s);
        }
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        stage.outcomes.send(Some(ours)).unwrap();
        let mut platform = Platform::new(theirs);
        let login = platform.next().await.unwrap();
        let refused =
            r#"{"resultCode":1,"resultMsg":"失败","timestamp":1,"data":[{"code":3001,"message":"用户名或密码错误"}]}"#;
        platform.say(Frame::reply(login.packet_no, 1004, refused)).await;
        assert_eq!(platform.next().await, None);
        last = Some(Instant::now());
    }
    let (state, why) = stage.diary.state(1).await;
    assert_eq!(state, LinkState::LoginRefused);
    assert!(why.unwrap().contains("3001 用户名或密码错误"));
    stage.end().await;
}

#[tokio::test(start_paused = true)]
async fn replies_come_home_in_any_order_and_a_cut_leaves_it_open() {
    let mut stage = Stage::set(None);
    let early = call(&stage, 5004, "{}");
    stage.refuse().await;
    assert!(matches!(early.await.unwrap(), CallEnd::NotSent { .. }), "nothing is kept for a connection to come");
    let mut platform = stage.accept().await;
    platform.welcome().await;
    stage.diary.state(2).await;
    let mut calls: Vec<_> = ["1", "2", "3"].into_iter().map(|item| call(&stage, 5004, item)).collect();
    let mut frames = Vec::new();
    for _ in 0..3 {
        frames.push(platform.next_but_heartbeats().await.unwrap());
    }
    for frame in frames[1..].iter().rev() {
        platform.say(Frame::reply(frame.packet_no, frame.command, frame.data.clone())).await;
    }
    let third = calls.pop().unwrap().await.unwrap();
    let second = calls.pop().unwrap().await.unwrap();
    for (end, item) in [(second, "[2]"), (third, "[3]")] {
        let CallEnd::Replied { data } = end else { panic!("{end:?}") };
        assert!(String::from_utf8_lossy(&data).contains(item), "{data:?}");
    }
    drop(platform);
    let first = calls.pop().unwrap().await.unwrap();
    assert!(matches!(&first, CallEnd::Unknown { why } if why.contains("the platform closed it")), "{first:?}");
    stage.end().await;
}

#[tokio::test(start_paused = true)]
async fn the_platform_is_answered_in_time_and_what_has_begun_is_finished() {
    let slow = Arc::new(Slow { go: tokio::sync::Semaphore::new(0), done: watch::Sender::new(0) });
    let mut stage = Stage::set(Some(slow.clone()));
    let mut platform = stage.accept().await;
    platform.welcome().await;

    platform.say(Frame::request(41, 6002, r#"{"n":1}"#)).await;
    slow.go.add_permits(1);
    let answer = platform.next_but_heartbeats().await.unwrap();
    let wanted = r#"{"resultCode":0,"timestamp":1,"data":[{"command":6002,"was":{"n":1}}]}"#;
    assert_eq!(answer, Frame::reply(41, 6002, wanted));

    let asked = Instant::now();
    platform.say(Frame::request(42, 6007, "{}")).await;
    let answer = platform.next_but_heartbeats().await.unwrap();
    assert_eq!((answer.packet_no, answer.command, asked.elapsed().as_secs()), (42, 6007, 18));
    let refusal = r#"{"resultCode":1,"resultMsg":"1000 not done in time","timestamp":1795400000,"data":[]}"#;
    assert_eq!(answer.data, refusal);

    drop(platform);
    stage.diary.state(2).await;
    slow.go.add_permits(1);
    let mut done = slow.done.subscribe();
    done.wait_for(|done| *done == 2).await.unwrap();
    let seen = stage.diary.exchanged.lock().unwrap().clone();
    assert_eq!(seen[2..], [(6002, Way::Down, true), (6007, Way::Down, false)]);
    stage.end().await;
}

#[tokio::test(start_paused = true)]
async fn garbage_and_a_flood_end_the_connection() {
    use tokio::io::AsyncWriteExt;
    let mut stage = Stage::set(None);
    let mut platform = stage.accept().await;
    platform.welcome().await;
    platform.0.get_mut().write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
    assert!(stage.diary.state(2).await.1.unwrap().contains("headFlag"));

    // It asks whether we live, again and again, and reads none of the answers.
    let mut platform = stage.accept().await;
    platform.welcome().await;
    for n in 1.. {
        let asked = futures::SinkExt::send(&mut platform.0, Frame::request(n, 1006, NOTHING)).await;
        if asked.is_err() {
            break;
        }
        assert!(n < 5_000, "it takes whatever comes");
    }
    assert!(stage.diary.state(4).await.1.unwrap().contains("does not read"));
    stage.end().await;
}
