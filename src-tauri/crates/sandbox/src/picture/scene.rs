//! The lane around the car: a driveway under the sky, or a garage's ramp.

use super::canvas::{Canvas, Fill, Rgb};
use super::mix64;

/// Where a lane lies and how much daylight there is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// True below ground.
    pub indoor: bool,
    /// 0 at night, 1 by day.
    pub daylight: f32,
    /// What makes this lane look different from the others.
    pub seed: u64,
}

/// Daylight by the hour and minute of the clock: dark until 6, light from 7:30 to 17:30, dark from 19.
pub fn daylight(hour: u32, minute: u32) -> f32 {
    let t = hour as f32 + minute as f32 / 60.0;
    if t < 12.0 { ((t - 6.0) / 1.5).clamp(0.0, 1.0) } else { ((19.0 - t) / 1.5).clamp(0.0, 1.0) }
}

fn between(night: Rgb, day: Rgb, t: f32) -> Rgb {
    std::array::from_fn(|i| (f32::from(night[i]) * (1.0 - t) + f32::from(day[i]) * t) as u8)
}

/// Draws everything that stands behind the car.
pub fn draw(canvas: &mut Canvas, place: Place) {
    if place.indoor { garage(canvas, place) } else { driveway(canvas, place) }
}

fn driveway(canvas: &mut Canvas, place: Place) {
    let (w, h) = (canvas.width() as f32, canvas.height() as f32);
    let day = place.daylight;
    let horizon = 138.0;
    let sky = Fill::Vertical(
        between([10, 14, 28], [128, 172, 214], day),
        0.0,
        between([34, 38, 54], [214, 226, 234], day),
        horizon,
    );
    canvas.rect(0.0, 0.0, w, horizon + 2.0, sky, 1.0);
    let mut seed = place.seed;
    let mut x = -20.0;
    while x < w {
        seed = mix64(seed);
        let (width, height) = (46.0 + (seed % 60) as f32, 40.0 + (seed >> 8) as f32 % 78.0);
        let wall = between([22, 25, 34], [150, 160, 170], day);
        let shade = ((seed >> 16) % 30) as u8;
        canvas.rect(x, horizon - height, width, height, Fill::Flat(wall.map(|c| c.saturating_sub(shade))), 1.0);
        let mut row = horizon - height + 8.0;
        while row < horizon - 8.0 {
            let mut column = x + 6.0;
            while column < x + width - 8.0 {
                seed = mix64(seed);
                let lit = seed % 100 < if day > 0.5 { 0 } else { 34 };
                let pane = if lit { [232, 196, 120] } else { between([16, 19, 27], [112, 128, 142], day) };
                canvas.rect(column, row, 6.0, 7.0, Fill::Flat(pane), 0.8);
                column += 12.0;
            }
            row += 14.0;
        }
        x += width + 4.0;
    }
    for (x, size) in [(38.0, 40.0), (96.0, 28.0), (566.0, 36.0), (618.0, 46.0)] {
        let leaf = between([14, 24, 20], [70, 112, 66], day);
        canvas.rect(x - 3.0, horizon - 16.0, 6.0, 34.0, Fill::Flat(between([18, 16, 16], [92, 72, 54], day)), 1.0);
        canvas.ellipse(
            (x, horizon - size * 0.7),
            (size, size * 0.85),
            0.12,
            Fill::Vertical(leaf, horizon - size * 1.5, leaf.map(|c| c / 2), horizon + 12.0),
            1.0,
        );
    }
    let road = Fill::Vertical(
        between([30, 32, 38], [128, 130, 134], day),
        horizon,
        between([56, 58, 62], [96, 98, 102], day),
        h,
    );
    canvas.rect(0.0, horizon, w, h - horizon, road, 1.0);
    lane(canvas, horizon, between([120, 120, 116], [232, 232, 226], day), day);
    posts(canvas, day, place.seed);
    if day < 0.6 {
        for x in [70.0, 572.0] {
            canvas.glow((x, 34.0), (150.0, 120.0), [255, 214, 150], 0.5 * (1.0 - day));
        }
        canvas.glow((320.0, 320.0), (330.0, 130.0), [210, 216, 230], 0.34 * (1.0 - day));
    }
}

/// The two islands with their striped kerbs and the white line down each side.
fn lane(canvas: &mut Canvas, horizon: f32, line: Rgb, day: f32) {
    let h = canvas.height() as f32;
    for side in [-1.0, 1.0] {
        let x = |near: f32, far: f32, t: f32| 320.0 + side * (far + (near - far) * t);
        let island = [
            (x(560.0, 190.0, 0.0), horizon + 6.0),
            (x(560.0, 120.0, 0.0), horizon + 6.0),
            (x(252.0, 120.0, 1.0), h),
            (x(560.0, 190.0, 1.0), h),
        ];
        canvas.polygon(
            &island,
            Fill::Vertical(
                between([40, 42, 46], [158, 160, 158], day),
                horizon,
                between([66, 68, 70], [134, 136, 134], day),
                h,
            ),
            1.0,
        );
        const STRIPES: usize = 12;
        for i in 0..STRIPES {
            let (a, b) = ((i as f32 / STRIPES as f32).powi(2), ((i + 1) as f32 / STRIPES as f32).powi(2));
            let y = |t: f32| horizon + 6.0 + (h - horizon - 6.0) * t;
            let thick = |t: f32| 3.0 + 13.0 * t;
            let kerb = [
                (x(252.0, 120.0, a), y(a)),
                (x(252.0, 120.0, b), y(b)),
                (x(252.0, 120.0, b) + side * thick(b), y(b)),
                (x(252.0, 120.0, a) + side * thick(a), y(a)),
            ];
            let colour = if i % 2 == 0 {
                between([120, 94, 16], [236, 190, 36], day)
            } else {
                between([16, 16, 17], [40, 40, 42], day)
            };
            canvas.polygon(&kerb, Fill::Flat(colour), 1.0);
        }
        let stroke = [
            (x(226.0, 104.0, 0.0), horizon + 6.0),
            (x(226.0, 107.0, 0.0), horizon + 6.0),
            (x(232.0, 107.0, 1.0), h),
            (x(222.0, 104.0, 1.0), h),
        ];
        canvas.polygon(&stroke, Fill::Flat(line), 0.7);
    }
}

