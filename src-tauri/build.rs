//! Builds the window's resources. The capabilities live beside the shell, not in Tauri's default folder, where they
//! would be silently absent.
fn main() {
    tauri_build::try_build(tauri_build::Attributes::new().capabilities_path_pattern("src-tauri/capabilities/**/*"))
        .expect("the window's resources build");
}
