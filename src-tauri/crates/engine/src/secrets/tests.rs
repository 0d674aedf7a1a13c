use super::*;

const PASSWORD: &str = "parking-lot-7";

fn store(dir: &Path, passphrase: Option<&str>) -> SecretStore {
    let passphrase = passphrase.map(|text| Secret::new(text.to_owned()));
    SecretStore::new(&dir.join("secrets.lotdesk"), KeyPlace::Passphrase, passphrase)
}

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

#[test]
fn what_is_kept_comes_back_and_is_nowhere_in_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let name = SecretName::city_password();
    let first = store(dir.path(), Some("correct horse"));
    assert_eq!(first.get(&name).unwrap(), None);
    first.set(name.clone(), secret(PASSWORD)).unwrap();
    first.set(SecretName::lane_token("in-1"), secret("t0ken")).unwrap();

    let again = store(dir.path(), Some("correct horse"));
    assert_eq!(again.get(&name).unwrap(), Some(secret(PASSWORD)));
    let names: Vec<String> = again.names().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(names, ["city.password", "lane.in-1.token"]);
    let content = std::fs::read(dir.path().join("secrets.lotdesk")).unwrap();
    for text in [PASSWORD, "t0ken", "city.password", "correct horse"] {
        assert!(!content.windows(text.len()).any(|window| window == text.as_bytes()), "{text} is readable");
    }

    // The first store sees what another process wrote.
    assert!(again.remove(&name).unwrap());
    assert!(!again.remove(&name).unwrap());
    assert_eq!(first.get(&name).unwrap(), None);
}

#[test]
fn a_wrong_or_missing_passphrase_opens_nothing_and_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let name = SecretName::city_password();
    store(dir.path(), Some("right")).set(name.clone(), secret(PASSWORD)).unwrap();
    let before = std::fs::read(dir.path().join("secrets.lotdesk")).unwrap();
    let wrong = store(dir.path(), Some("wrong"));
    assert!(matches!(wrong.get(&name), Err(SecretError::WrongKey)));
    assert!(matches!(wrong.set(name.clone(), secret("x")), Err(SecretError::WrongKey)));
    assert!(matches!(store(dir.path(), None).get(&name), Err(SecretError::NoPassphrase)));
    assert_eq!(std::fs::read(dir.path().join("secrets.lotdesk")).unwrap(), before);
}

#[test]
fn every_changed_byte_and_every_cut_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let name = SecretName::city_password();
    let store = store(dir.path(), Some("right"));
    store.set(name.clone(), secret(PASSWORD)).unwrap();
    let path = dir.path().join("secrets.lotdesk");
    let content = std::fs::read(&path).unwrap();
    let header = Header::read(&content).unwrap();
    let key = header.stretch(&secret("right")).unwrap();
    for at in 0..content.len() {
        let mut changed = content.clone();
        changed[at] ^= 1;
        assert!(file::open(&header, &key, &changed).is_err(), "byte {at}");
        assert!(file::open(&header, &key, &content[..at]).is_err(), "cut at {at}");
    }
}

#[test]
fn a_header_that_asks_for_too_much_work_is_refused_before_it_is_done() {
    let text = b"lotdesk-secrets 1\n{\"key\":\"passphrase\",\"argon2id\":{\"m_kib\":4294967295,\"t\":3,\"p\":1},\"salt\":\"00112233445566778899aabbccddeeff\"}\n";
    let header = Header::read(text).unwrap();
    assert!(matches!(header.stretch(&secret("x")), Err(SecretError::Format(_))));
}

/// Written by another implementation (Python's argon2-cffi and PyNaCl) after the format's description in `file.rs`, and
/// with its own, lower cost, which stays the file's own when a secret is set.
#[test]
fn a_file_of_another_hand_opens_and_keeps_its_cost() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("secrets.lotdesk");
    std::fs::write(&path, include_bytes!("../../../../../tests/fixtures/secrets/flows.lotdesk")).unwrap();
    let store = store(dir.path(), Some("flows need no secret of value"));
    let of = |name: &str| store.get(&name.parse().unwrap()).unwrap().map(|secret| secret.expose().to_owned());
    assert_eq!(of("city.password").as_deref(), Some("demo-password"));
    assert_eq!(of("city.des_key").as_deref(), Some("lotdesk8"));
    assert_eq!(of("lane.out-2.token").as_deref(), Some("a-token-for-lanes-of-flows"));
    store.set(SecretName::city_password(), secret(PASSWORD)).unwrap();
    assert!(std::fs::read(&path).unwrap().starts_with(
        b"lotdesk-secrets 1\n{\"key\":\"passphrase\",\"argon2id\":{\"m_kib\":8,\"t\":1,\"p\":1},\"salt\":\"00112233445566778899aabbccddeeff\"}\n"
    ));
    assert_eq!(of("city.password").as_deref(), Some(PASSWORD));
}

#[test]
fn nothing_shows_a_secret() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(dir.path(), Some("phrase-9"));
    let shown = format!("{store:?} {:?} {}", secret(PASSWORD), SecretError::WrongKey);
    assert!(!shown.contains(PASSWORD) && !shown.contains("phrase-9"), "{shown}");
}

#[test]
fn names_are_a_closed_list() {
    for good in ["city.password", "city.des_key", "lane.in-1.token", "lane.out-12.token"] {
        assert!(good.parse::<SecretName>().is_ok(), "{good}");
    }
    for bad in ["", "city", "city.pasword", "lane..token", "lane.In.token", "lane.a/b.token", "lane.token"] {
        assert!(bad.parse::<SecretName>().is_err(), "{bad}");
    }
}

proptest::proptest! {
    /// Any bytes are answered, never with a panic.
    #[test]
    fn any_file_is_answered(tail in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200), ours: bool) {
        let mut content = if ours { b"lotdesk-secrets 1\n".to_vec() } else { Vec::new() };
        content.extend(tail);
        let _ = Header::read(&content);
    }
}
