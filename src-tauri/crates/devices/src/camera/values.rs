//! Values that several makes share: encodings, plates, colours, moments, pictures.

use base64::Engine as _;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::{alphabet, engine::DecodePaddingMode};
use bytes::Bytes;
use encoding_rs::GB18030;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::VehicleClass;
use lotdesk_domain::plate::{Plate, PlateColor};

use super::{MAX_PICTURE_BYTES, Picture, ReadProblem, Rule};

/// Padding or not: both are met.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// 2000-01-01 and 2100-01-01 on China's clock, in milliseconds.
const EARLIEST_MS: i64 = 946_656_000_000;
const LATEST_MS: i64 = 4_102_416_000_000;

/// A body as text: UTF-8 (with or without its mark), else GB18030, which older firmware sends (GB 18030 holds GBK and
/// GB 2312). Bytes that are neither are refused rather than replaced.
pub fn body_text<'a>(field: &str, body: &'a [u8]) -> Result<std::borrow::Cow<'a, str>, ReadProblem> {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    if let Ok(text) = std::str::from_utf8(body) {
        return Ok(text.into());
    }
    GB18030
        .decode_without_bom_handling_and_without_replacement(body)
        .ok_or_else(|| ReadProblem::new(field, Rule::Encoding))
}

/// Decodes Base64; line breaks inside are left out.
pub fn base64_bytes(text: &str) -> Option<Vec<u8>> {
    if text.bytes().any(|b| b.is_ascii_whitespace()) {
        let dense: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        BASE64.decode(dense).ok()
    } else {
        BASE64.decode(text).ok()
    }
}

/// A Base64 picture.
pub fn base64_picture(field: &str, text: &str) -> Result<Picture, ReadProblem> {
    if text.len() / 4 * 3 > MAX_PICTURE_BYTES + 3 {
        return Err(ReadProblem::new(field, Rule::TooLarge(MAX_PICTURE_BYTES)));
    }
    let bytes = base64_bytes(text).ok_or_else(|| ReadProblem::new(field, Rule::Base64))?;
    picture(field, bytes.into())
}

/// A picture by its first bytes.
pub fn picture(field: &str, bytes: Bytes) -> Result<Picture, ReadProblem> {
    if bytes.len() > MAX_PICTURE_BYTES {
        return Err(ReadProblem::new(field, Rule::TooLarge(MAX_PICTURE_BYTES)));
    }
    let media_type = match bytes.get(..8) {
        Some([0xFF, 0xD8, 0xFF, ..]) => "image/jpeg",
        Some(b"\x89PNG\r\n\x1A\n") => "image/png",
        _ => return Err(ReadProblem::new(field, Rule::Picture)),
    };
    Ok(Picture { media_type, bytes })
}

/// A plate in any writing the domain takes.
pub fn plate(field: &str, text: &str) -> Result<Plate, ReadProblem> {
    Plate::parse(text).map_err(|why| ReadProblem::new(field, Rule::Plate(why)))
}

/// A moment within this century's reach.
pub fn moment_ms(field: &str, millis: i64) -> Result<Moment, ReadProblem> {
    if (EARLIEST_MS..LATEST_MS).contains(&millis) {
        Ok(Moment(millis))
    } else {
        Err(ReadProblem::new(field, Rule::Moment))
    }
}

/// A moment as China's wall clock in a text, or as milliseconds since 1970.
pub fn parse_moment(field: &str, value: &serde_json::Value) -> Result<Moment, ReadProblem> {
    let wrong = || ReadProblem::new(field, Rule::Moment);
    match value {
        serde_json::Value::String(text) => moment_ms(field, Moment::from_datetime_text(text).ok_or_else(wrong)?.0),
        serde_json::Value::Number(number) => moment_ms(field, number.as_i64().ok_or_else(wrong)?),
        _ => Err(wrong()),
    }
}

/// The colour of a plate by its Chinese name, as table 11 `plateColor` has it (`蓝色`), or by our own name (`blue`).
pub fn plate_color(name: &str) -> Option<PlateColor> {
    Some(match name {
        "blue" => PlateColor::Blue,
        "yellow" => PlateColor::Yellow,
        "green" => PlateColor::Green,
        "yellow_green" => PlateColor::YellowGreen,
        "white" => PlateColor::White,
        "black" => PlateColor::Black,
        name => return PlateColor::from_zh(name),
    })
}

/// The size of a car by its plate (GA 36): yellow plates and large new-energy ones are for large cars, except those of
/// driving schools (学), which are on small cars too.
pub fn class_by_plate(plate: &Plate, color: Option<PlateColor>) -> VehicleClass {
    match color {
        Some(PlateColor::Yellow) if !plate.as_str().ends_with('学') => VehicleClass::Large,
        Some(PlateColor::YellowGreen) => VehicleClass::Large,
        _ => VehicleClass::Small,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reach_of_moments_is_2000_to_2100_on_chinas_clock() {
        assert_eq!(Moment(EARLIEST_MS).to_datetime_text(), "2000-01-01 00:00:00");
        assert_eq!(Moment(LATEST_MS).to_datetime_text(), "2100-01-01 00:00:00");
        assert!(moment_ms("t", EARLIEST_MS - 1).is_err());
        assert!(moment_ms("t", LATEST_MS).is_err());
        let text = serde_json::json!("2026-02-03 04:05:06");
        assert_eq!(parse_moment("t", &text).unwrap().to_datetime_text(), "2026-02-03 04:05:06");
        assert!(parse_moment("t", &serde_json::json!(1.5)).is_err());
    }

    #[test]
    fn gb18030_is_read_and_neither_is_refused() {
        // 粤 is D4 C1 in GB 2312.
        assert_eq!(body_text("b", &[0xD4, 0xC1]).unwrap(), "粤");
        assert_eq!(body_text("b", "\u{FEFF}粤".as_bytes()).unwrap(), "粤");
        assert_eq!(body_text("b", &[0xFF, 0xFF]).unwrap_err().rule, Rule::Encoding);
    }

    #[test]
    fn pictures_are_known_by_their_bytes() {
        let jpeg = Bytes::from_static(crate::camera::test_support::JPEG);
        assert_eq!(picture("p", jpeg).unwrap().media_type, "image/jpeg");
        assert_eq!(picture("p", Bytes::from_static(b"<script>alert(1)</script>")).unwrap_err().rule, Rule::Picture);
        assert_eq!(
            picture("p", vec![0xFF; MAX_PICTURE_BYTES + 1].into()).unwrap_err().rule,
            Rule::TooLarge(MAX_PICTURE_BYTES)
        );
        assert_eq!(base64_picture("p", "?").unwrap_err().rule, Rule::Base64);
    }
}
