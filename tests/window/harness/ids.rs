//! The test ids of the window's parts. They are the UI's: `ui/src/testids.ts`.

/// The UI's list, as it is compiled into the window.
const LIST: &str = include_str!("../../../ui/src/testids.ts");

/// The selector of a part. An id that ends in `*` means every part whose id begins so.
///
/// # Panics
/// When the UI's list does not have it: then the test and the UI have parted.
pub fn css(id: &str) -> String {
    let known = LIST.split(['\'', '"', '`']).any(|listed| match (listed.strip_suffix('*'), id.strip_suffix('*')) {
        (Some(family), Some(wanted)) => wanted.starts_with(family) && !family.is_empty(),
        (Some(family), None) => id.starts_with(family) && id.len() > family.len() && !family.is_empty(),
        (None, _) => listed == id,
    });
    assert!(known, "`{id}` is not in ui/src/testids.ts");
    match id.strip_suffix('*') {
        Some(family) => format!("[data-testid^=\"{family}\"]"),
        None => format!("[data-testid=\"{id}\"]"),
    }
}
