//! Lanes and devices: in service or not.

use std::collections::BTreeMap;

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::service::LaneService;
use rusqlite::{Connection, OptionalExtension, params};

use crate::codes::{self, Stored};
use crate::error::LedgerError;
use crate::event::{DeviceChanged, LaneServiceSet, StoredTrouble};
use crate::journal::Recorded;
use crate::reader::ReadTx;

/// How a lane is used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredService {
    /// How.
    pub state: LaneService,
    /// Why.
    pub comment: String,
    /// Since when.
    pub since: Moment,
}

/// Whether a device answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDevice {
    /// True when it does.
    pub online: bool,
    /// Since when.
    pub since: Moment,
    /// What is wrong, in its own words.
    pub why: Option<String>,
    /// The same as its driver found it.
    pub trouble: Option<StoredTrouble>,
}

pub(super) fn lane_set(
    connection: &Connection,
    recorded: &Recorded,
    event: &LaneServiceSet,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO lane_service (lane_id, state, comment, since_ms) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (lane_id) DO UPDATE SET state = excluded.state, comment = excluded.comment,
                 since_ms = excluded.since_ms",
        )?
        .execute(params![event.lane_id.to_string(), event.state.word(), event.comment, recorded.at.0])?;
    Ok(())
}

pub(super) fn device_changed(
    connection: &Connection,
    recorded: &Recorded,
    event: &DeviceChanged,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO device_states (device_id, online, since_ms, why, trouble) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (device_id) DO UPDATE SET online = excluded.online, since_ms = excluded.since_ms,
                 why = excluded.why, trouble = excluded.trouble",
        )?
        .execute(params![
            event.device_id.to_string(),
            event.online,
            recorded.at.0,
            event.why,
            StoredTrouble::column(event.trouble.as_ref()),
        ])?;
    Ok(())
}

impl ReadTx<'_> {
    /// How a lane is used; normal where nobody ever said otherwise.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn lane_service(&self, lane_id: Guid) -> Result<StoredService, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT state, comment, since_ms FROM lane_service WHERE lane_id = ?1")?;
        let service = statement.query_row([lane_id.to_string()], |row| {
            Ok(StoredService {
                state: codes::column(row, "state")?,
                comment: row.get("comment")?,
                since: Moment(row.get("since_ms")?),
            })
        });
        Ok(service.optional()?.unwrap_or_default())
    }

    /// Devices that went away or came back at some time, by their identifier; the others have always answered.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn device_states(&self) -> Result<BTreeMap<Guid, StoredDevice>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT device_id, online, since_ms, why, trouble FROM device_states")?;
        let rows = statement.query_map([], |row| {
            let device = StoredDevice {
                online: row.get("online")?,
                since: Moment(row.get("since_ms")?),
                why: row.get("why")?,
                trouble: StoredTrouble::of_column(row.get("trouble")?),
            };
            Ok((codes::parsed(row, "device_id")?, device))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
