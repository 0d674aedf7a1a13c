//! Colours of plates.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Colour of a plate, which tells its class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum PlateColor {
    /// 蓝色: small cars.
    Blue,
    /// 黄色: large cars.
    Yellow,
    /// 绿色: small new-energy cars.
    Green,
    /// 黄绿: large new-energy cars.
    YellowGreen,
    /// 白色: police, military.
    White,
    /// 黑色: embassies, Hong Kong and Macau.
    Black,
}

impl PlateColor {
    /// The colour in Chinese as the city platform has it (`plateColor`, 3 characters at most): `蓝色`.
    pub const fn zh(self) -> &'static str {
        match self {
            PlateColor::Blue => "蓝色",
            PlateColor::Yellow => "黄色",
            PlateColor::Green => "绿色",
            PlateColor::YellowGreen => "黄绿色",
            PlateColor::White => "白色",
            PlateColor::Black => "黑色",
        }
    }

    /// Reads the words that cameras and platforms use, with or without 色, 牌 and 底: `蓝`, `蓝色`, `黄绿双拼色`,
    /// `渐变绿`. None for a word that is no plate's colour.
    pub fn from_zh(text: &str) -> Option<Self> {
        let word = text.trim();
        let word = word.strip_suffix('牌').unwrap_or(word);
        let word = word.strip_suffix('底').unwrap_or(word);
        let word = word.strip_suffix('色').unwrap_or(word);
        match word {
            "蓝" => Some(PlateColor::Blue),
            "黄" => Some(PlateColor::Yellow),
            "绿" | "渐变绿" | "新能源绿" => Some(PlateColor::Green),
            "黄绿" | "黄绿双拼" | "黄绿双色" | "双拼" => Some(PlateColor::YellowGreen),
            "白" => Some(PlateColor::White),
            "黑" => Some(PlateColor::Black),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_cameras_and_platforms_become_colours() {
        for (word, color) in [
            ("蓝", Some(PlateColor::Blue)),
            ("蓝色", Some(PlateColor::Blue)),
            (" 黄牌 ", Some(PlateColor::Yellow)),
            ("绿", Some(PlateColor::Green)),
            ("渐变绿", Some(PlateColor::Green)),
            ("渐变绿色", Some(PlateColor::Green)),
            ("黄绿", Some(PlateColor::YellowGreen)),
            ("黄绿双拼色", Some(PlateColor::YellowGreen)),
            ("白底", Some(PlateColor::White)),
            ("黑色", Some(PlateColor::Black)),
            ("红色", None),
            ("色", None),
            ("", None),
        ] {
            assert_eq!(PlateColor::from_zh(word), color, "{word:?}");
        }
    }

    #[test]
    fn the_platforms_three_characters_are_enough_for_every_colour() {
        for color in [
            PlateColor::Blue,
            PlateColor::Yellow,
            PlateColor::Green,
            PlateColor::YellowGreen,
            PlateColor::White,
            PlateColor::Black,
        ] {
            assert!(color.zh().chars().count() <= 3);
            assert_eq!(PlateColor::from_zh(color.zh()), Some(color));
        }
    }
}
