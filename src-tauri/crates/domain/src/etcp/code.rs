//! The code that a driver gets by text message (8.1): one a minute.

use crate::moment::Moment;

/// Between two codes, in milliseconds.
pub const CODE_EVERY_MS: i64 = 60_000;

/// When the next code may be asked for, after one that was asked for at `asked_at`; none where that is over.
pub fn code_again_at(asked_at: Option<Moment>, now: Moment) -> Option<Moment> {
    asked_at.map(|at| at.plus_ms(CODE_EVERY_MS)).filter(|again_at| *again_at > now)
}

/// Whether a text is the number of a mobile telephone: 11 digits that begin with 1.
pub fn is_mobile(text: &str) -> bool {
    text.len() == 11 && text.starts_with('1') && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_lies_between_two_codes() {
        let asked = Moment(1_000_000);
        assert_eq!(code_again_at(None, asked), None);
        assert_eq!(code_again_at(Some(asked), asked), Some(Moment(1_060_000)));
        assert_eq!(code_again_at(Some(asked), Moment(1_059_999)), Some(Moment(1_060_000)));
        assert_eq!(code_again_at(Some(asked), Moment(1_060_000)), None);
    }

    #[test]
    fn a_mobile_number_has_eleven_digits() {
        assert!(is_mobile("13800000001"));
        for text in ["", "1380000000", "138000000012", "23800000001", "1380000000a", "１３８００００００１"] {
            assert!(!is_mobile(text), "{text}");
        }
    }
}
