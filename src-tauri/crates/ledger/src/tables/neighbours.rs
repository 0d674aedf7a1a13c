//! The lots around, as the platform told them last.

use lotdesk_domain::moment::Moment;
use lotdesk_domain::neighbour::NeighbourLot;
use lotdesk_domain::position::Position;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes::bad_column;
use crate::error::LedgerError;
use crate::event::NeighbourTold;
use crate::reader::ReadTx;

pub(super) fn told(connection: &Connection, at: Moment, event: &NeighbourTold) -> Result<(), LedgerError> {
    let entrances = serde_json::to_string(&event.entrances).map_err(|why| LedgerError::stored("entrances", why))?;
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO neighbours (park_code, name, address, total_spaces, free_spaces, longitude, latitude,
                 entrances, public_info, told_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            event.park_code,
            event.name,
            event.address,
            event.total_spaces,
            event.free_spaces,
            event.position.map(|(longitude, _)| longitude),
            event.position.map(|(_, latitude)| latitude),
            entrances,
            event.public_info,
            at.0,
        ])?;
    Ok(())
}

fn neighbour(row: &Row<'_>) -> rusqlite::Result<NeighbourLot> {
    let place: (Option<f64>, Option<f64>) = (row.get("longitude")?, row.get("latitude")?);
    let entrances: String = row.get("entrances")?;
    Ok(NeighbourLot {
        park_code: row.get("park_code")?,
        name: row.get("name")?,
        address: row.get("address")?,
        total_spaces: row.get("total_spaces")?,
        free_spaces: row.get("free_spaces")?,
        position: place.0.zip(place.1).and_then(|(longitude, latitude)| Position::new(longitude, latitude)),
        entrances: serde_json::from_str(&entrances).map_err(|why| bad_column(why.to_string()))?,
        public_info: row.get("public_info")?,
        told_at: Moment(row.get("told_at_ms")?),
    })
}

impl ReadTx<'_> {
    /// What was told of this lot.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn neighbour(&self, park_code: &str) -> Result<Option<NeighbourLot>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM neighbours WHERE park_code = ?1")?;
        Ok(statement.query_row([park_code], neighbour).optional()?)
    }

    /// Every lot that was told of, by number.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn neighbours(&self) -> Result<Vec<NeighbourLot>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM neighbours ORDER BY park_code")?;
        Ok(statement.query_map([], neighbour)?.collect::<Result<_, _>>()?)
    }
}
