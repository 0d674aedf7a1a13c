//! The city link over real sockets on loopback, against a small platform.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use crate::drill::outbox::{MemoryOutbox, State};
use crate::drill::{LinkDiary, VirtualClock};
use crate::little_city::{Deed, KEY, LittleCity, PASSWORD, USER};
use async_trait::async_trait;
use bytes::Bytes;
use lotdesk_domain::id::Guid;
use lotdesk_domain::message::{OnUnknown, Outcome, Platform, Rank};
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_gateway::city::{BadLink, CityLink, CityProfile, CitySecrets, PictureProblem, PictureSource};
use lotdesk_gateway::dispatcher::{
    BackoffPolicy, Carrier, Claimed, Departure, Dispatcher, DispatcherSettings, Exchange, Seen,
};
use lotdesk_operations::api::board::LinkState;
use tokio_util::sync::CancellationToken;

const NOW: Moment = Moment(1_700_000_000_000);
const PICTURE: &str = "C78E319DAB604A268842ACF164774592";

struct StillClock;
impl Clock for StillClock {
    fn now(&self) -> Moment {
        NOW
    }
}

/// Holds one picture.
struct OnePicture(Result<Option<Bytes>, ()>);
#[async_trait]
impl PictureSource for OnePicture {
    async fn picture(&self, picture_id: Guid) -> Result<Option<Bytes>, PictureProblem> {
        assert_eq!(picture_id.to_string(), PICTURE);
        self.0.clone().map_err(|()| PictureProblem("the disk is away".into()))
    }
}

fn profile(base_url: String) -> CityProfile {
    CityProfile { base_url, user_id: USER.into(), ..CityProfile::default() }
}

fn try_link(profile: &CityProfile, pictures: OnePicture) -> Result<CityLink, BadLink> {
    let secrets = CitySecrets::new(PASSWORD, KEY, None).unwrap();
    CityLink::new(profile, &secrets, Arc::new(pictures), Arc::new(StillClock))
}

pub fn link_to(city: &LittleCity) -> CityLink {
    link(&profile(city.url()))
}

fn link(profile: &CityProfile) -> CityLink {
    try_link(profile, OnePicture(Ok(None))).unwrap()
}

fn message(interface: &str, body: &str) -> Claimed {
    Claimed {
        no: 1,
        attempt: 1,
        platform: Platform::City,
        interface: interface.into(),
        own_id: "C78E319DAB604A268842ACF164774593".into(),
        rank: Rank::Record,
        body: body.into(),
        mapping_version: 1,
        attempts: 0,
        may_have_arrived: false,
        queued_at: NOW,
    }
}

fn entry() -> Claimed {
    message("5004", r#"{"received":15.00,"id":"C78E319DAB604A268842ACF164774593"}"#)
}

async fn send(link: &CityLink, claimed: &Claimed) -> (Outcome, Seen) {
    let carried = link.send(claimed, &Departure::default()).await;
    (carried.outcome, carried.seen)
}

fn why(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Unknown { why } | Outcome::NotSent { why } => why,
        Outcome::Refused { words, .. } => words,
        Outcome::Accepted => "",
    }
}

fn exchange(interface: &'static str, ok: bool) -> Exchange {
    Exchange { interface, at: NOW, ok }
}

