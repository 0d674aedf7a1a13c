//! Where things are in the working tree.

use std::path::{Path, PathBuf};

use crate::Failure;

/// The working tree's folders. All of them are absolute.
#[derive(Clone, Debug)]
pub struct Place {
    /// The repository.
    pub root: PathBuf,
}

impl Place {
    /// Finds the repository: Cargo says where this crate's manifest is, four levels down.
    ///
    /// # Errors
    /// When the folder above is not the workspace.
    pub fn find() -> Result<Self, Failure> {
        let manifest_dir =
            std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        let root = manifest_dir.ancestors().nth(3).map(Path::to_path_buf);
        match root {
            Some(root) if root.join("tauri.conf.json").is_file() => Ok(Self { root }),
            _ => Err(Failure::task(format!(
                "{} does not lie in a Lotdesk working tree; start me with `cargo xtask` in one",
                manifest_dir.display()
            ))),
        }
    }

    /// The web UI's folder.
    pub fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// Cargo's target directory for everything but this program.
    pub fn target(&self) -> PathBuf {
        match std::env::var_os("CARGO_TARGET_DIR") {
            Some(dir) => self.root.join(dir),
            None => self.root.join("target"),
        }
    }

    /// Logs of the steps.
    pub fn logs(&self) -> PathBuf {
        self.root.join("target").join("xtask").join("logs")
    }

    /// Marks that remember what a step was done for.
    pub fn stamps(&self) -> PathBuf {
        self.root.join("target").join("xtask").join("stamps")
    }

    /// Screenshots.
    pub fn screens(&self) -> PathBuf {
        self.root.join("target").join("screens")
    }

    /// A built program.
    pub fn program(&self, name: &str, release: bool) -> PathBuf {
        let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        self.target().join(if release { "release" } else { "debug" }).join(file)
    }

    /// The path as a person would type it: relative to the repository where it lies in it.
    pub fn short(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }
}
