//! The charging envelope's ciphers and signature (DB4403/T 313, B.3): verified first, opened then.

use lotdesk_protocols::charging::envelope::Keys;

/// Anything that pretends to be sealed is answered; what we seal opens again, and its signature fits it alone.
pub fn run(input: &[u8]) {
    let keys = Keys {
        data_secret: "1234567890abcdef".into(),
        data_secret_iv: "1234567890abcdef".into(),
        sig_secret: "1234567890abcdef".into(),
    };
    let text = String::from_utf8_lossy(input);
    let _ = keys.open(&text);
    let sealed = keys.seal(&text).expect("keys of the right length seal every text");
    assert_eq!(keys.open(&sealed).as_deref(), Ok(text.as_ref()));
    let sig = keys.sign_request("123456789", &sealed, "20160729142400", "0001");
    assert!(keys.verify_request("123456789", &sealed, "20160729142400", "0001", &sig));
    assert!(!keys.verify_request("123456789", &sealed, "20160729142400", "0002", &sig));
    // Whatever is sent as a signature is not taken for ours.
    assert!(
        text.trim().eq_ignore_ascii_case(&sig)
            || !keys.verify_request("123456789", &sealed, "20160729142400", "0001", &text)
    );
}
