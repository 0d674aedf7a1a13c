//! Lists the message fixtures in `tests/fixtures/<platform>/`, so that the registry knows at compile time which
//! interfaces have one. File names are `<interface>.<case>.json`, with `+` for the `/` in an interface's name.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let crate_dir = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out_dir = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let fixtures = crate_dir.join("../../../tests/fixtures");
    // The whole tree below it counts. A path that is not there would make every build a new one.
    println!("cargo::rerun-if-changed={}", fixtures.display());
    println!("cargo::rerun-if-changed=build.rs");

    let mut list = String::from("&[\n");
    for platform in ["city", "charging", "etcp", "docloud", "repair", "autox3"] {
        let folder = fixtures.join(platform);
        for name in names_in(&folder)? {
            let Some((interface, _case)) = name.strip_suffix(".json").and_then(|stem| stem.rsplit_once('.')) else {
                println!("cargo::warning={platform}/{name} is not named <interface>.<case>.json");
                continue;
            };
            writeln!(list, "    ({platform:?}, {:?}, {name:?}),", interface.replace('+', "/"))
                .expect("a String takes every text");
        }
    }
    list.push_str("]\n");
    fs::write(out_dir.join("fixtures.rs"), list)
}

fn names_in(folder: &Path) -> io::Result<Vec<String>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        if let Ok(name) = entry?.file_name().into_string()
            && name.ends_with(".json")
        {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
