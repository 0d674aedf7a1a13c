//! Messages as they are shown to whoever may see that they came, and not who stands in them. Works on the text itself, so
//! that what cannot be read as JSON is masked as far as it goes, and the rest stays as it came.

use lotdesk_domain::person::{mask_name, mask_number};

/// Part of a member's name, in small letters, and how its text is masked.
type Masked = (&'static str, fn(&str) -> String);

/// Members whose texts are somebody's.
const PEOPLE: [Masked; 10] = [
    ("mobile", mask_number),
    ("phone", mask_number),
    ("firstname", mask_name),
    ("lastname", mask_name),
    ("ownername", mask_name),
    ("staffname", mask_name),
    ("username", mask_name),
    ("engineno", mask_number),
    ("drivenum", mask_number),
    ("filenum", mask_number),
];

/// The text with everybody in it masked.
pub(crate) fn people(json: &str) -> String {
    masked(json, |key| {
        let key = key.to_lowercase();
        PEOPLE.iter().find(|(part, _)| key.contains(part)).map(|(_, mask)| *mask)
    })
}

/// The text with every value that is text masked.
pub(crate) fn all_texts(json: &str) -> String {
    masked(json, |_| Some(|text: &str| "*".repeat(text.chars().count().min(8))))
}

/// Walks the strings of a JSON text; one that stands behind a key is masked as the key wants it. Numbers behind such a key
/// are masked too: a telephone may be one.
fn masked(json: &str, mask_of: impl Fn(&str) -> Option<fn(&str) -> String>) -> String {
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    let mut pending: Option<fn(&str) -> String> = None;
    // Lists within the value of a masked key: a comma in one does not end it.
    let mut lists = 0_usize;
    while let Some(c) = rest.chars().next() {
        if c == '"' {
            let end = end_of_string(rest);
            let (text, after) = rest.split_at(end);
            let inner = text.strip_prefix('"').unwrap_or(text);
            let inner = inner.strip_suffix('"').unwrap_or(inner);
            if after.trim_start().starts_with(':') {
                pending = mask_of(inner);
                out.push_str(text);
            } else if let Some(mask) = pending {
                out.push('"');
                // An escape could hide what it stands for; whoever is masked has none.
                out.push_str(&mask(&inner.replace('\\', "")));
                out.push('"');
            } else {
                out.push_str(text);
            }
            rest = after;
            continue;
        }
        if c.is_ascii_digit()
            && let Some(mask) = pending
        {
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let (digits, after) = rest.split_at(end);
            if digits.len() >= 5 {
                out.push('"');
                out.push_str(&mask(digits));
                out.push('"');
            } else {
                out.push_str(digits);
            }
            rest = after;
            continue;
        }
        match c {
            '[' if pending.is_some() => lists += 1,
            ']' => lists = lists.saturating_sub(1),
            '{' | '}' => (pending, lists) = (None, 0),
            ',' if lists == 0 => pending = None,
            _ => {}
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// Where a string ends that begins here, its closing mark included; the end of the text where it does not close.
fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_masked_and_the_rest_stays_as_it_came() {
        let came = r#"{"carOwnerMobile":"13812345678", "carOwnerLastName" : "某先生","carVin":"123456","odograph":67000.0,"list":["某先生"],"staffInfo":{"mobile":13812345678,"userName":"某师\"傅","areaCode":"+86"}}"#;
        let want = r#"{"carOwnerMobile":"138******78", "carOwnerLastName" : "某**","carVin":"123456","odograph":67000.0,"list":["某先生"],"staffInfo":{"mobile":"138******78","userName":"某***","areaCode":"+86"}}"#;
        assert_eq!(people(came), want);
    }

    #[test]
    fn what_is_cut_off_or_no_json_at_all_is_masked_as_far_as_it_goes() {
        assert_eq!(people(r#"{"mobile":"13812345"#), r#"{"mobile":"1******5""#);
        assert_eq!(people("<html>"), "<html>");
        assert_eq!(
            people(r#"{"mobile":["13812345678","13812345679"],"a":"b"}"#),
            r#"{"mobile":["138******78","138******79"],"a":"b"}"#
        );
        assert_eq!(all_texts(r#"{"a":"粤B12345","n":[{"b":"x"}]}"#), r#"{"a":"*******","n":[{"b":"*"}]}"#);
    }
}