/// The gate's cabinet and the screen's pillar on the islands.
fn posts(canvas: &mut Canvas, day: f32, seed: u64) {
    let side = if seed & 1 == 0 { -1.0 } else { 1.0 };
    let x = 320.0 + side * 262.0;
    let paint = between([92, 60, 22], [232, 140, 44], day);
    canvas.ellipse((x, 300.0), (44.0, 9.0), 0.7, Fill::Flat([0, 0, 0]), 0.45);
    canvas.round_rect(
        [x - 24.0, 176.0, 48.0, 124.0],
        5.0,
        Fill::Vertical(paint, 176.0, paint.map(|c| (f32::from(c) * 0.66) as u8), 300.0),
        1.0,
    );
    canvas.round_rect([x - 16.0, 190.0, 32.0, 20.0], 3.0, Fill::Flat([26, 26, 28]), 0.9);
    canvas.ellipse((x, 200.0), (5.0, 5.0), 0.3, Fill::Flat([60, 214, 110]), 1.0);
    let x = 320.0 - side * 268.0;
    canvas.rect(x - 4.0, 150.0, 8.0, 150.0, Fill::Flat(between([54, 56, 60], [150, 154, 158], day)), 1.0);
    canvas.round_rect([x - 34.0, 126.0, 68.0, 58.0], 4.0, Fill::Flat([18, 18, 20]), 1.0);
    for (row, width) in [(138.0, 48.0), (152.0, 36.0), (166.0, 44.0)] {
        canvas.rect(
            x - 25.0,
            row,
            width,
            5.0,
            Fill::Flat(if row < 140.0 { [232, 60, 44] } else { [80, 214, 96] }),
            0.85,
        );
    }
}

fn garage(canvas: &mut Canvas, place: Place) {
    let (w, h) = (canvas.width() as f32, canvas.height() as f32);
    let (back, floor) = (96.0, 150.0);
    canvas.rect(0.0, 0.0, w, h, Fill::Vertical([58, 60, 62], 0.0, [96, 98, 98], back), 1.0);
    canvas.rect(
        190.0,
        back - 20.0,
        260.0,
        floor - back + 22.0,
        Fill::Vertical([104, 106, 104], back, [84, 86, 86], floor),
        1.0,
    );
    // The daylight, or the street lamps, at the top of the ramp.
    let out = between([44, 46, 58], [214, 224, 230], place.daylight);
    canvas.round_rect([236.0, back - 6.0, 168.0, floor - back + 6.0], 6.0, Fill::Flat(out), 0.9);
    canvas.polygon(
        &[(190.0, floor), (450.0, floor), (w + 160.0, h), (-160.0, h)],
        Fill::Vertical([92, 104, 98], floor, [60, 96, 82], h),
        1.0,
    );
    for side in [-1.0, 1.0] {
        let x = |v: f32| 320.0 + side * v;
        canvas.polygon(
            &[(x(130.0), back - 20.0), (x(330.0), 0.0), (x(480.0), 0.0), (x(480.0), h), (x(130.0), floor)],
            Fill::Vertical([150, 152, 150], 0.0, [92, 94, 94], h),
            1.0,
        );
        canvas.polygon(
            &[(x(130.0), floor - 14.0), (x(480.0), 226.0), (x(480.0), 262.0), (x(130.0), floor - 6.0)],
            Fill::Flat([204, 176, 60]),
            0.85,
        );
        canvas.polygon(
            &[(x(130.0), floor - 6.0), (x(480.0), 262.0), (x(480.0), 274.0), (x(130.0), floor - 3.0)],
            Fill::Flat([30, 30, 32]),
            0.8,
        );
        for (near, width) in [(150.0, 12.0), (206.0, 26.0), (292.0, 52.0)] {
            let (top, foot) = (back - 20.0 - (near - 130.0) * 0.45, floor + (near - 130.0) * 0.9);
            canvas.rect(
                x(near) - width / 2.0,
                top.max(0.0),
                width,
                (foot - top).max(0.0),
                Fill::Vertical([176, 178, 176], 0.0, [118, 120, 120], h),
                1.0,
            );
            canvas.rect(
                x(near) - width / 2.0,
                foot - 0.42 * (foot - floor + 24.0),
                width,
                0.22 * (foot - floor + 24.0),
                Fill::Flat([46, 104, 176]),
                0.9,
            );
        }
    }
    for (y, half, thick) in [(70.0, 34.0, 3.0), (48.0, 56.0, 5.0), (18.0, 92.0, 8.0)] {
        canvas.round_rect([320.0 - half, y, 2.0 * half, thick], 2.0, Fill::Flat([250, 250, 244]), 1.0);
        canvas.glow((320.0, y + thick), (half * 2.6, 52.0), [230, 236, 230], 0.34);
    }
    lane(canvas, floor - 4.0, [226, 226, 220], 0.72);
    posts(canvas, 0.8, place.seed);
    canvas.tint([0.9, 0.92, 0.9]);
}
