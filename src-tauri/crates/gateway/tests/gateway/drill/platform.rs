//! A platform that delays, loses requests and replies, refuses, and is away for whole stretches, all by a seed.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use lotdesk_domain::message::{OnUnknown, Outcome};
use lotdesk_domain::moment::Moment;
use lotdesk_gateway::dispatcher::{Carried, Carrier, Claimed, Departure, Exchange, Seen};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tokio::time::Instant;

/// The reply time-out of every call (DB4403/T 313, 6.1.1 e).
pub const TIMEOUT: Duration = Duration::from_secs(20);

/// Sent once only: what became of it when the reply is lost is for a person to find out (as 5007).
pub const ONCE: &str = "5007";
/// Sent again with the same identifiers (as 5004).
pub const AGAIN: &str = "5004";

#[derive(Clone, Debug)]
pub struct Manners {
    /// Of 100 calls: the request is lost, the reply is lost, no connection, refused.
    pub lost_request: u32,
    pub lost_reply: u32,
    pub no_connection: u32,
    pub refused: u32,
    /// A repeat of what arrived is refused with 1200 (A.2, 对象已存在).
    pub knows_repeats: bool,
    /// How long an answer takes, in milliseconds.
    pub delay_ms: std::ops::RangeInclusive<u64>,
    /// From second to second after the start: nothing answers; and whether connections are refused outright.
    pub away_s: Vec<(std::ops::Range<u64>, bool)>,
}

impl Manners {
    pub fn good() -> Self {
        Self {
            lost_request: 0,
            lost_reply: 0,
            no_connection: 0,
            refused: 0,
            knows_repeats: false,
            delay_ms: 100..=100,
            away_s: Vec::new(),
        }
    }
}

pub struct FakePlatform {
    manners: Manners,
    start: Instant,
    rng: Mutex<StdRng>,
    /// First arrivals in order, by identifier.
    pub effects: Mutex<Vec<String>>,
    /// How often each request arrived.
    pub arrivals: Mutex<BTreeMap<String, u32>>,
    under_way: AtomicUsize,
    pub most_under_way: AtomicUsize,
    /// When each call began, and how many others were under way then.
    pub begun: Mutex<Vec<(Instant, usize)>>,
    pub opened: AtomicUsize,
    exchanges: Mutex<Vec<Exchange>>,
    pub closed: AtomicUsize,
    /// The first so many openings and calls meet a refused login.
    pub logins_to_refuse: AtomicUsize,
    /// So many calls fail on this machine, before anything of the platform is seen.
    pub local_faults: AtomicUsize,
    /// The first so many calls break inside.
    pub panics: AtomicUsize,
}

impl FakePlatform {
    pub fn new(manners: Manners, seed: u64) -> Self {
        Self {
            manners,
            start: Instant::now(),
            rng: Mutex::new(StdRng::seed_from_u64(seed)),
            effects: Mutex::default(),
            arrivals: Mutex::default(),
            under_way: AtomicUsize::new(0),
            most_under_way: AtomicUsize::new(0),
            begun: Mutex::default(),
            opened: AtomicUsize::new(0),
            exchanges: Mutex::default(),
            closed: AtomicUsize::new(0),
            logins_to_refuse: AtomicUsize::new(0),
            local_faults: AtomicUsize::new(0),
            panics: AtomicUsize::new(0),
        }
    }

    pub fn start(&self) -> Instant {
        self.start
    }

    fn away(&self) -> Option<bool> {
        let now_s = self.start.elapsed().as_secs();
        self.manners.away_s.iter().find(|(stretch, _)| stretch.contains(&now_s)).map(|(_, refused)| *refused)
    }

    fn arrive(&self, id: &str) {
        let mut arrivals = self.arrivals.lock().unwrap();
        let count = arrivals.entry(id.to_owned()).or_default();
        *count += 1;
        if *count == 1 {
            self.effects.lock().unwrap().push(id.to_owned());
        }
    }

    fn refuses_login(&self) -> Option<Seen> {
        let left = self.logins_to_refuse.load(Ordering::SeqCst);
        (left > 0).then(|| {
            self.logins_to_refuse.store(left - 1, Ordering::SeqCst);
            Seen::LoginRefused { why: "3001".into(), again_in: Duration::from_secs(5) }
        })
    }

