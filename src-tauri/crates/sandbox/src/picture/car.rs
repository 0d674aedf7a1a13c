//! A car from the front. The same plate always gives the same car.

use lotdesk_domain::parking::VehicleClass;
use lotdesk_domain::plate::PlateColor;

use super::canvas::{Canvas, Fill, Rgb};
use super::{mix64, plate};

/// Shape of a car.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Low and wide.
    Saloon,
    /// Taller.
    OffRoader,
    /// Tall, with a short bonnet.
    Van,
    /// A lorry's cab with the box behind it.
    Lorry,
}

/// What a car looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Shape.
    pub shape: Shape,
    /// Colour of the car as the camera names it, three characters at most.
    pub colour_name: &'static str,
    /// That colour, lit.
    pub colour: Rgb,
    /// Make as the camera names it; an ordinary make of the road.
    pub make: &'static str,
    grille: u8,
}

const COLOURS: [(&str, Rgb, u8); 9] = [
    ("白色", [236, 238, 240], 30),
    ("黑色", [40, 42, 48], 22),
    ("银色", [186, 192, 198], 13),
    ("灰色", [112, 118, 126], 12),
    ("红色", [178, 34, 40], 7),
    ("蓝色", [36, 78, 150], 7),
    ("棕色", [112, 78, 56], 4),
    ("绿色", [58, 104, 84], 3),
    ("金色", [196, 170, 122], 2),
];
const MAKES: [&str; 10] = ["大众", "丰田", "比亚迪", "本田", "日产", "别克", "广汽", "吉利", "长安", "奥迪"];

impl Look {
    /// The look of the car that carries this plate, or of any car without one by the text that stands for it.
    pub fn of(plate: &str, class: VehicleClass) -> Self {
        let seed =
            mix64(plate.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
            }));
        let mut pick = (seed % 100) as u8;
        let mut chosen = COLOURS[0];
        for colour in COLOURS {
            if pick < colour.2 {
                chosen = colour;
                break;
            }
            pick -= colour.2;
        }
        let shape = match (class, (seed >> 8) % 10) {
            (VehicleClass::Large, _) => Shape::Lorry,
            (VehicleClass::Medium, _) | (VehicleClass::Small, 9) => Shape::Van,
            (VehicleClass::Small, 0..=4) => Shape::Saloon,
            (VehicleClass::Small, _) => Shape::OffRoader,
        };
        Self {
            shape,
            colour_name: chosen.0,
            colour: chosen.1,
            make: MAKES[(seed >> 16) as usize % MAKES.len()],
            grille: (seed >> 24) as u8 % 3,
        }
    }

    fn size(&self) -> Size {
        match self.shape {
            Shape::Saloon => Size { half: 168.0, roof: 112.0, roof_half: 100.0, belt: 178.0, nose: 216.0 },
            Shape::OffRoader => Size { half: 172.0, roof: 84.0, roof_half: 118.0, belt: 160.0, nose: 202.0 },
            Shape::Van => Size { half: 166.0, roof: 58.0, roof_half: 132.0, belt: 158.0, nose: 204.0 },
            Shape::Lorry => Size { half: 176.0, roof: 52.0, roof_half: 158.0, belt: 164.0, nose: 196.0 },
        }
    }
}

/// Half widths and heights, in pixels of a 640 × 360 picture.
struct Size {
    half: f32,
    roof: f32,
    roof_half: f32,
    belt: f32,
    nose: f32,
}

/// Where the wheels stand.
const GROUND: f32 = 326.0;
const SILL: f32 = 306.0;
/// Height at which the plate hangs.
const PLATE_Y: f32 = 270.0;

fn shade(colour: Rgb, factor: f32) -> Rgb {
    colour.map(|c| (f32::from(c) * factor).clamp(0.0, 255.0) as u8)
}

/// Draws the car around a vertical axis, with its plate when it has one; `lamps` is how bright its lamps are, 0 to 1.
pub fn draw(canvas: &mut Canvas, look: &Look, sign: Option<(&str, PlateColor)>, cx: f32, lamps: f32) {
    let size = look.size();
    canvas.ellipse((cx, GROUND - 3.0), (size.half * 1.2, 24.0), 0.8, Fill::Flat([0, 0, 0]), 0.62);
    for side in [-1.0, 1.0] {
        let x = cx + side * (size.half - 34.0);
        canvas.round_rect(
            [x - 25.0, 262.0, 50.0, GROUND - 262.0],
            9.0,
            Fill::Vertical([34, 34, 36], 262.0, [12, 12, 13], GROUND),
            1.0,
        );
    }
    if look.shape == Shape::Lorry {
        let grey = Fill::Vertical([206, 210, 214], 14.0, [150, 156, 162], 240.0);
        canvas.round_rect([cx - size.half - 6.0, 14.0, 2.0 * size.half + 12.0, 226.0], 5.0, grey, 1.0);
        canvas.rect(cx - size.half - 6.0, 30.0, 2.0 * size.half + 12.0, 2.0, Fill::Flat([120, 124, 130]), 0.8);
    }
    cabin(canvas, look, &size, cx);
    body(canvas, look, &size, cx);
    face(canvas, look, &size, cx, lamps);
    match sign {
        Some((text, colour)) => plate::draw(canvas, text, colour, (cx, PLATE_Y), 142.0),
        None => {
            // The bare holder of a car without a plate.
            canvas.round_rect([cx - 62.0, PLATE_Y - 20.0, 124.0, 40.0], 4.0, Fill::Flat([30, 32, 34]), 0.75);
            for x in [-40.0, 40.0] {
                canvas.ellipse((cx + x, PLATE_Y), (2.5, 2.5), 0.2, Fill::Flat([120, 122, 126]), 1.0);
            }
        }
    }
}

