//! An invoice's PDF, as the platform gives it out at `pdfurl`: one small page, written by hand, with a real cross-reference
//! table, so that any viewer opens it.

/// One A5 page in landscape with these lines, which are ASCII: a viewer's own Helvetica has no Chinese.
pub fn pdf(lines: &[String]) -> Vec<u8> {
    let mut text = String::from("BT /F1 14 Tf 40 360 Td 22 TL\n");
    for line in lines {
        let plain: String = line.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').collect();
        text.push_str(&format!("({}) Tj T*\n", plain.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)")));
    }
    text.push_str("ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 420] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", at + 1).as_bytes());
    }
    let table = bytes.len();
    bytes.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).as_bytes());
    for place in places {
        bytes.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    let trailer = format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    bytes.extend_from_slice(trailer.as_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_object_lies_where_the_table_says() {
        let bytes = super::pdf(&["Invoice (1) \\ 2".into(), "20.00".into()]);
        let text = String::from_utf8(bytes).unwrap();
        let table = text.find("xref\n").unwrap();
        assert!(text.contains(&format!("startxref\n{table}\n")) && text.ends_with("%%EOF\n"));
        let entries = text[table..].lines().skip(3).take(5);
        for (at, entry) in entries.enumerate() {
            let place: usize = entry[..10].parse().unwrap();
            assert!(text[place..].starts_with(&format!("{} 0 obj\n", at + 1)), "object {}", at + 1);
        }
        assert!(text.contains("(Invoice \\(1\\) \\\\ 2) Tj"));
    }
}
