//! The platform's types, table by table of DB4403/T 313. They are written in the table's form; they are read in every
//! form that the standard's tables and examples have.

pub mod basic;
pub mod booking;
pub mod control;
pub mod credit;
pub mod event;
pub mod form;
pub mod garage;
pub mod guidance;
pub mod inside;
pub mod invoice;
pub mod lease;
pub mod login;
pub mod money;
pub mod picture;
pub mod query;
pub mod record;
pub mod state;

/// Writes an enum of whole-number codes: read from a number or from text, written as a number.
macro_rules! codes {
    ($(#[$about:meta])* $name:ident { $($(#[$what:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$what])* $variant),+
        }

        impl $name {
            /// Every code of the table.
            pub const CODES: &'static [i64] = &[$($code),+];

            /// The code.
            pub const fn code(self) -> i64 {
                match self {
                    $(Self::$variant => $code),+
                }
            }

            /// The meaning of a code of the table.
            pub const fn from_code(code: i64) -> Option<Self> {
                match code {
                    $($code => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use serde::de::Error;
                let node = <$crate::json::Node as serde::Deserialize>::deserialize(deserializer)?;
                node.to_integer()
                    .and_then(Self::from_code)
                    .ok_or_else(|| D::Error::custom(format!("{node} is no code of {}", stringify!($name))))
            }
        }
    };
}
pub(crate) use codes;
