//! The session by hand and in a simulated world. Every time stands in 6.1.3 or 6.1.1 e.

mod simulation;

use std::time::Duration;

use super::*;

const WELL: &str = r#"{"resultCode":"0","resultMsg":"成功","timestamp":125555556621,"data":[]}"#;

fn seconds(s: u64) -> Duration {
    Duration::from_secs(s)
}

struct Drill {
    session: Session,
    begin: Instant,
    now: Instant,
}

impl Drill {
    fn fresh() -> Self {
        Self::numbered(PacketNumbers::default())
    }

    fn numbered(numbers: PacketNumbers) -> Self {
        let begin = Instant::now();
        Self { session: Session::new(Pace::default(), numbers), begin, now: begin }
    }

    /// Logged in, the first heartbeat answered. Packets 1 and 2 are used.
    fn on() -> Self {
        let mut drill = Self::fresh();
        assert_eq!(drill.tell(Event::Connected), [say(1, 1004, Content::Login)]);
        let up = Action::Exchanged { command: 1004, way: Way::Up, ok: true };
        assert_eq!(drill.reply(1, 1004, WELL), [up, Action::LoggedIn, say(2, 1006, Content::Nothing)]);
        let up = Action::Exchanged { command: 1006, way: Way::Up, ok: true };
        assert_eq!(drill.reply(2, 1006, ""), [up], "6.2.6 gives the reply no fields");
        drill
    }

    fn tell(&mut self, event: Event) -> Vec<Action> {
        self.session.handle(event, self.now);
        std::iter::from_fn(|| self.session.next_action()).collect()
    }

    fn reply(&mut self, packet_no: u32, command: u16, data: &'static str) -> Vec<Action> {
        self.tell(Event::Received(Frame::reply(packet_no, command, data)))
    }

    fn ask(&mut self, packet_no: u32, command: u16) -> Vec<Action> {
        self.tell(Event::Received(Frame::request(packet_no, command, "{}")))
    }

    fn call(&mut self, ticket: Ticket) -> Vec<Action> {
        self.tell(Event::Call { ticket, command: 5004, data: "{}".into() })
    }

    fn at(&mut self, since_begin: Duration) -> Vec<Action> {
        self.now = self.begin + since_begin;
        self.tell(Event::Tick)
    }
}

fn say(packet_no: u32, command: u16, content: Content) -> Action {
    Action::Send { direction: FrameDirection::Request, packet_no, command, content }
}

fn answer(packet_no: u32, command: u16, content: Content) -> Action {
    Action::Send { direction: FrameDirection::Reply, packet_no, command, content }
}

fn replied(ticket: Ticket, data: &'static str) -> Action {
    Action::Settle { ticket, end: CallEnd::Replied { data: data.into() } }
}

fn down(command: u16, ok: bool) -> Action {
    Action::Exchanged { command, way: Way::Down, ok }
}

#[test]
fn nothing_goes_before_the_login() {
    let mut drill = Drill::fresh();
    assert!(matches!(&drill.call(7)[..], [Action::Settle { ticket: 7, end: CallEnd::NotSent { .. } }]));
    assert_eq!(drill.tell(Event::Connected), [say(1, 1004, Content::Login)]);
    assert!(matches!(&drill.call(8)[..], [Action::Settle { ticket: 8, end: CallEnd::NotSent { .. } }]));
    assert_eq!(drill.at(seconds(19)), [], "no heartbeat either");
    assert_eq!(drill.at(seconds(20)), [Action::End(Ended::LoginUnanswered)]);
    assert_eq!(drill.session.wake_at(), None);
}

#[test]
fn a_refused_login_ends_it() {
    let refused =
        r#"{"resultCode":1,"resultMsg":"失败","timestamp":1,"data":[{"code":3001,"message":"用户名或密码错误"}]}"#;
    let mut drill = Drill::fresh();
    drill.tell(Event::Connected);
    let why = Ended::LoginRefused { code: "3001".into(), words: "用户名或密码错误".into() };
    let told = Action::Exchanged { command: 1004, way: Way::Up, ok: false };
    assert_eq!(drill.reply(1, 1004, refused), [told, Action::End(why)]);

    let mut drill = Drill::fresh();
    drill.tell(Event::Connected);
    assert!(matches!(&drill.reply(1, 1004, "{")[..], [Action::End(Ended::LoginUnreadable { .. })]));
}

