//! Builds the window's resources. Capabilities and permissions live beside the shell, not in Tauri's default folders, where
//! they would be silently absent.
fn main() {
    println!("cargo:rerun-if-changed=src-tauri/permissions");
    let commands = tauri_build::AppManifest::new().permissions_path_pattern("src-tauri/permissions/**/*");
    let attributes =
        tauri_build::Attributes::new().capabilities_path_pattern("src-tauri/capabilities/**/*").app_manifest(commands);
    tauri_build::try_build(attributes).expect("the window's resources build");
}
