//! The characters of plates and time stamps, out of one small picture (`assets/demo/plate-glyphs.png`).

use std::sync::LazyLock;

use super::canvas::{Canvas, Rgb};

/// The characters in the order in which they stand in the atlas, 16 in a row.
const ORDER: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼挂学警港澳使领临0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-:./·";
const CELL_WIDTH: usize = 40;
const CELL_HEIGHT: usize = 72;
const PER_ROW: usize = 16;

static ATLAS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    const FILE: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../assets/demo/plate-glyphs.png"));
    let picture = image::load_from_memory_with_format(FILE, image::ImageFormat::Png);
    let grey = picture.expect("the atlas is compiled in, and a test reads it").into_luma8();
    assert_eq!(grey.width() as usize, PER_ROW * CELL_WIDTH, "the atlas has 16 cells in a row");
    grey.into_raw()
});

/// True when the atlas has the character.
pub fn has(character: char) -> bool {
    ORDER.contains(character)
}

/// Draws one character into a box (left, top, width, height); characters that the atlas lacks leave it empty.
pub fn draw(canvas: &mut Canvas, character: char, [x, y, width, height]: [f32; 4], colour: Rgb, alpha: f32) {
    let Some(index) = ORDER.chars().position(|c| c == character) else { return };
    let (left, top) = ((index % PER_ROW) * CELL_WIDTH, (index / PER_ROW) * CELL_HEIGHT);
    let (scale_x, scale_y) = (CELL_WIDTH as f32 / width, CELL_HEIGHT as f32 / height);
    let colour = colour.map(f32::from);
    let rows = y.floor().max(0.0) as usize..(y + height).ceil().max(0.0) as usize;
    let columns = x.floor().max(0.0) as usize..(x + width).ceil().max(0.0) as usize;
    for py in rows {
        for px in columns.clone() {
            let from = ((px as f32 - x) * scale_x, (py as f32 - y) * scale_y);
            let cover = mean((left, top), from, (from.0 + scale_x, from.1 + scale_y));
            canvas.mix(px, py, colour, cover * alpha);
        }
    }
}

/// Mean cover of a part of a cell: the pixels that one pixel of the target falls on.
fn mean((left, top): (usize, usize), from: (f32, f32), to: (f32, f32)) -> f32 {
    let clip = |v: f32, end: usize| (v.max(0.0) as usize).min(end);
    let columns = clip(from.0.round(), CELL_WIDTH)..clip(to.0.round().max(from.0.round() + 1.0), CELL_WIDTH);
    let rows = clip(from.1.round(), CELL_HEIGHT)..clip(to.1.round().max(from.1.round() + 1.0), CELL_HEIGHT);
    let count = columns.len() * rows.len();
    if count == 0 {
        return 0.0;
    }
    let stride = PER_ROW * CELL_WIDTH;
    let sum: u32 =
        rows.flat_map(|y| columns.clone().map(move |x| u32::from(ATLAS[(top + y) * stride + left + x]))).sum();
    sum as f32 / (count as f32 * 255.0)
}

/// Writes a line as the camera writes its time stamp: light characters with a dark rim.
pub fn stamp(canvas: &mut Canvas, text: &str, x: f32, y: f32, height: f32) {
    let step = height * 0.58;
    for (rim, colour) in [(true, [10, 12, 14]), (false, [245, 246, 240])] {
        for (i, character) in text.chars().enumerate() {
            let at = x + i as f32 * step;
            let shifts: &[(f32, f32)] =
                if rim { &[(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0)] } else { &[(0.0, 0.0)] };
            for (dx, dy) in shifts {
                draw(canvas, character, [at + dx, y + dy, step, height], colour, if rim { 0.75 } else { 1.0 });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_atlas_has_a_drawn_cell_for_every_character() {
        assert_eq!(ORDER.chars().count(), 80);
        assert_eq!(ATLAS.len(), PER_ROW * CELL_WIDTH * 5 * CELL_HEIGHT);
        for character in ORDER.chars() {
            let mut canvas = Canvas::new(40, 72);
            draw(&mut canvas, character, [0.0, 0.0, 40.0, 72.0], [255, 255, 255], 1.0);
            let lit = canvas.pixels().iter().filter(|p| **p > 128).count();
            assert!(lit > 150, "{character} is empty");
        }
        assert!(has('粤') && has('Z') && !has('鲸'));
    }

    #[test]
    fn a_one_is_thinner_than_an_eight() {
        let ink = |character| {
            let mut canvas = Canvas::new(40, 72);
            draw(&mut canvas, character, [0.0, 0.0, 40.0, 72.0], [255, 255, 255], 1.0);
            canvas.pixels().iter().filter(|p| **p > 128).count()
        };
        assert!(ink('1') < ink('8'));
    }
}