#[test]
fn heartbeats_go_every_3_seconds_whatever_else_flows() {
    let mut drill = Drill::on();
    for beat in 1..=4 {
        let due = seconds(3 * beat);
        assert_eq!(drill.at(due - Duration::from_millis(1)), []);
        let other = drill.call(beat);
        assert!(
            matches!(other[..], [Action::Send { command: 5004, packet_no, .. }] if packet_no == 2 + 2 * beat as u32 - 1)
        );
        assert_eq!(drill.at(due), [say(2 + 2 * beat as u32, 1006, Content::Nothing)]);
        assert_eq!(drill.reply(2 + 2 * beat as u32 - 1, 5004, WELL), [replied(beat, WELL)]);
        assert_eq!(drill.reply(2 + 2 * beat as u32, 1006, WELL), []);
    }
}

#[test]
fn a_heartbeat_is_sent_twice_again_and_then_the_connection_ends() {
    let mut drill = Drill::on();
    assert_eq!(drill.at(seconds(3)), [say(3, 1006, Content::Nothing)]);
    assert_eq!(drill.at(Duration::from_millis(5_999)), []);
    assert_eq!(drill.at(seconds(6)), [say(3, 1006, Content::Nothing)], "the same one again");
    assert_eq!(drill.at(seconds(9)), [say(3, 1006, Content::Nothing)], "and again");
    assert_eq!(drill.at(Duration::from_millis(11_999)), []);
    let told = Action::Exchanged { command: 1006, way: Way::Up, ok: false };
    assert_eq!(drill.at(seconds(12)), [told, Action::End(Ended::HeartbeatUnanswered { sendings: 3 })]);
}

#[test]
fn one_reply_in_the_last_moment_keeps_the_connection() {
    let mut drill = Drill::on();
    for s in [3, 6, 9] {
        assert_eq!(drill.at(seconds(s)), [say(3, 1006, Content::Nothing)]);
    }
    drill.now = drill.begin + Duration::from_millis(11_999);
    assert_eq!(drill.reply(3, 1006, WELL), []);
    assert_eq!(drill.at(seconds(12)), [say(4, 1006, Content::Nothing)], "a new one");
    // The replies to the other two sendings come late and mean nothing.
    assert_eq!(drill.reply(3, 1006, WELL), []);
    assert_eq!(drill.at(seconds(15)), [say(4, 1006, Content::Nothing)], "they did not answer this one");
}

#[test]
fn a_refused_heartbeat_ends_it() {
    let mut drill = Drill::on();
    drill.at(seconds(3));
    let refused = r#"{"resultCode":1,"resultMsg":"3002 访问令牌错误","timestamp":1,"data":[]}"#;
    assert!(
        matches!(&drill.reply(3, 1006, refused)[..], [_, Action::End(Ended::HeartbeatRefused { code, .. })] if code == "3002")
    );
}

#[test]
fn replies_are_matched_by_number_in_any_order() {
    let mut drill = Drill::on();
    for ticket in [10, 11, 12] {
        drill.call(ticket);
    }
    assert_eq!(drill.reply(5, 5004, "c"), [replied(12, "c")]);
    assert_eq!(drill.reply(3, 5004, "a"), [replied(10, "a")]);
    assert_eq!(drill.reply(4, 5004, "b"), [replied(11, "b")]);
    assert_eq!(drill.reply(4, 5004, "b"), [], "a second time it means nothing");
    assert_eq!(drill.reply(77, 5004, "d"), [], "nobody asked");
}

#[test]
fn a_reply_of_another_interface_is_out_of_step() {
    let mut drill = Drill::on();
    drill.call(10);
    let actions = drill.reply(3, 5005, WELL);
    assert!(matches!(&actions[0], Action::Settle { ticket: 10, end: CallEnd::Unknown { .. } }));
    assert_eq!(actions[1], Action::End(Ended::OutOfStep { packet_no: 3, wanted: 5004, got: 5005 }));
}

