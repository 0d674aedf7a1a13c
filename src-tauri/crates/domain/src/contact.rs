//! Whether a telephone or an e-mail address can be one. Shapes only: whether somebody answers there, nobody can tell.

/// A mobile number of the mainland: 11 digits, `1` and one of 3 to 9 first.
pub fn is_mobile(text: &str) -> bool {
    let bytes = text.trim().as_bytes();
    bytes.len() == 11 && bytes[0] == b'1' && (b'3'..=b'9').contains(&bytes[1]) && bytes.iter().all(u8::is_ascii_digit)
}

/// A telephone: 7 to 15 digits with nothing but signs of grouping between, or a mobile number.
pub fn is_telephone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (7..=15).contains(&digits) && text.trim().chars().all(|c| c.is_ascii_digit() || " -()+转#".contains(c))
}

/// An address that mail can go to: one `@`, something before it, and a name with a dot behind.
pub fn is_email(text: &str) -> bool {
    let text = text.trim();
    let Some((who, place)) = text.split_once('@') else { return false };
    let plain = |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || "@,;<>\"".contains(c));
    let labels: Vec<&str> = place.split('.').collect();
    let label = |label: &&str| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
    plain(who) && plain(place) && labels.len() >= 2 && labels.iter().all(label) && labels[labels.len() - 1].len() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_reached_is_told_from_what_cannot() {
        assert!(["13800001234", "19912345678"].into_iter().all(is_mobile));
        assert!(!["1380000123", "138000012345", "12800001234", "1380000123a", ""].into_iter().any(is_mobile));
        assert!(
            ["0755-83000000", "(0755) 8300 0000 转 12", "+86 13800001234", "8300000"].into_iter().all(is_telephone)
        );
        assert!(!["83000", "0755-8300000O", "", "见名片"].into_iter().any(is_telephone));
        assert!(["a@example.cn", "cai.wu+1@mail.example.com.cn", "财务@例子.公司"].into_iter().all(is_email));
        for bad in [
            "a@example",
            "example.cn",
            "a@@example.cn",
            "a b@example.cn",
            "a@.cn",
            "a@example.c",
            "@example.cn",
            "a@-x.cn",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
