//! The forms that plates have, by GA 36—2018 and the older plates still in use. Where the documents leave room the
//! parser lets a plate through: a car that stands at the gate with a real plate must not be called impossible.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::color::PlateColor;
use super::error::BadPlate;

/// The characters of the 31 provinces.
const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

/// Letters of new-energy plates: D A B C E for cars that run on batteries alone, F G H J K for the others.
const NEW_ENERGY: &str = "DABCEFGHJK";

/// No plate is longer; what is longer is not looked at.
const LONGEST: usize = 9;

/// Kind of a plate, told from its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum PlateKind {
    /// 普通: `粤B12345`, blue or yellow.
    Ordinary,
    /// 小型新能源: `粤BD12345`.
    NewEnergySmall,
    /// 大型新能源: `粤B12345D`.
    NewEnergyLarge,
    /// 挂车: `粤B1234挂`.
    Trailer,
    /// 教练车: `粤B1234学`.
    Coach,
    /// 警车: `粤B1234警`.
    Police,
    /// 港澳入出境车: `粤Z1234港`, `粤Z1234澳`.
    HkMacau,
    /// 领馆: `粤A0123领`.
    Consular,
    /// 使馆: `014578使`, before 2018 `使014578`.
    Embassy,
    /// 武警: `WJ粤1234X`, `WJ12345`, before 2012 `WJ0112345`.
    ArmedPolice,
    /// 军用: `VA12345`.
    Military,
    /// 临时: `粤B12345临`, `粤B1234临`.
    Temporary,
    /// 应急救援 (since 2019): `京X1234应急`.
    Emergency,
    /// No plate at all: the code of a ticket stands in its place, `无牌4071`. The lot's own, no plate of GA 36.
    Unplated,
}

impl PlateKind {
    /// The kind in Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            PlateKind::Ordinary => "普通车牌",
            PlateKind::NewEnergySmall => "小型新能源车牌",
            PlateKind::NewEnergyLarge => "大型新能源车牌",
            PlateKind::Trailer => "挂车车牌",
            PlateKind::Coach => "教练车牌",
            PlateKind::Police => "警用车牌",
            PlateKind::HkMacau => "港澳入出境车牌",
            PlateKind::Consular => "领馆车牌",
            PlateKind::Embassy => "使馆车牌",
            PlateKind::ArmedPolice => "武警车牌",
            PlateKind::Military => "军用车牌",
            PlateKind::Temporary => "临时车牌",
            PlateKind::Emergency => "应急救援车牌",
            PlateKind::Unplated => "无牌车凭条",
        }
    }

    /// The colour that plates of this kind have; none where the form does not tell (ordinary plates are blue or
    /// yellow, temporary ones are paper).
    pub const fn usual_color(self) -> Option<PlateColor> {
        match self {
            PlateKind::Ordinary | PlateKind::Temporary | PlateKind::Unplated => None,
            PlateKind::NewEnergySmall => Some(PlateColor::Green),
            PlateKind::NewEnergyLarge => Some(PlateColor::YellowGreen),
            PlateKind::Trailer | PlateKind::Coach => Some(PlateColor::Yellow),
            PlateKind::Police | PlateKind::ArmedPolice | PlateKind::Military | PlateKind::Emergency => {
                Some(PlateColor::White)
            }
            PlateKind::HkMacau | PlateKind::Consular | PlateKind::Embassy => Some(PlateColor::Black),
        }
    }
}

/// A character in the normal form; none for those that people and cameras put between the parts of a plate.
pub(super) fn normal_char(c: char) -> Option<char> {
    let half = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0)?,
        other => other,
    };
    let between = half.is_whitespace()
        || matches!(
            half,
            // Middle dots: Latin, bullet, hyphenation point, operators, katakana in both widths, Greek, raised, black
            // circle, and the full stop that stands in for them.
            '·' | '•' | '‧' | '∙' | '⋅' | '・' | '･' | '\u{0387}' | '⸱' | '●' | '.' |
            // Hyphens, and characters without a width.
            '-' | '‐' | '‑' | '–' | '—' | '−' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'
        );
    (!between).then(|| half.to_ascii_uppercase())
}

