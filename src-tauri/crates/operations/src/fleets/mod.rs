//! Fleets: their cars are watched by docloud, which tells of new violations by itself.

mod add;
mod import;
mod imports;
mod news;
mod views;

pub(crate) use add::{add, remove};
pub(crate) use import::import_preview;
pub(crate) use imports::{Imports, begin_import, cancel_import, look_at_import};
pub(crate) use views::{alarms, cars, see_alarm};
