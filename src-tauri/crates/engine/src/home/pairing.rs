//! What a PC needs to attach to an owner elsewhere, in one line: `lotdesk://host:port/#fingerprint.key`.
//!
//! The line holds the PC's key, so it stands in a file, an environment variable or this PC's own data directory, and never
//! on a command line, where every process of the machine may read it.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use lotdesk_operations::api::refusal::{Code, Refusal};

use super::wire::Key;
use super::{Home, HomeError};
use crate::store::write_atomically;

/// The environment variable that gives a line, or names a file with one.
pub const ATTACH_VARIABLE: &str = "LOTDESK_ATTACH";
const SCHEME: &str = "lotdesk://";
/// Hexadecimal digits of a fingerprint, and of a key.
const DIGITS: usize = 64;
/// No line is longer.
const MOST_LINE_BYTES: u64 = 1024;

/// Where an owner is, how it is known, and by which key it knows this PC.
#[derive(Clone, PartialEq, Eq)]
pub struct Pairing {
    host: String,
    port: u16,
    /// SHA-256 over the owner's certificate.
    sha256: [u8; 32],
    key: String,
}

/// The key is never shown.
impl fmt::Debug for Pairing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pairing").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

/// Why there is no pairing.
#[derive(Debug, thiserror::Error)]
pub enum PairingError {
    /// No pairing line. It is not said again: it may hold a key.
    #[error("{0}")]
    BadLine(&'static str),
    /// A key on the command line.
    #[error(
        "the pairing line holds a key that every process of this machine could read on the command line: put it into a file and name that, or set LOTDESK_ATTACH, or run `lotdeskctl attach add`"
    )]
    OnCommandLine,
    /// A file cannot be read or written.
    #[error("{path}: {cause}", path = path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// A lot's own data directory.
    #[error("this data directory holds a lot of its own; name another one with --data")]
    OwnLot,
}

impl PairingError {
    /// As a refusal.
    pub fn to_refusal(&self) -> Refusal {
        let en = self.to_string();
        let zh = match self {
            PairingError::BadLine(_) => {
                "不是有效的配对行，应为 lotdesk://主机:端口/#指纹.密钥，请从岗亭“设置 → 远程电脑”重新复制".to_owned()
            }
            PairingError::OnCommandLine => {
                "配对行含有密钥，写在命令行上会被本机其他程序看到：请存入文件后指定文件名，或设置环境变量 LOTDESK_ATTACH，或运行 lotdeskctl attach add".to_owned()
            }
            PairingError::Io { path, cause } => format!("无法读写 {}：{cause}", path.display()),
            PairingError::OwnLot => "该数据目录属于本机的停车场，请用 --data 指定其他目录".to_owned(),
        };
        Refusal::new(Code::BadField, zh, en).at("attach")
    }
}

impl FromStr for Pairing {
    type Err = PairingError;

    fn from_str(text: &str) -> Result<Self, PairingError> {
        let bad = PairingError::BadLine;
        let rest = text.trim().strip_prefix(SCHEME).ok_or(bad("a pairing line begins with lotdesk://"))?;
        let (place, secrets) =
            rest.split_once("/#").ok_or(bad("the pairing line is cut off before its fingerprint"))?;
        let (host, port) = place.rsplit_once(':').ok_or(bad("the pairing line has no port"))?;
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let is_name = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || "-._:".contains(c));
        let port = port.parse().ok().filter(|port| *port > 0);
        let (Some(port), true) = (port, is_name && host.len() <= 253) else {
            return Err(bad("the pairing line names no host and port"));
        };
        let (print, key) = secrets.split_once('.').ok_or(bad("the pairing line is cut off before its key"))?;
        let mut sha256 = [0; 32];
        hex::decode_to_slice(print, &mut sha256).map_err(|_| bad("the fingerprint of a pairing line has 64 digits"))?;
        if key.len() != DIGITS || !key.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(bad("the key of a pairing line has 64 digits; the line may be cut off"));
        }
        Ok(Self { host: host.to_owned(), port, sha256, key: key.to_ascii_lowercase() })
    }
}