#[tokio::test]
async fn logs_in_sends_and_logs_in_again_when_the_platform_forgets_the_token() {
    let city = LittleCity::start().await;
    let link = link(&profile(city.url()));
    assert_eq!(send(&link, &entry()).await, (Outcome::Accepted, Seen::Answered));
    city.forget_tokens();
    assert_eq!(send(&link, &entry()).await, (Outcome::Accepted, Seen::Answered));
    assert_eq!(city.codes(), ["1001", "5004", "5004", "1001", "5004"]);

    let arrivals = city.arrivals();
    assert_eq!(arrivals[0].authorization, None);
    assert_eq!(arrivals[1].path, "/api/1.0/5004");
    assert_eq!(arrivals[1].authorization.as_deref(), Some("bearer T1"));
    assert_eq!(arrivals[1].data, r#"[{"id":"C78E319DAB604A268842ACF164774593","received":15.00}]"#);
    assert_eq!(arrivals[4].authorization.as_deref(), Some("bearer T2"));
    assert_eq!(arrivals[4].data, arrivals[2].data, "the same message again");
    assert_eq!(link.take_exchanges(), [exchange("1001", true), exchange("1001", true)]);
    assert_eq!(link.take_exchanges(), []);
}

#[tokio::test]
async fn many_spaces_go_in_one_request_and_each_has_its_own_fate() {
    let city = LittleCity::start().await;
    let link = link(&profile(city.url()));
    let space = |no: &str| Claimed { own_id: no.into(), ..message("3004", &format!(r#"{{"spaceNo":"{no}"}}"#)) };
    let all = [space("A1"), space("A2"), space("A3")];
    assert!(link.batch("3004").is_some_and(|limit| limit.bytes < 10_000_000) && link.batch("5004").is_none());
    let reply = r#"{"resultCode":0,"data":[{"spaceNo":"A1"},{"spaceNo":"A2","code":1002,"message":"编码错误"}]}"#;
    // The login comes first.
    assert_eq!(send(&link, &entry()).await.0, Outcome::Accepted);
    city.next([Deed::Answer(200, reply)]);
    let carried = link.send_together(&all, &Departure::default()).await;
    let refused = Outcome::Refused { code: "1002".into(), words: "编码错误".into() };
    let outcomes: Vec<_> = carried.iter().map(|one| one.outcome.clone()).collect();
    assert_eq!(outcomes, [Outcome::Accepted, refused, Outcome::Accepted]);
    let sent = r#"[{"spaceNo":"A1"},{"spaceNo":"A2"},{"spaceNo":"A3"}]"#;
    assert_eq!(city.arrivals().last().map(|arrival| arrival.data.as_str()), Some(sent));

    city.forget_tokens();
    let carried = link.send_together(&all, &Departure::default()).await;
    assert!(carried.iter().all(|one| one.outcome == Outcome::Accepted), "{carried:?}");
    assert_eq!(city.codes(), ["1001", "5004", "3004", "3004", "1001", "3004"]);
    city.next([Deed::CutReply]);
    let carried = link.send_together(&all, &Departure::default()).await;
    let open = carried.iter().all(|one| matches!(one.outcome, Outcome::Unknown { .. }));
    assert!(open && carried.len() == 3, "a lost reply leaves it open for each: {carried:?}");
}

#[tokio::test]
async fn many_senders_share_one_login() {
    let city = LittleCity::start().await;
    let link = Arc::new(link(&profile(city.url())));
    for round in 1..=2 {
        let senders: Vec<_> = (0..8)
            .map(|_| {
                let link = link.clone();
                tokio::spawn(async move { send(&link, &entry()).await })
            })
            .collect();
        for sender in senders {
            assert_eq!(sender.await.unwrap(), (Outcome::Accepted, Seen::Answered));
        }
        assert_eq!(city.codes().iter().filter(|code| *code == "1001").count(), round);
        city.forget_tokens();
    }
}

#[tokio::test]
async fn refreshes_ahead_of_the_end_and_logs_out() {
    let city = LittleCity::start().await;
    let link = link(&profile(city.url()));
    // 7200 s less the 300 s of the profile; a few of them may have passed.
    let (seen, again_in) = link.open(false).await;
    assert_eq!(seen, Seen::Answered);
    assert!((6890..=6900).contains(&again_in.unwrap().as_secs()), "{again_in:?}");
    // Only tokio's clock is moved; the sockets are real.
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(6900)).await;
    tokio::time::resume();
    assert_eq!(send(&link, &entry()).await.0, Outcome::Accepted);
    link.close().await;
    assert_eq!(city.codes(), ["1001", "1002", "5004", "1003"]);
    let arrivals = city.arrivals();
    assert_eq!(arrivals[1].authorization.as_deref(), Some("bearer T1"));
    assert!(arrivals[1].data.contains(r#""accessToken":"T1""#));
    assert_eq!(arrivals[2].authorization.as_deref(), Some("bearer T2"));
    assert_eq!(arrivals[3].data, r#"[{"accessToken":"T2"}]"#);
    assert_eq!(link.take_exchanges(), [exchange("1001", true), exchange("1002", true), exchange("1003", true)]);
}

#[tokio::test]
async fn a_refresh_that_is_refused_becomes_a_login() {
    let city = LittleCity::start().await;
    let link = link(&profile(city.url()));
    link.open(false).await;
    city.forget_tokens();
    assert!(matches!(link.open(true).await, (Seen::Answered, _)));
    assert_eq!(city.codes(), ["1001", "1002", "1001"]);
    assert_eq!(link.take_exchanges(), [exchange("1001", true), exchange("1002", false), exchange("1001", true)]);
}

#[tokio::test]
async fn while_a_refresh_meets_trouble_the_token_that_holds_is_used() {
    let city = LittleCity::start().await;
    let link = link(&profile(city.url()));
    link.open(false).await;
    city.inner.lock().unwrap().trouble_at_refresh = true;
    let pass = async |s| {
        tokio::time::pause();
        tokio::time::advance(Duration::from_secs(s)).await;
        tokio::time::resume();
    };
    pass(6900).await;
    for _ in 0..2 {
        assert_eq!(send(&link, &entry()).await, (Outcome::Accepted, Seen::Answered));
    }
    assert_eq!(city.codes(), ["1001", "1002", "5004", "5004"], "the refresh is not tried with every message");
    assert_eq!(city.arrivals()[3].authorization.as_deref(), Some("bearer T1"));
    assert!(matches!(link.open(true).await.0, Seen::Silent { .. }), "that is no proof that the platform is there");
    city.inner.lock().unwrap().trouble_at_refresh = false;
    pass(30).await;
    assert_eq!(send(&link, &entry()).await.0, Outcome::Accepted);
    assert_eq!(city.codes()[5..], ["1002", "5004"]);
    assert_eq!(city.arrivals()[6].authorization.as_deref(), Some("bearer T2"));
}

#[tokio::test]
async fn a_refused_login_is_told_and_rests() {
    let city = LittleCity::start().await;
    city.inner.lock().unwrap().refuse_login = true;
    let link = link(&profile(city.url()));
    let departure = Departure::default();
    let carried = link.send(&entry(), &departure).await;
    let words = "the platform refuses our login (1001): 3001 用户名或密码错误";
    assert_eq!(carried.outcome, Outcome::NotSent { why: words.into() });
    assert!(matches!(carried.seen, Seen::LoginRefused { again_in, .. } if again_in == Duration::from_secs(5)));
    assert!(!departure.has_left());
    // While it rests the platform is left alone.
    assert!(matches!(send(&link, &entry()).await, (Outcome::NotSent { .. }, Seen::LoginRefused { .. })));
    assert_eq!(city.codes(), ["1001"]);
    // Afterwards it is tried again.
    city.inner.lock().unwrap().refuse_login = false;
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(5)).await;
    tokio::time::resume();
    assert_eq!(send(&link, &entry()).await.0, Outcome::Accepted);
}

#[tokio::test]
async fn what_was_refused_what_is_unknown_and_what_never_left_are_told_apart() {
    let city = LittleCity::start().await;
    let link = link(&CityProfile { timeout_ms: 1_500, connect_timeout_ms: 1_500, ..profile(city.url()) });
    link.open(false).await;

    let refused =
        r#"{"resultCode":0,"resultMsg":"成功","timestamp":1,"data":[{"code":1101,"message":"停车场不存在"}]}"#;
    city.next([Deed::Answer(200, refused)]);
    let outcome = Outcome::Refused { code: "1101".into(), words: "停车场不存在".into() };
    assert_eq!(send(&link, &entry()).await, (outcome, Seen::Answered));

    for deed in [Deed::Answer(200, "<html>busy"), Deed::Answer(502, "bad gateway"), Deed::CutReply, Deed::Silence] {
        city.next([deed.clone()]);
        let (outcome, seen) = send(&link, &entry()).await;
        assert!(matches!(outcome, Outcome::Unknown { .. }), "{deed:?}: {outcome:?}");
        assert_eq!(seen, Seen::Silent { why: why(&outcome).into() });
        if matches!(deed, Deed::Silence) {
            assert_eq!(why(&outcome), "no complete reply within 1500 ms");
        }
    }

    city.next([Deed::Redirect]);
    assert!(matches!(send(&link, &entry()).await.0, Outcome::NotSent { .. }));
    assert!(city.arrivals().iter().all(|a| a.path != "/elsewhere"), "a redirection is not followed");

    // Nobody listens any more at an address that was free a moment ago.
    let free = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let nobody = self::link(&profile(format!("http://{free}")));
    let (outcome, seen) = send(&nobody, &entry()).await;
    let words = "login (1001): the connection was refused: nothing listens at the platform's address";
    assert_eq!(outcome, Outcome::NotSent { why: words.into() });
    assert_eq!(seen, Seen::Silent { why: words.into() });
}

/// Runs a dispatcher until every message is accepted.
async fn accepted(city: &LittleCity, outbox: &Arc<MemoryOutbox>) -> Arc<LinkDiary> {
    let profile = CityProfile { timeout_ms: 1_500, connect_timeout_ms: 1_500, ..profile(city.url()) };
    let links = Arc::new(LinkDiary::default());
    let brief = BackoffPolicy { first_ms: 20, max_ms: 20 };
    let settings =
        DispatcherSettings { platform_backoff: brief, message_backoff: brief, ..DispatcherSettings::default() };
    let dispatcher = Dispatcher::new(
        Platform::City,
        Arc::new(link(&profile)),
        outbox.clone(),
        links.clone(),
        outbox.clock.clone(),
        settings,
        1,
    );
    let stop = CancellationToken::new();
    let running = tokio::spawn(dispatcher.run(stop.clone()));
    let accepted = async {
        while outbox.all().iter().any(|message| message.state != State::Accepted) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let in_time = tokio::time::timeout(Duration::from_secs(30), accepted).await;
    assert!(in_time.is_ok(), "{:#?}", outbox.all());
    stop.cancel();
    running.await.unwrap();
    links
}

#[tokio::test]
async fn a_lost_reply_has_the_same_message_sent_again() {
    let city = LittleCity::start().await;
    city.next([Deed::Silence, Deed::CutReply]);
    let outbox = MemoryOutbox::new(VirtualClock::new());
    let no = outbox.queue("5004", Some(1), Rank::Record);
    let links = accepted(&city, &outbox).await;
    let sent: Vec<_> = city.arrivals().into_iter().filter(|a| a.path.ends_with("/5004")).map(|a| a.data).collect();
    assert_eq!(sent, vec![r#"[{"id":"0"}]"#; 3]);
    let outcomes = outbox.message(no).outcomes;
    assert!(matches!(outcomes[..], [Outcome::Unknown { .. }, Outcome::Unknown { .. }, Outcome::Accepted]));
    assert_eq!(links.states().last(), Some(&LinkState::Up));
    assert_eq!(city.codes().last().map(String::as_str), Some("1003"), "the session is ended");
    assert!(outbox.exchanges().contains(&("1001".to_owned(), true)));
}

/// The platform took 5004, its reply was lost, and of the repeat it says 对象已存在 (A.2, 1200): the record goes on.
#[tokio::test]
async fn a_record_goes_on_where_the_platform_has_its_entry_already() {
    let city = LittleCity::start().await;
    let there =
        r#"{"resultCode":1,"resultMsg":"失败","timestamp":1,"data":[{"id":"0","code":1200,"message":"对象已存在"}]}"#;
    city.next([Deed::CutReply, Deed::Answer(200, there)]);
    let outbox = MemoryOutbox::new(VirtualClock::new());
    let entry = outbox.queue("5004", Some(1), Rank::Record);
    outbox.queue("5008", Some(1), Rank::Record);
    outbox.queue("5005", Some(1), Rank::Record);
    accepted(&city, &outbox).await;
    assert_eq!(city.codes(), ["1001", "5004", "5004", "5008", "5005", "1003"]);
    let said = Outcome::Refused { code: "1200".into(), words: "对象已存在".into() };
    let outcomes = outbox.message(entry).outcomes;
    assert!(matches!(&outcomes[..], [Outcome::Unknown { .. }, refused] if *refused == said), "{outcomes:?}");
}

/// 1200 (A.2, 对象已存在) for a message whose reply was lost says that it arrived.
#[tokio::test]
async fn only_a_repeat_is_there_already() {
    let city = LittleCity::start().await;
    let link = link(&profile(city.url()));
    assert!(link.has_already(&entry(), "1200") && !link.has_already(&entry(), "1007"));
    let taken_back = message("3002", r#"{"entranceExitInfo":{"id":"A"},"state":2}"#);
    assert!(link.has_already(&taken_back, "1400") && !link.has_already(&taken_back, "1200"));
    for by_a_person in ["5007", "1201"] {
        assert!(!link.has_already(&message(by_a_person, "{}"), "1200"));
    }
}

#[tokio::test]
async fn https_is_trusted_by_the_ca_file_and_by_nothing_else() {
    let authority = crate::little_city::certificates::Authority::new();
    let city = LittleCity::start_tls(authority.server("localhost", false, false)).await;
    let port = city.address.port();
    let trusting = CityProfile {
        ca_file: Some(authority.ca_file.clone()),
        ..profile(format!("https://localhost:{port}/api/1.0"))
    };
    assert_eq!(send(&link(&trusting), &entry()).await, (Outcome::Accepted, Seen::Answered));
    let arrived = city.codes().len();

    let refusals = [
        (CityProfile { ca_file: None, ..trusting.clone() }, "signed by nobody we trust"),
        (CityProfile { base_url: format!("https://127.0.0.1:{port}"), ..trusting.clone() }, "for another host name"),
    ];
    for (profile, words) in refusals {
        let (outcome, _) = send(&link(&profile), &entry()).await;
        assert!(matches!(&outcome, Outcome::NotSent { why } if why.contains(words)), "{outcome:?}");
    }
    let stranger = crate::little_city::certificates::Authority::new();
    let (outcome, _) =
        send(&link(&CityProfile { ca_file: Some(stranger.ca_file.clone()), ..trusting.clone() }), &entry()).await;
    assert!(matches!(&outcome, Outcome::NotSent { why } if why.contains("signed by nobody we trust")), "{outcome:?}");
    let old = LittleCity::start_tls(authority.server("localhost", true, false)).await;
    let base_url = format!("https://localhost:{}", old.address.port());
    let (outcome, _) = send(&link(&CityProfile { base_url, ..trusting.clone() }), &entry()).await;
    assert!(matches!(&outcome, Outcome::NotSent { why } if why.contains("not valid at this time")), "{outcome:?}");
    // A server without TLS.
    let plain = LittleCity::start().await;
    let base_url = format!("https://localhost:{}", plain.address.port());
    let (outcome, _) = send(&link(&CityProfile { base_url, ..trusting }), &entry()).await;
    assert!(matches!(&outcome, Outcome::NotSent { why } if why.contains("no secure connection")), "{outcome:?}");
    assert_eq!((city.codes().len(), old.codes().len(), plain.codes().len()), (arrived, 0, 0));
}

#[tokio::test]
async fn a_client_certificate_is_shown_where_the_platform_asks_for_one() {
    let authority = crate::little_city::certificates::Authority::new();
    let city = LittleCity::start_tls(authority.server("localhost", false, true)).await;
    let (certificate, key) = authority.client_files();
    let without = CityProfile {
        ca_file: Some(authority.ca_file.clone()),
        ..profile(format!("https://localhost:{}", city.address.port()))
    };
    assert!(matches!(send(&link(&without), &entry()).await.0, Outcome::NotSent { .. }));
    let with = CityProfile { client_cert_file: Some(certificate), client_key_file: Some(key), ..without };
    assert_eq!(send(&link(&with), &entry()).await.0, Outcome::Accepted);
}

#[tokio::test]
async fn a_link_is_not_built_on_bad_settings() {
    let none = || OnePicture(Ok(None));
    let plain = profile("http://park.example/api".into());
    let Err(BadLink::Profile(bad)) = try_link(&plain, none()) else { panic!("plain http was allowed") };
    assert_eq!(bad.field, "base_url");
    let dir = tempfile::tempdir().unwrap();
    for content in [None, Some("no certificate")] {
        let ca_file = dir.path().join("ca.pem");
        if let Some(content) = content {
            std::fs::write(&ca_file, content).unwrap();
        }
        let profile = CityProfile { ca_file: Some(ca_file), ..profile("https://park.example".into()) };
        let Err(error) = try_link(&profile, none()) else { panic!("{content:?} was taken for an authority") };
        assert!(error.to_string().contains("ca.pem"), "{error}");
    }
}

#[tokio::test]
async fn a_picture_goes_as_a_form() {
    let city = LittleCity::start().await;
    let link = try_link(&profile(city.url()), OnePicture(Ok(Some(Bytes::from_static(b"JPEG"))))).unwrap();
    let body = format!(
        r#"{{"pictureId":"{PICTURE}","recordId":"C78E319DAB604A268842ACF164774593","entering":true,
            "takenAt":1699999999000,"fileName":"{PICTURE}.jpg","imageBizType":1,"destPath":"/20231115/4403/0/X/","pickTime":1699999999}}"#
    );
    assert_eq!(send(&link, &message("2001", &body)).await, (Outcome::Accepted, Seen::Answered));
    let arrival = city.arrivals().pop().unwrap();
    assert_eq!(arrival.path, "/api/1.0/2001");
    assert_eq!(arrival.authorization.as_deref(), Some("bearer T1"));
    let form = city.inner.lock().unwrap().forms[0].clone();
    let file_name = format!("{PICTURE}.jpg");
    let expected = [
        ("destPath", "/20231115/4403/0/X/"),
        ("file", "JPEG"),
        ("file's name", file_name.as_str()),
        ("fileName", file_name.as_str()),
        ("imageBizType", "1"),
        ("pickTime", "1699999999"),
        ("timestamp", "1700000000"),
    ];
    assert_eq!(form.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect::<Vec<_>>(), expected);

    // A picture is sent again after a login just as well.
    city.forget_tokens();
    assert_eq!(send(&link, &message("2001", &body)).await.0, Outcome::Accepted);

    let gone = try_link(&profile(city.url()), OnePicture(Ok(None))).unwrap();
    // After a power cut the camera may bring it again: it is waited for ten minutes, then a person must look.
    assert!(matches!(send(&gone, &message("2001", &body)).await, (Outcome::NotSent { .. }, Seen::Nothing)));
    let old = Claimed { queued_at: NOW.plus_minutes(-10), ..message("2001", &body) };
    let (outcome, seen) = send(&gone, &old).await;
    assert!(matches!(outcome, Outcome::Refused { code, .. } if code == "lotdesk"));
    assert_eq!(seen, Seen::Nothing);
    let away = try_link(&profile(city.url()), OnePicture(Err(()))).unwrap();
    assert!(matches!(send(&away, &message("2001", &body)).await, (Outcome::NotSent { .. }, Seen::Nothing)));
}

#[tokio::test]
async fn a_message_that_is_no_json_stays_here_and_a_person_must_look() {
    let city = LittleCity::start().await;
    let link = link(&profile(city.url()));
    let (outcome, seen) = send(&link, &message("5004", "{")).await;
    assert!(matches!(outcome, Outcome::Refused { code, .. } if code == "lotdesk"));
    assert_eq!(seen, Seen::Nothing);
    assert_eq!(city.codes(), ["1001"]);
}

#[tokio::test]
async fn the_difference_of_the_clocks_is_known() {
    let city = LittleCity::start().await;
    let link = link(&profile(city.url()));
    assert_eq!(link.clock_skew_ms(), None);
    city.inner.lock().unwrap().timestamp = 1_700_000_090;
    send(&link, &entry()).await;
    assert_eq!(link.clock_skew_ms(), Some(90_000));
}

#[test]
fn a_lost_reply_means_what_the_interface_list_says() {
    let link = link(&profile("http://127.0.0.1:1".into()));
    assert_eq!(link.on_unknown("5004"), OnUnknown::Resend);
    assert_eq!(link.on_unknown("5007"), OnUnknown::Person);
    assert_eq!(link.on_unknown("no such interface"), OnUnknown::Person);
}
