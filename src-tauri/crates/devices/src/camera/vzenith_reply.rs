//! The answer to a Vzenith push: opens the gate, drives the screen and the voice.
//!
//! Source: the maker's HTTP push document, sections 2.1.2 (`ContinuePushOffline`, `plateid`), 2.6.1 (`info` ok opens
//! the gate), 2.6.2 (`serialData`: Base64 bytes, their length before Base64, and the RS-485 port 0 or 1), 4.5 (`content`,
//! `is_pay`). `content` is `retransfer_stop`, by which cameras of this family know that they need not push again;
//! without it, and without `plateid`, they keep the record.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::screen::{screen_line_frame, voice_frame};

/// Lines that a lane's screen has.
const SCREEN_LINES: usize = 4;

/// What goes back to the camera.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VzenithAnswer {
    /// Opens the gate.
    pub open_gate: bool,
    /// Lines of the screen, four at most.
    pub screen: Vec<String>,
    /// What the voice says; empty for nothing.
    pub voice: String,
    /// RS-485 port of the screen: 0 or 1.
    pub serial_channel: u8,
    /// The record that was pushed.
    pub record: Option<OfflineRecord>,
    /// The gate and the words are as they say, and the record is wanted once more: it is no acknowledgement.
    pub again: bool,
}

/// A record by the camera's own count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfflineRecord {
    /// `plateid`.
    pub no: i64,
    /// True when it was kept while the line was down: the next one may come.
    pub buffered: bool,
}

impl VzenithAnswer {
    /// The JSON.
    pub fn to_json(&self) -> Value {
        let frames = self
            .screen
            .iter()
            .take(SCREEN_LINES)
            .enumerate()
            .map(|(line, text)| screen_line_frame(line as u8, text))
            .chain((!self.voice.is_empty()).then(|| voice_frame(&self.voice)));
        let serial_data: Vec<Value> = frames
            .map(|bytes| {
                json!({
                    "serialChannel": self.serial_channel,
                    "data": STANDARD.encode(&bytes),
                    "dataLen": bytes.len(),
                })
            })
            .collect();
        let mut answer = json!({
            "info": if self.open_gate { "ok" } else { "no" },
            "is_pay": if self.open_gate { "true" } else { "false" },
            "serialData": serial_data,
        });
        if self.again {
            return json!({"Response_AlarmInfoPlate": answer});
        }
        answer["content"] = json!("retransfer_stop");
        if let Some(record) = self.record {
            answer["plateid"] = json!(record.no);
            if record.buffered {
                answer["ContinuePushOffline"] = json!({"plateid": record.no, "continue": 1});
            }
        }
        json!({"Response_AlarmInfoPlate": answer})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_gate_has_the_documents_shape() {
        let answer = VzenithAnswer {
            open_gate: true,
            voice: "粤B12345,欢迎光临".into(),
            record: Some(OfflineRecord { no: 21085, buffered: false }),
            ..VzenithAnswer::default()
        };
        // `data` is the constant of a public program for these cameras.
        assert_eq!(
            answer.to_json(),
            json!({"Response_AlarmInfoPlate": {
                "info": "ok", "content": "retransfer_stop", "is_pay": "true", "plateid": 21085,
                "serialData": [{
                    "serialChannel": 0, "data": "AGT//zASAdTBQjEyMzQ1LLu206254sHZapE=", "dataLen": 26,
                }],
            }})
        );
    }

    #[test]
    fn a_kept_record_asks_for_the_next_and_opens_nothing() {
        let answer =
            VzenithAnswer { record: Some(OfflineRecord { no: 123, buffered: true }), ..VzenithAnswer::default() };
        let json = answer.to_json();
        let reply = &json["Response_AlarmInfoPlate"];
        assert_eq!(reply["info"], "no");
        assert_eq!(reply["ContinuePushOffline"], json!({"plateid": 123, "continue": 1}));
        assert_eq!(reply["serialData"], json!([]));
    }

    #[test]
    fn a_record_that_is_wanted_again_still_opens_the_gate() {
        let record = Some(OfflineRecord { no: 123, buffered: false });
        let answer = VzenithAnswer { open_gate: true, record, again: true, ..VzenithAnswer::default() }.to_json();
        let reply = &answer["Response_AlarmInfoPlate"];
        assert_eq!(reply["info"], "ok");
        assert!(reply.get("content").is_none() && reply.get("plateid").is_none(), "{reply}");
    }

    #[test]
    fn a_screen_has_four_lines() {
        let answer = VzenithAnswer { screen: vec!["粤".into(); 6], ..VzenithAnswer::default() };
        assert_eq!(answer.to_json()["Response_AlarmInfoPlate"]["serialData"].as_array().unwrap().len(), 4);
    }
}
