//! Reasons: where a person bends a rule, a few words say why.

use crate::api::refusal::Refusal;

/// A reason, trimmed.
///
/// # Errors
/// When it has fewer than 2 or more than 100 characters.
pub(crate) fn reason(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if (2..=100).contains(&text.chars().count()) {
        return Ok(text.to_owned());
    }
    Err(Refusal::field("reason", "请填写原因（2 至 100 字）", "Give a reason of 2 to 100 characters."))
}
