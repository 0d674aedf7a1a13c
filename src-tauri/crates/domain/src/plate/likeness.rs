//! How alike two plates look to a camera, for the candidates that a person chooses from. Nothing merges by itself.
//!
//! Each place that differs has a cost by how readily cameras take the one for the other and by where it stands; the
//! costs add up. One place that is altogether different is still plausible (dirt, a tow bar), two are not.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Plate;

/// How alike two plates look to a camera.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Likeness {
    /// 0 is the same plate; higher is less alike. Above [`Likeness::FAR`] they are not worth showing.
    pub cost: u32,
    /// What differs, for a person: `0 ↔ D`, `粤 ↔ 鄂`; a character that only one of them has: `5 ↔ –`; two that
    /// changed places: `34 ↔ 43`.
    pub differences: Vec<String>,
}

/// Characters that cameras take for one another, dearer the less often.
const LOOKALIKES: [(&str, u32); 12] = [
    ("0ODQ", 10),
    ("8B", 10),
    ("1IL", 10),
    ("2Z", 10),
    ("5S", 10),
    ("6G", 15),
    ("17T", 20),
    ("UV", 20),
    ("VY", 20),
    ("MNH", 20),
    ("EFPR", 20),
    ("0CG", 20),
];

/// Digits that cameras take for one another in poor light.
const DIM_DIGITS: [(&str, u32); 3] = [("38", 25), ("68", 25), ("4A", 20)];

/// 鄂 and 粤 look alike from afar.
const PROVINCE_LOOKALIKE: u32 = 15;
/// Cameras answer 皖 when they are not sure: most of what they learnt from came from Anhui.
const ANHUI_BIAS: u32 = 15;
/// Any other two provinces: many strokes on few pixels.
const PROVINCE: u32 = 45;
/// 挂 学 警 港 澳 and the like for one another, or for a letter or digit.
const SUFFIX: u32 = 40;
/// The last place: often outside of the picture's sharp part.
const LAST: u32 = 50;
/// Any other two characters.
const ELSEWHERE: u32 = 60;
/// Two neighbours that changed places, as fingers do.
const SWAPPED: u32 = 40;
/// The last character is missing: 7 read of the 8 that a new-energy plate has.
const LAST_MISSING: u32 = 20;
/// One of two equal neighbours is missing.
const DOUBLE_MISSING: u32 = 30;
/// Any other character is missing.
const MISSING: u32 = 70;

impl Likeness {
    /// Plates beyond this cost are not candidates for one another.
    pub const FAR: u32 = 100;

    /// Compares two plates. The cost is the same both ways, and 0 only for the same plate.
    pub fn between(a: &Plate, b: &Plate) -> Self {
        let left: Vec<char> = a.as_str().chars().collect();
        let right: Vec<char> = b.as_str().chars().collect();
        if left.len() == right.len() {
            same_length(&left, &right)
        } else if left.len() == right.len() + 1 {
            one_missing(&left, &right, false)
        } else if right.len() == left.len() + 1 {
            one_missing(&right, &left, true)
        } else {
            Self { cost: Self::FAR + 1, differences: vec![format!("{a} ↔ {b}")] }
        }
    }

    /// True when the one may be the other, misread.
    pub const fn is_plausible(&self) -> bool {
        self.cost <= Self::FAR
    }
}

/// Place by place; two neighbours that changed places count as one difference where that is cheaper.
fn same_length(left: &[char], right: &[char]) -> Likeness {
    let mut cost = 0;
    let mut differences = Vec::new();
    let mut at = 0;
    while at < left.len() {
        let here = substitution(left, right, at);
        if at + 1 < left.len() && left[at] != left[at + 1] && left[at] == right[at + 1] && left[at + 1] == right[at] {
            let both = here + substitution(left, right, at + 1);
            if SWAPPED < both {
                cost += SWAPPED;
                differences.push(format!("{}{} ↔ {}{}", left[at], left[at + 1], right[at], right[at + 1]));
                at += 2;
                continue;
            }
        }
        if here > 0 {
            cost += here;
            differences.push(format!("{} ↔ {}", left[at], right[at]));
        }
        at += 1;
    }
    Likeness { cost, differences }
}

