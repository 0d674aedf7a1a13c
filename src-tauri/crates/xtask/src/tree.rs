//! A program and all that it started, ended together.

use std::process::{Child, Command, Stdio};

/// Makes the program the head of a group of its own. A terminal's Ctrl-C then reaches only us, and we end the group.
pub fn lead(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _ = command;
}

/// Ends a program that leads its group, and everything in the group.
pub fn end(child: &Child) {
    let mut kill = if cfg!(windows) {
        let mut kill = Command::new("taskkill");
        kill.args(["/T", "/F", "/PID", &child.id().to_string()]);
        kill
    } else {
        let mut kill = Command::new("kill");
        kill.args(["-KILL", "--", &format!("-{}", child.id())]);
        kill
    };
    // Where it cannot be done, the program itself is still ended by its handle.
    let _ = kill.stdout(Stdio::null()).stderr(Stdio::null()).status();
}
