//! A small rasteriser with soft edges: enough to draw a lane, a car and a plate without a drawing library.

/// A colour, red, green, blue, 0 to 255 each.
pub type Rgb = [u8; 3];

/// What a shape is filled with.
#[derive(Clone, Copy, Debug)]
pub enum Fill {
    /// One colour.
    Flat(Rgb),
    /// From the first colour at the first height to the second colour at the second height.
    Vertical(Rgb, f32, Rgb, f32),
}

impl Fill {
    fn at(self, y: f32) -> [f32; 3] {
        match self {
            Fill::Flat(colour) => colour.map(f32::from),
            Fill::Vertical(top, y0, bottom, y1) => {
                let t = ((y - y0) / (y1 - y0).max(0.001)).clamp(0.0, 1.0);
                std::array::from_fn(|i| f32::from(top[i]) * (1.0 - t) + f32::from(bottom[i]) * t)
            }
        }
    }
}

/// The picture being drawn, row by row, three bytes a pixel.
pub struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

/// Sub-rows in each pixel row: how finely slanted edges are smoothed.
const SUB_ROWS: usize = 4;

impl Canvas {
    /// A black picture.
    pub fn new(width: usize, height: usize) -> Self {
        Self { width, height, pixels: vec![0; width * height * 3] }
    }

    /// Width in pixels.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    pub const fn height(&self) -> usize {
        self.height
    }

    /// The pixels, three bytes each.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// Mixes a colour into one pixel; `cover` is 0 for nothing, 1 for all of it.
    pub fn mix(&mut self, x: usize, y: usize, colour: [f32; 3], cover: f32) {
        if x >= self.width || y >= self.height || cover <= 0.0 {
            return;
        }
        let cover = cover.min(1.0);
        let at = (y * self.width + x) * 3;
        for (channel, value) in self.pixels[at..at + 3].iter_mut().zip(colour) {
            let now = f32::from(*channel);
            // Rounded to the nearest: `round` is a call for each channel, and the cast holds the bounds by itself.
            *channel = (now + (value - now) * cover + 0.5) as u8;
        }
    }

    /// Fills a rectangle.
    pub fn rect(&mut self, x: f32, y: f32, w: f32, h: f32, fill: Fill, alpha: f32) {
        self.polygon(&[(x, y), (x + w, y), (x + w, y + h), (x, y + h)], fill, alpha);
    }

    /// Fills a rectangle (left, top, width, height) with rounded corners.
    pub fn round_rect(&mut self, [x, y, w, h]: [f32; 4], radius: f32, fill: Fill, alpha: f32) {
        self.rounded(&[(x, y), (x + w, y), (x + w, y + h), (x, y + h)], radius, fill, alpha);
    }

    /// Fills a polygon whose corners are rounded off.
    pub fn rounded(&mut self, corners: &[(f32, f32)], radius: f32, fill: Fill, alpha: f32) {
        self.polygon(&round_corners(corners, radius), fill, alpha);
    }

    /// Fills a polygon (even-odd).
    pub fn polygon(&mut self, corners: &[(f32, f32)], fill: Fill, alpha: f32) {
        let rows = whole_pixels(corners.iter().map(|corner| corner.1), self.height);
        let columns = whole_pixels(corners.iter().map(|corner| corner.0), self.width);
        let mut cover = vec![0.0_f32; self.width];
        let mut crossings: Vec<f32> = Vec::with_capacity(8);
        for y in rows {
            cover[columns.clone()].fill(0.0);
            for sub in 0..SUB_ROWS {
                let at = y as f32 + (sub as f32 + 0.5) / SUB_ROWS as f32;
                crossings.clear();
                for (i, a) in corners.iter().enumerate() {
                    let b = corners[(i + 1) % corners.len()];
                    if (a.1 <= at) != (b.1 <= at) {
                        crossings.push(a.0 + (at - a.1) / (b.1 - a.1) * (b.0 - a.0));
                    }
                }
                crossings.sort_by(f32::total_cmp);
                for pair in crossings.chunks_exact(2) {
                    add_span(&mut cover, pair[0], pair[1]);
                }
            }
            let colour = fill.at(y as f32 + 0.5);
            for x in columns.clone() {
                if cover[x] > 0.0 {
                    self.mix(x, y, colour, cover[x] / SUB_ROWS as f32 * alpha);
                }
            }
        }
    }

    /// Fills an ellipse; `softness` 0 gives a sharp edge, 1 fades from the middle on.
    pub fn ellipse(&mut self, centre: (f32, f32), radii: (f32, f32), softness: f32, fill: Fill, alpha: f32) {
        let edge = softness.max(1.5 / radii.0.min(radii.1).max(1.0));
        self.disc(centre, radii, |canvas, x, y, r| {
            let cover = ((1.0 - r) / edge).clamp(0.0, 1.0);
            canvas.mix(x, y, fill.at(y as f32 + 0.5), cover * cover * (3.0 - 2.0 * cover) * alpha);
        });
    }

    /// Adds light that fades towards the rim.
    pub fn glow(&mut self, centre: (f32, f32), radii: (f32, f32), colour: Rgb, strength: f32) {
        self.disc(centre, radii, |canvas, x, y, r| {
            if r < 1.0 {
                let light = (1.0 - r) * (1.0 - r) * strength;
                let at = (y * canvas.width + x) * 3;
                for (channel, value) in canvas.pixels[at..at + 3].iter_mut().zip(colour) {
                    *channel = (f32::from(*channel) + f32::from(value) * light).min(255.0) as u8;
                }
            }
        });
    }

    fn disc(&mut self, (cx, cy): (f32, f32), (rx, ry): (f32, f32), mut f: impl FnMut(&mut Self, usize, usize, f32)) {
        let columns = (cx - rx).floor().max(0.0) as usize..((cx + rx).ceil().max(0.0) as usize).min(self.width);
        for y in (cy - ry).floor().max(0.0) as usize..((cy + ry).ceil().max(0.0) as usize).min(self.height) {
            for x in columns.clone() {
                let (dx, dy) = ((x as f32 + 0.5 - cx) / rx, (y as f32 + 0.5 - cy) / ry);
                f(self, x, y, (dx * dx + dy * dy).sqrt());
            }
        }
    }

    /// Multiplies every pixel, dimming or tinting the whole picture.
    pub fn tint(&mut self, factors: [f32; 3]) {
        for pixel in self.pixels.chunks_exact_mut(3) {
            for (channel, factor) in pixel.iter_mut().zip(factors) {
                *channel = (f32::from(*channel) * factor).min(255.0) as u8;
            }
        }
    }

    /// The grain of a camera's sensor and the darker rim of its lens.
    pub fn lens(&mut self, seed: u64, grain: i32) {
        let mut state = seed | 1;
        let (half_w, half_h) = (self.width as f32 / 2.0, self.height as f32 / 2.0);
        for y in 0..self.height {
            let dy = (y as f32 - half_h) / half_h;
            for x in 0..self.width {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                let noise = (state >> 40) as i32 % (2 * grain + 1) - grain;
                let dx = (x as f32 - half_w) / half_w;
                let rim = 1.0 - 0.16 * (dx * dx + dy * dy).powi(2).min(1.0);
                let at = (y * self.width + x) * 3;
                for channel in &mut self.pixels[at..at + 3] {
                    *channel = ((f32::from(*channel) * rim) as i32 + noise).clamp(0, 255) as u8;
                }
            }
        }
    }
}

