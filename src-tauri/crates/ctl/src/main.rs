//! lotdeskctl: the engine without a window, and every command from a terminal.
fn main() {}