/// The light of the car's lamps, drawn after everything else: it outshines the dark around it.
pub fn shine(canvas: &mut Canvas, look: &Look, cx: f32, lamps: f32) {
    let size = look.size();
    if lamps <= 0.0 {
        return;
    }
    for side in [-1.0, 1.0] {
        let at = (cx + side * (size.half - 42.0), size.nose + 15.0);
        canvas.glow(at, (130.0, 84.0), [255, 244, 210], 0.5 * lamps);
        canvas.glow(at, (40.0, 26.0), [255, 255, 250], 1.4 * lamps);
    }
}

fn cabin(canvas: &mut Canvas, look: &Look, size: &Size, cx: f32) {
    let paint = look.colour;
    let foot = size.half - if look.shape == Shape::Lorry { 4.0 } else { 24.0 };
    let shell = [
        (cx - size.roof_half, size.roof),
        (cx + size.roof_half, size.roof),
        (cx + foot, size.belt + 14.0),
        (cx - foot, size.belt + 14.0),
    ];
    canvas.rounded(&shell, 26.0, Fill::Vertical(shade(paint, 1.0), size.roof, shade(paint, 0.72), size.belt), 1.0);
    let (top, bottom) = (size.roof + 11.0, size.belt + 4.0);
    let slope = (foot - size.roof_half) / (size.belt - size.roof);
    let (narrow, wide) = (size.roof_half - 12.0 + slope * 11.0, foot - 20.0);
    let glass = [(cx - narrow, top), (cx + narrow, top), (cx + wide, bottom), (cx - wide, bottom)];
    canvas.rounded(&glass, 16.0, Fill::Vertical([62, 78, 92], top, [22, 28, 36], bottom), 1.0);
    // The seats behind the glass, then the sky mirrored in it.
    for side in [-1.0, 1.0] {
        let x = cx + side * wide * 0.42;
        canvas.round_rect([x - 20.0, bottom - 44.0, 40.0, 60.0], 12.0, Fill::Flat([14, 18, 22]), 0.55);
        canvas.ellipse((x, bottom - 50.0), (13.0, 11.0), 0.2, Fill::Flat([14, 18, 22]), 0.5);
    }
    canvas.rect(cx - wide * 0.96, bottom - 6.0, wide * 1.92, 9.0, Fill::Flat([12, 14, 18]), 0.8);
    let gleam = [
        (cx - narrow * 0.9, top + 2.0),
        (cx - narrow * 0.25, top + 2.0),
        (cx - wide * 0.62, bottom - 6.0),
        (cx - wide * 0.93, bottom - 6.0),
    ];
    canvas.rounded(&gleam, 8.0, Fill::Vertical([210, 226, 238], top, [120, 140, 156], bottom), 0.28);
    canvas.round_rect([cx - 12.0, top + 3.0, 24.0, 9.0], 4.0, Fill::Flat([16, 18, 20]), 0.9);
    for side in [-1.0, 1.0] {
        let x = cx + side * (size.half - 2.0);
        canvas.ellipse(
            (x, size.belt - 2.0),
            (19.0, 12.0),
            0.15,
            Fill::Vertical(shade(paint, 0.95), size.belt - 14.0, shade(paint, 0.45), size.belt + 10.0),
            1.0,
        );
    }
}