#[test]
fn what_gets_no_reply_is_unknown_after_20_seconds() {
    let mut drill = Drill::on();
    drill.call(10);
    let mut settled = Vec::new();
    for s in 1..=20 {
        for action in drill.at(seconds(s)) {
            match action {
                Action::Send { packet_no, .. } => drop(drill.reply(packet_no, 1006, WELL)),
                Action::Settle { ticket, end: CallEnd::Unknown { .. } } => settled.push((s, ticket)),
                other => panic!("{other:?}"),
            }
        }
    }
    assert_eq!(settled, [(20, 10)]);
    assert_eq!(drill.reply(3, 5004, WELL), [], "too late");
}

#[test]
fn a_lost_connection_settles_what_was_in_flight() {
    let mut drill = Drill::on();
    drill.call(10);
    drill.call(11);
    drill.reply(4, 5004, WELL);
    drill.ask(1, 4001);
    let actions = drill.tell(Event::Lost(Ended::Cut { why: "reset".into() }));
    assert!(matches!(&actions[..], [Action::Settle { ticket: 10, end: CallEnd::Unknown { .. } }, Action::End(_)]));
    assert!(matches!(&drill.call(12)[..], [Action::Settle { ticket: 12, end: CallEnd::NotSent { .. } }]));
    let late = Event::Answered { packet_no: 1, data: "x".into(), ok: true };
    assert_eq!(drill.tell(late), [], "there is nobody to tell");
}

#[test]
fn the_platform_is_answered_with_its_own_number() {
    let mut drill = Drill::on();
    let asked = Action::Ask { packet_no: 900, command: 4001, data: "{}".into() };
    assert_eq!(drill.ask(900, 4001), [asked]);
    assert_eq!(drill.ask(900, 4001), [], "sent again meanwhile: carried out once");
    // Its numbers are its own: one of ours may be the same.
    drill.call(10);
    assert!(matches!(drill.ask(3, 6001)[..], [Action::Ask { packet_no: 3, command: 6001, .. }]));
    let second = Event::Answered { packet_no: 3, data: "b".into(), ok: false };
    assert_eq!(drill.tell(second), [answer(3, 6001, Content::Given("b".into())), down(6001, false)]);
    assert_eq!(drill.reply(3, 5004, WELL), [replied(10, WELL)]);
    let first = Event::Answered { packet_no: 900, data: "a".into(), ok: true };
    assert_eq!(drill.tell(first), [answer(900, 4001, Content::Given("a".into())), down(4001, true)]);
    assert_eq!(drill.ask(901, 1006), [answer(901, 1006, Content::Fine)], "it may ask whether we live");
}

#[test]
fn the_platform_is_answered_within_20_seconds_whatever_the_handler_does() {
    let mut drill = Drill::on();
    drill.ask(900, 6002);
    let mut said = Vec::new();
    for s in 1..=20 {
        for action in drill.at(seconds(s)) {
            match action {
                Action::Send { direction: FrameDirection::Request, packet_no, .. } => {
                    drop(drill.reply(packet_no, 1006, WELL));
                }
                other => said.push((s, other)),
            }
        }
    }
    let refused = answer(900, 6002, Content::Refusal("not done in time"));
    assert_eq!(said, [(18, refused), (18, down(6002, false))]);
    let late = Event::Answered { packet_no: 900, data: "a".into(), ok: true };
    assert_eq!(drill.tell(late), [], "one answer");
}

#[test]
fn too_many_at_once_are_refused_both_ways() {
    let mut drill = Drill::on();
    for n in 0..64 {
        assert_eq!(drill.call(u64::from(n)).len(), 1);
        assert!(matches!(drill.ask(n + 1, 6005)[..], [Action::Ask { .. }]));
    }
    assert!(matches!(&drill.call(64)[..], [Action::Settle { ticket: 64, end: CallEnd::NotSent { .. } }]));
    assert_eq!(
        drill.ask(65, 6005),
        [answer(65, 6005, Content::Refusal("too many requests at once")), down(6005, false)]
    );
}