/// Tells the kind of a text in the normal form, or which rule it breaks.
pub(super) fn classify(chars: &[char]) -> Result<PlateKind, BadPlate> {
    let text = || chars.iter().take(16).collect::<String>();
    match chars {
        [] => Err(BadPlate::Empty),
        _ if chars.len() > LONGEST => Err(BadPlate::Length { text: text(), found: chars.len() }),
        ['无', '牌', code @ ..] => {
            if code.len() == 4 && all_digits(code) {
                Ok(PlateKind::Unplated)
            } else {
                Err(BadPlate::Ticket { text: text() })
            }
        }
        ['使', number @ ..] | [number @ .., '使'] => {
            if number.len() == 6 && all_digits(number) {
                Ok(PlateKind::Embassy)
            } else {
                Err(BadPlate::Embassy { text: text() })
            }
        }
        ['W', 'J', rest @ ..] => {
            if is_armed_police(rest) {
                Ok(PlateKind::ArmedPolice)
            } else {
                Err(BadPlate::ArmedPolice { text: text() })
            }
        }
        ['A'..='Z', 'A'..='Z', ..] => {
            let fits = chars.len() == 7 && chars[..3].iter().all(|c| is_serial(*c)) && all_digits(&chars[3..]);
            if fits { Ok(PlateKind::Military) } else { Err(BadPlate::Military { text: text() }) }
        }
        [province, ..] if !PROVINCES.contains(*province) => Err(BadPlate::Province { text: text(), found: *province }),
        // O is let through here: the offices of the provinces' police had it.
        [_, office, ..] if !office.is_ascii_uppercase() || *office == 'I' => {
            Err(BadPlate::Office { text: text(), found: *office })
        }
        [province, office, rest @ ..] => civil(*province, *office, rest, &text),
        _ => Err(BadPlate::Length { text: text(), found: chars.len() }),
    }
}

/// What follows the province and the office's letter.
fn civil(province: char, office: char, rest: &[char], text: &dyn Fn() -> String) -> Result<PlateKind, BadPlate> {
    let ending = |number: &[char], suffix: &'static str, kind: PlateKind| {
        if number.len() == 4 {
            serial(number, text).map(|()| kind)
        } else {
            Err(BadPlate::Suffix { text: text(), suffix, wanted: "4" })
        }
    };
    match rest {
        [number @ .., '挂'] => ending(number, "挂", PlateKind::Trailer),
        [number @ .., '学'] => ending(number, "学", PlateKind::Coach),
        [number @ .., '警'] => ending(number, "警", PlateKind::Police),
        [number @ .., '领'] => ending(number, "领", PlateKind::Consular),
        [.., '港' | '澳'] if (province, office) != ('粤', 'Z') => Err(BadPlate::HongKongMacau { text: text() }),
        [number @ .., '港'] => ending(number, "港", PlateKind::HkMacau),
        [number @ .., '澳'] => ending(number, "澳", PlateKind::HkMacau),
        [.., '应', '急'] if !matches!(office, 'X' | 'S') => Err(BadPlate::Emergency { text: text() }),
        [number @ .., '应', '急'] => ending(number, "应急", PlateKind::Emergency),
        [number @ .., '临'] if matches!(number.len(), 4 | 5) => serial(number, text).map(|()| PlateKind::Temporary),
        [.., '临'] => Err(BadPlate::Suffix { text: text(), suffix: "临", wanted: "4–5" }),
        _ if rest.len() == 5 => serial(rest, text).map(|()| PlateKind::Ordinary),
        _ if rest.len() == 6 => new_energy(rest, text),
        _ => Err(BadPlate::Length { text: text(), found: rest.len() + 2 }),
    }
}

/// Six characters: a letter of its own, one character, four digits for small cars; five digits, the letter for large.
fn new_energy(number: &[char], text: &dyn Fn() -> String) -> Result<PlateKind, BadPlate> {
    serial(number, text)?;
    let is_letter = |c: char| NEW_ENERGY.contains(c);
    if is_letter(number[0]) && all_digits(&number[2..]) {
        Ok(PlateKind::NewEnergySmall)
    } else if all_digits(&number[..5]) && is_letter(number[5]) {
        Ok(PlateKind::NewEnergyLarge)
    } else if is_letter(number[0]) || is_letter(number[5]) {
        Err(BadPlate::NewEnergyDigits { text: text() })
    } else {
        Err(BadPlate::NewEnergyLetter { text: text() })
    }
}

/// WJ, then a province or none, four digits, a digit or letter; before 2012 two digits for the province, five more.
fn is_armed_police(rest: &[char]) -> bool {
    let number = match rest {
        [province, number @ ..] if PROVINCES.contains(*province) => number,
        _ if rest.len() == 7 => return all_digits(rest),
        _ => rest,
    };
    number.len() == 5 && all_digits(&number[..4]) && is_serial(number[4])
}

/// Letters without I and O, digits, at least one digit.
fn serial(number: &[char], text: &dyn Fn() -> String) -> Result<(), BadPlate> {
    for c in number {
        match c {
            'I' | 'O' => return Err(BadPlate::LetterNotUsed { text: text(), found: *c }),
            c if !is_serial(*c) => return Err(BadPlate::Character { text: text(), found: *c }),
            _ => {}
        }
    }
    if number.iter().any(char::is_ascii_digit) { Ok(()) } else { Err(BadPlate::NoDigit { text: text() }) }
}

fn is_serial(c: char) -> bool {
    matches!(c, '0'..='9' | 'A'..='H' | 'J'..='N' | 'P'..='Z')
}

fn all_digits(chars: &[char]) -> bool {
    chars.iter().all(char::is_ascii_digit)
}
