//! Which of the two standards' spellings is sent.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::appendix_b::to_tcec102;
use crate::json::{JsonError, Node};

/// A platform's spelling of names and members.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Dialect {
    /// DB4403/T 313: `notification_stationstate`, `Stationstate`, `state`.
    #[default]
    Db4403,
    /// T/CEC 102: `notification_stationStatus`, `StationStatus`, `Status`.
    Tcec102,
}

impl Dialect {
    /// The name of an interface in its path.
    pub fn path_name(self, interface: &str) -> &str {
        match (self, interface) {
            (Dialect::Tcec102, "notification_stationstate") => "notification_stationStatus",
            (_, name) => name,
        }
    }

    /// The interface behind a name in a path, in either spelling; none for a name that nobody has.
    pub fn interface_named(name: &str) -> Option<&'static str> {
        Some(match name {
            "query_token" => "query_token",
            "query_stations_info" | "1101" => "query_stations_info",
            // T/CEC 102's, which 6.10.4 needs; this document would write it with `state`.
            "query_station_status" | "query_station_state" | "query_stationstate" => "query_station_status",
            "notification_stationstate" | "notification_stationStatus" => "notification_stationstate",
            "query_equip_auth" => "query_equip_auth",
            "query_start_charge" => "query_start_charge",
            "query_stop_charge" => "query_stop_charge",
            "notification_charge_order_info" => "notification_charge_order_info",
            "check_charge_orders" => "check_charge_orders",
            "1104" => "1104",
            "1106" => "1106",
            _ => return None,
        })
    }

    /// A message's content in this spelling; it comes in this document's.
    ///
    /// # Errors
    /// When the text is no JSON.
    pub fn respell(self, content: &str) -> Result<String, JsonError> {
        match self {
            Dialect::Db4403 => Ok(content.to_owned()),
            Dialect::Tcec102 => Ok(to_tcec102(Node::parse(content)?).canonical()),
        }
    }
}
