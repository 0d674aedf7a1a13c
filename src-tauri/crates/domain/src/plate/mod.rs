//! Licence plates of China (GA 36—2018) as the lanes and the platforms write them.

mod color;
mod error;
mod form;
mod likeness;

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use color::PlateColor;
pub use error::BadPlate;
pub use form::PlateKind;
pub use likeness::Likeness;

/// A plate in its one normal form: no spaces, no dots, upper case, half width; `粤B12345`, `粤BD12345`, `粤Z1234港`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema, TS)]
#[schemars(transparent, with = "String")]
#[ts(type = "string")]
pub struct Plate(String);

impl Plate {
    /// Reads a plate as people and cameras write it, and brings it into the normal form: spaces, middle dots and
    /// hyphens go, full width becomes half width, lower case becomes upper case. `粤 B88888`, as the examples of
    /// DB4403/T 313 annex D have it, is `粤B88888`.
    ///
    /// # Errors
    /// When no Chinese plate has this form; the variant says which rule it breaks.
    pub fn parse(text: &str) -> Result<Self, BadPlate> {
        let plain: Vec<char> = text.chars().filter_map(form::normal_char).collect();
        form::classify(&plain)?;
        Ok(Self(plain.into_iter().collect()))
    }

    /// What stands in the plate's place of a car without one: the code of its ticket.
    ///
    /// # Errors
    /// When the code has not four digits.
    pub fn of_ticket(code: &str) -> Result<Self, BadPlate> {
        Self::parse(&format!("无牌{code}"))
    }

    /// The normal form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What kind of plate it is, told from its form alone.
    pub fn kind(&self) -> PlateKind {
        let plain: Vec<char> = self.0.chars().collect();
        form::classify(&plain).expect("parse let this plate through")
    }

    /// The plate as people read it, with the middle dot where the plate has its gap: `粤B·12345`.
    pub fn display(&self) -> String {
        let gap_after = match self.kind() {
            PlateKind::Embassy if self.0.starts_with('使') => 4,
            PlateKind::Embassy => 3,
            PlateKind::ArmedPolice => match self.0.chars().nth(2) {
                Some('0'..='9') if self.0.len() == 9 => 4,
                Some('0'..='9') | None => 2,
                Some(_) => 3,
            },
            _ => 2,
        };
        let mut shown = String::with_capacity(self.0.len() + 2);
        for (index, c) in self.0.chars().enumerate() {
            if index == gap_after {
                shown.push('·');
            }
            shown.push(c);
        }
        shown
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
