//! What goes wrong on purpose, switchable while the platform runs.

use serde::{Deserialize, Serialize};

/// One thing that goes wrong with what is sent to the platform. A rule that names a downlink breaks the platform's own side
/// of it: the request comes late (`delay`), nobody waits for the answer (`lose_reply`, `withhold`), the line is cut in the
/// middle of the request (`cut_before`), or no envelope is sent (`garbage`); `refuse` has no meaning there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fault {
    /// The message takes effect, the reply comes late.
    Delay {
        /// By how much, in milliseconds.
        delay_ms: u64,
    },
    /// The message takes effect, the reply stays away until it is released.
    Withhold,
    /// The message takes effect, then the connection is cut.
    LoseReply,
    /// The connection is cut before the message takes effect.
    CutBefore,
    /// The message is refused without being looked at.
    Refuse {
        /// A code of table A.2.
        code: u16,
        /// The platform's words.
        words: String,
    },
    /// The message takes effect, the reply is no JSON.
    Garbage,
}

/// A fault, where it strikes, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultRule {
    /// The interface that it strikes, such as `5004`; all of them where none is named.
    #[serde(default)]
    pub interface: Option<String>,
    /// How many calls it strikes; until cleared where no number is given.
    #[serde(default)]
    pub times: Option<u32>,
    /// What goes wrong.
    pub fault: Fault,
}

/// A change of what goes wrong: the body of `POST /_sandbox/faults`. Carried out in the order of its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultOrder {
    /// Takes away every rule and the clock's skew, and releases withheld replies.
    #[serde(default)]
    pub clear: bool,
    /// Sends the replies that are being withheld; the rules stay.
    #[serde(default)]
    pub release: bool,
    /// Makes every access token invalid at once.
    #[serde(default)]
    pub expire_tokens: bool,
    /// Sets the platform's clock off by this many seconds.
    #[serde(default)]
    pub clock_skew_s: Option<i64>,
    /// Cuts every TCP connection that is logged in.
    #[serde(default)]
    pub tcp_cut: bool,
    /// Sends bytes that are no frame over every TCP connection that is logged in.
    #[serde(default)]
    pub tcp_garbage: bool,
    /// Takes heartbeats over TCP without answering them, or answers them again.
    #[serde(default)]
    pub tcp_withhold_heartbeats: Option<bool>,
    /// Adds rules; of several that fit a call, the one added first strikes.
    #[serde(default)]
    pub add: Vec<FaultRule>,
}

/// The rules in force.
#[derive(Debug, Default)]
pub(super) struct Script(Vec<FaultRule>);

impl Script {
    pub(super) fn add(&mut self, rules: Vec<FaultRule>) {
        self.0.extend(rules.into_iter().filter(|rule| rule.times != Some(0)));
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn rules(&self) -> &[FaultRule] {
        &self.0
    }

    /// What strikes a call of this interface; counts it.
    pub(super) fn strike(&mut self, interface: &str) -> Option<Fault> {
        self.first(|rule| rule.interface.as_deref().is_none_or(|i| i == interface))
    }

    /// What strikes a downlink of this interface; counts it. Only rules that name the interface do: one without a name is
    /// about what is sent to the platform.
    pub(super) fn strike_downlink(&mut self, interface: &str) -> Option<Fault> {
        self.first(|rule| rule.interface.as_deref() == Some(interface))
    }

    fn first(&mut self, fits: impl Fn(&FaultRule) -> bool) -> Option<Fault> {
        let at = self.0.iter().position(fits)?;
        let rule = &mut self.0[at];
        let fault = rule.fault.clone();
        if let Some(left) = &mut rule.times {
            *left -= 1;
            if *left == 0 {
                self.0.remove(at);
            }
        }
        Some(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_rules_run_out_and_the_first_that_fits_strikes() {
        let mut script = Script::default();
        script.add(vec![
            FaultRule { interface: Some("5004".into()), times: Some(2), fault: Fault::CutBefore },
            FaultRule { interface: None, times: Some(0), fault: Fault::Withhold },
            FaultRule { interface: None, times: None, fault: Fault::Garbage },
        ]);
        let strikes: Vec<_> = ["5004", "5005", "5004", "5004"].map(|i| script.strike(i).unwrap()).into();
        assert_eq!(strikes, [Fault::CutBefore, Fault::Garbage, Fault::CutBefore, Fault::Garbage]);
        script.clear();
        assert_eq!(script.strike("5004"), None);
    }

    #[test]
    fn the_control_endpoints_words() {
        let text = r#"{"clear":true,"add":[{"interface":"5005","times":3,"fault":{"kind":"delay","delay_ms":500}},
            {"fault":{"kind":"refuse","code":1007,"words":"超出规定值范围"}}]}"#;
        let order: FaultOrder = serde_json::from_str(text).unwrap();
        assert!(order.clear && !order.release);
        assert_eq!(order.add[0].fault, Fault::Delay { delay_ms: 500 });
        assert_eq!(
            order.add[1],
            FaultRule {
                interface: None,
                times: None,
                fault: Fault::Refuse { code: 1007, words: "超出规定值范围".into() }
            }
        );
        assert!(serde_json::from_str::<FaultOrder>(r#"{"clear_all":true}"#).is_err());
    }
}
