//! How another lot is set up, out of its ledger, which stays as it is: nothing is written there, and nobody needs to run.

use std::path::{Path, PathBuf};

use lotdesk_domain::lease::Lease;
use rusqlite::{Connection, OpenFlags};

use crate::error::LedgerError;
use crate::reader::{ReadTx, open_read_only};
use crate::tables::tariffs::StoredTariff;

/// How a lot is set up.
#[derive(Clone, Debug, PartialEq)]
pub struct SetUp {
    /// Its description, as `lot.set` took it.
    pub lot: String,
    /// Its tariffs, in the order in which they were set.
    pub tariffs: Vec<StoredTariff>,
    /// Its leases that were not ended.
    pub leases: Vec<Lease>,
}

impl SetUp {
    /// Reads it; none where no lot was ever set up. `at_rest` when nobody has the ledger open, nor opens it meanwhile:
    /// then not even the files beside it come into being.
    ///
    /// # Errors
    /// When there is no such file, it is of another version, or SQLite refuses.
    pub fn read(path: &Path, at_rest: bool) -> Result<Option<Self>, LedgerError> {
        let left_behind = beside(path, "-wal").metadata().is_ok_and(|log| log.len() > 0);
        let mut connection = if at_rest && !left_behind { open_at_rest(path)? } else { open_read_only(path)? };
        let transaction = connection.transaction()?;
        let tx = ReadTx { connection: &transaction };
        let Some(lot) = tx.lot()? else { return Ok(None) };
        Ok(Some(Self { lot, tariffs: tx.tariffs()?, leases: tx.leases()? }))
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// As a file that nobody changes: SQLite takes no lock and makes no files for it.
fn open_at_rest(path: &Path) -> Result<Connection, LedgerError> {
    let text = path.to_string_lossy().replace('\\', "/");
    let text = text.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let rooted = if text.starts_with('/') { "" } else { "/" };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    Ok(Connection::open_with_flags(format!("file:{rooted}{text}?immutable=1"), flags)?)
}
