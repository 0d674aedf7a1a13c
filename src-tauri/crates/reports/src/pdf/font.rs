//! The font for Chinese text: which glyph a character has, how wide it is, and the part of the font that a volume needs.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use lotdesk_domain::table::SinkError;
use subsetter::GlyphRemapper;

/// A font file with Chinese characters: TrueType or OpenType, also the first font of a collection.
#[derive(Clone)]
pub struct Font {
    data: Arc<[u8]>,
}

impl std::fmt::Debug for Font {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Font").field("bytes", &self.data.len()).finish()
    }
}

impl Font {
    /// Takes a font's bytes.
    ///
    /// # Errors
    /// When they are no font, or it has no Chinese characters.
    pub fn new(data: impl Into<Arc<[u8]>>) -> Result<Self, SinkError> {
        let data = data.into();
        let face = parsed(&data)?;
        if face.glyph_index('停').is_none() {
            return Err(SinkError::Font("it has no Chinese characters".to_owned()));
        }
        Ok(Self { data })
    }

    /// Reads a font file.
    ///
    /// # Errors
    /// When it is not there or no font with Chinese characters.
    pub fn read(path: &Path) -> Result<Self, SinkError> {
        let data = std::fs::read(path).map_err(|why| SinkError::Font(format!("{}: {why}", path.display())))?;
        Self::new(data)
    }

    pub(crate) fn data(&self) -> &[u8] {
        &self.data
    }
}

fn parsed(data: &[u8]) -> Result<ttf_parser::Face<'_>, SinkError> {
    ttf_parser::Face::parse(data, 0).map_err(|why| SinkError::Font(why.to_string()))
}

/// A glyph in the part of the font that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Glyph {
    /// Its number there.
    pub id: u16,
    /// How wide it is, in thousandths of the font's size.
    pub width: u16,
}

/// What of a descriptor (PDF 32000-1, table 122) comes from the font, in thousandths.
#[derive(Clone, Copy, Debug)]
pub(super) struct Metrics {
    pub ascent: i16,
    pub descent: i16,
    pub cap_height: i16,
    pub bounds: [i16; 4],
    /// True for outlines in CFF, which are embedded otherwise.
    pub cff: bool,
}

/// The glyphs that were used. The part of a font keeps growing over the volumes, so that a page's head, made once, fits
/// into each.
pub(super) struct Glyphs {
    font: Font,
    used: GlyphRemapper,
    /// By number in the part: the width, and the character that it stands for.
    parts: Vec<(u16, char)>,
    /// Characters of the first plane: number and width in one, 0 where it was not looked up yet.
    quick: Vec<u32>,
    rest: HashMap<char, Glyph>,
    pub(super) metrics: Metrics,
}

impl Glyphs {
    pub(super) fn of(font: Font) -> Result<Self, SinkError> {
        let face = parsed(font.data())?;
        let units = i32::from(face.units_per_em().max(1));
        let scaled = |value: i16| i16::try_from(i32::from(value) * 1000 / units).unwrap_or(0);
        let bounds = face.global_bounding_box();
        let metrics = Metrics {
            ascent: scaled(face.ascender()),
            descent: scaled(face.descender()),
            cap_height: scaled(face.capital_height().unwrap_or(face.ascender())),
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(scaled),
            cff: face.tables().cff.is_some(),
        };
        Ok(Self {
            font,
            used: GlyphRemapper::new(),
            // Number 0 is the box for what the font does not have.
            parts: vec![(1000, '\u{fffd}')],
            quick: vec![0; 0x1_0000],
            rest: HashMap::new(),
            metrics,
        })
    }

    /// The glyph of a character.
    pub(super) fn glyph(&mut self, c: char) -> Glyph {
        let code = c as usize;
        match self.quick.get(code) {
            Some(0) => {
                let glyph = self.look_up(c);
                self.quick[code] = 0x8000_0000 | u32::from(glyph.width) << 16 | u32::from(glyph.id);
                glyph
            }
            Some(known) => Glyph { id: (known & 0xFFFF) as u16, width: (known >> 16 & 0x7FFF) as u16 },
            None => {
                if let Some(glyph) = self.rest.get(&c) {
                    return *glyph;
                }
                let glyph = self.look_up(c);
                self.rest.insert(c, glyph);
                glyph
            }
        }
    }

    fn look_up(&mut self, c: char) -> Glyph {
        let missing = Glyph { id: 0, width: 1000 };
        let Ok(face) = parsed(&self.font.data) else { return missing };
        let Some(found) = face.glyph_index(if c.is_control() { ' ' } else { c }) else { return missing };
        let units = u32::from(face.units_per_em().max(1));
        let width = u32::from(face.glyph_hor_advance(found).unwrap_or(1000)) * 1000 / units;
        let width = u16::try_from(width.min(0x7FFF)).unwrap_or(1000);
        let id = self.used.remap(found.0);
        if usize::from(id) == self.parts.len() {
            self.parts.push((width, c));
        }
        Glyph { id, width }
    }

    /// The part of the font that was used until now.
    pub(super) fn part(&self) -> Result<Vec<u8>, SinkError> {
        subsetter::subset(&self.font.data, 0, &self.used).map_err(|why| SinkError::Font(why.to_string()))
    }

    /// By number in the part: the width, and the character that it stands for.
    pub(super) fn parts(&self) -> &[(u16, char)] {
        &self.parts
    }
}
