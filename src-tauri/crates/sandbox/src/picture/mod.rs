//! Pictures as a lane's camera would take them: a drawn car before the gate, its plate in its colours, the time stamp.
//! Pure: the same request gives the same bytes.

pub mod canvas;
pub mod car;
pub mod glyphs;
mod plate;
pub mod scene;

use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::VehicleClass;
use lotdesk_domain::plate::PlateColor;

use chrono::Timelike;

use canvas::Canvas;
use car::Look;
use scene::Place;

/// Width in pixels.
pub const WIDTH: usize = 640;
/// Height in pixels.
pub const HEIGHT: usize = 360;
/// JPEG quality, 1 to 100: small enough for a slow line, good enough to read a plate by eye.
const QUALITY: u8 = 78;

/// What the camera looks at.
#[derive(Clone, Debug, PartialEq)]
pub struct Shot<'a> {
    /// What tells this car from others; the plate where it has one.
    pub car: &'a str,
    /// The plate as it hangs on the car, whatever the camera makes of it; none for a car without one.
    pub plate: Option<(&'a str, PlateColor)>,
    /// Size of the car.
    pub class: VehicleClass,
    /// The lane's code, which gives the lane its look and stands in the picture.
    pub lane_code: &'a str,
    /// True for a lane below ground.
    pub indoor: bool,
    /// When it is taken: the clock in the corner, and the light.
    pub taken_at: Moment,
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
#[error("the picture could not be made: {0}")]
pub struct NoPicture(#[from] image::ImageError);

/// Takes the picture: a JPEG of 640 × 360, under 60 kB.
///
/// # Errors
/// When the JPEG encoder fails.
pub fn take(shot: &Shot<'_>) -> Result<Vec<u8>, NoPicture> {
    let canvas = draw(shot);
    let mut jpeg = Vec::with_capacity(48 * 1024);
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode(
        canvas.pixels(),
        WIDTH as u32,
        HEIGHT as u32,
        image::ExtendedColorType::Rgb8,
    )?;
    Ok(jpeg)
}

fn draw(shot: &Shot<'_>) -> Canvas {
    let local = shot.taken_at.to_china();
    let seed = shot.lane_code.bytes().fold(7_u64, |hash, byte| mix64(hash ^ u64::from(byte)));
    let daylight = scene::daylight(local.hour(), local.minute());
    let place = Place { indoor: shot.indoor, daylight, seed };
    let look = Look::of(shot.car, shot.class);
    let instant = mix64(seed ^ shot.taken_at.0 as u64);

    let mut canvas = Canvas::new(WIDTH, HEIGHT);
    scene::draw(&mut canvas, place);
    let lamps = if shot.indoor { 0.55 } else { 0.95 * (1.0 - daylight) };
    let offset = (instant % 25) as f32 - 12.0;
    car::draw(&mut canvas, &look, shot.plate, 320.0 + offset, lamps);
    if !shot.indoor {
        let dim = 0.62 + 0.38 * daylight;
        canvas.tint([dim, dim, dim * (1.06 - 0.06 * daylight)]);
        if daylight < 0.5 {
            // The camera's own lamp lights the plate.
            canvas.glow((320.0 + offset, 270.0), (190.0, 96.0), [150, 154, 160], 0.34);
        }
    }
    car::shine(&mut canvas, &look, 320.0 + offset, lamps);
    canvas.lens(instant, 3 + (4.0 * (1.0 - daylight)) as i32);
    let stamp = format!("{}  {}", shot.taken_at.to_datetime_text(), shot.lane_code.to_uppercase());
    glyphs::stamp(&mut canvas, &stamp, 12.0, 10.0, 21.0);
    canvas
}

/// Scrambles 64 bits; the finaliser of SplitMix64.
pub(crate) const fn mix64(value: u64) -> u64 {
    let value = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shot(at: &str) -> Shot<'static> {
        Shot {
            car: "粤B12345",
            plate: Some(("粤B12345", PlateColor::Blue)),
            class: VehicleClass::Small,
            lane_code: "in-1",
            indoor: false,
            taken_at: Moment::from_datetime_text(at).unwrap(),
        }
    }

    #[test]
    fn a_picture_is_a_small_jpeg_of_the_right_size_and_always_the_same() {
        for at in ["2026-03-02 12:00:00", "2026-03-02 23:30:00"] {
            let jpeg = take(&shot(at)).unwrap();
            assert!(jpeg.len() < 60_000, "{} bytes at {at}", jpeg.len());
            let back = image::load_from_memory_with_format(&jpeg, image::ImageFormat::Jpeg).unwrap();
            assert_eq!((back.width(), back.height()), (640, 360));
            assert_eq!(jpeg, take(&shot(at)).unwrap());
        }
    }

    #[test]
    fn the_plate_is_blue_where_it_hangs_and_absent_from_a_car_without_one() {
        let blue = |shot: &Shot<'_>| {
            let canvas = draw(shot);
            let mut count = 0;
            for y in 245..295 {
                for x in 230..410 {
                    let p = &canvas.pixels()[(y * WIDTH + x) * 3..][..3];
                    count += usize::from(p[2] > 120 && i32::from(p[2]) - i32::from(p[0]) > 70);
                }
            }
            count
        };
        let mut shot = shot("2026-03-02 12:00:00");
        // Another car's look, so that a blue car does not answer for the plate.
        shot.car = "粤B00001";
        assert!(blue(&shot) > 2000, "{}", blue(&shot));
        shot.plate = None;
        assert!(blue(&shot) < 200, "{}", blue(&shot));
    }

    #[test]
    fn the_same_plate_is_the_same_car_and_plates_differ() {
        let looks: std::collections::HashSet<_> = (0..60)
            .map(|i| Look::of(&format!("粤B{i:05}"), VehicleClass::Small))
            .map(|look| (look.colour_name, look.make))
            .collect();
        assert!(looks.len() > 20);
        assert_eq!(Look::of("粤B12345", VehicleClass::Small), Look::of("粤B12345", VehicleClass::Small));
        assert_eq!(Look::of("粤B12345", VehicleClass::Large).shape, car::Shape::Lorry);
    }

    #[test]
    fn daylight_follows_the_clock() {
        assert_eq!(scene::daylight(12, 0), 1.0);
        assert_eq!(scene::daylight(3, 0), 0.0);
        assert_eq!(scene::daylight(22, 0), 0.0);
        assert!(scene::daylight(18, 15) > 0.3 && scene::daylight(18, 15) < 0.7);
    }
}
