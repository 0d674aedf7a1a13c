//! An outbox in memory, a platform that misbehaves by a seed, and a clock that follows tokio's paused time.

pub mod outbox;
pub mod platform;

use std::sync::{Arc, Mutex};

use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_gateway::dispatcher::{Dispatcher, DispatcherSettings, LinkWatch};
use lotdesk_operations::api::board::LinkState;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use self::outbox::MemoryOutbox;
use self::platform::FakePlatform;

/// Follows tokio's time, which tests pause.
pub struct VirtualClock(Instant);

impl VirtualClock {
    pub fn new() -> Arc<Self> {
        Arc::new(Self(Instant::now()))
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Moment {
        Moment(1_700_000_000_000).plus_ms(self.0.elapsed().as_millis() as i64)
    }
}

/// Remembers what it was told of the link.
#[derive(Default)]
pub struct LinkDiary(pub Mutex<Vec<(LinkState, Option<String>)>>);

impl LinkDiary {
    pub fn states(&self) -> Vec<LinkState> {
        self.0.lock().unwrap().iter().map(|(state, _)| *state).collect()
    }
}

impl LinkWatch for LinkDiary {
    fn link_changed(&self, platform: Platform, state: LinkState, error: Option<String>) {
        assert_eq!(platform, Platform::City);
        self.0.lock().unwrap().push((state, error));
    }
}

/// A running dispatcher and everything around it.
pub struct Drill {
    pub outbox: Arc<MemoryOutbox>,
    pub platform: Arc<FakePlatform>,
    pub links: Arc<LinkDiary>,
    stop: CancellationToken,
    running: JoinHandle<()>,
}

impl Drill {
    pub fn start(outbox: Arc<MemoryOutbox>, platform: FakePlatform, settings: DispatcherSettings, seed: u64) -> Self {
        let (platform, links, stop) = (Arc::new(platform), Arc::new(LinkDiary::default()), CancellationToken::new());
        let dispatcher = Dispatcher::new(
            Platform::City,
            platform.clone(),
            outbox.clone(),
            links.clone(),
            outbox.clock.clone(),
            settings,
            seed,
        );
        let running = tokio::spawn(dispatcher.run(stop.clone()));
        Self { outbox, platform, links, stop, running }
    }

    pub async fn stop(self) -> (Arc<MemoryOutbox>, Arc<FakePlatform>, Arc<LinkDiary>) {
        self.stop.cancel();
        self.running.await.unwrap();
        (self.outbox, self.platform, self.links)
    }
}
