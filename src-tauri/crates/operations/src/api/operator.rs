//! Operators: sign in by name and PIN, one identity per window.

use lotdesk_domain::operator::{Permission, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `operator.first_start`: is there anybody yet?
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FirstStartReply {
    /// True until the first manager has been created.
    pub needs_manager: bool,
    /// True on the demo lot, whose operators and PINs are public.
    pub demo: bool,
    /// Names that can sign in, for picking one by key.
    pub names: Vec<NamedRole>,
    /// On the demo lot only: the PIN that all its operators share.
    pub demo_pin: Option<String>,
}

/// A name and its role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct NamedRole {
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
}

/// `operator.create_first_manager` and part of others: a name with a PIN.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct NamePin {
    /// Name, 1 to 20 characters.
    pub name: String,
    /// PIN, 4 to 12 digits.
    pub pin: String,
}

impl std::fmt::Debug for NamePin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NamePin").field("name", &self.name).finish_non_exhaustive()
    }
}

/// `operator.create`.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CreateOperator {
    /// Name, 1 to 20 characters, not taken.
    pub name: String,
    /// PIN, 4 to 12 digits.
    pub pin: String,
    /// Role.
    pub role: Role,
}

/// Who is signed in. The token goes with every later command.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct SignedIn {
    /// Opaque, random; ends with the engine or at sign-out.
    pub token: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// What the role may do.
    pub permissions: Vec<Permission>,
}

/// Reply of `operator.list`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OperatorList {
    /// In the order in which they were added.
    pub operators: Vec<NamedRole>,
}
