//! The self-test against the sandbox's city platform with each of its faults: what is found, and what is to be done.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use lotdesk_domain::fact::{Fact, FactMapper};
use lotdesk_domain::id::Guid;
use lotdesk_domain::message::{Outcome, Platform};
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_gateway::city::selftest::{Downlink, Echo, SelfTest};
use lotdesk_gateway::city::{CityLink, CityProfile, CitySecrets, PictureProblem, PictureSource};
use lotdesk_gateway::dispatcher::{Carrier, Claimed, Departure};
use lotdesk_operations::api::selftest::{
    SelfTestFinding as Finding, SelfTestStep, SelfTestStepKind as Kind, SelfTestStepState as State,
};
use lotdesk_operations::{SystemClock, SystemGuids};
use lotdesk_protocols::city::{CityMapper, SignAlgorithm, SignScope};
use lotdesk_sandbox::city::{CityConfig, CityHandle, Fault, FaultOrder, SignDigest, SignedPart, Transport};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

/// The present moment, standing still: no test is about how long it takes.
struct StillClock(Moment);

impl Clock for StillClock {
    fn now(&self) -> Moment {
        self.0
    }
}

struct Says(Option<(String, &'static str)>);

#[async_trait]
impl Echo for Says {
    async fn next(&self, _within: Duration) -> Option<(String, &'static str)> {
        self.0.clone()
    }
}

struct NoPicture;

#[async_trait]
impl PictureSource for NoPicture {
    async fn picture(&self, _id: Guid) -> Result<Option<Bytes>, PictureProblem> {
        Ok(None)
    }
}

struct City {
    handle: CityHandle,
    clock: Arc<dyn Clock>,
    _dir: TempDir,
}

impl City {
    async fn start(change: impl FnOnce(&mut CityConfig)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock: Arc<dyn Clock> = Arc::new(StillClock(SystemClock.now()));
        let mut config = CityConfig {
            transport: Transport::Https { ca_pem_path: dir.path().join("ca.pem") },
            tcp_port: Some(0),
            ..CityConfig::demo(clock.clone(), Arc::new(SystemGuids))
        };
        change(&mut config);
        let (digest, part) = (config.sign_digest, config.signed_part);
        let city = Self { handle: CityHandle::start(config).await.unwrap(), clock, _dir: dir };
        city.hears_of_the_lot(digest, part).await;
        city
    }

    /// A running engine has uploaded the lot's data (3001) before anything else.
    async fn hears_of_the_lot(&self, digest: SignDigest, part: SignedPart) {
        let lot = lotdesk_sandbox::demo::lot().unwrap();
        let drafts = CityMapper::new(self.clock.clone())
            .map(&Fact::LotDescribed { tariff: None, stations: Vec::new(), before: None }, &lot);
        let draft = drafts.into_iter().find(|draft| draft.interface == "3001").unwrap();
        let profile = CityProfile {
            sign_algorithm: if digest == SignDigest::Md5 { SignAlgorithm::Md5 } else { SignAlgorithm::Sha1 },
            sign_scope: if part == SignedPart::Object { SignScope::Object } else { SignScope::List },
            ..self.profile()
        };
        let secrets = CitySecrets::new(&self.handle.password, &self.handle.des_key, None).unwrap();
        let link = CityLink::new(&profile, &secrets, Arc::new(NoPicture), self.clock.clone()).unwrap();
        let claimed = Claimed {
            no: 1,
            attempt: 1,
            platform: Platform::City,
            interface: draft.interface.into(),
            own_id: draft.own_id,
            rank: draft.rank,
            body: draft.body,
            mapping_version: draft.mapping_version,
            attempts: 0,
            may_have_arrived: false,
            queued_at: self.clock.now(),
        };
        let carried = link.send(&claimed, &Departure::default()).await;
        assert_eq!(carried.outcome, Outcome::Accepted);
        link.close().await;
    }

    fn profile(&self) -> CityProfile {
        CityProfile {
            base_url: self.handle.base_url.clone(),
            user_id: self.handle.account.clone(),
            ca_file: self.handle.ca_pem_path.clone(),
            timeout_ms: 4_000,
            connect_timeout_ms: 4_000,
            ..CityProfile::default()
        }
    }

    async fn run(&self, profile: CityProfile, password: &str, key: &str, echo: Says) -> Vec<SelfTestStep> {
        let test = SelfTest {
            profile,
            secrets: CitySecrets::new(password, key, None).unwrap(),
            clock: self.clock.clone(),
            report: Ok(self.counts()),
            downlink: Downlink::Wait(Arc::new(echo), Duration::from_secs(1)),
        };
        let mut ended = Vec::new();
        let mut keep = |step: SelfTestStep| {
            if step.state != State::Running {
                ended.push(step);
            }
        };
        test.run(&mut keep, &CancellationToken::new()).await;
        for step in &ended {
            let words = format!("{} {}", step.zh, step.en);
            assert!(!words.contains(password) && !words.contains(key), "a secret is told: {words}");
            assert!(!step.zh.is_empty() && !step.en.is_empty(), "{step:?}");
        }
        ended
    }

    async fn try_out(&self, profile: CityProfile) -> Vec<SelfTestStep> {
        self.run(profile, &self.handle.password, &self.handle.des_key, Says(None)).await
    }

    /// Table 19, by hand.
    fn counts(&self) -> String {
        let park_code = lotdesk_sandbox::demo::lot().unwrap().park_code;
        format!(r#"{{"parkCode":"{park_code}","usedSpaces":1,"unusedSpaces":9,"reservedSpaces":0}}"#)
    }

    fn logged_in(&self) -> usize {
        let count = |code: &str| {
            self.handle
                .arrivals()
                .iter()
                .filter(|a| a.interface == code && a.remark.is_none() && a.items.iter().all(|i| i.accepted()))
                .count()
        };
        count("1001") - count("1003")
    }
}

fn step(steps: &[SelfTestStep], kind: Kind) -> &SelfTestStep {
    steps.iter().find(|step| step.kind == kind).unwrap()
}

fn failed(steps: &[SelfTestStep]) -> Vec<(Kind, Finding)> {
    let failed = steps.iter().filter(|step| step.state == State::Failed);
    failed.map(|step| (step.kind, step.finding.unwrap())).collect()
}

#[tokio::test]
async fn a_platform_that_is_well_passes_every_step() {
    let city = City::start(|_| {}).await;
    let profile = CityProfile { tcp_address: city.handle.tcp_address.clone(), ..city.profile() };
    let echo = Says(Some(("6005".into(), "TCP")));
    let steps = city.run(profile, &city.handle.password, &city.handle.des_key, echo).await;
    for step in &steps {
        assert_eq!((step.state, step.finding), (State::Passed, Some(Finding::Well)), "{step:?}");
    }
    assert!(step(&steps, Kind::Downlink).en.contains("6005"));
    assert_eq!(city.logged_in(), 0, "it leaves no session behind");

    // Where nothing is asked of us, and there is no TCP side, it says so and passes.
    let steps = city.try_out(city.profile()).await;
    assert_eq!(failed(&steps), []);
    assert_eq!(step(&steps, Kind::Tcp).state, State::NotTried);
    assert_eq!(step(&steps, Kind::Downlink).finding, Some(Finding::NothingAsked));
}

#[tokio::test]
async fn clocks_that_differ_are_told_with_the_seconds() {
    let city = City::start(|_| {}).await;
    for (skew_s, state, en) in [
        (41, State::Failed, "This computer's clock is 41 s behind the platform's"),
        (-3600, State::Failed, "This computer's clock is 3600 s ahead of the platform's"),
        (12, State::Noted, "This computer's clock is 12 s behind the platform's"),
        (-2, State::Passed, "The clocks agree."),
    ] {
        city.handle.faults(FaultOrder { clock_skew_s: Some(skew_s), ..FaultOrder::default() });
        let steps = city.try_out(city.profile()).await;
        let clock = step(&steps, Kind::Clock);
        assert_eq!(clock.state, state, "{clock:?}");
        assert!(clock.en.starts_with(en), "{clock:?}");
    }
}

#[tokio::test]
async fn a_wrong_account_password_or_key_is_a_refused_login() {
    let city = City::start(|_| {}).await;
    let tcp = CityProfile { tcp_address: city.handle.tcp_address.clone(), ..city.profile() };
    let key = city.handle.des_key.clone();
    let password = city.handle.password.clone();
    let none = || Says(None);
    let cases = [
        city.run(tcp.clone(), "no-such-password", &key, none()).await,
        city.run(tcp.clone(), &password, "87654321", none()).await,
        city.run(CityProfile { user_id: "somebody".into(), ..tcp }, &password, &key, none()).await,
    ];
    for steps in cases {
        assert_eq!(failed(&steps), [(Kind::Login, Finding::LoginRefused)]);
        let login = step(&steps, Kind::Login);
        assert!(login.zh.contains("city.password") && login.zh.contains("3001"), "{login:?}");
        assert_eq!(step(&steps, Kind::Tcp).state, State::NotTried, "the account is not tried again");
    }
    assert_eq!(city.handle.arrivals().iter().filter(|a| a.interface == "1001").count(), 1 + 3, "once each");
}

#[tokio::test]
async fn a_signature_that_is_refused_is_tried_otherwise_and_the_settings_are_named() {
    for (digest, part, algorithm, scope) in [
        (SignDigest::Md5, SignedPart::List, "md5", "list"),
        (SignDigest::Sha1, SignedPart::Object, "sha1", "object"),
        (SignDigest::Md5, SignedPart::Object, "md5", "object"),
    ] {
        let city = City::start(|config| {
            config.sign_digest = digest;
            config.signed_part = part;
        })
        .await;
        let steps = city.try_out(city.profile()).await;
        assert_eq!(failed(&steps), [(Kind::Login, Finding::SignatureRefused)]);
        let login = step(&steps, Kind::Login);
        let settings = format!("set sign_algorithm = \"{algorithm}\" and sign_scope = \"{scope}\"");
        assert!(login.en.contains(&settings), "{login:?}");
        assert_eq!(city.logged_in(), 0, "the trial's session is ended");
        // What it says helps.
        let mended = CityProfile {
            sign_algorithm: if algorithm == "md5" { SignAlgorithm::Md5 } else { SignAlgorithm::Sha1 },
            sign_scope: if scope == "object" { SignScope::Object } else { SignScope::List },
            ..city.profile()
        };
        assert_eq!(failed(&city.try_out(mended).await), []);
    }
}

#[tokio::test]
async fn a_wrong_path_is_tried_otherwise_and_the_setting_is_named() {
    let city = City::start(|_| {}).await;
    let wrong = CityProfile { path_template: "/up/park/{code}".into(), ..city.profile() };
    let steps = city.try_out(wrong).await;
    assert_eq!(failed(&steps), [(Kind::Login, Finding::PathWrong)]);
    let login = step(&steps, Kind::Login);
    assert!(login.zh.contains("path_template = \"/{code}\""), "{login:?}");
    assert_eq!(city.logged_in(), 0);
}

#[tokio::test]
async fn every_fault_of_the_script_is_told_by_its_kind() {
    let city = City::start(|_| {}).await;
    let refuse = |code| Fault::Refuse { code, words: "按脚本拒绝".into() };
    let cases = [
        ("1001", Fault::LoseReply, Kind::Login, Finding::Cut),
        ("1001", Fault::CutBefore, Kind::Login, Finding::Cut),
        ("1001", Fault::Garbage, Kind::Login, Finding::NotAnAnswer),
        ("1001", refuse(3001), Kind::Login, Finding::LoginRefused),
        ("5003", Fault::Garbage, Kind::Report, Finding::NotAnAnswer),
        ("5003", Fault::Withhold, Kind::Report, Finding::TimedOut),
        ("5003", refuse(1007), Kind::Report, Finding::Refused),
        ("5003", refuse(3002), Kind::Report, Finding::TokenRefused),
        ("1003", Fault::LoseReply, Kind::Logout, Finding::Cut),
    ];
    for (interface, fault, kind, finding) in cases {
        let profile = CityProfile { timeout_ms: 1_500, connect_timeout_ms: 1_500, ..city.profile() };
        city.handle.fault(Some(interface), None, fault.clone());
        let steps = city.try_out(profile).await;
        city.handle.heal();
        assert_eq!(failed(&steps), [(kind, finding)], "{interface} {fault:?}");
    }
    // A refused refresh does not stop a day's work.
    city.handle.fault(Some("1002"), Some(1), refuse(3002));
    let steps = city.try_out(city.profile()).await;
    assert_eq!(failed(&steps), []);
    assert_eq!(step(&steps, Kind::Refresh).state, State::Noted);
}

#[tokio::test]
async fn the_tcp_side_is_tried_by_itself() {
    let city = City::start(|_| {}).await;
    let tcp = |address: Option<String>| CityProfile {
        tcp_address: address,
        timeout_ms: 1_500,
        connect_timeout_ms: 1_500,
        ..city.profile()
    };
    city.handle.faults(FaultOrder { tcp_withhold_heartbeats: Some(true), ..FaultOrder::default() });
    let steps = city.try_out(tcp(city.handle.tcp_address.clone())).await;
    assert_eq!(failed(&steps), [(Kind::Tcp, Finding::HeartbeatLost)]);
    city.handle.heal();

    // The port of the HTTPS side answers in another language.
    let https_port = format!("127.0.0.1:{}", city.handle.port());
    let steps = city.try_out(tcp(Some(https_port))).await;
    let [(Kind::Tcp, finding)] = failed(&steps)[..] else { panic!("{steps:?}") };
    assert!(matches!(finding, Finding::NotAFrame | Finding::Cut), "{finding:?}");

    let nobody = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let steps = city.try_out(tcp(Some(nobody.to_string()))).await;
    assert_eq!(failed(&steps), [(Kind::Tcp, Finding::ConnectionRefused)]);
}