    async fn answer(&self, claimed: &Claimed, departure: &Departure) -> Carried {
        let (dice, delay_ms) = {
            let mut rng = self.rng.lock().unwrap();
            (rng.random_range(0..100), rng.random_range(self.manners.delay_ms.clone()))
        };
        let not_sent = |why: &str| Carried::new(Outcome::NotSent { why: why.into() }, Seen::Silent { why: why.into() });
        let unknown = |why: &str| Carried::new(Outcome::Unknown { why: why.into() }, Seen::Silent { why: why.into() });
        if let Some(seen) = self.refuses_login() {
            return Carried::new(Outcome::NotSent { why: "no login".into() }, seen);
        }
        match self.away() {
            Some(true) => return not_sent("refused connection"),
            Some(false) => {
                departure.leaves();
                tokio::time::sleep(TIMEOUT).await;
                return unknown("nobody answers");
            }
            None => {}
        }
        let m = &self.manners;
        let mut edge = m.no_connection;
        if dice < edge {
            return not_sent("no connection");
        }
        departure.leaves();
        tokio::time::sleep(Duration::from_millis(delay_ms / 2)).await;
        edge += m.lost_request;
        if dice < edge {
            tokio::time::sleep(TIMEOUT).await;
            return unknown("the request was lost");
        }
        edge += m.refused;
        let refused = dice < edge && !self.arrivals.lock().unwrap().contains_key(&claimed.own_id);
        let repeat = self.arrivals.lock().unwrap().contains_key(&claimed.own_id);
        if !refused {
            self.arrive(&claimed.own_id);
        }
        tokio::time::sleep(Duration::from_millis(delay_ms / 2)).await;
        edge += m.lost_reply;
        if refused {
            let outcome = Outcome::Refused { code: "1007".into(), words: "超出规定值范围".into() };
            return Carried::new(outcome, Seen::Answered);
        }
        if dice < edge && dice >= edge - m.lost_reply {
            return unknown("the connection was cut");
        }
        if repeat && m.knows_repeats {
            let outcome = Outcome::Refused { code: "1200".into(), words: "对象已存在".into() };
            return Carried::new(outcome, Seen::Answered);
        }
        Carried::new(Outcome::Accepted, Seen::Answered)
    }
}

#[async_trait]
impl Carrier for FakePlatform {
    async fn open(&self, prove: bool) -> (Seen, Option<Duration>) {
        self.opened.fetch_add(1, Ordering::SeqCst);
        if let Some(seen) = self.refuses_login() {
            return (seen, None);
        }
        if prove && self.away().is_some() {
            return (Seen::Silent { why: "no login".into() }, None);
        }
        if self.opened.load(Ordering::SeqCst) == 1 {
            self.exchanges.lock().unwrap().push(Exchange { interface: "1001", at: Moment(0), ok: true });
        }
        (Seen::Answered, Some(Duration::from_secs(3600)))
    }

    async fn send(&self, claimed: &Claimed, departure: &Departure) -> Carried {
        let others = self.under_way.fetch_add(1, Ordering::SeqCst);
        self.begun.lock().unwrap().push((Instant::now(), others));
        self.most_under_way.fetch_max(others + 1, Ordering::SeqCst);
        // Dropped when the dispatcher breaks the attempt off.
        struct UnderWay<'a>(&'a AtomicUsize);
        impl Drop for UnderWay<'_> {
            fn drop(&mut self) {
                self.0.fetch_sub(1, Ordering::SeqCst);
            }
        }
        let _under_way = UnderWay(&self.under_way);
        let panics = self.panics.load(Ordering::SeqCst);
        if panics > 0 {
            self.panics.store(panics - 1, Ordering::SeqCst);
            panic!("a carrier that breaks, on purpose");
        }
        let faults = self.local_faults.load(Ordering::SeqCst);
        if faults > 0 {
            self.local_faults.store(faults - 1, Ordering::SeqCst);
            return Carried::new(Outcome::NotSent { why: "the disk is away".into() }, Seen::Nothing);
        }
        self.answer(claimed, departure).await
    }

    fn on_unknown(&self, interface: &str) -> OnUnknown {
        if interface == ONCE { OnUnknown::Person } else { OnUnknown::Resend }
    }

    fn has_already(&self, _claimed: &Claimed, code: &str) -> bool {
        code == "1200"
    }

    fn take_exchanges(&self) -> Vec<Exchange> {
        std::mem::take(&mut *self.exchanges.lock().unwrap())
    }

    async fn close(&self) {
        self.closed.fetch_add(1, Ordering::SeqCst);
    }
}