fn body(canvas: &mut Canvas, look: &Look, size: &Size, cx: f32) {
    let (paint, half) = (look.colour, size.half);
    let outline = [
        (cx - half + 26.0, size.belt),
        (cx + half - 26.0, size.belt),
        (cx + half, size.nose),
        (cx + half + 2.0, 272.0),
        (cx + half - 12.0, SILL),
        (cx - half + 12.0, SILL),
        (cx - half - 2.0, 272.0),
        (cx - half, size.nose),
    ];
    canvas.rounded(&outline, 20.0, Fill::Vertical(shade(paint, 0.96), size.belt, shade(paint, 0.5), SILL), 1.0);
    // The bonnet catches the light from above.
    let bonnet = [
        (cx - half + 42.0, size.belt + 3.0),
        (cx + half - 42.0, size.belt + 3.0),
        (cx + half - 18.0, size.nose),
        (cx - half + 18.0, size.nose),
    ];
    canvas.rounded(&bonnet, 14.0, Fill::Vertical(shade(paint, 0.82), size.belt, shade(paint, 1.16), size.nose), 0.9);
    for side in [-1.0, 1.0] {
        let crease = [
            (cx + side * 62.0, size.belt + 5.0),
            (cx + side * 65.0, size.belt + 5.0),
            (cx + side * 85.0, size.nose),
            (cx + side * 80.0, size.nose),
        ];
        canvas.polygon(&crease, Fill::Flat(shade(paint, 0.6)), 0.55);
    }
    canvas.rect(cx - half + 20.0, size.nose, 2.0 * half - 40.0, 1.6, Fill::Flat([0, 0, 0]), 0.45);
    canvas.rect(cx - half + 10.0, 246.0, 2.0 * half - 20.0, 1.4, Fill::Flat([0, 0, 0]), 0.25);
}

fn face(canvas: &mut Canvas, look: &Look, size: &Size, cx: f32, lamps: f32) {
    let (half, top) = (size.half, size.nose + 5.0);
    let dark = Fill::Vertical([34, 36, 40], top, [12, 13, 15], 250.0);
    let (wide, narrow) = ([84.0, 70.0, 92.0][look.grille as usize], [68.0, 76.0, 60.0][look.grille as usize]);
    let grille = [(cx - wide, top), (cx + wide, top), (cx + narrow, 244.0), (cx - narrow, 244.0)];
    canvas.rounded(&grille, 9.0, dark, 1.0);
    match look.grille {
        0 => {
            for i in 0..3 {
                canvas.rect(
                    cx - narrow + 4.0,
                    top + 6.0 + i as f32 * 9.0,
                    2.0 * narrow - 8.0,
                    2.0,
                    Fill::Flat([168, 172, 178]),
                    0.8,
                );
            }
        }
        1 => {
            for i in -6..=6 {
                canvas.rect(cx + i as f32 * 10.0 - 1.0, top + 4.0, 2.0, 236.0 - top, Fill::Flat([150, 154, 160]), 0.7);
            }
        }
        _ => canvas.rounded(
            &[(cx - wide, top), (cx + wide, top), (cx + wide - 8.0, top + 7.0), (cx - wide + 8.0, top + 7.0)],
            3.0,
            Fill::Flat([186, 190, 196]),
            0.9,
        ),
    }
    canvas.ellipse(
        (cx, top + 13.0),
        (11.0, 9.0),
        0.15,
        Fill::Vertical([236, 238, 240], top + 4.0, [140, 144, 150], top + 22.0),
        1.0,
    );
    canvas.ellipse((cx, top + 13.0), (7.0, 5.5), 0.2, Fill::Flat([60, 64, 70]), 0.9);
    for side in [-1.0, 1.0] {
        let lamp = [
            (cx + side * (wide + 6.0), top + 4.0),
            (cx + side * (half - 8.0), top - 8.0),
            (cx + side * (half - 3.0), top + 14.0),
            (cx + side * (half - 22.0), top + 26.0),
            (cx + side * (wide + 12.0), top + 22.0),
        ];
        canvas.rounded(&lamp, 8.0, Fill::Vertical([190, 202, 214], top - 8.0, [96, 106, 118], top + 26.0), 1.0);
        let bulb = (cx + side * (half - 42.0), top + 10.0);
        canvas.ellipse(bulb, (11.0, 10.0), 0.2, Fill::Flat([40, 46, 54]), 0.7);
        let lit = (150.0 + 105.0 * lamps) as u8;
        canvas.ellipse(bulb, (8.0, 7.5), 0.4, Fill::Flat([lit, lit, (f32::from(lit) * 0.96) as u8]), 1.0);
        // The amber turn signal at the corner, the fog lamp below.
        canvas.ellipse((cx + side * (half - 13.0), top + 8.0), (5.0, 6.0), 0.3, Fill::Flat([224, 146, 48]), 0.85);
        canvas.round_rect([cx + side * (half - 40.0) - 17.0, 262.0, 34.0, 18.0], 7.0, Fill::Flat([16, 17, 19]), 0.85);
        canvas.ellipse((cx + side * (half - 40.0), 271.0), (7.0, 6.0), 0.3, Fill::Flat([176, 182, 188]), 0.9);
    }
    let intake = [(cx - 104.0, 284.0), (cx + 104.0, 284.0), (cx + 92.0, 300.0), (cx - 92.0, 300.0)];
    canvas.rounded(&intake, 6.0, Fill::Flat([14, 15, 17]), 0.92);
    canvas.rect(cx - half + 16.0, SILL - 5.0, 2.0 * half - 32.0, 5.0, Fill::Flat([20, 21, 23]), 0.75);
}
