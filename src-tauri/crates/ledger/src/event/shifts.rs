//! The forms of a turn at the booth.

use lotdesk_domain::id::Guid;
use lotdesk_domain::money::Fen;
use serde::{Deserialize, Serialize};

/// A shift began.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShiftOpened {
    /// Identifier; names its drawer.
    pub id: Guid,
    /// Who has it.
    pub operator: Guid,
    /// Change money that was put into the drawer.
    pub float_fen: Fen,
    /// The balanced postings: account and amount.
    pub postings: Vec<(String, Fen)>,
}

/// The drawer was counted, before anybody was told what should be in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShiftCounted {
    /// The shift.
    pub id: Guid,
    /// Worth of a piece, in 分, and how many.
    pub pieces: Vec<(i64, u32)>,
    /// What that adds up to.
    pub counted_fen: Fen,
    /// What the books say should be there.
    pub expected_fen: Fen,
}

/// A shift was handed over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShiftClosed {
    /// The shift.
    pub id: Guid,
    /// What was counted last.
    pub counted_fen: Fen,
    /// What should have been there.
    pub expected_fen: Fen,
    /// Why there is a difference; none where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What stayed open, in words of the printed sheet's keys, with how many.
    pub left_open: Vec<(String, u32)>,
    /// The journal's head before this line, as it stands on the printed sheet.
    pub head_seq: i64,
    /// Its hash, as hexadecimal digits.
    pub head_hash: String,
    /// The balanced postings: account and amount.
    pub postings: Vec<(String, Fen)>,
}
