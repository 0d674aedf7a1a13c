//! What has to be installed on the system, and installing it where that is possible.

use std::process::{Command, Stdio};

use crate::command::{ask, command, exists};
use crate::place::Place;
use crate::steps::Steps;
use crate::{Failure, command as programs};

/// Debian 12: what the console needs to be compiled and to show Chinese.
const BUILD: [&str; 8] = [
    "build-essential",
    "pkg-config",
    "libssl-dev",
    "libwebkit2gtk-4.1-dev",
    "librsvg2-dev",
    "libayatana-appindicator3-dev",
    "libxdo-dev",
    "fonts-noto-cjk",
];
/// A display that nobody sees.
const HEADLESS: [&str; 1] = ["xvfb"];
/// What drives the real window.
const DRIVER: [&str; 1] = ["webkit2gtk-driver"];

/// What is going to be done, as far as it needs packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Build the console and open it on a display.
    Window,
    /// Build it and open it without a display.
    Headless,
    /// Drive it.
    Driven,
}

impl Need {
    fn debian(self) -> Vec<&'static str> {
        let mut names = BUILD.to_vec();
        if self != Self::Window {
            names.extend(HEADLESS);
        }
        if self == Self::Driven {
            names.extend(DRIVER);
        }
        names
    }
}

/// Makes sure that the system has what is needed: one step.
///
/// # Errors
/// When something is missing that cannot be installed from here; says the command that does.
pub fn ensure(steps: &mut Steps, need: Need) -> Result<(), Failure> {
    ensure_node()?;
    if cfg!(windows) {
        ensure_windows(steps);
        return Ok(());
    }
    if !cfg!(target_os = "linux") {
        steps.note("system packages: none are needed here");
        return Ok(());
    }
    if !exists("dpkg-query") || !exists("apt-get") {
        return ensure_elsewhere(steps, need);
    }
    let missing = missing_debian(&need.debian());
    if missing.is_empty() {
        steps.note("system packages: all there");
        return Ok(());
    }
    install(steps, &missing)
}

/// Node 20 and npm: not ours to install, since there are several ways to and a machine has its own.
fn ensure_node() -> Result<(), Failure> {
    let how = if cfg!(windows) { "winget install OpenJS.NodeJS.LTS" } else { "https://nodejs.org/en/download" };
    let mut node = command("node");
    node.arg("--version");
    let version = ask(node).ok_or_else(|| Failure::Task(format!("Node 20 or later is missing; install it: {how}")))?;
    let major: u32 = version.trim_start_matches('v').split('.').next().and_then(|n| n.parse().ok()).unwrap_or(0);
    if major < 20 {
        return Err(Failure::Task(format!("Node is {version}, and 20 or later is needed; install it: {how}")));
    }
    let mut npm = programs::npm();
    npm.arg("--version");
    ask(npm).map(|_| ()).ok_or_else(|| Failure::Task(format!("npm is missing; it comes with Node: {how}")))
}

/// Windows: WebView2 is part of Windows 11, and rustc needs its linker. Nothing is installed, only said.
fn ensure_windows(steps: &mut Steps) {
    let webview = ["ProgramFiles(x86)", "ProgramFiles", "LOCALAPPDATA"].iter().any(|base| {
        std::env::var_os(base)
            .is_some_and(|dir| std::path::Path::new(&dir).join("Microsoft").join("EdgeWebView").is_dir())
    });
    let linker = std::env::var_os("ProgramFiles(x86)").is_some_and(|dir| {
        std::path::Path::new(&dir).join("Microsoft Visual Studio").join("Installer").join("vswhere.exe").is_file()
    });
    let mut hints = Vec::new();
    if !webview {
        hints.push("WebView2 was not found; if no window opens: winget install Microsoft.EdgeWebView2Runtime");
    }
    if !linker {
        hints.push(
            "Visual Studio's build tools were not found; if linking fails: winget install Microsoft.VisualStudio.2022.BuildTools",
        );
    }
    steps.note("system packages: none are needed on Windows");
    for hint in hints {
        println!("    {hint}");
    }
}

