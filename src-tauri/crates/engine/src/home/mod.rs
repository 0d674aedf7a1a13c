//! The data directory: where everything is, and who owns it.
//!
//! One process owns a data directory: it holds the lock, runs the engine and serves a local socket. Every other process
//! attaches to that socket, and other PCs that were admitted by a door of their own over TLS ([`network`]). The lock belongs to the operating system, so it ends with the process however that ends.

mod address;
pub(crate) mod client;
mod heard;
mod identity;
mod lockout;
mod network;
mod pairing;
mod remote;
mod server;
mod session;
mod wire;

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

pub use client::{AttachError, Client};
pub use identity::{Identity, IdentityError};
pub use network::{Admits, NetworkDoor};
pub use pairing::{ATTACH_VARIABLE, Found, Pairing, PairingError};
pub use remote::Pace;
pub use server::{Answers, Server};
pub use wire::{Welcome, Who};

/// A data directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    dir: PathBuf,
}

/// Why a data directory cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum HomeError {
    /// The system refuses.
    #[error("{path}: {cause}", path = path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The system knows no folder for application data, and none was named.
    #[error("there is no default data directory on this system; name one with --data")]
    NoDefault,
}

impl Home {
    /// The directory at this path, made when it is missing; on Unix for its owner alone.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn at(dir: &Path) -> Result<Self, HomeError> {
        let io = |cause| HomeError::Io { path: dir.to_owned(), cause };
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(dir).map_err(io)?;
        // One name for one directory, however it was written.
        let dir = std::fs::canonicalize(dir).map_err(io)?;
        Ok(Self { dir })
    }

    /// Where this lot's people practise: a data directory of its own within this one, with a lock, a ledger and secrets of its
    /// own.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn for_practice(&self) -> Result<Self, HomeError> {
        Self::at(&self.dir.join("training"))
    }

    /// Where a window that is attached to another PC's engine keeps its own settings, beside a lot that may live here.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn for_attaching(&self) -> Result<Self, HomeError> {
        Self::at(&self.dir.join("attached"))
    }

    /// The pairing line by which this directory's windows attach to another PC's engine; none in a lot's own.
    pub fn attach_file(&self) -> PathBuf {
        self.dir.join("attach.line")
    }

    /// The default place: the system's folder for this user's local application data.
    ///
    /// # Errors
    /// When the system has none.
    pub fn default_dir() -> Result<PathBuf, HomeError> {
        dirs::data_local_dir().map(|dir| dir.join("lotdesk")).ok_or(HomeError::NoDefault)
    }

    /// The directory, with links resolved.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// `lotdesk.toml`.
    pub fn config_file(&self) -> PathBuf {
        self.dir.join("lotdesk.toml")
    }

    /// The ledger.
    pub fn ledger_file(&self) -> PathBuf {
        self.dir.join("ledger.sqlite")
    }

    /// The encrypted secrets.
    pub fn secrets_file(&self) -> PathBuf {
        self.dir.join("secrets.lotdesk")
    }

    /// The log files' folder.
    pub fn logs_dir(&self) -> PathBuf {
        self.dir.join("logs")
    }

    /// The picture store.
    pub fn pictures_dir(&self) -> PathBuf {
        self.dir.join("pictures")
    }

    /// Invoices' PDFs.
    pub fn papers_dir(&self) -> PathBuf {
        self.dir.join("invoices")
    }

    /// Reports as files: `exports` and `daily`.
    pub fn reports_dir(&self) -> PathBuf {
        self.dir.join("reports")
    }

    /// A file that a setting names: relative ones lie in the data directory.
    pub fn file(&self, named: &Path) -> PathBuf {
        self.dir.join(named)
    }

    /// How the owner is reached; written by the owner, readable for this user alone.
    pub(crate) fn owner_file(&self) -> PathBuf {
        self.dir.join("owner.json")
    }

    /// Takes the lock. `None` when another process has it.
    ///
    /// # Errors
    /// When the lock file cannot be made.
    pub fn try_own(&self) -> Result<Option<Ownership>, HomeError> {
        let path = self.dir.join("owner.lock");
        let io = |cause| HomeError::Io { path: path.clone(), cause };
        let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(io)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Ownership { _lock: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(cause)) => Err(io(cause)),
        }
    }
}

/// Proof that this process owns the data directory; the lock ends when it is dropped.
#[derive(Debug)]
pub struct Ownership {
    _lock: File,
}

#[cfg(test)]
mod socket_tests;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_lock_per_directory_and_it_ends_with_its_holder() {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::at(&dir.path().join("new/deep")).unwrap();
        let same = Home::at(&dir.path().join("new/../new/deep")).unwrap();
        assert_eq!(home, same, "one directory has one name");
        let owned = home.try_own().unwrap();
        assert!(owned.is_some());
        assert!(same.try_own().unwrap().is_none());
        drop(owned);
        assert!(same.try_own().unwrap().is_some());
    }
}
