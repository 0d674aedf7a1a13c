//! WebKitWebDriver, which starts the console and drives its window.
//!
//! Tauri's own `tauri-driver` does on Linux no more than what is done here: it starts WebKitWebDriver, sets the two
//! variables that let a Tauri window be driven, and renames the capability. One program less to install.

use std::fs::File;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::Trouble;

/// How long the driver may take to listen.
const LISTEN_DEADLINE: Duration = Duration::from_secs(20);

/// A running driver; it ends with this value, and the console that it started with it.
pub struct Driver {
    child: Child,
    /// Where it listens.
    pub url: String,
    /// What it and the console printed.
    pub log: PathBuf,
}

impl Driver {
    /// Starts a driver whose windows open on this display.
    /// What the console keeps outside its data folder (the window's size, the web view's own storage) goes to `home`, so
    /// that no test sees another's. `optimising` is for measurements.
    pub fn start(display: &str, home: &Path, log: &Path, optimising: bool) -> Result<Self, Trouble> {
        // The driver can pick a port but does not tell which, so one is picked for it. Another program may take it
        // in between: then the driver ends at once, and the next port is tried.
        for _ in 0..5 {
            if let Some(driver) = Self::try_start(display, home, log, optimising)? {
                return Ok(driver);
            }
        }
        Err(Trouble::Start("WebKitWebDriver found no free port in five tries".into()))
    }

    fn try_start(display: &str, home: &Path, log: &Path, optimising: bool) -> Result<Option<Self>, Trouble> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let output = File::options().create(true).append(true).open(log)?;
        let child = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .arg("--host=127.0.0.1")
            .env("DISPLAY", display)
            .env("GDK_BACKEND", "x11")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            // The desktop's own settings must not decide how a test looks.
            .env("GTK_THEME", "Adwaita")
            // What a story does is done before JavaScript's optimising compilers are worth their work.
            .env("JSC_useDFGJIT", if optimising { "1" } else { "0" })
            .env("JSC_useFTLJIT", if optimising { "1" } else { "0" })
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_STATE_HOME", home.join("state"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .map_err(|error| Trouble::Start(format!("WebKitWebDriver cannot be started: {error}")))?;
        let mut driver = Self { child, url: format!("http://127.0.0.1:{port}"), log: log.to_path_buf() };
        let began = Instant::now();
        while began.elapsed() < LISTEN_DEADLINE {
            if driver.child.try_wait()?.is_some() {
                return Ok(None);
            }
            if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                return Ok(Some(driver));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Err(Trouble::Start("WebKitWebDriver does not listen".into()))
    }

    /// The last lines that the driver and the console printed.
    pub fn tail(&self) -> String {
        let text = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
