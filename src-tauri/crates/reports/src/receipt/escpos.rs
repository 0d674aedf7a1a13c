//! A receipt as bytes for a printer that speaks ESC/POS with a Chinese font (GB18030), and the pulse that opens the drawer.
//!
//! The drawer's pulse is written out here: five bytes, of which libraries send four at times and leave the fifth to be
//! taken from the text.

/// Initialise (ESC @).
const BEGIN: [u8; 2] = [0x1B, 0x40];
/// Chinese characters on (FS &).
const CHINESE: [u8; 2] = [0x1C, 0x26];
/// Bold on and off (ESC E n).
const BOLD: [[u8; 3]; 2] = [[0x1B, 0x45, 0], [0x1B, 0x45, 1]];
/// Feed to the knife and cut, leaving a corner (GS V B 0).
const CUT: [u8; 4] = [0x1D, 0x56, 0x42, 0];
/// Drawer 1: 50 ms on, 500 ms off, in units of 2 ms (ESC p m t1 t2).
pub const DRAWER: [u8; 5] = [0x1B, 0x70, 0x00, 0x19, 0xFA];
/// Lines between the last one and the knife.
const FEED: usize = 3;

/// How a receipt is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slip {
    /// Opens the drawer: for cash, and not for a copy.
    pub drawer: bool,
    /// Cuts the paper.
    pub cut: bool,
}

/// The lines as bytes; the first is the lot's name and stands in bold.
pub fn bytes(lines: &[String], slip: Slip) -> Vec<u8> {
    let mut out = Vec::with_capacity(lines.len() * 40);
    out.extend(BEGIN);
    if slip.drawer {
        // First, so that it is open while the paper comes.
        out.extend(DRAWER);
    }
    out.extend(CHINESE);
    for (place, line) in lines.iter().enumerate() {
        if place == 0 {
            out.extend(BOLD[1]);
        }
        text(&mut out, line);
        out.push(b'\n');
        if place == 0 {
            out.extend(BOLD[0]);
        }
    }
    out.extend(std::iter::repeat_n(b'\n', FEED));
    if slip.cut {
        out.extend(CUT);
    }
    out
}

/// Text in the printer's code page. Nothing in a name can be taken for an order of the printer's, and what its font has
/// no place for is a question mark that is as wide.
fn text(out: &mut Vec<u8>, line: &str) {
    let mut buffer = [0; 4];
    for c in line.chars() {
        if c.is_control() {
            out.push(b' ');
            continue;
        }
        let (code, _, _) = encoding_rs::GB18030.encode(c.encode_utf8(&mut buffer));
        match (c.is_ascii(), code.len()) {
            (true, _) | (false, 2) => out.extend_from_slice(&code),
            // Four bytes are characters that receipt printers' fonts do not have; they would be printed as two.
            _ => out.extend([0xA3, 0xBF]),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PLAIN: Slip = Slip { drawer: false, cut: true };

    #[test]
    fn a_line_is_in_the_printers_code_page() {
        let out = bytes(&["停车".to_owned(), "粤B·1".to_owned()], PLAIN);
        let expected: &[u8] = &[
            0x1B, 0x40, 0x1C, 0x26, 0x1B, 0x45, 1, 0xCD, 0xA3, 0xB3, 0xB5, b'\n', 0x1B, 0x45, 0, 0xD4, 0xC1, b'B',
            0xA1, 0xA4, b'1', b'\n', b'\n', b'\n', b'\n', 0x1D, 0x56, 0x42, 0,
        ];
        assert_eq!(out, expected);
    }

    #[test]
    fn the_drawer_has_all_five_bytes_and_only_when_asked_for() {
        let lines = ["x".to_owned()];
        let with = bytes(&lines, Slip { drawer: true, cut: false });
        assert_eq!(with[2..7], [0x1B, 0x70, 0x00, 0x19, 0xFA]);
        assert!(!bytes(&lines, PLAIN).windows(2).any(|pair| pair == [0x1B, 0x70]));
    }

    proptest! {
        #[test]
        fn no_text_is_an_order_of_the_printers(line: String) {
            let mut out = Vec::new();
            text(&mut out, &line);
            prop_assert!(out.iter().all(|byte| *byte >= 0x20 && *byte != 0x7F));
            // As wide on paper as it was laid out.
            prop_assert_eq!(out.len(), super::super::columns::width(&line.replace(|c: char| c.is_control(), " ")));
        }
    }
}
