//! One connection's life as a state machine: login, heartbeats, requests both ways, logout. No socket, no clock, no
//! envelope: the moment comes in, and what is to be sent goes out as an [`Action`].

mod ended;
mod event;

use std::collections::{BTreeMap, VecDeque};

use bytes::Bytes;
use lotdesk_domain::message::Outcome;
use lotdesk_protocols::city::client::Answer;
use lotdesk_protocols::city::frame::{Frame, FrameDirection, PacketNumbers};
use tokio::time::Instant;

pub use ended::Ended;
pub use event::{Action, CallEnd, Content, Event, Ticket};

use super::handler::Way;
use super::pace::Pace;

/// 1004 over TCP (6.2.4).
pub(super) const LOGIN: u16 = 1004;
/// 1005 over TCP (6.2.5).
pub(super) const LOGOUT: u16 = 1005;
/// 1006 over TCP (6.2.6).
pub(super) const HEARTBEAT: u16 = 1006;

/// A heartbeat that has no reply yet.
#[derive(Clone, Copy, Debug)]
struct Beat {
    packet_no: u32,
    sendings: u32,
}

#[derive(Debug)]
enum Phase {
    /// Connected, and nothing said.
    Fresh,
    LoggingIn {
        packet_no: u32,
        until: Instant,
    },
    On {
        next_beat: Instant,
        beat: Option<Beat>,
    },
    LoggingOut {
        packet_no: u32,
        until: Instant,
    },
    Over,
}

#[derive(Debug)]
struct Waiting {
    ticket: Ticket,
    command: u16,
    until: Instant,
}

#[derive(Debug)]
struct Asked {
    command: u16,
    until: Instant,
}

/// One connection from the login to its end. Feed it by [`Session::handle`], then carry out every
/// [`Session::next_action`], and come back at [`Session::wake_at`] with [`Event::Tick`].
#[derive(Debug)]
pub struct Session {
    pace: Pace,
    numbers: PacketNumbers,
    phase: Phase,
    /// Requests of ours that wait for their replies, by packet number.
    calls: BTreeMap<u32, Waiting>,
    /// Requests of the platform that are worked on, by its packet number.
    asked: BTreeMap<u32, Asked>,
    /// Requests of the platform that came before it took our login, with their moments.
    held: Vec<(Frame, Instant)>,
    actions: VecDeque<Action>,
    proven: bool,
}

impl Session {
    /// A session on a connection that stands. The packet numbers go on from the connection before it.
    pub const fn new(pace: Pace, numbers: PacketNumbers) -> Self {
        Self {
            pace,
            numbers,
            phase: Phase::Fresh,
            calls: BTreeMap::new(),
            asked: BTreeMap::new(),
            held: Vec::new(),
            actions: VecDeque::new(),
            proven: false,
        }
    }

    /// Takes in what happened, and whatever has become due by `now`.
    pub fn handle(&mut self, event: Event, now: Instant) {
        match event {
            Event::Connected => self.log_in(now),
            Event::Received(frame) => match frame.direction {
                FrameDirection::Reply => self.replied(&frame, now),
                FrameDirection::Request => self.asked(frame, now),
            },
            Event::Call { ticket, command, data } => self.call(ticket, command, data, now),
            Event::Answered { packet_no, data, ok } => self.answered(packet_no, data, ok),
            Event::Lost(why) => self.end(why),
            Event::Stop => self.log_out(now),
            Event::Tick => {}
        }
        self.what_is_due(now);
    }

    /// What is to be done next, in this order.
    pub fn next_action(&mut self) -> Option<Action> {
        self.actions.pop_front()
    }

    /// When to come back, whatever else happens. Nothing once it is over.
    pub fn wake_at(&self) -> Option<Instant> {
        let phase = match &self.phase {
            Phase::Fresh => None,
            Phase::Over => return None,
            Phase::LoggingIn { until, .. } | Phase::LoggingOut { until, .. } => Some(*until),
            Phase::On { next_beat, .. } => Some(*next_beat),
        };
        let calls = self.calls.values().map(|call| call.until);
        let asked = self.asked.values().map(|asked| asked.until);
        phase.into_iter().chain(calls).chain(asked).min()
    }

    /// True once the platform has answered a heartbeat: the connection is worth something.
    pub const fn is_proven(&self) -> bool {
        self.proven
    }

    /// The packet numbers, for the next connection.
    pub fn into_numbers(self) -> PacketNumbers {
        self.numbers
    }

    /// A number that nothing in flight has. Numbers come round after 2³¹ − 1.
    fn number(&mut self) -> u32 {
        loop {
            let no = self.numbers.take();
            let beats = matches!(&self.phase, Phase::On { beat: Some(beat), .. } if beat.packet_no == no);
            if !beats && !self.calls.contains_key(&no) {
                return no;
            }
        }
    }

    fn request(&mut self, packet_no: u32, command: u16, content: Content) {
        self.actions.push_back(Action::Send { direction: FrameDirection::Request, packet_no, command, content });
    }

