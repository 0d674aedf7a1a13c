//! A paper of labels and values for the receipt printer, part by part: a shift's sheet.

use crate::receipt::columns::{centred, pair, rule, wrap};

/// A part of a paper, under a title of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Its title; none for a part that needs none.
    pub title: Option<String>,
    /// Label and value; a line without a value is plain text.
    pub lines: Vec<(String, String)>,
}

/// Lays a paper out in lines of at most `columns` columns: what it is in the middle, then its parts with rules between.
pub fn lay_out(heading: &[String], parts: &[Part], columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = heading.iter().flat_map(|line| centred(line, columns)).collect();
    for part in parts {
        lines.push(rule(columns));
        lines.extend(part.title.iter().flat_map(|title| wrap(title, columns)));
        for (label, value) in &part.lines {
            lines.extend(if value.is_empty() { wrap(label, columns) } else { pair(label, value, columns) });
        }
    }
    lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_under_each_other_within_the_paper() {
        let part = Part {
            title: Some("现金".into()),
            lines: vec![("应有".into(), "318.00".into()), ("交班人：".into(), String::new())],
        };
        let lines = lay_out(&["交班单".into()], &[part], 20);
        assert_eq!(lines, ["       交班单", "--------------------", "现金", "应有          318.00", "交班人："]);
    }
}
