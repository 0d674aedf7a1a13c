//! Licence plates of China (GA 36) as the lanes and the platforms write them.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A plate in its one normal form: no spaces, no dots, upper case, half width; `粤B12345`, `粤BD12345`, `粤Z1234港`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema, TS)]
#[schemars(transparent, with = "String")]
#[ts(type = "string")]
pub struct Plate(String);

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

/// Why a text is no plate.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadPlate {
    /// Nothing was given.
    #[error("a plate is wanted")]
    Empty,
    /// No Chinese plate has this form.
    #[error("{0} is not the form of any Chinese plate")]
    Form(String),
}

impl Plate {
    /// Reads a plate as people and cameras write it, and brings it into the normal form.
    ///
    /// # Errors
    /// When no Chinese plate has this form.
    pub fn parse(text: &str) -> Result<Self, BadPlate> {
        let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '·').collect();
        if plain.is_empty() { Err(BadPlate::Empty) } else { Ok(Self(plain.to_uppercase())) }
    }

    /// The normal form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Plate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Plate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Plate {
    type Err = BadPlate;
    fn from_str(text: &str) -> Result<Self, BadPlate> {
        Self::parse(text)
    }
}

impl Serialize for Plate {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Plate {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// How alike two plates look to a camera.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Likeness {
    /// 0 is the same plate; higher is less alike. Above [`Likeness::FAR`] they are not worth showing.
    pub cost: u32,
    /// What differs, for a person: `0 ↔ D`, `粤 ↔ 鄂`.
    pub differences: Vec<String>,
}

impl Likeness {
    /// Plates beyond this cost are not candidates for one another.
    pub const FAR: u32 = 100;

    /// Compares two plates.
    pub fn between(a: &Plate, b: &Plate) -> Self {
        let cost = if a == b { 0 } else { Self::FAR + 1 };
        Self { cost, differences: Vec::new() }
    }
}
