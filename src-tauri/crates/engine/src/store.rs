//! Small file helpers that the data directory needs.

use std::io::Write;
use std::path::Path;

/// Writes a file so that a reader, or a start after a power cut, sees the old content or the new one and nothing else.
/// On Unix only the owner may read it.
///
/// # Errors
/// When the folder cannot be written to.
pub(crate) fn write_atomically(path: &Path, content: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    // `NamedTempFile` creates its file for the owner alone (0600).
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(folder);
    Ok(())
}

/// Makes a folder with all that are missing above it, each of them durable in the one that holds it.
///
/// # Errors
/// When the system refuses.
pub(crate) fn make_folder(path: &Path) -> std::io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let above = path.parent().filter(|above| !above.as_os_str().is_empty());
    if let Some(above) = above {
        make_folder(above)?;
    }
    match std::fs::create_dir(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    sync_folder(above.unwrap_or_else(|| Path::new(".")));
    Ok(())
}

/// Makes a rename durable. Windows has no such call and needs none.
#[cfg(unix)]
fn sync_folder(folder: &Path) {
    if let Ok(folder) = std::fs::File::open(folder) {
        let _ = folder.sync_all();
    }
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) {}
