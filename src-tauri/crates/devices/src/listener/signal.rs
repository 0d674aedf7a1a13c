//! What a lane's own sensors tell, as JSON.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_operations::api::lane::{LaneReport, LaneSignal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::camera::{ReadProblem, Rule, parse_moment};

const NAMES: &str = "present opened closed passed backed_out fault recovered not_opened";
const MAX_REMARK_CHARACTERS: usize = 200;
const SIGNALS_REMEMBERED: usize = 256;

/// `POST /lanes/{code}/signals`, as a sender builds it: `{"what": "passed", "gate_command_id": "…"}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignalPush {
    /// `present` `opened` `closed` `passed` `backed_out` `fault` `recovered` `not_opened`.
    pub what: LaneSignal,
    /// `yyyy-MM-dd HH:mm:ss` on China's clock, or milliseconds since 1970 as a number; now when left out.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub at: Value,
    /// For answers to a gate command: which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gate_command_id: Option<Guid>,
    /// For faults: what is wrong, 200 characters at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

/// The newest signals of cameras that were taken, by their identifiers. A camera repeats one within seconds.
#[derive(Default)]
pub(super) struct KnownSignals(Mutex<VecDeque<Guid>>);

impl KnownSignals {
    /// Whether it was taken.
    pub(super) fn knows(&self, id: Guid) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&id)
    }

    /// It was taken.
    pub(super) fn took(&self, id: Guid) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() == SIGNALS_REMEMBERED {
            known.pop_front();
        }
        known.push_back(id);
    }
}

/// Reads a signal.
///
/// # Errors
/// With the first field that breaks a rule.
pub fn parse_signal(body: &[u8], lane_id: Guid, received_at: Moment) -> Result<LaneReport, ReadProblem> {
    let value: Value =
        serde_json::from_slice(body).map_err(|error| ReadProblem::body(Rule::Json(error.to_string())))?;
    let fields = value.as_object().ok_or_else(|| ReadProblem::body(Rule::Object))?;
    if let Some(name) = fields.keys().find(|name| !["what", "at", "gate_command_id", "remark"].contains(&name.as_str()))
    {
        return Err(ReadProblem::new(name.chars().take(40).collect::<String>(), Rule::Unknown));
    }
    let get = |name: &str| fields.get(name).filter(|value| !value.is_null());
    let what = get("what").ok_or_else(|| ReadProblem::new("what", Rule::Missing))?;
    let what = LaneSignal::deserialize(what).map_err(|_| ReadProblem::new("what", Rule::OneOf(NAMES)))?;
    let at = get("at").map(|value| parse_moment("at", value)).transpose()?.unwrap_or(received_at);
    let gate_command_id = match get("gate_command_id") {
        None => None,
        Some(value) => Some(
            value
                .as_str()
                .and_then(|text| text.parse().ok())
                .ok_or_else(|| ReadProblem::new("gate_command_id", Rule::Guid))?,
        ),
    };
    let remark = match get("remark") {
        None => None,
        Some(value) => {
            let text = value.as_str().ok_or_else(|| ReadProblem::new("remark", Rule::Text))?;
            if text.chars().count() > MAX_REMARK_CHARACTERS {
                return Err(ReadProblem::new("remark", Rule::TooLong(MAX_REMARK_CHARACTERS)));
            }
            Some(text.to_owned())
        }
    };
    Ok(LaneReport { gate_command_id, remark, ..LaneReport::seen(lane_id, what, at) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_and_what_is_wrong_with_them() {
        let lane = Guid::from_bytes([1; 16]);
        let now = Moment(1_795_000_000_000);
        let parse = |text: &str| parse_signal(text.as_bytes(), lane, now);
        let report = parse(r#"{"what":"backed_out","gate_command_id":"C78E319DAB604A268842ACF164774592"}"#).unwrap();
        assert_eq!((report.what, report.at), (LaneSignal::BackedOut, now));
        assert_eq!(report.gate_command_id.unwrap().to_string(), "C78E319DAB604A268842ACF164774592");
        let report = parse(r#"{"what":"fault","at":"2026-11-23 14:05:09","remark":"栏杆卡住"}"#).unwrap();
        assert_eq!(report.at.to_datetime_text(), "2026-11-23 14:05:09");
        assert_eq!(report.remark.as_deref(), Some("栏杆卡住"));
        for (text, field) in [
            ("", "body"),
            ("[]", "body"),
            ("{}", "what"),
            (r#"{"what":"gone"}"#, "what"),
            (r#"{"what":"fault","at":"soon"}"#, "at"),
            (r#"{"what":"fault","gate_command_id":"1"}"#, "gate_command_id"),
            (r#"{"what":"fault","remark":1}"#, "remark"),
            (r#"{"what":"fault","why":"x"}"#, "why"),
        ] {
            assert_eq!(parse(text).unwrap_err().field, field, "{text}");
        }
        let long = format!(r#"{{"what":"fault","remark":"{}"}}"#, "字".repeat(201));
        assert_eq!(parse(&long).unwrap_err().rule, Rule::TooLong(200));
    }
}