/// A Linux without apt: ask pkg-config for the libraries, name what is missing, install nothing.
fn ensure_elsewhere(steps: &mut Steps, need: Need) -> Result<(), Failure> {
    let mut missing = Vec::new();
    for library in ["webkit2gtk-4.1", "librsvg-2.0", "openssl"] {
        let mut pkg_config = command("pkg-config");
        pkg_config.args(["--exists", library]);
        if ask(pkg_config).is_none() {
            missing.push(format!("the development files of {library}"));
        }
    }
    let programs: &[&str] = match need {
        Need::Window => &[],
        Need::Headless => &["Xvfb"],
        Need::Driven => &["Xvfb", "WebKitWebDriver"],
    };
    missing.extend(programs.iter().filter(|name| !exists(name)).map(|name| format!("the program {name}")));
    if missing.is_empty() {
        steps.note("system packages: all there");
        return Ok(());
    }
    Err(Failure::Task(format!(
        "this system has no apt-get, so install yourself: {}. On Debian 12 it would be: apt-get install {}",
        missing.join(", "),
        need.debian().join(" ")
    )))
}

/// Those of the packages that dpkg does not have installed.
fn missing_debian(names: &[&'static str]) -> Vec<&'static str> {
    let output = Command::new("dpkg-query")
        .args(["-W", "-f", "${Package} ${db:Status-Abbrev}\n"])
        .args(names)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    // It fails when one of them is unknown, and still tells about the others.
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    not_in(names, &text)
}

fn not_in(names: &[&'static str], dpkg: &str) -> Vec<&'static str> {
    let installed: Vec<&str> = dpkg
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter(|(_, s)| s.starts_with("ii"))
        .map(|(n, _)| n)
        .collect();
    names.iter().copied().filter(|name| !installed.contains(name)).collect()
}

fn install(steps: &mut Steps, missing: &[&str]) -> Result<(), Failure> {
    let by_hand =
        format!("sudo apt-get update && sudo apt-get install --no-install-recommends -y {}", missing.join(" "));
    let prefix: &[&str] = if is_root() {
        &[]
    } else if exists("sudo") && sudo_answers() {
        &["sudo", "-n"]
    } else {
        return Err(Failure::Task(format!("these packages are missing: {}.\nType: {by_hand}", missing.join(" "))));
    };
    let apt = |arguments: &[&str]| {
        let words: Vec<&str> =
            prefix.iter().copied().chain(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]).collect();
        let mut command = command(words[0]);
        command.args(&words[1..]).args(arguments);
        command
    };
    println!("    missing: {}", missing.join(" "));
    steps.more(1);
    let update = steps.run("system packages: refresh apt's lists", "apt-update", apt(&["update"]))?;
    if !update.ok() {
        // Old lists may still do; if not, the installation says so.
        println!("    apt-get update failed, going on with the lists there are: {}", update.tail(1));
    }
    let mut arguments = vec!["install", "--no-install-recommends", "-y"];
    arguments.extend(missing);
    let installed = steps.run("system packages: install", "apt-install", apt(&arguments))?;
    installed.expect_ok("installing system packages").map(|_| ()).map_err(|failure| match failure {
        Failure::Task(words) => Failure::Task(format!("{words}\nBy hand: {by_hand}")),
        other => other,
    })
}

fn is_root() -> bool {
    let mut id = command("id");
    id.arg("-u");
    ask(id).as_deref() == Some("0")
}

/// Whether sudo works, asking for the password once where somebody can type it.
fn sudo_answers() -> bool {
    let quiet = Command::new("sudo").args(["-n", "true"]).stderr(Stdio::null()).status();
    if quiet.is_ok_and(|status| status.success()) {
        return true;
    }
    use std::io::IsTerminal;
    std::io::stdin().is_terminal() && Command::new("sudo").arg("-v").status().is_ok_and(|status| status.success())
}

/// Rust's own components, which some installations leave out.
///
/// # Errors
/// When one is missing; says the command that installs it.
pub fn ensure_component(place: &Place, subcommand: &str, component: &str) -> Result<(), Failure> {
    let mut cargo = programs::cargo();
    cargo.args([subcommand, "--version"]).current_dir(&place.root);
    ask(cargo)
        .map(|_| ())
        .ok_or_else(|| Failure::Task(format!("{component} is missing. Type: rustup component add {component}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_dpkg_calls_installed_counts() {
        // `rc` is removed with its configuration left; an unknown package has no line at all.
        let dpkg = "xvfb ii \nlibssl-dev rc \npkg-config ii \n";
        assert_eq!(not_in(&["xvfb", "libssl-dev", "pkg-config", "libxdo-dev"], dpkg), ["libssl-dev", "libxdo-dev"]);
    }

    #[test]
    fn each_need_has_what_the_smaller_one_has() {
        let (window, headless, driven) = (Need::Window.debian(), Need::Headless.debian(), Need::Driven.debian());
        assert!(window.iter().all(|name| headless.contains(name)));
        assert!(headless.iter().all(|name| driven.contains(name)));
        assert!(driven.contains(&"webkit2gtk-driver") && !headless.contains(&"webkit2gtk-driver"));
    }
}