impl Pairing {
    /// The whole line, key and all.
    pub fn line(&self) -> String {
        format!("{SCHEME}{}/#{}.{}", self.place(), hex::encode(self.sha256), self.key)
    }

    /// Host and port, as people see where a window is attached to.
    pub fn place(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }

    /// The fingerprint that the owner's certificate must have, in hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        hex::encode(self.sha256)
    }

    pub(super) fn host(&self) -> (&str, u16) {
        (&self.host, self.port)
    }

    pub(super) fn sha256(&self) -> [u8; 32] {
        self.sha256
    }

    pub(super) fn key(&self) -> Key {
        Key(self.key.clone())
    }

    /// The line in a file.
    ///
    /// # Errors
    /// When the file cannot be read or holds no such line.
    pub fn read(path: &Path) -> Result<Self, PairingError> {
        use std::io::Read;
        let io = |cause| PairingError::Io { path: path.to_owned(), cause };
        let mut text = String::new();
        std::fs::File::open(path).map_err(io)?.take(MOST_LINE_BYTES).read_to_string(&mut text).map_err(io)?;
        text.lines().next().unwrap_or_default().parse()
    }

    /// What this process is to attach to: what the command line names, else what the environment gives, else what this data
    /// directory keeps. None where it is to own a lot.
    ///
    /// # Errors
    /// When one of them is given and is no pairing.
    pub fn find(named: Option<&Path>, environment: Option<&OsStr>, home: &Home) -> Result<Option<Found>, PairingError> {
        if let Some(named) = named {
            if named.to_string_lossy().starts_with(SCHEME.trim_end_matches('/')) {
                return Err(PairingError::OnCommandLine);
            }
            return Ok(Some(Found { pairing: Self::read(named)?, kept: false }));
        }
        if let Some(given) = environment.filter(|given| !given.is_empty()) {
            let text = given.to_string_lossy();
            let pairing = match text.starts_with(SCHEME) {
                true => text.parse()?,
                false => Self::read(Path::new(given))?,
            };
            return Ok(Some(Found { pairing, kept: false }));
        }
        let kept = home.attach_file();
        if kept.exists() { Ok(Some(Found { pairing: Self::read(&kept)?, kept: true })) } else { Ok(None) }
    }

    /// Keeps it in a data directory: whatever is started there attaches from now on.
    ///
    /// # Errors
    /// When a lot lives there, or it cannot be written.
    pub fn keep(&self, home: &Home) -> Result<(), PairingError> {
        if home.ledger_file().exists() {
            return Err(PairingError::OwnLot);
        }
        let path = home.attach_file();
        write_atomically(&path, format!("{}\n", self.line()).as_bytes())
            .map_err(|cause| PairingError::Io { path, cause })
    }

    /// Forgets it. False when there was none.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn forget(home: &Home) -> Result<bool, PairingError> {
        let path = home.attach_file();
        match std::fs::remove_file(&path) {
            Ok(()) => Ok(true),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(cause) => Err(PairingError::Io { path, cause }),
        }
    }
}

/// A pairing, and whether this data directory keeps it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The pairing.
    pub pairing: Pairing,
    /// True when the data directory keeps it.
    pub kept: bool,
}

