//! The window's TypeScript types, written from the contract itself.

use std::any::{TypeId, type_name};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use ts_rs::{Config, TS, TypeVisitor};

use crate::api::notice::Notice;
use crate::api::refusal::Refusal;
use crate::commands::commands;

/// Collects the types of all commands.
pub struct Bindings {
    config: Config,
    imports: BTreeSet<String>,
    rows: String,
    failed: Option<ts_rs::ExportError>,
    names: Names,
}

/// Every type once, by the file that it is written to.
#[derive(Default)]
struct Names {
    seen: HashSet<TypeId>,
    files: BTreeMap<PathBuf, &'static str>,
    /// Two types that would be written to one file.
    twice: Option<(&'static str, &'static str)>,
}

impl TypeVisitor for Names {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        if let Some(file) = T::output_path()
            && let Some(other) = self.files.insert(file, type_name::<T::WithoutGenerics>())
            && other != type_name::<T::WithoutGenerics>()
        {
            self.twice.get_or_insert((other, type_name::<T::WithoutGenerics>()));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

impl Bindings {
    /// One command: exports its types and adds its row.
    pub(crate) fn command<Request: TS + 'static, Reply: TS + 'static>(&mut self, name: &'static str) {
        self.export::<Request>();
        self.export::<Reply>();
        let (request, reply) = (Request::name(&self.config), Reply::name(&self.config));
        let _ = writeln!(self.rows, "  '{name}': [{request}, {reply}]");
        self.imports.extend([request, reply]);
    }

    fn export<T: TS + 'static>(&mut self) {
        self.names.visit::<T>();
        if let Err(why) = T::export_all(&self.config) {
            self.failed.get_or_insert(why);
        }
    }
}

/// Why the types could not be written.
#[derive(Debug, thiserror::Error)]
pub enum BindingsError {
    /// A type could not be exported.
    #[error("a type could not be exported: {0}")]
    Export(#[from] ts_rs::ExportError),
    /// Two types have one name: one file would take the other's place.
    #[error("{0} and {1} have one name in TypeScript; give one of them another by #[ts(rename)]")]
    Twice(&'static str, &'static str),
    /// The folder cannot be written to.
    #[error("the folder cannot be written to: {0}")]
    Io(#[from] std::io::Error),
}

/// Writes one file a type and `commands.ts`, the map from a command's name to its request and reply, into `folder`.
///
/// # Errors
/// When a file cannot be written.
pub fn write_bindings(folder: &Path) -> Result<(), BindingsError> {
    std::fs::create_dir_all(folder)?;
    let config = Config::new().with_out_dir(folder).with_large_int("number");
    let mut bindings =
        Bindings { config, imports: BTreeSet::new(), rows: String::new(), failed: None, names: Names::default() };
    bindings.export::<Notice>();
    bindings.export::<Refusal>();
    for command in commands() {
        (command.bind)(&mut bindings, command.name);
    }
    if let Some(why) = bindings.failed {
        return Err(why.into());
    }
    if let Some((one, other)) = bindings.names.twice {
        return Err(BindingsError::Twice(one, other));
    }
    let mut text = String::from("// Written by `cargo xtask bindings` from the engine's command list. Do not edit.\n");
    for name in &bindings.imports {
        let _ = writeln!(text, "import type {{ {name} }} from './{name}'");
    }
    let _ = write!(text, "\nexport interface Commands {{\n{}}}\n", bindings.rows);
    text.push_str("\nexport type CommandName = keyof Commands\n");
    std::fs::write(folder.join("commands.ts"), text)?;
    Ok(())
}
