//! Service orders: taken as the technician's app hands them over, shown, and turned into repair records.

mod came;
mod draft;
mod pictures;
mod views;

use crate::api::refusal::{Code, Refusal};

pub use came::OrderArrival;
pub(crate) use draft::{draft, set_aside};
pub(crate) use pictures::picture;
pub(crate) use views::{detail, list};

fn no_such_order() -> Refusal {
    Refusal::new(Code::NotFound, "没有这张接车单", "There is no such service order.").at("order_id")
}
