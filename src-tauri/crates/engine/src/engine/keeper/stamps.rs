//! Whether files are still the ones that were read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// When a file was last written and how long it is; none for one that is not there.
type Stamp = Option<(Option<SystemTime>, u64)>;

/// What the files looked like.
#[derive(Debug, Default)]
pub(super) struct Stamps {
    read: BTreeMap<PathBuf, Stamp>,
    /// Where a change was seen: what they looked like then.
    changing: Option<BTreeMap<PathBuf, Stamp>>,
}

fn stamp(path: &Path) -> Stamp {
    std::fs::metadata(path).ok().map(|meta| (meta.modified().ok(), meta.len()))
}

fn all(paths: &[PathBuf]) -> BTreeMap<PathBuf, Stamp> {
    paths.iter().map(|path| (path.clone(), stamp(path))).collect()
}

impl Stamps {
    /// The files as they are now: those that were read.
    pub(super) fn of(paths: &[PathBuf]) -> Self {
        Self { read: all(paths), changing: None }
    }

    /// True once the files are other ones than those that were read, and were the same at the last look: an editor that
    /// empties a file before it fills it is not read in between.
    pub(super) fn settled_elsewhere(&mut self, paths: &[PathBuf]) -> bool {
        let now = all(paths);
        if now == self.read {
            self.changing = None;
            return false;
        }
        if self.changing.as_ref() != Some(&now) {
            self.changing = Some(now);
            return false;
        }
        self.read = now;
        self.changing = None;
        true
    }

    /// Takes in files that were read just now; the others stay as they were seen.
    pub(super) fn also(&mut self, paths: &[PathBuf]) {
        self.read.retain(|path, _| paths.contains(path));
        for path in paths {
            self.read.entry(path.clone()).or_insert_with(|| stamp(path));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_told_once_and_only_when_it_has_settled() {
        let dir = tempfile::tempdir().unwrap();
        let (a, b) = (dir.path().join("a"), dir.path().join("b"));
        std::fs::write(&a, "one").unwrap();
        let paths = [a.clone(), b.clone()];
        let mut stamps = Stamps::of(&paths);
        assert!(!stamps.settled_elsewhere(&paths));
        std::fs::write(&a, "").unwrap();
        assert!(!stamps.settled_elsewhere(&paths), "seen once");
        std::fs::write(&a, "longer").unwrap();
        assert!(!stamps.settled_elsewhere(&paths), "it still changes");
        assert!(stamps.settled_elsewhere(&paths));
        assert!(!stamps.settled_elsewhere(&paths), "told already");
        std::fs::write(&b, "new").unwrap();
        assert!(!stamps.settled_elsewhere(&paths));
        std::fs::remove_file(&b).unwrap();
        assert!(!stamps.settled_elsewhere(&paths), "back to what was read");
        let c = dir.path().join("c");
        stamps.also(&[a.clone(), c.clone()]);
        assert!(!stamps.settled_elsewhere(&[a.clone(), c.clone()]));
        std::fs::write(&c, "x").unwrap();
        assert!(!stamps.settled_elsewhere(&[a.clone(), c.clone()]));
        assert!(stamps.settled_elsewhere(&[a, c]));
    }
}
