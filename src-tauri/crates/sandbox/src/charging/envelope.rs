//! B.3.3 and B.3.4, built here from the bare ciphers and digests.

use lotdesk_domain::moment::Moment;
use lotdesk_protocols::cipher::{aes128_cbc_decrypt, aes128_cbc_encrypt};
use lotdesk_protocols::json::Node;
use lotdesk_protocols::sign::{hmac_md5_hex_upper, same_hex};

use super::ChargingConfig;

/// A text that JSON takes.
fn quoted(text: &str) -> String {
    Node::Text(text.to_owned()).compact()
}

fn sealed(config: &ChargingConfig, content: &str) -> String {
    aes128_cbc_encrypt(config.data_secret.as_bytes(), config.data_secret_iv.as_bytes(), content).unwrap_or_default()
}

/// Opens what the other side enciphered; none when it does not open.
pub fn opened(config: &ChargingConfig, data: &str) -> Option<String> {
    aes128_cbc_decrypt(config.data_secret.as_bytes(), config.data_secret_iv.as_bytes(), data).ok()
}

fn signed(config: &ChargingConfig, parts: &[&str]) -> String {
    hmac_md5_hex_upper(config.sig_secret.as_bytes(), parts.concat().as_bytes())
}

/// `TimeStamp`
pub fn stamp(at: Moment) -> String {
    at.to_china().format("%Y%m%d%H%M%S").to_string()
}

/// A request of the platform's.
pub fn request(config: &ChargingConfig, content: &str, at: Moment, seq: u32) -> String {
    let (data, time, seq) = (sealed(config, content), stamp(at), format!("{:04}", seq % 10_000));
    let sig = signed(config, &[&config.platform_id, &data, &time, &seq]);
    format!(
        r#"{{"OperatorID":{},"Data":"{data}","TimeStamp":"{time}","Seq":"{seq}","Sig":"{sig}"}}"#,
        quoted(&config.platform_id)
    )
}

/// True when a lot's request bears its signature.
pub fn request_is_signed(config: &ChargingConfig, parts: [&str; 4], sig: &str) -> bool {
    same_hex(sig, &signed(config, &parts))
}

/// A reply of the platform's.
pub fn reply(config: &ChargingConfig, ret: i64, msg: &str, content: &str) -> String {
    let data = sealed(config, content);
    let sig = signed(config, &[&ret.to_string(), msg, &data]);
    format!(r#"{{"Ret":{ret},"Msg":{},"Data":"{data}","Sig":"{sig}"}}"#, quoted(msg))
}

/// The content of a lot's reply, with its `Ret`; none when nobody vouches for it.
pub fn read_reply(config: &ChargingConfig, body: &str) -> Option<(i64, String, String)> {
    let node = Node::parse(body).ok()?;
    let text = |name: &str| node.get(name).and_then(Node::text_or_number).map(str::to_owned);
    let (ret, msg, data, sig) = (text("Ret")?, text("Msg")?, text("Data")?, text("Sig")?);
    if !same_hex(&sig, &signed(config, &[&ret, &msg, &data])) {
        return None;
    }
    Some((ret.parse().ok()?, msg, opened(config, &data)?))
}
