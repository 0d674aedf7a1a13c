//! A platform that loses, delays and mixes up replies, asks for things of its own, and sometimes falls silent. Each
//! world comes from a seed, which a failure names.

use std::collections::{BTreeMap, BTreeSet};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::*;

const WORLDS: u64 = 400;
const LASTS_MS: u64 = 120_000;

struct World {
    rng: StdRng,
    drill: Drill,
    /// What reaches us, and when, in milliseconds.
    coming: BTreeMap<(u64, u64), Event>,
    order: u64,
    /// Every call, and how often it was settled.
    calls: BTreeMap<Ticket, u32>,
    /// The platform's open requests: when it asked, and whether the handler is still at it.
    asked: BTreeMap<u32, u64>,
    last_beat_ms: Option<u64>,
    /// The last heartbeat's number, and how often it was sent without a reply.
    beat: (u32, u32),
    in_flight: BTreeSet<u32>,
    silent_from_ms: u64,
    ended: Option<Ended>,
}

impl World {
    fn new(seed: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let numbers = PacketNumbers::beginning_with(2_147_483_647 - rng.random_range(0..20));
        let silent_from_ms = rng.random_range(0..2 * LASTS_MS);
        Self {
            rng,
            drill: Drill::numbered(numbers),
            coming: BTreeMap::new(),
            order: 0,
            calls: BTreeMap::new(),
            asked: BTreeMap::new(),
            last_beat_ms: None,
            beat: (0, 0),
            in_flight: BTreeSet::new(),
            silent_from_ms,
            ended: None,
        }
    }

    fn comes(&mut self, at_ms: u64, event: Event) {
        self.order += 1;
        self.coming.insert((at_ms, self.order), event);
    }

    fn run(&mut self) {
        self.comes(0, Event::Connected);
        for ticket in 0..60 {
            let at_ms = self.rng.random_range(0..LASTS_MS);
            self.calls.insert(ticket, 0);
            self.comes(at_ms, Event::Call { ticket, command: 5004, data: ticket.to_string().into() });
        }
        for n in 0..20 {
            // Also before it has taken our login.
            let at_ms = self.rng.random_range(0..LASTS_MS);
            self.comes(at_ms, Event::Received(Frame::request(n + 1, 6005, "{}")));
        }
        self.comes(LASTS_MS, Event::Stop);
        while self.ended.is_none() {
            let wake_ms = self.drill.session.wake_at().map(|at| (at - self.drill.begin).as_millis() as u64);
            let next = self.coming.first_key_value().map(|((at, _), _)| *at);
            let (now_ms, event) = match (wake_ms, next) {
                (wake, Some(at)) if wake.is_none_or(|wake| at <= wake) => (at, self.coming.pop_first().unwrap().1),
                (Some(wake), _) => (wake, Event::Tick),
                (None, None) => panic!("it sleeps forever"),
                (None, Some(_)) => unreachable!(),
            };
            self.turn(now_ms, event);
        }
    }

    fn turn(&mut self, now_ms: u64, event: Event) {
        if let Event::Received(frame) = &event {
            match frame.direction {
                FrameDirection::Request => {
                    self.asked.insert(frame.packet_no, now_ms);
                }
                FrameDirection::Reply if frame.packet_no == self.beat.0 => self.beat.1 = 0,
                FrameDirection::Reply => {}
            }
        }
        self.drill.now = self.drill.begin + Duration::from_millis(now_ms);
        for action in self.drill.tell(event) {
            self.acted(now_ms, action);
        }
        if let Some(last) = self.last_beat_ms
            && now_ms < LASTS_MS
            && self.ended.is_none()
        {
            assert!(now_ms - last <= 3_000, "no heartbeat for {} ms", now_ms - last);
        }
    }

    fn acted(&mut self, now_ms: u64, action: Action) {
        assert!(self.ended.is_none(), "after the end: {action:?}");
        match action {
            Action::Send { direction: FrameDirection::Request, packet_no, command, content } => {
                assert!((1..=2_147_483_647).contains(&packet_no));
                self.sent(now_ms, packet_no, command, content);
            }
            Action::Send { direction: FrameDirection::Reply, packet_no, command, .. } => {
                assert_eq!(command, 6005);
                let asked_ms = self.asked.remove(&packet_no).expect("one answer to what was asked");
                assert!(now_ms - asked_ms < 20_000);
            }
            Action::Ask { packet_no, .. } => {
                let at_ms = now_ms + self.rng.random_range(0..25_000);
                self.comes(at_ms, Event::Answered { packet_no, data: "{}".into(), ok: true });
            }
            Action::Settle { ticket, end } => {
                if let CallEnd::Replied { data } = end {
                    assert_eq!(data, ticket.to_string(), "its own reply");
                }
                *self.calls.get_mut(&ticket).unwrap() += 1;
            }
            Action::LoggedIn => self.last_beat_ms = Some(now_ms),
            Action::Exchanged { .. } => {}
            Action::End(why) => self.ended = Some(why),
        }
    }

    fn sent(&mut self, now_ms: u64, packet_no: u32, command: u16, content: Content) {
        let data = match (command, content) {
            (5004, Content::Given(data)) => {
                assert!(self.in_flight.insert(packet_no), "{packet_no} twice");
                data
            }
            (1006, Content::Nothing) => {
                self.last_beat_ms = Some(now_ms);
                if self.beat.0 != packet_no {
                    assert_eq!(self.beat.1, 0, "a new one before the old one was answered");
                    self.beat = (packet_no, 0);
                }
                self.beat.1 += 1;
                WELL.into()
            }
            (1004, Content::Login) | (1005, Content::Nothing) => WELL.into(),
            other => panic!("{other:?}"),
        };
        let lost = now_ms >= self.silent_from_ms || (command != 1004 && self.rng.random_range(0..10) == 0);
        let late_ms = match self.rng.random_range(0..10) {
            0 => self.rng.random_range(2_000..25_000),
            _ => self.rng.random_range(0..2_000),
        };
        if !lost {
            let reply = Frame::reply(packet_no, command, data);
            let late_ms = if command == 1004 { late_ms % 4_000 } else { late_ms };
            self.comes(now_ms + late_ms, Event::Received(reply));
        }
    }
}

#[test]
fn whatever_the_platform_does_every_call_is_settled_once_and_the_heart_beats() {
    let mut ends: BTreeMap<&str, u32> = BTreeMap::new();
    for seed in 0..WORLDS {
        let outcome = std::panic::catch_unwind(|| {
            let mut world = World::new(seed);
            world.run();
            // What was to be called after the end would be told so by the runner.
            let called_later: BTreeSet<Ticket> = world
                .coming
                .values()
                .filter_map(|event| if let Event::Call { ticket, .. } = event { Some(*ticket) } else { None })
                .collect();
            for (ticket, times) in &world.calls {
                assert_eq!(*times, u32::from(!called_later.contains(ticket)), "call {ticket}");
            }
            if let Some(Ended::HeartbeatUnanswered { .. }) = world.ended {
                assert_eq!(world.beat.1, 3, "sendings");
            }
            world.ended
        });
        let ended = outcome.unwrap_or_else(|_| panic!("the world of seed {seed} broke a rule"));
        let word = match ended {
            Some(Ended::Stopped) => "stopped",
            Some(Ended::HeartbeatUnanswered { .. }) => "heartbeat",
            Some(Ended::LoginUnanswered) => "login",
            other => panic!("seed {seed}: {other:?}"),
        };
        *ends.entry(word).or_default() += 1;
    }
    assert!(ends["stopped"] > 50 && ends["heartbeat"] > 50, "the worlds are too much alike: {ends:?}");
}
