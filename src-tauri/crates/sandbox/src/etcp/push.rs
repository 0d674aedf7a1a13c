//! What its lots push (section 9): signed by merchant number, the members as they go out, and the key.

use lotdesk_domain::moment::Moment;
use lotdesk_protocols::json::Node;
use lotdesk_protocols::sign::md5_hex_upper;
use serde::{Deserialize, Serialize};

use super::Etcp;
use super::lots::OWN_LOTS;
use super::money::Parked;

/// What is pushed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// 9.1
    Entry,
    /// 9.2
    Exit,
}

/// A push that went out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pushed {
    /// Which of the two.
    pub what: What,
    /// What was on the wire.
    pub body: String,
    /// The answer; none where none came.
    pub answer: Option<String>,
    /// True when that was the document's.
    pub taken: bool,
}

impl Etcp {
    /// The text of a push.
    pub(super) fn push_text(&self, what: What, car: &Parked, pushed_at: Moment) -> String {
        let (park_id, name) = OWN_LOTS[car.lot % OWN_LOTS.len()];
        let text = |name: &str, text: String| (name.to_owned(), Node::Text(text));
        let number = |name: &str, number: i64| (name.to_owned(), Node::Number(number.to_string()));
        let long_term = !car.fixed_space.is_empty();
        let mut members = vec![
            text("synId", car.syn_id.clone()),
            text("plateNumber", car.plate.clone()),
            text("parkName", name.to_owned()),
            number("parkId", park_id),
            text("entranceTime", car.entered_at.to_datetime_text()),
            text("userType", if long_term { "76" } else { "77" }.to_owned()),
            text("pushTime", pushed_at.to_datetime_text()),
        ];
        if what == What::Exit {
            let left_at = car.left_at.unwrap_or(pushed_at);
            members.push(text("exitTime", left_at.to_datetime_text()));
            members.push(number("stayedTime", (left_at.0 - car.entered_at.0) / 1000));
            members.push(number("receivableFee", car.paid_fen + car.cash_fen));
        }
        members.push(text("fixParkingId", car.fixed_space.clone()));
        members.push(text("remainingDays", if long_term { "11".to_owned() } else { String::new() }));
        let data = Node::Object(members.clone()).compact();
        let signed = [&self.config.merchant_no, data.as_str(), &self.config.merchant_key].concat();
        members.push(text("signment", md5_hex_upper(signed.as_bytes())));
        Node::Object(members).compact()
    }

    /// Sends a text to a callback, once.
    pub(super) async fn send(&self, callback_url: &str, what: What, body: String) -> Pushed {
        let request = self.client.post(callback_url).header("Content-Type", "application/json;charset=utf-8");
        let answer = match request.body(body.clone()).send().await {
            Ok(answer) => answer.text().await.ok(),
            Err(_) => None,
        };
        let taken = answer.as_deref().and_then(|text| Node::parse(text).ok()).is_some_and(|said| {
            said.get("code").and_then(Node::to_integer) == Some(0) && said.get("message").is_some()
        });
        let pushed = Pushed { what, body, answer, taken };
        self.pushed.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(pushed.clone());
        pushed
    }
}
