//! A turn at the booth (班次): the cash count, note by note.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::money::Fen;

/// The notes and coins of renminbi that a drawer holds, the largest first.
pub const DENOMINATIONS: [Fen; 9] =
    [Fen(10_000), Fen(5_000), Fen(2_000), Fen(1_000), Fen(500), Fen(100), Fen(50), Fen(10), Fen(1)];

/// More pieces of one kind are a slip of the finger.
const MOST_PIECES: u32 = 9_999;

/// So many pieces of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CashCount {
    /// What a piece is worth.
    pub denomination_fen: Fen,
    /// How many.
    pub pieces: u32,
}

/// Why a count is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadCount {
    /// There is no such note or coin.
    #[error("{0} yuan is no note or coin")]
    NoSuchPiece(Fen),
    /// One kind stands there twice.
    #[error("{0} yuan stands there twice")]
    Twice(Fen),
    /// A slip of the finger.
    #[error("{0} yuan: more than 9999 pieces")]
    TooMany(Fen),
}

impl BadCount {
    /// For people.
    pub fn zh(self) -> String {
        match self {
            BadCount::NoSuchPiece(fen) => format!("没有面额 {fen} 元"),
            BadCount::Twice(fen) => format!("面额 {fen} 元重复"),
            BadCount::TooMany(fen) => format!("面额 {fen} 元的张数超过 9999"),
        }
    }
}

/// What a count adds up to.
///
/// # Errors
/// When a line is no line of a count.
pub fn counted(lines: &[CashCount]) -> Result<Fen, BadCount> {
    let mut sum = Fen::ZERO;
    for (place, line) in lines.iter().enumerate() {
        let piece = line.denomination_fen;
        if !DENOMINATIONS.contains(&piece) {
            return Err(BadCount::NoSuchPiece(piece));
        }
        if lines[..place].iter().any(|other| other.denomination_fen == piece) {
            return Err(BadCount::Twice(piece));
        }
        if line.pieces > MOST_PIECES {
            return Err(BadCount::TooMany(piece));
        }
        sum += Fen(piece.0 * i64::from(line.pieces));
    }
    Ok(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(of: &[(i64, u32)]) -> Vec<CashCount> {
        of.iter().map(|(fen, pieces)| CashCount { denomination_fen: Fen(*fen), pieces: *pieces }).collect()
    }

    #[test]
    fn notes_and_coins_add_up() {
        // Two hundreds, three twenties, a five, seven ones, four of 5 jiao.
        let count = lines(&[(10_000, 2), (2_000, 3), (500, 1), (100, 7), (50, 4)]);
        assert_eq!(counted(&count), Ok(Fen(27_400)));
        assert_eq!(counted(&[]), Ok(Fen::ZERO));
    }

    #[test]
    fn what_is_no_money_is_refused() {
        assert_eq!(counted(&lines(&[(300, 1)])), Err(BadCount::NoSuchPiece(Fen(300))));
        assert_eq!(counted(&lines(&[(500, 1), (500, 2)])), Err(BadCount::Twice(Fen(500))));
        assert_eq!(counted(&lines(&[(500, 10_000)])), Err(BadCount::TooMany(Fen(500))));
    }
}
