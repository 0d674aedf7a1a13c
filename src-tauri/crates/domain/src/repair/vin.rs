//! Vehicle identification numbers (GB 16735, ISO 3779). A genuine one can break the rules, so what is found is a doubt for
//! the clerk and never a refusal.

/// What is doubtful about a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VinDoubt {
    /// It has not 17 characters.
    Length(usize),
    /// It has a character that none has: I, O, Q, or no letter and no digit.
    Character(char),
    /// Its ninth character is not the one that the others give.
    CheckDigit {
        /// What stands there.
        found: char,
        /// What the others give.
        wanted: char,
    },
}

/// GB 16735: the weight of each place; the check digit's own is nought.
const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
/// The place of the check digit.
const CHECK: usize = 8;
/// The place of the model year.
const YEAR: usize = 9;

/// The value of a character by GB 16735.
const fn value(character: char) -> Option<u32> {
    Some(match character {
        '0'..='9' => character as u32 - '0' as u32,
        'A' | 'J' => 1,
        'B' | 'K' | 'S' => 2,
        'C' | 'L' | 'T' => 3,
        'D' | 'M' | 'U' => 4,
        'E' | 'N' | 'V' => 5,
        'F' | 'W' => 6,
        'G' | 'P' | 'X' => 7,
        'H' | 'Y' => 8,
        'R' | 'Z' => 9,
        _ => return None,
    })
}

/// Looks a number over; none when nothing is doubtful. Small letters count as capitals.
pub fn check_vin(vin: &str) -> Option<VinDoubt> {
    let characters: Vec<char> = vin.chars().map(|c| c.to_ascii_uppercase()).collect();
    if characters.len() != WEIGHTS.len() {
        return Some(VinDoubt::Length(characters.len()));
    }
    let mut sum = 0;
    for (character, weight) in characters.iter().zip(WEIGHTS) {
        let Some(value) = value(*character) else { return Some(VinDoubt::Character(*character)) };
        sum += value * weight;
    }
    let wanted = match sum % 11 {
        10 => 'X',
        rest => char::from_digit(rest, 10).unwrap_or('0'),
    };
    let found = characters[CHECK];
    (found != wanted).then_some(VinDoubt::CheckDigit { found, wanted })
}

/// The model year that the tenth character tells, the latest that is not after `this_year` + 1: the letters come round
/// every thirty years. None where it tells none.
pub fn model_year(vin: &str, this_year: i32) -> Option<i32> {
    const LETTERS: &str = "ABCDEFGHJKLMNPRSTVWXY123456789";
    let letter = vin.chars().nth(YEAR)?.to_ascii_uppercase();
    let place = i32::try_from(LETTERS.find(letter)?).ok()?;
    let first = 1980 + place;
    Some(first + (this_year + 1 - first).div_euclid(30) * 30).filter(|year| *year >= 1980)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_come_out() {
        // The worked examples of 49 CFR 565 and of ISO 3779's commentaries: check digits X and 1.
        assert_eq!(check_vin("1M8GDM9AXKP042788"), None);
        assert_eq!(check_vin("11111111111111111"), None);
        assert_eq!(check_vin("1m8gdm9axkp042788"), None);
    }

    #[test]
    fn what_is_doubtful_is_named() {
        assert_eq!(check_vin("1M8GDM9A1KP042788"), Some(VinDoubt::CheckDigit { found: '1', wanted: 'X' }));
        assert_eq!(check_vin("1M8GDM9AXKP04278"), Some(VinDoubt::Length(16)));
        assert_eq!(check_vin("1M8GDM9AXKP04278O"), Some(VinDoubt::Character('O')));
    }

    #[test]
    fn years_come_round_every_thirty() {
        let with = |letter: char| format!("LSVAA4182{letter}2123456");
        assert_eq!(model_year(&with('A'), 2026), Some(2010));
        assert_eq!(model_year(&with('T'), 2026), Some(2026));
        assert_eq!(model_year(&with('V'), 2026), Some(2027), "next year's models are sold already");
        assert_eq!(model_year(&with('W'), 2026), Some(1998));
        assert_eq!(model_year(&with('9'), 2026), Some(2009));
        assert_eq!(model_year(&with('0'), 2026), None);
    }
}
