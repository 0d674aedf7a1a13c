//! The lot's description and the spaces that something knows.

use std::collections::BTreeMap;

use lotdesk_domain::lot::SpaceState;
use rusqlite::{Connection, OptionalExtension, params};

use crate::codes::{self, Stored};
use crate::error::LedgerError;
use crate::event::{LotSet, SpacesChanged};
use crate::reader::ReadTx;

pub(super) fn set(connection: &Connection, seq: i64, event: &LotSet) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO lot (one, lot, seq) VALUES (1, ?1, ?2)
             ON CONFLICT (one) DO UPDATE SET lot = excluded.lot, seq = excluded.seq",
        )?
        .execute(params![event.lot, seq])?;
    Ok(())
}

pub(super) fn spaces_changed(connection: &Connection, event: &SpacesChanged) -> Result<(), LedgerError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO spaces (space_no, state) VALUES (?1, ?2)
         ON CONFLICT (space_no) DO UPDATE SET state = excluded.state",
    )?;
    for space in &event.spaces {
        statement.execute(params![space.space_no, space.state.word()])?;
    }
    Ok(())
}

impl ReadTx<'_> {
    /// The lot's description in its file form, as JSON text; none before the set-up.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn lot(&self) -> Result<Option<String>, LedgerError> {
        Ok(self.connection.prepare_cached("SELECT lot FROM lot")?.query_row([], |row| row.get(0)).optional()?)
    }

    /// States of the spaces that something has reported so far, by space number.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn space_states(&self) -> Result<BTreeMap<String, SpaceState>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT space_no, state FROM spaces")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, codes::column(row, "state")?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
