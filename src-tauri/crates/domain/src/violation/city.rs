//! What a city wants to be told of a car (支持城市及条件).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::CarType;

/// How much of a number a city wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// -1: all of it.
    Whole,
    /// 0: none of it.
    Nothing,
    /// Its last characters.
    Last(u32),
}

/// Fewer characters than a city wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the last {wanted} characters are wanted")]
pub struct TooShort {
    /// How many it wants; none for the whole.
    pub wanted: u32,
}

impl Cut {
    /// Reads `-1`, `0`, `6`.
    pub fn from_length(length: i64) -> Option<Self> {
        match length {
            -1 => Some(Cut::Whole),
            0 => Some(Cut::Nothing),
            _ => u32::try_from(length).ok().map(Cut::Last),
        }
    }

    /// The length as docloud writes it.
    pub fn length(self) -> i64 {
        match self {
            Cut::Whole => -1,
            Cut::Nothing => 0,
            Cut::Last(characters) => i64::from(characters),
        }
    }

    /// Cuts a number down to what is wanted: exactly that leaves the house.
    ///
    /// # Errors
    /// When fewer characters are there.
    pub fn of(self, number: &str) -> Result<String, TooShort> {
        let number: String = number.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
        match self {
            Cut::Nothing => Ok(String::new()),
            Cut::Whole if number.is_empty() => Err(TooShort { wanted: 0 }),
            Cut::Whole => Ok(number),
            Cut::Last(wanted) => {
                let there = number.chars().count();
                let beyond = there.checked_sub(wanted as usize).ok_or(TooShort { wanted })?;
                Ok(number.chars().skip(beyond).collect())
            }
        }
    }
}

/// A city that docloud asks, and what it wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CityCondition {
    /// Province, 浙江省.
    pub province: String,
    /// City, 杭州市.
    pub city: String,
    /// How its plates begin, 浙A.
    pub prefix: String,
    /// How much of the vehicle identification number it wants.
    pub vin: Cut,
    /// How much of the engine's number it wants.
    pub engine_no: Cut,
    /// Kinds of cars that it knows; empty where docloud does not say.
    pub car_types: Vec<CarType>,
}

impl CityCondition {
    /// True where a query must name a telephone (注意事项 3: 浙江).
    pub fn wants_phone(&self) -> bool {
        self.prefix.starts_with('浙')
    }
}

/// A city in which violations can be counted (查询违章条数).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CountCity {
    /// Province.
    pub province: String,
    /// City; empty where the whole province is meant.
    pub city: String,
    /// How its plates begin.
    pub prefix: String,
}

/// The city of a plate: the one with the longest beginning that fits.
pub fn city_of_plate<'a>(cities: &'a [CityCondition], plate: &str) -> Option<&'a CityCondition> {
    let fitting = cities.iter().filter(|city| !city.prefix.is_empty() && plate.starts_with(&city.prefix));
    fitting.max_by_key(|city| city.prefix.chars().count())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_city_gets_what_it_wants_and_no_more() {
        assert_eq!(Cut::Last(6).of("salmn1h46ca385572").as_deref(), Ok("385572"));
        assert_eq!(Cut::Whole.of(" 0018835448DT ").as_deref(), Ok("0018835448DT"));
        assert_eq!(Cut::Nothing.of("anything").as_deref(), Ok(""));
        assert_eq!(Cut::Last(6).of("48DT"), Err(TooShort { wanted: 6 }));
        assert!(Cut::Whole.of("").is_err());
        assert_eq!(Cut::from_length(-2), None);
    }

    #[test]
    fn the_longest_beginning_is_the_city() {
        let city = |prefix: &str| CityCondition {
            province: String::new(),
            city: prefix.to_owned(),
            prefix: prefix.to_owned(),
            vin: Cut::Whole,
            engine_no: Cut::Whole,
            car_types: Vec::new(),
        };
        let cities = [city("京"), city("浙A"), city("")];
        assert_eq!(city_of_plate(&cities, "浙A778QZ").map(|c| c.prefix.as_str()), Some("浙A"));
        assert!(city_of_plate(&cities, "浙A778QZ").is_some_and(CityCondition::wants_phone));
        assert_eq!(city_of_plate(&cities, "京N12345").map(|c| c.prefix.as_str()), Some("京"));
        assert_eq!(city_of_plate(&cities, "粤B12345"), None);
    }

    proptest! {
        #[test]
        fn what_is_cut_is_the_end_of_the_number(number in "[A-Z0-9]{0,20}", wanted in 1_u32..24) {
            match Cut::Last(wanted).of(&number) {
                Ok(cut) => {
                    prop_assert_eq!(cut.chars().count(), wanted as usize);
                    prop_assert!(number.ends_with(&cut));
                }
                Err(_) => prop_assert!(number.chars().count() < wanted as usize),
            }
        }
    }
}
