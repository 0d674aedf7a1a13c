//! Amounts in words (大写), as receipts and vouchers carry them.

use crate::money::Fen;

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];

impl Fen {
    /// The amount in capital Chinese numerals, by the rules for filling in bills (正确填写票据和结算凭证的基本规定):
    /// zeros inside are one 零; 整 ends amounts of whole yuan and is left out after 角; a 万 place of zero before
    /// thousands is not said. `1409.50` is 壹仟肆佰零玖元伍角.
    pub fn to_capital_zh(self) -> String {
        let fen = self.0.unsigned_abs();
        let (yuan, jiao, rest) = (fen / 100, fen / 10 % 10, fen % 10);
        let mut words = String::new();
        if self.0 < 0 {
            words.push('负');
        }
        if yuan > 0 || fen == 0 {
            words.push_str(&whole(yuan));
            words.push('元');
        }
        match (jiao, rest) {
            (0, 0) => words.push('整'),
            (0, _) => {
                if yuan > 0 {
                    words.push('零');
                }
                words.push_str(&place(rest, "分"));
            }
            _ => {
                if yuan > 0 && yuan.is_multiple_of(10) {
                    words.push('零');
                }
                words.push_str(&place(jiao, "角"));
                if rest > 0 {
                    words.push_str(&place(rest, "分"));
                }
            }
        }
        words
    }
}

fn place(digit: u64, unit: &str) -> String {
    // The digit is a remainder of ten.
    format!("{}{unit}", DIGITS[(digit % 10) as usize])
}

/// A whole number: 亿 and 万 split it, each part is said like a number of its own.
fn whole(number: u64) -> String {
    for (size, unit) in [(100_000_000, "亿"), (10_000, "万"), (1_000, "仟"), (100, "佰"), (10, "拾")] {
        if number >= size {
            let rest = number % size;
            let zero = if rest > 0 && rest < size / 10 { "零" } else { "" };
            let rest = if rest > 0 { whole(rest) } else { String::new() };
            return format!("{}{unit}{zero}{rest}", whole(number / size));
        }
    }
    DIGITS[(number % 10) as usize].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_worded_as_the_rules_examples_say() {
        for (yuan, words) in [
            // Examples of the rules themselves.
            ("1409.50", "壹仟肆佰零玖元伍角"),
            ("6007.14", "陆仟零柒元壹角肆分"),
            ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
            ("107000.53", "壹拾万柒仟元零伍角叁分"),
            ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
            ("325.04", "叁佰贰拾伍元零肆分"),
            // By the same rules.
            ("0", "零元整"),
            ("0.05", "伍分"),
            ("0.50", "伍角"),
            ("0.55", "伍角伍分"),
            ("1.00", "壹元整"),
            ("10.00", "壹拾元整"),
            ("10.05", "壹拾元零伍分"),
            ("10.50", "壹拾元零伍角"),
            ("15.00", "壹拾伍元整"),
            ("18.00", "壹拾捌元整"),
            ("101.00", "壹佰零壹元整"),
            ("110.00", "壹佰壹拾元整"),
            ("1001.00", "壹仟零壹元整"),
            ("1010.00", "壹仟零壹拾元整"),
            ("7300.00", "柒仟叁佰元整"),
            ("10001.00", "壹万零壹元整"),
            ("100500.00", "壹拾万零伍佰元整"),
            ("1000005.00", "壹佰万零伍元整"),
            ("100000000.00", "壹亿元整"),
            ("100010000.00", "壹亿零壹万元整"),
            ("1000100000000.00", "壹万零壹亿元整"),
            ("-3.20", "负叁元贰角"),
        ] {
            assert_eq!(Fen::parse_yuan(yuan).unwrap().to_capital_zh(), words, "{yuan}");
        }
    }

    #[test]
    fn the_farthest_amounts_have_words_too() {
        assert!(Fen(i64::MAX).to_capital_zh().ends_with("元零柒分"));
        assert!(Fen(i64::MIN).to_capital_zh().starts_with("负玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿"));
    }
}