/// `longer` has one character more: the cheapest one to leave out, the last first. `turned` says that the first of
/// the two plates is the shorter one.
fn one_missing(longer: &[char], shorter: &[char], turned: bool) -> Likeness {
    let mut best: Option<(u32, usize)> = None;
    for gap in (0..longer.len()).rev() {
        let double = (gap > 0 && longer[gap - 1] == longer[gap]) || longer.get(gap + 1) == Some(&longer[gap]);
        let missing = match gap {
            _ if gap + 1 == longer.len() => LAST_MISSING,
            _ if double => DOUBLE_MISSING,
            _ => MISSING,
        };
        let rest: u32 = (0..shorter.len())
            .map(|at| one_place(longer[at + usize::from(at >= gap)], shorter[at], at, shorter.len()))
            .sum();
        if best.is_none_or(|(cost, _)| missing + rest < cost) {
            best = Some((missing + rest, gap));
        }
    }
    let (cost, gap) = best.unwrap_or((Likeness::FAR + 1, 0));
    let word = |l: char, s: char| if turned { format!("{s} ↔ {l}") } else { format!("{l} ↔ {s}") };
    let mut differences = Vec::new();
    for at in 0..longer.len() {
        if at == gap {
            differences.push(word(longer[at], '–'));
        } else {
            let other = shorter[at - usize::from(at > gap)];
            if other != longer[at] {
                differences.push(word(longer[at], other));
            }
        }
    }
    Likeness { cost, differences }
}

fn substitution(left: &[char], right: &[char], at: usize) -> u32 {
    one_place(left[at], right[at], at, left.len())
}

/// What it costs to take one character for the other in this place of a plate of this length.
fn one_place(a: char, b: char, at: usize, length: usize) -> u32 {
    if a == b {
        return 0;
    }
    match (a.is_ascii(), b.is_ascii()) {
        (false, false) if at == 0 => match (a, b) {
            ('鄂', '粤') | ('粤', '鄂') => PROVINCE_LOOKALIKE,
            ('皖', _) | (_, '皖') => ANHUI_BIAS,
            _ => PROVINCE,
        },
        (false, false) => SUFFIX,
        (true, true) => {
            let alike = LOOKALIKES
                .iter()
                .chain(&DIM_DIGITS)
                .filter(|(group, _)| group.contains(a) && group.contains(b))
                .map(|(_, cost)| *cost)
                .min();
            alike.unwrap_or(if at + 1 == length { LAST } else { ELSEWHERE })
        }
        _ if at + 1 == length => SUFFIX,
        _ => ELSEWHERE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(a: &str, b: &str) -> Likeness {
        Likeness::between(&Plate::parse(a).unwrap(), &Plate::parse(b).unwrap())
    }

    #[test]
    fn names_what_differs_in_the_order_of_the_plates() {
        let found = likeness("粤B0D345", "鄂B8D34S");
        assert_eq!(found.differences, ["粤 ↔ 鄂", "0 ↔ 8", "5 ↔ S"]);
        let back = likeness("鄂B8D34S", "粤B0D345");
        assert_eq!(back.differences, ["鄂 ↔ 粤", "8 ↔ 0", "S ↔ 5"]);
        assert_eq!(back.cost, found.cost);
        assert_eq!(likeness("粤B12345", "粤B12345"), Likeness { cost: 0, differences: vec![] });
    }

    #[test]
    fn the_common_misreads_cost_less_than_anything_else() {
        let other = likeness("粤B12W45", "粤B12945").cost;
        for (a, b) in [
            ("粤B01234", "粤BD1234"),
            ("粤B0123Q", "粤B0123D"),
            ("粤O12345", "粤Q12345"),
            ("粤B81234", "粤BB1234"),
            ("粤B1L234", "粤B11234"),
            ("粤B2Z234", "粤BZZ234"),
            ("粤B5S234", "粤BSS234"),
            ("粤B12345", "鄂B12345"),
            ("粤B12345", "皖B12345"),
            ("京A12345", "皖A12345"),
            ("粤BD12345", "粤BD1234"),
        ] {
            let found = likeness(a, b);
            assert!(found.cost > 0 && found.cost < other / 2, "{a} {b} {}", found.cost);
            assert_eq!(found.differences.len(), 1, "{a} {b}");
        }
    }

    #[test]
    fn a_lost_last_character_of_a_new_energy_plate_is_named_with_a_dash() {
        assert_eq!(likeness("粤BD12345", "粤BD1234").differences, ["5 ↔ –"]);
        assert_eq!(likeness("粤BD1234", "粤BD12345").differences, ["– ↔ 5"]);
        // The first of two equal digits is as good as the second; the later one is named.
        assert_eq!(likeness("粤BD11345", "粤BD1345").differences, ["1 ↔ –"]);
    }

    #[test]
    fn digits_that_changed_places_are_one_difference() {
        let found = likeness("粤B12345", "粤B12435");
        assert_eq!(found.differences, ["34 ↔ 43"]);
        assert!(found.is_plausible());
    }

    #[test]
    fn one_hidden_character_is_plausible_and_two_are_not() {
        assert!(likeness("粤B12345", "粤B1W345").is_plausible());
        assert!(!likeness("粤B12345", "粤BWW345").is_plausible());
        assert!(!likeness("粤B12345", "湘A12345").is_plausible());
        assert!(likeness("粤B1234学", "粤B12343").is_plausible());
        assert!(!likeness("粤B12345", "粤A67890").is_plausible());
        assert!(!likeness("VA12345", "WJ0112345").is_plausible());
    }
}
