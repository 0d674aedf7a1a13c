//! The window's types are the engine's: what stands in `ui/src/contract` is what the command list says.

use std::collections::BTreeMap;
use std::path::Path;

fn files(folder: &Path) -> BTreeMap<String, String> {
    std::fs::read_dir(folder)
        .unwrap_or_else(|why| panic!("{}: {why}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "ts"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect()
}

#[test]
fn the_windows_types_are_current() {
    let fresh = tempfile::tempdir().unwrap();
    lotdesk_operations::write_bindings(fresh.path()).unwrap();
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/contract");
    let (fresh, kept) = (files(fresh.path()), files(&kept));
    let names = |files: &BTreeMap<String, String>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&kept), names(&fresh), "run `cargo xtask bindings`");
    for (name, text) in &fresh {
        assert_eq!(&kept[name], text, "{name} is out of date: run `cargo xtask bindings`");
    }
}
