//! The words of a read's fate: as stored, on the lane's screen, in its voice.

use lotdesk_domain::id::Guid;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::{Standing, Vehicle};

use crate::api::lane::{ReadFate, ReadReply};

const WORDS: [(ReadFate, &str); 12] = [
    (ReadFate::Entered, "entered"),
    (ReadFate::Left, "left"),
    (ReadFate::MustPay, "must_pay"),
    (ReadFate::RefusedFull, "refused_full"),
    (ReadFate::AlreadyInside, "already_inside"),
    (ReadFate::NoEntry, "no_entry"),
    (ReadFate::NoPlate, "no_plate"),
    (ReadFate::Barred, "barred"),
    (ReadFate::Locked, "locked"),
    (ReadFate::LaneClosed, "lane_closed"),
    (ReadFate::Repeat, "repeat"),
    (ReadFate::Late, "late"),
];

/// The stored word.
pub(crate) fn word(fate: ReadFate) -> &'static str {
    WORDS.iter().find(|(f, _)| *f == fate).map(|(_, word)| *word).expect("every fate stands in the list")
}

/// The fate behind a stored word.
pub(crate) fn from_word(word: &str) -> Option<ReadFate> {
    WORDS.iter().find(|(_, w)| *w == word).map(|(fate, _)| *fate)
}

/// A read of a car that was dealt with: nothing happens.
pub(super) fn repeat(record_id: Option<Guid>) -> ReadReply {
    ReadReply {
        fate: ReadFate::Repeat,
        open_gate: false,
        gate_command_id: None,
        record_id,
        screen: Vec::new(),
        voice: String::new(),
    }
}

/// A reply that opens nothing.
pub(super) fn stays(fate: ReadFate, record_id: Option<Guid>, screen: Vec<String>, voice: &str) -> ReadReply {
    ReadReply { fate, open_gate: false, gate_command_id: None, record_id, screen, voice: voice.to_owned() }
}

/// A reply that opens the gate by this command.
pub(super) fn opens(fate: ReadFate, command: Guid, record_id: Guid, screen: Vec<String>, voice: String) -> ReadReply {
    ReadReply { fate, open_gate: true, gate_command_id: Some(command), record_id: Some(record_id), screen, voice }
}

/// What a car is to the lot, on the lane's screen.
pub(super) fn standing_zh(standing: Standing) -> &'static str {
    match standing {
        Standing::Temporary => "临时车",
        Standing::Lease => "月租车",
        Standing::Reserved => "预约车",
        Standing::Shared => "共享车",
    }
}

/// The plate as the screen's first line.
pub(super) fn plate_line(vehicle: &Vehicle) -> String {
    vehicle.plate.to_string()
}

/// `18.00 元`.
pub(super) fn yuan(amount: Fen) -> String {
    format!("{amount} 元")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back() {
        for (fate, stored) in WORDS {
            assert_eq!((word(fate), from_word(stored)), (stored, Some(fate)));
        }
        assert_eq!(from_word("gone"), None);
    }
}
