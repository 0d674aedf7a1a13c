//! Drawing on a page: text, lines, boxes. Lengths are whole tenths of a point, so that no page needs a float.

use super::font::{Glyph, Glyphs};
use crate::text;

/// Text is narrowed down to this per cent of its width before it is cut.
const NARROWEST_PERCENT: i32 = 60;

/// Where a text stands in its room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Middle,
    Right,
}

/// Operators of one page, or of a part that is on many.
#[derive(Default)]
pub(super) struct Ink {
    pub(super) out: Vec<u8>,
    glyphs: Vec<Glyph>,
}

impl Ink {
    /// Begins text in this size.
    pub(super) fn begin_text(&mut self, size: i32) {
        self.out.extend_from_slice(b"BT\n/F ");
        length(&mut self.out, size);
        self.out.extend_from_slice(b" Tf\n");
    }

    /// Ends text.
    pub(super) fn end_text(&mut self) {
        self.out.extend_from_slice(b"ET\n");
    }

    /// A text in `room`, between [`Ink::begin_text`] and [`Ink::end_text`]; it is narrowed or cut to stay inside.
    #[expect(clippy::too_many_arguments, reason = "a place, a room and a text")]
    pub(super) fn text(
        &mut self,
        font: &mut Glyphs,
        words: &str,
        size: i32,
        x: i32,
        y: i32,
        room: i32,
        align: Align,
    ) -> i32 {
        self.glyphs.clear();
        let mut thousandths = 0;
        for c in words.chars() {
            let glyph = font.glyph(c);
            thousandths += i32::from(glyph.width);
            self.glyphs.push(glyph);
        }
        if self.glyphs.is_empty() {
            return 0;
        }
        let mut width = scaled(thousandths, size);
        let mut percent = 100;
        if width > room {
            percent = (i64::from(room) * 100 / i64::from(width.max(1))).clamp(i64::from(NARROWEST_PERCENT), 100) as i32;
            if i64::from(width) * i64::from(percent) / 100 > i64::from(room) {
                thousandths = self.cut(font, room * 100 / percent, size);
            }
            width = (i64::from(scaled(thousandths, size)) * i64::from(percent) / 100) as i32;
        }
        let x = match align {
            Align::Left => x,
            Align::Middle => x + (room - width) / 2,
            Align::Right => x + room - width,
        };
        if percent != 100 {
            text::number(&mut self.out, percent);
            self.out.extend_from_slice(b" Tz\n");
        }
        self.out.extend_from_slice(b"1 0 0 1 ");
        length(&mut self.out, x);
        self.out.push(b' ');
        length(&mut self.out, y);
        self.out.extend_from_slice(b" Tm\n<");
        for glyph in &self.glyphs {
            self.out.extend_from_slice(&hex(glyph.id));
        }
        self.out.extend_from_slice(b">Tj\n");
        if percent != 100 {
            self.out.extend_from_slice(b"100 Tz\n");
        }
        width
    }

    /// Cuts the text behind what fits and says so by an ellipsis; gives its width.
    fn cut(&mut self, font: &mut Glyphs, room: i32, size: i32) -> i32 {
        let dots = font.glyph('…');
        let most = i64::from(room) * 1000 / i64::from(size.max(1)) - i64::from(dots.width);
        let mut taken = 0;
        let mut count = 0;
        for glyph in &self.glyphs {
            if i64::from(taken + i32::from(glyph.width)) > most {
                break;
            }
            taken += i32::from(glyph.width);
            count += 1;
        }
        self.glyphs.truncate(count);
        self.glyphs.push(dots);
        taken + i32::from(dots.width)
    }

    /// A grey box without a border; `grey` in tenths, 0 is black.
    pub(super) fn fill(&mut self, grey: i32, x: i32, y: i32, width: i32, height: i32) {
        length(&mut self.out, grey);
        self.out.extend_from_slice(b" g\n");
        self.rectangle(x, y, width, height);
        self.out.extend_from_slice(b"f\n0 g\n");
    }

    /// A thin box.
    pub(super) fn frame(&mut self, x: i32, y: i32, width: i32, height: i32) {
        self.out.extend_from_slice(b"0.5 w\n");
        self.rectangle(x, y, width, height);
        self.out.extend_from_slice(b"S\n");
    }

    fn rectangle(&mut self, x: i32, y: i32, width: i32, height: i32) {
        for tenths in [x, y, width, height] {
            length(&mut self.out, tenths);
            self.out.push(b' ');
        }
        self.out.extend_from_slice(b"re\n");
    }

    /// A level line of this weight.
    pub(super) fn level(&mut self, weight: i32, x: i32, y: i32, width: i32) {
        length(&mut self.out, weight);
        self.out.extend_from_slice(b" w\n");
        for tenths in [x, y] {
            length(&mut self.out, tenths);
            self.out.push(b' ');
        }
        self.out.extend_from_slice(b"m\n");
        for tenths in [x + width, y] {
            length(&mut self.out, tenths);
            self.out.push(b' ');
        }
        self.out.extend_from_slice(b"l\nS\n");
    }
}

/// A width in thousandths of a size, in tenths of a point.
fn scaled(thousandths: i32, size: i32) -> i32 {
    i32::try_from(i64::from(thousandths) * i64::from(size) / 1000).unwrap_or(i32::MAX)
}

/// Tenths of a point.
pub(super) fn length(out: &mut Vec<u8>, tenths: i32) {
    if tenths < 0 {
        out.push(b'-');
    }
    let amount = tenths.unsigned_abs();
    text::number(out, amount / 10);
    if !amount.is_multiple_of(10) {
        out.extend_from_slice(&[b'.', b'0' + (amount % 10) as u8]);
    }
}

const fn hex(id: u16) -> [u8; 4] {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    [
        DIGITS[(id >> 12 & 15) as usize],
        DIGITS[(id >> 8 & 15) as usize],
        DIGITS[(id >> 4 & 15) as usize],
        DIGITS[(id & 15) as usize],
    ]
}