impl Found {
    /// The data directory for this PC's own settings: the one that keeps the pairing, else a folder within, so that a lot that
    /// lives on this PC too stays by itself.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn home(&self, home: Home) -> Result<Home, HomeError> {
        if self.kept { Ok(home) } else { home.for_attaching() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(place: &str) -> String {
        format!("lotdesk://{place}/#{}.{}", "ab".repeat(32), "C0".repeat(32))
    }

    #[test]
    fn a_line_is_read_as_it_was_made() {
        for place in ["192.168.1.20:5290", "booth.example:1", "[fe80::1]:5290"] {
            let pairing: Pairing = line(place).parse().unwrap();
            assert_eq!(pairing.place(), place);
            assert_eq!(pairing.line(), line(place).replace("C0", "c0"));
            assert!(!format!("{pairing:?}").contains("c0c0"), "the key is not shown");
        }
        assert!(format!("  {}\r\n", line("a:1")).parse::<Pairing>().is_ok(), "a copied line has an end");
    }

    #[test]
    fn what_is_no_line_is_refused_and_not_repeated() {
        let whole = line("192.168.1.20:5290");
        let cut: Vec<String> = (0..whole.len()).map(|at| whole[..at].to_owned()).collect();
        let odd = ["192.168.1.20", "192.168.1.20:0", "192.168.1.20:99999", ":5290", "a b:1", "me@host:1", "x/y:1"];
        for text in cut.into_iter().chain(odd.map(line)).chain([whole.replace("lotdesk:", "https:")]) {
            let error = text.parse::<Pairing>().unwrap_err();
            assert!(!error.to_string().contains("c0c0") && !error.to_refusal().zh.contains("abab"), "{error}");
        }
    }

    proptest::proptest! {
        /// A line that people copied, with a piece of it lost, doubled or replaced; and anything else.
        #[test]
        fn what_is_taken_for_a_line_is_written_as_the_same_again(
            place in "[a-z0-9.:\\[\\]-]{0,12}:[0-9]{0,6}", at in 0_usize..180, cut in 0_usize..6, put in "[-a-f0-9:/#.\\[\\] 停]{0,6}", any in ".{0,60}",
        ) {
            let whole: Vec<char> = line(&place).chars().collect();
            let at = at.min(whole.len());
            let edited: String = whole[..at].iter().copied().chain(put.chars()).chain(whole[at..].iter().skip(cut).copied()).collect();
            for text in [edited, format!("{SCHEME}{any}"), any] {
                if let Ok(pairing) = text.parse::<Pairing>() {
                    let again = pairing.line();
                    proptest::prop_assert_eq!(again.parse::<Pairing>().ok(), Some(pairing), "{} is written as {}", text, again);
                }
            }
        }
    }

    #[test]
    fn a_key_is_taken_from_a_file_the_environment_or_the_data_directory_and_never_from_the_command_line() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(&folder.path().join("pc")).unwrap();
        assert!(Pairing::find(None, None, &home).unwrap().is_none());
        let file = folder.path().join("booth.txt");
        std::fs::write(&file, format!("{}\n", line("file:1"))).unwrap();
        let of = |named: Option<&Path>, given: Option<&str>| Pairing::find(named, given.map(OsStr::new), &home);
        assert_eq!(of(Some(&file), None).unwrap().unwrap().pairing.place(), "file:1");
        assert_eq!(of(None, file.to_str()).unwrap().unwrap().pairing.place(), "file:1");
        assert_eq!(of(None, Some(&line("env:1"))).unwrap().unwrap().pairing.place(), "env:1");
        assert!(matches!(of(Some(Path::new(&line("cli:1"))), None), Err(PairingError::OnCommandLine)));

        line("kept:1").parse::<Pairing>().unwrap().keep(&home).unwrap();
        let kept = of(None, Some("")).unwrap().unwrap();
        assert_eq!((kept.pairing.place().as_str(), kept.home(home.clone()).unwrap()), ("kept:1", home.clone()));
        let given = of(Some(&file), None).unwrap().unwrap();
        assert_eq!(given.pairing.place(), "file:1", "what is named goes before what is kept");
        assert_eq!(given.home(home.clone()).unwrap().dir(), home.dir().join("attached"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = home.attach_file().metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "the key is for this user alone");
        }
        assert!(Pairing::forget(&home).unwrap() && !Pairing::forget(&home).unwrap());
        std::fs::write(home.ledger_file(), "").unwrap();
        assert!(matches!(line("kept:1").parse::<Pairing>().unwrap().keep(&home), Err(PairingError::OwnLot)));
    }
}
