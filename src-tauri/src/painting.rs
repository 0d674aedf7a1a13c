//! How WebKitGTK paints where there is no graphics processor.
//!
//! It paints through OpenGL, and puts the painted layers together through OpenGL. On a machine without a graphics processor
//! that is Mesa's llvmpipe, which shades every pixel in software on all cores. Painted and put together by WebKitGTK's own
//! means, a change of the board is on the screen in half the time, and the window needs half the processor
//! (`cargo xtask bench ui` shows it).

use std::ffi::OsStr;
use std::path::Path;

/// What WebKitGTK reads when it starts its processes: no OpenGL for painting, and none for putting layers together.
const WITHOUT_OPENGL: [&str; 2] = ["WEBKIT_SKIA_ENABLE_CPU_RENDERING", "WEBKIT_DISABLE_COMPOSITING_MODE"];
/// What tells Mesa to have no graphics processor, for tests.
const NO_GRAPHICS_PROCESSOR: &str = "LIBGL_ALWAYS_SOFTWARE";
/// Where Linux has graphics processors that anybody may use.
const RENDERERS: &str = "/dev/dri";

/// Has WebKitGTK paint on the processor when there is nothing better. Must be called before anything else: a process cannot
/// safely change its own environment, so this one starts itself anew with the variables set, under the same process id.
/// Who sets one of them keeps what they set.
pub fn without_graphics_processor() {
    if WITHOUT_OPENGL.iter().any(|name| std::env::var_os(name).is_some()) {
        return;
    }
    let told = std::env::var_os(NO_GRAPHICS_PROCESSOR);
    if !software(told.as_deref(), Path::new(RENDERERS)) {
        return;
    }
    let Ok(program) = std::env::current_exe() else { return };
    let mut again = std::process::Command::new(program);
    again.args(std::env::args_os().skip(1)).envs(WITHOUT_OPENGL.map(|name| (name, "1")));
    // Returns only when it failed; the window then paints slowly, which is no reason to have none.
    let _ = std::os::unix::process::CommandExt::exec(&mut again);
}

/// Whether OpenGL would be done in software.
fn software(told: Option<&OsStr>, renderers: &Path) -> bool {
    let is_renderer = |name: &OsStr| name.to_string_lossy().starts_with("renderD");
    let has_renderer = std::fs::read_dir(renderers)
        .is_ok_and(|entries| entries.flatten().any(|entry| is_renderer(&entry.file_name())));
    told.is_some_and(|value| value == "1" || value == "true") || !has_renderer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_renderer_is_used_unless_mesa_is_told_otherwise() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("card0"), "").expect("written");
        assert!(software(None, folder.path()), "a card alone only shows pictures");
        std::fs::write(folder.path().join("renderD128"), "").expect("written");
        assert!(!software(None, folder.path()));
        assert!(!software(Some(OsStr::new("0")), folder.path()));
        assert!(software(Some(OsStr::new("1")), folder.path()));
        assert!(software(None, &folder.path().join("missing")));
    }
}
