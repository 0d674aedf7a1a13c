//! `config`: what is in force, what can be set, and where each value came from. Needs no engine.

use lotdesk_engine::config::{self, Config};

use crate::args::{ConfigForm, Place};
use crate::fail::Fail;
use crate::output;

/// Prints one of the three.
pub fn config(place: &Place, form: &ConfigForm) -> Result<(), Fail> {
    if form.schema {
        return output::print(&schemars::schema_for!(Config));
    }
    let effective = config::load(&place.home()?, &place.layers())?;
    if form.sources { output::print(&effective.sources()) } else { output::print(&effective.config) }
}