#[test]
fn what_is_asked_before_the_login_waits_for_it() {
    // 6.1.3: the platform may push as soon as the connection stands.
    let mut drill = Drill::fresh();
    drill.tell(Event::Connected);
    assert_eq!(drill.ask(900, 6007), []);
    assert_eq!(drill.ask(900, 6007), [], "sent again");
    assert_eq!(drill.ask(901, 1006), []);
    assert_eq!(drill.at(seconds(5)), []);
    let actions = drill.reply(1, 1004, WELL);
    assert_eq!(actions[1], Action::LoggedIn);
    assert_eq!(actions[2], Action::Ask { packet_no: 900, command: 6007, data: "{}".into() });
    assert_eq!(actions[3..], [answer(901, 1006, Content::Fine), say(2, 1006, Content::Nothing)]);
    drill.reply(2, 1006, WELL);
    // Its 18 s began when it came.
    let mut said = Vec::new();
    for s in 6..=18 {
        for action in drill.at(seconds(s)) {
            match action {
                Action::Send { direction: FrameDirection::Request, packet_no, .. } => {
                    drop(drill.reply(packet_no, 1006, WELL));
                }
                other => said.push((s, other)),
            }
        }
    }
    assert_eq!(said, [(18, answer(900, 6007, Content::Refusal("not done in time"))), (18, down(6007, false))]);
}

#[test]
fn what_is_asked_before_the_login_is_bounded_and_never_done_without_it() {
    let refused = r#"{"resultCode":1,"resultMsg":"失败","timestamp":1,"data":[{"code":3001}]}"#;
    let mut drill = Drill::fresh();
    drill.tell(Event::Connected);
    for n in 0..64 {
        assert_eq!(drill.ask(n + 1, 6005), []);
    }
    assert_eq!(
        drill.ask(65, 6005),
        [answer(65, 6005, Content::Refusal("too many requests at once")), down(6005, false)]
    );
    assert!(matches!(&drill.reply(1, 1004, refused)[..], [_, Action::End(Ended::LoginRefused { .. })]));

    // What came too long ago is not begun any more.
    let mut drill = Drill::fresh();
    drill.tell(Event::Connected);
    drill.ask(900, 6005);
    drill.now = drill.begin + seconds(19);
    let actions = drill.reply(1, 1004, WELL);
    assert_eq!(actions[2..4], [answer(900, 6005, Content::Refusal("not done in time")), down(6005, false)]);
}

#[test]
fn numbers_come_round_and_pass_over_those_in_flight() {
    let mut drill = Drill::numbered(PacketNumbers::beginning_with(2_147_483_646));
    assert_eq!(drill.tell(Event::Connected), [say(2_147_483_646, 1004, Content::Login)]);
    let on = drill.reply(2_147_483_646, 1004, WELL);
    assert_eq!(on[2], say(2_147_483_647, 1006, Content::Nothing));
    drill.reply(2_147_483_647, 1006, WELL);
    assert!(matches!(drill.call(1)[..], [Action::Send { packet_no: 1, .. }]));
    drill.session.numbers = PacketNumbers::beginning_with(2_147_483_647);
    assert!(matches!(drill.call(2)[..], [Action::Send { packet_no: 2_147_483_647, .. }]));
    assert!(matches!(drill.call(3)[..], [Action::Send { packet_no: 2, .. }]), "1 is still in flight");
}

#[test]
fn the_end_is_told_by_1005() {
    let mut drill = Drill::on();
    drill.call(10);
    assert_eq!(drill.tell(Event::Stop), [say(4, 1005, Content::Nothing)]);
    assert!(matches!(&drill.call(11)[..], [Action::Settle { ticket: 11, end: CallEnd::NotSent { .. } }]));
    assert_eq!(drill.reply(3, 5004, WELL), [replied(10, WELL)], "what is under way may still come home");
    let told = Action::Exchanged { command: 1005, way: Way::Up, ok: true };
    assert_eq!(drill.reply(4, 1005, WELL), [told, Action::End(Ended::Stopped)]);

    let mut drill = Drill::on();
    drill.tell(Event::Stop);
    assert_eq!(drill.at(seconds(2)), [Action::End(Ended::Stopped)], "it is not waited for long");

    let mut drill = Drill::fresh();
    drill.tell(Event::Connected);
    assert_eq!(drill.tell(Event::Stop), [Action::End(Ended::Stopped)]);
}
