//! Invoices' PDFs as files: `DIR/invoices/<SHA-256>.pdf`. The journal has the hash; the file can be fetched again.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::store::write_atomically;

/// The store of invoices' PDFs.
#[derive(Clone, Debug)]
pub struct PaperStore {
    root: PathBuf,
}

impl PaperStore {
    /// The store under `root`.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// Keeps a file under its hash; gives the hash in hexadecimal digits, and the file's place.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, bytes: &[u8]) -> std::io::Result<(String, PathBuf)> {
        let sha256 = hash(bytes);
        let place = self.root.join(format!("{sha256}.pdf"));
        std::fs::create_dir_all(&self.root)?;
        write_atomically(&place, bytes)?;
        Ok((sha256, place))
    }

    /// The file of this hash, while it is there and still what it was.
    ///
    /// # Errors
    /// When the disk does not answer.
    pub fn get(&self, sha256: &str) -> std::io::Result<Option<PathBuf>> {
        // The hash comes from the journal; it is a name of ours or none at all.
        if sha256.len() != 64 || !sha256.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Ok(None);
        }
        let place = self.root.join(format!("{sha256}.pdf"));
        match std::fs::read(&place) {
            Ok(bytes) => Ok((hash(&bytes) == sha256).then_some(place)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::PaperStore;

    #[test]
    fn a_file_that_was_changed_is_as_good_as_none() {
        let folder = tempfile::tempdir().unwrap();
        let store = PaperStore::new(&folder.path().join("invoices"));
        assert_eq!(store.get(&"0".repeat(64)).unwrap(), None);
        let (sha256, place) = store.keep(b"%PDF-1.4").unwrap();
        assert_eq!(store.get(&sha256).unwrap(), Some(place.clone()));
        assert_eq!(store.get("../../lotdesk").unwrap(), None);
        std::fs::write(place, b"%PDF-1.4 forged").unwrap();
        assert_eq!(store.get(&sha256).unwrap(), None);
    }
}
