//! Paths, certificates, the end.

use lotdesk_gateway::callback::fingerprint;
use lotdesk_operations::api::listener::CertificateSource;

use super::*;
use crate::little_city::certificates::Authority;

#[tokio::test]
async fn the_longest_mount_takes_it_over_tls_of_our_own_making() {
    let mounted = vec![
        Mounted::at("/", Echo::new("root")),
        Mounted::at("city", Echo::new("city")),
        Mounted::at("/evcs/", Echo::new("charging")),
    ];
    let running = start(CallbackSettings::default(), mounted, false).await;
    assert_eq!(running.certificate.as_ref().unwrap().source, CertificateSource::SelfMade);
    assert_eq!(running.post("/city/6005", "a").await, (200, "city /6005 a 0 false".into()));
    assert_eq!(running.post("/evcs/v1/query_token?x=1", "b").await, (200, "charging /v1/query_token b 0 false".into()));
    assert_eq!(running.post("/city-hall/6005", "c").await, (200, "root /city-hall/6005 c 0 false".into()));
    assert_eq!(running.traffic.requests(), 3);
    // Who is not told of the certificate does not speak with us.
    let stranger = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    assert!(stranger.post(format!("{}/city/6005", running.base_url)).send().await.is_err());
    // The client knows before the listener does.
    while running.count(PushRefusal::NoTls) == 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_certificate_from_files_is_shown_by_its_fingerprint() {
    let authority = Authority::new();
    let (certificate, key) = authority.client_files();
    let settings = CallbackSettings {
        cert_file: Some(certificate.clone()),
        key_file: Some(key.clone()),
        ..CallbackSettings::default()
    };
    let running = start(settings, Vec::new(), false).await;
    let shown = running.certificate.clone().unwrap();
    assert_eq!((shown.source, &shown.file), (CertificateSource::Files, &certificate.display().to_string()));
    use rustls::pki_types::pem::PemObject;
    let der = rustls::pki_types::CertificateDer::from_pem_file(&certificate).unwrap();
    assert_eq!(shown.sha256, fingerprint(&der));
    // A key that belongs to another certificate is no key.
    let other = Authority::new();
    std::fs::copy(other.client_files().1, &key).unwrap();
    let settings =
        CallbackSettings { cert_file: Some(certificate), key_file: Some(key), ..CallbackSettings::default() };
    assert!(CallbackListener::bind(&settings, &std::env::temp_dir(), &[], false).await.is_err());
}

#[tokio::test]
async fn unknown_paths_and_other_methods_are_turned_away() {
    let running = plain(CallbackSettings::default(), Echo::new("city")).await;
    for path in ["/", "/cit/6005", "/city6005", "/lanes/in-1/reads"] {
        assert_eq!(running.post(path, "x").await.0, 404, "{path}");
    }
    assert_eq!(running.count(PushRefusal::UnknownPath), 4);
    assert_eq!(running.post("/city", "x").await.0, 200, "some platforms call the mount itself");
    let client = running.client(|builder| builder);
    let answer = client.get(format!("{}/city/6005", running.base_url)).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.headers()["allow"].to_str().unwrap()), (405, "POST"));
}

#[tokio::test]
async fn a_caller_shows_its_certificate_and_the_receiver_says_whether_it_knows_it() {
    let (ours, strange) = (Authority::new(), Authority::new());
    let known = ClientCertificates::from_file(&ours.ca_file).unwrap();
    let echo = Arc::new(Echo::knowing("city", Some(known)));
    let running = start(CallbackSettings::default(), vec![Mounted::at("city", echo)], true).await;
    for (authority, says) in [(None, "0 false"), (Some(&ours), "1 true"), (Some(&strange), "1 false")] {
        let client = running.client(|builder| match authority {
            None => builder,
            Some(authority) => {
                let (certificate, key) = authority.client_files();
                let pem = [std::fs::read(certificate).unwrap(), std::fs::read(key).unwrap()].concat();
                builder.identity(reqwest::Identity::from_pem(&pem).unwrap())
            }
        });
        let answer = client.post(format!("{}/city/6005", running.base_url)).send().await.unwrap();
        assert_eq!(answer.text().await.unwrap(), format!("city /6005  {says}"));
    }
}

#[tokio::test]
async fn what_is_under_way_is_answered_before_the_end_and_nobody_new_is_let_in() {
    let echo = Echo::new("city");
    let running = plain(CallbackSettings::default(), echo.clone()).await;
    let mut caller = running.connect().await;
    say(&mut caller, "POST /city/6005 HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\nwait").await;
    echo.begun.notified().await;
    running.stop.cancel();
    echo.go_on.notify_one();
    let said = rest_of(&mut caller).await;
    assert!(said.starts_with("HTTP/1.1 200") && said.contains("city /6005 wait"), "{said}");
    let address = running.base_url.split("://").nth(1).unwrap().to_owned();
    running.served.await.unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_caller_that_hangs_up_breaks_nothing_off() {
    let echo = Echo::new("city");
    let running = plain(CallbackSettings::default(), echo.clone()).await;
    let mut caller = running.connect().await;
    say(&mut caller, "POST /city/6005 HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\nwait").await;
    echo.begun.notified().await;
    drop(caller);
    while running.traffic.connections() > 0 {
        tokio::task::yield_now().await;
    }
    echo.go_on.notify_one();
    echo.finished.notified().await;
}

#[tokio::test]
async fn what_breaks_inside_is_answered_and_counted() {
    let echo = Echo::new("city");
    let running = plain(CallbackSettings::default(), echo.clone()).await;
    assert_eq!(running.post("/city/6005", "break").await.0, 500);
    assert_eq!(running.count(PushRefusal::Failed), 1);
    assert_eq!(running.post("/city/6005", "a").await.0, 200);
}
