//! Writes a handful of lane pictures into a folder, to be looked at: `cargo run --example pictures -- FOLDER`.

use std::path::PathBuf;

use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::VehicleClass;
use lotdesk_domain::plate::PlateColor;
use lotdesk_sandbox::picture::{Shot, take};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder: PathBuf = std::env::args_os().nth(1).ok_or("a folder is wanted")?.into();
    std::fs::create_dir_all(&folder)?;
    let shots = [
        ("粤B12345", PlateColor::Blue, VehicleClass::Small, "in-1", false, "2026-03-02 10:15:32"),
        ("粤BD12345", PlateColor::Green, VehicleClass::Small, "in-2", true, "2026-03-02 10:16:02"),
        ("湘A8K776", PlateColor::Blue, VehicleClass::Small, "out-1", false, "2026-03-02 21:40:11"),
        ("粤B7R421", PlateColor::Yellow, VehicleClass::Large, "in-1", false, "2026-03-02 15:01:44"),
        ("粤B90213D", PlateColor::YellowGreen, VehicleClass::Medium, "out-2", true, "2026-03-02 23:12:05"),
        ("粤B0731警", PlateColor::White, VehicleClass::Small, "out-1", false, "2026-03-02 18:20:00"),
        ("粤Z1234港", PlateColor::Black, VehicleClass::Small, "in-1", false, "2026-03-02 08:00:09"),
        ("", PlateColor::Blue, VehicleClass::Small, "in-1", false, "2026-03-02 07:00:09"),
    ];
    for (i, (plate, colour, class, lane_code, indoor, at)) in shots.into_iter().enumerate() {
        let taken_at = Moment::from_datetime_text(at).ok_or("a moment is wanted")?;
        let sign = (!plate.is_empty()).then_some((plate, colour));
        let begun = std::time::Instant::now();
        let jpeg = take(&Shot { car: plate, plate: sign, class, lane_code, indoor, taken_at })?;
        println!("{plate}: {} bytes in {:?}", jpeg.len(), begun.elapsed());
        std::fs::write(folder.join(format!("{i}.jpg")), jpeg)?;
    }
    Ok(())
}
