//! The stored form of what our own drivers find wrong with a device.

use lotdesk_domain::trouble::Trouble;
use serde::{Deserialize, Serialize};

/// A word of the list below, and its number where it has one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredTrouble {
    /// The word.
    pub kind: String,
    /// Milliseconds, a status, or seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u64>,
}

impl From<Trouble> for StoredTrouble {
    fn from(trouble: Trouble) -> Self {
        let kind = match trouble {
            Trouble::NoDriver => "no_driver",
            Trouble::Busy => "busy",
            Trouble::Expired => "expired",
            Trouble::BadAddress => "bad_address",
            Trouble::TimedOut { .. } => "timed_out",
            Trouble::Answered { .. } => "answered",
            Trouble::Silent { .. } => "silent",
            Trouble::Refused => "refused",
            Trouble::HungUp => "hung_up",
            Trouble::NoRoute => "no_route",
            Trouble::NoSuchName => "no_such_name",
            Trouble::Certificate => "certificate",
            Trouble::Unreachable => "unreachable",
            Trouble::TurnedBack => "turned_back",
        };
        Self { kind: kind.to_owned(), number: trouble.number() }
    }
}

impl StoredTrouble {
    /// What it stands for; none for a word of a later version.
    pub fn trouble(&self) -> Option<Trouble> {
        let number = self.number.unwrap_or(0);
        Some(match self.kind.as_str() {
            "no_driver" => Trouble::NoDriver,
            "busy" => Trouble::Busy,
            "expired" => Trouble::Expired,
            "bad_address" => Trouble::BadAddress,
            "timed_out" => Trouble::TimedOut { within_ms: number },
            "answered" => Trouble::Answered { status: u16::try_from(number).unwrap_or(0) },
            "silent" => Trouble::Silent { for_s: number },
            "refused" => Trouble::Refused,
            "hung_up" => Trouble::HungUp,
            "no_route" => Trouble::NoRoute,
            "no_such_name" => Trouble::NoSuchName,
            "certificate" => Trouble::Certificate,
            "unreachable" => Trouble::Unreachable,
            "turned_back" => Trouble::TurnedBack,
            _ => return None,
        })
    }

    /// For a column of a table.
    pub(crate) fn column(stored: Option<&Self>) -> Option<String> {
        stored.map(|stored| match stored.number {
            Some(number) => format!("{}:{number}", stored.kind),
            None => stored.kind.clone(),
        })
    }

    /// From such a column.
    pub(crate) fn of_column(text: Option<String>) -> Option<Self> {
        let text = text?;
        Some(match text.split_once(':') {
            Some((kind, number)) => Self { kind: kind.to_owned(), number: number.parse().ok() },
            None => Self { kind: text, number: None },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_reads_back() {
        let all = [
            Trouble::NoDriver,
            Trouble::Busy,
            Trouble::Expired,
            Trouble::BadAddress,
            Trouble::TimedOut { within_ms: 3_000 },
            Trouble::Answered { status: 503 },
            Trouble::Silent { for_s: 90 },
            Trouble::Refused,
            Trouble::HungUp,
            Trouble::NoRoute,
            Trouble::NoSuchName,
            Trouble::Certificate,
            Trouble::Unreachable,
            Trouble::TurnedBack,
        ];
        for trouble in all {
            let stored = StoredTrouble::from(trouble);
            let column = StoredTrouble::of_column(StoredTrouble::column(Some(&stored)));
            assert_eq!((stored.trouble(), column), (Some(trouble), Some(stored)));
        }
        assert_eq!(StoredTrouble { kind: "later".into(), number: None }.trouble(), None);
    }
}
