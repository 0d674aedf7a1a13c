//! Check digits that people mistype: the citizen's number (GB 11643) and the unified social credit code (GB 32100). A
//! number whose digit is wrong is doubtful, not impossible: old numbers and foreign documents have none.

use chrono::NaiveDate;

/// Alphabet of GB 32100: digits and capital letters without I, O, S, V and Z.
const CREDIT_CODE_ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// True when the text is an 18-digit citizen's number whose birthday exists and whose last digit is the one that GB 11643
/// (ISO 7064, MOD 11-2) asks for. A small x counts as X.
pub fn is_citizen_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let number = |range: std::ops::Range<usize>| text[range].parse::<u32>().unwrap_or(0);
    let year = i32::try_from(number(6..10)).unwrap_or(0);
    if year < 1800 || NaiveDate::from_ymd_opt(year, number(10..12), number(12..14)).is_none() {
        return false;
    }
    mod_11_2(&bytes[..17]) == bytes[17].to_ascii_uppercase()
}

/// The check character of ISO 7064, MOD 11-2, over decimal digits.
fn mod_11_2(digits: &[u8]) -> u8 {
    let product = digits.iter().fold(0u32, |product, digit| (product + u32::from(digit - b'0')) * 2 % 11);
    // Check and product add up to 1 modulo 11.
    b"10X98765432"[(product % 11) as usize]
}

/// True when the text is an 18-character unified social credit code whose last character is the one that GB 32100 asks for.
pub fn is_credit_code(text: &str) -> bool {
    let values: Option<Vec<usize>> = text.chars().map(|c| CREDIT_CODE_ALPHABET.find(c)).collect();
    let Some(values) = values.filter(|values| values.len() == 18) else { return false };
    let mut weight = 1;
    let mut sum = 0;
    for value in &values[..17] {
        sum += value * weight;
        // The weights are the powers of 3 modulo 31.
        weight = weight * 3 % 31;
    }
    values[17] == (31 - sum % 31) % 31
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citizens_numbers_are_told_from_misspelt_ones() {
        // The example of GB 11643—1999, and its neighbours.
        assert!(is_citizen_number("11010519491231002X"));
        assert!(is_citizen_number("11010519491231002x"));
        assert!(is_citizen_number("440524188001010014"));
        assert!(!is_citizen_number("110105194912310021"));
        assert!(!is_citizen_number("11010519491231020X"), "two digits changed places");
        assert!(!is_citizen_number("11010519490231002X"), "there is no 31st of February");
        for bad in ["", "440301XXXXXXXXXX", "1101051949123100２X", "11010519491231002XX"] {
            assert!(!is_citizen_number(bad), "{bad}");
        }
    }

    #[test]
    fn credit_codes_are_told_from_misspelt_ones() {
        // Codes that are published on invoices and in registers.
        for code in ["91350100M000100Y43", "914403001922038216", "91440300708461136T"] {
            assert!(is_credit_code(code), "{code}");
        }
        assert!(!is_credit_code("91440300708461136U"));
        assert!(!is_credit_code("91440300708416136T"), "two digits changed places");
        for bad in ["", "91440300708461136", "91440300708461136t", "9144030070846113OT"] {
            assert!(!is_credit_code(bad), "{bad}");
        }
    }

    #[test]
    fn a_changed_digit_is_always_noticed() {
        for at in 0..17 {
            for digit in "0123456789".chars() {
                let mut text: Vec<char> = "440524188001010014".chars().collect();
                if text[at] != digit {
                    text[at] = digit;
                    assert!(!is_citizen_number(&text.iter().collect::<String>()), "{text:?}");
                }
            }
        }
    }
}