    fn reply(&mut self, packet_no: u32, command: u16, content: Content) {
        self.actions.push_back(Action::Send { direction: FrameDirection::Reply, packet_no, command, content });
    }

    fn exchanged(&mut self, command: u16, way: Way, ok: bool) {
        self.actions.push_back(Action::Exchanged { command, way, ok });
    }

    fn log_in(&mut self, now: Instant) {
        if matches!(self.phase, Phase::Fresh) {
            let packet_no = self.number();
            self.phase = Phase::LoggingIn { packet_no, until: now + self.pace.reply };
            self.request(packet_no, LOGIN, Content::Login);
        }
    }

    fn log_out(&mut self, now: Instant) {
        match self.phase {
            Phase::Fresh | Phase::LoggingIn { .. } => self.end(Ended::Stopped),
            Phase::On { .. } => {
                let packet_no = self.number();
                self.phase = Phase::LoggingOut { packet_no, until: now + self.pace.logout };
                self.request(packet_no, LOGOUT, Content::Nothing);
            }
            Phase::LoggingOut { .. } | Phase::Over => {}
        }
    }

    fn call(&mut self, ticket: Ticket, command: u16, data: Bytes, now: Instant) {
        let not_sent = |why: &str| CallEnd::NotSent { why: why.to_owned() };
        let end = match self.phase {
            Phase::On { .. } if self.calls.len() < self.pace.most_calls => {
                let packet_no = self.number();
                self.calls.insert(packet_no, Waiting { ticket, command, until: now + self.pace.reply });
                return self.request(packet_no, command, Content::Given(data));
            }
            Phase::On { .. } => not_sent("too many requests wait for their replies over TCP"),
            Phase::LoggingOut { .. } => not_sent("the TCP connection is being closed"),
            Phase::Fresh | Phase::LoggingIn { .. } | Phase::Over => not_sent("the TCP connection is not logged in"),
        };
        self.actions.push_back(Action::Settle { ticket, end });
    }

    fn replied(&mut self, frame: &Frame, now: Instant) {
        let wrong = |wanted: u16| Ended::OutOfStep { packet_no: frame.packet_no, wanted, got: frame.command };
        match &mut self.phase {
            Phase::LoggingIn { packet_no, .. } if *packet_no == frame.packet_no => match frame.command {
                LOGIN => self.login_answered(&frame.data, now),
                _ => self.end(wrong(LOGIN)),
            },
            Phase::LoggingOut { packet_no, .. } if *packet_no == frame.packet_no => match frame.command {
                LOGOUT => {
                    let ok = refusal_in(&frame.data).is_none();
                    self.exchanged(LOGOUT, Way::Up, ok);
                    self.end(Ended::Stopped);
                }
                _ => self.end(wrong(LOGOUT)),
            },
            Phase::On { beat, .. } if beat.is_some_and(|beat| beat.packet_no == frame.packet_no) => {
                match frame.command {
                    HEARTBEAT => {
                        *beat = None;
                        self.heartbeat_answered(&frame.data);
                    }
                    _ => self.end(wrong(HEARTBEAT)),
                }
            }
            Phase::Fresh | Phase::Over => {}
            _ => match self.calls.get(&frame.packet_no) {
                Some(call) if call.command == frame.command => {
                    let ticket = call.ticket;
                    self.calls.remove(&frame.packet_no);
                    let end = CallEnd::Replied { data: frame.data.clone() };
                    self.actions.push_back(Action::Settle { ticket, end });
                }
                Some(call) => {
                    let wanted = call.command;
                    self.end(wrong(wanted));
                }
                // Too late: it was settled as unknown, or a heartbeat was answered twice.
                None => {}
            },
        }
    }

    fn login_answered(&mut self, data: &Bytes, now: Instant) {
        match Answer::read(200, &String::from_utf8_lossy(data)).outcome {
            Outcome::Accepted => {
                self.exchanged(LOGIN, Way::Up, true);
                self.actions.push_back(Action::LoggedIn);
                // The first heartbeat at once: it shows that the connection works.
                self.phase = Phase::On { next_beat: now, beat: None };
                self.serve_held(now);
            }
            Outcome::Refused { code, words } => {
                self.exchanged(LOGIN, Way::Up, false);
                self.end(Ended::LoginRefused { code, words });
            }
            Outcome::Unknown { why } | Outcome::NotSent { why } => self.end(Ended::LoginUnreadable { why }),
        }
    }

    /// The platform may push as soon as the connection stands (6.1.3). The login is the proof of who asks (6.2.4), so what
    /// came before it is served now; the time for the answer has been running.
    fn serve_held(&mut self, now: Instant) {
        for (frame, at) in std::mem::take(&mut self.held) {
            if at + self.pace.answer <= now {
                self.refuse(frame.packet_no, frame.command, "not done in time");
            } else {
                self.asked(frame, at);
            }
        }
    }

    fn refuse(&mut self, packet_no: u32, command: u16, why: &'static str) {
        self.reply(packet_no, command, Content::Refusal(why));
        self.exchanged(command, Way::Down, false);
    }

