//! The published known-answer vectors, as they stand in `tests/fixtures/vectors.json` with their origin.

use lotdesk_protocols::charging::envelope::Keys;
use lotdesk_protocols::city::SignAlgorithm;
use lotdesk_protocols::city::envelope::sign as city_sign;
use lotdesk_protocols::crc::crc16_xmodem;
use lotdesk_protocols::docloud::sign::sign as docloud_sign;
use lotdesk_protocols::etcp::sign::sign as etcp_sign;
use lotdesk_protocols::json::Node;

struct Vectors(Node);

impl Vectors {
    fn load() -> Self {
        Self(Node::parse(include_str!("../../../../tests/fixtures/vectors.json")).unwrap())
    }

    fn text(&self, vector: &str, member: &str) -> &str {
        let found = self.0.get(vector).and_then(|vector| vector.get(member)).and_then(Node::as_text);
        found.unwrap_or_else(|| panic!("{vector}.{member}"))
    }
}

#[test]
fn city_signature_and_canonical_form() {
    let vectors = Vectors::load();
    let canonical = vectors.text("db4403_sign_sha1", "canonical");
    assert_eq!(Node::parse(canonical).unwrap().canonical(), canonical);
    assert_eq!(city_sign(SignAlgorithm::Sha1, canonical), vectors.text("db4403_sign_sha1", "sign"));
}

#[test]
fn city_frame_check() {
    let vectors = Vectors::load();
    let crc = crc16_xmodem(vectors.text("db4403_crc16", "ascii").as_bytes());
    assert_eq!(format!("{crc:04x}"), vectors.text("db4403_crc16", "crc_hex"));
}

#[test]
fn charging_cipher_and_signature() {
    let vectors = Vectors::load();
    let keys = Keys {
        data_secret: vectors.text("charging_aes", "key").to_owned(),
        data_secret_iv: vectors.text("charging_aes", "iv").to_owned(),
        sig_secret: vectors.text("charging_sig", "sig_secret").to_owned(),
    };
    let plain = vectors.text("charging_aes", "plaintext");
    let sealed = vectors.text("charging_aes", "ciphertext_base64");
    assert_eq!(keys.seal(plain).as_deref(), Ok(sealed));
    assert_eq!(keys.open(sealed).as_deref(), Ok(plain));

    let of = |member| vectors.text("charging_sig", member);
    let (operator, stamp, seq, sig) = (of("operator_id"), of("timestamp"), of("seq"), of("sig"));
    assert_eq!(of("data"), "charging_aes.ciphertext_base64", "the signature is over the cipher text");
    assert_eq!(keys.sign_request(operator, sealed, stamp, seq), sig);
    assert!(keys.verify_request(operator, sealed, stamp, seq, sig));
    assert!(!keys.verify_request(operator, sealed, stamp, "0002", sig));
}

#[test]
fn etcp_signature() {
    let vectors = Vectors::load();
    let of = |member| vectors.text("etcp_sign", member);
    assert_eq!(etcp_sign(of("data"), of("merchant_key"), of("time_stamp")), of("sign"));
}

#[test]
fn docloud_signatures() {
    let vectors = Vectors::load();
    for vector in ["docloud_sign_without_body", "docloud_sign_with_body"] {
        let of = |member| vectors.text(vector, member);
        assert_eq!(docloud_sign(of("app_key"), of("app_secret"), of("url_param"), of("body")), of("sign"), "{vector}");
    }
}

#[test]
fn every_vector_has_its_test() {
    let Vectors(Node::Object(members)) = Vectors::load() else { panic!("an object") };
    let names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).filter(|name| *name != "about").collect();
    let tested = [
        "db4403_sign_sha1",
        "db4403_crc16",
        "charging_aes",
        "charging_sig",
        "etcp_sign",
        "docloud_sign_without_body",
        "docloud_sign_with_body",
    ];
    assert_eq!(names, tested);
}
