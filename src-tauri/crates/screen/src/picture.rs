//! Reads the picture that Xvfb keeps of its screen (X window dump, version 7) and writes it as PNG. No other program is
//! needed for a screenshot.

use std::collections::HashSet;
use std::path::Path;

/// A screen's picture.
pub struct Picture {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Red, green, blue; row by row.
    pub rgb: Vec<u8>,
}

/// Why a dump cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub enum BadDump {
    /// It is shorter than its header says.
    Short,
    /// It is not version 7, or not 24 bits of true colour in 32-bit pixels.
    Unknown,
}

impl Picture {
    /// Reads a dump: a header of big-endian 32-bit words, the colour map of 12 bytes an entry, the rows.
    /// Source: X11's `XWDFile.h`.
    ///
    /// # Errors
    /// See [`BadDump`].
    pub fn read(dump: &[u8]) -> Result<Self, BadDump> {
        let word = |index: usize| -> Result<usize, BadDump> {
            let bytes = dump.get(index * 4..index * 4 + 4).ok_or(BadDump::Short)?;
            let value = u32::from_be_bytes(bytes.try_into().map_err(|_| BadDump::Short)?);
            usize::try_from(value).map_err(|_| BadDump::Unknown)
        };
        let (header, version, width, height) = (word(0)?, word(1)?, word(4)?, word(5)?);
        let (little_endian, bits_per_pixel, stride, colours) = (word(7)? == 0, word(11)?, word(12)?, word(19)?);
        if version != 7 || bits_per_pixel != 32 || !little_endian || stride < width.saturating_mul(4) {
            return Err(BadDump::Unknown);
        }
        let rows = dump.get(header.saturating_add(colours.saturating_mul(12))..).ok_or(BadDump::Short)?;
        let mut rgb = vec![0; width * height * 3];
        for (y, painted) in rgb.chunks_exact_mut(width.max(1) * 3).enumerate() {
            let row = rows.get(y * stride..y * stride + width * 4).ok_or(BadDump::Short)?;
            for (pixel, rgb) in row.chunks_exact(4).zip(painted.chunks_exact_mut(3)) {
                rgb.copy_from_slice(&[pixel[2], pixel[1], pixel[0]]);
            }
        }
        let narrow = |size: usize| u32::try_from(size).map_err(|_| BadDump::Unknown);
        Ok(Self { width: narrow(width)?, height: narrow(height)?, rgb })
    }

    /// The part of it from the upper left corner, as far as there is one.
    #[must_use]
    pub fn corner(&self, width: u32, height: u32) -> Self {
        let (width, height) = (width.min(self.width), height.min(self.height));
        let row = |pixels: u32| pixels as usize * 3;
        let mut rgb = Vec::with_capacity(row(width) * height as usize);
        for pixels in self.rgb.chunks_exact(row(self.width)).take(height as usize) {
            rgb.extend_from_slice(&pixels[..row(width)]);
        }
        Self { width, height, rgb }
    }

    /// Whether something has been drawn: text alone brings dozens of shades, an empty window one or two.
    pub fn painted(&self) -> bool {
        let shades: HashSet<&[u8]> = self.rgb.chunks_exact(3).take(4_000_000).collect();
        shades.len() >= 24
    }

    /// Writes it as PNG.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write_png(&self, path: &Path) -> std::io::Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let file = std::io::BufWriter::new(std::fs::File::create(path)?);
        let mut encoder = png::Encoder::new(file, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::Fast);
        encoder.write_header().and_then(|mut writer| writer.write_image_data(&self.rgb)).map_err(std::io::Error::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A dump of 2 by 1 pixels, as the format's header file lays it out: 25 words and no name.
    fn dump(pixels: &[u8]) -> Vec<u8> {
        let mut words = [0_u32; 25];
        words[0] = 100; // header_size
        words[1] = 7; // file_version
        words[4] = 2; // pixmap_width
        words[5] = 1; // pixmap_height
        words[11] = 32; // bits_per_pixel
        words[12] = 8; // bytes_per_line
        words[19] = 1; // ncolors
        let mut bytes: Vec<u8> = words.iter().flat_map(|word| word.to_be_bytes()).collect();
        bytes.extend([0; 12]);
        bytes.extend(pixels);
        bytes
    }

    #[test]
    fn pixels_come_out_as_red_green_blue() {
        let picture = Picture::read(&dump(&[3, 2, 1, 0, 6, 5, 4, 0])).expect("readable");
        assert_eq!((picture.width, picture.height), (2, 1));
        assert_eq!(picture.rgb, [1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn a_corner_is_cut_out_row_by_row() {
        let picture = Picture { width: 3, height: 3, rgb: (0..27).collect() };
        let small = picture.corner(2, 2);
        assert_eq!((small.width, small.height), (2, 2));
        assert_eq!(small.rgb, [0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 14]);
        assert_eq!(picture.corner(9, 1).rgb, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    }

    #[test]
    fn a_cut_dump_is_refused() {
        assert_eq!(Picture::read(&dump(&[3, 2, 1, 0])).err(), Some(BadDump::Short));
        assert_eq!(Picture::read(&[0; 10]).err(), Some(BadDump::Short));
    }

    #[test]
    fn two_shades_are_no_painted_window() {
        let plain = Picture { width: 2, height: 1, rgb: vec![0, 0, 0, 9, 9, 9] };
        assert!(!plain.painted());
        let rgb: Vec<u8> = (0..30).flat_map(|shade| [shade, shade, shade]).collect();
        assert!(Picture { width: 30, height: 1, rgb }.painted());
    }
}
