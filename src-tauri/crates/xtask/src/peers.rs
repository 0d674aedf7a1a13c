//! Python's writers, which our reports are measured against: in an environment of their own under `target`.

use std::path::PathBuf;

use crate::Failure;
use crate::command::command;
use crate::place::Place;
use crate::steps::Steps;

/// The packages, in the versions that the figures in the documentation were taken with.
const PACKAGES: [&str; 2] = ["XlsxWriter==3.3.1", "reportlab==5.1.0"];

/// Makes the environment where it is missing, and gives its Python: two steps.
///
/// # Errors
/// When there is no Python 3 with `venv`, or its packages cannot be had.
pub fn python(place: &Place, steps: &mut Steps) -> Result<PathBuf, Failure> {
    let folder = place.root.join("target").join("xtask").join("python");
    let program =
        if cfg!(windows) { folder.join("Scripts").join("python.exe") } else { folder.join("bin").join("python") };
    let stamp = place.stamps().join("python");
    let wanted = PACKAGES.join(" ");
    if program.is_file() && std::fs::read_to_string(&stamp).is_ok_and(|made| made == wanted) {
        steps.note("Python: its packages are there");
        steps.note("Python packages: unchanged");
        return Ok(program);
    }
    let mut make = command(if cfg!(windows) { "python" } else { "python3" });
    make.args(["-m", "venv"]).arg(&folder);
    let hint = "Python 3 with venv is wanted to measure against (Debian: apt-get install python3-venv)";
    steps.run("Python (venv)", "python-venv", make)?.expect_ok(hint)?;
    let mut install = command(&program);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(PACKAGES);
    steps.run("Python packages (pip)", "python-pip", install)?.expect_ok("pip install")?;
    let kept = stamp.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&stamp, wanted));
    kept.map_err(|error| Failure::Task(format!("cannot write {}: {error}", stamp.display())))?;
    Ok(program)
}
