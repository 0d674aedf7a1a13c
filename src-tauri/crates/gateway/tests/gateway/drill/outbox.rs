//! An outbox in memory that keeps the ledger's promises and checks that the dispatcher keeps its own.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use lotdesk_domain::message::{Outcome, Platform, Rank};
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_gateway::dispatcher::{Claimed, Outbox, OutboxError, Settlement};
use tokio::sync::watch;

#[derive(Clone, Debug, PartialEq)]
pub enum State {
    Waiting { next_at: Moment },
    Leased { until: Moment, attempt: i64 },
    Accepted,
    Refused,
    Unknown,
}

#[derive(Clone, Debug)]
pub struct Message {
    pub interface: &'static str,
    pub key: Option<u32>,
    pub rank: Rank,
    pub state: State,
    pub attempts: u32,
    pub outcomes: Vec<Outcome>,
}

pub struct MemoryOutbox {
    pub clock: Arc<dyn Clock>,
    messages: Mutex<Vec<Message>>,
    exchanges: Mutex<Vec<(String, bool)>>,
    /// The next so many claims and settlements fail.
    pub claims_to_fail: Mutex<u32>,
    pub settlements_to_fail: Mutex<u32>,
    grew: watch::Sender<u64>,
}

fn claimed(no: usize, it: &Message, now: Moment) -> Claimed {
    Claimed {
        no: no as i64,
        attempt: i64::from(it.attempts),
        platform: Platform::City,
        interface: it.interface.to_owned(),
        own_id: no.to_string(),
        rank: it.rank,
        body: format!("{{\"id\":\"{no}\"}}"),
        mapping_version: 1,
        attempts: it.attempts - 1,
        may_have_arrived: it.outcomes.iter().any(|outcome| matches!(outcome, Outcome::Unknown { .. })),
        queued_at: now,
    }
}

fn broken() -> OutboxError {
    OutboxError("the disk is full".into())
}

fn fails(counter: &Mutex<u32>) -> bool {
    let mut left = counter.lock().unwrap();
    let fails = *left > 0;
    *left = left.saturating_sub(1);
    fails
}

impl MemoryOutbox {
    pub fn new(clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self {
            clock,
            messages: Mutex::default(),
            exchanges: Mutex::default(),
            claims_to_fail: Mutex::new(0),
            settlements_to_fail: Mutex::new(0),
            grew: watch::Sender::new(0),
        })
    }

    /// Queues a message; its number is its identifier too.
    pub fn queue(&self, interface: &'static str, key: Option<u32>, rank: Rank) -> usize {
        let mut messages = self.messages.lock().unwrap();
        let state = State::Waiting { next_at: self.clock.now() };
        messages.push(Message { interface, key, rank, state, attempts: 0, outcomes: Vec::new() });
        self.grew.send_modify(|n| *n += 1);
        messages.len() - 1
    }

    pub fn message(&self, no: usize) -> Message {
        self.messages.lock().unwrap()[no].clone()
    }

    pub fn all(&self) -> Vec<Message> {
        self.messages.lock().unwrap().clone()
    }

    pub fn exchanges(&self) -> Vec<(String, bool)> {
        self.exchanges.lock().unwrap().clone()
    }

    /// Leaves a message as an earlier process does that ended while it was under way.
    pub fn leave_under_way(&self, no: usize) {
        let it = &mut self.messages.lock().unwrap()[no];
        it.attempts += 1;
        it.state = State::Leased { until: self.clock.now().plus_ms(3_600_000), attempt: i64::from(it.attempts) };
    }

    /// What a person does: decides about what was refused or is unknown.
    pub fn decide(&self, decision: impl Fn(usize, &Message) -> State) {
        for (no, message) in self.messages.lock().unwrap().iter_mut().enumerate() {
            if matches!(message.state, State::Refused | State::Unknown) {
                message.state = decision(no, message);
            }
        }
        self.grew.send_modify(|n| *n += 1);
    }
}

#[async_trait]
impl Outbox for MemoryOutbox {
    async fn interrupted(&self, _: Platform) -> Result<Vec<Claimed>, OutboxError> {
        let messages = self.messages.lock().unwrap();
        let under_way = messages.iter().enumerate().filter(|(_, it)| matches!(it.state, State::Leased { .. }));
        Ok(under_way.map(|(no, it)| claimed(no, it, self.clock.now())).collect())
    }

    async fn claim(&self, platform: Platform, now: Moment, lease_ms: i64) -> Result<Option<Claimed>, OutboxError> {
        assert_eq!(platform, Platform::City);
        // A commit takes its time.
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        if fails(&self.claims_to_fail) {
            return Err(broken());
        }
        let mut messages = self.messages.lock().unwrap();
        let free = |no: usize, all: &[Message]| {
            let it = &all[no];
            let ready = match it.state {
                State::Waiting { next_at } => next_at <= now,
                _ => false,
            };
            let behind_one =
                |other: &Message| it.key.is_some() && other.key == it.key && other.state != State::Accepted;
            let behind_basic =
                |other: &Message| it.rank != Rank::Basic && other.rank == Rank::Basic && other.state != State::Accepted;
            ready && !all[..no].iter().any(behind_one) && !all.iter().any(behind_basic)
        };
        let Some(no) = (0..messages.len()).find(|no| free(*no, &messages)) else { return Ok(None) };
        let it = &mut messages[no];
        it.attempts += 1;
        it.state = State::Leased { until: now.plus_ms(lease_ms), attempt: i64::from(it.attempts) };
        Ok(Some(claimed(no, it, now)))
    }

    async fn settle(
        &self,
        claimed: &Claimed,
        outcome: &Outcome,
        settlement: Settlement,
        _reply: Option<&str>,
        now: Moment,
    ) -> Result<(), OutboxError> {
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        if fails(&self.settlements_to_fail) {
            return Err(broken());
        }
        let mut messages = self.messages.lock().unwrap();
        let it = &mut messages[claimed.no as usize];
        let State::Leased { until, attempt } = it.state else { panic!("settled without a lease: {it:?}") };
        assert_eq!(attempt, claimed.attempt, "an attempt of an earlier lease is settled");
        assert!(now < until, "the lease ran out under way");
        it.outcomes.push(outcome.clone());
        it.state = match settlement {
            Settlement::Accepted => State::Accepted,
            Settlement::Refused => State::Refused,
            Settlement::Unknown => State::Unknown,
            Settlement::RetryAt(next_at) => {
                assert!(next_at >= now);
                State::Waiting { next_at }
            }
        };
        Ok(())
    }

    async fn store_exchange(&self, _: Platform, interface: &str, _: Moment, ok: bool) -> Result<(), OutboxError> {
        self.exchanges.lock().unwrap().push((interface.to_owned(), ok));
        Ok(())
    }

    fn grew(&self) -> watch::Receiver<u64> {
        self.grew.subscribe()
    }
}
