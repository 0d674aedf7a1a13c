//! A small reader for events in XML: the texts of leaf elements by their path, within limits.
//!
//! No document type is taken and no entity beyond the five of XML itself and character numbers, so nothing can expand.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{MAX_XML_BYTES, ReadProblem, Rule};

const MAX_DEPTH: usize = 16;
const MAX_ELEMENTS: usize = 2_000;
const MAX_TEXT_BYTES: usize = 4_096;

/// Texts by path, such as `EventNotificationAlert.ANPR.licensePlate`; namespaces are left out. Of several elements
/// with one path the first counts.
pub struct XmlFields(HashMap<String, String>);

impl XmlFields {
    /// Reads a document.
    ///
    /// # Errors
    /// When it is not whole and well-formed, too large, or brings a document type or entities.
    pub fn parse(text: &str) -> Result<Self, ReadProblem> {
        let wrong = |rule| ReadProblem::new("xml", rule);
        if text.len() > MAX_XML_BYTES {
            return Err(wrong(Rule::TooLarge(MAX_XML_BYTES)));
        }
        let mut reader = Reader::from_str(text);
        let mut fields = HashMap::new();
        let mut path: Vec<String> = Vec::new();
        let mut current = String::new();
        let mut elements = 0_usize;
        let mut seen_root = false;
        loop {
            let event = reader.read_event().map_err(|error| wrong(Rule::Xml(error.to_string())))?;
            match event {
                Event::Start(start) => {
                    elements += 1;
                    if path.len() >= MAX_DEPTH || elements > MAX_ELEMENTS {
                        return Err(wrong(Rule::XmlTooMuch));
                    }
                    if path.is_empty() && seen_root {
                        return Err(wrong(Rule::Xml("more than one root element".into())));
                    }
                    seen_root = true;
                    path.push(start.local_name().as_ref().to_owned());
                    current.clear();
                }
                Event::Empty(_) => {
                    elements += 1;
                    if elements > MAX_ELEMENTS {
                        return Err(wrong(Rule::XmlTooMuch));
                    }
                    seen_root = true;
                }
                Event::End(_) => {
                    let key = path.join(".");
                    let text = current.trim();
                    if !text.is_empty() {
                        fields.entry(key).or_insert_with(|| text.to_owned());
                    }
                    current.clear();
                    path.pop();
                }
                Event::Text(text) => current.push_str(&text.xml10_content()),
                Event::CData(text) => current.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let character = match reference.as_ref() {
                        "lt" => '<',
                        "gt" => '>',
                        "amp" => '&',
                        "apos" => '\'',
                        "quot" => '"',
                        _ => reference
                            .resolve_char_ref()
                            .map_err(|error| wrong(Rule::Xml(error.to_string())))?
                            .ok_or_else(|| wrong(Rule::XmlEntity))?,
                    };
                    current.push(character);
                }
                Event::DocType(_) => return Err(wrong(Rule::XmlEntity)),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
                Event::Eof => break,
            }
            if current.len() > MAX_TEXT_BYTES {
                return Err(wrong(Rule::XmlTooMuch));
            }
        }
        if !path.is_empty() || !seen_root {
            return Err(wrong(Rule::Xml("it ends before its root element does".into())));
        }
        Ok(Self(fields))
    }

    /// The text at a path; none where there is no such element or it is empty.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> Rule {
        match XmlFields::parse(text) {
            Err(problem) => problem.rule,
            Ok(_) => panic!("{text} is taken"),
        }
    }

    #[test]
    fn texts_by_path_without_namespaces() {
        let fields = XmlFields::parse(
            "<?xml version=\"1.0\"?><h:a xmlns:h=\"urn:x\"><b> 1 &lt;&#x7CA4;<!-- c --></b><c/><b>2</b><d><![CDATA[<e>]]></d></h:a>",
        )
        .unwrap();
        assert_eq!(fields.get("a.b"), Some("1 <粤"));
        assert_eq!(fields.get("a.c"), None);
        assert_eq!(fields.get("a.d"), Some("<e>"));
    }

    #[test]
    fn bombs_do_not_go_off() {
        let laughs = r#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>"#;
        assert_eq!(rule(laughs), Rule::XmlEntity);
        assert_eq!(rule("<a>&c;</a>"), Rule::XmlEntity);
        assert_eq!(rule("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>"), Rule::XmlEntity);
        assert_eq!(rule(&format!("{}{}", "<a>".repeat(100), "</a>".repeat(100))), Rule::XmlTooMuch);
        assert_eq!(rule(&format!("<a>{}</a>", "<b></b>".repeat(3_000))), Rule::XmlTooMuch);
        assert_eq!(rule(&format!("<a>{}</a>", "<b/>".repeat(3_000))), Rule::XmlTooMuch);
        assert_eq!(rule(&format!("<a>{}</a>", "x".repeat(5_000))), Rule::XmlTooMuch);
        assert_eq!(rule(&"x".repeat(MAX_XML_BYTES + 1)), Rule::TooLarge(MAX_XML_BYTES));
    }

    #[test]
    fn half_documents_are_refused() {
        for text in ["", "   ", "<a>", "<a><b></a>", "<a></b>", "<a", "<a></a><b></b>", "<a>&#xFFFFFFFF;</a>"] {
            assert!(matches!(rule(text), Rule::Xml(_)), "{text}");
        }
    }
}
