//! Where the owner listens: a Unix socket in the data directory, a named pipe on Windows.

use std::io;
use std::path::Path;

use interprocess::local_socket::{ListenerOptions, Name, prelude::*};

use super::Home;

/// A Unix socket's path has room for about 104 bytes; longer data directories use the system's temporary folder.
#[cfg(unix)]
const MOST_PATH_BYTES: usize = 100;

/// The address for a new owner of this directory. `nonce` makes it unguessable where it lies in a shared place.
#[cfg(unix)]
pub(super) fn choose(home: &Home, nonce: &str) -> String {
    let inside = home.dir().join("owner.sock");
    if inside.as_os_str().len() <= MOST_PATH_BYTES
        && let Some(text) = inside.to_str()
    {
        return text.to_owned();
    }
    std::env::temp_dir().join(format!("lotdesk-{nonce}.sock")).to_string_lossy().into_owned()
}

/// The address for a new owner of this directory: a pipe name is shared by the whole machine, so it is never reused.
#[cfg(windows)]
pub(super) fn choose(_home: &Home, nonce: &str) -> String {
    format!(r"\\.\pipe\lotdesk-{nonce}")
}

/// The address as the socket library takes it.
pub(super) fn name(address: &str) -> io::Result<Name<'_>> {
    Path::new(address).to_fs_name::<interprocess::local_socket::GenericFilePath>()
}

/// Listens. A socket file left by an owner that was killed is replaced: the caller holds the directory's lock, so
/// nobody listens behind it.
pub(super) fn listen(address: &str) -> io::Result<interprocess::local_socket::tokio::Listener> {
    #[cfg(unix)]
    match std::fs::remove_file(address) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let options = ListenerOptions::new().name(name(address)?);
    #[cfg(target_os = "linux")]
    let options = interprocess::os::unix::local_socket::ListenerOptionsExt::mode(options, 0o600);
    options.create_tokio()
}