    fn heartbeat_answered(&mut self, data: &Bytes) {
        if let Some((code, words)) = refusal_in(data) {
            self.exchanged(HEARTBEAT, Way::Up, false);
            return self.end(Ended::HeartbeatRefused { code, words });
        }
        if !self.proven {
            // Once a connection: twenty of them a minute are no news.
            self.proven = true;
            self.exchanged(HEARTBEAT, Way::Up, true);
        }
    }

    fn asked(&mut self, frame: Frame, now: Instant) {
        match self.phase {
            Phase::On { .. } | Phase::LoggingOut { .. } => {}
            Phase::Over => return,
            Phase::Fresh | Phase::LoggingIn { .. } if self.held.len() < self.pace.most_asked => {
                return self.held.push((frame, now));
            }
            Phase::Fresh | Phase::LoggingIn { .. } => {
                return self.refuse(frame.packet_no, frame.command, "too many requests at once");
            }
        }
        let Frame { packet_no, command, data, .. } = frame;
        if command == HEARTBEAT {
            return self.reply(packet_no, command, Content::Fine);
        }
        match self.asked.get(&packet_no) {
            // Sent again while it is worked on: one answer serves both.
            Some(asked) if asked.command == command => {}
            Some(asked) => {
                let wanted = asked.command;
                self.end(Ended::OutOfStep { packet_no, wanted, got: command });
            }
            None if self.asked.len() >= self.pace.most_asked => {
                self.refuse(packet_no, command, "too many requests at once");
            }
            None => {
                self.asked.insert(packet_no, Asked { command, until: now + self.pace.answer });
                self.actions.push_back(Action::Ask { packet_no, command, data });
            }
        }
    }

    fn answered(&mut self, packet_no: u32, data: Bytes, ok: bool) {
        if let Some(asked) = self.asked.remove(&packet_no) {
            self.reply(packet_no, asked.command, Content::Given(data));
            self.exchanged(asked.command, Way::Down, ok);
        }
    }

    fn what_is_due(&mut self, now: Instant) {
        match &mut self.phase {
            Phase::LoggingIn { until, .. } if *until <= now => return self.end(Ended::LoginUnanswered),
            Phase::LoggingOut { until, .. } if *until <= now => return self.end(Ended::Stopped),
            Phase::On { next_beat, beat } if *next_beat <= now => {
                *next_beat = now + self.pace.heartbeat;
                match beat {
                    Some(beat) if beat.sendings >= self.pace.heartbeat_sendings => {
                        self.exchanged(HEARTBEAT, Way::Up, false);
                        return self.end(Ended::HeartbeatUnanswered { sendings: self.pace.heartbeat_sendings });
                    }
                    Some(beat) => {
                        beat.sendings += 1;
                        let packet_no = beat.packet_no;
                        self.request(packet_no, HEARTBEAT, Content::Nothing);
                    }
                    None => self.new_beat(),
                }
            }
            Phase::Over => return,
            _ => {}
        }
        let late: Vec<u32> = self.calls.iter().filter(|(_, call)| call.until <= now).map(|(no, _)| *no).collect();
        for call in late.iter().filter_map(|no| self.calls.remove(no)) {
            let why = format!("no reply over TCP within {} s", self.pace.reply.as_secs());
            self.actions.push_back(Action::Settle { ticket: call.ticket, end: CallEnd::Unknown { why } });
        }
        let late: Vec<u32> = self.asked.iter().filter(|(_, asked)| asked.until <= now).map(|(no, _)| *no).collect();
        for packet_no in late {
            if let Some(asked) = self.asked.remove(&packet_no) {
                self.refuse(packet_no, asked.command, "not done in time");
            }
        }
    }

    fn new_beat(&mut self) {
        let packet_no = self.number();
        if let Phase::On { beat, .. } = &mut self.phase {
            *beat = Some(Beat { packet_no, sendings: 1 });
        }
        self.request(packet_no, HEARTBEAT, Content::Nothing);
    }

    /// Settles what is in flight: whether the platform has it is not known.
    fn end(&mut self, why: Ended) {
        if matches!(self.phase, Phase::Over) {
            return;
        }
        self.phase = Phase::Over;
        self.asked.clear();
        self.held.clear();
        for call in std::mem::take(&mut self.calls).into_values() {
            let why = format!("the TCP connection ended before the reply came: {why}");
            self.actions.push_back(Action::Settle { ticket: call.ticket, end: CallEnd::Unknown { why } });
        }
        self.actions.push_back(Action::End(why));
    }
}

/// The refusal in a reply that need not say anything (6.2.5 and 6.2.6 give it no fields).
fn refusal_in(data: &[u8]) -> Option<(String, String)> {
    match Answer::read(200, &String::from_utf8_lossy(data)).outcome {
        Outcome::Refused { code, words } => Some((code, words)),
        Outcome::Accepted | Outcome::Unknown { .. } | Outcome::NotSent { .. } => None,
    }
}

#[cfg(test)]
mod tests;
