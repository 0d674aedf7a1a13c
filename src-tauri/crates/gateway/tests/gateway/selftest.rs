//! The self-test over real sockets on loopback: certificates, and platforms that answer with anything but an answer.

use std::net::TcpListener;
use std::sync::Arc;

use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_gateway::city::selftest::{Downlink, Found, SelfTest};
use lotdesk_gateway::city::{CityProfile, CitySecrets};
use lotdesk_operations::api::selftest::{
    SelfTestFinding as Finding, SelfTestStep, SelfTestStepKind as Kind, SelfTestStepState as State,
};
use tokio_util::sync::CancellationToken;

use crate::little_city::certificates::Authority;
use crate::little_city::{Deed, KEY, LittleCity, PASSWORD, USER};

struct StillClock;
impl Clock for StillClock {
    fn now(&self) -> Moment {
        Moment(1_700_000_000_000)
    }
}

fn profile(base_url: String) -> CityProfile {
    CityProfile {
        base_url,
        user_id: USER.into(),
        timeout_ms: 3_000,
        connect_timeout_ms: 3_000,
        ..CityProfile::default()
    }
}

async fn run(profile: CityProfile) -> Vec<SelfTestStep> {
    let test = SelfTest {
        profile,
        secrets: CitySecrets::new(PASSWORD, KEY, None).unwrap(),
        clock: Arc::new(StillClock),
        report: Ok(r#"{"parkCode":"44030400100101000010"}"#.into()),
        downlink: Downlink::NotTried(Found::not_tried("", "")),
    };
    let mut ended = Vec::new();
    let mut keep = |step: SelfTestStep| {
        if step.state != State::Running {
            ended.push(step);
        }
    };
    test.run(&mut keep, &CancellationToken::new()).await;
    let kinds: std::collections::BTreeSet<Kind> = ended.iter().map(|step| step.kind).collect();
    assert_eq!(kinds.len(), Kind::ALL.len() - 1, "every step but the settings ends, whatever happens");
    assert_eq!(ended.len(), kinds.len(), "and ends once");
    for step in &ended {
        assert!(!format!("{}{}", step.zh, step.en).contains(PASSWORD), "{step:?}");
    }
    ended
}

fn step(steps: &[SelfTestStep], kind: Kind) -> &SelfTestStep {
    steps.iter().find(|step| step.kind == kind).unwrap()
}

fn failed(steps: &[SelfTestStep]) -> Vec<(Kind, Finding)> {
    let failed = steps.iter().filter(|step| step.state == State::Failed);
    failed.map(|step| (step.kind, step.finding.unwrap())).collect()
}

#[tokio::test]
async fn a_certificate_that_does_not_fit_is_named_with_what_stands_in_it() {
    let authority = Authority::new();
    let city = LittleCity::start_tls(authority.server("localhost", false, false)).await;
    let port = city.address.port();
    let good = CityProfile {
        ca_file: Some(authority.ca_file.clone()),
        ..profile(format!("https://localhost:{port}/api/1.0"))
    };
    let steps = run(good.clone()).await;
    assert_eq!(failed(&steps), []);
    assert!(step(&steps, Kind::Secure).en.contains("localhost"), "{steps:?}");
    assert_eq!(city.codes(), ["1001", "1002", "5003", "1003"]);
    let arrived = city.codes().len();

    let stranger = Authority::new();
    let steps = run(CityProfile { ca_file: Some(stranger.ca_file.clone()), ..good.clone() }).await;
    assert_eq!(failed(&steps), [(Kind::Secure, Finding::CertificateNotTrusted)]);
    let words = &step(&steps, Kind::Secure).zh;
    assert!(words.contains("ca_file") && words.contains("SHA-256") && words.contains("签发者"), "{words}");

    let steps = run(CityProfile { base_url: format!("https://127.0.0.1:{port}/api/1.0"), ..good.clone() }).await;
    assert_eq!(failed(&steps), [(Kind::Secure, Finding::CertificateNameWrong)]);
    let words = &step(&steps, Kind::Secure).en;
    assert!(words.contains("We called 127.0.0.1; the certificate is for localhost."), "{words}");

    let old = LittleCity::start_tls(authority.server("localhost", true, false)).await;
    let old_url = format!("https://localhost:{}", old.address.port());
    let steps = run(CityProfile { base_url: old_url, ..good.clone() }).await;
    assert_eq!(failed(&steps), [(Kind::Secure, Finding::CertificateExpired)]);

    let plain = LittleCity::start().await;
    let plain_url = format!("https://localhost:{}", plain.address.port());
    let steps = run(CityProfile { base_url: plain_url, ..good.clone() }).await;
    assert_eq!(failed(&steps), [(Kind::Secure, Finding::TlsFailed)]);

    let strict = LittleCity::start_tls(authority.server("localhost", false, true)).await;
    let strict_url = format!("https://localhost:{}/api/1.0", strict.address.port());
    let without = CityProfile { base_url: strict_url, ..good };
    let steps = run(without.clone()).await;
    let [(_, Finding::ClientCertificate)] = failed(&steps)[..] else { panic!("{steps:?}") };
    let (certificate, key) = authority.client_files();
    let with = CityProfile { client_cert_file: Some(certificate), client_key_file: Some(key), ..without };
    assert_eq!(failed(&run(with).await), []);

    // Nobody was told anything before the certificate was found good.
    assert_eq!((city.codes().len(), old.codes().len(), plain.codes().len()), (arrived, 0, 0));
}

#[tokio::test]
async fn an_address_where_nobody_is_is_told_apart() {
    let free = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let steps = run(profile(format!("http://{free}/api/1.0"))).await;
    assert_eq!(failed(&steps), [(Kind::Address, Finding::ConnectionRefused)]);
    assert!(step(&steps, Kind::Address).zh.contains(&free.port().to_string()));
    assert_eq!(step(&steps, Kind::Login).state, State::NotTried);
    assert_eq!(step(&steps, Kind::Logout).state, State::NotTried);

    // RFC 6761: this ending never has an address.
    let steps = run(profile("https://city.invalid/api/1.0".into())).await;
    let [(Kind::Address, finding)] = failed(&steps)[..] else { panic!("{steps:?}") };
    // Where the resolver itself does not answer in time, that is what is told.
    assert!(matches!(finding, Finding::HostNotFound | Finding::TimedOut), "{finding:?}");
}

#[tokio::test]
async fn what_is_no_answer_is_told_by_its_kind() {
    let told = |deed: Deed| async move {
        let city = LittleCity::start().await;
        city.next([deed]);
        let steps = run(profile(city.url())).await;
        assert_eq!(city.codes(), ["1001", "1002", "5003", "1003"], "it logs out all the same");
        let report = step(&steps, Kind::Report).clone();
        assert_eq!(failed(&steps), [(Kind::Report, report.finding.unwrap())]);
        report
    };
    assert_eq!(told(Deed::Answer(502, "bad gateway")).await.finding, Some(Finding::HttpStatus));
    assert_eq!(told(Deed::Answer(404, "no such page")).await.finding, Some(Finding::PathWrong));
    assert_eq!(told(Deed::Answer(403, "forbidden")).await.finding, Some(Finding::HttpStatus));
    assert_eq!(told(Deed::Answer(200, "<html>welcome")).await.finding, Some(Finding::NotAnAnswer));
    assert_eq!(told(Deed::Redirect).await.finding, Some(Finding::HttpStatus));
    assert_eq!(told(Deed::CutReply).await.finding, Some(Finding::Cut));
    assert_eq!(told(Deed::Silence).await.finding, Some(Finding::TimedOut));
    let refused = r#"{"resultCode":1,"timestamp":1,"data":[{"code":1007,"message":"超出规定值范围"}]}"#;
    assert_eq!(told(Deed::Answer(200, refused)).await.finding, Some(Finding::Refused));
}

#[tokio::test]
async fn a_platform_that_has_not_heard_of_the_lot_is_no_failure() {
    let city = LittleCity::start().await;
    let unknown = r#"{"resultCode":1,"timestamp":1,"data":[{"code":1101,"message":"停车场不存在"}]}"#;
    city.next([Deed::Answer(200, unknown)]);
    let steps = run(profile(city.url())).await;
    assert_eq!(failed(&steps), []);
    let report = step(&steps, Kind::Report);
    assert_eq!((report.state, report.finding), (State::Noted, Some(Finding::LotUnknown)));
    assert!(report.zh.contains("park_code") && report.zh.contains("停车场不存在"), "{}", report.zh);
}

#[tokio::test]
async fn a_cancelled_test_ends_at_once_and_logs_out() {
    let city = LittleCity::start().await;
    let cancel = CancellationToken::new();
    let test = SelfTest {
        profile: profile(city.url()),
        secrets: CitySecrets::new(PASSWORD, KEY, None).unwrap(),
        clock: Arc::new(StillClock),
        report: Ok("{}".into()),
        downlink: Downlink::NotTried(Found::not_tried("", "")),
    };
    let mut ended = Vec::new();
    let mut keep = |step: SelfTestStep| {
        if (step.kind, step.state) == (Kind::Report, State::Running) {
            cancel.cancel();
        }
        ended.push(step);
    };
    test.run(&mut keep, &cancel).await;
    let report = ended.iter().rfind(|step| step.kind == Kind::Report).unwrap();
    assert_eq!((report.state, report.finding), (State::NotTried, Some(Finding::Cancelled)));
    let logout = ended.iter().rfind(|step| step.kind == Kind::Logout).unwrap();
    assert_eq!(logout.state, State::Passed);
    assert_eq!(city.codes().last().map(String::as_str), Some("1003"));
}
