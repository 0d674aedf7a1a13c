//! The tables' versions. A file of a later version is refused untouched.

use std::path::Path;

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use crate::error::LedgerError;

/// One step a file; the file's number is the version that it leads to.
const STEPS: &[M<'static>] = &[M::up(include_str!("../migrations/001_first.sql"))];

pub(crate) fn known_version() -> i64 {
    i64::try_from(STEPS.len()).expect("there are few migrations")
}

/// Refuses a file of a later version before anything is written to it.
pub(crate) fn refuse_newer(connection: &Connection, path: &Path) -> Result<(), LedgerError> {
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > known_version() {
        return Err(LedgerError::Newer { path: path.to_owned(), found, known: known_version() });
    }
    Ok(())
}

pub(crate) fn bring_up(connection: &mut Connection) -> Result<(), LedgerError> {
    Migrations::from_slice(STEPS).to_latest(connection).map_err(|why| LedgerError::Migration(why.to_string()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_steps_are_sound() {
        super::Migrations::from_slice(super::STEPS).validate().unwrap();
    }
}
