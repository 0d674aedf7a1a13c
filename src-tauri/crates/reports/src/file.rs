//! Files that are there whole or not at all.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use lotdesk_domain::table::SinkError;

/// A file on its way: written under a name of its own, given its right name at the end, removed when it is given up.
pub(crate) struct PartFile {
    file: Option<File>,
    path: PathBuf,
}

impl PartFile {
    /// Begins a file beside the one that it is to become.
    pub(crate) fn create(becomes: &Path) -> Result<Self, SinkError> {
        let mut name = becomes.file_name().unwrap_or_default().to_os_string();
        name.push(".part");
        let path = becomes.with_file_name(name);
        let opened = OpenOptions::new().write(true).create(true).truncate(true).open(&path);
        let file = opened.map_err(|why| SinkError::Io { path: path.clone(), why })?;
        Ok(Self { file: Some(file), path })
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), SinkError> {
        let Some(file) = &mut self.file else { return Ok(()) };
        file.write_all(bytes).map_err(|why| SinkError::Io { path: self.path.clone(), why })
    }

    /// Brings everything to the disk; the file keeps its name of the way.
    pub(crate) fn close(&mut self) -> Result<(), SinkError> {
        let Some(file) = self.file.take() else { return Ok(()) };
        file.sync_all().map_err(|why| SinkError::Io { path: self.path.clone(), why })
    }

    /// Gives the file its name, in the place of an older one.
    pub(crate) fn become_file(mut self, path: &Path) -> Result<PathBuf, SinkError> {
        self.close()?;
        std::fs::rename(&self.path, path).map_err(|why| SinkError::Io { path: path.to_owned(), why })?;
        self.path = PathBuf::new();
        Ok(path.to_owned())
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        self.file = None;
        if !self.path.as_os_str().is_empty() {
            // It may be gone already; nothing more can be done about one that cannot be removed.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
