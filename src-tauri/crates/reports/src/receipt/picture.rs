//! The very lines of a receipt as a picture (SVG), for the preview and for tests: each character stands in its column, as
//! on paper, whatever the font of the screen.

use std::fmt::Write as _;

use super::columns::char_columns;

/// A column's width and a line's height, in pixels: 24 dots high and 12 wide, as the printer's own font.
const COLUMN: usize = 12;
const LINE: usize = 30;
const MARGIN: usize = 24;

/// Draws lines on paper of so many columns.
pub fn svg(lines: &[String], columns: usize) -> String {
    let (width, height) = (columns * COLUMN + 2 * MARGIN, lines.len() * LINE + 2 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><g font-family=\"'Noto Sans Mono CJK SC','Sarasa Mono SC','NSimSun',monospace\" font-size=\"22\" fill=\"#000\">"
    );
    for (place, line) in lines.iter().enumerate() {
        let y = MARGIN + place * LINE + LINE - 8;
        let weight = if place == 0 { " font-weight=\"700\"" } else { "" };
        let mut x = MARGIN;
        let (mut places, mut words) = (String::new(), String::new());
        for c in line.chars() {
            let c = if c.is_control() { ' ' } else { c };
            let _ = write!(places, "{}{x}", if places.is_empty() { "" } else { " " });
            match c {
                '&' => words.push_str("&amp;"),
                '<' => words.push_str("&lt;"),
                '>' => words.push_str("&gt;"),
                '\u{fffe}' | '\u{ffff}' => words.push('?'),
                other => words.push(other),
            }
            x += char_columns(c) * COLUMN;
        }
        if !words.is_empty() {
            let _ = write!(out, "<text x=\"{places}\" y=\"{y}\"{weight} xml:space=\"preserve\">{words}</text>");
        }
    }
    out.push_str("</g></svg>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_character_stands_in_its_column_and_none_is_markup() {
        let picture = svg(&["车A".to_owned(), String::new(), "<b>&".to_owned()], 32);
        assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>"));
        assert!(picture.contains("width=\"432\" height=\"138\""));
        assert!(picture.contains("<text x=\"24 48\" y=\"46\" font-weight=\"700\" xml:space=\"preserve\">车A</text>"));
        assert!(picture.contains("<text x=\"24 36 48 60\" y=\"106\" xml:space=\"preserve\">&lt;b&gt;&amp;</text>"));
        assert_eq!(picture.matches("<text").count(), 2);
    }
}
