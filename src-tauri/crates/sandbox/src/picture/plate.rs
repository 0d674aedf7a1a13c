//! The plate itself, by GA 36—2018: colours, size, the gap after the second character.

use lotdesk_domain::plate::PlateColor;

use super::canvas::{Canvas, Fill, Rgb};
use super::glyphs;

const WHITE: Rgb = [246, 247, 245];
const BLACK: Rgb = [22, 22, 24];
const RED: Rgb = [196, 30, 36];

/// Draws a plate around a centre; `width` is that of a seven-character plate, new-energy plates are a little wider.
pub fn draw(canvas: &mut Canvas, text: &str, colour: PlateColor, centre: (f32, f32), width: f32) {
    let characters: Vec<char> = text.chars().collect();
    let green = matches!(colour, PlateColor::Green | PlateColor::YellowGreen);
    // 440 × 140 mm; new-energy plates 480 × 140 mm.
    let height = width * 140.0 / 440.0;
    let width = if green { width * 480.0 / 440.0 } else { width };
    let (x, y) = (centre.0 - width / 2.0, centre.1 - height / 2.0);

    canvas.round_rect([x - 2.0, y - 2.0, width + 4.0, height + 4.0], 4.0, Fill::Flat([28, 30, 32]), 0.85);
    let (ground, ink) = match colour {
        PlateColor::Blue => (Fill::Vertical([28, 84, 190], y, [14, 60, 156], y + height), WHITE),
        PlateColor::Yellow => (Fill::Vertical([250, 196, 22], y, [236, 172, 4], y + height), BLACK),
        PlateColor::Green => (Fill::Vertical([232, 244, 236], y, [64, 186, 112], y + height), BLACK),
        PlateColor::YellowGreen => (Fill::Vertical([140, 214, 128], y, [70, 186, 104], y + height), BLACK),
        PlateColor::White => (Fill::Vertical([250, 250, 248], y, [228, 230, 230], y + height), BLACK),
        PlateColor::Black => (Fill::Vertical([44, 46, 50], y, [20, 20, 24], y + height), WHITE),
    };
    canvas.round_rect([x, y, width, height], 3.0, ground, 1.0);

    let gap = height * 0.14;
    let count = characters.len().max(7) as f32;
    let margin = height * 0.12;
    let step = (width - 2.0 * margin - gap) / count;
    if colour == PlateColor::YellowGreen {
        let edge = margin + 2.0 * step + gap / 2.0;
        canvas.round_rect([x, y, edge, height], 3.0, Fill::Vertical([250, 200, 30], y, [236, 176, 8], y + height), 1.0);
    }
    frame(canvas, (x, y), (width, height), ink);
    for (i, character) in characters.iter().enumerate() {
        let at = x + margin + i as f32 * step + if i >= 2 { gap } else { 0.0 };
        let red = colour == PlateColor::White && (*character == '警' || (i < 2 && text.starts_with("WJ")));
        let ink = if red { RED } else { ink };
        glyphs::draw(canvas, *character, [at, y + height * 0.15, step * 0.96, height * 0.7], ink, 1.0);
    }
    if !green && !text.starts_with("WJ") {
        let dot = x + margin + 2.0 * step + gap * 0.45;
        canvas.ellipse((dot, centre.1), (height * 0.045, height * 0.045), 0.2, Fill::Flat(ink), 1.0);
    }
    canvas.rect(x, y, width, height * 0.35, Fill::Vertical([255; 3], y, [255; 3], y + height), 0.06);
}

/// The thin line inside the rim.
fn frame(canvas: &mut Canvas, (x, y): (f32, f32), (width, height): (f32, f32), ink: Rgb) {
    let (inset, line) = (1.6, 0.9);
    let fill = Fill::Flat(ink);
    canvas.rect(x + inset, y + inset, width - 2.0 * inset, line, fill, 0.8);
    canvas.rect(x + inset, y + height - inset - line, width - 2.0 * inset, line, fill, 0.8);
    canvas.rect(x + inset, y + inset, line, height - 2.0 * inset, fill, 0.8);
    canvas.rect(x + width - inset - line, y + inset, line, height - 2.0 * inset, fill, 0.8);
}
