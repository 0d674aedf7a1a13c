//! What the console is told to send.

use lotdesk_protocols::json::Node;
use serde::{Deserialize, Deserializer, Serialize};

use crate::city::platform::Platform;

/// How a downlink goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transport {
    /// To the callback server.
    #[default]
    Https,
    /// Over the newest TCP connection that is logged in.
    Tcp,
}

/// By what the platform proves who it is, over HTTPS.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authorization {
    /// The newest access token that it gave out.
    #[default]
    Newest,
    /// The one before that.
    Previous,
    /// Nothing.
    None,
    /// This text as the whole header.
    Header(String),
}

/// A downlink: the body of `POST /_sandbox/downlink`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DownlinkOrder {
    /// How it goes.
    #[serde(default)]
    pub transport: Transport,
    /// The interface, such as `6005`.
    #[serde(deserialize_with = "number_or_text")]
    pub code: String,
    /// What stands in `data`: a list, or one item. Numbers keep their text: `20.00` goes out as `20.00`.
    #[serde(default = "nothing")]
    pub data: Node,
    /// By what it proves who it is.
    #[serde(default)]
    pub authorization: Authorization,
    /// A signature in place of the right one.
    #[serde(default)]
    pub sign: Option<String>,
    /// A timestamp in place of the platform's clock.
    #[serde(default)]
    pub timestamp: Option<i64>,
    /// A whole body in place of the envelope: an earlier `sent` for a repeat, anything else for garbage.
    #[serde(default)]
    pub body: Option<String>,
    /// From now on the callback server must show the certificate with this SHA-256.
    #[serde(default)]
    pub fingerprint: Option<String>,
}

impl DownlinkOrder {
    /// A downlink over HTTPS as the standard has it.
    ///
    /// # Errors
    /// When `data` is no JSON.
    pub fn https(code: &str, data: &str) -> Result<Self, lotdesk_protocols::json::JsonError> {
        Ok(Self::of(Transport::Https, code, Node::parse(data)?))
    }

    /// A downlink over TCP where somebody is logged in, and over HTTPS else.
    pub(in crate::city) fn by_the_best_way(platform: &Platform, code: &str, item: Node) -> Self {
        let connected = *platform.tcp.logged_in.borrow() > 0;
        Self::of(if connected { Transport::Tcp } else { Transport::Https }, code, item)
    }

    fn of(transport: Transport, code: &str, data: Node) -> Self {
        Self {
            transport,
            code: code.to_owned(),
            data,
            authorization: Authorization::Newest,
            sign: None,
            timestamp: None,
            body: None,
            fingerprint: None,
        }
    }

    /// The items. Those of a body that was given whole are read from it, as far as they can be.
    pub(super) fn items(&self) -> Vec<Node> {
        let whole = self.body.as_deref().and_then(|body| Node::parse(body).ok()?.take("data"));
        match whole.unwrap_or_else(|| self.data.clone()) {
            Node::List(items) => items,
            Node::Null => Vec::new(),
            one => vec![one],
        }
    }
}

fn nothing() -> Node {
    Node::List(Vec::new())
}

fn number_or_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let node = Node::deserialize(deserializer)?;
    let code = node.text_or_number().map(str::to_owned);
    code.ok_or_else(|| serde::de::Error::custom("an interface number is wanted"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_keep_the_text_of_their_numbers() {
        let text = r#"{"code":6001,"data":{"parkCode":44030400100101000010,"bookMoney":20.00}}"#;
        let order: DownlinkOrder = serde_json::from_str(text).unwrap();
        assert_eq!((order.transport, order.code.as_str()), (Transport::Https, "6001"));
        let items: Vec<_> = order.items().iter().map(Node::compact).collect();
        assert_eq!(items, [r#"{"parkCode":44030400100101000010,"bookMoney":20.00}"#]);
    }

    #[test]
    fn the_items_of_a_whole_body_are_its_own() {
        let text = r#"{"transport":"tcp","code":"6005","body":"{\"data\":[{\"a\":1},2]}","authorization":"none"}"#;
        let order: DownlinkOrder = serde_json::from_str(text).unwrap();
        assert_eq!((order.transport, order.items().len()), (Transport::Tcp, 2));
        let header: DownlinkOrder =
            serde_json::from_str(r#"{"code":1,"authorization":{"header":"bearer x"}}"#).unwrap();
        assert_eq!(header.authorization, Authorization::Header("bearer x".into()));
        assert!(serde_json::from_str::<DownlinkOrder>(r#"{"code":"6005","items":[]}"#).is_err());
    }
}
