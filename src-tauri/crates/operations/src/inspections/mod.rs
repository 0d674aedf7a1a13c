//! Inspections of cars that need not be looked at (免检): the car made known, the documents told, ordered, and followed.

mod follow;
mod order;
mod prepare;
mod views;

pub(crate) use follow::ask;
pub(crate) use order::{decide, make as order};
pub(crate) use prepare::{bind, catalogue, check, offer};
pub(crate) use views::{detail, list};

use crate::api::refusal::{Code, Refusal};

fn no_such_inspection() -> Refusal {
    Refusal::new(Code::NotFound, "没有这个年检单", "There is no such inspection.").at("inspection_id")
}

/// The name under which docloud knows the owner: ours, lasting, and nobody's.
fn owner(id: lotdesk_domain::id::Guid) -> String {
    id.to_string()
}
