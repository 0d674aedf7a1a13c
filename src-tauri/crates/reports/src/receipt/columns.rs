//! Text in columns, as receipt printers set it: ASCII takes one column, everything else two. Their fonts have half
//! width for ASCII only, the middle dot and the yuan sign included among the wide ones.

/// How many columns a character takes.
pub(crate) const fn char_columns(c: char) -> usize {
    if c.is_ascii() { 1 } else { 2 }
}

/// How many columns a text takes.
pub(crate) fn width(text: &str) -> usize {
    text.chars().map(char_columns).sum()
}

/// Breaks a text into lines of at most `columns`, never inside of a character; line breaks and other control
/// characters become spaces, so that nothing in a name moves the printer. An empty text is one empty line.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut taken = 0;
    for c in text.trim().chars().map(|c| if c.is_control() { ' ' } else { c }) {
        if taken + char_columns(c) > columns {
            lines.push(String::new());
            taken = 0;
        }
        if let Some(line) = lines.last_mut() {
            line.push(c);
        }
        taken += char_columns(c);
    }
    lines
}

/// The text in the middle of its lines.
pub(crate) fn centred(text: &str, columns: usize) -> Vec<String> {
    wrap(text, columns).into_iter().map(|line| format!("{}{line}", spaces((columns - width(&line)) / 2))).collect()
}

/// A label on the left and its value on the right, in one line where both fit with a space between. Otherwise the
/// value begins a line of its own: at the right where one line holds it, at the left where it needs more.
pub(crate) fn pair(label: &str, value: &str, columns: usize) -> Vec<String> {
    let mut labels = wrap(label, columns);
    let values = wrap(value, columns);
    if let ([.., last], [value]) = (&mut labels[..], &values[..]) {
        let room = columns - width(last);
        if room > width(value) {
            last.push_str(&spaces(room - width(value)));
            last.push_str(value);
        } else {
            let value = format!("{}{value}", spaces(columns - width(value)));
            labels.push(value);
        }
        return labels;
    }
    labels.extend(values);
    labels
}

/// A line across the paper.
pub(crate) fn rule(columns: usize) -> String {
    "-".repeat(columns)
}

pub(crate) fn spaces(count: usize) -> String {
    " ".repeat(count)
}
