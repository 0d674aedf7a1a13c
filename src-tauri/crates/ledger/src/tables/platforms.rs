//! Which installation of each platform the lot reports to.

use lotdesk_domain::message::Platform;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::LedgerError;
use crate::event::PlatformPointed;
use crate::reader::ReadTx;

pub(super) fn pointed(connection: &Connection, event: &PlatformPointed) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO platform_addresses (platform, address) VALUES (?1, ?2)
             ON CONFLICT (platform) DO UPDATE SET address = excluded.address",
        )?
        .execute(params![event.platform, event.address])?;
    Ok(())
}

impl ReadTx<'_> {
    /// The installation of a platform that the lot reports to; none before the first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn platform_address(&self, platform: Platform) -> Result<Option<String>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT address FROM platform_addresses WHERE platform = ?1")?;
        Ok(statement.query_row([platform.as_str()], |row| row.get(0)).optional()?)
    }
}