/// The pixels that a shape with these coordinates touches, as far as they are in the picture.
fn whole_pixels(coordinates: impl Iterator<Item = f32>, size: usize) -> std::ops::Range<usize> {
    let (low, high) = coordinates.fold((f32::MAX, f32::MIN), |(low, high), at| (low.min(at), high.max(at)));
    let pixel = |at: f32| (at.max(0.0) as usize).min(size);
    pixel(low.floor())..pixel(high.ceil())
}

/// Adds the pixels between two positions of one sub-row, the first and last in part.
fn add_span(cover: &mut [f32], from: f32, to: f32) {
    let (from, to) = (from.max(0.0), to.min(cover.len() as f32));
    if from >= to {
        return;
    }
    let (first, last) = (from as usize, (to as usize).min(cover.len() - 1));
    if first == last {
        cover[first] += to - from;
        return;
    }
    cover[first] += first as f32 + 1.0 - from;
    for c in &mut cover[first + 1..last] {
        *c += 1.0;
    }
    cover[last] += to - last as f32;
}

/// Replaces each corner by a curve that begins and ends `radius` away from it, or half an edge where that is shorter.
fn round_corners(corners: &[(f32, f32)], radius: f32) -> Vec<(f32, f32)> {
    const STEPS: usize = 6;
    let n = corners.len();
    let towards = |a: (f32, f32), b: (f32, f32)| {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let length = (dx * dx + dy * dy).sqrt().max(0.001);
        let step = radius.min(length / 2.0) / length;
        (a.0 + dx * step, a.1 + dy * step)
    };
    let mut out = Vec::with_capacity(n * (STEPS + 1));
    for i in 0..n {
        let corner = corners[i];
        let start = towards(corner, corners[(i + n - 1) % n]);
        let end = towards(corner, corners[(i + 1) % n]);
        for step in 0..=STEPS {
            let t = step as f32 / STEPS as f32;
            let (a, b, c) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
            out.push((a * start.0 + b * corner.0 + c * end.0, a * start.1 + b * corner.1 + c * end.1));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn red(canvas: &Canvas, x: usize, y: usize) -> u8 {
        canvas.pixels()[(y * canvas.width() + x) * 3]
    }

    #[test]
    fn a_rectangle_covers_whole_pixels_and_half_of_those_on_its_edge() {
        let mut canvas = Canvas::new(8, 8);
        canvas.rect(1.0, 1.0, 3.5, 2.0, Fill::Flat([200, 0, 0]), 1.0);
        assert_eq!((red(&canvas, 0, 1), red(&canvas, 1, 1), red(&canvas, 3, 2)), (0, 200, 200));
        assert_eq!(red(&canvas, 4, 1), 100);
        assert_eq!((red(&canvas, 1, 0), red(&canvas, 1, 3)), (0, 0));
    }

    #[test]
    fn shapes_beyond_the_picture_are_cut_off() {
        let mut canvas = Canvas::new(4, 4);
        canvas.rect(-10.0, -10.0, 100.0, 100.0, Fill::Flat([9, 9, 9]), 1.0);
        canvas.ellipse((50.0, 50.0), (3.0, 3.0), 0.0, Fill::Flat([255, 0, 0]), 1.0);
        canvas.glow((-50.0, 2.0), (3.0, 3.0), [255, 0, 0], 1.0);
        canvas.polygon(&[], Fill::Flat([255, 0, 0]), 1.0);
        assert!(canvas.pixels().iter().all(|p| *p == 9));
    }
}
