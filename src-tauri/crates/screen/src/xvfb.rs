//! A display that nobody sees: Xvfb on the first free number.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A running Xvfb; it ends with this value.
#[derive(Debug)]
pub struct Xvfb {
    child: Child,
    /// What `DISPLAY` must be, such as `:99`.
    pub display: String,
    /// The picture on the screen, in the X window dump format, kept current by Xvfb.
    pub framebuffer: PathBuf,
}

impl Xvfb {
    /// Starts a screen of this size, in pixels; its picture lies in the folder `frames`.
    ///
    /// # Errors
    /// When Xvfb is missing, cannot start, or does not say which display it took.
    pub fn start(width: u32, height: u32, frames: &Path) -> std::io::Result<Self> {
        std::fs::create_dir_all(frames)?;
        let mut child = Command::new("Xvfb")
            // Xvfb picks the number and writes it to file descriptor 1.
            .args(["-displayfd", "1", "-nolisten", "tcp", "-noreset"])
            .args(["-screen", "0", &format!("{width}x{height}x24")])
            .arg("-fbdir")
            .arg(frames)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut number = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut number)?;
        }
        let number = number.trim();
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            let _ = child.kill();
            let _ = child.wait();
            return Err(std::io::Error::other("Xvfb ended without taking a display"));
        }
        Ok(Self { child, display: format!(":{number}"), framebuffer: frames.join("Xvfb_screen0") })
    }
}

impl Drop for Xvfb {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
